// Fingerprint of an output, schema 1 (behaviour.md 7.1): SHA-256 over records of TAB-joined fields
// that end in LF, first 16 hex digits.
// SPDX-License-Identifier: MIT
#include "pincompile/fingerprint.h"

#include <filesystem>

#include "packaging/url.h"
#include "pincompile/name.h"
#include "support/digest.h"

namespace pincompile {
namespace {

std::string short_digest(std::string_view records) { return to_hex(sha256(records)).substr(0, 16); }

/// `path` as seen from `directory`; unchanged where one of them is absolute and the other is not.
std::string seen_from(const std::string& path, std::string_view directory) {
  if (path == "-" || path.find("://") != std::string::npos) return path;
  const std::filesystem::path file(path);
  const std::filesystem::path base(directory.empty() ? "." : directory);
  if (file.is_absolute() != base.is_absolute()) return path;
  const auto relative = file.lexically_normal().lexically_relative(base.lexically_normal());
  return relative.empty() ? path : relative.generic_string();
}

std::string annotation_seen_from(const Origin& origin, std::string_view directory) {
  std::string text = origin.annotation;
  const std::size_t at = origin.file.empty() ? std::string::npos : text.rfind(origin.file);
  if (at != std::string::npos) {
    text.replace(at, origin.file.size(), seen_from(origin.file, directory));
  }
  return text;
}

/// The URL or path of a line as the user wrote it, `${VAR}` included.
std::string written_location(const InputRequirement& line) {
  std::string_view text = line.text;
  if (const std::size_t at = text.find(" @ "); at != std::string_view::npos) {
    text.remove_prefix(at + 3);
  }
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  return std::string(text.substr(0, text.find_first_of(" ;")));
}

std::string canonical_text(const InputRequirement& line, std::string_view directory) {
  Requirement requirement = line.requirement;
  if (!requirement.name.empty()) requirement.name = normalize_name(requirement.name);
  std::string text;
  if (line.kind == InputRequirement::Kind::kIndex) {
    text = requirement.to_string();
  } else {
    std::string location = written_location(line);
    location = line.kind == InputRequirement::Kind::kPath ? seen_from(location, directory)
                                                          : without_user_part(location);
    const std::string marker = requirement.marker.to_string();
    requirement.url.clear();
    requirement.specifiers = SpecifierSet();
    requirement.marker = Marker();
    if (line.editable) text = "-e ";
    text += requirement.to_string() + " @ " + location;
    if (!marker.empty()) text += " ; " + marker;
  }
  for (const SpecifierSet& set : line.any_of) text += " || " + set.to_string();
  for (const std::string& hash : line.hashes) text += " --hash=" + hash;
  return text;
}

void append_lines(std::string& records, std::string_view kind,
                  const std::vector<InputRequirement>& lines, std::string_view directory) {
  for (const InputRequirement& line : lines) {
    if (line.origin.is_remote || line.origin.is_host_setting) continue;
    records += kind;
    records += '\t' + annotation_seen_from(line.origin, directory);
    records += '\t' + canonical_text(line, directory) + '\n';
  }
}

/// Static requirements of local directories, as lines of theirs.
void append_local_projects(std::string& records, const Inputs& inputs, std::string_view directory) {
  for (const auto& [path, project] : inputs.local_projects) {
    const std::string source = project.name + " (" + seen_from(path, directory) + ")";
    for (const std::string& text : project.requires_dist) {
      const auto requirement = Requirement::parse(text);
      records += "req\t" + source + '\t';
      records += (requirement ? requirement->to_string() : text) + '\n';
    }
  }
}

/// Takes `label` and 16 hex digits from the front of `text`.
std::optional<std::string> take_digest(std::string_view& text, std::string_view label) {
  if (!text.starts_with(label) || text.size() < label.size() + 16) return std::nullopt;
  std::string digits(text.substr(label.size(), 16));
  if (digits.find_first_not_of("0123456789abcdef") != std::string::npos) return std::nullopt;
  text.remove_prefix(label.size() + 16);
  return digits;
}

}  // namespace

std::string inputs_digest(const Inputs& inputs, std::string_view output_directory) {
  std::string records;
  append_lines(records, "req", inputs.requirements, output_directory);
  append_lines(records, "con", inputs.constraints, output_directory);
  append_lines(records, "ovr", inputs.overrides, output_directory);
  append_local_projects(records, inputs, output_directory);
  for (const std::string& file : inputs.remote_files) records += "remote\t" + file + '\n';
  for (const RequiresPython& python : inputs.requires_python) {
    records += "requires-python\t" + python.text + '\n';
  }
  return short_digest(records);
}

std::string options_digest(std::span<const std::string> records) {
  std::string text;
  for (const std::string& record : records) text += record + '\n';
  return short_digest(text);
}

std::string pins_digest(std::string_view body) {
  std::string text;
  text.reserve(body.size());
  for (std::size_t i = 0; i < body.size(); ++i) {
    if (body[i] == '\r' && i + 1 < body.size() && body[i + 1] == '\n') continue;
    text += body[i];
  }
  const std::size_t last = text.find_last_not_of('\n');
  text.resize(last == std::string::npos ? 0 : last + 1);
  return short_digest(text);
}

std::optional<Fingerprint> Fingerprint::parse(std::string_view text) {
  while (!text.empty() && (text.back() == '\r' || text.back() == ' ')) text.remove_suffix(1);
  if (!text.starts_with("1 ")) return std::nullopt;
  text.remove_prefix(2);
  const std::size_t space = text.find(' ');
  if (space == std::string_view::npos || space == 0) return std::nullopt;
  Fingerprint result;
  result.target = std::string(text.substr(0, space));
  text.remove_prefix(space);
  auto inputs = take_digest(text, " inputs:");
  if (!inputs) return std::nullopt;
  auto options = take_digest(text, " options:");
  if (!options) return std::nullopt;
  auto pins = take_digest(text, " pins:");
  if (!pins || !text.empty()) return std::nullopt;
  result.inputs = std::move(*inputs);
  result.options = std::move(*options);
  result.pins = std::move(*pins);
  return result;
}

std::string Fingerprint::to_string() const {
  return "1 " + target + " inputs:" + inputs + " options:" + options + " pins:" + pins;
}

}  // namespace pincompile
