// DOT: sources as boxes, pins as ellipses, held-back pins dashed, unsafe ones grey.
// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>

#include "output/graph_text.h"

namespace pincompile {
namespace {

std::string quoted(std::string_view text) {
  std::string result = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    result += c;
  }
  return result + '"';
}

}  // namespace

std::string edge_label(const RequiredBy& reason) {
  std::string label = reason.specifier;
  for (const std::string& part :
       {reason.parent_extra.empty() ? std::string() : "[" + reason.parent_extra + "]",
        reason.marker.empty() ? std::string() : "; " + reason.marker}) {
    if (part.empty()) continue;
    if (!label.empty()) label += ' ';
    label += part;
  }
  return label;
}

std::string dot_text(const ResolvedGraph& graph, const std::vector<std::string>& unsafe_packages) {
  std::string text = "digraph pins {\n  rankdir=LR;\n";
  for (const ResolvedGraph::Node& node : graph.nodes()) {
    if (node.is_source) {
      text += fmt::format("  {} [shape=box];\n", quoted(node.text));
      continue;
    }
    const Pin& pin = graph.resolution().pins[node.pin];
    text += fmt::format("  {} [label={}", quoted(node.text), quoted(pin.name + ' ' + pin.version));
    if (!pin.held_back.empty()) text += ", style=dashed";
    if (std::ranges::find(unsafe_packages, pin.name) != unsafe_packages.end())
      text += ", color=grey, fontcolor=grey";
    text += "];\n";
  }
  for (const ResolvedGraph::Edge& edge : graph.edges()) {
    text += fmt::format("  {} -> {}", quoted(graph.nodes()[edge.from].text),
                        quoted(graph.nodes()[edge.to].text));
    const std::string label = edge_label(*edge.reason);
    if (!label.empty()) text += fmt::format(" [label={}]", quoted(label));
    text += ";\n";
  }
  return text + "}\n";
}

}  // namespace pincompile
