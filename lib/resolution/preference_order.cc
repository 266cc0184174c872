// Ranks by classes: the existing pin, finals before pre-releases, usable wheels before the rest;
// within a class newest (or oldest) first.
// SPDX-License-Identifier: MIT
#include "resolution/preference_order.h"

#include <algorithm>
#include <array>
#include <bit>

namespace pincompile {
namespace {

constexpr std::uint32_t kHalfMonthSeconds = 15 * 86400;
/// Mirrors and generated indexes stamp all files alike; from this many releases on, equal stamps
/// count as none (solver.md 2.1).
constexpr std::size_t kReleasesForConstantStamps = 8;

std::uint16_t stamp_of(const PageView& page, std::uint32_t version) {
  return static_cast<std::uint16_t>(page.first_upload(version) / kHalfMonthSeconds);
}

void drop_constant_stamps(std::vector<std::uint16_t>& stamps) {
  if (stamps.size() < kReleasesForConstantStamps) return;
  std::uint16_t constant = 0;
  for (const std::uint16_t stamp : stamps) {
    if (stamp == 0 || stamp == constant) continue;
    if (constant != 0) return;
    constant = stamp;
  }
  std::ranges::fill(stamps, std::uint16_t{0});
}

Word reversed(Word word) {
  word = (word >> 1 & 0x5555555555555555u) | (word & 0x5555555555555555u) << 1;
  word = (word >> 2 & 0x3333333333333333u) | (word & 0x3333333333333333u) << 2;
  word = (word >> 4 & 0x0f0f0f0f0f0f0f0fu) | (word & 0x0f0f0f0f0f0f0f0fu) << 4;
  return __builtin_bswap64(word);
}

/// The bits of `in` in opposite order, for a set of `count` elements.
void reverse_bits(Bits in, std::span<Word> out, std::size_t count) {
  const std::size_t words = words_for(count);
  const unsigned shift = static_cast<unsigned>(words * 64 - count);
  for (std::size_t i = 0; i < words; ++i) {
    const Word word = reversed(in[words - 1 - i]);
    out[i] = word >> shift;
    if (shift != 0 && i > 0) out[i - 1] |= word << (64 - shift);
  }
}

}  // namespace

PreferenceOrder preference_order(const PageView& page, const Admission& admission,
                                 const ProjectRules& rules, bool oldest_first, bool prefer_binary) {
  const std::uint32_t count = page.version_count();
  const bool finals_first = rules.prerelease != PrereleaseMode::kAllow;
  const auto class_of = [&](std::uint32_t version) {
    if (admission.pin == version) return 0u;
    const bool late = finals_first && page.is_prerelease(version);
    const bool no_wheel = prefer_binary && !test_bit(admission.usable_wheel, version);
    return 1u + (late ? 2u : 0u) + (no_wheel ? 1u : 0u);
  };
  PreferenceOrder order;
  order.version_of.reserve(count);
  order.newest_first = !oldest_first;
  std::array<std::vector<std::uint16_t>, 5> late;  // by class; the most usual one stands in place
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::uint32_t version = oldest_first ? i : count - 1 - i;
    const unsigned its_class = class_of(version);
    auto& list = its_class == 1 ? order.version_of : late[its_class];
    list.push_back(static_cast<std::uint16_t>(version));
  }
  order.version_of.insert(order.version_of.begin(), late[0].begin(), late[0].end());
  for (unsigned its_class = 2; its_class < late.size(); ++its_class) {
    order.version_of.insert(order.version_of.end(), late[its_class].begin(), late[its_class].end());
  }
  order.rank_of.resize(count);
  order.exclusion.resize(count);
  order.age.resize(count);
  order.stamp.resize(count);
  for (std::uint32_t rank = 0; rank < count; ++rank) {
    const std::uint32_t version = order.version_of[rank];
    order.rank_of[version] = static_cast<Rank>(rank);
    order.exclusion[rank] = static_cast<std::uint8_t>(admission.codes[version]);
    order.age[rank] = static_cast<std::uint16_t>(count - 1 - version);
    order.stamp[rank] = stamp_of(page, version);
    order.newest_first = order.newest_first && order.age[rank] == rank;
    if (finals_first && page.is_prerelease(version) && admission.pin != version) {
      if (order.reluctant.empty()) order.reluctant.resize(words_for(count));
      set_bit(order.reluctant, rank);
    }
  }
  drop_constant_stamps(order.stamp);
  return order;
}

void order_by_distance(Bits versions, PreferenceOrder& order) {
  const auto count = static_cast<std::uint32_t>(order.version_of.size());
  constexpr std::uint32_t kFar = 0xffff;
  std::vector<std::uint32_t> distance(count, kFar);
  for (std::uint32_t i = 0, since = kFar; i < count; ++i) {
    since = test_bit(versions, i) ? 0 : std::min(since + 1, kFar);
    distance[i] = since;
  }
  for (std::uint32_t i = count, since = kFar; i-- > 0;) {
    since = test_bit(versions, i) ? 0 : std::min(since + 1, kFar);
    distance[i] = std::min(distance[i], since);
  }
  const PreferenceOrder before = order;
  std::ranges::stable_sort(order.version_of, {}, [&](std::uint16_t v) { return distance[v]; });
  order.newest_first = false;
  for (std::uint32_t rank = 0; rank < count; ++rank) {
    const std::uint16_t version = order.version_of[rank];
    const Rank old = before.rank_of[version];
    order.rank_of[version] = static_cast<Rank>(rank);
    order.exclusion[rank] = before.exclusion[old];
    order.age[rank] = before.age[old];
    order.stamp[rank] = before.stamp[old];
  }
  std::ranges::fill(order.reluctant, Word{0});
  for (std::uint32_t old = 0; old < count && !order.reluctant.empty(); ++old) {
    if (test_bit(before.reluctant, old)) {
      set_bit(order.reluctant, order.rank_of[before.version_of[old]]);
    }
  }
}

void permute(const PreferenceOrder& order, Bits versions, std::span<Word> ranks) {
  if (order.newest_first) return reverse_bits(versions, ranks, order.version_of.size());
  for (std::size_t i = 0; i < versions.size(); ++i) {
    for (Word word = versions[i]; word != 0; word &= word - 1) {
      set_bit(ranks, order.rank_of[i * 64 + static_cast<std::size_t>(std::countr_zero(word))]);
    }
  }
}

}  // namespace pincompile
