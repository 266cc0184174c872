// Dependencies, then chosen extras, then chosen groups, project by project.
// SPDX-License-Identifier: MIT
#include "requirements/project_choice.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "pincompile/name.h"
#include "requirements/dependency_groups.h"
#include "requirements/locations.h"
#include "requirements/pyproject.h"

namespace pincompile {
namespace {

std::string project_annotation(const ProjectSource& project, std::string_view group) {
  const std::string file = normalize_path(project.file);
  if (group.empty())
    return project.name.empty() ? file : fmt::format("{} ({})", project.name, file);
  if (project.name.empty()) return fmt::format("({}:{})", file, group);
  return fmt::format("{} ({}:{})", project.name, file, group);
}

const NamedRequirements* find_extra(const ProjectSource& project, std::string_view name) {
  const auto found =
      std::ranges::find(project.extras, normalize_name(name), &NamedRequirements::name);
  return found == project.extras.end() ? nullptr : &*found;
}

// The requirements of an extra; one on the project itself stands for that extra's requirements.
class ExtraWalk {
 public:
  explicit ExtraWalk(const ProjectSource& project)
      : project_(project), own_name_(normalize_name(project.name)) {}

  void add(const std::vector<InputRequirement>& requirements, const Marker& marker) {
    for (const InputRequirement& input : requirements) {
      if (!own_name_.empty() && normalize_name(input.requirement.name) == own_name_) {
        const Marker inner = both_markers(marker, input.requirement.marker);
        for (const std::string& extra : input.requirement.extras) enter(extra, inner);
        continue;
      }
      InputRequirement copy = input;
      copy.requirement.marker = both_markers(marker, input.requirement.marker);
      found_.push_back(std::move(copy));
    }
  }

  void enter(const std::string& name, const Marker& marker) {
    const NamedRequirements* extra = find_extra(project_, name);
    if (extra == nullptr) {
      unknown_.push_back(name);
      return;
    }
    const std::string visit = extra->name + ";" + marker.to_string();
    if (std::ranges::find(visited_, visit) != visited_.end() || visited_.size() > kMostVisits)
      return;
    visited_.push_back(visit);
    add(extra->requirements, marker);
  }

  std::vector<InputRequirement> take() { return std::move(found_); }
  const std::vector<std::string>& unknown() const { return unknown_; }

 private:
  static constexpr std::size_t kMostVisits = 1000;

  const ProjectSource& project_;
  std::string own_name_;
  std::vector<std::string> visited_;
  std::vector<std::string> unknown_;
  std::vector<InputRequirement> found_;
};

class Chooser {
 public:
  Chooser(const InputReader& reader, std::vector<PlacedProject>& projects, FileContent& content,
          Inputs& inputs)
      : reader_(reader), projects_(projects), content_(content), inputs_(inputs) {}

  void choose() {
    check_extras();
    std::size_t shift = 0;
    for (PlacedProject& placed : projects_) {
      ProjectSource& project = placed.project;
      take_rest(project);
      std::vector<FileRequirement> chosen;
      append(chosen, dependencies_of(project), project_annotation(project, {}));
      for (const std::string& group : groups_of(project)) append_group(chosen, project, group);
      const auto at =
          content_.requirements.begin() + static_cast<std::ptrdiff_t>(placed.position + shift);
      shift += chosen.size();
      content_.requirements.insert(at, std::make_move_iterator(chosen.begin()),
                                   std::make_move_iterator(chosen.end()));
    }
    choose_groups_elsewhere();
  }

 private:
  void check_extras() {
    if (reader_.extras.empty() && !reader_.all_extras) return;
    if (projects_.empty()) {
      if (!content_.errors.empty()) return;  // a project source may be what cannot be read
      Error error{ErrorKind::kInvalidArgument,
                  fmt::format("{} needs a project source",
                              reader_.all_extras ? "--all-extras" : "--extra")};
      error.causes.emplace_back("extras are stated in pyproject.toml and setup.cfg");
      error.hints.emplace_back("write NAME[EXTRA] to ask for the extra of a requirement");
      content_.errors.push_back(std::move(error));
      return;
    }
    for (const std::string& extra : reader_.extras) {
      const auto knows = [&extra](const PlacedProject& placed) {
        return find_extra(placed.project, extra) != nullptr;
      };
      if (std::ranges::any_of(projects_, knows)) continue;
      std::vector<std::string> known;
      for (const PlacedProject& placed : projects_) {
        for (const NamedRequirements& one : placed.project.extras) known.push_back(one.name);
      }
      Error error{ErrorKind::kInvalidArgument,
                  fmt::format("{} has no extra \"{}\"", projects_.front().project.file, extra)};
      error.causes.push_back(known.empty() ? "it has no extras at all"
                                           : fmt::format("its extras: {}", fmt::join(known, ", ")));
      content_.errors.push_back(std::move(error));
    }
  }

  void take_rest(ProjectSource& project) {
    for (Error& error : project.errors) content_.errors.push_back(std::move(error));
    for (std::string& warning : project.warnings) content_.warnings.push_back(std::move(warning));
    for (std::string& file : project.files) content_.files.push_back(std::move(file));
    if (project.requires_python) inputs_.requires_python.push_back(*project.requires_python);
    take_options(project.options);
  }

  // Poetry's sources, and the packages that may be pre-releases.
  void take_options(const FileOptions& from) {
    FileOptions& to = content_.options;
    if (from.index_url) {
      to.index_url = from.index_url;
      to.index_url_text = from.index_url_text;
    }
    to.last_index_urls.insert(to.last_index_urls.end(), from.last_index_urls.begin(),
                              from.last_index_urls.end());
    to.package_indexes.insert(to.package_indexes.end(), from.package_indexes.begin(),
                              from.package_indexes.end());
    to.all_releases.insert(to.all_releases.end(), from.all_releases.begin(),
                           from.all_releases.end());
    to.lines.insert(to.lines.end(), from.lines.begin(), from.lines.end());
  }

  std::vector<InputRequirement> dependencies_of(const ProjectSource& project) {
    ExtraWalk walk(project);
    walk.add(project.dependencies, {});
    for (const NamedRequirements& extra : project.extras) {
      const auto asks = [&extra](const std::string& name) {
        return normalize_name(name) == extra.name;
      };
      if (reader_.all_extras || std::ranges::any_of(reader_.extras, asks))
        walk.enter(extra.name, {});
    }
    warn_of_unknown(walk, project);
    return walk.take();
  }

  void warn_of_unknown(const ExtraWalk& walk, const ProjectSource& project) {
    for (const std::string& extra : walk.unknown()) {
      content_.warnings.push_back(
          fmt::format("{}: there is no extra \"{}\" of its own", project.file, extra));
    }
  }

  std::vector<std::string> groups_of(const ProjectSource& project) const {
    std::vector<std::string> chosen;
    for (const DependencyGroup& group : project.groups) {
      const auto asks = [&group](const std::string& name) {
        return normalize_name(name) == group.name;
      };
      if (reader_.all_groups || std::ranges::any_of(reader_.groups, asks))
        chosen.push_back(group.name);
    }
    return chosen;
  }

  void append(std::vector<FileRequirement>& into, std::vector<InputRequirement> requirements,
              const std::string& annotation) {
    for (InputRequirement& input : requirements) {
      input.origin.annotation = annotation;
      into.push_back({std::move(input), FileRole::kRequirements, {}});
    }
  }

  void append_group(std::vector<FileRequirement>& into, const ProjectSource& project,
                    const std::string& group) {
    Result<std::vector<InputRequirement>> found = requirements_of_group(project, group);
    if (!found) {
      content_.errors.push_back(found.error());
      return;
    }
    ExtraWalk walk(project);
    walk.add(*found, {});
    warn_of_unknown(walk, project);
    append(into, walk.take(), project_annotation(project, normalize_name(group)));
  }

  // `FILE:NAME`, and plain names where no source is a pyproject.toml: those of the one in the
  // working directory.
  void choose_groups_elsewhere() {
    for (const std::string& asked : reader_.groups) {
      const std::size_t colon = asked.rfind(':');
      if (colon != std::string::npos) {
        choose_group_of(asked.substr(0, colon), asked.substr(colon + 1));
      } else if (projects_.empty()) {
        if (content_.errors.empty()) choose_group_here(asked);
      } else {
        const auto knows = [&](const PlacedProject& placed) {
          return std::ranges::find(placed.project.groups, normalize_name(asked),
                                   &DependencyGroup::name) != placed.project.groups.end();
        };
        if (std::ranges::none_of(projects_, knows)) {
          content_.errors.push_back(
              requirements_of_group(projects_.front().project, asked).error());
        }
      }
    }
    if (reader_.all_groups && projects_.empty() && content_.errors.empty()) choose_all_groups();
  }

  void choose_group_here(const std::string& group) {
    if (is_here("--group " + group)) choose_group_of("pyproject.toml", group);
  }

  /// Whether there is a project in the working directory, which groups without a file are of.
  bool is_here(const std::string& option) {
    if (reader_.files->exists("pyproject.toml") == FileSystem::Kind::kFile) return true;
    Error error{ErrorKind::kInvalidArgument, option + " needs a pyproject.toml, and none is here"};
    error.hints.emplace_back(
        "name it: --group FILE:NAME, or make it a source: pin-compile FILE --group NAME");
    content_.errors.push_back(std::move(error));
    return false;
  }

  void choose_group_of(const std::string& file, const std::string& group) {
    Result<ProjectSource> project = read_pyproject(*reader_.files, file);
    if (!project) {
      content_.errors.push_back(project.error());
      return;
    }
    for (Error& error : project->errors) content_.errors.push_back(std::move(error));
    content_.files.push_back(file);
    append_group(content_.requirements, *project, group);
  }

  void choose_all_groups() {
    if (!is_here("--all-groups")) return;
    Result<ProjectSource> project = read_pyproject(*reader_.files, "pyproject.toml");
    if (!project) {
      content_.errors.push_back(project.error());
      return;
    }
    for (Error& error : project->errors) content_.errors.push_back(std::move(error));
    content_.files.emplace_back("pyproject.toml");
    for (const DependencyGroup& group : project->groups)
      append_group(content_.requirements, *project, group.name);
  }

  const InputReader& reader_;
  std::vector<PlacedProject>& projects_;
  FileContent& content_;
  Inputs& inputs_;
};

}  // namespace

void choose_from_projects(const InputReader& reader, std::vector<PlacedProject>& projects,
                          FileContent& content, Inputs& inputs) {
  Chooser(reader, projects, content, inputs).choose();
}

}  // namespace pincompile
