// CLI11 reads the words; the option table says what there is to read.
// SPDX-License-Identifier: MIT
#include "command_line.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <CLI/CLI.hpp>
#include <map>
#include <span>

#include "support/edit_distance.h"

namespace pincompile::tool {
namespace {

constexpr std::array<std::string_view, 3> kColors = {"auto", "always", "never"};

/// Bare `--color` means always; a next word counts as its value only if it is one of the three.
std::vector<std::string> with_color_values(const std::vector<std::string>& words) {
  std::vector<std::string> spelled;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool bare =
        words[i] == "--color" &&
        (i + 1 == words.size() || std::ranges::find(kColors, words[i + 1]) == kColors.end());
    spelled.push_back(bare ? "--color=always" : words[i]);
  }
  return spelled;
}

/// Whether some word may spell `name`. Options that no word spells are not registered: it spares
/// CLI11 comparing each of a hundred names with all others.
bool may_occur(const std::vector<std::string>& words, std::string_view name) {
  return std::ranges::any_of(words, [name](const std::string& word) {
    if (name.size() == 2) return word.starts_with('-') && word.find(name[1]) != std::string::npos;
    return word.starts_with(name) && (word.size() == name.size() || word[name.size()] == '=');
  });
}

struct Registered {
  const OptionRow* row = nullptr;
  bool on = true;
  std::string name;
  std::size_t next_result = 0;
};

class Reader {
 public:
  explicit Reader(const std::vector<std::string>& words) : words_(with_color_values(words)) {
    app_.set_help_flag("");
    app_.allow_extras();
    for (const OptionRow& row : option_table()) {
      for (std::string_view name : row.names) add(row, name, true);
      for (std::string_view name : row.off_names) add(row, name, false);
    }
  }

  Result<CommandLine> read() {
    std::vector<std::string> backwards(words_.rbegin(), words_.rend());
    try {
      app_.parse(backwards);
    } catch (const CLI::ParseError& error) {
      return bad_usage(error);
    }
    CommandLine line;
    bool options_ended = false;
    for (const std::string& word : app_.remaining()) {
      if (!options_ended && word == "--") {
        options_ended = true;
        continue;
      }
      if (!options_ended && word.size() > 1 && word.starts_with('-')) return stranger(word);
      line.sources.push_back(word);
    }
    for (CLI::Option* option : app_.parse_order()) {
      Registered& known = registered_[option];
      Occurrence occurrence{known.row, known.on, "", known.name};
      if (known.row->shape != Shape::kFlag && known.row->shape != Shape::kCount) {
        occurrence.value = option->results()[known.next_result++];
        if (auto fine = check_choice(*known.row, known.name, occurrence.value); !fine)
          return fine.error();
      }
      line.options.push_back(std::move(occurrence));
    }
    return line;
  }

 private:
  void add(const OptionRow& row, std::string_view name, bool on) {
    if (!may_occur(words_, name)) return;
    const std::string text(name);
    CLI::Option* option = nullptr;
    if (row.shape == Shape::kFlag || row.shape == Shape::kCount) {
      option = app_.add_flag(text)->disable_flag_override();
    } else {
      option = app_.add_option(text)->expected(1);
    }
    option->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    registered_[option] = {&row, on, text, 0};
  }

  static Error bad_usage(const CLI::ParseError& error) {
    const std::string text = error.what();
    std::string name = text.substr(0, text.find_first_of(": "));
    if (!name.starts_with('-')) name.insert(0, name.size() == 1 ? "-" : "--");
    const OptionRow* row = find_option(name);
    if (row == nullptr) return {ErrorKind::kInvalidArgument, text};
    if (row->shape == Shape::kFlag || row->shape == Shape::kCount)
      return {ErrorKind::kInvalidArgument, fmt::format("option {} takes no value", name)};
    return {ErrorKind::kInvalidArgument,
            fmt::format("option {} needs a value", name),
            {},
            {},
            {fmt::format("write {}{}{}", name, name.starts_with("--") ? '=' : ' ', row->value)}};
  }

  static Error stranger(const std::string& word) {
    const std::string name = word.substr(0, word.find('='));
    if (const RefusedOption* refused = find_refused(name)) return refused_option(name, *refused);
    const OptionRow* row = find_option(name);
    if (row != nullptr && name != word)
      return {ErrorKind::kInvalidArgument, fmt::format("option {} takes no value", name)};
    return unknown_option(name);
  }

  std::vector<std::string> words_;
  CLI::App app_;
  std::map<CLI::Option*, Registered> registered_;
};

const std::array kPipNames = {"--index-url",
                              "-i",
                              "--extra-index-url",
                              "--no-index",
                              "--find-links",
                              "-f",
                              "--trusted-host",
                              "--cert",
                              "--client-cert",
                              "--proxy",
                              "--timeout",
                              "--retries",
                              "--pre",
                              "--prefer-binary",
                              "--only-binary",
                              "--no-binary",
                              "--uploaded-prior-to",
                              "--require-hashes",
                              "--keyring-provider",
                              "--cache-dir",
                              "--no-cache-dir",
                              "-q",
                              "--quiet",
                              "-v",
                              "--verbose",
                              "--disable-pip-version-check",
                              "--no-input",
                              "--pypi-url",
                              "--all-releases",
                              "--only-final"};

}  // namespace

Result<CommandLine> parse_command_line(const std::vector<std::string>& words) {
  return Reader(words).read();
}

Result<CommandLine> parse_pip_args(std::string_view text) {
  Result<std::vector<std::string>> words = split_shell_words(text);
  if (!words) return words.error();
  Result<CommandLine> line = parse_command_line(*words);
  if (!line) {
    Error error = line.error();
    error.message = "--pip-args: " + error.message;
    return error;
  }
  if (!line->sources.empty())
    return Error{ErrorKind::kUnsupported,
                 fmt::format("--pip-args: {} (of pip) is not supported: it is no option",
                             line->sources.front())};
  for (const Occurrence& option : line->options) {
    const bool known =
        std::ranges::any_of(kPipNames, [&option](const char* name) { return option.name == name; });
    if (!known)
      return Error{
          ErrorKind::kUnsupported,
          fmt::format("--pip-args: {} (of pip) is not supported: pip has no such option, or it has "
                      "no meaning here",
                      option.name),
          {},
          {},
          {"write it as an option of pin-compile, outside --pip-args"}};
  }
  return line;
}

Result<std::vector<std::string>> split_shell_words(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  bool open = false;
  char quote = '\0';
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quote == '\0' && (c == ' ' || c == '\t' || c == '\n')) {
      if (open) words.push_back(std::exchange(word, {}));
      open = false;
    } else if (quote == '\0' && (c == '\'' || c == '"')) {
      quote = c;
      open = true;
    } else if (quote != '\0' && c == quote) {
      quote = '\0';
    } else if (c == '\\' && quote != '\'' && i + 1 < text.size()) {
      const char next = text[i + 1];
      if (quote == '"' && next != '"' && next != '\\' && next != '$' && next != '`') word += c;
      word += next;
      open = true;
      ++i;
    } else {
      word += c;
      open = true;
    }
  }
  if (quote != '\0')
    return Error{ErrorKind::kInvalidArgument, fmt::format("a quote is not closed in: {}", text)};
  if (open) words.push_back(word);
  return words;
}

Result<void> check_choice(const OptionRow& row, std::string_view shown_name,
                          std::string_view value) {
  if ((row.value == "N" || row.value == "S") &&
      value.find_first_not_of("0123456789") != std::string_view::npos)
    return Error{ErrorKind::kInvalidArgument,
                 fmt::format("{} needs a whole number, not \"{}\"", shown_name, value)};
  if (row.id == Opt::kExtraIndexUrl && value.find('=') < value.find_first_of(":/?"))
    return refused_option("--index NAME=URL",
                          {"", false, "uv", "indexes have no names here",
                           "--extra-index-url URL; [tool.pin-compile.package-index] ties a package "
                           "to an index"});
  if (row.id == Opt::kResolver && value == "legacy")
    return refused_option("--resolver=legacy",
                          {"", false, "pip-compile", "there is one resolver", "drop the option"});
  if (row.id == Opt::kResolver && value != "backtracking")
    return Error{ErrorKind::kInvalidArgument,
                 fmt::format("{} needs backtracking, not \"{}\"", shown_name, value)};
  if (row.id == Opt::kIndexStrategy && value == "unsafe-first-match")
    return refused_option("--index-strategy unsafe-first-match",
                          {"", false, "uv", "its answer depends on which index knows more",
                           "first-index or unsafe-best-match"});
  if (row.id == Opt::kPrerelease && value == "named")
    return refused_option("--prerelease named",
                          {"", false, "pip", "it is planned", "--prerelease-package NAME=allow"});
  if ((row.value.find('|') == std::string_view::npos && row.id != Opt::kCompat) ||
      row.value.find_first_of("[=") != std::string_view::npos || row.id == Opt::kFindLinks)
    return {};
  std::string_view rest = row.value;
  while (!rest.empty()) {
    const std::string_view choice = rest.substr(0, rest.find('|'));
    rest.remove_prefix(std::min(choice.size() + 1, rest.size()));
    const bool any_case = row.id == Opt::kNewline;
    if (std::ranges::equal(choice, value, [any_case](char a, char b) {
          return a == b || (any_case && b >= 'A' && b <= 'Z' && a == b - 'A' + 'a');
        }))
      return {};
  }
  std::string choices(row.value);
  for (std::size_t at; (at = choices.find('|')) != std::string::npos;) choices.replace(at, 1, ", ");
  return Error{ErrorKind::kInvalidArgument,
               fmt::format("{} cannot be \"{}\"", shown_name, value),
               {},
               {},
               {fmt::format("one of: {}", choices)}};
}

Error unknown_option(std::string_view name) {
  Error error{ErrorKind::kInvalidArgument, fmt::format("unknown option {}", name)};
  const std::vector<std::string_view> names = long_names();
  if (const auto close = nearest(name, names)) {
    const std::string_view first = find_option(*close)->names.front();
    const bool alias = first != *close && !close->starts_with("--no-");
    error.hints.push_back(alias ? fmt::format("did you mean {} (same as {})?", *close, first)
                                : fmt::format("did you mean {}?", *close));
  } else {
    error.hints.push_back("pin-compile --help lists the options");
  }
  return error;
}

Error refused_option(std::string_view name, const RefusedOption& option) {
  return {ErrorKind::kUnsupported,
          fmt::format("{} (of {}) is not supported: {}", name, option.peer, option.reason),
          {},
          {},
          {std::string(option.hint)}};
}

}  // namespace pincompile::tool
