// Requirements of project files become inputs here, so that all of these files treat them alike.
// SPDX-License-Identifier: MIT
#include "requirements/project_source.h"

#include <fmt/format.h>

#include "requirements/locations.h"
#include "requirements/logical_lines.h"
#include "requirements/requirement_line.h"
#include "requirements/text_decoding.h"

namespace pincompile {

std::optional<InputRequirement> project_requirement(const std::string& text, const Context& place,
                                                    std::vector<Error>& errors) {
  Result<Requirement> parsed = Requirement::parse(text);
  if (!parsed) {
    errors.push_back(not_a_requirement({text, text}, parsed.error()).at(place));
    return std::nullopt;
  }
  InputRequirement input =
      input_from_requirement(std::move(*parsed), text, directory_of(place.file));
  input.origin.file = place.file;
  input.origin.line = place.line;
  return input;
}

Result<std::vector<InputRequirement>> requirements_of_file(FileSystem& files,
                                                           const std::string& path,
                                                           std::vector<Error>& errors) {
  const Result<std::string> bytes = files.read(path);
  if (!bytes) return bytes.error();
  const Result<DecodedText> text = decode_text(*bytes);
  if (!text) return Error(text.error()).at({path, 0, 0, {}});
  std::vector<InputRequirement> found;
  for (const LogicalLine& line : logical_lines(text->text, {})) {
    const Context place{path, line.number, 0, {}};
    if (auto input = project_requirement(line.written, place, errors))
      found.push_back(std::move(*input));
  }
  return found;
}

Marker both_markers(const Marker& first, const Marker& second) {
  if (first.empty()) return second;
  if (second.empty()) return first;
  Result<Marker> both =
      Marker::parse(fmt::format("({}) and ({})", first.to_string(), second.to_string()));
  return both ? std::move(*both) : first;
}

}  // namespace pincompile
