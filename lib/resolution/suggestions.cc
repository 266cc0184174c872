// Every suggestion is a request of its own that was solved.
// SPDX-License-Identifier: MIT
#include "resolution/suggestions.h"

#include <algorithm>

#include <fmt/format.h>

#include "resolution/conflict.h"
#include "resolution/line_edit.h"
#include "resolution/other_pythons.h"
#include "resolution/trial.h"

namespace pincompile {
namespace {

constexpr std::size_t kMaxSuggestions = 3;
constexpr std::size_t kMaxLines = 12;   ///< lines of a core that are looked at
constexpr std::size_t kMaxPairs = 12;   ///< pairs of lines that are looked at
constexpr std::size_t kMaxPythons = 4;  ///< tried one after the other

using Lines = std::vector<std::uint32_t>;

class Suggestions {
 public:
  Suggestions(Session& failed, const Lines& core, const std::vector<Loss>& losses)
      : failed_(failed), core_(core), losses_(losses) {}

  Result<std::vector<Conflict::Suggestion>> run() {
    if (auto done = try_single_lines(); !done) return done.error();
    if (found_.empty()) {
      if (auto done = try_pairs(); !done) return done.error();
    }
    if (auto done = try_options(); !done) return done.error();
    if (found_.empty()) {
      if (auto done = try_fewer_extras(); !done) return done.error();
    }
    if (found_.empty() && failed_.request().inputs.requirements.size() > 1) {
      if (auto done = try_without_a_line(); !done) return done.error();
    }
    if (found_.size() > kMaxSuggestions) found_.resize(kMaxSuggestions);
    return std::move(found_);
  }

 private:
  const Line& line(std::uint32_t number) const { return failed_.rules().lines()[number]; }

  /// Lines whose bounds can be changed, the user's before constraints.
  Lines changeable(const Lines& core) const {
    Lines lines;
    for (const LineKind kind : {LineKind::kRequirement, LineKind::kConstraint}) {
      for (const std::uint32_t number : core) {
        const InputRequirement& input = line_input(failed_.inputs(), line(number));
        if (line(number).kind != kind || input.kind != InputRequirement::Kind::kIndex) continue;
        if (input.requirement.specifiers.empty() && input.any_of.empty()) continue;
        if (lines.size() < kMaxLines) lines.push_back(number);
      }
    }
    return lines;
  }

  /// One line at a time; those that let newer versions in come before those that go back.
  Result<void> try_single_lines() {
    std::vector<Conflict::Suggestion> back;
    for (const std::uint32_t number : changeable(core_)) {
      bool goes_back = false;
      auto found = try_lines({number}, goes_back);
      if (!found) return found.error();
      if (*found) (goes_back ? back : found_).push_back(**std::move(found));
    }
    found_.insert(found_.end(), back.begin(), back.end());
    return {};
  }

  /// Two lines: one of the core, and one of what contradicts the rest once that one is free.
  Result<void> try_pairs() {
    std::size_t tried = 0;
    for (const std::uint32_t first : changeable(core_)) {
      ResolveRequest request = failed_.request();
      if (!free_line(request, first)) continue;
      auto session = Session::open(request, failed_.ports());
      if (!session) continue;
      const auto core = minimal_core(**session);
      if (!core && core.error().kind == ErrorKind::kCancelled) return core.error();
      if (!core) continue;
      for (const std::uint32_t second : changeable(core->lines)) {
        if (second == first || ++tried > kMaxPairs) continue;
        bool goes_back = false;
        auto found = try_lines({std::min(first, second), std::max(first, second)}, goes_back);
        if (!found) return found.error();
        if (!*found) continue;
        found_.push_back(**std::move(found));
        return {};
      }
    }
    return {};
  }

  /// Takes the bounds off a line; false if it is an option.
  bool free_line(ResolveRequest& request, std::uint32_t number) const {
    InputRequirement* const freed = input_in(request, failed_, number);
    if (freed == nullptr) return false;
    freed->requirement.specifiers = SpecifierSet();
    freed->any_of.clear();
    return true;
  }

  /// Frees the lines, sees which versions nearest to the old bounds would do, puts them into the
  /// bounds, and solves that.
  Result<std::optional<Conflict::Suggestion>> try_lines(const Lines& numbers, bool& goes_back) {
    const std::optional<Conflict::Suggestion> none;
    const auto versions = nearest_versions(numbers);
    if (!versions) return versions.error();
    if (versions->empty()) return none;
    ResolveRequest request = failed_.request();
    std::string text;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      InputRequirement* const input = input_in(request, failed_, numbers[i]);
      const auto edit = edit_for(*input, (*versions)[i]);
      if (!edit) return none;
      *input = edit->line;
      goes_back = goes_back || edit->goes_back;
      text += (i == 0 ? "" : " and ") + line_place(failed_.inputs(), line(numbers[i])) + " " +
              edit->line.text;
    }
    return suggestion(request, std::move(text), numbers);
  }

  /// Empty: the request has no solution even without these bounds.
  Result<std::vector<Version>> nearest_versions(const Lines& numbers) {
    std::vector<Version> versions;
    ResolveRequest request = failed_.request();
    request.existing.clear();
    request.options.objective = Objective::kNewest;
    SessionChanges changes;
    for (const std::uint32_t number : numbers) {
      if (!free_line(request, number)) return versions;
      changes.nearest.push_back({line(number).name, line(number).specifier});
    }
    // The search gives what comes first its best.
    for (std::size_t i = numbers.size(); i-- > 0;) move_to_front(request, numbers[i]);
    const auto session = solved(failed_, request, changes);
    if (!session) return session.error();
    for (std::size_t i = 0; *session && i < numbers.size(); ++i) {
      auto version = Version::parse(pinned_version(**session, line(numbers[i]).name));
      if (!version) return std::vector<Version>();
      versions.push_back(*std::move(version));
    }
    return versions;
  }

  void move_to_front(ResolveRequest& request, std::uint32_t number) const {
    if (line(number).kind != LineKind::kRequirement) return;
    auto& lines = request.inputs.requirements;
    const Origin& origin = line_input(failed_.inputs(), line(number)).origin;
    const auto at = std::ranges::find_if(lines, [&](const InputRequirement& input) {
      return input.origin == origin && input.requirement.specifiers.empty();
    });
    if (at != lines.end()) std::rotate(lines.begin(), at, at + 1);
  }

  /// The request solved, with the versions of the core's and the changed lines' projects; nullopt
  /// if it has no solution.
  Result<std::optional<Conflict::Suggestion>> suggestion(const ResolveRequest& request,
                                                         std::string edit,
                                                         const Lines& changed = {}) {
    const auto session = solved(failed_, request);
    if (!session) return session.error();
    if (!*session) return std::optional<Conflict::Suggestion>();
    Conflict::Suggestion found;
    found.edit = std::move(edit);
    Lines shown = core_;
    shown.insert(shown.end(), changed.begin(), changed.end());
    std::vector<Id64> names;
    for (const std::uint32_t number : shown) {
      const std::string_view version = pinned_version(**session, line(number).name);
      if (version.empty() || std::ranges::find(names, line(number).name) != names.end()) continue;
      names.push_back(line(number).name);
      found.result +=
          fmt::format("{}{} {}", found.result.empty() ? "" : ", ", line(number).project, version);
    }
    return std::optional<Conflict::Suggestion>(std::move(found));
  }

  Result<void> keep(const ResolveRequest& request, std::string edit) {
    auto found = suggestion(request, std::move(edit));
    if (!found) return found.error();
    if (*found) found_.push_back(**std::move(found));
    return {};
  }

  /// Options that shut out what would be needed.
  Result<void> try_options() {
    if (found_.size() >= kMaxSuggestions) return {};
    const auto python = working_python(failed_, losses_);
    if (!python) return python.error();
    if (*python) {
      ResolveRequest request = failed_.request();
      request.target.python = **python;
      if (auto kept = keep(request, "--python-version " + option_text(**python)); !kept) {
        return kept;
      }
    }
    for (const Loss& loss : losses_) {
      const std::string& name = failed_.projects()[loss.project].text;
      ResolveRequest request = failed_.request();
      std::string edit;
      if (loss.code == ExclusionCode::kPrerelease) {
        request.options.prerelease_by_project[name] = PrereleaseMode::kAllow;
        edit = fmt::format("--prerelease-package {}=allow", name);
      } else if (loss.code == ExclusionCode::kCutoff) {
        request.options.uploaded_prior_to_by_project[name] = std::nullopt;
        edit = fmt::format("--uploaded-prior-to-package {}=none", name);
      } else if (loss.code == ExclusionCode::kYanked) {
        edit = "adding " + add_exact_line(request, loss);
      } else {
        continue;
      }
      if (auto kept = keep(request, std::move(edit)); !kept) return kept;
    }
    return {};
  }

  /// A yanked version may be pinned by who wants it: the line that asks for the newest of them.
  std::string add_exact_line(ResolveRequest& request, const Loss& loss) const {
    const Project& project = failed_.projects()[loss.project];
    const PageView& page = failed_.projects().book().page(project.page).view;
    std::uint32_t newest = page.version_count() - 1;
    while (!test_bit(loss.versions, newest)) --newest;
    InputRequirement line;
    line.text = project.text + "==" + std::string(page.version_text(newest));
    if (auto requirement = Requirement::parse(line.text)) line.requirement = *requirement;
    request.inputs.requirements.push_back(line);
    return line.text;
  }

  /// Lines with one extra less.
  Result<void> try_fewer_extras() {
    for (const std::uint32_t number : core_) {
      const std::size_t count =
          line_input(failed_.inputs(), line(number)).requirement.extras.size();
      for (std::size_t i = 0; i < count && count > 1; ++i) {
        ResolveRequest request = failed_.request();
        InputRequirement* const input = input_in(request, failed_, number);
        if (input == nullptr) break;
        auto& extras = input->requirement.extras;
        extras.erase(extras.begin() + static_cast<std::ptrdiff_t>(i));
        input->text = requirement_text(input->requirement);
        auto kept = keep(request, line_place(failed_.inputs(), line(number)) + " " + input->text);
        if (!kept) return kept;
      }
    }
    return {};
  }

  /// Lines with bounds first: who wrote one may do without it more easily than without the project.
  Result<void> try_without_a_line() {
    Lines lines = changeable(core_);
    for (const std::uint32_t number : core_) {
      if (std::ranges::find(lines, number) == lines.end()) lines.push_back(number);
    }
    for (const std::uint32_t number : lines) {
      if (found_.size() >= kMaxSuggestions) return {};
      const Line& dropped = line(number);
      ResolveRequest request = failed_.request();
      const InputRequirement* const input = input_in(request, failed_, number);
      if (input == nullptr) continue;
      const std::string edit =
          fmt::format("without {} {}", line_place(failed_.inputs(), dropped), input->text);
      auto& own = dropped.kind == LineKind::kConstraint ? request.inputs.constraints
                                                        : request.inputs.requirements;
      own.erase(own.begin() + (input - own.data()));
      if (auto kept = keep(request, edit); !kept) return kept;
    }
    return {};
  }

  Session& failed_;
  const Lines& core_;
  const std::vector<Loss>& losses_;
  std::vector<Conflict::Suggestion> found_;
};

}  // namespace

Result<std::vector<Conflict::Suggestion>> suggest_changes(Session& failed, const Lines& core,
                                                          const std::vector<Loss>& losses) {
  return Suggestions(failed, core, losses).run();
}

Result<std::optional<PythonVersion>> working_python(Session& failed,
                                                    const std::vector<Loss>& losses) {
  std::vector<PythonVersion> pythons = pythons_for(failed, losses);
  if (pythons.size() > kMaxPythons) pythons.resize(kMaxPythons);
  for (const PythonVersion& python : pythons) {
    ResolveRequest request = failed.request();
    request.target.python = python;
    const auto helps = is_solvable(failed, request);
    if (!helps) return helps.error();
    if (*helps) return std::optional<PythonVersion>(python);
  }
  return std::optional<PythonVersion>();
}

}  // namespace pincompile
