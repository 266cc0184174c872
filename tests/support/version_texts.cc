// Texts are put together from the parts of PEP 440's grammar.
// SPDX-License-Identifier: MIT
#include "version_texts.h"

#include <array>
#include <string_view>

namespace pincompile::testing {
namespace {

template <std::size_t size>
std::string pick(oracle::SplitMix& random, const std::array<std::string_view, size>& choices) {
  return std::string(choices[random.below(size)]);
}

std::string number(oracle::SplitMix& random) {
  constexpr std::array<std::string_view, 16> kNumbers = {"0",
                                                         "0",
                                                         "1",
                                                         "1",
                                                         "2",
                                                         "2",
                                                         "3",
                                                         "10",
                                                         "207",
                                                         "208",
                                                         "4303",
                                                         "4304",
                                                         "20230907",
                                                         "18446744073709551615",
                                                         "18446744073709551616",
                                                         "007"};
  return pick(random, kNumbers);
}

std::string release(oracle::SplitMix& random) {
  std::string out = random.below(12) == 0 ? "1!" : "";
  out += number(random);
  for (std::uint64_t more = random.below(4); more > 0; --more) out += "." + number(random);
  return out;
}

std::string suffixes(oracle::SplitMix& random) {
  constexpr std::array<std::string_view, 10> kPre = {"a", ".alpha", "-b",      "BETA", "rc",
                                                     "c", "_pre",   "preview", "a.",   "rc-"};
  constexpr std::array<std::string_view, 5> kPost = {".post", "-r", "rev", ".POST.", "_post"};
  std::string out;
  if (random.below(3) == 0)
    out += pick(random, kPre) + (random.below(4) == 0 ? "" : number(random));
  if (random.below(4) == 0)
    out += random.below(3) == 0 ? "-" + number(random) : pick(random, kPost) + number(random);
  if (random.below(4) == 0) out += ".dev" + (random.below(4) == 0 ? "" : number(random));
  return out;
}

std::string local(oracle::SplitMix& random) {
  constexpr std::array<std::string_view, 7> kParts = {"a", "ab", "1a", "0", "1", "10", "z"};
  std::string out = "+" + pick(random, kParts);
  for (std::uint64_t more = random.below(3); more > 0; --more) out += "." + pick(random, kParts);
  return out;
}

}  // namespace

std::string random_version_text(oracle::SplitMix& random) {
  return release(random) + suffixes(random) + (random.below(5) == 0 ? local(random) : "");
}

std::string random_specifier_text(oracle::SplitMix& random) {
  constexpr std::array<std::string_view, 7> kOperators = {"==", "!=", "<=", ">=", "<", ">", "~="};
  const auto op = pick(random, kOperators);
  const bool equality = op == "==" || op == "!=";
  if (equality && random.below(3) == 0) return op + release(random) + ".*";
  if (op == "~=") return op + release(random) + "." + number(random) + suffixes(random);
  return op + release(random) + suffixes(random) +
         (equality && random.below(4) == 0 ? local(random) : "");
}

std::string random_specifier_set_text(oracle::SplitMix& random) {
  std::string out = random_specifier_text(random);
  for (std::uint64_t more = random.below(3); more > 0; --more)
    out += "," + random_specifier_text(random);
  return out;
}

}  // namespace pincompile::testing
