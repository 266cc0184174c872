// The order in which answers arrive changes neither answer nor counters nor texts.
// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "questions.h"
#include "split_mix.h"
#include "universe_facts.h"

namespace pincompile::testing {
namespace {

/// Packages p0..p(n-1) with requirements on later ones, some of which contradict.
void fill(UniverseFacts& facts, std::uint64_t seed) {
  oracle::SplitMix random(seed);
  const int count = 12;
  for (int i = 0; i < count; ++i) {
    for (int version = 1; version <= 6; ++version) {
      std::vector<std::string> requirements;
      for (int j = i + 1; j < count; ++j) {
        if (random.below(4) != 0) continue;
        const auto bound = std::to_string(1 + random.below(6));
        const bool extra = random.below(5) == 0;
        requirements.push_back("p" + std::to_string(j) + (random.below(6) == 0 ? "[x]" : "") +
                               (random.below(2) == 0 ? ">=" : "<=") + bound +
                               (extra ? " ; extra == 'x'" : ""));
      }
      facts.add("p" + std::to_string(i), std::to_string(version) + ".0", requirements);
    }
  }
}

TEST(Determinism, ArrivalOrderNeverMatters) {
  for (std::uint64_t universe = 1; universe <= 12; ++universe) {
    SCOPED_TRACE("universe seed " + std::to_string(universe));
    const ResolveRequest request = question({"p0", "p1[x]>=2", "p2", "p3<=4"});
    std::string expected;
    for (std::uint64_t shuffle = 0; shuffle <= 20; ++shuffle) {
      UniverseFacts facts;
      fill(facts, universe);
      if (shuffle != 0) facts.shuffle(shuffle);
      const std::string text = describe(checked_resolve(facts, request));
      if (shuffle == 0) expected = text;
      ASSERT_EQ(text, expected) << "shuffle seed " << shuffle;
    }
  }
}

}  // namespace
}  // namespace pincompile::testing
