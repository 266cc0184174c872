// Who requires what: the graph of a resolution, and the graph of all requirements that a resolve
// looked at. Annotations, DOT, Mermaid, JSON and `why` read the first one.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pincompile/outcome.h"

namespace pincompile {

class Clock;
class FactSource;
class ResolveObserver;
struct ResolveRequest;

/// Sources (input files, projects) and pins as nodes, "requires" as edges. A function of the inputs
/// and the pins, never of the path the solver took (behaviour.md 2.6).
///
/// lifetime  the resolution outlives the graph.
class PINCOMPILE_API ResolvedGraph {
 public:
  /// A source or a pin.
  struct Node {
    bool is_source = false;  ///< else a pin
    std::string text;       ///< annotation of a source (`-r requirements.in`), name of a pin
    std::uint32_t pin = 0;  ///< index into Resolution::pins; sources: 0
  };
  /// One "requires".
  struct Edge {
    std::uint32_t from = 0;  ///< node that requires
    std::uint32_t to = 0;    ///< node of the pin that is required
    const RequiredBy* reason = nullptr;  ///< lives as long as the resolution
  };
  using Path = std::vector<std::uint32_t>;  ///< nodes, a source first

  /// Builds the graph once; questions are cheap.
  explicit ResolvedGraph(const Resolution& resolution);
  ~ResolvedGraph();
  ResolvedGraph(const ResolvedGraph&) = delete;
  ResolvedGraph& operator=(const ResolvedGraph&) = delete;

  /// Sources in code point order, then the pins in their own order.
  const std::vector<Node>& nodes() const;
  /// By texts of both ends, then by what they ask for.
  const std::vector<Edge>& edges() const;
  /// What it was built of.
  const Resolution& resolution() const;
  /// Index into nodes() of a pin.
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

/// Projects as nodes, "a version of this one may require that one" as edges, over the versions that
/// a resolve looked at, pinned or not: what an answer could be made of, also where there is none.
class PINCOMPILE_API RequirementGraph {
 public:
  /// A project.
  struct Node {
    std::string project;  ///< normalised name
    bool direct = false;  ///< a requirement line names it
  };
  /// One "may require".
  struct Edge {
    std::uint32_t from = 0;      ///< node that requires
    std::uint32_t to = 0;        ///< node that is required
    std::string text = {};       ///< the requirement of the newest version looked at that has one
    std::string version = {};    ///< that version of `from`
    std::uint32_t versions = 0;  ///< versions of `from` that require `to`
  };

  /// Resolves for its own sake; that there is no solution is no error.
  ///
  /// errors   as Resolver::resolve
  static Result<RequirementGraph> of(FactSource& facts, Clock& clock, const ResolveRequest& request,
                                     ResolveObserver* observer = nullptr);
  ~RequirementGraph();
  /// The one moved from is only good for being destroyed.
  RequirementGraph(RequirementGraph&&) noexcept;
  /// As the constructor.
  RequirementGraph& operator=(RequirementGraph&&) noexcept;

  const std::vector<Node>& nodes() const;  ///< by name
  const std::vector<Edge>& edges() const;  ///< by the names of both ends
  /// The node of a project; nullopt if none was looked at.
  std::optional<std::uint32_t> find(std::string_view project) const;

  /// Paths without repeated nodes from direct projects, each up to the first, shortest first.
  std::vector<std::vector<std::uint32_t>> paths_to(std::uint32_t node, std::size_t most) const;
  /// Nodes that lead to this one, and those that it leads to, ascending.
  std::vector<std::uint32_t> dependents_of(std::uint32_t node) const;
  /// See dependents_of.
  std::vector<std::uint32_t> dependencies_of(std::uint32_t node) const;
  /// Groups of two or more projects that may need each other.
  std::vector<std::vector<std::uint32_t>> cycles() const;
  /// "Everything that needs urllib3 passes through botocore": the project that every path from the
  /// direct ones goes through last; nullopt if none does.
  std::optional<std::uint32_t> dominator_of(std::uint32_t node) const;

 private:
  RequirementGraph();
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace pincompile
