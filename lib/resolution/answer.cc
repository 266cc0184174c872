// Pins from ranks. Text is made here for what was pinned, and for nothing else.
// SPDX-License-Identifier: MIT
#include "resolution/answer.h"

#include <algorithm>
#include <map>

#include "pincompile/name.h"
#include "resolution/extras.h"

namespace pincompile {
namespace {

std::string hex(const std::uint8_t* digest) {
  if (digest == nullptr) return {};
  Sha256 bytes;
  std::copy_n(digest, bytes.size(), bytes.begin());
  return to_hex(bytes);
}

std::optional<std::chrono::sys_seconds> time_of(std::uint32_t seconds) {
  if (seconds == 0) return std::nullopt;
  return std::chrono::sys_seconds(std::chrono::seconds(seconds));
}

/// Text behind the `;` of a requirement.
std::string marker_text(std::string_view requirement) {
  const std::size_t semicolon = requirement.find(';');
  if (semicolon == std::string_view::npos) return {};
  std::string_view text = requirement.substr(semicolon + 1);
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return std::string(text);
}

bool bounds_below(const Specifier& specifier) {
  using Op = Specifier::Operator;
  return specifier.op() != Op::kNotEqual && specifier.op() != Op::kLess &&
         specifier.op() != Op::kLessEqual;
}

/// A pinned project: its rank and the extras selected with it.
struct Chosen {
  ProjectId project;
  Rank rank = solver::kNoRank;
  const solver::PinnedRank* pinned = nullptr;
  std::vector<std::string> extras = {};
};

class AnswerBuilder {
 public:
  explicit AnswerBuilder(const AnswerParts& parts)
      : parts_(parts), encoder_(parts.encoder), projects_(parts.encoder.projects()) {}

  Answer build() {
    choose();
    result_.target = parts_.request.target;
    result_.requirements = parts_.inputs.requirements;
    result_.constraints = parts_.inputs.constraints;
    result_.overrides = parts_.inputs.overrides;
    result_.cutoff = parts_.request.options.uploaded_prior_to;
    for (const auto& [name, chosen] : chosen_) {
      pin_of_.emplace(chosen.project.value(), result_.pins.size());
      add_pin(name, chosen);
      choices_.push_back({projects_[chosen.project].package, chosen.rank});
    }
    limits_.resize(result_.pins.size());
    add_lines(LineKind::kRequirement, parts_.inputs.requirements);
    add_lines(LineKind::kConstraint, parts_.inputs.constraints);
    add_lines(LineKind::kOverride, parts_.inputs.overrides);
    for (const auto& [name, chosen] : chosen_) add_edges(name, chosen);
    compare_with_existing();
    result_.proven = parts_.solution.proven;
    result_.worst_bucket = parts_.solution.worst_bucket;
    result_.worst_bucket_bound = parts_.solution.worst_bucket_bound;
    result_.stats = stats_of(parts_.solution.counters);
    add_notes();
    return {std::move(result_), std::move(choices_), std::move(limits_)};
  }

 private:
  void choose() {
    for (const solver::PinnedRank& pinned : parts_.solution.pins) {
      const Package& package = encoder_.package(pinned.package);
      Chosen& chosen = chosen_[projects_[package.project].text];
      chosen.project = package.project;
      chosen.rank = pinned.rank;
      if (package.extra.empty()) {
        chosen.pinned = &pinned;
      } else {
        chosen.extras.push_back(package.extra);
      }
    }
    for (auto& [name, chosen] : chosen_) std::ranges::sort(chosen.extras);
  }

  void add_pin(const std::string& name, const Chosen& chosen) {
    const Project& project = projects_[chosen.project];
    const DependencyView& view = projects_.dependencies(chosen.project, chosen.rank);
    Pin pin;
    pin.name = name;
    pin.version = std::string(projects_.version_text(chosen.project, chosen.rank));
    pin.extras = chosen.extras;
    pin.status = chosen.pinned != nullptr && chosen.pinned->proven ? ProofStatus::kProven
                                                                   : ProofStatus::kBestKnown;
    pin.metadata_source = std::string(to_string(view.source()));
    pin.requires_python = std::string(view.requires_python_text());
    if (parts_.request.options.with_details) add_metadata(view, pin);
    if (project.artifact != nullptr) {
      add_artifact(*project.artifact, pin);
    } else {
      const MetadataId told = projects_.metadata_of(chosen.project, chosen.rank);
      add_page(project, project.order.version_of[chosen.rank], projects_.book().metadata(told).file,
               pin);
    }
    for (const std::string& extra : chosen.extras) {
      if (provides_extra(view, encoder_.markers(), extra)) continue;
      result_.warnings.push_back(name + "==" + pin.version + " has no extra \"" + extra + "\"");
    }
    result_.pins.push_back(std::move(pin));
  }

  void add_metadata(const DependencyView& view, Pin& pin) {
    for (std::uint32_t i = 0; i < view.requirement_count(); ++i) {
      pin.requires_dist.emplace_back(view.requirement(i).text);
    }
    for (std::size_t i = 0; i < view.provided_extras().size(); ++i) {
      pin.provides_extra.emplace_back(view.provided_extras()[i]);
    }
  }

  void add_artifact(const Artifact& artifact, Pin& pin) {
    if (artifact.kind != LineKind::kNone) {
      pin.direct_line = artifact.line;
      pin.direct_kind = artifact.kind;
    }
    pin.newest = pin.version;
    PinFile file;
    file.filename = artifact.filename;
    file.url = artifact.url;
    file.sha256 = artifact.sha256;
    file.is_wheel = artifact.filename.ends_with(".whl");
    file.usable = file.best = true;
    if (!file.filename.empty()) pin.files.push_back(std::move(file));
  }

  /// best  the file to be installed: the page's, or the next one if that is gone.
  void add_page(const Project& project, std::uint32_t version, std::uint32_t best, Pin& pin) {
    const KnownPage& known = projects_.book().page(project.page);
    const PageView& page = known.view;
    pin.index_url = known.index_url;
    pin.uploaded = time_of(page.first_upload(version));
    add_gone(page, project.admission.best_file[version], best, pin);
    add_yank(page, page.traits(best), pin);
    if (parts_.request.options.with_details) add_files(project, page, version, best, pin);
    add_newest(page, version, pin);
    if (page.status() == ProjectStatus::kArchived || page.status() == ProjectStatus::kDeprecated) {
      std::string text = pin.name + " is ";
      text += page.status() == ProjectStatus::kArchived ? "archived" : "deprecated";
      if (!page.status_reason().empty()) text += ": " + std::string(page.status_reason());
      result_.warnings.push_back(std::move(text));
    }
    if (project.admission.lacks_upload_times) {
      result_.warnings.push_back("the index " + known.index_url + " has no upload times for " +
                                 pin.name);
    }
  }

  void add_yank(const PageView& page, const FileTraits& best, Pin& pin) {
    if (!best.is_yanked()) return;
    pin.yanked = true;
    pin.yanked_reason = std::string(page.yank_reason(best.yank_reason));
    std::string text = pin.name + "==" + pin.version + " was yanked";
    if (!pin.yanked_reason.empty()) text += ": \"" + pin.yanked_reason + "\"";
    result_.warnings.push_back(std::move(text));
  }

  void add_gone(const PageView& page, std::uint32_t gone, std::uint32_t best, const Pin& pin) {
    if (gone == best) return;
    const auto lost = page.details(gone), taken = page.details(best);
    if (!lost || !taken) return;
    result_.warnings.push_back(std::string(lost->filename) +
                               " is not on the index any more: " + pin.name + "==" + pin.version +
                               " is as " + std::string(taken->filename) + " tells");
  }

  void add_files(const Project& project, const PageView& page, std::uint32_t version,
                 std::uint32_t best, Pin& pin) {
    const std::uint32_t begin = page.file_begin(version);
    const auto files = page.files_of(version);
    const std::vector<bool> usable =
        usable_files(page, version, project.rules, projects_.context());
    pin.files.reserve(files.size());
    for (std::uint32_t i = 0; i < files.size(); ++i) {
      const auto details = page.details(begin + i);
      if (!details) {
        // It would silently be missing in the answer, hashes first.
        projects_.book().note_damage(project.page);
        continue;
      }
      PinFile file;
      file.filename = std::string(details->filename);
      file.url = std::string(details->url);
      file.sha256 = hex(details->sha256);
      file.size = details->size;
      file.uploaded = time_of(details->uploaded);
      file.is_wheel = files[i].is_wheel();
      file.usable = usable[i];
      file.best = begin + i == best;
      pin.files.push_back(std::move(file));
    }
  }

  void add_newest(const PageView& page, std::uint32_t version, Pin& pin) {
    const bool prerelease = page.is_prerelease(version);
    std::uint32_t newest = page.version_count() - 1;
    while (newest > version && page.is_prerelease(newest) && !prerelease) --newest;
    pin.newest = std::string(page.version_text(newest));
    pin.newest_uploaded = time_of(page.first_upload(newest));
  }

  Pin* pin_named(const std::string& name) {
    const auto found = chosen_.find(name);
    return found == chosen_.end() ? nullptr
                                  : &result_.pins[pin_of_.at(found->second.project.value())];
  }

  void add_lines(LineKind kind, const std::vector<InputRequirement>& lines) {
    for (std::uint32_t i = 0; i < lines.size(); ++i) {
      const InputRequirement& line = lines[i];
      Pin* pin = pin_named(normalize_name(line.requirement.name));
      if (pin == nullptr) continue;
      RequiredBy by;
      by.line = i;
      by.line_kind = kind;
      by.text = line.text;
      by.specifier = line.requirement.specifiers.to_string();
      by.marker = line.requirement.marker.to_string();
      for (const std::string& extra : line.requirement.extras) {
        by.extras.push_back(normalize_name(extra));
      }
      std::ranges::sort(by.extras);
      pin->required_by.push_back(std::move(by));
      limits_[static_cast<std::size_t>(pin - result_.pins.data())].push_back(limit_of(kind, line));
      if (kind != LineKind::kRequirement) continue;
      pin->direct = true;
      const auto arbitrary = [](const Specifier& specifier) {
        return specifier.op() == Specifier::Operator::kArbitrary;
      };
      if (std::ranges::any_of(line.requirement.specifiers.specifiers(), arbitrary)) {
        pin->arbitrary_equality = true;
        spell_as_index(*pin);
      }
    }
  }

  SpecifierId limit_of(LineKind kind, const InputRequirement& line) {
    SpecifierPool& pool = projects_.book().specifiers();
    const Id64 name = id64(normalize_name(line.requirement.name));
    const bool replaced = kind == LineKind::kRequirement && projects_.inputs().override_of(name);
    return replaced ? pool.any() : specifier_of(line, pool);
  }

  /// `===` compares the index's spelling.
  void spell_as_index(Pin& pin) {
    const Chosen& chosen = chosen_.at(pin.name);
    const Project& project = projects_[chosen.project];
    if (project.artifact != nullptr) return;
    const PageView& page = projects_.book().page(project.page).view;
    pin.version = std::string(page.spelling(project.order.version_of[chosen.rank]));
  }

  void add_edges(const std::string& parent, const Chosen& chosen) {
    add_edges(parent, chosen, {});
    for (const std::string& extra : chosen.extras) add_edges(parent, chosen, extra);
  }

  void add_edges(const std::string& parent, const Chosen& chosen, const std::string& extra) {
    const DependencyView& view = projects_.dependencies(chosen.project, chosen.rank);
    std::vector<std::uint32_t> numbers;
    append_active(view, encoder_.markers(), extra, numbers);
    for (const std::uint32_t number : numbers) {
      const RequirementView requirement = view.requirement(number);
      const auto wanted = effective(requirement, projects_.inputs(), projects_.book().specifiers());
      if (!wanted) continue;
      const ProjectId project = projects_.named(requirement.name, requirement.name_text);
      const auto pin = pin_of_.find(project.value());
      if (pin == pin_of_.end() || project == chosen.project) continue;
      RequiredBy by;
      by.parent = parent;
      by.text = std::string(requirement.text);
      by.specifier = std::string(requirement.specifiers.text);
      by.marker = marker_text(requirement.text);
      by.parent_extra = extra;
      for (std::size_t i = 0; i < requirement.extras.size(); ++i) {
        by.extras.emplace_back(requirement.extras[i]);
      }
      result_.pins[pin->second].required_by.push_back(std::move(by));
      limits_[pin->second].push_back(wanted->specifier);
    }
  }

  void compare_with_existing() {
    for (const ExistingPin& existing : parts_.request.existing) {
      Pin* pin = pin_named(existing.name);
      if (pin == nullptr) {
        result_.removed.push_back(existing.name);
        continue;
      }
      if (existing.version == pin->version) continue;
      const auto before = Version::parse(existing.version);
      const auto now = Version::parse(pin->version);
      if (before && now ? *before != *now : existing.version != pin->version) {
        pin->changed_from = existing.version;
      }
    }
    std::ranges::sort(result_.removed);
  }

  /// To take the oldest of all versions is hardly ever meant.
  void warn_of_missing_bounds() {
    if (parts_.request.options.resolution == ResolutionMode::kHighest) return;
    const auto has_bound = [](const InputRequirement& line) {
      return line.kind != InputRequirement::Kind::kIndex ||
             std::ranges::any_of(line.requirement.specifiers.specifiers(), bounds_below);
    };
    std::map<std::string, const InputRequirement*> unbounded;
    for (const InputRequirement& line : result_.requirements)
      unbounded.try_emplace(normalize_name(line.requirement.name), &line);
    for (const auto* lines : {&result_.requirements, &result_.constraints, &result_.overrides})
      for (const InputRequirement& line : *lines)
        if (has_bound(line)) unbounded.erase(normalize_name(line.requirement.name));
    for (const auto& [name, line] : unbounded)
      result_.warnings.push_back(line->origin.file + ":" + std::to_string(line->origin.line) +
                                 ": " + name +
                                 " has no lower bound, so its oldest version is taken");
  }

  void add_notes() {
    warn_of_missing_bounds();
    for (const auto& [name, text] : projects_.inputs().targets()) {
      if (!chosen_.contains(text)) {
        result_.notes.push_back(text + " is not needed, so there is nothing to upgrade");
      }
    }
    for (const solver::Note& note : parts_.solution.notes) {
      const std::string& name = projects_[encoder_.package(note.package).project].text;
      if (note.kind == solver::Note::Kind::kReleasedReluctance) {
        result_.notes.push_back("a pre-release of " + name +
                                " was let in: there is no solution without one");
      } else {
        result_.notes.push_back(
            name + " " +
            std::string(projects_.version_text(encoder_.package(note.package).project, note.rank)) +
            " is the newest version that goes together with the other lines");
      }
    }
    std::string recorded, unproven;
    for (const Pin& pin : result_.pins) {
      if (pin.metadata_source == "recorded") recorded += (recorded.empty() ? "" : ", ") + pin.name;
      if (pin.status != ProofStatus::kProven) unproven += (unproven.empty() ? "" : ", ") + pin.name;
    }
    if (!recorded.empty()) {
      result_.warnings.push_back("metadata of " + recorded +
                                 " is as recorded in the sdist, not verified; --build-sdists asks "
                                 "the package");
    }
    if (!unproven.empty() && parts_.request.options.objective != Objective::kGreedy) {
      result_.warnings.push_back("the budget was spent before these pins were proven best: " +
                                 unproven);
    }
  }

  const AnswerParts& parts_;
  Encoder& encoder_;
  Projects& projects_;
  std::map<std::string, Chosen> chosen_;  // in the order of pins
  tsl::ordered_map<std::uint32_t, std::size_t> pin_of_;
  Resolution result_;
  std::vector<Choice> choices_;
  std::vector<std::vector<SpecifierId>> limits_;
};

}  // namespace

Answer make_answer(const AnswerParts& parts) { return AnswerBuilder(parts).build(); }

ResolveStats stats_of(const solver::Counters& counters) {
  ResolveStats stats;
  stats.conflicts = counters.conflicts;
  stats.decisions = counters.decisions;
  stats.rounds = counters.rounds;
  stats.fetches = counters.fetches;
  return stats;
}

}  // namespace pincompile
