// Projects as nodes of a Digraph.
// SPDX-License-Identifier: MIT
#include <algorithm>

#include "graph/digraph.h"
#include "pincompile/graph.h"
#include "resolution/requirement_links.h"

namespace pincompile {

struct RequirementGraph::State {
  std::vector<Node> nodes;
  std::vector<Edge> edges;
  std::optional<Digraph> graph;
};

Result<RequirementGraph> RequirementGraph::of(FactSource& facts, Clock& clock,
                                              const ResolveRequest& request,
                                              ResolveObserver* observer) {
  auto links = requirement_links(facts, clock, request, observer);
  if (!links) return links.error();
  RequirementGraph result;
  State& state = *result.state_;
  std::vector<std::string> names = links->direct;
  for (const RequirementLink& link : links->links) {
    names.push_back(link.from);
    names.push_back(link.to);
  }
  std::ranges::sort(names);
  names.erase(std::unique(names.begin(), names.end()), names.end());
  std::vector<std::uint32_t> roots;
  for (const std::string& name : names) {
    const bool is_direct = std::ranges::binary_search(links->direct, name);
    if (is_direct) roots.push_back(static_cast<std::uint32_t>(state.nodes.size()));
    state.nodes.push_back({name, is_direct});
  }
  std::vector<Arrow> arrows;
  for (RequirementLink& link : links->links) {
    const Arrow arrow{*result.find(link.from), *result.find(link.to)};
    arrows.push_back(arrow);
    state.edges.push_back(
        {arrow.from, arrow.to, std::move(link.text), std::move(link.version), link.versions});
  }
  state.graph.emplace(state.nodes.size(), std::move(roots), std::move(arrows));
  return result;
}

RequirementGraph::RequirementGraph() : state_(std::make_unique<State>()) {}
RequirementGraph::~RequirementGraph() = default;
RequirementGraph::RequirementGraph(RequirementGraph&&) noexcept = default;
RequirementGraph& RequirementGraph::operator=(RequirementGraph&&) noexcept = default;

const std::vector<RequirementGraph::Node>& RequirementGraph::nodes() const { return state_->nodes; }
const std::vector<RequirementGraph::Edge>& RequirementGraph::edges() const { return state_->edges; }

std::optional<std::uint32_t> RequirementGraph::find(std::string_view project) const {
  const auto found = std::ranges::lower_bound(
      state_->nodes, project, {}, [](const Node& node) { return std::string_view(node.project); });
  if (found == state_->nodes.end() || found->project != project) return std::nullopt;
  return static_cast<std::uint32_t>(found - state_->nodes.begin());
}

std::vector<std::vector<std::uint32_t>> RequirementGraph::paths_to(std::uint32_t node,
                                                                   std::size_t most) const {
  return state_->graph->paths_to(node, most);
}
std::vector<std::uint32_t> RequirementGraph::dependents_of(std::uint32_t node) const {
  return state_->graph->leading_to(node);
}
std::vector<std::uint32_t> RequirementGraph::dependencies_of(std::uint32_t node) const {
  return state_->graph->led_to_by(node);
}
std::vector<std::vector<std::uint32_t>> RequirementGraph::cycles() const {
  return state_->graph->cycles();
}
std::optional<std::uint32_t> RequirementGraph::dominator_of(std::uint32_t node) const {
  return state_->graph->dominator_of(node);
}

}  // namespace pincompile
