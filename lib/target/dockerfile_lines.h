// A Dockerfile as instructions: directives, comments, continuations and here-documents dealt with.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "pincompile/result.h"

namespace pincompile {

struct DockerfileInstruction {
  std::string keyword;    ///< upper case
  std::string arguments;  ///< continuation lines joined
  std::uint32_t line = 0;
};

struct DockerfileLines {
  char escape = '\\';
  std::vector<DockerfileInstruction> instructions;
};

DockerfileLines read_dockerfile_lines(std::string_view text);

/// Words of an instruction's arguments; quotes keep blanks together and stay in the word.
std::vector<std::string> dockerfile_words(std::string_view arguments, char escape);

/// Values of variables while a Dockerfile is read.
class DockerfileVariables {
 public:
  explicit DockerfileVariables(char escape) : escape_(escape) {}
  void set(std::string name, std::optional<std::string> value);
  const std::optional<std::string>* find(std::string_view name) const;

  /// `word` with quotes removed and `$X`, `${X}`, `${X:-d}`, `${X-d}`, `${X:+d}`, `${X+d}`
  /// replaced.
  /// errors   kInvalidArgument: an unset variable, another form of substitution.
  Result<std::string> expand(std::string_view word) const { return expand(word, 0); }

 private:
  Result<std::string> expand(std::string_view word, int depth) const;
  Result<std::string> substitute(std::string_view inside, int depth) const;

  char escape_;
  std::vector<std::pair<std::string, std::optional<std::string>>> values_;
};

}  // namespace pincompile
