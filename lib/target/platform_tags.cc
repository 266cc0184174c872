// Which older platforms' wheels a platform takes, in the order packaging gives them.
// SPDX-License-Identifier: MIT
#include "target/platform_tags.h"

#include <fmt/format.h>

#include <algorithm>

#include "target/platform_tables.h"

namespace pincompile {
namespace {

constexpr std::uint32_t kHighest = 4096;  // a version from hostile text must not cost memory

// The oldest glibc 2.x that manylinux tags name: CentOS 5 on Intel, CentOS 7 elsewhere.
std::uint32_t oldest_glibc(const std::string& architecture) {
  return architecture == "x86_64" || architecture == "i686" ? 5 : 17;
}

void add_manylinux(std::vector<std::string>& tags, const Platform& platform) {
  if (platform.major != 2) return;
  const std::uint32_t oldest = oldest_glibc(platform.architecture);
  for (std::uint32_t minor = std::min(platform.minor, kHighest); minor >= oldest; --minor) {
    tags.push_back(fmt::format("manylinux_2_{}_{}", minor, platform.architecture));
    if (const auto legacy = legacy_manylinux_name(minor); !legacy.empty()) {
      tags.push_back(fmt::format("{}_{}", legacy, platform.architecture));
    }
  }
}

void add_musllinux(std::vector<std::string>& tags, const Platform& platform) {
  for (std::uint32_t minor = std::min(platform.minor, kHighest) + 1; minor-- > 0;) {
    tags.push_back(fmt::format("musllinux_{}_{}_{}", platform.major, minor, platform.architecture));
  }
}

// Intel's formats exist since 10.4; Apple silicon runs `universal2` of 10.x at most.
void add_macos_version(std::vector<std::string>& tags, std::uint32_t major, std::uint32_t minor,
                       const std::string& architecture) {
  const auto add = [&](std::string_view format) {
    tags.push_back(fmt::format("macosx_{}_{}_{}", major, minor, format));
  };
  if (architecture == "arm64") {
    if (major > 10) add("arm64");
    add("universal2");
    return;
  }
  for (const auto format : {"x86_64", "intel", "fat64", "fat3", "universal2", "universal"})
    add(format);
}

void add_macos(std::vector<std::string>& tags, const Platform& platform) {
  for (std::uint32_t major = std::min(platform.major, kHighest); major > 10; --major) {
    add_macos_version(tags, major, 0, platform.architecture);
  }
  const std::uint32_t newest = platform.major > 10 ? 16 : std::min(platform.minor, kHighest);
  for (std::uint32_t minor = newest; minor >= 4; --minor)
    add_macos_version(tags, 10, minor, platform.architecture);
}

void add_ios(std::vector<std::string>& tags, const Platform& platform) {
  for (std::uint32_t major = std::min(platform.major, kHighest); major >= 12; --major) {
    const std::uint32_t newest = major == platform.major ? std::min(platform.minor, kHighest) : 9;
    for (std::uint32_t minor = newest + 1; minor-- > 0;) {
      tags.push_back(fmt::format("ios_{}_{}_{}", major, minor, platform.architecture));
    }
  }
}

void add_android(std::vector<std::string>& tags, const Platform& platform) {
  for (std::uint32_t level = std::min(platform.major, kHighest); level >= 16; --level) {
    tags.push_back(fmt::format("android_{}_{}", level, platform.architecture));
  }
}

}  // namespace

std::vector<std::string> platform_tags(const Platform& platform) {
  std::vector<std::string> tags;
  switch (platform.system) {
    case System::kLinux:
      tags.push_back("linux_" + platform.architecture);
      add_manylinux(tags, platform);
      break;
    case System::kMusllinux:
      tags.push_back("linux_" + platform.architecture);
      add_musllinux(tags, platform);
      break;
    case System::kMacos:
      add_macos(tags, platform);
      break;
    case System::kWindows:
      tags.push_back(platform.to_string());
      break;
    case System::kIos:
      add_ios(tags, platform);
      break;
    case System::kAndroid:
      add_android(tags, platform);
      break;
  }
  return tags;
}

}  // namespace pincompile
