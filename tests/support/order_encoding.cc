// SPDX-License-Identifier: MIT
#include "order_encoding.h"

#include <cadical.hpp>

#include <algorithm>
#include <tuple>

namespace pincompile::oracle {

namespace {
constexpr int kSatisfiable = 10;
}

OrderEncoding::OrderEncoding(const Universe& universe)
    : universe_(universe), sat_(std::make_unique<CaDiCaL::Solver>()) {
  sat_->set("quiet", 1);
  find_reachable();
  for (std::uint32_t p = 0; p < universe.packages.size(); ++p) {
    if (first_[p] != 0) encode_package(p);
  }
  for (const Need& root : universe.roots) {
    std::vector<Literal> literals;
    member(literals, root);
    clause(literals);
  }
}

OrderEncoding::~OrderEncoding() = default;

void OrderEncoding::find_reachable() {
  first_.assign(universe_.packages.size(), 0);
  std::vector<std::uint32_t> open;
  const auto reach = [&](std::uint32_t p) {
    if (first_[p] != 0) return;
    first_[p] = variables_ + 1;
    variables_ += static_cast<Literal>(std::max<std::size_t>(1, universe_.ranks(p)));
    open.push_back(p);
  };
  for (const Need& root : universe_.roots) reach(root.package);
  while (!open.empty()) {
    const Package& package = universe_.packages[open.back()];
    open.pop_back();
    if (package.extra_of) reach(*package.extra_of);
    for (const Release& release : package.releases) {
      for (const Need& need : release.needs) reach(need.package);
    }
  }
}

void OrderEncoding::clause(const std::vector<Literal>& literals) {
  for (const Literal literal : literals) sat_->add(literal);
  sat_->add(0);
}

OrderEncoding::Literal OrderEncoding::run(std::uint32_t p, std::size_t low, std::size_t high) {
  if (low == 0) return at_most(p, high);
  Literal& literal = runs_[{p, low, high}];
  if (literal == 0) {
    literal = ++variables_;
    clause({-literal, at_most(p, high)});
    clause({-literal, -at_most(p, low - 1)});
  }
  return literal;
}

void OrderEncoding::member(std::vector<Literal>& literals, const Need& need) {
  const RankSet& set = universe_.sets[need.set];
  for (std::size_t rank = 0; rank < set.size(); ++rank) {
    if (!set[rank]) continue;
    const std::size_t low = rank;
    while (rank + 1 < set.size() && set[rank + 1]) ++rank;
    literals.push_back(run(need.package, low, rank));
  }
}

void OrderEncoding::encode_package(std::uint32_t p) {
  const Package& package = universe_.packages[p];
  if (package.releases.empty()) clause({-first_[p]});
  for (std::size_t rank = 0; rank < package.releases.size(); ++rank) {
    // The start of every clause about this rank: "not (rank <= r and not rank <= r - 1)".
    std::vector<Literal> other_rank = {-at_most(p, rank)};
    if (rank > 0) {
      other_rank.push_back(at_most(p, rank - 1));
      clause({-at_most(p, rank - 1), at_most(p, rank)});
    }
    const Release& release = package.releases[rank];
    const bool shut_out = std::ranges::any_of(universe_.constraints, [&](const Need& line) {
      return line.package == p && !universe_.allows(line, rank);
    });
    if (release.excluded || release.unavailable || shut_out) clause(other_rank);
    for (const Need& need : release.needs) {
      std::vector<Literal> literals = other_rank;
      member(literals, need);
      clause(literals);
    }
  }
  if (package.extra_of) encode_extra(p, *package.extra_of);
}

void OrderEncoding::encode_extra(std::uint32_t extra, std::uint32_t base) {
  const std::size_t count = universe_.ranks(extra);
  if (count == 0) return;
  const Literal selected = at_most(extra, count - 1);
  for (std::size_t rank = 0; rank < count; ++rank) {
    clause({-selected, -at_most(extra, rank), at_most(base, rank)});
    clause({-selected, at_most(extra, rank), -at_most(base, rank)});
  }
}

bool OrderEncoding::satisfiable() { return sat_->solve() == kSatisfiable; }

std::optional<std::size_t> OrderEncoding::best_rank(std::uint32_t package) {
  std::size_t low = 0, high = universe_.ranks(package);
  if (high == 0) return std::nullopt;
  sat_->assume(at_most(package, high - 1));
  if (sat_->solve() != kSatisfiable) return std::nullopt;
  --high;
  while (low < high) {
    const std::size_t middle = (low + high) / 2;
    sat_->assume(at_most(package, middle));
    if (sat_->solve() == kSatisfiable) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return high;
}

std::vector<int> OrderEncoding::layered_optimum() {
  std::vector<int> pins(universe_.packages.size(), -1);
  std::vector<std::uint32_t> layer = universe_.direct();
  std::vector<bool> met(universe_.packages.size(), false);
  for (const std::uint32_t p : layer) met[p] = true;
  while (!layer.empty()) {
    std::vector<std::uint32_t> next;
    for (const std::uint32_t p : layer) {
      const auto rank = best_rank(p);
      if (!rank) return {};
      pins[p] = static_cast<int>(*rank);
      clause({at_most(p, *rank)});
      if (*rank > 0) clause({-at_most(p, *rank - 1)});
      for (const Need& need : universe_.packages[p].releases[*rank].needs) {
        if (!met[need.package]) next.push_back(need.package);
        met[need.package] = true;
      }
    }
    layer = std::move(next);
  }
  return pins;
}

}  // namespace pincompile::oracle
