// posix_spawnp, two pipes, poll with a deadline.
// SPDX-License-Identifier: MIT
#include "support/subprocess.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

extern char** environ;

namespace pincompile {
namespace {

using Clock = std::chrono::steady_clock;

struct Pipe {
  int read_end = -1;
  int write_end = -1;

  Pipe() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) == 0) {
      read_end = ends[0];
      write_end = ends[1];
    }
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  ~Pipe() {
    close_read();
    close_write();
  }
  void close_read() { close_one(read_end); }
  void close_write() { close_one(write_end); }

 private:
  static void close_one(int& fd) {
    if (fd >= 0) ::close(fd);
    fd = -1;
  }
};

// Appends what is ready on the pipe; closes it at its end. False if `most` bytes were passed.
bool drain(Pipe& pipe, std::string& text, std::size_t most) {
  std::array<char, 65536> buffer;
  const ssize_t n = ::read(pipe.read_end, buffer.data(), buffer.size());
  if (n < 0 && errno == EINTR) return true;
  if (n <= 0) {
    pipe.close_read();
    return true;
  }
  text.append(buffer.data(), static_cast<std::size_t>(n));
  return text.size() <= most;
}

// Collects both streams until they end. Empty on success, else why it was given up.
std::string collect(Pipe& out, Pipe& err, ProgramResult& result, const ProgramLimits& limits) {
  const Clock::time_point deadline = Clock::now() + limits.time;
  while (out.read_end >= 0 || err.read_end >= 0) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now());
    if (left.count() <= 0) return "took longer than " + std::to_string(limits.time.count()) + " s";
    std::array<pollfd, 2> waits{{{out.read_end, POLLIN, 0}, {err.read_end, POLLIN, 0}}};
    const int ready = ::poll(waits.data(), waits.size(), static_cast<int>(left.count()));
    if (ready <= 0) continue;
    if (waits[0].revents != 0 && !drain(out, result.standard_output, limits.output_bytes))
      return "wrote too much";
    if (waits[1].revents != 0 && !drain(err, result.standard_error, limits.output_bytes))
      return "wrote too much";
  }
  return {};
}

int wait_for(pid_t child) {
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

}  // namespace

Result<ProgramResult> Subprocess::run(const std::vector<std::string>& argv,
                                      const ProgramLimits& limits) {
  if (argv.empty()) return Error{ErrorKind::kInvalidArgument, "no program to run"};
  Pipe out;
  Pipe err;
  if (out.read_end < 0 || err.read_end < 0) return Error{ErrorKind::kIo, "cannot create a pipe"};
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, out.write_end, 1);
  posix_spawn_file_actions_adddup2(&actions, err.write_end, 2);
  std::vector<char*> words;
  for (const std::string& word : argv) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  pid_t child = 0;
  // Signals that this program keeps for a thread of its own are the child's again.
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t none;
  sigemptyset(&none);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
  const int code = posix_spawnp(&child, words[0], &actions, &attributes, words.data(), environ);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  if (code != 0) {
    return Error{code == ENOENT ? ErrorKind::kNotFound : ErrorKind::kIo,
                 "cannot run " + argv[0] + " (" + std::generic_category().message(code) + ")"};
  }
  out.close_write();
  err.close_write();
  ProgramResult result;
  const std::string trouble = collect(out, err, result, limits);
  if (!trouble.empty()) ::kill(child, SIGKILL);
  result.exit_status = wait_for(child);
  if (!trouble.empty()) return Error{ErrorKind::kIo, argv[0] + " " + trouble};
  return result;
}

}  // namespace pincompile
