// SPDX-License-Identifier: MIT
#include "proof_checker.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

namespace pincompile::oracle {

namespace {

// A set of values of one package: ranks 0..n-1, and n for absent.
using Values = std::vector<bool>;
using Clause = std::map<std::uint32_t, Values>;

class Checker {
 public:
  Checker(const solver::ProofLog& log, const UniverseDriver& world)
      : log_(log), world_(world), u_(world.universe()) {}

  std::string first_error() {
    for (std::uint32_t number = 1; number < log_.steps.size(); ++number) {
      const solver::ProofStep& step = log_.steps[number];
      const std::string error =
          step.kind == solver::ProofKind::kDerived || step.kind == solver::ProofKind::kCore
              ? derivation_error(number)
              : axiom_error(step);
      if (!error.empty()) return "step " + std::to_string(number) + ": " + error;
    }
    return "";
  }

 private:
  std::size_t absent(std::uint32_t p) const { return u_.ranks(p); }

  std::optional<Values> values(const solver::ProofLiteral& literal) const {
    const std::uint32_t p = world_.index(literal.package);
    const Bits bits = log_.set_of(literal);
    if (bits.size() != absent(p) / 64 + 1) return std::nullopt;
    Values result(absent(p) + 1);
    for (std::size_t v = 0; v < bits.size() * 64; ++v) {
      if (!test_bit(bits, v)) continue;
      if (v > absent(p)) return std::nullopt;
      result[v] = true;
    }
    return result;
  }

  /// The clause of a step; nothing if it names a package twice or breaks the log's shape.
  std::optional<Clause> clause(const solver::ProofStep& step) const {
    Clause result;
    for (const solver::ProofLiteral& literal : log_.literals_of(step)) {
      const auto set = values(literal);
      if (!set || !result.emplace(world_.index(literal.package), *set).second) return std::nullopt;
    }
    return result;
  }

  // ---- set resolution, the heart of it

  /// parent's literal on pivot is intersected, all others are united.
  static bool resolve(Clause& sum, const Clause& parent, std::uint32_t pivot) {
    if (!sum.contains(pivot) || !parent.contains(pivot)) return false;
    for (const auto& [p, set] : parent) {
      Values& own = sum.try_emplace(p, set.size(), false).first->second;
      for (std::size_t v = 0; v < set.size(); ++v) {
        own[v] = p == pivot ? own[v] && set[v] : own[v] || set[v];
      }
    }
    return true;
  }

  std::string derivation_error(std::uint32_t number) const {
    const solver::ProofStep& step = log_.steps[number];
    Clause sum;
    bool is_first = true;
    for (const solver::ProofAntecedent& from : log_.antecedents_of(step)) {
      if (from.step == 0 || from.step >= number) return "rests on a step that is not before it";
      const solver::ProofStep& before = log_.steps[from.step];
      if (before.kind == solver::ProofKind::kCore) return "rests on assumptions";
      const auto parent = clause(before);
      if (!parent) return "an antecedent is no clause";
      if (is_first) {
        if (!from.pivot.is_none()) return "the first antecedent has a pivot";
        sum = *parent;
      } else if (from.pivot.is_none() || !resolve(sum, *parent, world_.index(from.pivot))) {
        return "a pivot is not in both clauses";
      }
      is_first = false;
    }
    if (is_first) return "nothing it rests on";
    return step.kind == solver::ProofKind::kDerived ? weaker_error(sum, step)
                                                    : assumption_error(sum, step);
  }

  std::string weaker_error(const Clause& sum, const solver::ProofStep& step) const {
    const auto stated = clause(step);
    if (!stated) return "no clause";
    for (const auto& [p, set] : sum) {
      const auto place = stated->find(p);
      for (std::size_t v = 0; v < set.size(); ++v) {
        if (set[v] && (place == stated->end() || !place->second[v])) {
          return "value " + std::to_string(v) + " of p" + std::to_string(p) + " does not follow";
        }
      }
    }
    return "";
  }

  /// Every literal of `sum` is false under the assumptions.
  std::string assumption_error(const Clause& sum, const solver::ProofStep& step) const {
    Clause assumed;
    for (const solver::ProofLiteral& literal : log_.literals_of(step)) {
      const auto set = values(literal);
      if (!set) return "an assumption is no set";
      Values& all =
          assumed.try_emplace(world_.index(literal.package), set->size(), true).first->second;
      for (std::size_t v = 0; v < all.size(); ++v) all[v] = all[v] && (*set)[v];
    }
    for (const auto& [p, set] : sum) {
      const auto place = assumed.find(p);
      for (std::size_t v = 0; v < set.size(); ++v) {
        if (set[v] && (place == assumed.end() || place->second[v])) {
          return "value " + std::to_string(v) + " of p" + std::to_string(p) + " is not refuted";
        }
      }
    }
    return "";
  }

  // ---- axioms, looked up in the universe

  bool in_domain(std::uint32_t p, std::size_t value) const {
    if (value == absent(p)) return true;
    const std::uint32_t page = u_.packages[p].extra_of.value_or(p);
    return !u_.packages[page].releases[value].excluded;
  }

  /// Without these values the literal says less than `required` allows.
  template <class Allowed>
  bool covers(std::uint32_t p, const Values& set, Allowed allowed) const {
    for (std::size_t v = 0; v < set.size(); ++v) {
      if (!set[v] && in_domain(p, v) && allowed(v)) return false;
    }
    return true;
  }

  /// Of the explaining instance, which assumes that ranks of a code are out.
  bool has_code(std::uint32_t p, std::size_t rank, std::uint32_t code) const {
    const Release& release = u_.packages[p].releases[rank];
    return (code == kExclusionCode && release.excluded) ||
           (code == kUnavailableCode && release.unavailable);
  }

  bool line_holds(const std::vector<Need>& lines, std::size_t line, std::uint32_t p,
                  const Values& set, bool may_be_absent) const {
    if (line >= lines.size() || lines[line].package != p) return false;
    return covers(p, set, [&](std::size_t v) {
      return v == absent(p) ? may_be_absent : u_.allows(lines[line], v);
    });
  }

  /// Rank r of p requires q to lie in `set`, or cannot be had for its requirement on q.
  bool requires_within(std::uint32_t p, std::size_t rank, std::uint32_t q,
                       const Values& set) const {
    const auto wanted = required_set(u_, p, rank, q);
    if (!wanted || u_.packages[p].releases[rank].unavailable) return false;
    return covers(q, set, [&](std::size_t v) { return v != absent(q) && (*wanted)[v]; });
  }

  bool dependency_holds(const solver::ProofStep& step) const {
    const auto literals = log_.literals_of(step);
    if (literals.empty() || literals.size() > 2) return false;
    const std::uint32_t p = world_.index(literals[0].package);
    const auto not_a = values(literals[0]);
    if (!not_a || !(*not_a)[absent(p)]) return false;
    std::optional<Values> b;
    if (literals.size() == 2 && !(b = values(literals[1]))) return false;
    for (std::size_t rank = 0; rank < u_.ranks(p); ++rank) {
      if ((*not_a)[rank] || !in_domain(p, rank)) continue;
      bool holds = false;
      if (b) {
        holds = requires_within(p, rank, world_.index(literals[1].package), *b);
      } else {
        for (const Need& need : u_.packages[p].releases[rank].needs) {
          const Values none(u_.ranks(need.package) + 1, false);
          holds = holds || requires_within(p, rank, need.package, none);
        }
        holds = holds || forbids_itself(u_, p, rank);
      }
      if (!holds) return false;
    }
    return true;
  }

  bool same_rank_holds(const solver::ProofStep& step) const {
    const auto literals = log_.literals_of(step);
    if (literals.size() != 2) return false;
    const std::uint32_t x = world_.index(literals[0].package);
    const std::uint32_t p = world_.index(literals[1].package);
    const auto of_x = values(literals[0]), of_p = values(literals[1]);
    if (!of_x || !of_p || u_.packages[x].extra_of != p || !(*of_x)[absent(x)]) return false;
    for (std::size_t rank = 0; rank < u_.ranks(x); ++rank) {
      if (in_domain(p, rank) && !(*of_x)[rank] && !(*of_p)[rank]) return false;
    }
    return true;
  }

  bool single_holds(const solver::ProofStep& step) const {
    const auto literals = log_.literals_of(step);
    if (literals.size() != 1) return false;
    const std::uint32_t p = world_.index(literals[0].package);
    const auto set = values(literals[0]);
    if (!set) return false;
    switch (step.kind) {
      case solver::ProofKind::kDomain:
        return covers(p, *set, [](std::size_t) { return true; });
      case solver::ProofKind::kRoot:
        return line_holds(u_.roots, step.subject, p, *set, false);
      case solver::ProofKind::kConstraint:
        return step.subject >= u_.roots.size() &&
               line_holds(u_.constraints, step.subject - u_.roots.size(), p, *set, true);
      case solver::ProofKind::kUnavailable:
        return step.subject < u_.ranks(p) &&
               (u_.packages[p].releases[step.subject].unavailable ||
                forbids_itself(u_, p, step.subject)) &&
               covers(p, *set, [&](std::size_t v) { return v != step.subject; });
      case solver::ProofKind::kExcluded:
        return covers(p, *set, [&](std::size_t v) {
          return v == absent(p) || !has_code(p, v, step.subject);
        });
      default:
        return false;
    }
  }

  std::string axiom_error(const solver::ProofStep& step) const {
    bool holds = false;
    if (step.kind == solver::ProofKind::kDependency) {
      holds = dependency_holds(step);
    } else if (step.kind == solver::ProofKind::kSameRank) {
      holds = same_rank_holds(step);
    } else {
      holds = single_holds(step);
    }
    return holds ? "" : "not a fact (kind " + std::to_string(static_cast<int>(step.kind)) + ")";
  }

  const solver::ProofLog& log_;
  const UniverseDriver& world_;
  const Universe& u_;
};

}  // namespace

std::string proof_error(const solver::ProofLog& log, const UniverseDriver& world) {
  return Checker(log, world).first_error();
}

std::string refutation_error(const solver::ProofLog& log, std::uint32_t step) {
  if (step == 0 || step >= log.steps.size()) return "there is no such step";
  const solver::ProofStep& last = log.steps[step];
  if (last.kind != solver::ProofKind::kDerived) return "the last step is not derived";
  return log.literals_of(last).empty() ? "" : "the last step has literals";
}

namespace {

/// Why this assumption may not be made in the certificate of pin number `position`.
std::string frame_error(const solver::ProofLog& log, const solver::ProofLiteral& literal,
                        const solver::Tag& tag, const solver::Solution& solution,
                        std::size_t position) {
  const solver::PinnedRank& pin = solution.pins[position];
  const Bits set = log.set_of(literal);
  if (literal.package.value() != tag.id) return "a tag names another package";
  if (tag.kind == solver::TagKind::kProbe) {
    if (literal.package != pin.package) return "the question is about another package";
    for (std::size_t rank = 0; rank < pin.rank; ++rank) {
      if (!test_bit(set, rank)) return "rank " + std::to_string(rank) + " is not asked for";
    }
    return "";
  }
  const auto place =
      std::ranges::find(solution.pins, literal.package, &solver::PinnedRank::package);
  if (tag.kind == solver::TagKind::kPin) {
    const auto end = solution.pins.begin() + static_cast<std::ptrdiff_t>(position);
    if (place >= end) return "a pin rests on a later one";
  } else if (tag.kind == solver::TagKind::kGroup || tag.kind == solver::TagKind::kExclusion) {
    return "lines are no assumptions here";
  }
  // The frames of all stages hold in the answer.
  const bool kept = place == solution.pins.end() ? true : test_bit(set, place->rank);
  return kept ? "" : "an assumption does not hold in the solution";
}

}  // namespace

std::string certificate_error(const solver::ProofLog& log, const solver::Solution& solution,
                              const UniverseDriver& world) {
  for (std::size_t position = 0; position < solution.pins.size(); ++position) {
    const solver::PinnedRank& pin = solution.pins[position];
    const std::uint32_t p = world.index(pin.package);
    const std::string where = "certificate of p" + std::to_string(p) + ": ";
    if (!pin.proven) continue;
    if (pin.proof_step == 0) {
      const std::uint32_t page = world.universe().packages[p].extra_of.value_or(p);
      for (std::size_t rank = 0; rank < pin.rank; ++rank) {
        if (inside_lines(world.universe(), page, rank)) return where + "missing";
      }
      continue;
    }
    if (pin.proof_step >= log.steps.size()) return where + "no such step";
    const solver::ProofStep& step = log.steps[pin.proof_step];
    if (step.kind != solver::ProofKind::kCore) return where + "not a core";
    const auto literals = log.literals_of(step);
    for (std::size_t i = 0; i < literals.size(); ++i) {
      const std::string error =
          frame_error(log, literals[i], log.tags[step.tags_begin + i], solution, position);
      if (!error.empty()) return where + error;
    }
  }
  return "";
}

}  // namespace pincompile::oracle
