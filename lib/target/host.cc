// uname and the C library on Linux, a property list on macOS.
// SPDX-License-Identifier: MIT
#include "pincompile/host.h"

#include <sys/utsname.h>

#include <charconv>
#include <cstdlib>

#if defined(__GLIBC__)
#include <gnu/libc-version.h>
#endif

#include "target/platform_tables.h"

namespace pincompile {
namespace {

// `2.36`, `13.6.1` -> the first two numbers; false if there are none.
bool read_two_numbers(std::string_view text, std::uint32_t& major, std::uint32_t& minor) {
  const auto first = std::from_chars(text.data(), text.data() + text.size(), major);
  if (first.ec != std::errc() || first.ptr == text.data() + text.size() || *first.ptr != '.')
    return false;
  return std::from_chars(first.ptr + 1, text.data() + text.size(), minor).ec == std::errc();
}

std::string architecture_of(const HostFacts& facts) {
  if (facts.is_32_bit && facts.machine == "x86_64") return "i686";
  if (facts.is_32_bit && facts.machine == "aarch64") return "armv7l";
  const auto known = linux_architecture(facts.machine);
  return std::string(known.empty() ? std::string_view(facts.machine) : known);
}

// musl's loader is its C library, and holds its version as a text of its own: `\0 1.2.4 \0`.
LibcVersion musl_version(const std::string& machine, FileSystem& files) {
  const auto loader = files.read("/lib/ld-musl-" + machine + ".so.1");
  if (!loader) return kDefaultMusl;
  LibcVersion found = kDefaultMusl;
  for (std::size_t at = loader->find(std::string_view("\0001.", 3)); at != std::string::npos;
       at = loader->find(std::string_view("\0001.", 3), at + 1)) {
    const std::string_view text(loader->c_str() + at + 1);
    if (text.find_first_not_of("0123456789.") == std::string_view::npos &&
        read_two_numbers(text, found.major, found.minor)) {
      return found;
    }
  }
  return kDefaultMusl;
}

Platform linux_host(const HostFacts& facts, FileSystem& files) {
  LibcVersion libc = kDefaultGlibc;
  if (facts.glibc_version.empty()) {
    libc = musl_version(facts.machine, files);
  } else if (!read_two_numbers(facts.glibc_version, libc.major, libc.minor)) {
    libc = kDefaultGlibc;
  }
  return Platform{libc.system, architecture_of(facts), libc.major, libc.minor};
}

// The version stands in a property list; from macOS 11 on only its major number is a platform.
Platform macos_host(const HostFacts& facts, FileSystem& files) {
  Platform platform{System::kMacos, facts.machine, 13, 0};
  const auto list = files.read("/System/Library/CoreServices/SystemVersion.plist");
  if (!list) return platform;
  const std::size_t key = list->find("<key>ProductVersion</key>");
  const std::size_t value = key == std::string::npos ? key : list->find("<string>", key);
  if (value == std::string::npos) return platform;
  std::uint32_t major = 0;
  std::uint32_t minor = 0;
  if (!read_two_numbers(std::string_view(*list).substr(value + 8), major, minor)) return platform;
  platform.major = major;
  platform.minor = major > 10 ? 0 : minor;
  return platform;
}

}  // namespace

HostFacts read_host_facts() {
  HostFacts facts;
  utsname names;
  if (::uname(&names) == 0) {
    facts.system = names.sysname;
    facts.machine = names.machine;
    facts.release = names.release;
    facts.version = names.version;
  }
#if defined(__GLIBC__)
  facts.glibc_version = ::gnu_get_libc_version();
#endif
  facts.is_32_bit = sizeof(void*) == 4;
  return facts;
}

Host detect_host(const HostFacts& facts, FileSystem& files) {
  const bool macos = facts.system == "Darwin";
  return {macos ? macos_host(facts, files) : linux_host(facts, files), facts.release,
          facts.version};
}

}  // namespace pincompile
