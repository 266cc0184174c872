// Explanations in words.
// SPDX-License-Identifier: MIT
#include "pincompile/explain.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "output/folding.h"
#include "output/graph_text.h"

namespace pincompile {
namespace {

constexpr std::size_t kMostPaths = 10;
/// Unless all are asked for:
constexpr std::size_t kMostPathLines = 18;
constexpr std::size_t kMostReasons = 8;
constexpr std::size_t kMostLines = 38;  ///< of --explain

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

/// Paths as a tree: what they share at their beginning is told once.
class PathTree {
 public:
  /// False if the tree would grow beyond `most` lines; then it stays as it is.
  bool add(const ResolvedGraph::Path& path, std::size_t most) {
    std::vector<Branch>* level = &branches_;
    std::size_t known = 0;
    for (; known < path.size(); ++known) {
      const auto found = std::ranges::find(*level, path[known], &Branch::node);
      if (found == level->end()) break;
      level = &found->further;
    }
    if (size_ != 0 && size_ + path.size() - known > most) return false;
    size_ += path.size() - known;
    for (; known < path.size(); ++known) {
      level->push_back({path[known], {}});
      level = &level->back().further;
    }
    return true;
  }

  std::string text(const ResolvedGraph& graph) const {
    std::string text;
    for (const Branch& branch : branches_) append(graph, branch, std::nullopt, 2, text);
    return text;
  }

 private:
  struct Branch {
    std::uint32_t node = 0;
    std::vector<Branch> further = {};
  };

  static void append(const ResolvedGraph& graph, const Branch& branch,
                     std::optional<std::uint32_t> from, std::size_t indent, std::string& text) {
    std::string line = node_text(graph, branch.node);
    const std::string asked = from ? edge_text(graph, *from, branch.node) : "";
    if (!asked.empty()) line += fmt::format(" ({})", asked);
    text += std::string(indent, ' ') + folded(line, indent, indent + 4) + '\n';
    for (const Branch& next : branch.further) append(graph, next, branch.node, indent + 2, text);
  }

  std::vector<Branch> branches_;
  std::size_t size_ = 0;
};

std::string paths_text(const ResolvedGraph& graph, std::size_t pin, bool all) {
  PathTree tree;
  const auto paths = graph.paths_to(pin, kMostPaths + 1);
  std::size_t told = 0;
  while (told < std::min(paths.size(), kMostPaths) &&
         tree.add(paths[told], all ? paths.size() * graph.nodes().size() : kMostPathLines)) {
    ++told;
  }
  return tree.text(graph) + (told < paths.size() ? "  and on further paths\n" : "");
}

/// `requirements.in:3 asks for urllib3<1.27`, `botocore needs urllib3>=1.25.4`.
std::string reason_text(const Resolution& resolution, const Pin& pin, const RequiredBy& reason) {
  // A marker that holds on the target does not act on the version.
  const std::string asked = pin.name + reason.specifier;
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

std::string why_text(const ResolvedGraph& graph, std::size_t index, bool all) {
  const Resolution& resolution = graph.resolution();
  const Pin& pin = resolution.pins[index];
  std::string text = fmt::format("{} {} is needed by\n", pin.name, pin.version);
  text += paths_text(graph, index, all);
  if (const auto dominator = graph.dominator_of(index))
    text += fmt::format("every path leads through {}\n", resolution.pins[*dominator].name);
  std::vector<std::string> reasons;
  for (const RequiredBy& reason : pin.required_by) {
    std::string line = reason_text(resolution, pin, reason);
    if (!line.empty()) reasons.push_back(std::move(line));
  }
  text += "what acts on its version\n";
  for (std::size_t i = 0; i < reasons.size() && (all || i < kMostReasons); ++i)
    text += "  " + folded(reasons[i], 2, 4) + '\n';
  if (!all && reasons.size() > kMostReasons)
    text += fmt::format("  and {} more; -v lists them all\n", reasons.size() - kMostReasons);
  text += pin.status == ProofStatus::kProven ? "proven: no better version fits the pins before it\n"
                                             : "best known: the budget did not allow a proof\n";
  return text + why_not_newer_text(graph, index);
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
