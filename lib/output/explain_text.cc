// Explanations in words.
// SPDX-License-Identifier: MIT
#include "pincompile/explain.h"

#include <fmt/format.h>

#include <algorithm>

#include "output/folding.h"
#include "output/graph_text.h"

namespace pincompile {
namespace {

constexpr std::size_t kMostPaths = 10;
constexpr std::size_t kMostLines = 38;  ///< of --explain, unless all are asked for

std::string node_text(const ResolvedGraph& graph, std::uint32_t node) {
  const ResolvedGraph::Node& known = graph.nodes()[node];
  return known.is_source ? known.text
                         : known.text + ' ' + graph.resolution().pins[known.pin].version;
}

/// What the edge between two nodes asks for, as the requirement is written.
std::string edge_text(const ResolvedGraph& graph, std::uint32_t from, std::uint32_t to) {
  for (const ResolvedGraph::Edge& edge : graph.edges())
    if (edge.from == from && edge.to == to) return edge_label(*edge.reason);
  return "";
}

/// Paths as a tree: a beginning shared with the path before is not repeated.
std::string paths_text(const ResolvedGraph& graph, const std::vector<ResolvedGraph::Path>& paths) {
  std::string text;
  ResolvedGraph::Path before;
  for (const ResolvedGraph::Path& path : paths) {
    std::size_t same = 0;
    while (same < path.size() && same < before.size() && path[same] == before[same]) ++same;
    for (std::size_t i = same; i < path.size(); ++i) {
      text += std::string(2 * (i + 1), ' ') + node_text(graph, path[i]);
      const std::string asked = i == 0 ? "" : edge_text(graph, path[i - 1], path[i]);
      if (!asked.empty()) text += fmt::format(" ({})", asked);
      text += '\n';
    }
    before = path;
  }
  return text;
}

/// `requirements.in:3 asks for urllib3<1.27`, `botocore needs urllib3>=1.25.4`.
std::string reason_text(const Resolution& resolution, const Pin& pin, const RequiredBy& reason) {
  const std::string asked = reason.text.empty() ? pin.name + reason.specifier : reason.text;
  if (!reason.parent.empty()) return fmt::format("{} needs {}", reason.parent, asked);
  const bool constraint = reason.line_kind == RequiredBy::LineKind::kConstraint;
  const auto& lines = constraint ? resolution.constraints : resolution.requirements;
  if (!reason.line || *reason.line >= lines.size()) return "";
  const InputRequirement& line = lines[*reason.line];
  return fmt::format("{}:{} {} {}", line.origin.file, line.origin.line,
                     constraint ? "allows only" : "asks for", line.text);
}

/// `not numpy 2.5.5: needs Python >=3.12`.
std::string held_back_line(const Pin& pin, const HeldBack& held) {
  const std::string_view reason = held.text.empty() ? to_string(held.code) : held.text;
  return folded(fmt::format("not {} {}: {}", pin.name, held.version, reason), 0, 4) + '\n';
}

}  // namespace

std::string why_text(const ResolvedGraph& graph, std::size_t index) {
  const Resolution& resolution = graph.resolution();
  const Pin& pin = resolution.pins[index];
  std::string text = fmt::format("{} {} is needed by\n", pin.name, pin.version);
  const auto paths = graph.paths_to(index, kMostPaths + 1);
  text += paths_text(graph, {paths.begin(), paths.begin() + static_cast<std::ptrdiff_t>(std::min(
                                                                paths.size(), kMostPaths))});
  if (paths.size() > kMostPaths) text += "  and on longer paths\n";
  if (const auto dominator = graph.dominator_of(index))
    text += fmt::format("every path leads through {}\n", resolution.pins[*dominator].name);
  text += "what acts on its version\n";
  for (const RequiredBy& reason : pin.required_by) {
    const std::string line = reason_text(resolution, pin, reason);
    if (!line.empty()) text += fmt::format("  {}\n", line);
  }
  text += pin.status == ProofStatus::kProven ? "proven: no better version fits the pins before it\n"
                                             : "best known: the budget did not allow a proof\n";
  if (!pin.newest.empty() && pin.newest != pin.version) text += why_not_newer_text(graph, index);
  return text;
}

std::string why_not_newer_text(const ResolvedGraph& graph, std::size_t index) {
  const Pin& pin = graph.resolution().pins[index];
  std::string text;
  for (const HeldBack& held : pin.held_back) text += held_back_line(pin, held);
  return text;
}

std::string explain_text(const ResolvedGraph& graph, bool all) {
  std::string text;
  std::size_t lines = 0, left_out = 0;
  for (const Pin& pin : graph.resolution().pins) {
    if (pin.held_back.empty()) continue;
    const std::string line = held_back_line(pin, pin.held_back.back());
    lines += static_cast<std::size_t>(std::count(line.begin(), line.end(), '\n'));
    if (lines > kMostLines && !all) {
      ++left_out;
    } else {
      text += line;
    }
  }
  if (left_out != 0)
    text += fmt::format("and {} more pins are held back; -v lists them all\n", left_out);
  return text;
}

}  // namespace pincompile
