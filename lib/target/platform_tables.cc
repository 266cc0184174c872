// source  packages of the distributions' releases (libc6, glibc, musl), PEP 600 for legacy
// manylinux
//         names, the OCI image index for Docker's architectures; date 2026-05-08.
// SPDX-License-Identifier: MIT
#include "target/platform_tables.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace pincompile {
namespace {

struct ReleaseLibc {
  std::string_view code_name;  // empty: the distribution numbers its releases only
  std::string_view distribution;
  std::string_view number;
  std::uint32_t glibc_minor;
};
constexpr std::array<ReleaseLibc, 24> kReleases = {{
    {"trixie", "debian", "13", 41},    {"bookworm", "debian", "12", 36},
    {"bullseye", "debian", "11", 31},  {"buster", "debian", "10", 28},
    {"stretch", "debian", "9", 24},    {"questing", "ubuntu", "25.10", 42},
    {"plucky", "ubuntu", "25.04", 41}, {"noble", "ubuntu", "24.04", 39},
    {"jammy", "ubuntu", "22.04", 35},  {"focal", "ubuntu", "20.04", 31},
    {"bionic", "ubuntu", "18.04", 27}, {"xenial", "ubuntu", "16.04", 23},
    {"", "fedora", "42", 41},          {"", "fedora", "41", 40},
    {"", "fedora", "40", 39},          {"", "rockylinux", "10", 39},
    {"", "rockylinux", "9", 34},       {"", "rockylinux", "8", 28},
    {"", "almalinux", "10", 39},       {"", "almalinux", "9", 34},
    {"", "almalinux", "8", 28},        {"", "amazonlinux", "2023", 34},
    {"", "amazonlinux", "2", 26},      {"", "centos", "7", 17},
}};

struct ArchitectureName {
  std::string_view name;
  std::string_view architecture;
};
constexpr std::array<ArchitectureName, 21> kArchitectures = {{
    {"x86_64", "x86_64"},
    {"amd64", "x86_64"},
    {"aarch64", "aarch64"},
    {"arm64", "aarch64"},
    {"arm64/v8", "aarch64"},
    {"armv7l", "armv7l"},
    {"arm", "armv7l"},
    {"arm/v7", "armv7l"},
    {"armv7", "armv7l"},
    {"armv6l", "armv6l"},
    {"arm/v6", "armv6l"},
    {"i686", "i686"},
    {"386", "i686"},
    {"i386", "i686"},
    {"ppc64le", "ppc64le"},
    {"powerpc64le", "ppc64le"},
    {"s390x", "s390x"},
    {"riscv64", "riscv64"},
    {"riscv64gc", "riscv64"},
    {"loongarch64", "loongarch64"},
    {"loong64", "loongarch64"},
}};

struct LegacyManylinux {
  std::string_view name;
  std::uint32_t glibc_minor;
};
constexpr std::array<LegacyManylinux, 3> kLegacyManylinux = {
    {{"manylinux2014", 17}, {"manylinux2010", 12}, {"manylinux1", 5}}};

// `12` covers `12.5`, `9` covers `9.4-minimal`.
bool is_release(std::string_view release, std::string_view number) {
  return release.starts_with(number) &&
         (release.size() == number.size() || release[number.size()] == '.');
}

std::optional<LibcVersion> alpine(std::string_view release) {
  // Alpine went to musl 1.2 with 3.13; `alpine` alone, `latest` and `edge` are newer.
  if (!release.starts_with("3.")) return kDefaultMusl;
  std::uint32_t minor = 0;
  std::from_chars(release.data() + 2, release.data() + release.size(), minor);
  return LibcVersion{System::kMusllinux, 1, minor < 13 ? 1u : 2u};
}

}  // namespace

std::optional<LibcVersion> libc_of_release(std::string_view word) {
  if (word.starts_with("alpine")) return alpine(word.substr(6));
  for (const auto& release : kReleases) {
    if (!release.code_name.empty() && word == release.code_name)
      return LibcVersion{System::kLinux, 2, release.glibc_minor};
    if (word.starts_with(release.distribution) &&
        is_release(word.substr(release.distribution.size()), release.number)) {
      return LibcVersion{System::kLinux, 2, release.glibc_minor};
    }
  }
  return std::nullopt;
}

std::optional<LibcVersion> libc_of_release(std::string_view distribution,
                                           std::string_view release) {
  if (distribution == "alpine") return alpine(release);
  for (const auto& known : kReleases) {
    if (known.distribution == distribution &&
        (release == known.code_name || is_release(release, known.number))) {
      return LibcVersion{System::kLinux, 2, known.glibc_minor};
    }
  }
  return std::nullopt;
}

std::string_view linux_architecture(std::string_view name) {
  const auto found = std::ranges::find(kArchitectures, name, &ArchitectureName::name);
  return found == kArchitectures.end() ? std::string_view() : found->architecture;
}

std::optional<std::uint32_t> legacy_manylinux_minor(std::string_view name) {
  const auto found = std::ranges::find(kLegacyManylinux, name, &LegacyManylinux::name);
  if (found == kLegacyManylinux.end()) return std::nullopt;
  return found->glibc_minor;
}

std::string_view legacy_manylinux_name(std::uint32_t minor) {
  const auto found = std::ranges::find(kLegacyManylinux, minor, &LegacyManylinux::glibc_minor);
  return found == kLegacyManylinux.end() ? std::string_view() : found->name;
}

}  // namespace pincompile
