// The request solved as it is, then once more with the version demanded and the pins as they are.
// SPDX-License-Identifier: MIT
#include "resolution/why_not.h"

#include <algorithm>
#include <map>

#include "resolution/conflict.h"
#include "resolution/exclusion_text.h"
#include "resolution/story.h"

namespace pincompile {
namespace {

using Pins = std::map<std::string, std::string>;

Pins pins_of(Session& session) {
  Pins pins;
  for (const solver::PinnedRank& pin : session.solver().solution().pins) {
    const Package& package = session.encoder().package(pin.package);
    if (!package.extra.empty()) continue;
    pins[session.projects()[package.project].text] =
        std::string(session.projects().version_text(package.project, pin.rank));
  }
  return pins;
}

std::vector<WhyNot::Move> moves_between(const Pins& before, const Pins& after,
                                        const std::string& without) {
  Pins all = before;
  all.insert(after.begin(), after.end());
  std::vector<WhyNot::Move> moves;
  for (const auto& [name, version] : all) {
    const auto from = before.find(name), to = after.find(name);
    WhyNot::Move move;
    move.name = name;
    if (from != before.end()) move.from = from->second;
    if (to != after.end()) move.to = to->second;
    if (name != without && move.from != move.to) moves.push_back(std::move(move));
  }
  return moves;
}

class Absence {
 public:
  Absence(const ResolveRequest& request, const SessionPorts& ports, std::string_view project)
      : request_(request), ports_(ports), name_(project) {}

  Result<WhyNot> explain(std::string_view wanted) {
    auto session = Session::open(request_, ports_);
    if (!session) return session.error();
    const auto step = (*session)->solve();
    if (!step) return step.error();
    if (*step != solver::Step::kFinished) return no_solution();
    const Pins pins = pins_of(**session);
    const auto pin = pins.find(name_);
    answer_.version = std::string(wanted);
    if (pin == pins.end()) return say(WhyNot::Verdict::kNotNeeded);
    answer_.pinned = pin->second;
    const ProjectId id = (*session)->projects().named(id64(name_), name_);
    if (!find_version(**session, id)) return std::move(answer_);
    return force(pins);
  }

 private:
  WhyNot say(WhyNot::Verdict verdict) {
    answer_.verdict = verdict;
    return std::move(answer_);
  }

  static Error no_solution() {
    Error error;
    error.kind = ErrorKind::kInvalidArgument;
    error.message = "there is no solution to explain";
    return error;
  }

  /// Whether the version exists, is another one than the pin and may be chosen as far as the page
  /// tells; else the answer is complete.
  bool find_version(Session& session, ProjectId id) {
    const Project& project = session.projects()[id];
    answer_.verdict = WhyNot::Verdict::kPinned;
    if (project.artifact != nullptr) {
      if (!answer_.version.empty() && answer_.version != answer_.pinned) {
        answer_.verdict = WhyNot::Verdict::kNoSuchVersion;
      }
      return false;
    }
    const PageView& page = session.projects().book().page(project.page).view;
    std::uint32_t number = page.version_count() - 1;
    if (answer_.version.empty()) {
      while (number > 0 && page.is_prerelease(number)) --number;
    } else {
      const auto version = Version::parse(answer_.version);
      const auto found = version ? page.find(key_view(version_key(*version))) : std::nullopt;
      if (!found) {
        answer_.verdict = WhyNot::Verdict::kNoSuchVersion;
        return false;
      }
      number = *found;
    }
    answer_.version = std::string(page.version_text(number));
    spelling_ = std::string(page.spelling(number));
    if (answer_.version == answer_.pinned) return false;
    answer_.code = project.admission.codes[number];
    const Rank rank = project.order.rank_of[number];
    const bool reluctant =
        !project.order.reluctant.empty() && test_bit(project.order.reluctant, rank);
    if (answer_.code == ExclusionCode::kNone && reluctant) {
      answer_.code = ExclusionCode::kPrerelease;
    }
    if (answer_.code == ExclusionCode::kNone) return true;
    answer_.text = exclusion_text(page, number, answer_.code);
    answer_.verdict = WhyNot::Verdict::kUnavailable;
    return false;
  }

  /// Demands the package by a requirement and the version by a constraint, since overrides leave
  /// constraints alone.
  Result<WhyNot> force(const Pins& pins) {
    ResolveRequest forced = request_;
    for (const bool is_limit : {false, true}) {
      InputRequirement line;
      line.text = is_limit ? name_ + "===" + spelling_ : name_;
      auto requirement = Requirement::parse(line.text);
      if (!requirement) return requirement.error();
      line.requirement = *std::move(requirement);
      (is_limit ? forced.inputs.constraints : forced.inputs.requirements)
          .push_back(std::move(line));
    }
    forced.options.upgrade = false;
    forced.options.upgrade_packages.clear();
    forced.existing.clear();
    for (const auto& [name, version] : pins) forced.existing.push_back({name, version});
    SessionChanges changes;
    changes.demands_last = true;
    auto session = Session::open(forced, ports_, changes);
    if (!session) return session.error();
    const auto step = (*session)->solve();
    if (!step) return step.error();
    if (*step == solver::Step::kOutOfBudget) return say(WhyNot::Verdict::kUnknown);
    if (*step == solver::Step::kFinished) {
      answer_.moves = moves_between(pins, pins_of(**session), name_);
      return say(WhyNot::Verdict::kTradeOff);
    }
    if (is_unavailable(**session)) return say(WhyNot::Verdict::kUnavailable);
    // Other lines may forbid the version before anybody looks at its metadata.
    const auto alone = (*session)->try_lines(demands_of(**session));
    if (!alone) return alone.error();
    if (is_unavailable(**session)) return say(WhyNot::Verdict::kUnavailable);
    return forbidden(**session);
  }

  static std::vector<std::uint32_t> demands_of(const Session& session) {
    std::vector<std::uint32_t> demands;
    for (std::uint32_t i = 0; i < session.rules().lines().size(); ++i) {
      if (session.is_demand(i)) demands.push_back(i);
    }
    return demands;
  }

  /// The version's own metadata, if the solve found it unusable.
  bool is_unavailable(Session& session) {
    const ProjectId id = session.projects().named(id64(name_), name_);
    const Project& project = session.projects()[id];
    const PageView& page = session.projects().book().page(project.page).view;
    for (const solver::Fact& fact : session.solver().facts().facts()) {
      const auto* unavailable = std::get_if<solver::UnavailableFact>(&fact);
      if (unavailable == nullptr || unavailable->package != project.package) continue;
      const std::uint32_t version = project.order.version_of[unavailable->rank];
      if (page.version_text(version) != answer_.version) continue;
      answer_.code = static_cast<ExclusionCode>(unavailable->code);
      answer_.text = exclusion_text(page, version, answer_.code);
      return true;
    }
    return false;
  }

  Result<WhyNot> forbidden(Session& session) {
    const auto core = minimal_core(session);
    if (!core) return core.error();
    for (const std::uint32_t number : core->lines) {
      answer_.core.push_back(line_input(session.inputs(), session.rules().lines()[number]).origin);
    }
    answer_.steps = tell_story(session, core->proof_lines).steps;
    return say(WhyNot::Verdict::kForbidden);
  }

  const ResolveRequest& request_;
  const SessionPorts ports_;
  const std::string name_;
  std::string spelling_;
  WhyNot answer_;
};

}  // namespace

Result<WhyNot> explain_absence(const ResolveRequest& request, const SessionPorts& ports,
                               std::string_view project, std::string_view version) {
  return Absence(request, ports, project).explain(version);
}

}  // namespace pincompile
