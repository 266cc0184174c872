// Outcomes without pins, in words (behaviour.md 8.1, 8.2 nos. 1 to 6 and 13, 9.4).
// SPDX-License-Identifier: MIT
#include "pincompile/explain.h"

#include <algorithm>

#include <fmt/format.h>

#include "output/folding.h"

namespace pincompile {
namespace {

constexpr std::size_t kMostLines = 30;  ///< of facts or moves, unless all are asked for

std::string hint_line(const std::string& text) { return folded(text, 6, 6); }

/// `lines`, or the first of them and how many are left out.
void cut(std::vector<std::string>& lines, bool all, std::string_view what) {
  if (all || lines.size() <= kMostLines) return;
  const std::size_t left_out = lines.size() - kMostLines;
  lines.resize(kMostLines);
  lines.push_back(fmt::format("and {} more {}; -v lists them all", left_out, what));
}

std::vector<std::string> fact_lines(const std::vector<Conflict::Step>& steps, bool all) {
  std::vector<std::string> lines;
  for (const Conflict::Step& step : steps) lines.push_back(folded(step.text, 2, 4));
  cut(lines, all, "facts");
  return lines;
}

/// `boto3 1.40.2 -> 1.28.0`, `+zipp 3.1`, `-zipp`.
std::string move_text(const WhyNot::Move& move) {
  if (move.from.empty()) return fmt::format("+{} {}", move.name, move.to);
  if (move.to.empty()) return fmt::format("-{}", move.name);
  return fmt::format("{} {} -> {}", move.name, move.from, move.to);
}

std::string below(std::string text, const std::vector<std::string>& lines) {
  text += '\n';
  for (const std::string& line : lines) text += "  " + line + '\n';
  return text;
}

}  // namespace

Error conflict_error(const Conflict& conflict, bool all) {
  Error error{ErrorKind::kNotFound, folded(conflict.headline, 7, 4)};
  error.causes = fact_lines(conflict.steps, all);
  for (const Conflict::Suggestion& suggestion : conflict.suggestions) {
    std::string hint =
        error.hints.empty() ? suggestion.edit + " would do" : "or " + suggestion.edit;
    if (!suggestion.result.empty()) hint += fmt::format(" ({})", suggestion.result);
    error.hints.push_back(hint_line(hint));
  }
  for (const std::string& hint : conflict.hints) error.hints.push_back(hint_line(hint));
  return error;
}

namespace {

/// The option whose value it was.
const char* option_of(Exhausted::Budget budget) {
  switch (budget) {
    case Exhausted::Budget::kConflicts:
      return "--max-conflicts";
    case Exhausted::Budget::kFetches:
      return "--max-fetches";
    case Exhausted::Budget::kTime:
      return "--max-seconds";
  }
  return "";
}

std::string spent_text(const Exhausted& exhausted) {
  switch (exhausted.budget) {
    case Exhausted::Budget::kConflicts:
      return fmt::format("{} conflicts", exhausted.conflicts);
    case Exhausted::Budget::kFetches:
      return fmt::format("{} fetches", exhausted.stats.fetches);
    case Exhausted::Budget::kTime:
      return "the time given";
  }
  return {};
}

}  // namespace

Error exhausted_error(const Exhausted& exhausted) {
  Error error{ErrorKind::kNotFound,
              fmt::format("gave up after {} without a solution", spent_text(exhausted))};
  std::vector<std::string> busiest;
  for (const Exhausted::Busy& busy : exhausted.busiest)
    busiest.push_back(fmt::format("{} {} %", busy.name, busy.percent));
  if (!busiest.empty()) {
    error.causes.push_back(
        folded(fmt::format("most of them in: {}", fmt::join(busiest, ", ")), 2, 4));
  }
  for (const Conflict::Suggestion& suggestion : exhausted.suggestions)
    error.hints.push_back(hint_line(suggestion.edit + " " + suggestion.result));
  const char* const begin = exhausted.suggestions.empty() ? "raise " : "or raise ";
  error.hints.push_back(std::string(begin) + option_of(exhausted.budget));
  return error;
}

std::string why_not_text(const WhyNot& answer, const std::string& name, bool all) {
  using Verdict = WhyNot::Verdict;
  const std::string subject = fmt::format("{} {}", name, answer.version);
  const std::string head =
      answer.pinned.empty() ? "" : fmt::format("the pin is {} {}\n", name, answer.pinned);
  switch (answer.verdict) {
    case Verdict::kPinned:
      return fmt::format("{} is the pin\n", answer.version.empty() ? name : subject);
    case Verdict::kNotNeeded:
      return fmt::format("{} is not needed: nothing requires it\n", name);
    case Verdict::kNoSuchVersion:
      return head + fmt::format("there is no {}\n", subject);
    case Verdict::kUnavailable:
      return head +
             folded(fmt::format("{} is unavailable ({}): it {}", subject, to_string(answer.code),
                                answer.text),
                    0, 4) +
             '\n';
    case Verdict::kUnknown:
      return head +
             fmt::format("the budget was spent before it was known whether {} fits\n", subject);
    case Verdict::kForbidden:
      return below(head + fmt::format("{} is forbidden", subject), fact_lines(answer.steps, all));
    case Verdict::kTradeOff:
      break;
  }
  if (answer.moves.empty()) return head + fmt::format("{} fits as well\n", subject);
  std::vector<std::string> moves;
  for (const WhyNot::Move& move : answer.moves) moves.push_back(move_text(move));
  cut(moves, all, "pins");
  return below(head + fmt::format("{} is a trade-off; these pins would move", subject), moves);
}

}  // namespace pincompile
