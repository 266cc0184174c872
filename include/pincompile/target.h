// The target: one Python on one platform, for which pins are chosen.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "pincompile/marker.h"
#include "pincompile/tag.h"

namespace pincompile {

enum class Implementation : std::uint8_t { kCPython, kPyPy };
/// kLinux is glibc, kMusllinux is musl.
enum class System : std::uint8_t { kLinux, kMusllinux, kMacos, kWindows, kIos, kAndroid };

/// A version of the interpreter.
struct PythonVersion {
  std::uint32_t major = 3;  ///< 3 of `3.12.4`
  std::uint32_t minor = 0;  ///< 12 of `3.12.4`
  std::uint32_t patch = 0;  ///< 4 of `3.12.4`
  bool free_threaded = false;  ///< `3.13t`
  bool patch_given = false;     ///< false: only X.Y was asked for, patch is 0
  std::string prerelease = {};  ///< `rc1` of a pre-release interpreter, usually empty

  /// `3.12`, `3.12.4`, `3.13t`, `3.15.0b1`. errors kInvalidArgument.
  PINCOMPILE_API static Result<PythonVersion> parse(std::string_view text);
  PINCOMPILE_API std::string full() const;        ///< `3.12.4`, `3.15.0b1`
  PINCOMPILE_API std::string short_form() const;  ///< `3.12`
  friend bool operator==(const PythonVersion&, const PythonVersion&) = default;
};

/// Operating system, C library and architecture.
struct Platform {
  System system = System::kLinux;  ///< with the C library on Linux
  std::string architecture = "x86_64";  ///< as in wheel tags: x86_64, aarch64, armv7l, i686, arm64
                                        ///< (macOS), amd64 (Windows)
  std::uint32_t major = 2;  ///< version of libc, macOS, iOS or the Android API; 0 on Windows
  std::uint32_t minor = 28;  ///< see major

  /// Docker name, wheel platform tag, target triple, or `linux`, `macos`, `windows`
  /// (behaviour.md 6.3).
  /// errors   kInvalidArgument, with a hint that names the forms.
  PINCOMPILE_API static Result<Platform> parse(std::string_view text);
  /// The wheel platform tag: `manylinux_2_28_x86_64`, `macosx_13_0_arm64`, `win_amd64`; reads back.
  PINCOMPILE_API std::string to_string() const;
  friend bool operator==(const Platform&, const Platform&) = default;
};

/// What pins are compiled for.
struct PINCOMPILE_API Target {
  Implementation implementation = Implementation::kCPython;  ///< CPython or PyPy
  PythonVersion python;  ///< its version
  Platform platform;  ///< where it runs
  std::string platform_release = {};  ///< of the host; empty for a foreign target
  std::string platform_version = {};  ///< see platform_release
  bool from_host = false;  ///< not given by an option or a Dockerfile

  /// `cp312-linux-x86_64`, `cp313t-macos-arm64`, `pp310-windows-amd64` (behaviour.md 2.3).
  std::string id() const;
  /// `Python 3.12, linux x86_64`, for summaries.
  std::string describe() const;
  /// The eleven variables of PEP 508.
  MarkerEnvironment marker_environment() const;
  /// Supported tags, most preferred first.
  std::vector<Tag> tags() const;
};

}  // namespace pincompile
