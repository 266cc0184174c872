// Reading pyvenv.cfg, names of programs, and the answer of an interpreter that had to be asked.
// SPDX-License-Identifier: MIT
#include "pincompile/interpreter.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "target/python_tables.h"

namespace pincompile {
namespace {

constexpr int kLongestChain = 40;  // as the kernel's limit

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

std::string_view name_of(std::string_view path) { return path.substr(path.rfind('/') + 1); }

std::string_view trim(std::string_view text) {
  const auto is_blank = [](char c) { return c == ' ' || c == '\t' || c == '\r'; };
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

void use_newest_patch(Interpreter& interpreter) {
  PythonVersion& version = interpreter.version;
  if (version.patch_given) return;
  const auto* release =
      find_python_release(interpreter.implementation, version.major, version.minor);
  if (release != nullptr) version.patch = release->newest_patch;
  version.patch_given = true;
}

// Value of a key in pyvenv.cfg; empty if there is none.
std::string_view config_value(std::string_view config, std::string_view key) {
  while (!config.empty()) {
    const std::size_t end = std::min(config.find('\n'), config.size());
    const auto line = config.substr(0, end);
    config.remove_prefix(std::min(end + 1, config.size()));
    const std::size_t equals = line.find('=');
    if (equals != std::string_view::npos && trim(line.substr(0, equals)) == key)
      return trim(line.substr(equals + 1));
  }
  return {};
}

// `3.12.4`, `3.12.4.final.0` (virtualenv), `3.15.0.candidate.1`.
std::optional<PythonVersion> read_version(std::string_view text) {
  std::string plain(text);
  constexpr std::pair<std::string_view, std::string_view> kLevels[] = {
      {".final.", ""}, {".alpha.", "a"}, {".beta.", "b"}, {".candidate.", "rc"}};
  for (const auto& [level, phase] : kLevels) {
    const std::size_t at = plain.find(level);
    if (at == std::string::npos) continue;
    const std::string serial = plain.substr(at + level.size());
    plain = plain.substr(0, at) + (phase.empty() ? "" : std::string(phase) + serial);
  }
  auto version = PythonVersion::parse(plain);
  if (!version) return std::nullopt;
  return *version;
}

// `python3.11`, `python3.13t`, `pypy3.10`: what the name of a program tells.
std::optional<Interpreter> read_name(std::string_view name) {
  Interpreter interpreter;
  if (name.starts_with("python")) {
    name.remove_prefix(6);
  } else if (name.starts_with("pypy")) {
    name.remove_prefix(4);
    interpreter.implementation = Implementation::kPyPy;
  } else {
    return std::nullopt;
  }
  const auto version = PythonVersion::parse(name);
  if (!version) return std::nullopt;
  interpreter.version = *version;
  return interpreter;
}

class InterpreterReader {
 public:
  InterpreterReader(FileSystem& files, ProgramRunner& programs, InterpreterMemory* memory)
      : files_(files), programs_(programs), memory_(memory) {}

  Result<Interpreter> read(const std::string& path) {
    std::optional<Interpreter> found = from_links(path);
    if (const auto configured = from_config(folder_of(folder_of(path)), found)) {
      found = configured;
    } else if (!found) {
      auto told = from_program(path);
      if (!told) return told.error();
      found = *told;
    }
    found->path = path;
    use_newest_patch(*found);
    return *found;
  }

 private:
  std::optional<Interpreter> from_links(std::string path) {
    for (int i = 0; i < kLongestChain; ++i) {
      if (auto interpreter = read_name(name_of(path))) return interpreter;
      const auto details = files_.details(path);
      if (!details || details->link_target.empty()) return std::nullopt;
      path = details->link_target.front() == '/' ? details->link_target
                                                 : folder_of(path) + "/" + details->link_target;
    }
    return std::nullopt;
  }

  // pyvenv.cfg knows the patch release, the links know the implementation and the build.
  std::optional<Interpreter> from_config(const std::string& folder,
                                         const std::optional<Interpreter>& linked) {
    const auto config = files_.read(folder + "/pyvenv.cfg");
    if (!config) return std::nullopt;
    auto version = read_version(config_value(*config, "version_info"));
    if (!version) version = read_version(config_value(*config, "version"));
    if (!version) return std::nullopt;
    Interpreter interpreter;
    interpreter.version = *version;
    if (linked) {
      interpreter.implementation = linked->implementation;
      interpreter.version.free_threaded = linked->version.free_threaded;
    }
    const auto implementation = config_value(*config, "implementation");
    if (!implementation.empty()) {
      interpreter.implementation =
          implementation == "PyPy" ? Implementation::kPyPy : Implementation::kCPython;
    }
    return interpreter;
  }

  // A shim: its own word, remembered as long as the file does not change.
  Result<Interpreter> from_program(const std::string& path) {
    const auto details = files_.details(path);
    const std::string key = fmt::format("{}\t{}\t{}", path, details ? details->size_bytes : 0,
                                        details ? details->modified : 0);
    std::optional<std::string> answer;
    if (memory_ != nullptr) answer = memory_->recall(key);
    const bool known = answer.has_value() && read_answer(*answer).has_value();
    if (!known) {
      auto asked = ask(path);
      if (!asked) return asked.error();
      answer = *asked;
    }
    const auto interpreter = read_answer(*answer);
    if (!interpreter) {
      return Error{ErrorKind::kIo,
                   fmt::format("{} did not tell its version", path),
                   {},
                   {},
                   {"give --python-version"}};
    }
    if (!known && memory_ != nullptr) memory_->remember(key, *answer);
    return *interpreter;
  }

  Result<std::string> ask(const std::string& path) {
    constexpr const char* kQuestion =
        "import sys; v = sys.version_info; print('pin-compile', sys.implementation.name, "
        "'%d.%d.%d.%s.%d' % tuple(v), getattr(sys, 'abiflags', ''))";
    auto result =
        programs_.run({path, "-I", "-S", "-c", kQuestion}, {std::chrono::seconds(30), 1u << 16});
    if (!result) {
      Error error = std::move(result).error();
      error.hints.push_back("give --python-version");
      return error;
    }
    if (result->exit_status != 0) {
      return Error{ErrorKind::kIo,
                   fmt::format("{} ended with status {} when asked for its version", path,
                               result->exit_status),
                   {},
                   {},
                   {"give --python-version"}};
    }
    return result->standard_output;
  }

  // `pin-compile cpython 3.12.4.final.0 t`, possibly behind lines of a chatty shim.
  static std::optional<Interpreter> read_answer(std::string_view answer) {
    const std::size_t begin = answer.rfind("pin-compile ");
    if (begin == std::string_view::npos) return std::nullopt;
    answer.remove_prefix(begin + 12);
    answer = trim(answer.substr(0, answer.find('\n')));
    const std::size_t space = answer.find(' ');
    if (space == std::string_view::npos) return std::nullopt;
    const auto rest = answer.substr(space + 1);
    const auto version = read_version(rest.substr(0, rest.find(' ')));
    if (!version) return std::nullopt;
    Interpreter interpreter;
    interpreter.implementation =
        answer.substr(0, space) == "pypy" ? Implementation::kPyPy : Implementation::kCPython;
    interpreter.version = *version;
    interpreter.version.free_threaded =
        rest.find(' ') != std::string_view::npos && rest.ends_with('t');
    return interpreter;
  }

  FileSystem& files_;
  ProgramRunner& programs_;
  InterpreterMemory* memory_;
};

std::string on_path(FileSystem& files, const std::vector<std::string>& folders,
                    const std::string& name) {
  for (const auto& folder : folders) {
    std::string path = folder + "/" + name;
    if (files.exists(path) == FileSystem::Kind::kFile) return path;
  }
  return {};
}

std::string in_virtualenv(FileSystem& files, const std::string& folder) {
  for (const char* const name : {"/bin/python", "/bin/python3", "/Scripts/python.exe"}) {
    if (files.exists(folder + name) == FileSystem::Kind::kFile) return folder + name;
  }
  return {};
}

/// named   what the user wrote: `3.11`, `python3.11` are what other tools take for a version.
Error no_interpreter(std::string message, std::string_view named = {}) {
  if (named.starts_with("python")) named.remove_prefix(6);
  const auto version = PythonVersion::parse(named);
  return Error{ErrorKind::kNotFound,
               std::move(message),
               {},
               {},
               {fmt::format("say which Python to compile for: --python-version {}",
                            version ? named : "3.12")}};
}

}  // namespace

Result<Interpreter> find_interpreter(FileSystem& files, ProgramRunner& programs,
                                     InterpreterMemory* memory, const InterpreterSearch& search) {
  std::string path;
  if (!search.python.empty()) {
    const bool is_name = search.python.find('/') == std::string::npos;
    path = search.python;
    if (files.exists(path) == FileSystem::Kind::kDirectory) path = in_virtualenv(files, path);
    if (is_name && files.exists(path) != FileSystem::Kind::kFile)
      path = on_path(files, search.path_folders, search.python);
    if (path.empty() || files.exists(path) != FileSystem::Kind::kFile) {
      return no_interpreter(fmt::format("no Python at {}", search.python), search.python);
    }
  } else {
    if (!search.virtualenv.empty()) path = in_virtualenv(files, search.virtualenv);
    if (path.empty()) path = on_path(files, search.path_folders, "python3");
    if (path.empty()) return no_interpreter("no python3 on PATH");
  }
  return InterpreterReader(files, programs, memory).read(path);
}

}  // namespace pincompile
