// Conflicts as golden texts (tests/golden/conflicts.txt): what a reader gets who has never seen the
// requirements. Small universes; those of recorded sets hold the facts of the packages that matter.
// PINCOMPILE_UPDATE_GOLDEN=1 rewrites the texts: read them before you commit them.
// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "manual_clock.h"
#include "questions.h"
#include "universe_facts.h"

namespace pincompile::testing {
namespace {

/// A case of the golden file: requirement lines and settings, releases, text, each a line.
struct GoldenCase {
  std::string name;
  std::vector<std::string> request = {};
  std::vector<std::string> releases = {};
  std::string text = {};
};

const char* golden_file() { return PINCOMPILE_SOURCE_DIR "/tests/golden/conflicts.txt"; }

/// `=== NAME`, then request, releases and text, divided by lines `---`.
std::vector<GoldenCase> read_cases() {
  std::ifstream file(golden_file());
  std::vector<GoldenCase> cases;
  int part = 0;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("=== ")) {
      cases.push_back({line.substr(4)});
      part = 0;
    } else if (line == "---") {
      ++part;
    } else if (cases.empty()) {
      continue;  // the file's own head
    } else if (part == 2) {
      cases.back().text += line + "\n";
    } else {
      (part == 0 ? cases.back().request : cases.back().releases).push_back(line);
    }
  }
  return cases;
}

void write_cases(const std::vector<GoldenCase>& cases) {
  std::ifstream before(golden_file());
  std::string head;
  for (std::string line; std::getline(before, line) && !line.starts_with("=== ");) {
    head += line + "\n";
  }
  std::ofstream file(golden_file());
  file << head;
  for (const GoldenCase& one : cases) {
    file << "=== " << one.name << "\n";
    for (const std::string& line : one.request) file << line << "\n";
    file << "---\n";
    for (const std::string& line : one.releases) file << line << "\n";
    file << "---\n" << one.text;
  }
}

std::chrono::sys_seconds day(const std::string& text) {
  std::istringstream in(text);
  int year = 0;
  unsigned month = 0, of_month = 0;
  char dash = 0;
  in >> year >> dash >> month >> dash >> of_month;
  return std::chrono::sys_days(std::chrono::year(year) / static_cast<int>(month) /
                               static_cast<int>(of_month));
}

std::vector<std::string> split(std::string text, const std::string& at) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::size_t end = text.find(at);
    parts.push_back(text.substr(0, end));
    text.erase(0, end == std::string::npos ? end : end + at.size());
  }
  return parts;
}

/// What follows `word ` in a text that begins with it.
std::optional<std::string> after(const std::string& text, const std::string& word) {
  if (!text.starts_with(word + " ")) return std::nullopt;
  return text.substr(word.size() + 1);
}

ResolveRequest request_of(const GoldenCase& one) {
  std::vector<std::string> lines, limits;
  ResolveRequest request = question({});
  for (const std::string& line : one.request) {
    if (const auto python = after(line, "python")) {
      request.target.python = linux_target(*python).python;
    } else if (const auto platform = after(line, "platform")) {
      request.target.platform = *Platform::parse(*platform);
    } else if (const auto cutoff = after(line, "cutoff")) {
      request.options.uploaded_prior_to = day(*cutoff);
    } else if (line == "no pre-releases") {
      request.options.prerelease = PrereleaseMode::kDisallow;
    } else if (const auto limit = after(line, "-c")) {
      limits.push_back(*limit);
    } else {
      lines.push_back(line);
    }
  }
  request.inputs.requirements = input_lines(lines);
  request.inputs.constraints = input_lines(limits, "limits.txt");
  return request;
}

/// `NAME VERSION: REQUIREMENT, REQUIREMENT | python >=3.9 | tags cp39-cp39-win_amd64 | sdist |
/// yanked | needs build | uploaded 2026-10-10`; `NAME` alone has no version.
void add_release(UniverseFacts& facts, const std::string& line) {
  const auto fields = split(line, " | ");
  const std::string head = fields[0].substr(0, fields[0].find(": "));
  const std::size_t space = head.find(' ');
  if (space == std::string::npos) return facts.add_empty(head);
  Release& release = facts.add(head.substr(0, space), head.substr(space + 1));
  if (head.size() < fields[0].size()) {
    release.requires_dist = split(fields[0].substr(head.size() + 2), ", ");
  }
  for (std::size_t i = 1; i < fields.size(); ++i) {
    if (const auto python = after(fields[i], "python")) release.requires_python = *python;
    if (const auto tags = after(fields[i], "tags")) release.tags = split(*tags, " ");
    if (const auto uploaded = after(fields[i], "uploaded")) release.uploaded = day(*uploaded);
    if (fields[i] == "yanked") release.yanked = true;
    if (fields[i] == "sdist") {
      release.sdist = true;
      release.tags.clear();
    }
    if (fields[i] == "needs build") {
      release.unavailable = {MetadataUnavailable::Reason::kNeedsBuild, "dynamic"};
    }
  }
}

UniverseFacts universe_of(const GoldenCase& one) {
  UniverseFacts facts;
  for (const std::string& line : one.releases) add_release(facts, line);
  return facts;
}

std::string text_of(const Result<Outcome>& outcome) {
  const std::string text = describe(outcome);
  return text.substr(0, text.rfind("conflicts "));
}

TEST(ConflictGolden, TextsAreShortNameTheirLinesAndAreAsRecorded) {
  std::vector<GoldenCase> cases = read_cases();
  ASSERT_GE(cases.size(), 30u);
  for (GoldenCase& one : cases) {
    SCOPED_TRACE(one.name);
    UniverseFacts facts = universe_of(one);
    const ResolveRequest request = request_of(one);
    const std::string text = text_of(checked_resolve(facts, request));
    if (std::getenv("PINCOMPILE_UPDATE_GOLDEN") != nullptr) one.text = text;
    EXPECT_EQ(text, one.text);
    const auto lines = split(text, "\n");
    EXPECT_LE(lines.size(), 12u);
    EXPECT_TRUE(text.find(".in:") != std::string::npos || text.find("limits.txt:") != text.npos);
    for (const std::string& line : lines) EXPECT_LE(line.size(), 100u) << line;
  }
  if (std::getenv("PINCOMPILE_UPDATE_GOLDEN") != nullptr) write_cases(cases);
}

TEST(ConflictGolden, TextsDoNotDependOnTheOrderOfArrival) {
  for (const GoldenCase& one : read_cases()) {
    SCOPED_TRACE(one.name);
    const ResolveRequest request = request_of(one);
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
      UniverseFacts facts = universe_of(one);
      facts.shuffle(seed);
      ManualClock clock;
      EXPECT_EQ(text_of(Resolver(facts, clock).resolve(request)), one.text) << "seed " << seed;
    }
  }
}

}  // namespace
}  // namespace pincompile::testing
