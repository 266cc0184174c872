// What is known about platforms: architectures under their several names, C libraries of releases
// of distributions, legacy manylinux names. To extend: one line in platform_tables.cc.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "pincompile/target.h"

namespace pincompile {

struct LibcVersion {
  System system = System::kLinux;
  std::uint32_t major = 2;
  std::uint32_t minor = 28;
  friend bool operator==(const LibcVersion&, const LibcVersion&) = default;
};

/// What `linux`, Docker names and triples without a version stand for.
inline constexpr LibcVersion kDefaultGlibc{System::kLinux, 2, 28};
inline constexpr LibcVersion kDefaultMusl{System::kMusllinux, 1, 2};
/// Official images whose tag names no distribution.
inline constexpr LibcVersion kImageGlibc{System::kLinux, 2, 36};

/// The libc of a distribution's release, by a word of an image tag: `bookworm`, `ubuntu22.04`,
/// `alpine3.20`.
std::optional<LibcVersion> libc_of_release(std::string_view word);
/// The same for `image:word`, where the image is the distribution: `debian:12`, `ubuntu:22.04`.
std::optional<LibcVersion> libc_of_release(std::string_view distribution, std::string_view release);

/// Name in Linux wheel tags of an architecture under any of its names (`amd64`, `arm64/v8`, `386`);
/// empty if it is unknown.
std::string_view linux_architecture(std::string_view name);

/// glibc minor version of `manylinux2014`, `manylinux2010`, `manylinux1`.
std::optional<std::uint32_t> legacy_manylinux_minor(std::string_view name);
/// The legacy name of glibc 2.MINOR; empty if it has none.
std::string_view legacy_manylinux_name(std::uint32_t minor);

}  // namespace pincompile
