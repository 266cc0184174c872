// Questions to the resolved graph: annotations, paths, reachability, cycles, dominators.
// SPDX-License-Identifier: MIT
#include <algorithm>
#include <boost/graph/breadth_first_search.hpp>
#include <boost/graph/dominator_tree.hpp>
#include <boost/graph/reverse_graph.hpp>
#include <boost/graph/strong_components.hpp>
#include <deque>
#include <optional>

#include "graph/graph_state.h"

namespace pincompile {
namespace {

/// Partial paths looked at before paths_to() is content with what it found: graphs with very many
/// routes exist, and a reader wants the short ones.
constexpr std::size_t kMostPartialPaths = 20000;

template <class Graph>
std::vector<std::uint32_t> reachable(const Graph& graph, std::uint32_t from,
                                     std::uint32_t first_pin) {
  std::vector<boost::default_color_type> colors(boost::num_vertices(graph), boost::white_color);
  boost::breadth_first_search(graph, from,
                              boost::color_map(boost::make_iterator_property_map(
                                  colors.begin(), boost::get(boost::vertex_index, graph))));
  std::vector<std::uint32_t> pins;
  for (std::uint32_t node = first_pin; node < colors.size(); ++node)
    if (node != from && colors[node] == boost::black_color) pins.push_back(node - first_pin);
  return pins;
}

}  // namespace

std::vector<std::string> ResolvedGraph::via(std::size_t pin) const {
  std::vector<std::string> texts;
  const std::uint32_t node = node_of_pin(pin);
  for (auto [edge, end] = boost::in_edges(node, state_->graph); edge != end; ++edge) {
    const std::uint32_t from = static_cast<std::uint32_t>(boost::source(*edge, state_->graph));
    texts.push_back(state_->nodes[from].text);
  }
  std::ranges::sort(texts);
  const auto repeated = std::ranges::unique(texts);
  texts.erase(repeated.begin(), repeated.end());
  return texts;
}

std::vector<ResolvedGraph::Path> ResolvedGraph::paths_to(std::size_t pin, std::size_t most) const {
  const State& state = *state_;
  std::vector<std::vector<std::uint32_t>> before(state.nodes.size());
  for (const Edge& edge : state.edges) {
    std::vector<std::uint32_t>& list = before[edge.to];
    if (std::ranges::find(list, edge.from) == list.end()) list.push_back(edge.from);
  }
  std::vector<Path> found;
  std::deque<Path> open = {{node_of_pin(pin)}};  // from the pin backwards
  for (std::size_t looked = 0; !open.empty() && found.size() < most && looked < kMostPartialPaths;
       ++looked) {
    Path path = std::move(open.front());
    open.pop_front();
    if (state.nodes[path.back()].is_source) {
      std::ranges::reverse(path);
      found.push_back(std::move(path));
      continue;
    }
    for (std::uint32_t previous : before[path.back()]) {
      if (std::ranges::find(path, previous) != path.end()) continue;
      Path longer = path;
      longer.push_back(previous);
      open.push_back(std::move(longer));
    }
  }
  return found;
}

std::vector<std::uint32_t> ResolvedGraph::dependents_of(std::size_t pin) const {
  return reachable(boost::make_reverse_graph(state_->graph), node_of_pin(pin), state_->first_pin);
}

std::vector<std::uint32_t> ResolvedGraph::dependencies_of(std::size_t pin) const {
  return reachable(state_->graph, node_of_pin(pin), state_->first_pin);
}

std::vector<std::vector<std::uint32_t>> ResolvedGraph::cycles() const {
  const State& state = *state_;
  std::vector<std::size_t> component(state.nodes.size());
  const std::size_t count = boost::strong_components(
      state.graph, boost::make_iterator_property_map(component.begin(),
                                                     boost::get(boost::vertex_index, state.graph)));
  std::vector<std::vector<std::uint32_t>> groups(count);
  for (std::uint32_t node = state.first_pin; node < state.nodes.size(); ++node)
    groups[component[node]].push_back(node - state.first_pin);
  std::erase_if(groups, [](const auto& group) { return group.size() < 2; });
  std::ranges::sort(groups);
  return groups;
}

std::optional<std::uint32_t> ResolvedGraph::dominator_of(std::size_t pin) const {
  // One more vertex above all sources makes "every path from the sources" a question with one root.
  Adjacency rooted = state_->graph;
  const auto root = boost::add_vertex(rooted);
  for (std::uint32_t node = 0; node < state_->first_pin; ++node)
    boost::add_edge(root, node, rooted);
  const auto none = boost::graph_traits<Adjacency>::null_vertex();
  std::vector<Adjacency::vertex_descriptor> immediate(boost::num_vertices(rooted), none);
  boost::lengauer_tarjan_dominator_tree(
      rooted, root,
      boost::make_iterator_property_map(immediate.begin(),
                                        boost::get(boost::vertex_index, rooted)));
  const auto dominator = immediate[node_of_pin(pin)];
  if (dominator == none || dominator == root || dominator < state_->first_pin) return std::nullopt;
  return static_cast<std::uint32_t>(dominator - state_->first_pin);
}

}  // namespace pincompile
