// What must not allocate: comparing versions and keys, evaluating markers. A counting operator new
// proves it.
// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "allocation_counter.h"
#include "packaging/marker_program.h"
#include "packaging/specifier_ranges.h"
#include "packaging/version_key.h"
#include "pincompile/specifier.h"

namespace pincompile {
namespace {

template <class Work>
std::size_t count(Work work) {
  const std::size_t before = testing::allocation_count();
  work();
  return testing::allocation_count() - before;
}

TEST(Allocation, IsCounted) {
  EXPECT_EQ(count([] { std::string(100, 0); }), 1u);
}

TEST(Allocation, NeverHappensInVersionOrKeyCompare) {
  const Version versions[] = {
      *Version::parse("1.2.3"), *Version::parse("1.2.3rc1.post4.dev5+local.7"),
      *Version::parse("1.2.3.4.5.6.7.8.9.10.11.12.13.14.15.16.17.18.19.20+long.local")};
  const Specifier specifiers[] = {*Specifier::parse("==1.2.*"), *Specifier::parse("~=1.2.0"),
                                  *Specifier::parse("<2"), *Specifier::parse(">1.2")};
  bool sink = false;
  EXPECT_EQ(count([&] {
              for (const auto& a : versions) {
                for (const auto& b : versions) {
                  sink ^= a < b;
                  sink ^= a == b;
                  sink ^= compare_keys(key16(a), key_tail(a), key16(b), key_tail(b)) < 0;
                }
                for (const auto& specifier : specifiers) sink ^= specifier.contains(a);
                sink ^= a.is_prerelease();
              }
            }),
            0u);
  (void)sink;
}

TEST(Allocation, NeverHappensInMarkerEvaluation) {
  MarkerEnvironment environment{{"cpython", "3.12.4", "posix", "x86_64", "CPython", "5.15", "Linux",
                                 "#1", "3.12.4", "3.12", "linux"}};
  const MarkerEvaluator evaluator(environment);
  const auto marker = *Marker::parse(
      "(python_version >= '3.8' and '3.13' > python_full_version) or extra == 'a' and sys_platform "
      "in 'linux darwin' or "
      "\"x\" in extras or python_version ~= '3.7' or platform_release === '5'");
  const std::vector<std::string> extras = {"b", "a"};
  const auto program = marker_program(marker);
  bool sink = false;
  EXPECT_EQ(count([&] {
              for (int i = 0; i < 100; ++i) {
                sink ^= evaluator.evaluate(program);
                sink ^= evaluator.evaluate(program, extras);
                sink ^= evaluator.evaluate_lock(program, extras, extras);
                sink ^= program_mentions_extra(program);
              }
            }),
            0u);
  (void)sink;
}

}  // namespace
}  // namespace pincompile
