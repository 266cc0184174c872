// A line is options or one requirement; -r and -c go down one level.
// SPDX-License-Identifier: MIT
#include "requirements/requirements_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "packaging/url.h"
#include "requirements/file_options.h"
#include "requirements/locations.h"
#include "requirements/option_words.h"
#include "requirements/requirement_line.h"
#include "requirements/text_decoding.h"
#include "requirements/unicode_text.h"

namespace pincompile {
namespace {

// Far beyond any real use; a served file could otherwise name new ones without end.
constexpr std::size_t kMostLevels = 100;
constexpr std::size_t kMostFiles = 10000;

// Of -r, -c, -e and -f only the first of a line counts.
const LineOptionText* first_of(const LineOptions& options, LineOption wanted) {
  const auto found = std::ranges::find(options, wanted, &LineOptionText::option);
  return found == options.end() ? nullptr : &*found;
}

Result<std::string> checked_hash(std::string_view value, std::string_view written) {
  const std::size_t colon = value.find(':');
  const std::string_view algorithm = value.substr(0, colon);
  if (colon != std::string_view::npos &&
      (algorithm == "sha256" || algorithm == "sha384" || algorithm == "sha512")) {
    return std::string(value);
  }
  Error error{ErrorKind::kParse, fmt::format("\"{}\" is not a hash", written)};
  error.causes.emplace_back("--hash takes sha256:HEX, sha384:HEX or sha512:HEX");
  return error;
}

// The form of values, whether they count on this line or not.
Result<void> check_values(const LineOptions& options) {
  for (const LineOptionText& option : options) {
    if (option.option == LineOption::kHash) {
      const Result<std::string> hash = checked_hash(option.value, option.written);
      if (!hash) return hash.error();
    }
    if (option.option == LineOption::kConfigSettings &&
        option.value.find('=') == std::string::npos) {
      return Error{ErrorKind::kParse,
                   fmt::format("--config-settings {} is not KEY=VALUE", option.written)};
    }
  }
  return {};
}

// Options that belong to one requirement; their values have been checked.
void take_requirement_options(const LineOptions& options, FileRequirement& requirement) {
  std::vector<std::string>& hashes = requirement.input.hashes;
  for (const LineOptionText& option : options) {
    if (option.option == LineOption::kHash && !requirement.input.editable)
      hashes.push_back(option.value);
    if (option.option != LineOption::kConfigSettings) continue;
    const std::size_t equals = option.value.find('=');
    requirement.config_settings.emplace_back(option.value.substr(0, equals),
                                             option.value.substr(equals + 1));
  }
  std::ranges::sort(hashes);
  hashes.erase(std::unique(hashes.begin(), hashes.end()), hashes.end());
}

// pip obeys --no-index first and index URLs (the last one of a line) before the extra ones, in
// whatever order they stand on a line.
LineOptions in_order_of_effect(LineOptions options) {
  const auto is_index = [](const LineOptionText& option) {
    return option.option == LineOption::kIndexUrl;
  };
  while (std::ranges::count_if(options, is_index) > 1)
    options.erase(std::ranges::find_if(options, is_index));
  std::ranges::stable_sort(options, {}, [](const LineOptionText& option) {
    if (option.option == LineOption::kNoIndex) return 0;
    return option.option == LineOption::kIndexUrl ? 1 : 2;
  });
  return options;
}

bool belongs_to_requirement(LineOption option, bool is_editable) {
  return option == LineOption::kConfigSettings || (option == LineOption::kHash && !is_editable) ||
         (option == LineOption::kEditable && is_editable);
}

FileRole role_of_nested(LineOption option, FileRole outer) {
  if (option == LineOption::kConstraint) return FileRole::kConstraints;
  return outer == FileRole::kOverrides ? outer : FileRole::kRequirements;
}

/// A source's path as given, without `./` in front.
std::string_view without_dot(std::string_view path) {
  while (path.starts_with("./"))
    path.remove_prefix(std::min(path.find_first_not_of('/', 1), path.size()));
  return path;
}

// `a.in:1 -> b.in:3 -> a.in`, from where the repeated file was first entered.
Error cycle_error(const FilePlace& place, std::uint32_t line, const std::string& repeated) {
  std::string chain = fmt::format("{}:{} -> {}", place.file, line, repeated);
  std::string_view at = place.file;
  for (const Context& from : place.included_from) {
    if (at == repeated) break;
    chain = fmt::format("{}:{} -> {}", from.file, from.line, chain);
    at = from.file;
  }
  return Error{ErrorKind::kParse, fmt::format("{} includes itself: {}", repeated, chain)};
}

bool is_name_list(LineOption option) {
  return option == LineOption::kNoBinary || option == LineOption::kOnlyBinary ||
         option == LineOption::kAllReleases || option == LineOption::kOnlyFinal;
}

bool is_remote_url(std::string_view location) {
  return is_file_location_url(location) && !path_of_file_url(location);
}

std::string_view nested_option(FileRole role) {
  return role == FileRole::kConstraints ? "-c" : "-r";
}

}  // namespace

std::string annotation_of(FileRole role, std::string_view file) {
  switch (role) {
    case FileRole::kRequirements:
      return fmt::format("-r {}", file);
    case FileRole::kConstraints:
      return fmt::format("-c {}", file);
    case FileRole::kOverrides:
      return fmt::format("--override {}", file);
  }
  return std::string(file);
}

std::string at_line(std::string_view file, std::uint32_t line, std::string_view text) {
  return fmt::format("{}:{}: {}", file, line, text);
}

void RequirementsFileReader::report(Error error, const FilePlace& place, std::uint32_t line) {
  error.where.push_back({place.file, line, 0, {}});
  for (const Context& from : place.included_from) error.where.push_back(from);
  content_.errors.push_back(std::move(error));
}

Result<std::string> RequirementsFileReader::load(const std::string& location) {
  if (location == "-") return reader_.standard_input;
  if (const auto path = path_of_file_url(location)) return reader_.files->read(*path);
  if (!is_file_location_url(location)) return reader_.files->read(location);
  if (reader_.fetch) return reader_.fetch(location);
  return Error{ErrorKind::kUnsupported,
               fmt::format("{} is not fetched here", redact_urls(location))};
}

// As messages and annotations name a file.
std::string RequirementsFileReader::shown(const std::string& location) const {
  if (is_file_location_url(location)) return redact_urls(location);
  std::string path = normalize_path(location);
  if (!path.starts_with("../") || reader_.working_directory.empty()) return path;
  // Up and down again.
  const std::string here = normalize_path(reader_.working_directory);
  const std::string absolute = join_path(here, path);
  return absolute.starts_with(here + "/") ? absolute.substr(here.size() + 1) : path;
}

void RequirementsFileReader::read(const std::string& location, FileRole role) {
  const std::string file = location == "-" ? location : shown(location);
  const bool as_given = reader_.names_as_given && !is_file_location_url(location);
  const std::string name = as_given ? std::string(without_dot(location)) : file;
  const bool is_remote = is_remote_url(location);
  if (is_remote) content_.remote_files.push_back(annotation_of(role, without_user_part(file)));
  read_at(location, {file, location, annotation_of(role, name), role, {}, is_remote});
}

void RequirementsFileReader::read_at(const std::string& location, const FilePlace& place) {
  const Result<std::string> bytes = load(location);
  if (!bytes) {
    Error error = bytes.error();
    // A nested file whose name comes from a variable is named as written.
    if (place.file.find("${") != std::string::npos)
      error.message = fmt::format("cannot read {}", place.file);
    for (const Context& from : place.included_from) error.where.push_back(from);
    content_.errors.push_back(std::move(error));
    return;
  }
  content_.files.push_back(location);
  const Result<DecodedText> decoded = decode_text(*bytes, reader_.charset);
  if (!decoded) {
    Error error = decoded.error();
    error.message = "cannot decode the text: " + error.message;
    error.hints.emplace_back(
        "save the file as UTF-8, or name its charset in the first line: # coding: NAME");
    report(std::move(error), place, 0);
    return;
  }
  if (decoded->used_fallback) {
    content_.warnings.push_back(
        fmt::format("{} is not UTF-8; it was read as {}", place.file, reader_.charset));
  }
  read_text(decoded->text, place);
}

void RequirementsFileReader::read_text(std::string_view text, const FilePlace& place) {
  for (const LogicalLine& line : logical_lines(text, reader_.variable)) read_line(line, place);
}

void RequirementsFileReader::read_line(const LogicalLine& line, const FilePlace& place) {
  const SplitLine written = split_options(line.written);
  const SplitLine expanded = split_options(line.expanded);
  const Result<LineOptions> options = read_line_options(written.options, expanded.options);
  if (!options) return report(options.error(), place, line.number);
  if (auto checked = check_values(*options); !checked)
    return report(checked.error(), place, line.number);
  if (const auto words = words_beside_options(written.options); !words.empty())
    content_.notes.push_back(
        at_line(place.file, line.number,
                fmt::format("\"{}\" is ignored: it stands behind an option",
                            redact_urls(fmt::format("{}", fmt::join(words, " "))))));

  const std::string_view requirement = trim_space(expanded.requirement);
  if (!requirement.empty()) {
    const RequirementText text{std::string(trim_space(written.requirement)),
                               std::string(requirement)};
    return read_requirement(text, false, *options, place, line.number);
  }
  if (const LineOptionText* editable = first_of(*options, LineOption::kEditable))
    return read_requirement({editable->written, editable->value}, true, *options, place,
                            line.number);
  const LineOptionText* nested = first_of(*options, LineOption::kRequirement);
  if (nested == nullptr) nested = first_of(*options, LineOption::kConstraint);
  if (nested == nullptr) return apply_options(*options, place, line.number);
  for (const LineOptionText& option : *options)
    if (&option != nested) apply_beside(option, option_name(nested->option), place, line.number);
  read_nested(*nested, place, line.number);
}

void RequirementsFileReader::read_requirement(const RequirementText& text, bool is_editable,
                                              const LineOptions& options, const FilePlace& place,
                                              std::uint32_t line) {
  if (is_editable && place.role == FileRole::kConstraints) {
    Error error{ErrorKind::kParse, "a constraint cannot be editable"};
    error.hints.emplace_back("write NAME @ URL, or a version");
    return report(std::move(error), place, line);
  }
  std::vector<std::string> warnings;
  const auto parse = [&](const RequirementText& read) {
    return is_editable ? parse_editable(read, *reader_.files)
                       : parse_requirement_line(read, *reader_.files, warnings);
  };
  Result<InputRequirement> input = parse(text);
  if (!input) {
    if (text.written == text.expanded) return report(input.error(), place, line);
    // The message may quote what stands in a variable; one about the text as written cannot.
    const Result<InputRequirement> as_written = parse({text.written, text.written});
    Error hidden{input.error().kind,
                 fmt::format("\"{}\" is not a requirement once ${{...}} is replaced",
                             redact_urls(text.written))};
    return report(as_written ? std::move(hidden) : as_written.error(), place, line);
  }
  FileRequirement found{std::move(*input), place.role, {}};
  found.input.origin = {place.annotation, place.file, line, place.included_from, place.is_remote};
  take_requirement_options(options, found);
  for (const std::string& warning : warnings)
    content_.warnings.push_back(at_line(place.file, line, warning));
  for (const LineOptionText& option : options)
    if (!belongs_to_requirement(option.option, is_editable))
      apply_beside(option, "a requirement", place, line);
  content_.requirements.push_back(std::move(found));
}

void RequirementsFileReader::apply_options(const LineOptions& options, const FilePlace& place,
                                           std::uint32_t line) {
  bool has_find_links = false;
  for (const LineOptionText& option : in_order_of_effect(options)) {
    if (option.option == LineOption::kHash)
      content_.warnings.push_back(
          at_line(place.file, line, "--hash without a requirement is ignored"));
    if (option.option == LineOption::kIndexUrl || option.option == LineOption::kExtraIndexUrl)
      content_.indexes.push_back({option.value, option.written, place.file, line});
    if (option.option == LineOption::kFindLinks && std::exchange(has_find_links, true)) continue;
    const Result<void> applied = apply_file_option(option, place, *reader_.files, content_);
    if (!applied) return report(applied.error(), place, line);
  }
}

// pip lets the lists of names count wherever they stand, and forgets all other options beside a
// requirement or a nested file.
void RequirementsFileReader::apply_beside(const LineOptionText& option, std::string_view beside,
                                          const FilePlace& place, std::uint32_t line) {
  if (is_name_list(option.option)) {
    const Result<void> applied = apply_file_option(option, place, *reader_.files, content_);
    if (!applied) report(applied.error(), place, line);
    return;
  }
  content_.notes.push_back(
      at_line(place.file, line,
              fmt::format("{} is ignored beside {}", option_name(option.option), beside)));
}

void RequirementsFileReader::read_nested(const LineOptionText& option, const FilePlace& place,
                                         std::uint32_t line) {
  const std::string& location = option.value;
  const std::string& written = option.written;
  const FileRole role = role_of_nested(option.option, place.role);
  std::string target = location;
  if (is_file_location_url(place.location)) {
    target = join_location(place.location, location);
  } else if (!is_file_location_url(location)) {
    target = join_path(directory_of(place.location), location);
  }
  // What stands in a variable is shown to nobody.
  const bool is_url = is_file_location_url(target);
  const std::string file = location == written ? shown(target)
                           : is_url            ? redact_urls(written)
                                    : shown(join_path(directory_of(place.file), written));
  FilePlace inner{
      file, target, annotation_of(role, file), role, {{place.file, line, 0, "included from"}}};
  for (const Context& from : place.included_from) inner.included_from.push_back(from);
  const auto is_open = [&](const Context& from) { return from.file == file; };
  if (place.file == file || std::ranges::any_of(place.included_from, is_open)) {
    content_.errors.push_back(cycle_error(place, line, file));
    return;
  }
  if (inner.included_from.size() > kMostLevels || content_.files.size() > kMostFiles) {
    return report({ErrorKind::kInvalidArgument, "too many nested files"}, place, line);
  }
  if (!is_url && reader_.files->exists(target) == FileSystem::Kind::kNothing) {
    Error error{ErrorKind::kNotFound, fmt::format("cannot open {} (no such file)", written)};
    error.causes.push_back(fmt::format("looked for {}; {} is relative to the file that contains it",
                                       file, nested_option(role)));
    return report(std::move(error), place, line);
  }
  inner.is_remote = is_remote_url(target);
  if (inner.is_remote && !place.is_remote)
    content_.remote_files.push_back(annotation_of(role, without_user_part(file)));
  read_at(target, inner);
}

}  // namespace pincompile
