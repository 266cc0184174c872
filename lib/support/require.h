// PINCOMPILE_REQUIRE(condition, why): states a precondition. Checked where PINCOMPILE_CHECKS is
// defined (debug presets), compiled out in release builds: the library itself never aborts there.
// SPDX-License-Identifier: MIT
#pragma once

#if defined(PINCOMPILE_CHECKS)
namespace pincompile {
[[noreturn]] void require_failed(const char* file, int line, const char* condition, const char* why);
}
#define PINCOMPILE_REQUIRE(condition, why) \
  ((condition) ? (void)0 : ::pincompile::require_failed(__FILE__, __LINE__, #condition, why))
#else
// Not evaluated, but what only the condition names still counts as used.
#define PINCOMPILE_REQUIRE(condition, why) ((void)sizeof((condition) ? 1 : 0))
#endif
