// Runs the program with posix_spawn; its streams are files in the scratch folder.
// SPDX-License-Identifier: MIT
#include "program.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace pincompile::testing {
namespace {

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::vector<char*> pointers(std::vector<std::string>& words) {
  std::vector<char*> list;
  for (std::string& word : words) list.push_back(word.data());
  list.push_back(nullptr);
  return list;
}

}  // namespace

Program::Program() {
  std::string pattern =
      (std::filesystem::temp_directory_path() / "pin-compile-test-XXXXXX").string();
  folder_ = mkdtemp(pattern.data());
  std::filesystem::create_directories(folder_ / "work");
  variables = {{"PATH", "/usr/bin:/bin"},
               {"HOME", (folder_ / "home").string()},
               {"LANG", "C.UTF-8"},
               {"PIP_CONFIG_FILE", "/dev/null"},
               {"PIN_COMPILE_CACHE_DIR", (folder_ / "cache").string()},
               {"VIRTUAL_ENV", (folder_ / "venv").string()}};
  std::filesystem::create_directories(folder_ / "venv" / "bin");
  std::ofstream(folder_ / "venv" / "bin" / "python") << "never run";
  std::ofstream(folder_ / "venv" / "pyvenv.cfg") << "home = /usr/bin\nversion = 3.12.4\n";
}

Program::~Program() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

void Program::write(const std::string& path, const std::string& text) {
  const std::filesystem::path full = folder_ / "work" / path;
  std::filesystem::create_directories(full.parent_path());
  std::ofstream(full, std::ios::binary) << text;
}

std::optional<std::string> Program::read(const std::string& path) const {
  const std::filesystem::path full = folder_ / "work" / path;
  if (!std::filesystem::is_regular_file(full)) return std::nullopt;
  return text_of(full);
}

ProgramAnswer Program::run(std::vector<std::string> words) {
  return run(std::move(words), [](int) {});
}

ProgramAnswer Program::run(std::vector<std::string> words,
                           const std::function<void(int)>& meanwhile) {
  words.insert(words.begin(), name);
  std::vector<std::string> environment;
  for (const auto& [key, value] : variables) environment.push_back(key + "=" + value);
  std::ofstream(folder_ / "in", std::ios::binary) << standard_input;
  const std::string out = (folder_ / "out").string();
  const std::string err = (folder_ / "err").string();
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, (folder_ / "in").c_str(), O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 1, out.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  posix_spawn_file_actions_addopen(&actions, 2, err.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  if (standard_input_descriptor >= 0)
    posix_spawn_file_actions_adddup2(&actions, standard_input_descriptor, 0);
  if (standard_output >= 0) posix_spawn_file_actions_adddup2(&actions, standard_output, 1);
  for (int stream : closed) posix_spawn_file_actions_addclose(&actions, stream);
  posix_spawn_file_actions_addchdir_np(&actions, (folder_ / "work" / directory).c_str());
  pid_t child = 0;
  const int failed = posix_spawn(&child, PINCOMPILE_PROGRAM, &actions, nullptr,
                                 pointers(words).data(), pointers(environment).data());
  posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) return {};
  meanwhile(child);
  int status = 0;
  waitpid(child, &status, 0);
  return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), text_of(out),
          text_of(err)};
}

}  // namespace pincompile::testing
