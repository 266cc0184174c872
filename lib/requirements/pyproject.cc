// [project] first; Poetry's tables fill what it leaves open.
// SPDX-License-Identifier: MIT
#include "requirements/pyproject.h"

#include <fmt/format.h>

#include <algorithm>

#include "pincompile/name.h"
#include "requirements/dependency_groups.h"
#include "requirements/distinct_names.h"
#include "requirements/locations.h"
#include "requirements/poetry.h"
#include "requirements/setup_cfg.h"
#include "requirements/text_decoding.h"

namespace pincompile {
namespace {

Result<TomlDocument> load_toml(FileSystem& files, const std::string& path) {
  const Result<std::string> bytes = files.read(path);
  if (!bytes) return bytes.error();
  return TomlDocument::parse(*bytes, path);
}

Context place_of(const TomlDocument& document, const TomlValue& value) {
  return {document.file(), value.line(), value.column(), {}};
}

bool lists(const std::vector<std::string>& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

class PyprojectReader {
 public:
  PyprojectReader(FileSystem& files, const TomlDocument& document)
      : files_(files), document_(document), directory_(directory_of(document.file())) {
    source_.file = document.file();
  }

  Result<ProjectSource> read() {
    const TomlValue root = document_.root();
    const TomlValue project = root["project"];
    const TomlValue poetry = root["tool"]["poetry"];
    if (project) {
      if (auto done = read_project(project, poetry); !done) return done.error();
    }
    if (poetry) {
      if (auto done = read_poetry(document_, source_); !done) return done.error();
    }
    if (auto done = read_dependency_groups(document_, source_); !done) return done.error();
    if (!project && !poetry) {
      if (auto done = read_setup_cfg_beside(); !done) return done.error();
    }
    return std::move(source_);
  }

 private:
  // setuptools' way: the build system in pyproject.toml, the project in setup.cfg.
  Result<void> read_setup_cfg_beside() {
    const std::string path = join_path(directory_, "setup.cfg");
    Result<ProjectSource> stated = files_.exists(path) == FileSystem::Kind::kFile
                                       ? read_setup_cfg(files_, path)
                                       : Error{ErrorKind::kNotFound, "no setup.cfg"};
    if (!stated && stated.error().kind != ErrorKind::kNotFound) return stated.error();
    if (stated) {
      stated->file = source_.file;
      stated->groups = std::move(source_.groups);
      source_ = *std::move(stated);
      source_.files.push_back(path);
    } else if (source_.groups.empty()) {
      Error error{ErrorKind::kParse, "there is neither a [project] nor a [tool.poetry] table"};
      error.where.push_back({document_.file(), 0, 0, {}});
      error.hints.emplace_back(
          "add [project] with dependencies, or give the file that lists the requirements");
      return error;
    }
    return {};
  }

  Result<void> read_project(const TomlValue& project, const TomlValue& poetry) {
    const Result<LocalProject> stated = read_project_table(document_);
    if (!stated) return stated.error();
    source_.name = stated->name;
    if (auto done = read_requires_python(project["requires-python"]); !done) return done;
    const bool poetry_tells = static_cast<bool>(poetry["dependencies"]);
    if (project["dependencies"]) {
      add_all(project["dependencies"], source_.dependencies);
    } else if (lists(stated->dynamic, "dependencies") && !poetry_tells &&
               !is_left_to_poetry(project)) {
      if (auto done = read_dynamic("dependencies", {}, source_.dependencies); !done) return done;
    }
    for (const auto& [name, requirements] : project["optional-dependencies"].entries()) {
      source_.extras.push_back({normalize_name(name), {}});
      add_all(requirements, source_.extras.back().requirements);
    }
    if (lists(stated->dynamic, "optional-dependencies")) return read_dynamic_extras();
    return {};
  }

  // Not dynamic by name, only left out: then there are none.
  bool is_left_to_poetry(const TomlValue& project) const {
    const auto dynamic = document_.strings(project["dynamic"], "dynamic");
    return !dynamic || !lists(*dynamic, "dependencies");
  }

  Result<void> read_requires_python(const TomlValue& value) {
    const auto text = value.string();
    if (!text) return {};
    Result<SpecifierSet> specifiers = SpecifierSet::parse(*text);
    if (!specifiers) {
      Error error = document_.error_at(
          value, ErrorKind::kParse,
          fmt::format("requires-python \"{}\" is no set of version specifiers", *text));
      error.causes.push_back(specifiers.error().message);
      return error;
    }
    Origin origin;
    origin.file = document_.file();
    origin.line = value.line();
    source_.requires_python = RequiresPython{{std::move(*specifiers)}, *text, std::move(origin)};
    return {};
  }

  // Types were checked by read_project_table.
  void add_all(const TomlValue& array, std::vector<InputRequirement>& into) {
    for (const TomlValue& element : array.elements()) {
      auto input = project_requirement(element.string().value_or(""), place_of(document_, element),
                                       source_.errors);
      if (input) into.push_back(std::move(*input));
    }
  }

  // [tool.setuptools.dynamic] FIELD[.EXTRA] = { file = ... }
  Result<void> read_dynamic(std::string_view field, std::string_view extra,
                            std::vector<InputRequirement>& into) {
    TomlValue value = document_.root()["tool"]["setuptools"]["dynamic"][field];
    if (!extra.empty()) value = value[extra];
    const TomlValue file = value["file"];
    if (!file) {
      Error error =
          document_.error_at(document_.root()["project"]["dynamic"], ErrorKind::kUnsupported,
                             fmt::format("{} of the project is dynamic", field));
      error.causes.emplace_back("only the project's build code can tell it");
      error.hints.push_back(fmt::format(
          "state {} in [project]; or name an sdist of it in a .in file, with --build-sdists",
          field));
      return error;
    }
    std::vector<std::string> names;
    if (const auto one = file.string()) {
      names.push_back(*one);
    } else {
      Result<std::vector<std::string>> several = document_.strings(file, "file");
      if (!several) return several.error();
      names = std::move(*several);
    }
    for (const std::string& name : names) {
      const std::string path = join_path(directory_, name);
      Result<std::vector<InputRequirement>> found =
          requirements_of_file(files_, path, source_.errors);
      if (!found) return Error(found.error()).at(place_of(document_, file));
      source_.files.push_back(path);
      into.insert(into.end(), found->begin(), found->end());
    }
    return {};
  }

  Result<void> read_dynamic_extras() {
    const TomlValue extras =
        document_.root()["tool"]["setuptools"]["dynamic"]["optional-dependencies"];
    if (!extras.is_table()) {
      std::vector<InputRequirement> none;
      return read_dynamic("optional-dependencies", {}, none);
    }
    for (const auto& [name, value] : extras.entries()) {
      source_.extras.push_back({normalize_name(name), {}});
      if (auto done =
              read_dynamic("optional-dependencies", name, source_.extras.back().requirements);
          !done) {
        return done;
      }
    }
    return {};
  }

  FileSystem& files_;
  const TomlDocument& document_;
  std::string directory_;
  ProjectSource source_;
};

Result<void> take_string(const TomlDocument& document, const TomlValue& value, std::string_view key,
                         std::string& into) {
  if (!value) return {};
  const auto text = value.string();
  if (!text) {
    return document.error_at(value, ErrorKind::kParse,
                             fmt::format("project.{} is {}, not a string", key, value.type_name()));
  }
  into = *text;
  return {};
}

// Whether the text of an optional dependency needs its marker in parentheses: `a ; x or y`.
std::string with_extra(const std::string& text, std::string_view extra) {
  Result<Requirement> parsed = Requirement::parse(text);
  if (!parsed) return text;
  Result<Marker> marker = Marker::parse(fmt::format("extra == \"{}\"", extra));
  if (marker) parsed->marker = both_markers(parsed->marker, *marker);
  return parsed->to_string();
}

}  // namespace

Result<LocalProject> read_project_table(const TomlDocument& document) {
  const TomlValue root = document.root();
  const TomlValue project = root["project"];
  LocalProject stated;
  if (!project.is_table()) {
    Error error{ErrorKind::kParse, project ? "project is no table" : "there is no [project] table"};
    error.where.push_back({document.file(), project.line(), project.column(), {}});
    return error;
  }
  for (const auto& [key, member] : {std::pair<std::string_view, std::string*>{"name", &stated.name},
                                    {"version", &stated.version},
                                    {"requires-python", &stated.requires_python}}) {
    if (auto done = take_string(document, project[key], key, *member); !done) return done.error();
  }
  if (!is_valid_name(stated.name)) {
    const TomlValue name = project["name"];
    return document.error_at(name ? name : project, ErrorKind::kParse,
                             name ? fmt::format("\"{}\" is not a project name", stated.name)
                                  : "the [project] table has no name");
  }
  Result<std::vector<std::string>> dynamic =
      document.strings(project["dynamic"], "project.dynamic");
  if (!dynamic) return dynamic.error();
  for (const std::string_view field :
       {"version", "requires-python", "dependencies", "optional-dependencies"}) {
    if (lists(*dynamic, field)) stated.dynamic.emplace_back(field);
  }
  Result<std::vector<std::string>> dependencies =
      document.strings(project["dependencies"], "project.dependencies");
  if (!dependencies) return dependencies.error();
  stated.requires_dist = std::move(*dependencies);
  if (root["tool"]["poetry"] && !project["dependencies"] &&
      !lists(stated.dynamic, "dependencies")) {
    stated.dynamic.emplace_back("dependencies");
  }
  const TomlValue extras = project["optional-dependencies"];
  if (extras && !extras.is_table()) {
    return document.error_at(extras, ErrorKind::kParse,
                             "project.optional-dependencies is no table");
  }
  if (auto done = names_are_distinct(document, extras, "extras"); !done) return done.error();
  for (const auto& [name, requirements] : extras.entries()) {
    const Result<std::vector<std::string>> texts =
        document.strings(requirements, "project.optional-dependencies." + name);
    if (!texts) return texts.error();
    if (!is_valid_name(name)) {
      return document.error_at(requirements, ErrorKind::kParse,
                               fmt::format("\"{}\" is not the name of an extra", name));
    }
    stated.provides_extra.push_back(name);
    for (const std::string& text : *texts)
      stated.requires_dist.push_back(with_extra(text, normalize_name(name)));
  }
  return stated;
}

Result<ProjectSource> read_pyproject(FileSystem& files, const std::string& path) {
  const Result<TomlDocument> document = load_toml(files, path);
  if (!document) return document.error();
  return PyprojectReader(files, *document).read();
}

}  // namespace pincompile
