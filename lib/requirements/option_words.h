// Options of a requirements-file line: cut from the requirement, split like a shell line, read with
// unambiguous prefixes (behaviour.md 3.1, 3.4).
// source  pip's requirements-file format; POSIX shell quoting as Python's shlex.split reads it; the
// option
//         syntax of Python's optparse.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "pincompile/result.h"

namespace pincompile {

/// Options a line may hold.
enum class LineOption : std::uint8_t {
  kIndexUrl,
  kExtraIndexUrl,
  kNoIndex,
  kFindLinks,
  kRequirement,
  kConstraint,
  kEditable,
  kNoBinary,
  kOnlyBinary,
  kPreferBinary,
  kPre,
  kAllReleases,
  kOnlyFinal,
  kRequireHashes,
  kNoRequireHashes,
  kTrustedHost,
  kUseFeature,
  kHash,
  kConfigSettings
};

/// The first long name, `--index-url`.
std::string_view option_name(LineOption option);

struct OptionWord {
  LineOption option = LineOption::kIndexUrl;
  std::string value;  ///< empty for switches

  friend bool operator==(const OptionWord&, const OptionWord&) = default;
};

struct SplitLine {
  std::string_view
      requirement;  ///< up to the first piece (cut at single spaces) that starts with `-`
  std::string_view options;
};
SplitLine split_options(std::string_view line);

/// Words of a POSIX shell line; `'`, `"` and `\` work.
/// errors   kParse: a quote that does not end, a backslash at the end.
Result<std::vector<std::string>> shell_words(std::string_view text);

/// Words that are neither options nor their values are skipped, as pip skips them; `--` ends
/// options.
/// errors   kParse: unknown or ambiguous option, missing value, a value where none
/// belongs.
Result<std::vector<OptionWord>> read_options(std::string_view text);

/// Words of the same text that are no options and no values: pip drops them.
std::vector<std::string> words_beside_options(std::string_view text);

}  // namespace pincompile
