// Marks what the shared library exports.
// SPDX-License-Identifier: MIT
#pragma once

#if defined(_WIN32)
#if defined(PINCOMPILE_BUILDING)
#define PINCOMPILE_API __declspec(dllexport)
#else
#define PINCOMPILE_API
#endif
#else
#define PINCOMPILE_API __attribute__((visibility("default")))
#endif
