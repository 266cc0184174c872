// Options, a Dockerfile, an environment file, or this machine; each part of the target on its own.
// SPDX-License-Identifier: MIT
#include "target_choice.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "pincompile/dockerfile.h"
#include "pincompile/host.h"
#include "pincompile/interpreter.h"

namespace pincompile::tool {
namespace {

std::vector<std::string> path_folders(const Environment& environment) {
  std::vector<std::string> folders;
  std::string path = environment.variable("PATH").value_or("");
  while (!path.empty()) {
    const std::string folder = path.substr(0, path.find(':'));
    path.erase(0, std::min(folder.size() + 1, path.size()));
    if (!folder.empty()) folders.push_back(folder);
  }
  return folders;
}

class Chooser {
 public:
  Chooser(const Settings& settings, const std::string& environment_python,
          const Environment& environment, FileSystem& files, ProgramRunner& programs,
          InterpreterMemory* memory, bool needed)
      : settings_(settings),
        environment_python_(environment_python),
        environment_(environment),
        files_(files),
        programs_(programs),
        memory_(memory),
        needed_(needed) {}

  Result<TargetChoice> choose() {
    if (needed_ || settings_.given(Opt::kTargetDockerfile))
      host_ = detect_host(read_host_facts(), files_);
    if (settings_.given(Opt::kTargetDockerfile)) {
      if (Result<void> read = read_image(); !read) return read.error();
    }
    if (Result<void> platform = choose_platform(); !platform) return platform.error();
    if (Result<void> python = choose_python(); !python) return python.error();
    if (settings_.given(Opt::kImplementation)) {
      choice_.target.implementation = settings_.value(Opt::kImplementation) == "pypy"
                                          ? Implementation::kPyPy
                                          : Implementation::kCPython;
      if (image_ && image_->implementation != choice_.target.implementation)
        choice_.notes.push_back("--implementation is used instead of the Dockerfile's Python");
    }
    if (needed_ && settings_.is_on(Opt::kBuildSdists) && choice_.interpreter.empty())
      find_builder();
    choice_.target.from_host = !choice_.python_given && !choice_.platform_given;
    if (image_) choice_.dockerfile_record = choice_.target.id();
    return std::move(choice_);
  }

 private:
  Result<void> read_image() {
    const std::string path = settings_.value(Opt::kTargetDockerfile);
    Result<std::string> text = files_.read(path);
    if (!text) return text.error();
    DockerfileQuestion question{
        *text, path, settings_.value(Opt::kTargetStage), {}, host_.platform};
    for (const std::string& pair : settings_.list(Opt::kDockerfileArg)) {
      const std::size_t equals = pair.find('=');
      if (equals == std::string::npos || equals == 0)
        return Error{ErrorKind::kInvalidArgument,
                     fmt::format("--dockerfile-arg needs N=V, not \"{}\"", pair)};
      question.arguments.push_back({pair.substr(0, equals), pair.substr(equals + 1)});
    }
    Result<DockerfileAnswer> answer = read_dockerfile(question);
    if (!answer) return answer.error();
    image_ = *std::move(answer);
    choice_.target.implementation = image_->implementation;
    return {};
  }

  Result<void> choose_platform() {
    choice_.platform_given = image_.has_value();
    if (settings_.given(Opt::kPlatform)) {
      Result<Platform> platform = Platform::parse(settings_.value(Opt::kPlatform));
      if (!platform) return platform.error();
      choice_.target.platform = *platform;
      choice_.platform_given = true;
      // A Docker name says nothing about the C library: that is the image's.
      if (image_ && settings_.value(Opt::kPlatform).find('/') != std::string::npos &&
          image_->platform.system != System::kWindows && platform->system != System::kWindows) {
        choice_.target.platform = image_->platform;
        choice_.target.platform.architecture = platform->architecture;
        platform = choice_.target.platform;
      }
      if (image_ && !(image_->platform == *platform))
        choice_.notes.push_back("--platform is used instead of the Dockerfile's platform");
    } else if (image_) {
      choice_.target.platform = image_->platform;
    } else {
      choice_.target.platform = host_.platform;
      choice_.target.platform_release = host_.release;
      choice_.target.platform_version = host_.version;
    }
    return {};
  }

  Result<void> choose_python() {
    choice_.python_given = true;
    if (settings_.given(Opt::kPythonVersion)) {
      Result<PythonVersion> version = PythonVersion::parse(settings_.value(Opt::kPythonVersion));
      if (!version) return version.error();
      choice_.target.python = *version;
      if (image_ && image_->python && image_->python->short_form() != version->short_form())
        choice_.notes.push_back("--python-version is used instead of the Dockerfile's Python");
      return {};
    }
    if (image_) {
      if (!image_->python) return image_->python.error();
      choice_.target.python = *image_->python;
      return {};
    }
    if (!environment_python_.empty() && !settings_.given(Opt::kPython)) {
      Result<PythonVersion> version = PythonVersion::parse(environment_python_);
      if (!version) return version.error();
      choice_.target.python = *version;
      return {};
    }
    choice_.python_given = false;
    return needed_ ? find_python() : Result<void>();
  }

  Result<Interpreter> find(const std::string& python) {
    InterpreterSearch search;
    search.python = python;
    if (!settings_.is_on(Opt::kSystem))
      search.virtualenv = environment_.variable("VIRTUAL_ENV").value_or("");
    search.path_folders = path_folders(environment_);
    return find_interpreter(files_, programs_, memory_, search);
  }

  Result<void> find_python() {
    Result<Interpreter> found = find(settings_.value(Opt::kPython));
    if (!found) return found.error();
    choice_.target.python = found->version;
    if (!settings_.given(Opt::kImplementation))
      choice_.target.implementation = found->implementation;
    choice_.interpreter = found->path;
    return {};
  }

  // Where something else gave the target's version, sdists are built by an interpreter of that
  // version. Another one is taken too: the builder refuses it and says why.
  void find_builder() {
    const std::string wanted = choice_.target.python.short_form();
    Result<Interpreter> found = find(settings_.value(Opt::kPython));
    if (!settings_.given(Opt::kPython) && (!found || found->version.short_form() != wanted)) {
      if (Result<Interpreter> named = find("python" + wanted)) found = std::move(named);
    }
    if (found) choice_.interpreter = found->path;
  }

  const Settings& settings_;
  const std::string& environment_python_;
  const Environment& environment_;
  FileSystem& files_;
  ProgramRunner& programs_;
  InterpreterMemory* memory_;
  bool needed_;
  Host host_;
  std::optional<DockerfileAnswer> image_;
  TargetChoice choice_;
};

}  // namespace

Result<TargetChoice> choose_target(const Settings& settings, const std::string& environment_python,
                                   const Environment& environment, FileSystem& files,
                                   ProgramRunner& programs, InterpreterMemory* memory,
                                   bool needed) {
  return Chooser(settings, environment_python, environment, files, programs, memory, needed)
      .choose();
}

}  // namespace pincompile::tool
