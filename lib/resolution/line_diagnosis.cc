// Looks at the page behind each line: which versions the line admits, and what shut them out.
// SPDX-License-Identifier: MIT
#include "resolution/line_diagnosis.h"

#include <algorithm>

#include <fmt/format.h>

#include "resolution/conflict.h"
#include "resolution/exclusion_text.h"
#include "resolution/version_runs.h"

namespace pincompile {
namespace {

class LineDiagnosis {
 public:
  explicit LineDiagnosis(Session& failed) : failed_(failed), projects_(failed.projects()) {}

  std::optional<Diagnosis> diagnose(std::uint32_t number) {
    number_ = number;
    const Line& line = failed_.rules().lines()[number];
    const ProjectId id = projects_.named(line.name, line.project);
    const Project& project = projects_[id];
    if (project.artifact != nullptr) return std::nullopt;
    const KnownPage& page = projects_.book().page(project.page);
    if (page.state == Known::kAbsent) return unknown_name(line, page);
    if (page.state != Known::kFound) return std::nullopt;
    projects_.judge(id);
    const Bits set = projects_.book().versions_in(project.page, line.specifier);
    const std::vector<Word> versions(set.begin(), set.end());
    if (count_bits(versions) == 0) return no_such_version(line, page.view);
    return all_excluded(line, id, page.view, versions);
  }

 private:
  Diagnosis begin(const Line& line, const std::string& what) const {
    Diagnosis diagnosis;
    diagnosis.line = number_;
    diagnosis.conflict.headline = line_place(failed_.inputs(), line) + ": " + what;
    diagnosis.conflict.core.push_back(line_input(failed_.inputs(), line).origin);
    return diagnosis;
  }
  const std::string& text(const Line& line) const {
    return line_input(failed_.inputs(), line).text;
  }

  Diagnosis unknown_name(const Line& line, const KnownPage& page) const {
    Diagnosis diagnosis =
        begin(line, absence_text(line_input(failed_.inputs(), line).requirement.name, page));
    diagnosis.is_unknown_name = true;
    diagnosis.has_no_index = page.nowhere;
    return diagnosis;
  }

  Diagnosis no_such_version(const Line& line, const PageView& page) const {
    Diagnosis diagnosis = begin(
        line, fmt::format("no version of {} matches {}", line.project,
                          line_input(failed_.inputs(), line).requirement.specifiers.to_string()));
    diagnosis.conflict.steps.push_back({page.version_count() == 0
                                            ? "the index lists no file of it that can be read"
                                            : newest_text(page),
                                        {}});
    return diagnosis;
  }

  /// Verdict on a version, found on the page or in its metadata.
  ExclusionCode code_of(const Project& project, std::uint32_t version) const {
    const ExclusionCode code = project.admission.codes[version];
    if (code != ExclusionCode::kNone) return code;
    for (const solver::Fact& fact : failed_.solver().facts().facts()) {
      const auto* unavailable = std::get_if<solver::UnavailableFact>(&fact);
      if (unavailable != nullptr && unavailable->package == project.package &&
          unavailable->rank == project.order.rank_of[version]) {
        return static_cast<ExclusionCode>(unavailable->code);
      }
    }
    return ExclusionCode::kNone;
  }

  std::optional<Diagnosis> all_excluded(const Line& line, ProjectId id, const PageView& page,
                                        Bits versions) const {
    const Project& project = projects_[id];
    std::vector<Loss> losses;
    for (std::uint32_t version = 0; version < page.version_count(); ++version) {
      if (!test_bit(versions, version)) continue;
      const ExclusionCode code = code_of(project, version);
      if (code == ExclusionCode::kNone) return std::nullopt;
      auto same = std::ranges::find(losses, code, &Loss::code);
      if (same == losses.end()) {
        losses.push_back({id, code, std::vector<Word>(versions.size())});
        same = losses.end() - 1;
      }
      set_bit(same->versions, version);
    }
    std::ranges::sort(losses, {}, &Loss::code);
    // The reason that most versions share makes the headline; all reasons are told.
    const ExclusionCode main = std::ranges::max_element(losses, {}, [](const Loss& loss) {
                                 return count_bits(loss.versions);
                               })->code;
    Diagnosis diagnosis = begin(line, headline(line, main, count_bits(versions)));
    diagnosis.code = main;
    for (const Loss& loss : losses) {
      const std::string which = describe_versions(page, loss.versions);
      const bool many = count_bits(loss.versions) > 1 && !which.ends_with("or later");
      diagnosis.conflict.steps.push_back(
          {line.project + " " + which + " " +
               loss_text(page, loss.versions, loss.code, many, failed_.request().target) +
               said_of(projects_, loss),
           {}});
      if (loss.code == ExclusionCode::kHash) tell_digests(page, loss, diagnosis);
    }
    diagnosis.losses = std::move(losses);
    return diagnosis;
  }

  /// What the newest of the versions has instead (behaviour.md 4.9).
  void tell_digests(const PageView& page, const Loss& loss, Diagnosis& diagnosis) const {
    std::uint32_t newest = page.version_count() - 1;
    while (!test_bit(loss.versions, newest)) --newest;
    const std::string digests = digests_text(page, newest);
    if (digests.empty()) return;
    diagnosis.conflict.steps.push_back({fmt::format("{} {} {}", projects_[loss.project].text,
                                                    page.version_text(newest), digests),
                                        {}});
  }

  std::string headline(const Line& line, ExclusionCode code, std::size_t count) const {
    const Target& target = failed_.request().target;
    switch (code) {
      case ExclusionCode::kRequiresPython:
        return fmt::format(
            "{} has no version for Python {}", text(line),
            target.python.patch_given ? target.python.full() : target.python.short_form());
      case ExclusionCode::kPlatform:
        return fmt::format("no usable file for {} on {}", text(line), target.id());
      case ExclusionCode::kNeedsBuild:
        if (count == 1) {
          return line.project + ": the one matching version needs a build to read its metadata";
        }
        return fmt::format("{}: all {} matching versions need a build to read their metadata",
                           line.project, count);
      default:
        return fmt::format("no usable version of {}", text(line));
    }
  }

  Session& failed_;
  Projects& projects_;
  std::uint32_t number_ = 0;
};

}  // namespace

std::optional<Diagnosis> diagnose_lines(Session& failed) {
  LineDiagnosis diagnosis(failed);
  for (std::uint32_t number = 0; number < failed.rules().lines().size(); ++number) {
    if (failed.rules().lines()[number].kind != LineKind::kRequirement) continue;
    if (auto found = diagnosis.diagnose(number)) return found;
  }
  return std::nullopt;
}

}  // namespace pincompile
