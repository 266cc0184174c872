// Header by its comment lines, pins by the grammar of requirements files.
// SPDX-License-Identifier: MIT
#include "requirements/pins_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "packaging/url.h"
#include "pincompile/name.h"
#include "requirements/locations.h"
#include "requirements/logical_lines.h"
#include "requirements/option_words.h"
#include "requirements/unicode_text.h"

namespace pincompile {
namespace {

constexpr std::string_view kFingerprint = "# fingerprint: ";
constexpr std::string_view kCommand = "#    ";

// The line at `begin` without its end; `next` is where the following one begins.
std::string_view line_at(std::string_view text, std::size_t begin, std::size_t& next) {
  const std::size_t end = std::min(text.find('\n', begin), text.size());
  next = std::min(end + 1, text.size());
  std::string_view line = text.substr(begin, end - begin);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

Error broken_line(const LogicalLine& line, std::string_view file) {
  const bool is_merge_marker =
      line.written.starts_with("<<<<<<<") || line.written.starts_with("=======") ||
      line.written.starts_with(">>>>>>>") || line.written.starts_with("|||||||");
  Error error{ErrorKind::kParse, fmt::format("\"{}\" is {}", redact_urls(line.written),
                                             is_merge_marker ? "a merge marker" : "not a pin")};
  error.where.push_back({std::string(file), line.number, 0, {}});
  error.causes.emplace_back(
      "the existing pins are read from here, so that they stay where they can");
  error.hints.emplace_back("mend the file; or -U to ignore the pins in it");
  return error;
}

/// A line that is `name==1.2.3` and no more, as most are: it needs no grammar.
std::optional<ExistingPin> plain_pin(const LogicalLine& line) {
  const std::string_view text = line.written;
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const std::size_t equals = text.find("==");
  if (equals == std::string_view::npos || !is_valid_name(text.substr(0, equals))) return {};
  const std::string_view version = text.substr(equals + 2);
  bool after_digit = false;
  for (const char c : version) {
    if (!is_digit(c) && (c != '.' || !after_digit)) return {};
    after_digit = is_digit(c);
  }
  if (!after_digit) return {};
  return ExistingPin{
      normalize_name(text.substr(0, equals)), std::string(version), {}, {}, line.number};
}

bool is_location(std::string_view text) {
  return is_url(text) || looks_like_path(text) || has_archive_suffix(text);
}

}  // namespace

void read_pins_header(std::string_view text, PinsFile& pins) {
  std::size_t header_end = 0;
  bool has_ended = false;  // at the first bare # below the fingerprint
  bool is_first_block = true;
  for (std::size_t begin = 0, next = 0; begin < text.size(); begin = next) {
    const std::string_view line = line_at(text, begin, next);
    if (!line.starts_with('#')) {
      is_first_block = false;
      continue;
    }
    // Bots take the last such line of the whole file, so does this reader of what they may have
    // written.
    if (line.starts_with(kCommand)) pins.command = trim_space(line.substr(kCommand.size()));
    if (!is_first_block || has_ended) continue;
    if (line.starts_with(kFingerprint) && pins.fingerprint.empty()) {
      pins.fingerprint = trim_space(line.substr(kFingerprint.size()));
    }
    if (line == "#") {
      header_end = next;
      has_ended = !pins.fingerprint.empty();
    }
  }
  pins.header = text.substr(0, header_end);
  pins.body = text.substr(header_end);
}

Result<PinsFile> parse_pins(std::string_view text, std::string_view file) {
  if (is_pylock(text)) return parse_pylock(text, file);
  PinsFile pins;
  read_pins_header(text, pins);
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  for (const LogicalLine& line : logical_lines(text, {})) {
    if (std::optional<ExistingPin> pin = plain_pin(line)) {
      pins.pins.push_back(*std::move(pin));
      continue;
    }
    const SplitLine parts = split_options(line.written);
    const std::string_view requirement_text = trim_space(parts.requirement);
    const Result<std::vector<OptionWord>> options = read_options(parts.options);
    if (!options) return broken_line(line, file);
    if (requirement_text.empty()) {
      pins.skipped +=
          std::ranges::count(*options, LineOption::kEditable, &OptionWord::option) != 0 ? 1 : 0;
      continue;
    }
    Result<Requirement> requirement = Requirement::parse(requirement_text);
    if (!requirement && !is_location(requirement_text)) return broken_line(line, file);
    if (!requirement || !requirement->url.empty() || !requirement->specifiers.is_pin()) {
      ++pins.skipped;
      continue;
    }
    ExistingPin pin{normalize_name(requirement->name),
                    std::string(requirement->specifiers.specifiers().front().version_text()),
                    {},
                    std::move(requirement->marker),
                    line.number};
    for (const OptionWord& option : *options) {
      if (option.option == LineOption::kHash) pin.hashes.push_back(option.value);
    }
    pins.pins.push_back(std::move(pin));
  }
  return pins;
}

}  // namespace pincompile
