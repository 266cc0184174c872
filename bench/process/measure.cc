// Runs a command many times and says what each run took: fork, exec, wait4. The figures of a
// process are those of the kernel, not of a language runtime around it.
//   bench_measure RUNS COMMAND [ARGUMENT...]     prints one line of JSON per run
// Standard output and error of the command go to /dev/null; exit status 1 if a run fails.
// SPDX-License-Identifier: MIT
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>

namespace {

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
}

[[noreturn]] void become(char** command) {
  const int nowhere = open("/dev/null", O_RDWR);
  dup2(nowhere, 1);
  dup2(nowhere, 2);
  execvp(command[0], command);
  _exit(127);
}

bool run_once(char** command) {
  const auto begin = std::chrono::steady_clock::now();
  const pid_t child = fork();
  if (child < 0) return false;
  if (child == 0) become(command);
  int status = 0;
  rusage usage = {};
  if (wait4(child, &status, 0, &usage) != child) return false;
  const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - begin;
  const int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128;
  std::printf(
      "{\"wall\": %.6f, \"user\": %.6f, \"system\": %.6f, \"peak_kib\": %ld, \"status\": %d}\n",
      wall.count(), seconds(usage.ru_utime), seconds(usage.ru_stime), usage.ru_maxrss, code);
  return code == 0;
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 3) return 2;
  for (int run = std::atoi(arguments[1]); run > 0; --run) {
    if (!run_once(arguments + 2)) return 1;
  }
  return 0;
}
