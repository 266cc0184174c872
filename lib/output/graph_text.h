// The resolved graph as text: DOT (Graphviz) and Mermaid (behaviour.md 9.3). Node and edge order by
// name, so that two texts can be compared line by line.
// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "pincompile/graph.h"

namespace pincompile {

/// unsafe_packages  names drawn in grey, normalised.
std::string dot_text(const ResolvedGraph& graph, const std::vector<std::string>& unsafe_packages);
std::string mermaid_text(const ResolvedGraph& graph,
                         const std::vector<std::string>& unsafe_packages);

/// Labels of more edges than this hide the graph.
inline constexpr std::size_t kMostLabels = 60;

/// What an edge is labelled with: specifier, extra of the parent, marker.
std::string edge_label(const RequiredBy& reason);

}  // namespace pincompile
