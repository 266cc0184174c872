// Digraph: nodes, edges and roots as plain numbers, and the questions to them. The one place that
// sees Boost.Graph.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace pincompile {

struct Arrow {
  std::uint32_t from = 0;
  std::uint32_t to = 0;
};

class Digraph {
 public:
  Digraph(std::size_t nodes, std::vector<std::uint32_t> roots, std::vector<Arrow> arrows);
  ~Digraph();
  Digraph(const Digraph&) = delete;
  Digraph& operator=(const Digraph&) = delete;

  /// Nodes with an arrow to this one, in the order of the arrows, each once.
  const std::vector<std::uint32_t>& before(std::uint32_t node) const;
  /// Paths without repeated nodes from a root, shortest first; of equal ones those whose last steps
  /// come first in the order of the arrows.
  std::vector<std::vector<std::uint32_t>> paths_to(std::uint32_t node, std::size_t most) const;
  /// Other nodes that lead to this one, ascending.
  std::vector<std::uint32_t> leading_to(std::uint32_t node) const;
  /// Other nodes that this one leads to, ascending.
  std::vector<std::uint32_t> led_to_by(std::uint32_t node) const;
  /// Groups of two or more nodes that lead to each other.
  std::vector<std::vector<std::uint32_t>> cycles() const;
  /// The node that every path from the roots to this one goes through last; nullopt if none does.
  std::optional<std::uint32_t> dominator_of(std::uint32_t node) const;
  /// Of each arrow, whether arrows that are not spared lead from its one end to the other.
  std::vector<bool> spared_arrows() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace pincompile
