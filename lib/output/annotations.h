// `# via` comments of the pins (behaviour.md 2.6), read from the resolved graph.
// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pincompile {

/// `    # via X` or, for several, one per line below `    # via`; each line ends in a newline.
std::string split_annotation(const std::vector<std::string>& via);

/// `  # via A, B` behind a pin, which is padded to 24 columns.
std::string line_annotation(std::string_view pin, const std::vector<std::string>& via);

/// `    # via A, B` on a line of its own, for pins with hashes.
std::string own_line_annotation(const std::vector<std::string>& via);

}  // namespace pincompile
