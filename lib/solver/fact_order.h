// The canonical order of the facts of one answer: pages before metadata, packages before extras;
// then name key and rank; never arrival (solver.md 9).
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <utility>
#include <vector>

#include "solver/facts.h"
#include "support/require.h"

namespace pincompile::solver {

/// Indices of the pages among `facts`, into `order`.
inline void order_pages(std::span<const Fact> facts, std::vector<std::uint32_t>& order) {
  order.clear();
  for (std::uint32_t i = 0; i < facts.size(); ++i) {
    if (std::holds_alternative<PageFact>(facts[i])) order.push_back(i);
  }
  std::ranges::sort(order, {}, [&](std::uint32_t i) {
    const auto& page = std::get<PageFact>(facts[i]);
    return std::pair(!page.extra_of.is_none(), page.name_key);
  });
}

/// The others, once all pages are known. page_of(PackageId) is the page, or null.
template <class PageOf>
void order_metadata(std::span<const Fact> facts, const PageOf& page_of,
                    std::vector<std::uint32_t>& order) {
  order.clear();
  for (std::uint32_t i = 0; i < facts.size(); ++i) {
    if (!std::holds_alternative<PageFact>(facts[i])) order.push_back(i);
  }
  std::ranges::sort(order, {}, [&](std::uint32_t i) {
    const auto* known = std::get_if<DependencyFact>(&facts[i]);
    const auto* lost = std::get_if<UnavailableFact>(&facts[i]);
    const PageFact* page = page_of(known != nullptr ? known->package : lost->package);
    PINCOMPILE_REQUIRE(page != nullptr, "a page comes before its metadata");
    return std::pair(page->name_key, known != nullptr ? known->rank : lost->rank);
  });
}

}  // namespace pincompile::solver
