// Case: a cold instance over known facts; cores of a warm one depend on its history.
// SPDX-License-Identifier: MIT
#include <algorithm>
#include <utility>

#include "solver/explanation.h"

namespace pincompile::solver {

namespace {

Options with_proof(Options options) {
  options.record_proof = true;
  return options;
}

}  // namespace

Case::Case(const Options& given, const Lowering& lowering, const FactLog& facts)
    : options(with_proof(given)),
      search(options),
      problem(options, lowering, search, true),
      fetches(options.budget),
      rounds(fetches, options.objective, search, problem) {
  for (const Line& line : facts.lines()) problem.add_line(line);
  problem.ingest(facts.facts());
  for (const bool constraint : {false, true}) {
    for (const Line& line : facts.lines()) {
      if (line.constraint != constraint) continue;
      add_group({{TagKind::kGroup, line.group.value()}, constraint});
    }
  }
  refresh_groups();
}

void Case::add_group(const Group& group) {
  if (number_of(group.tag) == groups_.size()) groups_.push_back(group);
}

std::uint32_t Case::number_of(const Tag& tag) const {
  const auto found = std::ranges::find(groups_, tag, &Group::tag);
  return static_cast<std::uint32_t>(found - groups_.begin());
}

// Codes come after the lines; those that appear later go to the end.
void Case::refresh_groups() {
  std::vector<bool> codes(256);
  for (const Fact& fact : problem.log().facts()) {
    if (const auto* page = std::get_if<PageFact>(&fact)) {
      for (const std::uint8_t code : page->exclusion) codes[code] = true;
    } else if (const auto* lost = std::get_if<UnavailableFact>(&fact)) {
      codes[lost->code] = true;
    }
  }
  for (std::uint32_t code = 1; code < codes.size(); ++code) {
    if (codes[code]) add_group({{TagKind::kExclusion, code}, false});
  }
}

void Case::assert_frames(const Question& question) {
  search.truncate_frames(0);
  if (!question.wishes.empty()) search.push_frame();
  for (const Question::Wish& wish : question.wishes) {
    if (!problem.is_known(wish.package)) continue;
    assume(wish.package, wish.set, {TagKind::kProbe, wish.package.value()});
  }
  if (question.reluctance) assert_reluctance();
  for (std::uint32_t group = 0; group < groups_.size(); ++group) {
    if (group >= question.holds.size() || !question.holds[group]) continue;
    if (is_line(group)) {
      assert_lines(question, group);
    } else {
      assert_code(group);
    }
  }
}

// Into the topmost frame, cut to the initial domain.
void Case::assume(PackageId p, std::vector<Word> set, const Tag& tag) {
  set.resize(search.domains().width(p));
  intersect(set.data(), search.domains().initial(p), search.domains().width(p));
  search.assume(search.frames().size() - 1, p, set.data(), tag);
}

void Case::assert_lines(const Question& question, std::uint32_t group) {
  search.push_frame();
  const bool relaxed = group < question.relaxed.size() && question.relaxed[group];
  for (const Line& line : problem.log().lines()) {
    const PackageId p = line.requirement.package;
    if (line.group.value() != groups_[group].tag.id || !problem.is_known(p)) continue;
    const std::uint32_t width = search.domains().width(p);
    const std::uint32_t absent = search.domains().count(p);
    std::vector<Word> set(width, relaxed ? ~Word{0} : 0);
    if (!relaxed) copy(set.data(), problem.set_of(p, line.requirement.specifier), width);
    if (line.constraint) {
      put(set.data(), absent);
    } else {
      drop(set.data(), absent);
    }
    assume(p, std::move(set), groups_[group].tag);
  }
}

void Case::assert_code(std::uint32_t group) {
  search.push_frame();
  const Tag tag = groups_[group].tag;
  for (const PackageId p : problem.in_order()) {
    if (!problem.is_known(p) || problem.is_extra(p)) continue;
    const std::uint32_t width = search.domains().width(p);
    std::vector<Word> set(width, ~Word{0});
    bool any = false;
    for (std::uint32_t value = 0; value < search.domains().count(p); ++value) {
      if (!problem.has_code(p, static_cast<Rank>(value), tag.id)) continue;
      drop(set.data(), value);
      any = true;
    }
    if (any) assume(p, std::move(set), tag);
  }
}

void Case::assert_reluctance() {
  search.push_frame();
  for (const PackageId p : problem.in_order()) {
    if (!problem.is_known(p) || problem.is_permitted(p)) continue;
    const Bits reluctant = problem.page(p).reluctant;
    if (reluctant.empty()) continue;
    std::vector<Word> set(search.domains().width(p), ~Word{0});
    for (std::size_t k = 0; k < reluctant.size() && k < set.size(); ++k) set[k] = ~reluctant[k];
    put(set.data(), search.domains().count(p));
    assume(p, std::move(set), {TagKind::kReluctance, p.value()});
  }
}

std::vector<PackageId> Case::packages_of(std::uint32_t group) const {
  std::vector<PackageId> packages;
  for (const Line& line : problem.log().lines()) {
    const PackageId p = line.requirement.package;
    if (line.group.value() != groups_[group].tag.id || !problem.is_known(p)) continue;
    if (!problem.is_extra(p) && std::ranges::find(packages, p) == packages.end()) {
      packages.push_back(p);
    }
  }
  return packages;
}

// Selected ranks, by name key.
std::vector<Choice> Case::model() const {
  std::vector<Choice> model;
  for (const PackageId p : problem.in_order()) {
    if (!problem.is_known(p) || !search.domains().required(p)) continue;
    model.push_back({p, static_cast<Rank>(search.domains().best(p))});
  }
  std::ranges::sort(model, [&](const Choice& a, const Choice& b) {
    return problem.precedes(a.package, b.package);
  });
  return model;
}

}  // namespace pincompile::solver
