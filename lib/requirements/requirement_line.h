// One requirement of a requirements file: name, URL, path or editable (behaviour.md 3.2, 3.5).
// source  https://pip.pypa.io/en/stable/reference/requirements-file-format/ ; what is a URL, what a
// path
//         and what a name is decided in pip's order.
// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "pincompile/inputs.h"

namespace pincompile {

/// A requirement's text, both ways.
struct RequirementText {
  std::string written;
  std::string expanded;
};

/// Looks at the disk to tell whether a path exists. The result has neither hashes nor origin.
///
/// errors  kParse with the text quoted; kNotFound for a directory that is no project.
Result<InputRequirement> parse_requirement_line(const RequirementText& text, FileSystem& files,
                                                std::vector<std::string>& warnings);

/// A parsed `name` or `name @ URL` as an input; a path behind `@` is relative to `directory`.
InputRequirement input_from_requirement(Requirement requirement, std::string text,
                                        std::string_view directory = {});

/// `"TEXT" is not a requirement`, with what helps most.
Error not_a_requirement(const RequirementText& line, const Error& reason);

/// The value of `-e`.
Result<InputRequirement> parse_editable(const RequirementText& text, FileSystem& files);

}  // namespace pincompile
