// Mermaid flowcharts, as GitHub and GitLab render them in Markdown. Large graphs label only edges
// to held-back pins, and dot edges that other paths make needless; the largest leave these out.
// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>

#include "output/graph_text.h"

namespace pincompile {
namespace {

/// What renderers take, unless told otherwise (mermaid's maxEdges).
constexpr std::size_t kMostEdges = 500;

constexpr std::string_view kClasses =
    "  classDef source fill:#333,color:#fff\n"
    "  classDef direct fill:#cfe3ff,color:#000\n"
    "  classDef held stroke-dasharray:5 5\n"
    "  classDef unsafe fill:#ddd,color:#777\n";

/// Mermaid has no escape for quotes but entities.
std::string quoted(std::string_view text) {
  std::string result = "\"";
  for (char c : text) {
    switch (c) {
      case '"':
        result += "#quot;";
        break;
      case '#':
        result += "#35;";
        break;
      case '<':
        result += "#lt;";
        break;
      case '>':
        result += "#gt;";
        break;
      default:
        result += c;
    }
  }
  return result + '"';
}

}  // namespace

std::string mermaid_text(const ResolvedGraph& graph,
                         const std::vector<std::string>& unsafe_packages) {
  const std::vector<ResolvedGraph::Edge>& edges = graph.edges();
  const bool is_large = edges.size() > kMostLabels;
  std::string text = "flowchart LR\n";
  std::string classes;
  for (std::size_t i = 0; i < graph.nodes().size(); ++i) {
    const ResolvedGraph::Node& node = graph.nodes()[i];
    if (node.is_source) {
      text += fmt::format("  n{}[{}]\n", i, quoted(node.text));
      classes += fmt::format("  class n{} source\n", i);
      continue;
    }
    const Pin& pin = graph.resolution().pins[node.pin];
    text += fmt::format("  n{}({})\n", i, quoted(pin.name + ' ' + pin.version));
    if (pin.direct) classes += fmt::format("  class n{} direct\n", i);
    if (!pin.held_back.empty()) classes += fmt::format("  class n{} held\n", i);
    if (std::ranges::find(unsafe_packages, pin.name) != unsafe_packages.end())
      classes += fmt::format("  class n{} unsafe\n", i);
  }
  const std::vector<bool> spared = graph.spared_edges();
  for (std::size_t i = 0; i < edges.size(); ++i) {
    if (edges.size() > kMostEdges && spared[i]) continue;
    const ResolvedGraph::Node& to = graph.nodes()[edges[i].to];
    const bool is_held = !graph.resolution().pins[to.pin].held_back.empty();
    const std::string label = is_large && !is_held ? "" : edge_label(*edges[i].reason);
    const std::string_view arrow = is_large && spared[i] ? "-.->" : "-->";
    text += fmt::format("  n{} {}", edges[i].from, arrow);
    if (!label.empty()) text += fmt::format("|{}|", quoted(label));
    text += fmt::format(" n{}\n", edges[i].to);
  }
  return text + classes + std::string(kClasses);
}

}  // namespace pincompile
