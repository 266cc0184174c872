// Boost.Graph's algorithms on an adjacency list.
// SPDX-License-Identifier: MIT
#include "graph/digraph.h"

#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/breadth_first_search.hpp>
#include <boost/graph/dominator_tree.hpp>
#include <boost/graph/reverse_graph.hpp>
#include <boost/graph/strong_components.hpp>
#include <deque>

namespace pincompile {
namespace {

using Adjacency = boost::adjacency_list<boost::vecS, boost::vecS, boost::bidirectionalS>;
using Nodes = std::vector<std::uint32_t>;

/// Partial paths looked at before paths_to() is content with what it found: graphs with very many
/// routes exist, and a reader wants the short ones.
constexpr std::size_t kMostPartialPaths = 20000;

template <class Graph>
Nodes reachable(const Graph& graph, std::uint32_t from) {
  std::vector<boost::default_color_type> colors(boost::num_vertices(graph), boost::white_color);
  boost::breadth_first_search(graph, from,
                              boost::color_map(boost::make_iterator_property_map(
                                  colors.begin(), boost::get(boost::vertex_index, graph))));
  Nodes nodes;
  for (std::uint32_t node = 0; node < colors.size(); ++node)
    if (node != from && colors[node] == boost::black_color) nodes.push_back(node);
  return nodes;
}

/// Whether a path along the arrows in `after` (by node) leads from one node to the other.
bool leads(const std::vector<Arrow>& arrows, const std::vector<Nodes>& after, std::uint32_t from,
           std::uint32_t to) {
  std::vector<bool> seen(after.size());
  Nodes open{from};
  seen[from] = true;
  while (!open.empty()) {
    const std::uint32_t node = open.back();
    open.pop_back();
    if (node == to) return true;
    for (const std::uint32_t arrow : after[node]) {
      if (!seen[arrows[arrow].to]) open.push_back(arrows[arrow].to);
      seen[arrows[arrow].to] = true;
    }
  }
  return false;
}

}  // namespace

struct Digraph::State {
  Nodes roots;
  std::vector<Arrow> arrows;
  std::vector<Nodes> before;
  Adjacency graph;

  bool is_root(std::uint32_t node) const { return std::ranges::find(roots, node) != roots.end(); }
};

Digraph::Digraph(std::size_t nodes, std::vector<std::uint32_t> roots, std::vector<Arrow> arrows)
    : state_(std::make_unique<State>()) {
  state_->roots = std::move(roots);
  state_->arrows = std::move(arrows);
  state_->before.resize(nodes);
  state_->graph = Adjacency(nodes);
  for (const Arrow& arrow : state_->arrows) {
    boost::add_edge(arrow.from, arrow.to, state_->graph);
    Nodes& list = state_->before[arrow.to];
    if (std::ranges::find(list, arrow.from) == list.end()) list.push_back(arrow.from);
  }
}

Digraph::~Digraph() = default;

const std::vector<std::uint32_t>& Digraph::before(std::uint32_t node) const {
  return state_->before[node];
}

std::vector<std::vector<std::uint32_t>> Digraph::paths_to(std::uint32_t node,
                                                          std::size_t most) const {
  std::vector<Nodes> found;
  std::deque<Nodes> open = {{node}};  // backwards
  for (std::size_t looked = 0; !open.empty() && found.size() < most && looked < kMostPartialPaths;
       ++looked) {
    Nodes path = std::move(open.front());
    open.pop_front();
    if (state_->is_root(path.back())) {
      std::ranges::reverse(path);
      found.push_back(std::move(path));
      continue;
    }
    for (const std::uint32_t previous : state_->before[path.back()]) {
      if (std::ranges::find(path, previous) != path.end()) continue;
      Nodes longer = path;
      longer.push_back(previous);
      open.push_back(std::move(longer));
    }
  }
  return found;
}

std::vector<std::uint32_t> Digraph::leading_to(std::uint32_t node) const {
  return reachable(boost::make_reverse_graph(state_->graph), node);
}

std::vector<std::uint32_t> Digraph::led_to_by(std::uint32_t node) const {
  return reachable(state_->graph, node);
}

std::vector<std::vector<std::uint32_t>> Digraph::cycles() const {
  std::vector<std::size_t> component(state_->before.size());
  const std::size_t count = boost::strong_components(
      state_->graph, boost::make_iterator_property_map(
                         component.begin(), boost::get(boost::vertex_index, state_->graph)));
  std::vector<Nodes> groups(count);
  for (std::uint32_t node = 0; node < component.size(); ++node)
    groups[component[node]].push_back(node);
  std::erase_if(groups, [](const Nodes& group) { return group.size() < 2; });
  std::ranges::sort(groups);
  return groups;
}

std::optional<std::uint32_t> Digraph::dominator_of(std::uint32_t wanted) const {
  // One more vertex above all roots makes "every path from the roots" a question with one root.
  // What no root leads to must not be seen: Boost's algorithm reads numbers it never gave it.
  const State& state = *state_;
  const auto top = static_cast<std::uint32_t>(state.before.size());
  std::vector<bool> is_led_to(top);
  Nodes open = state.roots;
  Adjacency rooted(top + 1);
  for (const std::uint32_t root : state.roots) boost::add_edge(top, root, rooted);
  while (!open.empty()) {
    const std::uint32_t node = open.back();
    open.pop_back();
    if (is_led_to[node]) continue;
    is_led_to[node] = true;
    for (auto [edge, end] = boost::out_edges(node, state.graph); edge != end; ++edge) {
      open.push_back(static_cast<std::uint32_t>(boost::target(*edge, state.graph)));
      boost::add_edge(node, open.back(), rooted);
    }
  }
  const auto none = boost::graph_traits<Adjacency>::null_vertex();
  std::vector<Adjacency::vertex_descriptor> immediate(boost::num_vertices(rooted), none);
  boost::lengauer_tarjan_dominator_tree(
      rooted, top,
      boost::make_iterator_property_map(immediate.begin(),
                                        boost::get(boost::vertex_index, rooted)));
  if (immediate[wanted] == none || immediate[wanted] == top) return std::nullopt;
  return static_cast<std::uint32_t>(immediate[wanted]);
}

std::vector<bool> Digraph::spared_arrows() const {
  const std::vector<Arrow>& arrows = state_->arrows;
  std::vector<Nodes> after(state_->before.size());  // arrows that are left
  for (std::uint32_t arrow = 0; arrow < arrows.size(); ++arrow)
    after[arrows[arrow].from].push_back(arrow);
  std::vector<bool> spared(arrows.size());
  for (std::uint32_t arrow = 0; arrow < arrows.size(); ++arrow) {
    std::erase(after[arrows[arrow].from], arrow);
    spared[arrow] = leads(arrows, after, arrows[arrow].from, arrows[arrow].to);
    if (!spared[arrow]) after[arrows[arrow].from].push_back(arrow);
  }
  return spared;
}

}  // namespace pincompile
