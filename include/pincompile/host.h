// The machine this program runs on, as a platform to compile for; no interpreter is asked.
// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "pincompile/file_system.h"
#include "pincompile/target.h"

namespace pincompile {

/// What the kernel and the C library say.
struct HostFacts {
  std::string system;         ///< `Linux`, `Darwin`, as uname names it
  std::string machine;        ///< `x86_64`
  std::string release;        ///< for `platform_release`
  std::string version;        ///< for `platform_version`
  std::string glibc_version;  ///< `2.36`; empty if this program does not run on glibc
  bool is_32_bit = false;     ///< programs are, whatever the kernel is
};

PINCOMPILE_API HostFacts read_host_facts();

/// The machine, as a target.
struct Host {
  Platform platform;  ///< to compile for
  std::string release;  ///< for `platform_release`
  std::string version;  ///< for `platform_version`
};

/// files    looked at for musl's loader and for the version of macOS.
PINCOMPILE_API Host detect_host(const HostFacts& facts, FileSystem& files);

}  // namespace pincompile
