// posix_spawnp, three pipes, poll with a deadline. What a program reads lies in memory: it is on no
// disk, and seen in no list of processes.
// SPDX-License-Identifier: MIT
#include "support/subprocess.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <mutex>
#include <optional>
#include <string_view>
#include <system_error>
#include <thread>

extern char** environ;

namespace pincompile {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds kGrace{10};  ///< from SIGTERM to SIGKILL
constexpr milliseconds kGlance{2};  ///< between two looks at a program that has closed its streams

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

// A text to be read from its beginning; -1 if that cannot be had.
class Input {
 public:
  explicit Input(std::string_view text) : fd_(::memfd_create("input", MFD_CLOEXEC)) {
    while (fd_ >= 0 && !text.empty()) {
      const ssize_t n = ::write(fd_, text.data(), text.size());
      if (n > 0) text.remove_prefix(static_cast<std::size_t>(n));
      if (n <= 0 && errno != EINTR) close();
    }
    if (fd_ >= 0) ::lseek(fd_, 0, SEEK_SET);
  }
  Input(const Input&) = delete;
  Input& operator=(const Input&) = delete;
  ~Input() { close(); }
  int descriptor() const { return fd_; }

 private:
  void close() {
    if (fd_ >= 0) ::close(fd_);
    fd_ = -1;
  }
  int fd_;
};

std::vector<char*> pointers(const std::vector<std::string>& texts) {
  std::vector<char*> found;
  for (const std::string& text : texts) found.push_back(const_cast<char*>(text.c_str()));
  found.push_back(nullptr);
  return found;
}

// This process's variables below the given ones, each `NAME=VALUE`.
std::vector<std::string> with_variables(const std::vector<std::string>& given) {
  std::vector<std::string> all = given;
  for (char** inherited = environ; *inherited != nullptr; ++inherited) {
    const std::string_view variable = *inherited;
    const std::string_view name = variable.substr(0, variable.find('=') + 1);
    const bool replaced = std::ranges::any_of(
        given, [name](const std::string& other) { return other.starts_with(name); });
    if (!replaced) all.emplace_back(variable);
  }
  return all;
}

// A program and what it starts, which are one process group as long as nobody leaves it.
class Child {
 public:
  /// 0, or the error of posix_spawnp; ECANCELED, and nothing is started, once the end was asked
  /// for.
  int start(const std::vector<std::string>& argv, const std::vector<std::string>& variables,
            const Input& in, const Pipe& out, const Pipe& err);
  /// Ends the group: politely, then for good. From any thread, until `reap`.
  void end();
  /// Readable once `end` was called.
  int end_signal() const { return ending_.read_end; }
  bool is_over() const {
    siginfo_t found{};
    const int code = ::waitid(P_PID, static_cast<id_t>(id_), &found, WEXITED | WNOHANG | WNOWAIT);
    return code != 0 || found.si_pid != 0;
  }
  int reap() const {
    int status = 0;
    while (::waitpid(id_, &status, 0) < 0 && errno == EINTR) {
    }
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  }

 private:
  std::mutex mutex_;  ///< so that a program that is being started is ended, too
  bool ended_ = false;
  pid_t id_ = 0;
  Pipe ending_;
};

int Child::start(const std::vector<std::string>& argv, const std::vector<std::string>& variables,
                 const Input& in, const Pipe& out, const Pipe& err) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, in.descriptor(), 0);
  posix_spawn_file_actions_adddup2(&actions, out.write_end, 1);
  posix_spawn_file_actions_adddup2(&actions, err.write_end, 2);
  // Signals that this program keeps for a thread of its own are the child's again.
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t none;
  sigemptyset(&none);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSID);
  const std::vector<std::string> environment = with_variables(variables);
  int code = ECANCELED;
  {
    const std::lock_guard lock(mutex_);
    pid_t id = 0;
    if (!ended_)
      code = posix_spawnp(&id, argv[0].c_str(), &actions, &attributes, pointers(argv).data(),
                          pointers(environment).data());
    if (code == 0) id_ = id;
  }
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return code;
}

void Child::end() {
  const std::lock_guard lock(mutex_);
  if (ended_) return;
  ended_ = true;
  if (id_ != 0) {
    ::kill(-id_, SIGTERM);
    for (milliseconds left = kGrace; left.count() > 0 && !is_over(); --left)
      std::this_thread::sleep_for(milliseconds(1));
    ::kill(-id_, SIGKILL);
  }
  ending_.close_write();
}

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

// Collects both streams until the program is over. Empty on success, else why it was given up.
std::string collect(const Child& child, Pipe& out, Pipe& err, ProgramResult& result,
                    const ProgramLimits& limits) {
  const Clock::time_point deadline = Clock::now() + limits.time;
  while (true) {
    const bool silent = out.read_end < 0 && err.read_end < 0;
    if (silent && child.is_over()) return {};
    const auto left = std::chrono::duration_cast<milliseconds>(deadline - Clock::now());
    if (left.count() <= 0) return "took longer than " + std::to_string(limits.time.count()) + " s";
    std::array<pollfd, 3> waits{
        {{out.read_end, POLLIN, 0}, {err.read_end, POLLIN, 0}, {child.end_signal(), POLLIN, 0}}};
    const milliseconds wait = silent ? std::min(left, kGlance) : left;
    if (::poll(waits.data(), waits.size(), static_cast<int>(wait.count())) <= 0) continue;
    if (waits[2].revents != 0) return "was stopped";
    if (waits[0].revents != 0 && !drain(out, result.standard_output, limits.output_bytes))
      return "wrote too much";
    if (waits[1].revents != 0 && !drain(err, result.standard_error, limits.output_bytes))
      return "wrote too much";
  }
}

}  // namespace

Result<ProgramResult> Subprocess::run(const std::vector<std::string>& argv,
                                      const ProgramLimits& limits) {
  if (argv.empty()) return Error{ErrorKind::kInvalidArgument, "no program to run"};
  const Input in(limits.input);
  Pipe out;
  Pipe err;
  Child child;
  if (in.descriptor() < 0 || out.read_end < 0 || err.read_end < 0 || child.end_signal() < 0)
    return Error{ErrorKind::kIo, "cannot create a pipe"};
  const auto end = [&child] { child.end(); };
  ProgramResult result;
  std::string trouble;
  {
    // Whoever asks for a stop ends the program there and then; the two stand here until it is over,
    // and go before its number may be another's.
    const std::stop_callback by_owner(stop_, end);
    const std::stop_callback by_caller(limits.stop, end);
    const int code = child.start(argv, limits.environment, in, out, err);
    if (code == ECANCELED) return Error{ErrorKind::kCancelled, argv[0] + " was not started"};
    if (code != 0) {
      return Error{code == ENOENT ? ErrorKind::kNotFound : ErrorKind::kIo,
                   "cannot run " + argv[0] + " (" + std::generic_category().message(code) + ")"};
    }
    out.close_write();
    err.close_write();
    trouble = collect(child, out, err, result, limits);
    if (!trouble.empty()) child.end();
  }
  result.exit_status = child.reap();
  if (stop_.stop_requested() || limits.stop.stop_requested())
    return Error{ErrorKind::kCancelled, argv[0] + " was stopped"};
  if (!trouble.empty()) return Error{ErrorKind::kIo, argv[0] + " " + trouble};
  return result;
}

}  // namespace pincompile
