// requires.txt of an egg-info folder: the dependencies setuptools wrote down when it made the
// sdist. source  https://setuptools.pypa.io/en/latest/deprecated/python_eggs.html#requires-txt
// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pincompile {

struct RecordedRequirements {
  std::vector<std::string> requires_dist;   ///< as Requires-Dist would say it, markers included
  std::vector<std::string> provides_extra;  ///< in order of first appearance

  friend bool operator==(const RecordedRequirements&, const RecordedRequirements&) = default;
};

/// Lines below `[extra]`, `[extra:marker]`, `[:marker]` get the markers these headings stand for.
/// Total: each text gives an answer; a line that is no requirement is found out by its reader.
///
/// parse_requires_txt("a>=1\n\n[x:os_name == \"nt\"]\nb\n").requires_dist  is
///   {"a>=1", "b ; (os_name == \"nt\") and extra == \"x\""}
RecordedRequirements parse_requires_txt(std::string_view text);

}  // namespace pincompile
