// Builds the graph of a resolution in a Boost.Graph adjacency list.
// SPDX-License-Identifier: MIT
#include "graph/resolved_graph.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "graph/graph_state.h"

namespace pincompile {
namespace {

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

}  // namespace

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
    return std::tuple<bool, std::string_view, std::string_view>(
        edge.from >= state.first_pin, state.nodes[edge.from].text, state.nodes[edge.to].text);
  });
  state.build();
}

ResolvedGraph::~ResolvedGraph() = default;

const std::vector<ResolvedGraph::Node>& ResolvedGraph::nodes() const { return state_->nodes; }
const std::vector<ResolvedGraph::Edge>& ResolvedGraph::edges() const { return state_->edges; }
const Resolution& ResolvedGraph::resolution() const { return *state_->resolution; }
std::uint32_t ResolvedGraph::node_of_pin(std::size_t pin) const {
  return static_cast<std::uint32_t>(state_->first_pin + pin);
}

void ResolvedGraph::State::build() {
  graph = Adjacency(nodes.size());
  for (const Edge& edge : edges) boost::add_edge(edge.from, edge.to, graph);
}

}  // namespace pincompile
