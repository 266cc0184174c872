// One table of options; a long name is found by unique prefix.
// SPDX-License-Identifier: MIT
#include "requirements/option_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "support/edit_distance.h"

namespace pincompile {
namespace {

struct OptionName {
  std::string_view name;
  LineOption option;
  bool takes_value;
};
// Several names of one option may share a prefix without being ambiguous.
constexpr std::array<OptionName, 26> kOptions{{
    {"--index-url", LineOption::kIndexUrl, true},
    {"--pypi-url", LineOption::kIndexUrl, true},
    {"-i", LineOption::kIndexUrl, true},
    {"--extra-index-url", LineOption::kExtraIndexUrl, true},
    {"--no-index", LineOption::kNoIndex, false},
    {"--find-links", LineOption::kFindLinks, true},
    {"-f", LineOption::kFindLinks, true},
    {"--requirement", LineOption::kRequirement, true},
    {"-r", LineOption::kRequirement, true},
    {"--constraint", LineOption::kConstraint, true},
    {"-c", LineOption::kConstraint, true},
    {"--editable", LineOption::kEditable, true},
    {"-e", LineOption::kEditable, true},
    {"--no-binary", LineOption::kNoBinary, true},
    {"--only-binary", LineOption::kOnlyBinary, true},
    {"--prefer-binary", LineOption::kPreferBinary, false},
    {"--pre", LineOption::kPre, false},
    {"--all-releases", LineOption::kAllReleases, true},
    {"--only-final", LineOption::kOnlyFinal, true},
    {"--require-hashes", LineOption::kRequireHashes, false},
    {"--no-require-hashes", LineOption::kNoRequireHashes, false},
    {"--trusted-host", LineOption::kTrustedHost, true},
    {"--use-feature", LineOption::kUseFeature, true},
    {"--hash", LineOption::kHash, true},
    {"--config-settings", LineOption::kConfigSettings, true},
    {"-C", LineOption::kConfigSettings, true},
}};

Error unknown_option(std::string_view word) {
  Error error{ErrorKind::kParse, fmt::format("unknown option {}", word)};
  std::array<std::string_view, kOptions.size()> names;
  std::ranges::transform(kOptions, names.begin(), &OptionName::name);
  if (word.size() > 2) {
    if (const auto close = nearest(word, names)) {
      error.hints.push_back(fmt::format("did you mean {}?", *close));
    }
  }
  return error;
}

Result<OptionName> find_long(std::string_view word) {
  std::optional<OptionName> found;
  for (const OptionName& option : kOptions) {
    if (option.name == word) return option;
    if (!option.name.starts_with(word) || !option.name.starts_with("--")) continue;
    if (found && found->option != option.option) {
      return Error{ErrorKind::kParse,
                   fmt::format("option {} could be {} or {}", word, found->name, option.name)};
    }
    found = option;
  }
  if (!found) return unknown_option(word);
  return *found;
}

class WordReader {
 public:
  explicit WordReader(std::vector<std::string> words) : words_(std::move(words)) {}

  Result<std::vector<OptionWord>> read() {
    while (next_ < words_.size()) {
      const std::string word = words_[next_++];
      if (word == "--") break;
      if (word.size() < 2 || word.front() != '-') {
        beside_.push_back(word);
        continue;
      }
      const Result<void> taken = word.starts_with("--") ? take_long(word) : take_short(word);
      if (!taken) return taken.error();
    }
    beside_.insert(beside_.end(), words_.begin() + static_cast<std::ptrdiff_t>(next_),
                   words_.end());
    return std::move(found_);
  }
  std::vector<std::string> take_beside() { return std::move(beside_); }

 private:
  Result<void> take_long(std::string_view word) {
    const std::size_t equals = word.find('=');
    const Result<OptionName> option = find_long(word.substr(0, equals));
    if (!option) return option.error();
    if (!option->takes_value) {
      if (equals != std::string_view::npos) {
        return Error{ErrorKind::kParse, fmt::format("option {} takes no value", option->name)};
      }
      found_.push_back({option->option, {}});
      return {};
    }
    if (equals == std::string_view::npos) return take_next(*option);
    found_.push_back({option->option, std::string(word.substr(equals + 1))});
    return {};
  }

  // All short options take a value: the rest of the word, else the next word.
  Result<void> take_short(std::string_view word) {
    const auto option = std::ranges::find(kOptions, word.substr(0, 2), &OptionName::name);
    if (option == kOptions.end()) return unknown_option(word.substr(0, 2));
    if (word.size() == 2) return take_next(*option);
    found_.push_back({option->option, std::string(word.substr(2))});
    return {};
  }

  Result<void> take_next(const OptionName& option) {
    if (next_ == words_.size()) {
      return Error{ErrorKind::kParse, fmt::format("option {} needs a value", option.name)};
    }
    found_.push_back({option.option, words_[next_++]});
    return {};
  }

  std::vector<std::string> words_;
  std::size_t next_ = 0;
  std::vector<OptionWord> found_;
  std::vector<std::string> beside_;
};

bool is_shell_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

}  // namespace

std::string_view option_name(LineOption option) {
  return std::ranges::find(kOptions, option, &OptionName::option)->name;
}

SplitLine split_options(std::string_view line) {
  for (std::size_t begin = 0; begin <= line.size();) {
    if (begin < line.size() && line[begin] == '-') {
      return {begin == 0 ? std::string_view() : line.substr(0, begin - 1), line.substr(begin)};
    }
    const std::size_t space = line.find(' ', begin);
    if (space == std::string_view::npos) break;
    begin = space + 1;
  }
  return {line, {}};
}

Result<std::vector<std::string>> shell_words(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  bool in_word = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (is_shell_space(c)) {
      if (in_word) words.push_back(std::move(word));
      word.clear();
      in_word = false;
      continue;
    }
    in_word = true;
    if (c == '\\') {
      if (++i == text.size()) return Error{ErrorKind::kParse, "a backslash ends the options"};
      word += text[i];
    } else if (c == '\'' || c == '"') {
      const char quote = c;
      for (++i; i < text.size() && text[i] != quote; ++i) {
        // Between double quotes a backslash protects itself and the quote only.
        const bool escapes = quote == '"' && text[i] == '\\' && i + 1 < text.size() &&
                             (text[i + 1] == '"' || text[i + 1] == '\\');
        if (escapes) ++i;
        word += text[i];
      }
      if (i >= text.size())
        return Error{ErrorKind::kParse, fmt::format("a {} is never closed", quote)};
    } else {  // as far as nothing special comes
      const std::size_t end = std::min(text.find_first_of(" \t\r\n\\'\"", i), text.size());
      word += text.substr(i, end - i);
      i = end - 1;
    }
  }
  if (in_word) words.push_back(std::move(word));
  return words;
}

Result<std::vector<OptionWord>> read_options(std::string_view text) {
  Result<std::vector<std::string>> words = shell_words(text);
  if (!words) return words.error();
  return WordReader(std::move(*words)).read();
}

std::vector<std::string> words_beside_options(std::string_view text) {
  Result<std::vector<std::string>> words = shell_words(text);
  if (!words) return {};
  WordReader reader(std::move(*words));
  return reader.read() ? reader.take_beside() : std::vector<std::string>{};
}

}  // namespace pincompile
