// Assertions on Result<T>: ASSERT_OK(result), EXPECT_OK(result), EXPECT_ERROR(result, kind).
// SPDX-License-Identifier: MIT
#pragma once

#include <gtest/gtest.h>

#include "pincompile/result.h"

namespace pincompile::testing {

template <class T>
::testing::AssertionResult is_ok(const Result<T>& result) {
  if (result) return ::testing::AssertionSuccess();
  return ::testing::AssertionFailure() << to_string(result.error().kind) << ": " << result.error().to_string();
}

template <class T>
::testing::AssertionResult is_error(const Result<T>& result, ErrorKind kind) {
  if (result) return ::testing::AssertionFailure() << "a value where an error was expected";
  if (result.error().kind == kind) return ::testing::AssertionSuccess();
  return ::testing::AssertionFailure() << to_string(result.error().kind) << " instead of " << to_string(kind)
                                       << ": " << result.error().to_string();
}

}  // namespace pincompile::testing

#define ASSERT_OK(result) ASSERT_TRUE(::pincompile::testing::is_ok(result))
#define EXPECT_OK(result) EXPECT_TRUE(::pincompile::testing::is_ok(result))
#define ASSERT_ERROR(result, kind) ASSERT_TRUE(::pincompile::testing::is_error(result, kind))
#define EXPECT_ERROR(result, kind) EXPECT_TRUE(::pincompile::testing::is_error(result, kind))
