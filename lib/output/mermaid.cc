// Mermaid flowcharts, as GitHub and GitLab render them in Markdown.
// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>

#include "output/graph_text.h"

namespace pincompile {
namespace {

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
  std::string text = "flowchart LR\n";
  std::string classes;
  for (std::size_t i = 0; i < graph.nodes().size(); ++i) {
    const ResolvedGraph::Node& node = graph.nodes()[i];
    if (node.is_source) {
      text += fmt::format("  n{}[{}]\n", i, quoted(node.text));
      continue;
    }
    const Pin& pin = graph.resolution().pins[node.pin];
    text += fmt::format("  n{}({})\n", i, quoted(pin.name + ' ' + pin.version));
    if (!pin.held_back.empty()) classes += fmt::format("  style n{} stroke-dasharray: 5 5\n", i);
    if (std::ranges::find(unsafe_packages, pin.name) != unsafe_packages.end())
      classes += fmt::format("  style n{} fill:#ddd\n", i);
  }
  for (const ResolvedGraph::Edge& edge : graph.edges()) {
    const std::string label = edge_label(*edge.reason);
    text += label.empty() ? fmt::format("  n{} --> n{}\n", edge.from, edge.to)
                          : fmt::format("  n{} -->|{}| n{}\n", edge.from, quoted(label), edge.to);
  }
  return text + classes;
}

}  // namespace pincompile
