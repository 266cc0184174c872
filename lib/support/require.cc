// What a violated precondition does in debug builds.
// SPDX-License-Identifier: MIT
#include "support/require.h"

#if defined(PINCOMPILE_CHECKS)
#include <cstdio>
#include <cstdlib>

namespace pincompile {

void require_failed(const char* file, int line, const char* condition, const char* why) {
  std::fprintf(stderr, "%s:%d: requires %s: %s\n", file, line, condition, why);
  std::abort();
}

}  // namespace pincompile
#endif
