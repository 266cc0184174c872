// The loop between solver and facts. Nothing here decides: demanded facts are taken in the order of
// solver.md 6.2 and 9 whenever they arrive.
// SPDX-License-Identifier: MIT
#include "resolution/driver.h"

#include <algorithm>
#include <utility>

namespace pincompile {
namespace {

/// Between two looks at the clock and at cancellation: a few milliseconds of search.
constexpr std::uint64_t kTicksPerStep = 200000;

Error unanswered_error() {
  Error error;
  error.kind = ErrorKind::kInternal;
  error.message = "a fact source left a question without an answer";
  return error;
}

}  // namespace

Error cancelled_error() {
  Error error;
  error.kind = ErrorKind::kCancelled;
  error.message = "interrupted";
  return error;
}

Result<solver::Step> Driver::run(solver::Solver& solver) {
  late_ = false;
  return drive(solver, [&] {
    if (!std::exchange(late_, true)) solver.finish_early();
    report(solver.counters());
    return false;
  });
}

/// `late` is called once the deadline has passed and says whether to stop at once.
template <class Engine, class Late>
Result<solver::Step> Driver::drive(Engine& engine, Late late) {
  std::vector<solver::Fact> facts;
  for (;;) {
    if (observer_ != nullptr && observer_->should_cancel()) return cancelled_error();
    if (deadline_ && clock_.monotonic() >= *deadline_ && late()) return solver::Step::kOutOfBudget;
    const solver::Step step = engine.step(kTicksPerStep);
    if (step == solver::Step::kWorking) continue;
    if (step != solver::Step::kNeedsFacts) return step;
    facts.clear();
    const auto answered = answer(engine.demand(), facts);
    if (!answered) return answered.error();
    engine.ingest(facts);
    if constexpr (std::is_same_v<Engine, solver::Solver>) report(engine.counters());
  }
}

void Driver::report(const solver::Counters& counters) {
  if (observer_ == nullptr) return;
  Progress progress;
  progress.packages_wanted = encoder_.package_count();
  progress.packages_known = counters.pages;
  progress.fetched = counters.fetches;
  progress.conflicts = counters.conflicts;
  observer_->on_progress(progress);
}

Result<void> Driver::answer(const solver::Demand& demand, std::vector<solver::Fact>& facts) {
  ask(demand);
  if (const auto& damage = encoder_.projects().book().damage()) return *damage;
  if (auto waited = wait(demand); !waited) return waited;
  if (auto encoded = encode_pages(demand, facts); !encoded) return encoded;
  if (auto encoded = encode_metadata(demand, facts); !encoded) return encoded;
  if (const auto& damage = encoder_.projects().book().damage()) return *damage;
  return {};
}

void Driver::ask(const solver::Demand& demand) {
  Projects& projects = encoder_.projects();
  for (const PackageId package : demand.pages) {
    const Project& project = projects[encoder_.package(package).project];
    if (project.artifact == nullptr) projects.book().ask(project.page, false);
  }
  // What is only likely counts as used once it is there: that it cannot be had harms nobody.
  const auto ask_metadata = [&](const std::vector<solver::Choice>& choices, bool ahead) {
    for (const solver::Choice& choice : choices) {
      projects.ask_metadata(encoder_.package(choice.package).project, choice.rank, ahead);
    }
  };
  ask_metadata(demand.must, false);
  ask_metadata(demand.likely, true);
}

bool Driver::is_page_settled(PackageId package) const {
  const Projects& projects = encoder_.projects();
  const Project& project = projects[encoder_.package(package).project];
  return project.artifact != nullptr ||
         !is_open(encoder_.projects().book().page(project.page).state);
}

bool Driver::is_metadata_settled(const solver::Choice& choice) const {
  return encoder_.projects().is_metadata_settled(encoder_.package(choice.package).project,
                                                 choice.rank);
}

bool Driver::settled(const solver::Demand& demand) {
  const auto page = [this](PackageId package) { return is_page_settled(package); };
  const auto metadata = [this](const solver::Choice& choice) {
    return is_metadata_settled(choice);
  };
  return std::ranges::all_of(demand.pages, page) && std::ranges::all_of(demand.must, metadata) &&
         std::ranges::all_of(demand.likely, metadata);
}

void Driver::lead(const solver::Demand& demand) {
  for (const solver::Choice& choice : demand.must) {
    const Package& package = encoder_.package(choice.package);
    if (package.extra.empty()) lookahead_.lead(package.project, choice.rank);
  }
}

/// Lookahead walks from the first round on that one look at the answers does not settle: a run
/// answered from the cache pays nothing for it.
Result<void> Driver::wait(const solver::Demand& demand) {
  FactBook& book = encoder_.projects().book();
  for (int looks = 0; !settled(demand); ++looks) {
    if (observer_ != nullptr && observer_->should_cancel()) return cancelled_error();
    looks_ahead_ = looks_ahead_ || looks > 0;
    if (looks_ahead_ && looks == 0) lead(demand);
    if (looks_ahead_) lookahead_.walk(std::exchange(arrived_, {}));
    const auto arrivals = book.wait();
    if (arrivals.empty()) return book.cancelled() ? cancelled_error() : unanswered_error();
    arrived_.insert(arrived_.end(), arrivals.begin(), arrivals.end());
  }
  return {};
}

void Driver::sort(std::vector<PackageId>& packages) const {
  std::ranges::sort(packages, {}, [this](PackageId id) {
    const Package& package = encoder_.package(id);
    const Id64 name = encoder_.projects()[package.project].name;
    return std::tuple(name, package.extra.empty() ? 0 : encoder_.name_key(id),
                      std::string_view(package.extra));
  });
}

Result<void> Driver::encode_pages(const solver::Demand& demand, std::vector<solver::Fact>& facts) {
  Projects& projects = encoder_.projects();
  std::vector<PackageId> pages = demand.pages;
  for (const PackageId package : demand.pages) {
    if (!encoder_.package(package).extra.empty()) {
      pages.push_back(projects[encoder_.package(package).project].package);
    }
  }
  sort(pages);
  pages.erase(std::unique(pages.begin(), pages.end()), pages.end());
  for (const PackageId package : pages) {
    const Project& project = projects[encoder_.package(package).project];
    if (project.artifact == nullptr) {
      const KnownPage& page = projects.book().page(project.page);
      if (page.state == Known::kFailed) {
        return Error(page.error).at({{}, 0, 0, "while reading the page of " + page.project});
      }
    }
    facts.push_back(encoder_.page(package));
  }
  return {};
}

Result<void> Driver::encode_metadata(const solver::Demand& demand,
                                     std::vector<solver::Fact>& facts) {
  struct Item {
    solver::Choice choice;
    std::uint64_t key;
    bool must;
  };
  std::vector<Item> items;
  for (const solver::Choice& choice : demand.must) {
    items.push_back({choice, encoder_.name_key(choice.package), true});
  }
  for (const solver::Choice& choice : demand.likely) {
    items.push_back({choice, encoder_.name_key(choice.package), false});
  }
  std::ranges::sort(items, [](const Item& a, const Item& b) {
    return std::tuple(a.key, a.choice.rank) < std::tuple(b.key, b.choice.rank);
  });
  Projects& projects = encoder_.projects();
  for (const Item& item : items) {
    const ProjectId project = encoder_.package(item.choice.package).project;
    const MetadataId metadata = projects.metadata_of(project, item.choice.rank);
    if (!metadata.is_none() && projects.book().metadata(metadata).state == Known::kFailed) {
      if (!item.must) continue;
      return Error(*projects.book().metadata(metadata).error)
          .at({{},
               0,
               0,
               "while reading the metadata of " + projects[project].text + " " +
                   std::string(projects.version_text(project, item.choice.rank))});
    }
    if (!item.must) projects.ask_metadata(project, item.choice.rank, false);
    facts.push_back(encoder_.metadata(item.choice));
  }
  return {};
}

}  // namespace pincompile
