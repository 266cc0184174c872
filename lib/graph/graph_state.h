// What ResolvedGraph keeps: the Boost.Graph adjacency list beside our own names for its vertices.
// SPDX-License-Identifier: MIT
#pragma once

#include <boost/graph/adjacency_list.hpp>
#include <vector>

#include "graph/resolved_graph.h"

namespace pincompile {

using Adjacency = boost::adjacency_list<boost::vecS, boost::vecS, boost::bidirectionalS>;

struct ResolvedGraph::State {
  const Resolution* resolution = nullptr;
  std::vector<Node> nodes;
  std::vector<Edge> edges;
  std::uint32_t first_pin = 0;
  Adjacency graph;

  void build();
};

}  // namespace pincompile
