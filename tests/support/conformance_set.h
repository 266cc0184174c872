// Reads the sets of conformance data outside the repository and keeps the score of each: one
// summary line per set on standard output, every miss by its id, contested cases on a line of their
// own.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pincompile::testing {

/// Text of a file of the conformance folder, with room for simdjson behind its end; nullopt, said
/// aloud on standard output, if there is no such folder. The folder: environment variable
/// PINCOMPILE_CONFORMANCE_DIR, else ../shared/conformance beside the source folder.
std::optional<std::string> read_conformance_file(std::string_view name);

/// Counts cases and remembers misses.
class Score {
 public:
  explicit Score(std::string set) : set_(std::move(set)) {}
  /// `detail` is kept only for a miss.
  void add(std::string_view part, std::string_view id, bool right, bool contested,
           std::string_view detail);
  /// Prints the summary; true if every uncontested case is right.
  bool report() const;
  std::size_t total() const { return total_; }

 private:
  std::string set_;
  std::size_t total_ = 0;
  std::size_t right_ = 0;
  std::size_t contested_ = 0;
  std::size_t contested_right_ = 0;
  std::vector<std::string> misses_;
  std::vector<std::string> contested_misses_;
};

}  // namespace pincompile::testing
