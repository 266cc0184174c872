// Text from results: the pinned requirements file. Pure functions.
// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "pincompile/outcome.h"
#include "pincompile/request.h"

namespace pincompile {

enum class AnnotationStyle : std::uint8_t { kSplit, kLine };
enum class Newline : std::uint8_t { kLf, kCrlf };

/// How a pinned requirements file is written (behaviour.md 2).
struct RequirementsTxtOptions {
  bool header = true;  ///< write the comment at the head
  std::string command = "pin-compile";  ///< COMMAND of behaviour.md 2.2
  bool pip_compile = false;             ///< the bytes of pip-compile's output (behaviour.md 2.11)
  std::string working_directory = {};   ///< absolute; pip-compile writes local paths below it as file URLs
  bool fingerprint = true;  ///< write its line, if both digests are given
  std::string inputs_digest = {};       ///< 16 hex digits, from fingerprint.h
  std::string options_digest = {};  ///< the same
  bool mark_best_known = true;          ///< name the pins whose proof the budget did not allow
  bool annotate = true;  ///< write `# via`
  AnnotationStyle annotation_style = AnnotationStyle::kSplit;  ///< how
  bool strip_extras = false;  ///< leave extras out of pins
  bool strip_markers = false;  ///< leave markers out of pins
  bool allow_unsafe = true;  ///< pin the unsafe packages too
  /// Set apart at the end.
  std::vector<std::string> unsafe_packages = {"distribute", "pip", "setuptools"};
  bool hashes = false;  ///< write `--hash`
  HashScope hash_scope = HashScope::kAll;  ///< of which files
  std::map<std::string, std::vector<std::string>> kept_hashes = {};  ///< by name: instead of the index's
  std::vector<std::string> option_lines = {};  ///< the option block, one option per line
  /// Pins that an environment file provides (Inputs::provided): named in comments, not pinned.
  std::vector<std::pair<std::string, std::string>> provided = {};
  Newline newline = Newline::kLf;  ///< line ends
};

/// The whole output file, fingerprint line included.
PINCOMPILE_API std::string requirements_txt(const Resolution& resolution, const RequirementsTxtOptions& options);

}  // namespace pincompile
