// SPDX-License-Identifier: MIT
#include "brute_force.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "brute_freshness.h"

namespace pincompile::oracle {

bool inside_lines(const Universe& u, std::uint32_t package, std::size_t rank) {
  if (u.packages[package].releases[rank].excluded) return false;
  for (const auto* lines : {&u.roots, &u.constraints}) {
    for (const Need& line : *lines) {
      if (line.package == package && !u.allows(line, rank)) return false;
    }
  }
  return true;
}

bool forbids_itself(const Universe& u, std::uint32_t package, std::size_t rank) {
  return std::ranges::any_of(u.packages[package].releases[rank].needs, [&](const Need& need) {
    return need.package == package && !u.allows(need, rank);
  });
}

std::optional<RankSet> required_set(const Universe& u, std::uint32_t package, std::size_t rank,
                                    std::uint32_t needed) {
  std::optional<RankSet> result;
  for (const Need& need : u.packages[package].releases[rank].needs) {
    if (need.package != needed) continue;
    if (!result) result = RankSet(u.ranks(needed), true);
    for (std::size_t r = 0; r < result->size(); ++r)
      (*result)[r] = (*result)[r] && u.allows(need, r);
  }
  return result;
}

namespace {

class Enumeration {
 public:
  explicit Enumeration(const Universe& universe)
      : u_(universe), model_(universe.packages.size(), kAbsent) {}

  std::vector<Model> run() {
    extend();
    return std::move(found_);
  }

 private:
  bool selected(std::uint32_t package) const { return model_[package] != kAbsent; }

  /// A package that must be selected and is not yet.
  std::optional<std::uint32_t> missing() const {
    for (const Need& root : u_.roots) {
      if (!selected(root.package)) return root.package;
    }
    for (std::uint32_t p = 0; p < model_.size(); ++p) {
      if (!selected(p)) continue;
      if (u_.packages[p].extra_of && !selected(*u_.packages[p].extra_of)) {
        return *u_.packages[p].extra_of;
      }
      for (const Need& need : release(p).needs) {
        if (!selected(need.package)) return need.package;
      }
    }
    return std::nullopt;
  }

  const Release& release(std::uint32_t package) const {
    return u_.packages[package].releases[static_cast<std::size_t>(model_[package])];
  }

  /// No statement about selected packages is violated.
  bool consistent() const {
    for (std::uint32_t p = 0; p < model_.size(); ++p) {
      if (!selected(p)) continue;
      if (release(p).unavailable || !inside_lines(u_, p, static_cast<std::size_t>(model_[p]))) {
        return false;
      }
      const auto base = u_.packages[p].extra_of;
      if (base && selected(*base) && model_[*base] != model_[p]) return false;
      for (const Need& need : release(p).needs) {
        if (selected(need.package) &&
            !u_.allows(need, static_cast<std::size_t>(model_[need.package]))) {
          return false;
        }
      }
    }
    return true;
  }

  void extend() {
    const auto package = missing();
    if (!package) {
      found_.push_back(model_);
      return;
    }
    for (std::size_t rank = 0; rank < u_.ranks(*package); ++rank) {
      model_[*package] = static_cast<int>(rank);
      if (consistent()) extend();
    }
    model_[*package] = kAbsent;
  }

  const Universe& u_;
  Model model_;
  std::vector<Model> found_;
};

/// Models that pass; if none does, `models` is left as it is and the answer is false.
template <class Test>
bool keep_if_possible(std::vector<Model>& models, Test test) {
  std::vector<Model> kept;
  std::ranges::copy_if(models, std::back_inserter(kept), test);
  if (kept.empty()) return false;
  models = std::move(kept);
  return true;
}

/// Least weight of broken wishes over all models; among equals, wishes earlier in `order` are kept
/// first. Returns the packages whose wish is broken in every model that is left.
template <class Kept>
std::vector<std::uint32_t> least_broken(std::vector<Model>& models,
                                        const std::vector<std::uint32_t>& order,
                                        const std::vector<std::uint32_t>& weight, Kept kept) {
  const auto cost = [&](const Model& model) {
    std::uint32_t sum = 0;
    for (const std::uint32_t p : order) sum += kept(model, p) ? 0 : weight[p];
    return sum;
  };
  std::uint32_t least = cost(models.front());
  for (const Model& model : models) least = std::min(least, cost(model));
  std::erase_if(models, [&](const Model& model) { return cost(model) != least; });
  std::vector<std::uint32_t> broken;
  for (const std::uint32_t p : order) {
    if (!keep_if_possible(models, [&](const Model& model) { return kept(model, p); })) {
      broken.push_back(p);
    }
  }
  return broken;
}

bool has_reluctant(const Package& package) {
  return std::ranges::any_of(package.releases, &Release::reluctant);
}

/// S0: the smallest set of packages whose reluctant ranks are let in.
std::vector<std::uint32_t> release_reluctance(const Universe& u, std::vector<Model>& models,
                                              const std::vector<bool>& permitted) {
  std::vector<std::uint32_t> guarded;
  for (const std::uint32_t p : priority_order(u)) {
    if (!u.packages[p].extra_of && !permitted[p] && has_reluctant(u.packages[p])) {
      guarded.push_back(p);
    }
  }
  const std::vector<std::uint32_t> ones(u.packages.size(), 1);
  return least_broken(models, guarded, ones, [&](const Model& model, std::uint32_t p) {
    return model[p] == kAbsent ||
           !u.packages[p].releases[static_cast<std::size_t>(model[p])].reluctant;
  });
}

/// S3: existing pins are kept, a direct one counts for four others.
std::vector<std::uint32_t> keep_pins(const Universe& u, std::vector<Model>& models) {
  std::vector<std::uint32_t> pinned;
  std::vector<std::uint32_t> weight(u.packages.size(), 1);
  for (const std::uint32_t p : priority_order(u)) {
    if (u.is_direct(p)) weight[p] = 4;
    if (u.packages[p].pinned && !u.packages[p].extra_of) pinned.push_back(p);
  }
  return least_broken(models, pinned, weight, [](const Model& model, std::uint32_t p) {
    return model[p] == kAbsent || model[p] == 0;
  });
}

}  // namespace

std::vector<Model> all_models(const Universe& universe) { return Enumeration(universe).run(); }

std::vector<Model> at_targets(const Universe& u, std::vector<Model> models) {
  std::vector<std::uint32_t> targets;
  for (const std::uint32_t p : priority_order(u)) {
    if (u.packages[p].extra_of) continue;  // `p[e]` with p pinned is no new line
    const bool new_line = u.is_direct(p) && !u.packages[p].pinned;
    if (new_line || std::ranges::find(u.upgrades, p) != u.upgrades.end()) targets.push_back(p);
  }
  // Absent is as good as the best rank: an upgrade neither drops a package nor forces it in.
  const auto cost = [](const Model& model, std::uint32_t p) { return std::max(model[p], 0); };
  for (const std::uint32_t p : targets) {
    int best = cost(models.front(), p);
    for (const Model& model : models) best = std::min(best, cost(model, p));
    std::erase_if(models, [&](const Model& model) { return cost(model, p) != best; });
  }
  return models;
}

std::vector<Model> layered_optimum(const Universe& u, std::vector<Model> models) {
  std::vector<std::uint32_t> met = u.direct();
  std::vector<std::uint32_t> layer = met;
  while (!layer.empty()) {
    std::vector<std::uint32_t> next;
    for (const std::uint32_t p : layer) {
      int best = models.front()[p];
      for (const Model& model : models) best = std::min(best, model[p]);
      std::erase_if(models, [&](const Model& model) { return model[p] != best; });
      for (const Need& need : u.packages[p].releases[static_cast<std::size_t>(best)].needs) {
        if (std::ranges::find(met, need.package) != met.end()) continue;
        met.push_back(need.package);
        next.push_back(need.package);
      }
    }
    layer = std::move(next);
  }
  return models;
}

Expected expected_answer(const Universe& u, const Question& question) {
  Expected expected;
  std::vector<Model> models = all_models(u);
  if (models.empty()) return expected;
  expected.satisfiable = true;

  std::vector<bool> permitted = question.permitted;
  permitted.resize(u.packages.size(), false);
  expected.released = release_reluctance(u, models, permitted);
  for (const std::uint32_t p : expected.released) permitted[p] = true;
  std::vector<RankSet> ordinary(u.packages.size());
  for (std::uint32_t p = 0; p < u.packages.size(); ++p) {
    for (std::size_t rank = 0; rank < u.ranks(p); ++rank) {
      const bool reluctant = u.packages[p].releases[rank].reluctant && !permitted[p];
      ordinary[p].push_back(inside_lines(u, p, rank) && !reluctant);
    }
  }

  const Freshness freshness(u, ordinary, models);
  if (question.fresh) {
    freshness.cap(models, question.floor, expected.direct_caps, expected.caps);
  }
  models = at_targets(u, std::move(models));
  expected.moved = keep_pins(u, models);
  for (const std::uint32_t p : expected.moved) expected.moved_weight += u.is_direct(p) ? 4 : 1;
  models = layered_optimum(u, std::move(models));
  expected.pins = models.front();
  if (question.fresh) expected.worst_bucket = question.floor;  // 7.4's K: the floor at least
  for (std::uint32_t p = 0; p < u.packages.size(); ++p) {
    if (u.packages[p].extra_of) continue;
    expected.worst_bucket = std::max(expected.worst_bucket, freshness.bucket(p, expected.pins[p]));
  }
  return expected;
}

}  // namespace pincompile::oracle
