// The graph of a resolution: who requires what. Annotations, DOT, Mermaid, JSON and `why` read it.
// A function of the inputs and the pins, never of the path the solver took (behaviour.md 2.6).
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "pincompile/outcome.h"

namespace pincompile {

/// Sources (input files, projects) and pins as nodes, "requires" as edges.
///
/// lifetime  the resolution outlives the graph.
class PINCOMPILE_API ResolvedGraph {
 public:
  struct Node {
    bool is_source = false;
    std::string text;       ///< annotation of a source (`-r requirements.in`), name of a pin
    std::uint32_t pin = 0;  ///< index into Resolution::pins; sources: 0
  };
  struct Edge {
    std::uint32_t from = 0;  ///< node that requires
    std::uint32_t to = 0;    ///< node of the pin that is required
    const RequiredBy* reason = nullptr;
  };
  using Path = std::vector<std::uint32_t>;  ///< nodes, a source first

  explicit ResolvedGraph(const Resolution& resolution);
  ~ResolvedGraph();
  ResolvedGraph(const ResolvedGraph&) = delete;
  ResolvedGraph& operator=(const ResolvedGraph&) = delete;

  /// Sources in code point order, then the pins in their own order.
  const std::vector<Node>& nodes() const;
  /// By texts of both ends, then by what they ask for.
  const std::vector<Edge>& edges() const;
  const Resolution& resolution() const;
  std::uint32_t node_of_pin(std::size_t pin) const;

  /// Who asked for a pin, as `# via` lists it: texts of its predecessors, sorted, unique, never
  /// itself.
  std::vector<std::string> via(std::size_t pin) const;
  /// Paths without repeated nodes from sources to a pin, shortest first, then by the texts on them.
  std::vector<Path> paths_to(std::size_t pin, std::size_t most) const;
  /// Pins that need this pin, directly or not, in pin order.
  std::vector<std::uint32_t> dependents_of(std::size_t pin) const;
  /// Pins that this pin needs, directly or not, in pin order.
  std::vector<std::uint32_t> dependencies_of(std::size_t pin) const;
  /// Of each edge, whether a picture may do without it: a path of other edges, none of them spared,
  /// leads from its one end to the other. What is left connects the same nodes (transitive
  /// reduction; where pins need each other, one of several that there are).
  std::vector<bool> spared_edges() const;
  /// Groups of two or more pins that need each other, each in pin order.
  std::vector<std::vector<std::uint32_t>> cycles() const;
  /// The pin that every path from the sources to this pin goes through last; nullopt if none does.
  std::optional<std::uint32_t> dominator_of(std::size_t pin) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace pincompile
