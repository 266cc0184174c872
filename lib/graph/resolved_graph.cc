// The graph of a resolution in a Boost.Graph adjacency list, and the questions to it.
// SPDX-License-Identifier: MIT
#include "pincompile/graph.h"

#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/breadth_first_search.hpp>
#include <boost/graph/dominator_tree.hpp>
#include <boost/graph/reverse_graph.hpp>
#include <boost/graph/strong_components.hpp>
#include <deque>
#include <set>
#include <tuple>

namespace pincompile {
namespace {

using Adjacency = boost::adjacency_list<boost::vecS, boost::vecS, boost::bidirectionalS>;

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

const InputRequirement* input_line(const Resolution& resolution, const RequiredBy& reason) {
  const std::vector<InputRequirement>* lines = nullptr;
  switch (reason.line_kind) {
    case RequiredBy::LineKind::kRequirement:
      lines = &resolution.requirements;
      break;
    case RequiredBy::LineKind::kConstraint:
      lines = &resolution.constraints;
      break;
    case RequiredBy::LineKind::kOverride:
      lines = &resolution.overrides;
      break;
    case RequiredBy::LineKind::kNone:
      break;
  }
  if (lines == nullptr || !reason.line || *reason.line >= lines->size()) return nullptr;
  return &(*lines)[*reason.line];
}

/// The text of the node an edge starts at; empty for one that has none (a constraint of the host's
/// settings, a parent that is no pin).
std::string parent_text(const Resolution& resolution, const RequiredBy& reason) {
  if (!reason.parent.empty()) return reason.parent;
  const InputRequirement* line = input_line(resolution, reason);
  return line == nullptr ? std::string() : line->origin.annotation;
}

std::vector<std::string> source_texts(const Resolution& resolution) {
  std::set<std::string> texts;
  for (const Pin& pin : resolution.pins)
    for (const RequiredBy& reason : pin.required_by)
      if (reason.parent.empty()) texts.insert(parent_text(resolution, reason));
  texts.erase("");
  return {texts.begin(), texts.end()};
}

/// Whether a path along the edges in `after` (by node) leads from one node to the other.
bool leads(const std::vector<ResolvedGraph::Edge>& edges,
           const std::vector<std::vector<std::uint32_t>>& after, std::uint32_t from,
           std::uint32_t to) {
  std::vector<bool> seen(after.size());
  std::vector<std::uint32_t> open{from};
  seen[from] = true;
  while (!open.empty()) {
    const std::uint32_t node = open.back();
    open.pop_back();
    if (node == to) return true;
    for (const std::uint32_t edge : after[node]) {
      if (!seen[edges[edge].to]) open.push_back(edges[edge].to);
      seen[edges[edge].to] = true;
    }
  }
  return false;
}

}  // namespace

struct ResolvedGraph::State {
  const Resolution* resolution = nullptr;
  std::vector<Node> nodes;
  std::vector<Edge> edges;
  std::uint32_t first_pin = 0;
  Adjacency graph;
};

ResolvedGraph::ResolvedGraph(const Resolution& resolution) : state_(std::make_unique<State>()) {
  State& state = *state_;
  state.resolution = &resolution;
  const std::vector<std::string> sources = source_texts(resolution);
  for (const std::string& text : sources) state.nodes.push_back({true, text, 0});
  state.first_pin = static_cast<std::uint32_t>(sources.size());
  std::vector<std::pair<std::string_view, std::uint32_t>> by_name;
  for (std::size_t i = 0; i < resolution.pins.size(); ++i) {
    const auto node = static_cast<std::uint32_t>(state.first_pin + i);
    state.nodes.push_back({false, resolution.pins[i].name, static_cast<std::uint32_t>(i)});
    by_name.push_back({resolution.pins[i].name, node});
  }
  std::ranges::stable_sort(by_name);

  for (std::size_t i = 0; i < resolution.pins.size(); ++i) {
    const std::uint32_t to = node_of_pin(i);
    for (const RequiredBy& reason : resolution.pins[i].required_by) {
      const std::string text = parent_text(resolution, reason);
      if (reason.parent.empty()) {
        auto found = std::ranges::lower_bound(sources, text);
        if (found == sources.end() || *found != text) continue;
        state.edges.push_back({static_cast<std::uint32_t>(found - sources.begin()), to, &reason});
      } else {
        auto found = std::ranges::lower_bound(by_name, std::string_view(text), {},
                                              &std::pair<std::string_view, std::uint32_t>::first);
        if (found == by_name.end() || found->first != text || found->second == to) continue;
        state.edges.push_back({found->second, to, &reason});
      }
    }
  }
  std::ranges::stable_sort(state.edges, {}, [&state](const Edge& edge) {
    using Text = std::string_view;
    return std::tuple<bool, Text, Text, Text, Text, Text>(
        edge.from >= state.first_pin, state.nodes[edge.from].text, state.nodes[edge.to].text,
        edge.reason->specifier, edge.reason->parent_extra, edge.reason->marker);
  });
  state.graph = Adjacency(state.nodes.size());
  for (const Edge& edge : state.edges) boost::add_edge(edge.from, edge.to, state.graph);
}

ResolvedGraph::~ResolvedGraph() = default;

const std::vector<ResolvedGraph::Node>& ResolvedGraph::nodes() const { return state_->nodes; }
const std::vector<ResolvedGraph::Edge>& ResolvedGraph::edges() const { return state_->edges; }
const Resolution& ResolvedGraph::resolution() const { return *state_->resolution; }
std::uint32_t ResolvedGraph::node_of_pin(std::size_t pin) const {
  return static_cast<std::uint32_t>(state_->first_pin + pin);
}

std::vector<std::string> ResolvedGraph::via(std::size_t pin) const {
  std::vector<std::string> texts;
  const std::uint32_t node = node_of_pin(pin);
  for (auto [edge, end] = boost::in_edges(node, state_->graph); edge != end; ++edge) {
    const std::uint32_t from = static_cast<std::uint32_t>(boost::source(*edge, state_->graph));
    texts.push_back(state_->nodes[from].text);
  }
  std::ranges::sort(texts);
  texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
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

std::vector<bool> ResolvedGraph::spared_edges() const {
  const State& state = *state_;
  std::vector<std::vector<std::uint32_t>> after(state.nodes.size());  // edges that are left
  for (std::uint32_t edge = 0; edge < state.edges.size(); ++edge)
    after[state.edges[edge].from].push_back(edge);
  std::vector<bool> spared(state.edges.size());
  for (std::uint32_t edge = 0; edge < state.edges.size(); ++edge) {
    std::erase(after[state.edges[edge].from], edge);
    spared[edge] = leads(state.edges, after, state.edges[edge].from, state.edges[edge].to);
    if (!spared[edge]) after[state.edges[edge].from].push_back(edge);
  }
  return spared;
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
  // What no source leads to must not be seen: Boost's algorithm reads numbers it never gave it.
  const State& state = *state_;
  const auto root = static_cast<std::uint32_t>(state.nodes.size());
  std::vector<bool> is_led_to(root + 1);
  std::vector<std::uint32_t> open;
  for (std::uint32_t node = 0; node < state.first_pin; ++node) open.push_back(node);
  Adjacency rooted(root + 1);
  while (!open.empty()) {
    const std::uint32_t node = open.back();
    open.pop_back();
    if (is_led_to[node]) continue;
    is_led_to[node] = true;
    if (node < state.first_pin) boost::add_edge(root, node, rooted);
    for (auto [edge, end] = boost::out_edges(node, state.graph); edge != end; ++edge) {
      open.push_back(static_cast<std::uint32_t>(boost::target(*edge, state.graph)));
      boost::add_edge(node, open.back(), rooted);
    }
  }
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
