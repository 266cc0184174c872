// DOT: sources as dark boxes, pins as round ones, those that sources ask for blue, held-back ones
// dashed, unsafe ones grey. In large graphs what edges ask for is a tooltip, and edges that other
// paths make needless are light and do not pull at their ends.
// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>

#include "output/graph_text.h"

namespace pincompile {
namespace {

constexpr std::string_view kHead =
    "digraph pins {\n"
    "  graph [rankdir=LR, nodesep=0.08, ranksep=0.8, outputorder=edgesfirst];\n"
    "  node [shape=box, style=\"rounded,filled\", fillcolor=white, color=\"#555555\",\n"
    "        fontname=Helvetica, fontsize=11, height=0.2, margin=\"0.06,0.03\"];\n"
    "  edge [color=\"#888888\", fontname=Helvetica, fontsize=9, fontcolor=\"#555555\",\n"
    "        arrowsize=0.5, penwidth=0.7];\n";
constexpr std::string_view kLoose = ", constraint=false";
constexpr std::string_view kFaint = ", color=\"#e2e2e2\", arrowsize=0.3";

std::string quoted(std::string_view text) {
  std::string result = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    result += c;
  }
  return result + '"';
}

std::string pin_line(const Pin& pin, const std::vector<std::string>& unsafe_packages) {
  const bool is_unsafe = std::ranges::find(unsafe_packages, pin.name) != unsafe_packages.end();
  std::string style = "rounded,filled";
  std::string more;
  if (pin.direct) more += ", fillcolor=\"#cfe3ff\", penwidth=1.5";
  if (!pin.held_back.empty()) {
    style += ",dashed";
    if (!pin.direct) more += ", fillcolor=\"#fff3d6\"";
  }
  if (is_unsafe) more += ", color=grey, fontcolor=grey";
  return fmt::format("  {} [label={}, style=\"{}\"{}];\n", quoted(pin.name),
                     quoted(pin.name + ' ' + pin.version), style, more);
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
  const std::vector<ResolvedGraph::Edge>& edges = graph.edges();
  const bool is_large = edges.size() > kMostLabels;
  std::string text(kHead);
  for (const ResolvedGraph::Node& node : graph.nodes()) {
    if (node.is_source) {
      text +=
          fmt::format("  {} [shape=box, style=filled, fillcolor=\"#333333\", fontcolor=white];\n",
                      quoted(node.text));
    } else {
      text += pin_line(graph.resolution().pins[node.pin], unsafe_packages);
    }
  }
  const std::vector<bool> spared = graph.spared_edges();
  for (std::size_t i = 0; i < edges.size(); ++i) {
    const std::string& from = graph.nodes()[edges[i].from].text;
    const std::string& to = graph.nodes()[edges[i].to].text;
    const std::string label = edge_label(*edges[i].reason);
    std::string attributes;
    if (!is_large && !label.empty()) attributes = "label=" + quoted(label);
    if (is_large) attributes = "tooltip=" + quoted(fmt::format("{} needs {} {}", from, to, label));
    if (is_large && spared[i]) attributes += kLoose;
    if (is_large && spared[i] && !graph.nodes()[edges[i].from].is_source) attributes += kFaint;
    text += fmt::format("  {} -> {}", quoted(from), quoted(to));
    text += attributes.empty() ? ";\n" : fmt::format(" [{}];\n", attributes);
  }
  return text + "}\n";
}

}  // namespace pincompile
