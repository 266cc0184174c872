// Every suggestion is a request of its own that was solved.
// SPDX-License-Identifier: MIT
#include "resolution/suggestions.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "pincompile/name.h"
#include "resolution/conflict.h"
#include "resolution/story.h"

namespace pincompile {
namespace {

constexpr std::size_t kMaxSuggestions = 3;
constexpr std::size_t kMaxTried = 12;  ///< lines of a core that are looked at

/// `X.Y` bumped at its last number: `1.26.20` at two numbers gives `1.27`.
std::string next_release(const Version& version, std::size_t length) {
  std::string text;
  for (std::size_t i = 0; i + 1 < length; ++i) text += fmt::format("{}.", version.release(i));
  return text + fmt::format("{}", version.release(length - 1) + 1);
}

std::string cut_release(const Version& version, std::size_t length) {
  std::string text;
  for (std::size_t i = 0; i < length && i < version.release_length(); ++i) {
    text += fmt::format("{}{}", i == 0 ? "" : ".", version.release(i));
  }
  return text;
}

/// The specifier that replaces one which does not admit `version`; empty: it goes without.
std::string loosened(const Specifier& specifier, const Version& version) {
  const auto bound = Version::parse(specifier.version_text());
  if (!bound) return {};
  const std::size_t length = bound->release_length();
  const bool plain = !version.is_prerelease();
  switch (specifier.op()) {
    case Specifier::Operator::kLess:
    case Specifier::Operator::kLessEqual:
      return plain ? "<" + next_release(version, std::max<std::size_t>(length, 1))
                   : "<=" + version.to_string();
    case Specifier::Operator::kGreater:
    case Specifier::Operator::kGreaterEqual:
      return ">=" +
             (plain ? cut_release(version, std::max<std::size_t>(length, 2)) : version.to_string());
    case Specifier::Operator::kEqual:
      if (specifier.is_wildcard() && plain) return "==" + cut_release(version, length) + ".*";
      return "==" + version.to_string();
    case Specifier::Operator::kCompatible:
      return plain && length > 1 ? "~=" + cut_release(version, length) : "==" + version.to_string();
    case Specifier::Operator::kNotEqual:
      return {};
    case Specifier::Operator::kArbitrary:
      return "===" + version.to_string();
  }
  return {};
}

/// The line with the smallest change of its bounds that lets `version` in.
std::optional<InputRequirement> changed(const InputRequirement& line, const Version& version) {
  std::string text = line.requirement.name;
  for (std::size_t i = 0; i < line.requirement.extras.size(); ++i) {
    text += (i == 0 ? "[" : ",") + line.requirement.extras[i];
  }
  if (!line.requirement.extras.empty()) text += "]";
  std::string specifiers;
  for (const Specifier& specifier : line.requirement.specifiers.specifiers()) {
    const std::string kept =
        specifier.contains(version) ? specifier.to_string() : loosened(specifier, version);
    if (!kept.empty()) specifiers += (specifiers.empty() ? "" : ",") + kept;
  }
  text += specifiers;
  const std::string marker = line.requirement.marker.to_string();
  auto requirement = Requirement::parse(marker.empty() ? text : text + " ; " + marker);
  if (!requirement || !requirement->specifiers.contains(version)) return std::nullopt;
  InputRequirement result = line;
  result.requirement = *std::move(requirement);
  result.any_of.clear();
  result.text = text;
  return result;
}

/// Finds the line of a request's inputs that an active line is.
InputRequirement* same_line(ResolveRequest& request, const Line& line,
                            const InputRequirement& input) {
  auto& lines =
      line.kind == LineKind::kConstraint ? request.inputs.constraints : request.inputs.requirements;
  const auto found = std::ranges::find(lines, input);
  return found == lines.end() ? nullptr : &*found;
}

class Suggestions {
 public:
  Suggestions(Session& failed, const std::vector<std::uint32_t>& core)
      : failed_(failed), core_(core) {}

  Result<std::vector<Conflict::Suggestion>> run() {
    std::size_t tried = 0;
    // The user's lines before constraints.
    for (const LineKind kind : {LineKind::kRequirement, LineKind::kConstraint}) {
      for (const std::uint32_t number : core_) {
        if (line(number).kind != kind || found_.size() == kMaxSuggestions || tried == kMaxTried) {
          continue;
        }
        ++tried;
        if (auto done = try_line(number); !done) return done.error();
      }
    }
    return std::move(found_);
  }

 private:
  const Line& line(std::uint32_t number) const { return failed_.rules().lines()[number]; }

  /// errors   kCancelled.
  Result<void> try_line(std::uint32_t number) {
    const InputRequirement& input = line_input(failed_.inputs(), line(number));
    if (input.kind != InputRequirement::Kind::kIndex) return {};
    if (input.requirement.specifiers.empty() && input.any_of.empty()) return {};
    auto version = nearest_version(number, input);
    if (!version) return version.error();
    if (!*version) return {};
    const auto better = changed(input, **version);
    if (!better || *better == input) return {};
    return check(number, input, *better);
  }

  /// A version that solves the request without the line's limits, nearest to them.
  Result<std::optional<Version>> nearest_version(std::uint32_t number,
                                                 const InputRequirement& input) {
    ResolveRequest request = failed_.request();
    request.existing.clear();
    request.options.objective = Objective::kNewest;
    InputRequirement* const freed = same_line(request, line(number), input);
    if (freed == nullptr) return std::optional<Version>();
    freed->requirement.specifiers = SpecifierSet();
    freed->any_of.clear();
    if (line(number).kind == LineKind::kRequirement) {
      auto& lines = request.inputs.requirements;
      const auto at = lines.begin() + (freed - lines.data());
      std::rotate(lines.begin(), at, at + 1);
    }
    SessionChanges changes;
    changes.nearest.emplace(line(number).name, line(number).specifier);
    const auto session = solved(request, changes);
    if (!session) return session.error();
    if (!*session) return std::optional<Version>();
    const auto text = version_in(**session, line(number).name);
    auto version = Version::parse(text);
    if (!version) return std::optional<Version>();
    return std::optional<Version>(*std::move(version));
  }

  Result<void> check(std::uint32_t number, const InputRequirement& input,
                     const InputRequirement& better) {
    ResolveRequest request = failed_.request();
    *same_line(request, line(number), input) = better;
    const auto session = solved(request, {});
    if (!session) return session.error();
    if (!*session) return {};
    Conflict::Suggestion suggestion;
    suggestion.edit = line_place(failed_.inputs(), line(number)) + " " + better.text;
    std::vector<std::string> names;
    for (const std::uint32_t other : core_) {
      const std::string& name = line(other).project;
      const std::string version(version_in(**session, line(other).name));
      if (version.empty() || std::ranges::find(names, name) != names.end()) continue;
      names.push_back(name);
      suggestion.result += (suggestion.result.empty() ? "" : ", ") + name + " " + version;
    }
    found_.push_back(std::move(suggestion));
    return {};
  }

  /// The solved session; null if there is no solution or it cannot be found out.
  Result<std::unique_ptr<Session>> solved(const ResolveRequest& request,
                                          const SessionChanges& changes) {
    auto session = Session::open(request, failed_.ports(), changes);
    if (!session) return std::unique_ptr<Session>();
    const auto step = (*session)->solve();
    if (!step && step.error().kind == ErrorKind::kCancelled) return step.error();
    if (!step || *step != solver::Step::kFinished) return std::unique_ptr<Session>();
    return session;
  }

  static std::string_view version_in(Session& session, Id64 name) {
    for (const solver::PinnedRank& pin : session.solver().solution().pins) {
      const Package& package = session.encoder().package(pin.package);
      if (package.extra.empty() && session.projects()[package.project].name == name) {
        return session.projects().version_text(package.project, pin.rank);
      }
    }
    return {};
  }

  Session& failed_;
  const std::vector<std::uint32_t>& core_;
  std::vector<Conflict::Suggestion> found_;
};

/// The oldest of the `count` newest admissible versions; empty if there are no more than that.
std::string bound_of(const Project& project, const PageView& page, std::size_t count) {
  for (std::uint32_t version = page.version_count(); version-- > 0;) {
    if (project.admission.codes[version] != ExclusionCode::kNone) continue;
    if (page.is_prerelease(version)) continue;
    if (--count == 0) return std::string(page.version_text(version));
  }
  return {};
}

/// errors   kCancelled.
Result<std::optional<Conflict::Suggestion>> try_limit(Session& failed, ProjectId id,
                                                      const std::string& version) {
  const std::string text = failed.projects()[id].text + ">=" + version;
  ResolveRequest request = failed.request();
  request.options.objective = Objective::kGreedy;
  request.options.max_conflicts = 1000;
  InputRequirement limit;
  auto requirement = Requirement::parse(text);
  if (!requirement) return std::optional<Conflict::Suggestion>();
  limit.requirement = *std::move(requirement);
  limit.text = text;
  request.inputs.constraints.push_back(std::move(limit));
  auto session = Session::open(request, failed.ports());
  if (!session) return std::optional<Conflict::Suggestion>();
  const auto step = (*session)->solve();
  if (!step && step.error().kind == ErrorKind::kCancelled) return step.error();
  if (!step || *step != solver::Step::kFinished) return std::optional<Conflict::Suggestion>();
  return std::optional<Conflict::Suggestion>(
      {fmt::format("adding \"{}\"", text), fmt::format("solves it in {} conflicts (checked)",
                                                       (*session)->solver().counters().conflicts)});
}

}  // namespace

Result<std::vector<Conflict::Suggestion>> suggest_changes(Session& failed,
                                                          const std::vector<std::uint32_t>& core) {
  return Suggestions(failed, core).run();
}

Result<Outcome> explain_exhausted(Session& failed) {
  Exhausted exhausted;
  const solver::Counters counters = failed.solver().counters();
  exhausted.conflicts = counters.conflicts;
  exhausted.stats = stats_of(counters);
  std::vector<ProjectId> busiest;
  for (const solver::Busy& busy : failed.solver().busiest()) {
    const Package& package = failed.encoder().package(busy.package);
    if (!package.extra.empty() || busiest.size() == 3) continue;
    busiest.push_back(package.project);
    exhausted.busiest.push_back(
        {failed.projects()[package.project].text,
         static_cast<std::uint32_t>(busy.conflicts * 100 /
                                    std::max<std::uint64_t>(1, counters.conflicts))});
  }
  constexpr std::array<std::size_t, 3> kNewest{8, 32, 128};
  for (const ProjectId id : busiest) {
    const Project& project = failed.projects()[id];
    if (project.artifact != nullptr) continue;
    for (const std::size_t count : kNewest) {
      const std::string version =
          bound_of(project, failed.projects().book().page(project.page).view, count);
      if (version.empty() || exhausted.suggestions.size() == kMaxSuggestions) continue;
      auto found = try_limit(failed, id, version);
      if (!found) return found.error();
      if (*found) {
        exhausted.suggestions.push_back(**std::move(found));
        break;
      }
    }
  }
  return Outcome(std::move(exhausted));
}

}  // namespace pincompile
