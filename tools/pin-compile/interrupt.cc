// A thread of its own waits for the signals: unlike a handler it may wait for a lock.
// SPDX-License-Identifier: MIT
#include "interrupt.h"

#include <fcntl.h>
#include <pthread.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <mutex>
#include <stop_token>
#include <string_view>
#include <thread>

namespace pincompile::tool {
namespace {

constexpr std::string_view kEraseLine = "\r\x1b[K";

// What the waiting thread and the rest of the program share.
struct Shared {
  std::recursive_mutex writing;  // a program may run while a file is being made (documents.cc)
  std::atomic<bool> status_line = false;
  std::stop_source programs;
};

Shared& shared() {
  static Shared instance;
  return instance;
}

[[noreturn]] void wait_for_signal(sigset_t signals) {
  int signal = SIGINT;
  sigwait(&signals, &signal);
  // Without a file in the making nobody goes on after a program that was ended; else the file's
  // maker cleans up first.
  const bool alone = shared().writing.try_lock();
  end_programs();
  if (!alone) shared().writing.lock();
  if (shared().status_line && ::write(2, kEraseLine.data(), kEraseLine.size()) < 0) _exit(4);
  _exit(128 + signal);
}

bool is_ignored(int signal) {
  struct sigaction action = {};
  sigaction(signal, nullptr, &action);
  return action.sa_handler == SIG_IGN;
}

}  // namespace

void catch_interrupts() {
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  sigset_t signals;
  sigemptyset(&signals);
  // nohup and background jobs of a shell ignore SIGINT; so it stays.
  for (int signal : {SIGINT, SIGTERM})
    if (!is_ignored(signal)) sigaddset(&signals, signal);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::thread(wait_for_signal, signals).detach();
}

WholeWrite::WholeWrite() { shared().writing.lock(); }
WholeWrite::~WholeWrite() { shared().writing.unlock(); }

OwnPrograms::OwnPrograms() : programs_(shared().programs.get_token()) {}

Result<ProgramResult> OwnPrograms::run(const std::vector<std::string>& argv,
                                       const ProgramLimits& limits) {
  Result<ProgramResult> result = programs_.run(argv, limits);
  const WholeWrite unless_interrupted;
  return result;
}

void end_programs() { shared().programs.request_stop(); }

void set_status_line(bool shown) { shared().status_line = shown; }

void fill_closed_streams() {
  for (int stream = 0; stream <= 2; ++stream)
    if (::fcntl(stream, F_GETFD) < 0) (void)::open("/dev/null", stream == 0 ? O_WRONLY : O_RDONLY);
}

}  // namespace pincompile::tool
