// Reasons in words, one step each.
// SPDX-License-Identifier: MIT
#include "resolution/story.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "resolution/conflict.h"
#include "resolution/exclusion_text.h"
#include "resolution/version_runs.h"

namespace pincompile {
namespace {

/// More wordings of one need than this are told as the versions they allow together.
constexpr std::size_t kMostTexts = 2;
/// Stories with more steps than this leave out why packages cannot be had that only old versions
/// need.
constexpr std::size_t kLongStory = 9;

class Teller {
 public:
  Teller(Session& session, const std::vector<std::uint32_t>& lines, const Reasons& reasons,
         bool brief)
      : session_(session),
        projects_(session.projects()),
        lines_(lines),
        reasons_(reasons),
        brief_(brief) {}

  std::vector<Conflict::Step> tell() {
    std::vector<ProjectId> order;
    const auto mention = [&](ProjectId id) {
      if (std::ranges::find(order, id) == order.end()) order.push_back(id);
    };
    for (const std::uint32_t number : lines_) {
      const Line& line = session_.rules().lines()[number];
      if (!session_.is_demand(number)) tell_line(line);
      mention(projects_.named(line.name, line.project));
    }
    for (std::size_t i = 0; i < order.size(); ++i) {
      tell_losses(order[i]);
      if (brief_) tell_dead_ends(order[i]);
      for (const Need& need : reasons_.needs) {
        if (need.from != order[i] || is_told_briefly(need)) continue;
        if (!tell_dead_end(need)) {
          tell_need(need);
          mention(need.to);
        }
      }
    }
    return std::move(steps_);
  }

 private:
  const PageView& page(ProjectId id) const {
    return projects_.book().page(projects_[id].page).view;
  }
  void say(std::string text) { steps_.push_back({std::move(text), {}}); }

  void tell_line(const Line& line) {
    const InputRequirement& input = line_input(session_.inputs(), line);
    std::string text = line_place(session_.inputs(), line);
    if (line.kind == LineKind::kConstraint) {
      text += " allows only " + input.text;
    } else if (line.kind == LineKind::kNone) {
      text += " asks for this upgrade";
    } else {
      text += " asks for " + input.text;
    }
    steps_.push_back({std::move(text), input.origin});
  }

  /// `boto3 1.28.0 or later`; `many`: its verb is a plural.
  std::string subject(ProjectId id, const std::string& extra, Bits versions, bool& many) const {
    const Project& project = projects_[id];
    const std::string name = project.text + (extra.empty() ? "" : "[" + extra + "]");
    many = false;
    if (project.artifact != nullptr) return name + " " + project.artifact->version;
    const std::size_t count = count_bits(versions);
    const auto admissible =
        static_cast<std::size_t>(std::ranges::count(project.admission.codes, ExclusionCode::kNone));
    if (count == admissible && count > 1) return "every usable version of " + name;
    const std::string which = describe_versions(page(id), versions);
    many = count > 1 && !which.ends_with("or later");
    return name + " " + which;
  }

  /// Whether a need leads to a project of which no version can be had, and nothing else leads
  /// there.
  bool is_dead_end(const Need& need) const {
    const auto is_way_on = [&](const Need& other) {
      return other.to == need.to && count_bits(other.allowed) != 0;
    };
    const auto is_of_line = [&](std::uint32_t number) {
      return session_.rules().lines()[number].name == projects_[need.to].name;
    };
    return std::ranges::none_of(reasons_.needs, is_way_on) &&
           std::ranges::none_of(lines_, is_of_line);
  }

  std::vector<const Need*> dead_ends_of(ProjectId from) const {
    std::vector<const Need*> found;
    for (const Need& need : reasons_.needs) {
      if (need.from == from && is_dead_end(need)) found.push_back(&need);
    }
    return found;
  }

  bool is_told_briefly(const Need& need) const {
    return brief_ && is_dead_end(need) && dead_ends_of(need.from).size() > 1;
  }

  /// Several dead ends of one project in one step.
  void tell_dead_ends(ProjectId from) {
    const auto needs = dead_ends_of(from);
    if (needs.size() < 2) return;
    std::vector<Word> versions(needs[0]->versions.size());
    std::string texts;
    for (std::size_t i = 0; i < needs.size(); ++i) {
      for (std::size_t k = 0; k < versions.size(); ++k) versions[k] |= needs[i]->versions[k];
      const bool is_one = needs[i]->texts.size() == 1;
      texts += (i == 0                 ? ""
                : i + 1 < needs.size() ? ", "
                                       : " or ") +
               (is_one ? needs[i]->texts[0].text : "an old " + projects_[needs[i]->to].text);
    }
    bool many = false;
    const std::string who = subject(from, {}, versions, many);
    say(who + (many ? " need " : " needs ") + texts + ", of which none can be had");
  }

  /// A need and why it cannot be met in one step, where there is one way to say each.
  bool tell_dead_end(const Need& need) {
    if (!is_dead_end(need) || need.texts.size() != 1) return false;
    const std::vector<std::string> losses = loss_steps(need.to);
    if (losses.size() != 1) return false;
    tell_text(need, need.versions, need.texts[0].text + ", but " + losses[0]);
    return true;
  }

  void tell_need(const Need& need) {
    const Project& to = projects_[need.to];
    if (need.texts.size() <= kMostTexts) {
      for (const NeedText& text : need.texts) tell_text(need, text.versions, text.text);
    } else if (count_bits(need.allowed) != 0) {
      tell_text(need, need.versions,
                to.text + " " + describe_versions(page(need.to), need.allowed));
    } else if (to.count() == 0) {
      tell_text(need, need.versions, to.text);
    } else {
      tell_text(need, need.versions, need.texts.front().text + " or the like");
    }
  }

  void tell_text(const Need& need, Bits versions, const std::string& needed) {
    bool many = false;
    const std::string who = subject(need.from, need.extra, versions, many);
    say(who + (many ? " need " : " needs ") + needed);
  }

  void tell_losses(ProjectId id) {
    for (std::string& step : loss_steps(id)) say(std::move(step));
  }

  std::vector<std::string> loss_steps(ProjectId id) const {
    const Project& project = projects_[id];
    if (project.artifact != nullptr) return artifact_steps(id, *project.artifact);
    const KnownPage& known = projects_.book().page(project.page);
    if (known.state == Known::kAbsent) {
      return {"there is " + absence_text(project.text, known)};
    }
    if (project.count() == 0) {
      return {fmt::format("{} has no version on {}", project.text, index_names({known.index_url}))};
    }
    if (std::ranges::find(reasons_.unmatched, id) != reasons_.unmatched.end()) {
      return {
          fmt::format("there is no such version of {}: {}", project.text, newest_text(known.view))};
    }
    std::vector<std::string> steps;
    for (const Loss& loss : reasons_.losses) {
      if (loss.project != id) continue;
      bool many = false;
      const std::string who = subject(id, {}, loss.versions, many);
      steps.push_back(
          who + " " +
          loss_text(page(id), loss.versions, loss.code, many, session_.request().target) +
          said_of(projects_, loss));
    }
    return steps;
  }

  std::vector<std::string> artifact_steps(ProjectId id, const Artifact& artifact) const {
    const std::string which = artifact.project + " " + artifact.version;
    std::vector<std::string> steps;
    if (auto line = artifact_line(artifact)) steps.push_back(*std::move(line));
    for (const Loss& loss : reasons_.losses) {
      if (loss.project == id && loss.code == ExclusionCode::kRequiresPython)
        steps.push_back(which + " needs Python " +
                        std::string(artifact.view.requires_python_text()));
    }
    return steps;
  }

  /// The line that names the artifact, unless it is among those told: it rules out every version
  /// but one.
  std::optional<std::string> artifact_line(const Artifact& artifact) const {
    Line line;
    line.kind = artifact.kind;
    line.number = artifact.line;
    const bool told = std::ranges::any_of(lines_, [&](std::uint32_t number) {
      const Line& other = session_.rules().lines()[number];
      return other.kind == line.kind && other.number == line.number;
    });
    if (told || artifact.kind == LineKind::kNone) return std::nullopt;
    return line_place(session_.inputs(), line) + " gives " +
           line_input(session_.inputs(), line).text + ", which is " + artifact.project +
           (artifact.version.empty() ? "" : " " + artifact.version);
  }

  Session& session_;
  Projects& projects_;
  const std::vector<std::uint32_t>& lines_;
  const Reasons& reasons_;
  const bool brief_;
  std::vector<Conflict::Step> steps_;
};

}  // namespace

Story tell_story(Session& session, const std::vector<std::uint32_t>& lines) {
  const Refutation refutation(session, lines);
  Story story;
  story.reasons = collect_reasons(session, refutation, lines);
  story.steps = Teller(session, lines, story.reasons, false).tell();
  if (story.steps.size() > kLongStory) {
    story.steps = Teller(session, lines, story.reasons, true).tell();
  }
  return story;
}

}  // namespace pincompile
