// Platforms by the names people use: Docker's, wheel tags, target triples (behaviour.md 6.3).
// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "pincompile/target.h"
#include "target/platform_tables.h"

namespace pincompile {
namespace {

constexpr auto kEnd = std::string_view::npos;

std::optional<Platform> linux_platform(LibcVersion libc, std::string_view architecture) {
  const auto known = linux_architecture(architecture);
  if (known.empty()) return std::nullopt;
  return Platform{libc.system, std::string(known), libc.major, libc.minor};
}

// `14_0_rest`: two numbers, each followed by `_`, off the front of `text`.
bool take_version(std::string_view& text, std::uint32_t& major, std::uint32_t& minor) {
  for (std::uint32_t* number : {&major, &minor}) {
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), *number);
    const auto size = static_cast<std::size_t>(end - text.data());
    if (failure != std::errc() || size == 0) return false;
    const bool last = size == text.size();
    if (!last && text[size] != '_') return false;
    text.remove_prefix(last ? size : size + 1);
  }
  return true;
}

bool take(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

std::optional<Platform> windows(std::string_view architecture) {
  if (architecture == "amd64" || architecture == "x86_64")
    return Platform{System::kWindows, "amd64", 0, 0};
  if (architecture == "arm64" || architecture == "aarch64")
    return Platform{System::kWindows, "arm64", 0, 0};
  if (architecture == "32" || architecture == "x86" || architecture == "i686" ||
      architecture == "386") {
    return Platform{System::kWindows, "x86", 0, 0};
  }
  return std::nullopt;
}

std::optional<Platform> macos(std::string_view architecture, std::uint32_t major,
                              std::uint32_t minor) {
  if (architecture == "aarch64") architecture = "arm64";
  if (architecture == "amd64") architecture = "x86_64";
  if (architecture != "arm64" && architecture != "x86_64") return std::nullopt;
  return Platform{System::kMacos, std::string(architecture), major, minor};
}

std::optional<Platform> docker_name(std::string_view text) {
  if (take(text, "linux/")) return linux_platform(kDefaultGlibc, text);
  if (take(text, "windows/")) return windows(text);
  return std::nullopt;
}

// The libc of `manylinux_2_28...`, `manylinux2014...`, `musllinux_1_2...`, taken off the front.
std::optional<LibcVersion> take_libc(std::string_view& text) {
  LibcVersion libc;
  const auto start = text;
  if (take(text, "manylinux_") && take_version(text, libc.major, libc.minor)) return libc;
  text = start;
  if (take(text, "musllinux_") && take_version(text, libc.major, libc.minor)) {
    libc.system = System::kMusllinux;
    return libc;
  }
  text = start;
  const std::size_t size = std::min(text.find('_'), text.size());
  if (const auto minor = legacy_manylinux_minor(text.substr(0, size))) {
    text.remove_prefix(std::min(size + 1, text.size()));
    return LibcVersion{System::kLinux, 2, *minor};
  }
  return std::nullopt;
}

std::optional<Platform> mobile_tag(System system, std::string_view text) {
  Platform platform{system, {}, 0, 0};
  const auto [end, failure] =
      std::from_chars(text.data(), text.data() + text.size(), platform.major);
  if (failure != std::errc()) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  if (!take(text, "_") || text.empty()) return std::nullopt;
  if (system == System::kIos) {
    const auto again = std::from_chars(text.data(), text.data() + text.size(), platform.minor);
    if (again.ec != std::errc()) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(again.ptr - text.data()));
    if (!take(text, "_") || text.empty()) return std::nullopt;
  }
  platform.architecture = text;
  return platform;
}

std::optional<Platform> wheel_tag(std::string_view text) {
  if (take(text, "macosx_")) {
    std::uint32_t major = 0;
    std::uint32_t minor = 0;
    if (!take_version(text, major, minor)) return std::nullopt;
    return macos(text, major, minor);
  }
  if (take(text, "win_") || text == "win32") return windows(text == "win32" ? "32" : text);
  if (take(text, "linux_")) return linux_platform(kDefaultGlibc, text);
  if (take(text, "ios_")) return mobile_tag(System::kIos, text);
  if (take(text, "android_")) return mobile_tag(System::kAndroid, text);
  const auto libc = take_libc(text);
  return libc ? linux_platform(*libc, text) : std::nullopt;
}

// `x86_64-unknown-linux-gnu`, `aarch64-apple-darwin`, `x86_64-pc-windows-msvc`,
// `x86_64-manylinux_2_31`.
std::optional<Platform> triple(std::string_view text) {
  const std::size_t dash = text.find('-');
  if (dash == kEnd) return std::nullopt;
  const auto architecture = text.substr(0, dash);
  const auto rest = text.substr(dash + 1);
  if (rest == "apple-darwin") return macos(architecture, 13, 0);
  if (rest.starts_with("pc-windows-")) return windows(architecture);
  if (rest.starts_with("unknown-linux")) {
    return linux_platform(rest.find("musl") != kEnd ? kDefaultMusl : kDefaultGlibc, architecture);
  }
  auto libc_text = rest;
  const auto libc = take_libc(libc_text);
  return libc && libc_text.empty() ? linux_platform(*libc, architecture) : std::nullopt;
}

// Triples of telephones, as the oldest system that uv takes them for.
std::optional<Platform> mobile_triple(std::string_view text) {
  constexpr std::pair<std::string_view, std::string_view> kTags[] = {
      {"aarch64-linux-android", "android_24_arm64_v8a"},
      {"x86_64-linux-android", "android_24_x86_64"},
      {"arm64-apple-ios", "ios_13_0_arm64_iphoneos"},
      {"arm64-apple-ios-simulator", "ios_13_0_arm64_iphonesimulator"},
      {"x86_64-apple-ios-simulator", "ios_13_0_x86_64_iphonesimulator"}};
  for (const auto& [name, tag] : kTags) {
    if (name == text) return wheel_tag(tag);
  }
  return std::nullopt;
}

std::optional<Platform> plain_name(std::string_view text) {
  if (text == "linux") return linux_platform(kDefaultGlibc, "x86_64");
  if (text == "macos") return macos("arm64", 13, 0);
  if (text == "windows") return windows("amd64");
  return std::nullopt;
}

}  // namespace

Result<Platform> Platform::parse(std::string_view text) {
  for (const auto read : {plain_name, docker_name, mobile_triple, triple, wheel_tag}) {
    if (auto platform = read(text)) return *platform;
  }
  Error error{ErrorKind::kInvalidArgument,
              fmt::format("unknown platform \"{}\"", text.substr(0, 80))};
  error.hints.push_back(
      "known: linux, macos, windows, Docker names (linux/arm64), wheel tags "
      "(manylinux_2_28_x86_64, "
      "macosx_14_0_arm64, win_amd64), triples (aarch64-unknown-linux-gnu)");
  return error;
}

std::string Platform::to_string() const {
  switch (system) {
    case System::kLinux:
      return fmt::format("manylinux_{}_{}_{}", major, minor, architecture);
    case System::kMusllinux:
      return fmt::format("musllinux_{}_{}_{}", major, minor, architecture);
    case System::kMacos:
      return fmt::format("macosx_{}_{}_{}", major, minor, architecture);
    case System::kWindows:
      return architecture == "x86" ? "win32" : "win_" + architecture;
    case System::kIos:
      return fmt::format("ios_{}_{}_{}", major, minor, architecture);
    case System::kAndroid:
      return fmt::format("android_{}_{}", major, architecture);
  }
  return {};
}

}  // namespace pincompile
