// Frames: stacked lists of literals that a query assumes. Frame i is asserted on decision level i +
// 1, so trail prefixes survive from one query to the next (solver.md 5.3; Nadel's incremental
// solving).
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "solver/ids.h"
#include "solver/solution.h"
#include "support/words.h"

namespace pincompile::solver {

struct AssumedLiteral {
  PackageId package;
  std::uint32_t set = 0;  ///< offset into the words of the frames
  Tag tag;
};

class Frames {
 public:
  std::uint32_t size() const { return static_cast<std::uint32_t>(frames_.size()); }
  std::uint32_t begin_of(std::uint32_t frame) const {
    return frame == 0 ? 0 : frames_[frame - 1].end;
  }
  std::uint32_t end_of(std::uint32_t frame) const { return frames_[frame].end; }
  const AssumedLiteral& literal(std::uint32_t i) const { return literals_[i]; }
  const Word* set(const AssumedLiteral& literal) const { return words_.data() + literal.set; }

  void push() { frames_.push_back({begin_of(size()), static_cast<std::uint32_t>(words_.size())}); }
  /// Adds to any frame; those above keep their literals.
  void add(std::uint32_t frame, PackageId package, const Word* set, std::uint32_t width, Tag tag) {
    const AssumedLiteral made{package, static_cast<std::uint32_t>(words_.size()), tag};
    words_.insert(words_.end(), set, set + width);
    literals_.insert(literals_.begin() + frames_[frame].end, made);
    for (std::uint32_t i = frame; i < size(); ++i) {
      ++frames_[i].end;
      frames_[i].words_end = static_cast<std::uint32_t>(words_.size());
    }
  }
  void truncate(std::uint32_t size) {
    if (size >= frames_.size()) return;
    frames_.resize(size);
    literals_.resize(begin_of(size));
    words_.resize(size == 0 ? 0 : frames_.back().words_end);
  }

 private:
  struct Frame {
    std::uint32_t end;        // of its literals
    std::uint32_t words_end;  // all words of this frame and those below lie before it
  };
  std::vector<AssumedLiteral> literals_;
  std::vector<Word> words_;
  std::vector<Frame> frames_;
};

}  // namespace pincompile::solver
