// A program that takes long and starts another one, and whether processes are still there.
// SPDX-License-Identifier: MIT
#pragma once

#include <stdlib.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

namespace pincompile::testing {

/// A script: starts a child that lives for a minute, notes both in the file $1, and waits. It does
/// not end when it is asked to.
inline constexpr const char* kSlowProgram =
    "trap '' TERM; sleep 60 & echo \"$$ $!\" > \"$1.part\"; mv \"$1.part\" \"$1\"; wait";

/// Whether it is gone, or a zombie that its parent has not asked after, within a second: a signal
/// takes its time.
inline bool is_gone(int process) {
  for (int i = 0; i < 500; ++i) {
    std::ifstream file("/proc/" + std::to_string(process) + "/stat");
    std::string text;
    if (!std::getline(file, text) || text.find(") Z ") != std::string::npos) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return false;
}

/// Where kSlowProgram notes itself and its child.
class NotedProcesses {
 public:
  NotedProcesses() {
    std::string name = (std::filesystem::temp_directory_path() / "pincompile-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
  }
  ~NotedProcesses() { std::filesystem::remove_all(folder_); }
  NotedProcesses(const NotedProcesses&) = delete;
  NotedProcesses& operator=(const NotedProcesses&) = delete;

  std::string folder() const { return folder_; }
  std::string path() const { return folder_ + "/processes"; }
  /// Both, as soon as they run; empty after 20 s.
  std::vector<int> wait_for_two() const {
    for (int i = 0; i < 10000; ++i) {
      std::ifstream file(path());
      std::vector<int> found(2);
      if (file >> found[0] >> found[1]) return found;
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    return {};
  }

 private:
  std::string folder_;
};

}  // namespace pincompile::testing
