// read_local_project(): the project files of a directory, turned into the shape of core metadata.
// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>

#include "pincompile/name.h"
#include "requirements/locations.h"
#include "requirements/pyproject.h"
#include "requirements/setup_cfg.h"

namespace pincompile {
namespace {

bool is_file(FileSystem& files, const std::string& path) {
  return files.exists(path) == FileSystem::Kind::kFile;
}

// Requires-Dist has no word for "or"; only Poetry's files can say it.
Error union_is_inexpressible(const InputRequirement& input) {
  Error error{ErrorKind::kUnsupported,
              fmt::format("\"{}\" of a local directory has alternatives", input.text)};
  error.where.push_back({input.origin.file, input.origin.line, 0, {}});
  error.hints.emplace_back("write one range, with != for the gaps");
  return error;
}

Result<std::string> requires_dist_of(const InputRequirement& input, std::string_view extra) {
  if (!input.any_of.empty()) return union_is_inexpressible(input);
  Requirement requirement = input.requirement;
  if (input.kind == InputRequirement::Kind::kPath) requirement.url = input.path;
  if (!extra.empty()) {
    Result<Marker> marker = Marker::parse(fmt::format("extra == \"{}\"", extra));
    if (marker) requirement.marker = both_markers(requirement.marker, *marker);
  }
  return requirement.to_string();
}

Result<LocalProject> project_of_source(ProjectSource source) {
  if (!source.errors.empty()) return std::move(source.errors.front());
  LocalProject project;
  project.name = source.name;
  project.files = source.files;
  if (source.requires_python) {
    const RequiresPython& python = *source.requires_python;
    if (python.any_of.size() == 1) project.requires_python = python.any_of.front().to_string();
  }
  for (const InputRequirement& input : source.dependencies) {
    Result<std::string> text = requires_dist_of(input, {});
    if (!text) return text.error();
    project.requires_dist.push_back(std::move(*text));
  }
  for (const NamedRequirements& extra : source.extras) {
    project.provides_extra.push_back(extra.name);
    for (const InputRequirement& input : extra.requirements) {
      Result<std::string> text = requires_dist_of(input, extra.name);
      if (!text) return text.error();
      project.requires_dist.push_back(std::move(*text));
    }
  }
  return project;
}

// From [project] and [tool.poetry]; kNotFound if the file has neither.
Result<LocalProject> project_of_pyproject(FileSystem& files, const std::string& path) {
  const Result<std::string> text = files.read(path);
  if (!text) return text.error();
  const Result<TomlDocument> document = TomlDocument::parse(*text, path);
  if (!document) return document.error();
  const TomlValue root = document->root();
  if (!root["project"] && !root["tool"]["poetry"])
    return Error{ErrorKind::kNotFound, "no project table"};
  LocalProject stated;
  if (root["project"]) {
    Result<LocalProject> table = read_project_table(*document);
    if (!table) return table.error();
    stated = std::move(*table);
  }
  Result<ProjectSource> source = read_pyproject(files, path);
  if (!source) {
    if (source.error().kind != ErrorKind::kUnsupported || root["tool"]["poetry"])
      return source.error();
    std::erase(stated.dynamic, "version");  // its own member says it
    return stated;
  }
  Result<LocalProject> project = project_of_source(std::move(*source));
  if (!project) return project;
  project->version =
      root["project"] ? stated.version : root["tool"]["poetry"]["version"].string().value_or("");
  if (std::ranges::find(stated.dynamic, "requires-python") != stated.dynamic.end()) {
    project->dynamic.emplace_back("requires-python");
  }
  return project;
}

Result<LocalProject> project_of_setup_cfg(FileSystem& files, const std::string& path,
                                          bool has_setup_py) {
  Result<ProjectSource> source = read_setup_cfg(files, path);
  if (!source) return source.error();
  const bool script_tells_more = has_setup_py && !source->warnings.empty();
  const bool is_silent = source->dependencies.empty() && source->extras.empty();
  Result<LocalProject> project = project_of_source(std::move(*source));
  if (!project) return project;
  if (const Result<std::string> text = files.read(path))
    project->version = setup_cfg_version(*text);
  if (script_tells_more && is_silent) project->dynamic.emplace_back("dependencies");
  return project;
}

Result<LocalProject> read_project_files(FileSystem& files, std::string_view directory) {
  const std::string pyproject = join_path(directory, "pyproject.toml");
  const std::string setup_cfg = join_path(directory, "setup.cfg");
  const bool has_setup_py = is_file(files, join_path(directory, "setup.py"));
  const bool has_pyproject = is_file(files, pyproject);
  if (has_pyproject) {
    Result<LocalProject> project = project_of_pyproject(files, pyproject);
    if (project || project.error().kind != ErrorKind::kNotFound) return project;
  }
  if (is_file(files, setup_cfg)) return project_of_setup_cfg(files, setup_cfg, has_setup_py);
  if (!has_setup_py && !has_pyproject) {
    Error error{ErrorKind::kNotFound, fmt::format("directory \"{}\" is no project", directory)};
    error.causes.emplace_back("it holds neither pyproject.toml nor setup.cfg nor setup.py");
    return error;
  }
  LocalProject unknown;
  unknown.dynamic = {"name", "dependencies"};
  return unknown;
}

}  // namespace

Result<LocalProject> read_local_project(FileSystem& files, std::string_view directory) {
  Result<LocalProject> project = read_project_files(files, directory);
  if (!project) return project;
  for (const char* name : {"setup.py", "setup.cfg", "pyproject.toml"}) {
    std::string path = join_path(directory, name);
    if (is_file(files, path)) project->files.insert(project->files.begin(), std::move(path));
  }
  return project;
}

}  // namespace pincompile
