// A target's names, marker values and ordered tags. Source: PEP 425, PEP 508, PEP 703; order of
// tags as packaging 26.
// SPDX-License-Identifier: MIT
#include "pincompile/target.h"

#include <fmt/format.h>

#include <algorithm>

#include "target/platform_tags.h"
#include "target/python_tables.h"
#include "target/tag_groups.h"

namespace pincompile {
namespace {

std::string_view system_name(System system) {
  switch (system) {
    case System::kLinux:
      return "linux";
    case System::kMusllinux:
      return "musllinux";
    case System::kMacos:
      return "macos";
    case System::kWindows:
      return "windows";
    case System::kIos:
      return "ios";
    case System::kAndroid:
      return "android";
  }
  return {};
}

struct SystemValues {
  std::string_view os_name;
  std::string_view sys_platform;
  std::string_view platform_system;
};

SystemValues system_values(System system) {
  switch (system) {
    case System::kMacos:
      return {"posix", "darwin", "Darwin"};
    case System::kWindows:
      return {"nt", "win32", "Windows"};
    case System::kIos:
      return {"posix", "ios", "iOS"};
    case System::kAndroid:
      return {"posix", "android", "Android"};
    default:
      return {"posix", "linux", "Linux"};
  }
}

// What `platform.machine()` returns there.
std::string machine(const Platform& platform) {
  const std::string& architecture = platform.architecture;
  if (platform.system == System::kWindows) {
    if (architecture == "amd64") return "AMD64";
    return architecture == "arm64" ? "ARM64" : "x86";
  }
  if (platform.system == System::kIos) return architecture.substr(0, architecture.rfind('_'));
  if (platform.system == System::kAndroid) {
    if (architecture == "arm64_v8a") return "aarch64";
    if (architecture == "armeabi_v7a") return "armv7l";
  }
  return architecture;
}

class TagList {
 public:
  explicit TagList(const Target& target) : python_(target.python), short_(digits(python_.minor)) {
    tags_.platforms = platform_tags(target.platform);
  }

  TagGroups cpython() {
    const std::string interpreter = "cp" + short_;
    const std::string stable = python_.free_threaded ? "abi3t" : "abi3";
    add(interpreter, interpreter + (python_.free_threaded ? "t" : ""));
    const bool has_stable = python_.major == 3 && python_.minor >= 2;
    if (has_stable) add(interpreter, stable);
    add(interpreter, "none");
    for (std::uint32_t minor = python_.minor; has_stable && minor-- > 2;)
      add("cp" + digits(minor), stable);
    add_compatible(interpreter);
    return std::move(tags_);
  }

  TagGroups pypy() {
    const std::string interpreter = "pp" + short_;
    add(interpreter, fmt::format("pypy{}_pp73", short_));
    add(interpreter, "none");
    add_compatible("pp3");
    return std::move(tags_);
  }

 private:
  std::string digits(std::uint32_t minor) const {
    return fmt::format("{}{}", python_.major, minor);
  }

  void add(const std::string& python, const std::string& abi) {
    tags_.groups.push_back({python, abi, false});
  }

  // Pure Python: for the platform first, then for any.
  void add_compatible(const std::string& interpreter) {
    std::vector<std::string> pythons = {"py" + short_, fmt::format("py{}", python_.major)};
    for (std::uint32_t minor = python_.minor; minor-- > 0;) pythons.push_back("py" + digits(minor));
    for (const auto& python : pythons) add(python, "none");
    tags_.groups.push_back({interpreter, "none", true});
    for (const auto& python : pythons) tags_.groups.push_back({python, "none", true});
  }

  PythonVersion python_;
  std::string short_;
  TagGroups tags_;
};

std::string implementation_version(const Target& target) {
  if (target.implementation == Implementation::kCPython) return target.python.full();
  const auto* release =
      find_python_release(target.implementation, target.python.major, target.python.minor);
  return release == nullptr ? std::string() : std::string(release->pypy_version);
}

}  // namespace

std::string Target::id() const {
  return fmt::format("{}{}{}{}-{}-{}", implementation == Implementation::kPyPy ? "pp" : "cp",
                     python.major, python.minor, python.free_threaded ? "t" : "",
                     system_name(platform.system), platform.architecture);
}

std::string Target::describe() const {
  return fmt::format("{} {}{}, {} {}", implementation == Implementation::kPyPy ? "PyPy" : "Python",
                     python.patch_given ? python.full() : python.short_form(),
                     python.free_threaded ? "t" : "", system_name(platform.system),
                     platform.architecture);
}

MarkerEnvironment Target::marker_environment() const {
  const bool pypy = implementation == Implementation::kPyPy;
  const auto values = system_values(platform.system);
  MarkerEnvironment environment;
  environment[MarkerVariable::kImplementationName] = pypy ? "pypy" : "cpython";
  environment[MarkerVariable::kImplementationVersion] = implementation_version(*this);
  environment[MarkerVariable::kOsName] = values.os_name;
  environment[MarkerVariable::kPlatformMachine] = machine(platform);
  environment[MarkerVariable::kPlatformPythonImplementation] = pypy ? "PyPy" : "CPython";
  environment[MarkerVariable::kPlatformRelease] = platform_release;
  environment[MarkerVariable::kPlatformSystem] = values.platform_system;
  environment[MarkerVariable::kPlatformVersion] = platform_version;
  environment[MarkerVariable::kPythonFullVersion] = python.full();
  environment[MarkerVariable::kPythonVersion] = python.short_form();
  environment[MarkerVariable::kSysPlatform] = values.sys_platform;
  return environment;
}

TagGroups tag_groups(const Target& target) {
  TagList tags(target);
  return target.implementation == Implementation::kPyPy ? tags.pypy() : tags.cpython();
}

std::vector<Tag> Target::tags() const {
  const TagGroups all = tag_groups(*this);
  std::vector<Tag> tags;
  for (const TagGroups::Group& group : all.groups) {
    if (group.any_platform) {
      tags.push_back({group.python, group.abi, "any"});
      continue;
    }
    for (const std::string& of_platform : all.platforms) {
      tags.push_back({group.python, group.abi, of_platform});
    }
  }
  return tags;
}

}  // namespace pincompile
