// Lookahead: guesses which facts the solver will ask for and asks early (architecture.md 1.1). It
// follows each package's best version within the specifiers seen so far. It only fills the book:
// the answer never depends on it.
// SPDX-License-Identifier: MIT
#pragma once

#include <deque>
#include <string>
#include <vector>

#include <tsl/ordered_map.h>

#include "packaging/marker_program.h"
#include "resolution/projects.h"

namespace pincompile {

class Lookahead {
 public:
  Lookahead(Projects& projects, const MarkerEvaluator& markers)
      : projects_(projects), markers_(markers) {}

  /// Asks for the pages of the lines and of the existing pins.
  void start();
  /// The solver looks at this rank: it takes the place of a guess.
  void lead(ProjectId project, Rank rank);
  /// Goes on from what came in.
  void walk(const std::vector<FactBook::Arrival>& arrivals);

 private:
  struct Node {
    bool wanted = false;
    SpecifierId specifier;
    std::vector<std::string> extras = {};
    Rank chosen = solver::kNoRank;
    bool led = false;  ///< `chosen` is the solver's
    std::uint32_t choices = 0;
    std::size_t extras_walked = 0;  ///< of the chosen rank; npos-like: nothing walked yet
    bool walked = false;
  };
  /// A package whose specifiers keep moving is left to the solver.
  static constexpr std::uint32_t kMaxChoices = 6;

  Node& node(ProjectId project);
  void want(ProjectId project, SpecifierId specifier, const std::vector<std::string>& extras);
  void choose(ProjectId project);
  void follow(ProjectId project);
  void drain();

  Projects& projects_;
  const MarkerEvaluator& markers_;
  std::vector<Node> nodes_;                             // by project
  tsl::ordered_map<std::uint32_t, ProjectId> of_page_;  // page -> project
  std::deque<ProjectId> queue_;
};

}  // namespace pincompile
