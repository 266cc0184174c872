// Several inputs in order, each by its reader, merged into what one output is compiled from
// (behaviour.md 3.3, 3.5, 5.1). The public face is read_inputs() of pincompile/inputs.h.
// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "pincompile/inputs.h"
#include "requirements/requirements_file.h"

namespace pincompile {

/// Which reader a source is for, by its file name.
enum class SourceKind : std::uint8_t {
  kRequirementsFile,
  kPyproject,
  kSetupCfg,
  kEnvironmentYml,
  kRefused
};
SourceKind source_kind(std::string_view source);
/// Why a source of kind kRefused is none, with a hint.
Error refused_source(std::string_view source);

/// What can only be said of a requirement once it is read: version control URLs, nameless
/// constraints, digests that are none, paths with nothing there. Drops extras of constraints, with
/// a note.
Result<void> check_requirement(FileRequirement& found, FileSystem& files,
                               std::vector<std::string>& notes);

/// An index is a URL or a folder on this disk.
Result<void> check_index(const IndexLine& index, FileSystem& files);

/// Adds the metadata of the directories that requirements name to `inputs.local_projects`, and
/// their names to the requirements.
void read_local_projects(Inputs& inputs, FileSystem& files, std::vector<Error>& errors);

/// One error for all: the first, the others (ten at most) among its causes.
Error merged(const std::vector<Error>& errors);

}  // namespace pincompile
