// Source: https://docs.docker.com/reference/dockerfile/ (format, parser directives, here-documents,
// environment replacement).
// SPDX-License-Identifier: MIT
#include "target/dockerfile_lines.h"

#include <fmt/format.h>

#include <algorithm>

namespace pincompile {
namespace {

constexpr int kDeepest = 10;
constexpr std::size_t kLongestValue = 4096;

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_name_character(char c) { return is_letter(c) || (c >= '0' && c <= '9'); }

std::string_view trim(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  return out;
}

std::string_view name_at(std::string_view text) {
  std::size_t size = 0;
  while (size < text.size() && is_name_character(text[size])) ++size;
  return text.substr(0, size);
}

// How many characters `$X` or `${...}` takes at the front of `text`; all of it if the brace stays
// open.
std::size_t reference_size(std::string_view text) {
  if (text.size() < 2 || text[1] != '{') return 1 + name_at(text.substr(1)).size();
  int open = 0;
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] == '{') ++open;
    if (text[i] == '}' && --open == 0) return i + 1;
  }
  return 0;
}

// A here-document that an instruction opens: `<<EOF`, `3<<EOF`, `<<-"EOF"`.
struct HereDocument {
  std::string end;                 // the line that ends it
  bool tabs_are_left_out = false;  // `<<-`: tabs in front of lines do not count
};

std::string without_quotes(std::string_view word) {
  std::string out;
  for (const char c : word)
    if (c != '"' && c != '\'') out += c;
  return out;
}

// BuildKit's rule: a word of its own that begins so; `"<<EOF"`, `cat<<EOF` and the here-string of
// the shell, `<<<`, open none.
std::vector<HereDocument> here_documents(std::string_view arguments, char escape) {
  std::vector<HereDocument> found;
  for (const std::string& word : dockerfile_words(arguments, escape)) {
    std::string_view rest = word;
    rest.remove_prefix(std::min(rest.find_first_not_of("0123456789"), rest.size()));
    if (!rest.starts_with("<<")) continue;
    rest.remove_prefix(2);
    HereDocument document;
    document.tabs_are_left_out = rest.starts_with('-');
    if (document.tabs_are_left_out) rest.remove_prefix(1);
    if (rest.find('<') != std::string_view::npos) continue;
    document.end = without_quotes(rest);
    if (!document.end.empty()) found.push_back(std::move(document));
  }
  return found;
}

// `ONBUILD RUN x` as `RUN x`.
DockerfileInstruction inner_instruction(const DockerfileInstruction& instruction) {
  if (instruction.keyword != "ONBUILD") return instruction;
  const std::string_view text = instruction.arguments;
  const std::size_t end = std::min(text.find_first_of(" \t"), text.size());
  return {upper(text.substr(0, end)), std::string(trim(text.substr(end))), instruction.line};
}

class LineReader {
 public:
  explicit LineReader(std::string_view text) : rest_(text) {}

  DockerfileLines run() {
    if (rest_.starts_with("\xEF\xBB\xBF")) rest_.remove_prefix(3);
    while (next_line()) {
      if (in_directives_ && directive()) continue;
      in_directives_ = false;
      instruction();
    }
    return std::move(lines_);
  }

 private:
  bool next_line() {
    if (rest_.empty()) return false;
    const std::size_t end = std::min(rest_.find('\n'), rest_.size());
    line_ = rest_.substr(0, end);
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    ++number_;
    return true;
  }

  // `# escape=`; other directives are read over. The first other line ends them.
  bool directive() {
    auto text = trim(line_);
    if (!text.starts_with('#')) return false;
    text = trim(text.substr(1));
    const auto name = upper(name_at(text));
    text = trim(text.substr(name.size()));
    if (!text.starts_with('=')) return false;
    text = trim(text.substr(1));
    if (name == "ESCAPE" && (text == "`" || text == "\\")) lines_.escape = text.front();
    return true;
  }

  void instruction() {
    const auto first = trim(line_);
    if (first.empty() || first.starts_with('#')) return;
    DockerfileInstruction instruction;
    instruction.line = number_;
    std::string joined;
    while (continues(joined)) {
      if (!next_line()) break;
      // Comments and blank lines between continuation lines are dropped.
      while (trim(line_).empty() || trim(line_).starts_with('#')) {
        if (!next_line()) break;
      }
      if (trim(line_).empty() || trim(line_).starts_with('#')) break;
    }
    const std::string_view text = trim(joined);
    const std::size_t end = std::min(text.find_first_of(" \t"), text.size());
    instruction.keyword = upper(text.substr(0, end));
    instruction.arguments = trim(text.substr(end));
    skip_here_documents(instruction);
    lines_.instructions.push_back(std::move(instruction));
  }

  // Appends the current line without its continuation mark; true if it had one.
  bool continues(std::string& joined) {
    auto text = line_;
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    const bool more = text.ends_with(lines_.escape);
    joined += more ? text.substr(0, text.size() - 1) : text;
    return more;
  }

  void skip_here_documents(const DockerfileInstruction& outer) {
    const DockerfileInstruction instruction = inner_instruction(outer);
    if (instruction.keyword != "RUN" && instruction.keyword != "COPY" &&
        instruction.keyword != "ADD")
      return;
    for (const auto& document : here_documents(instruction.arguments, lines_.escape)) {
      while (next_line() && !ends(document)) {
      }
    }
  }

  bool ends(const HereDocument& document) const {
    std::string_view text = line_;
    if (text.ends_with('\r')) text.remove_suffix(1);
    if (document.tabs_are_left_out)
      text.remove_prefix(std::min(text.find_first_not_of('\t'), text.size()));
    return text == document.end;
  }

  std::string_view rest_;
  std::string_view line_;
  std::uint32_t number_ = 0;
  bool in_directives_ = true;
  DockerfileLines lines_;
};

}  // namespace

DockerfileLines read_dockerfile_lines(std::string_view text) { return LineReader(text).run(); }

std::vector<std::string> dockerfile_words(std::string_view arguments, char escape) {
  std::vector<std::string> words;
  std::string word;
  char quote = '\0';
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const char c = arguments[i];
    if (c == escape && quote != '\'' && i + 1 < arguments.size()) {
      word += c;
      word += arguments[++i];
    } else if (quote == '\0' && is_blank(c)) {
      if (!word.empty()) words.push_back(std::move(word));
      word.clear();
    } else {
      if (quote == c) {
        quote = '\0';
      } else if (quote == '\0' && (c == '"' || c == '\'')) {
        quote = c;
      }
      word += c;
    }
  }
  if (!word.empty()) words.push_back(std::move(word));
  return words;
}

void DockerfileVariables::set(std::string name, std::optional<std::string> value) {
  const auto known =
      std::ranges::find(values_, name, &std::pair<std::string, std::optional<std::string>>::first);
  if (known != values_.end()) {
    known->second = std::move(value);
  } else {
    values_.emplace_back(std::move(name), std::move(value));
  }
}

const std::optional<std::string>* DockerfileVariables::find(std::string_view name) const {
  const auto known =
      std::ranges::find(values_, name, &std::pair<std::string, std::optional<std::string>>::first);
  return known == values_.end() ? nullptr : &known->second;
}

Result<std::string> DockerfileVariables::expand(std::string_view word, int depth) const {
  if (depth > kDeepest) return Error{ErrorKind::kInvalidArgument, "substitutions nest too deeply"};
  std::string out;
  char quote = '\0';
  for (std::size_t i = 0; i < word.size(); ++i) {
    const char c = word[i];
    const bool maybe = c == '$' && quote != '\'';
    const std::size_t size = maybe ? reference_size(word.substr(i)) : 1;
    if (c == escape_ && quote != '\'' && i + 1 < word.size()) {
      out += word[++i];
    } else if ((c == '"' || c == '\'') && (quote == '\0' || quote == c)) {
      quote = quote == c ? '\0' : c;
    } else if (size == 1) {
      out += c;
    } else {
      if (size == 0)
        return Error{ErrorKind::kParse, fmt::format("\"{}\" lacks a closing }}", word)};
      const auto text = word.substr(i, size);
      const bool braces = text[1] == '{';
      auto value = substitute(braces ? text.substr(2, text.size() - 3) : text.substr(1), depth);
      if (!value) return value;
      out += *value;
      i += text.size() - 1;
    }
    if (out.size() > kLongestValue)
      return Error{ErrorKind::kInvalidArgument, "a value is too long"};
  }
  return out;
}

// The inside of `${...}`.
Result<std::string> DockerfileVariables::substitute(std::string_view inside, int depth) const {
  const auto name = name_at(inside);
  auto form = inside.substr(name.size());
  const auto* const known = find(name);
  const bool is_set = known != nullptr && known->has_value();
  const std::string value = is_set ? **known : std::string();
  if (form.empty() && !name.empty()) {
    if (is_set) return value;
    Error error{ErrorKind::kInvalidArgument, fmt::format("variable {} has no value", name)};
    error.hints.push_back(known != nullptr
                              ? fmt::format("--dockerfile-arg {}=VALUE", name)
                              : fmt::format("write ARG {} before the first FROM", name));
    return error;
  }
  const bool empty_counts_as_unset = form.starts_with(':');
  if (empty_counts_as_unset) form.remove_prefix(1);
  if (name.empty() || form.empty() || (form.front() != '-' && form.front() != '+')) {
    return Error{ErrorKind::kUnsupported,
                 fmt::format("substitution ${{{}}} is not supported", inside)};
  }
  const bool present = is_set && !(empty_counts_as_unset && value.empty());
  if (form.front() == '-')
    return present ? Result<std::string>(value) : expand(form.substr(1), depth + 1);
  return present ? expand(form.substr(1), depth + 1) : Result<std::string>(std::string());
}

}  // namespace pincompile
