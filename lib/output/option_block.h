// The option block of an output: what an installer must know to find the files (behaviour.md 2.4).
// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

namespace pincompile {

/// Values as written (`${VAR}` unexpanded), in order of precedence.
struct OptionBlock {
  std::string index_url = {};  ///< empty = PyPI, not written
  std::vector<std::string> extra_index_urls = {};
  std::vector<std::string> find_links = {};  ///< local ones already relative to the output
  std::vector<std::string> trusted_hosts = {};
  std::vector<std::string> no_binary = {};  ///< normalised names or `:all:`
  std::vector<std::string> only_binary = {};
  bool pip_compile = false;  ///< literal user parts are kept (2.11)
};

/// One option per line. `redacted` receives the lines whose literal user part was removed.
std::vector<std::string> option_lines(const OptionBlock& block,
                                      std::vector<std::string>* redacted = nullptr);

}  // namespace pincompile
