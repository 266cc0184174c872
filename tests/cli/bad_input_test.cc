// The table of malformed files and options, bad_inputs.txt: the program refuses each with the
// status and the text that stand there, and leaves every file as it was.
// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "index_server.h"
#include "program.h"

namespace pincompile::testing {
namespace {

namespace fs = std::filesystem;

struct BadInput {
  std::string title;
  std::map<std::string, std::string> files = {};
  std::map<std::string, std::string> variables = {};
  std::string standard_input = {};
  std::vector<std::string> words = {};
  std::string source = {};    ///< the lines of the case up to `$`, as they stand in the table
  std::string expected = {};  ///< `STATUS`, then standard error
};

/// `\xHH` stands for a byte.
std::string unescaped(const std::string& line) {
  std::string text;
  for (std::size_t at = 0; at < line.size(); ++at) {
    if (line.compare(at, 2, "\\x") == 0 && at + 3 < line.size()) {
      text += static_cast<char>(std::stoi(line.substr(at + 2, 2), nullptr, 16));
      at += 3;
    } else {
      text += line[at];
    }
  }
  return text;
}

std::vector<std::string> words_of(const std::string& line) {
  std::vector<std::string> words;
  char quote = 0;
  bool open = false;
  for (char c : line) {
    if (quote == 0 && (c == '\'' || c == '"')) {
      quote = c;
    } else if (quote != 0 && c == quote) {
      quote = 0;
    } else if (c == ' ' && quote == 0) {
      open = false;
      continue;
    } else {
      if (!open) words.emplace_back();
      words.back() += c;
      open = true;
    }
  }
  return words;
}

/// Reads the table; `head` is what stands before the first case.
std::vector<BadInput> read_table(const std::string& path, std::string& head) {
  std::vector<BadInput> cases;
  std::ifstream file(path);
  std::string* sink = nullptr;
  for (std::string line; std::getline(file, line);) {
    const std::string rest = line.size() > 2 ? line.substr(2) : "";
    const bool is_mark = line.size() == 1 || (line.size() > 1 && line[1] == ' ');
    const char mark = is_mark ? line[0] : '\0';
    if (line.starts_with("== ")) {
      cases.push_back({line.substr(3)});
      sink = nullptr;
    } else if (cases.empty()) {
      head += line + '\n';
      continue;
    } else if (line.starts_with("-- ")) {
      sink = &cases.back().files[line.substr(3)];
    } else if (mark == '?') {
      sink = &cases.back().expected;
      *sink = rest + '\n';
      continue;
    } else if (sink == &cases.back().expected) {
      *sink += line + '\n';
      continue;
    } else if (mark == '$') {
      cases.back().words = words_of(rest);
      sink = nullptr;
    } else if (mark == '%') {
      cases.back().variables[rest.substr(0, rest.find('='))] = rest.substr(rest.find('=') + 1);
    } else if (mark == '<') {
      cases.back().standard_input += rest + '\n';
    } else if (sink != nullptr) {
      *sink += unescaped(line) + '\n';
    }
    cases.back().source += line + '\n';
  }
  for (BadInput& one : cases)
    for (std::string* text : {&one.expected, &one.source})
      while (text->ends_with("\n\n")) text->pop_back();
  return cases;
}

/// Every file below `folder` with its bytes.
std::map<std::string, std::string> tree(const fs::path& folder) {
  std::map<std::string, std::string> files;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
    std::ostringstream text;
    if (entry.is_regular_file()) text << std::ifstream(entry.path(), std::ios::binary).rdbuf();
    files[entry.path().lexically_relative(folder).string()] = text.str();
  }
  return files;
}

std::string with_names(std::string text, const std::string& value, const std::string& name) {
  for (std::size_t at = text.find(value); at != std::string::npos; at = text.find(value, at))
    text.replace(at, value.size(), name);
  return text;
}

std::string answer_to(const BadInput& one, const IndexServer& index) {
  Program program;
  program.variables["PIN_COMPILE_INDEX_URL"] = index.url();
  for (const auto& [name, value] : one.variables) program.variables[name] = value;
  program.standard_input = one.standard_input;
  program.write("requirements-pinned.txt", "six==1.0\n");
  for (const auto& [path, text] : one.files) program.write(path, text);
  const auto before = tree(program.folder() / "work");
  const ProgramAnswer answer = program.run(one.words);
  EXPECT_EQ(tree(program.folder() / "work"), before) << "a file was touched";
  EXPECT_EQ(answer.out, "");
  std::string text =
      with_names(answer.err, index.url().substr(0, index.url().size() - 1), "{INDEX}");
  text = with_names(text, index.host(), "{HOST}");
  text = with_names(text, (program.folder() / "work").string(), "{DIR}");
  std::string shown;
  for (char c : text)
    shown += static_cast<unsigned char>(c) < 0x80
                 ? std::string(1, c)
                 : fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
  return std::to_string(answer.status) + '\n' + shown;
}

TEST(BadInput, IsRefusedWithTheTextOfTheTable) {
  const std::string path = PINCOMPILE_SOURCE_DIR "/tests/cli/bad_inputs.txt";
  std::string head;
  const std::vector<BadInput> cases = read_table(path, head);
  ASSERT_GE(cases.size(), 200U);
  IndexServer index;
  index.add("six", "1.0");
  std::string table = head;
  for (const BadInput& one : cases) {
    SCOPED_TRACE(one.title);
    const std::string answer = answer_to(one, index);
    table += one.source + "? " + answer + '\n';
    if (std::getenv("PINCOMPILE_UPDATE_GOLDEN") != nullptr) continue;
    EXPECT_EQ(answer, one.expected);
    EXPECT_TRUE(answer.starts_with("1\nerror: ") || answer.starts_with("2\nerror: ") ||
                answer.starts_with("4\nerror: ") || answer.find("\nwarning: ") != answer.npos ||
                answer.find("\nnote: ") != answer.npos)
        << answer;
  }
  table.pop_back();
  if (std::getenv("PINCOMPILE_UPDATE_GOLDEN") != nullptr) std::ofstream(path) << table;
}

}  // namespace
}  // namespace pincompile::testing
