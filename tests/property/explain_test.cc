// Explanations against brute force: every core is unsatisfiable, every proper subset of a minimal
// one is not, questions about a rank are answered rightly, and every suggested relaxation solves.
// SPDX-License-Identifier: MIT
#include "solver/explain.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "brute_force.h"
#include "judge.h"
#include "proof_checker.h"
#include "universe_driver.h"
#include "universe_families.h"

namespace pincompile::oracle {

namespace {

using solver::Tag;
using solver::TagKind;

/// The universe with those lines and exclusion codes only that pass `keep`. An unavailable version
/// that is let in has no requirements: nobody knows them.
Universe reduced(Universe u, const std::function<bool(const Tag&)>& keep) {
  std::vector<Need> roots, constraints;
  std::uint32_t group = 0;
  for (const Need& line : u.roots) {
    if (keep({TagKind::kGroup, group++})) roots.push_back(line);
  }
  for (const Need& line : u.constraints) {
    if (keep({TagKind::kGroup, group++})) constraints.push_back(line);
  }
  u.roots = roots;
  u.constraints = constraints;
  const bool excluded = keep({TagKind::kExclusion, kExclusionCode});
  const bool unavailable = keep({TagKind::kExclusion, kUnavailableCode});
  for (Package& package : u.packages) {
    for (Release& release : package.releases) {
      if (release.unavailable && !unavailable) {
        release.unavailable = false;
        release.needs.clear();
      }
      if (!excluded) release.excluded = false;
    }
  }
  return u;
}

bool solvable(const Universe& u) { return !all_models(u).empty(); }

std::string core_error(const Universe& u, const solver::Core& core) {
  const auto holds = [&](const Tag& tag) {
    return std::ranges::find(core.tags, tag) != core.tags.end();
  };
  if (solvable(reduced(u, holds))) return "the core is satisfiable";
  if (!core.minimal) return "";
  for (const Tag& left_out : core.tags) {
    const Universe smaller =
        reduced(u, [&](const Tag& tag) { return tag != left_out && holds(tag); });
    if (!solvable(smaller)) {
      return "the core is not minimal: " + std::to_string(static_cast<int>(left_out.kind)) + ":" +
             std::to_string(left_out.id);
    }
  }
  return "";
}

Universe problem(std::uint64_t seed) {
  Universe u = seed % 4 == 0 ? tiny_rooted(seed) : tiny_mixed(seed);
  SplitMix random(seed);
  spice(u, {.exclusions = true, .constraints = true, .extras = true, .selves = seed % 3 == 0},
        random);
  return u;
}

/// Runs a solver for its facts, then an explainer.
class Explained {
 public:
  explicit Explained(const Universe& u) : world_(u), solver_(options(), world_) {
    world_.state_lines(solver_);
    step = world_.run(solver_);
    explainer.emplace(options(), world_, solver_.facts());
  }
  static solver::Options options() {
    solver::Options options;
    options.record_proof = true;
    return options;
  }
  solver::Step ask(const std::function<void(solver::Explainer&)>& question) {
    question(*explainer);
    while (true) {
      const solver::Step now = explainer->step(1000000000);
      if (now == solver::Step::kNeedsFacts) {
        explainer->ingest(world_.answer(explainer->demand()));
      } else if (now != solver::Step::kWorking) {
        return now;
      }
    }
  }
  const UniverseDriver& world() const { return world_; }
  bool knows(std::uint32_t package) const {
    return std::ranges::any_of(solver_.facts().facts(), [&](const solver::Fact& fact) {
      const auto* page = std::get_if<solver::PageFact>(&fact);
      return page != nullptr && page->package == world_.id(package);
    });
  }

 private:
  UniverseDriver world_;
  solver::Solver solver_;

 public:
  solver::Step step = solver::Step::kWorking;
  std::optional<solver::Explainer> explainer;
};

/// True if every choice of values that satisfies all of `given` satisfies `claim`, one package
/// after the other.
bool follows(const Universe& u, const UniverseDriver& world,
             const std::vector<const solver::DerivationNode*>& given,
             const solver::DerivationNode& claim) {
  std::vector<std::uint32_t> packages;
  const auto collect = [&](const solver::DerivationNode& node) {
    for (const auto& literal : node.literals) {
      const std::uint32_t p = world.index(literal.package);
      if (std::ranges::find(packages, p) == packages.end()) packages.push_back(p);
    }
  };
  for (const auto* node : given) collect(*node);
  collect(claim);
  std::vector<std::size_t> value(u.packages.size(), 0);
  const auto holds = [&](const solver::DerivationNode& node) {
    return std::ranges::any_of(node.literals, [&](const auto& literal) {
      return test_bit(literal.set, value[world.index(literal.package)]);
    });
  };
  while (true) {
    if (std::ranges::all_of(given, [&](const auto* node) { return holds(*node); }) &&
        !holds(claim)) {
      return false;
    }
    std::size_t digit = 0;
    while (digit < packages.size() && ++value[packages[digit]] > u.ranks(packages[digit])) {
      value[packages[digit++]] = 0;
    }
    if (digit == packages.size()) return true;
  }
}

/// Every node follows from those it names, all of them earlier ones; the last closes the
/// refutation.
std::string derivation_error(const Universe& u, const UniverseDriver& world,
                             const solver::Derivation& derivation) {
  if (derivation.nodes.empty()) return "no nodes";
  for (std::size_t n = 0; n < derivation.nodes.size(); ++n) {
    const solver::DerivationNode& node = derivation.nodes[n];
    std::vector<const solver::DerivationNode*> given;
    for (const std::uint32_t from : node.antecedents) {
      if (from >= n) return "node " + std::to_string(n) + " rests on a later one";
      given.push_back(&derivation.nodes[from]);
    }
    if (!given.empty() && !follows(u, world, given, node)) {
      return "node " + std::to_string(n) + " does not follow";
    }
  }
  return derivation.nodes.back().literals.empty() ? "" : "the last node leaves a way out";
}

bool obeys(const Universe& u, const Model& model) {
  const std::vector<Model> models = all_models(u);
  return std::ranges::find(models, model) != models.end();
}

}  // namespace

TEST(Explain, CoresAreUnsatisfiableAndMinimal) {
  std::uint64_t cores = 0;
  for (std::uint64_t seed = 1; seed <= property_rounds(150); ++seed) {
    const Universe u = problem(seed);
    Explained explained(u);
    const solver::Step step = explained.ask([](auto& e) { e.ask_conflict(); });
    if (explained.step == solver::Step::kFinished) {
      ASSERT_EQ(step, solver::Step::kFinished) << "seed " << seed;
      continue;
    }
    ASSERT_EQ(step, solver::Step::kUnsatisfiable) << "seed " << seed;
    ++cores;
    const solver::Core& core = explained.explainer->core();
    ASSERT_EQ(core_error(u, core), "") << "seed " << seed << "\n" << to_text(u);
    EXPECT_TRUE(core.minimal) << "seed " << seed;
    ASSERT_EQ(proof_error(explained.explainer->proof(), explained.world()), "") << "seed " << seed;
    ASSERT_EQ(derivation_error(u, explained.world(), explained.explainer->derivation()), "")
        << "seed " << seed << "\n"
        << to_text(u);
  }
  EXPECT_GT(cores, 0U);
}

TEST(Explain, APackageMayHaveARankOrTheLinesThatForbidItAreNamed) {
  for (std::uint64_t seed = 1; seed <= property_rounds(80); ++seed) {
    const Universe u = problem(seed);
    SplitMix random(seed);
    const auto package = static_cast<std::uint32_t>(random.below(u.packages.size()));
    if (u.ranks(package) == 0) continue;
    const std::size_t rank = random.below(u.ranks(package));
    Explained explained(u);
    if (!explained.knows(package)) continue;  // nobody may ask about what nobody mentioned
    std::vector<Word> ranks(words_for(u.ranks(package)));
    set_bit(ranks, rank);
    const solver::Step step =
        explained.ask([&](auto& e) { e.ask_possible(explained.world().id(package), ranks); });
    // The question is a line of its own: the package is required and has this rank.
    Universe asked = u;
    RankSet only(u.ranks(package));
    only[rank] = true;
    asked.roots.push_back({package, asked.intern(only)});
    ASSERT_EQ(step == solver::Step::kFinished, solvable(asked))
        << "seed " << seed << " p" << package << "=" << rank << "\n"
        << to_text(u);
    if (step == solver::Step::kFinished) continue;
    ASSERT_EQ(step, solver::Step::kUnsatisfiable);
    const auto question = static_cast<std::uint32_t>(u.roots.size());
    const auto& tags = explained.explainer->core().tags;
    const Universe kept = reduced(asked, [&](const Tag& tag) {
      if (tag.kind != TagKind::kGroup) return std::ranges::find(tags, tag) != tags.end();
      if (tag.id == question) return true;
      const Tag own = {TagKind::kGroup, tag.id > question ? tag.id - 1 : tag.id};
      return std::ranges::find(tags, own) != tags.end();
    });
    ASSERT_FALSE(solvable(kept)) << "seed " << seed << "\n" << to_text(u);
  }
}

TEST(Explain, EveryRelaxationSolvesAndNoneIsTooLarge) {
  std::uint64_t shown = 0;
  for (std::uint64_t seed = 1; seed <= property_rounds(80); ++seed) {
    const Universe u = problem(seed);
    Explained explained(u);
    if (explained.step != solver::Step::kUnsatisfiable) continue;
    if (explained.ask([](auto& e) { e.ask_relaxations(); }) != solver::Step::kFinished) continue;
    const auto& relaxations = explained.explainer->relaxations();
    EXPECT_LE(relaxations.size(), 5U);
    const auto relaxed = [&](const std::vector<solver::GroupId>& groups) {
      Universe r = u;
      for (const solver::GroupId group : groups) {
        const std::size_t line = group.value();
        Need& need = line < r.roots.size() ? r.roots[line] : r.constraints[line - r.roots.size()];
        need.set = r.any(need.package);
      }
      return r;
    };
    for (std::size_t i = 0; i < relaxations.size(); ++i) {
      const auto& groups = relaxations[i].groups;
      ++shown;
      if (i > 0) {
        EXPECT_LE(relaxations[i - 1].groups.size(), groups.size()) << "seed " << seed;
      }
      ASSERT_TRUE(solvable(relaxed(groups))) << "seed " << seed << "\n" << to_text(u);
      for (const solver::GroupId group : groups) {
        std::vector<solver::GroupId> fewer;
        std::ranges::remove_copy(groups, std::back_inserter(fewer), group);
        ASSERT_FALSE(solvable(relaxed(fewer))) << "seed " << seed << "\n" << to_text(u);
      }
      Model model(u.packages.size(), kAbsent);
      for (const solver::Choice& choice : relaxations[i].model) {
        model[explained.world().index(choice.package)] = choice.rank;
      }
      ASSERT_TRUE(obeys(relaxed(groups), model)) << "seed " << seed << "\n" << to_text(u);
    }
  }
  EXPECT_GT(shown, 0U);
}

}  // namespace pincompile::oracle
