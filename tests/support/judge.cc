// SPDX-License-Identifier: MIT
#include "judge.h"

#include <algorithm>
#include <cstdlib>
#include <string>

#include "brute_force.h"
#include "proof_checker.h"

namespace pincompile::oracle {

namespace {

std::string text(const Model& model) {
  std::string result = "[";
  for (const int rank : model) {
    result += (result.size() > 1 ? " " : "") + (rank == kAbsent ? "-" : std::to_string(rank));
  }
  return result + "]";
}

std::string text(const std::vector<std::uint32_t>& numbers) {
  std::string result = "[";
  for (const std::uint32_t n : numbers) {
    result += (result.size() > 1 ? " " : "") + std::to_string(n);
  }
  return result + "]";
}

template <class T>
std::string difference(const char* what, const T& got, const T& wanted) {
  if (got == wanted) return "";
  return std::string(what) + " " + text(got) + ", reference " + text(wanted);
}

std::string number_difference(const char* what, std::uint64_t got, std::uint64_t wanted) {
  if (got == wanted) return "";
  return std::string(what) + " " + std::to_string(got) + ", reference " + std::to_string(wanted);
}

/// The caps that the solver tells, against those of the reference.
std::string cap_difference(const char* what, const std::vector<solver::Choice>& got,
                           const std::vector<std::uint32_t>& wanted, const UniverseDriver& world) {
  for (const solver::Choice& cap : got) {
    const std::uint32_t p = world.index(cap.package);
    if (cap.rank != wanted[p]) {
      return std::string(what) + " of p" + std::to_string(p) + " is " + std::to_string(cap.rank) +
             ", reference " + std::to_string(wanted[p]);
    }
  }
  for (std::uint32_t p = 0; p < wanted.size(); ++p) {
    const bool told = std::ranges::find(got, world.id(p), &solver::Choice::package) != got.end();
    const bool bound = wanted[p] != *std::ranges::min_element(wanted);
    if (bound && !told) return std::string(what) + " of p" + std::to_string(p) + " is not told";
  }
  return "";
}

std::vector<std::uint32_t> released(const solver::Solution& solution, const UniverseDriver& world) {
  std::vector<std::uint32_t> result;
  for (const solver::Note& note : solution.notes) {
    if (note.kind == solver::Note::Kind::kReleasedReluctance) {
      result.push_back(world.index(note.package));
    }
  }
  std::ranges::sort(result);
  return result;
}

std::string solution_difference(const solver::Solution& solution, const Expected& expected,
                                const solver::Options& options, const UniverseDriver& world) {
  const bool fresh =
      options.objective == solver::Objective::kFresh && options.mode == solver::Mode::kHighest;
  if (fresh) {
    for (const auto& [what, got, wanted] :
         {std::tuple("direct cap", &solution.direct_caps, &expected.direct_caps),
          std::tuple("cap", &solution.caps, &expected.caps)}) {
      const std::string error = cap_difference(what, *got, *wanted, world);
      if (!error.empty()) return error;
    }
  }
  std::vector<std::uint32_t> moved;
  for (const solver::PackageId package : solution.moved_pins) moved.push_back(world.index(package));
  std::ranges::sort(moved);
  std::vector<std::uint32_t> wanted_moved = expected.moved;
  std::ranges::sort(wanted_moved);
  for (const std::string& error :
       {number_difference("weight of moved pins", solution.least_change_weight,
                          expected.moved_weight),
        difference("moved pins", moved, wanted_moved),
        difference("pins", world.model(solution), expected.pins),
        fresh ? number_difference("worst bucket", solution.worst_bucket, expected.worst_bucket)
              : ""}) {
    if (!error.empty()) return error;
  }
  if (!solution.proven || !std::ranges::all_of(solution.pins, &solver::PinnedRank::proven)) {
    return "not every pin is proven";
  }
  return "";
}

std::string greedy_difference(const Model& model, const Expected& expected,
                              const std::vector<bool>& permitted, const Universe& u) {
  const std::vector<Model> models = all_models(u);
  if (std::ranges::find(models, model) == models.end()) return "no model: " + text(model);
  for (std::uint32_t p = 0; p < model.size(); ++p) {
    if (u.packages[p].extra_of || model[p] == kAbsent || permitted[p]) continue;
    const bool reluctant = u.packages[p].releases[static_cast<std::size_t>(model[p])].reluctant;
    const bool let_in = std::ranges::find(expected.released, p) != expected.released.end();
    if (reluctant && !let_in) return "reluctant rank of p" + std::to_string(p);
  }
  return "";
}

}  // namespace

std::string judge(const Universe& universe, const Trial& trial) {
  UniverseDriver world(universe, trial.delivery);
  solver::Options options = trial.options;
  options.record_proof = trial.check_proofs;
  solver::Solver solver(options, world);
  world.state_lines(solver);
  const solver::Step step = world.run(solver, 1000000);

  Question question;
  question.fresh =
      options.objective == solver::Objective::kFresh && options.mode == solver::Mode::kHighest;
  question.floor = options.freshness_floor;
  question.permitted = world.permitted(solver.facts());
  const Expected expected = expected_answer(universe, question);

  if (trial.check_proofs) {
    const std::string error = proof_error(solver.proof(), world);
    if (!error.empty()) return "proof: " + error;
  }
  if (step == solver::Step::kUnsatisfiable) {
    if (expected.satisfiable) return "said to have no solution, reference " + text(expected.pins);
    return trial.check_proofs ? refutation_error(solver.proof(), solver.core().proof_step) : "";
  }
  if (step != solver::Step::kFinished) {
    return "no answer: step " + std::to_string(static_cast<int>(step));
  }
  const solver::Solution& solution = solver.solution();
  if (!expected.satisfiable) return "pins " + text(world.model(solution)) + ", reference none";
  std::vector<std::uint32_t> wanted_released = expected.released;
  std::ranges::sort(wanted_released);
  std::string error = difference("released", released(solution, world), wanted_released);
  if (!error.empty()) return error;
  if (options.objective == solver::Objective::kGreedy) {
    return greedy_difference(world.model(solution), expected, question.permitted, universe);
  }
  error = solution_difference(solution, expected, options, world);
  if (error.empty() && trial.check_proofs) {
    error = certificate_error(solver.proof(), solution, world);
  }
  return error;
}

namespace {

/// Whoever names an extra names its package beside it, as the solver is promised.
bool extras_come_with_packages(const Universe& u) {
  const auto holds = [&](const std::vector<Need>& list) {
    return std::ranges::all_of(list, [&](const Need& need) {
      const auto base = u.packages[need.package].extra_of;
      return !base || std::ranges::find(list, *base, &Need::package) != list.end();
    });
  };
  return holds(u.roots) && std::ranges::all_of(u.packages, [&](const Package& package) {
           return std::ranges::all_of(package.releases,
                                      [&](const Release& r) { return holds(r.needs); });
         });
}

/// Drops items of a list one by one while the universe still fails.
template <class List>
bool drop_items(Universe& u, const std::function<List&(Universe&)>& list, std::size_t least,
                const std::function<bool(const Universe&)>& fails) {
  bool changed = false;
  for (std::size_t i = list(u).size(); i > 0 && list(u).size() > least; --i) {
    Universe smaller = u;
    List& items = list(smaller);
    items.erase(items.begin() + static_cast<std::ptrdiff_t>(i - 1));
    if (!fails(smaller)) continue;
    u = std::move(smaller);
    changed = true;
  }
  return changed;
}

bool simplify_marks(Universe& u, const std::function<bool(const Universe&)>& fails) {
  bool changed = false;
  const auto attempt = [&](auto& field, auto plain) {
    if (field == plain) return;
    const auto before = field;
    field = plain;
    if (fails(u)) {
      changed = true;
    } else {
      field = before;
    }
  };
  for (Package& package : u.packages) {
    attempt(package.pinned, false);
    for (Release& release : package.releases) {
      attempt(release.excluded, false);
      attempt(release.unavailable, false);
      attempt(release.reluctant, false);
      attempt(release.stamp, std::uint16_t{0});
    }
  }
  return changed;
}

}  // namespace

Universe shrink(Universe u, const std::function<bool(const Universe&)>& fails) {
  using Needs = std::vector<Need>;
  bool changed = true;
  while (changed) {
    changed = drop_items<Needs>(
        u, [](Universe& v) -> Needs& { return v.roots; }, 1, fails);
    changed |= drop_items<Needs>(
        u, [](Universe& v) -> Needs& { return v.constraints; }, 0, fails);
    changed |= drop_items<std::vector<std::uint32_t>>(
        u, [](Universe& v) -> std::vector<std::uint32_t>& { return v.upgrades; }, 0, fails);
    for (std::size_t p = 0; p < u.packages.size(); ++p) {
      for (std::size_t rank = 0; rank < u.packages[p].releases.size(); ++rank) {
        changed |= drop_items<Needs>(
            u, [=](Universe& v) -> Needs& { return v.packages[p].releases[rank].needs; }, 0, fails);
      }
    }
    changed |= simplify_marks(u, fails);
  }
  return u;
}

std::string judge_and_shrink(const Universe& universe, const Trial& trial) {
  const std::string error = judge(universe, trial);
  if (error.empty()) return "";
  const Universe small = shrink(universe, [&](const Universe& u) {
    return extras_come_with_packages(u) && !judge(u, trial).empty();
  });
  return judge(small, trial) + "\n(before shrinking: " + error + ")\n" + to_text(small);
}

std::uint64_t property_rounds(std::uint64_t fallback) {
  const char* wanted = std::getenv("PINCOMPILE_PROPERTY_ROUNDS");
  if (wanted == nullptr) return fallback;
  return std::max<std::uint64_t>(1, fallback * std::strtoull(wanted, nullptr, 10) / 100);
}

}  // namespace pincompile::oracle
