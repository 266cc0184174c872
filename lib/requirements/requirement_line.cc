// URL, else path, else name.
// SPDX-License-Identifier: MIT
#include "requirements/requirement_line.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string_view>

#include "dist/wheel_filename.h"
#include "packaging/url.h"
#include "pincompile/name.h"
#include "requirements/locations.h"
#include "requirements/requirement_hints.h"
#include "requirements/unicode_text.h"

namespace pincompile {
namespace {

bool is_operator_character(char c) {
  return c == '=' || c == '<' || c == '>' || c == '~' || c == '!';
}

// `requests=2.32.0`: an equals sign that stands alone, and no operator anywhere.
std::optional<std::size_t> single_equals(std::string_view text) {
  const std::size_t at = text.find('=');
  if (at == std::string_view::npos) return std::nullopt;
  if (std::ranges::count_if(text, is_operator_character) != 1) return std::nullopt;
  return at;
}

struct WithMarker {
  std::string_view requirement;
  std::string_view marker;
};

// A URL may hold `;`, so there only one with a blank behind it begins a marker.
WithMarker split_marker(std::string_view text) {
  const std::string_view separator = is_url(text) ? "; " : ";";
  const std::size_t at = text.find(separator);
  if (at == std::string_view::npos) return {trim_space(text), {}};
  return {trim_space(text.substr(0, at)), trim_space(text.substr(at + separator.size()))};
}

struct WithExtras {
  std::string_view path;
  std::string_view extras;  // with its brackets
};

WithExtras split_extras(std::string_view path) {
  if (!path.ends_with(']')) return {path, {}};
  const std::size_t open = path.rfind('[');
  if (open == std::string_view::npos || open == 0 || open + 2 == path.size()) return {path, {}};
  return {path.substr(0, open), path.substr(open)};
}

Result<std::vector<std::string>> parse_extras(std::string_view brackets) {
  if (brackets.empty()) return std::vector<std::string>{};
  Result<Requirement> placeholder = Requirement::parse("placeholder" + std::string(brackets));
  if (!placeholder) {
    return Error{ErrorKind::kParse, fmt::format("\"{}\" is no list of extras", brackets)};
  }
  return std::move(placeholder->extras);
}

bool is_project_directory(FileSystem& files, std::string_view path) {
  return std::ranges::any_of(
      std::initializer_list<const char*>{"pyproject.toml", "setup.py", "setup.cfg"},
      [&](const char* name) {
        return files.exists(join_path(path, name)) == FileSystem::Kind::kFile;
      });
}

constexpr const char* kSlashHint = "write paths with / instead of \\";

Result<void> take_wheel_name(std::string_view filename, Requirement& requirement) {
  Result<WheelFilename> wheel = WheelFilename::parse(filename);
  if (!wheel) {
    Error error = std::move(wheel).error();
    if (filename.find('\\') != std::string_view::npos) error.hints.emplace_back(kSlashHint);
    return error;
  }
  requirement.name = normalize_name(wheel->name);
  Result<SpecifierSet> version = SpecifierSet::parse("==" + std::string(wheel->version));
  if (!version) return version.error();
  requirement.specifiers = std::move(*version);
  return {};
}

// Name, and for wheels the version, as far as the location tells them.
Result<void> take_name_from_location(std::string_view location, bool is_location_url,
                                     Requirement& requirement) {
  const std::string filename =
      is_location_url ? file_name_of_url(location) : std::string(file_name_of(location));
  if (filename.ends_with(".whl")) return take_wheel_name(filename, requirement);
  if (const auto egg = egg_of_url(location); egg && is_location_url) {
    if (!is_valid_name(*egg)) {
      Error error{ErrorKind::kParse, fmt::format("\"#egg={}\" is no project name", *egg)};
      error.hints.emplace_back(
          "only a bare name may stand there; write NAME[EXTRAS] @ URL for the rest");
      return error;
    }
    requirement.name = *egg;
  }
  return {};
}

// What a local path means: a directory with a project, an archive (also one that is not there), or
// nothing: then the text is a name.
enum class PathMeaning { kProject, kArchive, kNotAProject, kNothing };

PathMeaning meaning_of_path(std::string_view path, std::string_view text, FileSystem& files) {
  const FileSystem::Kind kind = files.exists(path);
  if (looks_like_path(text) && kind == FileSystem::Kind::kDirectory) {
    return is_project_directory(files, path) ? PathMeaning::kProject : PathMeaning::kNotAProject;
  }
  if (!has_archive_suffix(path)) return PathMeaning::kNothing;
  if (kind == FileSystem::Kind::kFile) return PathMeaning::kArchive;
  const std::size_t at = text.find('@');
  const bool names_a_url = at != std::string_view::npos && !looks_like_path(text.substr(0, at));
  return names_a_url ? PathMeaning::kNothing : PathMeaning::kArchive;
}

Error not_a_project(std::string_view text) {
  Error error{ErrorKind::kNotFound, fmt::format("directory \"{}\" is no project", text)};
  error.causes.emplace_back("it holds neither pyproject.toml nor setup.cfg nor setup.py");
  return error;
}

void set_path(InputRequirement& input, std::string_view path, std::string_view given) {
  input.kind = InputRequirement::Kind::kPath;
  input.path = normalize_path(path);
  input.requirement.url = given;
}

void set_url(InputRequirement& input, std::string_view url) {
  if (const auto path = path_of_file_url(url)) {
    set_path(input, *path, url);
  } else {
    input.kind = InputRequirement::Kind::kUrl;
    input.requirement.url = url;
  }
}

}  // namespace

Error not_a_requirement(const RequirementText& line, const Error& reason) {
  const std::string_view text = split_marker(line.written).requirement;
  Error error{ErrorKind::kParse, fmt::format("\"{}\" is not a requirement", redact_urls(text))};
  if (const std::size_t tab = text.find("\t-"); tab != std::string_view::npos) {
    error.causes.emplace_back("a tab does not separate options");
    error.hints.push_back(
        fmt::format("put a blank in front of {}",
                    text.substr(tab + 1, text.find_first_of("= \t", tab + 1) - tab - 1)));
    return error;
  }
  const auto equals = single_equals(text);
  if (equals && !looks_like_path(text)) {
    error.causes.emplace_back("a single = is no operator");
    error.hints.push_back(equals_hint(text.substr(0, *equals), text.substr(*equals + 1)));
    return error;
  }
  if (looks_like_path(text)) {
    error.message =
        fmt::format("\"{}\" looks like a path, and nothing is there", redact_urls(text));
    if (text.find('\\') != std::string_view::npos) error.hints.emplace_back(kSlashHint);
    return error;
  }
  if (line.written == line.expanded) {  // what stands in a variable is shown to nobody
    error.causes = reason.causes;
    error.hints = reason.hints;
  }
  if (error.hints.empty()) {
    std::string hint = requirement_hint(redact_urls(trim_space(text)));
    if (!hint.empty()) error.hints.push_back(std::move(hint));
  }
  return error;
}

InputRequirement input_from_requirement(Requirement requirement, std::string text,
                                        std::string_view directory) {
  InputRequirement input;
  input.requirement = std::move(requirement);
  input.text = std::move(text);
  const std::string url = input.requirement.url;
  if (url.empty()) return input;
  if (is_url(url) || url.find("://") != std::string::npos) {
    set_url(input, url);
  } else {
    set_path(input, join_path(directory, url), url);
  }
  return input;
}

Result<InputRequirement> parse_requirement_line(const RequirementText& text, FileSystem& files,
                                                std::vector<std::string>& warnings) {
  InputRequirement input;
  input.text = text.written;
  const WithMarker parts = split_marker(text.expanded);
  Marker marker;
  if (!parts.marker.empty()) {
    Result<Marker> parsed = Marker::parse(parts.marker);
    if (!parsed) {
      Error error{ErrorKind::kParse,
                  fmt::format("\"{}\" has a broken marker", redact_urls(text.written))};
      error.causes.push_back(parsed.error().message);
      error.hints = parsed.error().hints;
      std::string hint = marker_hint(trim_space(parts.marker));
      if (error.hints.empty() && text.written == text.expanded && !hint.empty())
        error.hints.push_back(std::move(hint));
      return error;
    }
    marker = std::move(*parsed);
  }
  if (is_url(parts.requirement)) {
    set_url(input, parts.requirement);
    const Result<void> named = take_name_from_location(parts.requirement, true, input.requirement);
    if (!named) return named.error();
    input.requirement.marker = std::move(marker);
    return input;
  }
  const WithExtras located = split_extras(parts.requirement);
  const PathMeaning meaning =
      meaning_of_path(normalize_path(located.path), parts.requirement, files);
  if (meaning == PathMeaning::kNotAProject) return not_a_project(text.written);
  if (meaning == PathMeaning::kNothing) {
    Result<Requirement> parsed = Requirement::parse(parts.requirement);
    if (!parsed) return not_a_requirement(text, parsed.error());
    input = input_from_requirement(std::move(*parsed), text.written);
  } else {
    set_path(input, located.path, located.path);
    if (meaning == PathMeaning::kArchive && files.exists(input.path) != FileSystem::Kind::kFile) {
      warnings.push_back(
          fmt::format("\"{}\" looks like a file name, but there is no such file", text.written));
    }
    const Result<void> named = take_name_from_location(input.path, false, input.requirement);
    if (!named) return named.error();
    Result<std::vector<std::string>> extras = parse_extras(located.extras);
    if (!extras) return extras.error();
    input.requirement.extras = std::move(*extras);
  }
  input.requirement.marker = std::move(marker);
  return input;
}

Result<InputRequirement> parse_editable(const RequirementText& text, FileSystem& files) {
  InputRequirement input;
  input.editable = true;
  input.text = text.written;
  const WithExtras located = split_extras(text.expanded);
  const bool is_directory =
      files.exists(normalize_path(located.path)) == FileSystem::Kind::kDirectory;
  const std::optional<std::string> path = path_of_file_url(located.path);
  if (is_directory || path) {
    set_path(input, is_directory ? std::string(located.path) : *path, located.path);
    if (is_directory && !is_project_directory(files, input.path))
      return not_a_project(text.written);
    if (path) {
      const Result<void> named = take_name_from_location(located.path, true, input.requirement);
      if (!named) return named.error();
    }
    Result<std::vector<std::string>> extras = parse_extras(located.extras);
    if (!extras) return extras.error();
    input.requirement.extras = std::move(*extras);
    return input;
  }
  if (!version_control_of(text.expanded).empty()) {
    set_url(input, text.expanded);
    const Result<void> named = take_name_from_location(text.expanded, true, input.requirement);
    if (!named) return named.error();
    if (!input.requirement.name.empty()) return input;
    Error error{ErrorKind::kParse,
                fmt::format("\"{}\" does not name its project", redact_urls(text.written))};
    error.hints.emplace_back("write -e \"NAME @ URL\", or add #egg=NAME");
    return error;
  }
  if (Result<Requirement> direct = Requirement::parse(text.expanded);
      direct && !version_control_of(direct->url).empty()) {
    input.requirement = std::move(*direct);
    input.kind = InputRequirement::Kind::kUrl;
    return input;
  }
  Error error{ErrorKind::kParse,
              fmt::format("\"-e {}\" is neither a directory nor a version control URL",
                          redact_urls(text.written))};
  if (is_url(text.expanded))
    error.hints.emplace_back("leave -e out to use the archive at this URL");
  return error;
}

}  // namespace pincompile
