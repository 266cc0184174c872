// FactLog: everything a solver was told, in canonical order, owned: source of cold rebuilds, of
// reports and of the final check (solver.md 3).
// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "solver/facts.h"

namespace pincompile::solver {

/// A root or constraint line, in the order it was given.
struct Line {
  Requirement requirement;
  GroupId group;
  bool constraint = false;
};

class FactLog {
 public:
  FactLog() = default;
  FactLog(FactLog&&) = default;
  FactLog& operator=(FactLog&&) = default;

  void add_line(const Line& line) { lines_.push_back(line); }
  /// Copies what the spans of `fact` show; returns the owned fact.
  const Fact& add(const Fact& fact);

  std::span<const Line> lines() const { return lines_; }
  /// Spans inside live as long as the log.
  std::span<const Fact> facts() const { return facts_; }

 private:
  template <class T>
  std::span<const T> keep(std::span<const T> items);

  std::vector<Line> lines_;
  std::vector<Fact> facts_;
  std::vector<std::unique_ptr<Word[]>> blocks_;
  std::size_t used_ = 0, capacity_ = 0;  // of the last block, in words
};

}  // namespace pincompile::solver
