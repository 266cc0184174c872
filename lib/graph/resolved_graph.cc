// Sources and pins as nodes of a Digraph.
// SPDX-License-Identifier: MIT
#include "pincompile/graph.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "graph/digraph.h"

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
  return line == nullptr || line->origin.is_host_setting ? std::string() : line->origin.annotation;
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

struct ResolvedGraph::State {
  const Resolution* resolution = nullptr;
  std::vector<Node> nodes;
  std::vector<Edge> edges;
  std::uint32_t first_pin = 0;
  std::optional<Digraph> graph;

  /// Pins among nodes, by their places in the resolution.
  std::vector<std::uint32_t> pins_of(const std::vector<std::uint32_t>& some) const {
    std::vector<std::uint32_t> pins;
    for (const std::uint32_t node : some)
      if (node >= first_pin) pins.push_back(node - first_pin);
    return pins;
  }
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
  std::vector<Arrow> arrows;
  for (const Edge& edge : state.edges) arrows.push_back({edge.from, edge.to});
  std::vector<std::uint32_t> roots(state.first_pin);
  for (std::uint32_t node = 0; node < state.first_pin; ++node) roots[node] = node;
  state.graph.emplace(state.nodes.size(), std::move(roots), std::move(arrows));
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
  for (const std::uint32_t node : state_->graph->before(node_of_pin(pin)))
    texts.push_back(state_->nodes[node].text);
  std::ranges::sort(texts);
  texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
  return texts;
}

std::vector<ResolvedGraph::Path> ResolvedGraph::paths_to(std::size_t pin, std::size_t most) const {
  return state_->graph->paths_to(node_of_pin(pin), most);
}

std::vector<std::uint32_t> ResolvedGraph::dependents_of(std::size_t pin) const {
  return state_->pins_of(state_->graph->leading_to(node_of_pin(pin)));
}

std::vector<std::uint32_t> ResolvedGraph::dependencies_of(std::size_t pin) const {
  return state_->pins_of(state_->graph->led_to_by(node_of_pin(pin)));
}

std::vector<bool> ResolvedGraph::spared_edges() const { return state_->graph->spared_arrows(); }

std::vector<std::vector<std::uint32_t>> ResolvedGraph::cycles() const {
  std::vector<std::vector<std::uint32_t>> groups;  // sources are in none: nothing leads to them
  for (const auto& group : state_->graph->cycles()) groups.push_back(state_->pins_of(group));
  return groups;
}

std::optional<std::uint32_t> ResolvedGraph::dominator_of(std::size_t pin) const {
  const auto dominator = state_->graph->dominator_of(node_of_pin(pin));
  if (!dominator || *dominator < state_->first_pin) return std::nullopt;
  return *dominator - state_->first_pin;
}

}  // namespace pincompile
