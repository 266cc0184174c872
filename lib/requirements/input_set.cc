// Sources, then constraint files, then override files; one reader each.
// SPDX-License-Identifier: MIT
#include "requirements/input_set.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "requirements/environment_yml.h"
#include "requirements/locations.h"
#include "requirements/project_choice.h"
#include "requirements/pyproject.h"
#include "requirements/setup_cfg.h"

namespace pincompile {
namespace {

struct RefusedFile {
  std::string_view name;
  std::string_view reason;
  std::string_view hint;
};
constexpr std::array<RefusedFile, 7> kRefusedFiles{{
    {"setup.py", "it would have to be run",
     "give its setup.cfg or pyproject.toml, or write its requirements to a .in file"},
    {"Pipfile", "Pipenv files are not read", "write its packages to a .in file"},
    {"Pipfile.lock", "a lock is an output, not a source",
     "write the packages of the Pipfile to a .in file"},
    {"poetry.lock", "a lock is an output, not a source", "give the pyproject.toml beside it"},
    {"uv.lock", "a lock is an output, not a source", "give the pyproject.toml beside it"},
    {"pylock.toml", "a lock is an output, not a source",
     "give the file it was made from; -o names the output"},
    {"*.py", "scripts are not read yet", "write their requirements to a .in file"},
}};

const RefusedFile* refusal_of(std::string_view source) {
  const std::string_view name = file_name_of(source);
  for (const RefusedFile& file : kRefusedFiles) {
    if (file.name == name) return &file;
  }
  if (name.starts_with("pylock.") && name.ends_with(".toml")) return &kRefusedFiles[5];
  return name.ends_with(".py") ? &kRefusedFiles.back() : nullptr;
}

class InputSetReader {
 public:
  explicit InputSetReader(const InputReader& reader) : reader_(reader), lines_(reader, content_) {}

  void read_source(const std::string& source) {
    switch (source_kind(source)) {
      case SourceKind::kRefused:
        content_.errors.push_back(refused_source(source));
        return;
      case SourceKind::kRequirementsFile:
        lines_.read(source, FileRole::kRequirements);
        return;
      case SourceKind::kPyproject:
        take_project(source, read_pyproject(*reader_.files, source));
        return;
      case SourceKind::kSetupCfg:
        take_project(source, read_setup_cfg(*reader_.files, source));
        return;
      case SourceKind::kEnvironmentYml:
        read_environment_yml(reader_, source, lines_, content_, inputs_);
        return;
    }
  }

  void read_file(const std::string& file, FileRole role) {
    if (const SourceKind kind = source_kind(file); kind != SourceKind::kRequirementsFile) {
      content_.errors.push_back(
          Error{ErrorKind::kUnsupported,
                fmt::format("{} cannot be read as {}", file,
                            role == FileRole::kConstraints ? "constraints" : "overrides"),
                {},
                {"lines as in a requirements file are expected there"}});
      return;
    }
    lines_.read(file, role);
  }

  Result<Inputs> finish() {
    choose_from_projects(reader_, projects_, content_, inputs_);
    for (FileRequirement& found : content_.requirements) {
      const Result<void> checked = check_requirement(found, *reader_.files, content_.notes);
      if (!checked) {
        Error error = checked.error();
        const Origin& origin = found.input.origin;
        error.where.push_back({origin.file, origin.line, 0, {}});
        error.where.insert(error.where.end(), origin.included_from.begin(),
                           origin.included_from.end());
        content_.errors.push_back(std::move(error));
        continue;
      }
      list_for(found.role).push_back(std::move(found.input));
    }
    // pip and pip-compile look when they ask it.
    if (!reader_.names_as_given && !content_.options.no_index) check_indexes();
    inputs_.files = std::move(content_.files);
    inputs_.remote_files = std::move(content_.remote_files);
    if (content_.errors.empty()) read_local_projects(inputs_, *reader_.files, content_.errors);
    if (!content_.errors.empty()) return merged(content_.errors);
    inputs_.options = std::move(content_.options);
    inputs_.notes = std::move(content_.notes);
    inputs_.warnings = std::move(content_.warnings);
    return std::move(inputs_);
  }

 private:
  void check_indexes() {
    for (const IndexLine& index : content_.indexes)
      if (Result<void> checked = check_index(index, *reader_.files); !checked)
        content_.errors.push_back(checked.error());
  }

  void take_project(const std::string& source, Result<ProjectSource> project) {
    if (!project) {
      content_.errors.push_back(project.error());
      return;
    }
    content_.files.push_back(source);
    // The place among the sources: its requirements stand behind those read so far.
    projects_.push_back({std::move(*project), content_.requirements.size()});
  }

  std::vector<InputRequirement>& list_for(FileRole role) {
    if (role == FileRole::kConstraints) return inputs_.constraints;
    return role == FileRole::kOverrides ? inputs_.overrides : inputs_.requirements;
  }

  const InputReader& reader_;
  FileContent content_;
  RequirementsFileReader lines_;
  std::vector<PlacedProject> projects_;
  Inputs inputs_;
};

}  // namespace

SourceKind source_kind(std::string_view source) {
  const std::string_view name = file_name_of(source);
  if (is_file_location_url(source)) return SourceKind::kRequirementsFile;
  if (name == "pyproject.toml") return SourceKind::kPyproject;
  if (name == "setup.cfg") return SourceKind::kSetupCfg;
  if (name.ends_with(".yml") || name.ends_with(".yaml")) return SourceKind::kEnvironmentYml;
  return refusal_of(source) != nullptr ? SourceKind::kRefused : SourceKind::kRequirementsFile;
}

Error refused_source(std::string_view source) {
  const RefusedFile* file = refusal_of(source);
  Error error{ErrorKind::kUnsupported, fmt::format("{} cannot be a source", source)};
  if (file != nullptr) {
    error.causes.emplace_back(file->reason);
    error.hints.emplace_back(file->hint);
  }
  return error;
}

Result<Inputs> read_inputs(const InputReader& reader, const std::vector<std::string>& sources,
                           const std::vector<std::string>& constraint_files,
                           const std::vector<std::string>& override_files) {
  InputSetReader inputs(reader);
  for (const std::string& source : sources) inputs.read_source(source);
  for (const std::string& file : constraint_files) inputs.read_file(file, FileRole::kConstraints);
  for (const std::string& file : override_files) inputs.read_file(file, FileRole::kOverrides);
  return inputs.finish();
}

}  // namespace pincompile
