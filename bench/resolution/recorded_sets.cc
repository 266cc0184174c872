// Recorded requirement sets side by side with the answers of another tool: pins that differ, worst
// bucket, proofs, rounds, fetches, and the CPU time of a resolve whose facts are in memory. Then
// the traffic of a cold resolve where every answer takes one unit of time: round trips (connecting
// takes about three more) and requests, each with its limit (2 x depth + 2; 1.6 x (names + pins)).
// usage: bench_recorded_sets TREE REQUIREMENTS_DIR REFERENCE_DIR [fresh|newest|greedy [SET...]]
//        RECORDED_SETS_SHUFFLES=N besides resolves each set under N arrival orders and compares
//        pins, reasons and counters; RECORDED_SETS_FORCE=1 asks for each held-back version that is
//        a conflict together with the pins it is blamed on, which must have no solution.
// SPDX-License-Identifier: MIT
#include <time.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "pincompile/inputs.h"
#include "pincompile/resolver.h"
#include "resolution/pin_checker.h"
#include "static_tree_facts.h"
#include "support/real_clock.h"
#include "support/real_file_system.h"

namespace pincompile::bench {
namespace {

double cpu_ms() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

using Pins = std::map<std::string, std::string>;

Pins read_reference(const std::string& path) {
  Pins pins;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    const std::size_t equals = line.find("==");
    if (line.empty() || line.front() == '#' || equals == std::string::npos) continue;
    std::string name = line.substr(0, equals);
    name = name.substr(0, name.find('['));
    pins[name] = line.substr(equals + 2, line.find_first_of(" ;\\", equals) - equals - 2);
  }
  return pins;
}

/// `# python: 3.11` and `# uploaded-before: 2024-10-07 14:00:00` of a set's head.
void read_head(const std::string& path, ResolveRequest& request) {
  std::ifstream file(path);
  std::string python = "3.11";
  for (std::string line; std::getline(file, line) && line.starts_with("#");) {
    if (line.starts_with("# python: ")) python = line.substr(10);
    int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
    if (std::sscanf(line.c_str(), "# uploaded-before: %d-%d-%d %d:%d:%d", &year, &month, &day,
                    &hour, &minute, &second) == 6) {
      request.options.uploaded_prior_to =
          std::chrono::sys_days(std::chrono::year(year) / month / day) + std::chrono::hours(hour) +
          std::chrono::minutes(minute) + std::chrono::seconds(second);
    }
  }
  if (const auto version = PythonVersion::parse(python)) request.target.python = *version;
}

/// Links of the longest of all shortest ways from a line to a pin.
std::size_t depth_of(const Resolution& resolution) {
  std::map<std::string, std::size_t> depths;
  for (std::size_t depth = 1;; ++depth) {
    std::vector<std::string> wave;
    for (const Pin& pin : resolution.pins) {
      if (depths.contains(pin.name)) continue;
      const bool reached = std::ranges::any_of(pin.required_by, [&](const RequiredBy& by) {
        return by.parent.empty() || depths.contains(by.parent);
      });
      if (reached) wave.push_back(pin.name);
    }
    if (wave.empty()) return depth - 1;
    for (const std::string& name : wave) depths[name] = depth;
  }
}

void print_traffic(const StaticTreeFacts::Traffic& traffic, const Resolution& resolution) {
  const std::size_t round_trips = 2 * depth_of(resolution) + 2;
  const std::size_t requests = resolution.pins.size() * 2 * 16 / 10;
  std::printf("    %s%zu round trips (%zu), %s%zu + %zu requests (%zu)\n",
              traffic.round_trips > round_trips ? "OVER " : "", traffic.round_trips, round_trips,
              traffic.pages + traffic.metadata > requests ? "OVER " : "", traffic.pages,
              traffic.metadata, requests);
}

struct Summary {
  int sets = 0, checked = 0, proven = 0, equal = 0;
  std::vector<double> ms = {};
};

void print_differences(const Resolution& resolution, const Pins& reference) {
  Pins theirs = reference;
  for (const Pin& pin : resolution.pins) {
    const auto found = theirs.find(pin.name);
    const std::string other = found == theirs.end() ? "-" : found->second;
    if (other != pin.version) {
      std::printf("    %-28s %-16s reference %s%s\n", pin.name.c_str(), pin.version.c_str(),
                  other.c_str(), pin.direct ? "  (direct)" : "");
    }
    theirs.erase(pin.name);
  }
  for (const auto& [name, version] : theirs) {
    std::printf("    %-28s %-16s reference %s\n", name.c_str(), "-", version.c_str());
  }
}

std::size_t count_differences(const Resolution& resolution, const Pins& reference) {
  std::size_t same = 0;
  for (const Pin& pin : resolution.pins) {
    const auto found = reference.find(pin.name);
    same += found != reference.end() && found->second == pin.version ? 1 : 0;
  }
  return resolution.pins.size() + reference.size() - 2 * same;
}

/// All that an answer says, counters included.
std::string describe(const Resolution& resolution) {
  std::string text;
  for (const Pin& pin : resolution.pins) {
    text += pin.name + "==" + pin.version + (pin.status == ProofStatus::kProven ? " proven" : "");
    for (const HeldBack& held : pin.held_back) text += "\n  " + held.version + " " + held.text;
    for (const RequiredBy& by : pin.required_by) text += "\n  via " + by.parent + " " + by.text;
    text += "\n";
  }
  const ResolveStats& stats = resolution.stats;
  for (const std::uint64_t count :
       {stats.conflicts, stats.decisions, stats.rounds, stats.fetches}) {
    text += std::to_string(count) + " ";
  }
  return text;
}

/// Arrival orders that gave something else.
int count_shuffle_misses(const std::string& tree, const ResolveRequest& request,
                         const Resolution& expected, int shuffles) {
  int misses = 0;
  RealClock clock;
  const std::string text = describe(expected);
  for (int i = 1; i <= shuffles; ++i) {
    StaticTreeFacts facts(tree);
    facts.shuffle(static_cast<std::uint64_t>(i) * 1000003);
    Resolver resolver(facts, clock);
    const auto outcome = resolver.resolve(request);
    const auto* resolution = outcome ? std::get_if<Resolution>(&*outcome) : nullptr;
    misses += resolution == nullptr || describe(*resolution) != text ? 1 : 0;
  }
  return misses;
}

/// Held-back versions that go together with the pins and lines they are blamed on after all.
std::pair<int, int> count_false_reasons(Resolver& resolver, const ResolveRequest& request,
                                        const Resolution& resolution) {
  std::pair<int, int> counts;  // asked, false
  std::map<std::string, std::string> versions;
  for (const Pin& pin : resolution.pins) versions[pin.name] = pin.version;
  for (const Pin& pin : resolution.pins) {
    for (const HeldBack& held : pin.held_back) {
      if (held.code != ExclusionCode::kConflict) continue;
      // What we do not do without need is no requirement: with it there is a solution.
      if (held.text.find(" would ") != std::string::npos) continue;
      ResolveRequest forced = request;
      forced.options.objective = Objective::kGreedy;
      const auto limit = [&](const std::string& text) {
        InputRequirement line;
        if (auto requirement = Requirement::parse(text)) line.requirement = *requirement;
        line.text = text;
        line.origin.file = "forced";
        line.origin.line = static_cast<std::uint32_t>(forced.inputs.requirements.size() + 1);
        forced.inputs.requirements.push_back(line);
      };
      limit(pin.name + "===" + held.version);
      for (const std::string& by : held.by) {
        if (versions.contains(by)) limit(by + "===" + versions[by]);
      }
      const auto outcome = resolver.resolve(forced);
      ++counts.first;
      if (outcome && std::holds_alternative<Resolution>(*outcome)) {
        ++counts.second;
        std::printf("    FALSE %s %s: %s\n", pin.name.c_str(), held.version.c_str(),
                    held.text.c_str());
      }
    }
  }
  return counts;
}

int number_of(const char* variable) {
  const char* const text = std::getenv(variable);
  return text == nullptr ? 0 : std::atoi(text);
}

void run_set(const std::string& tree, const std::string& path, const std::string& name,
             const std::string& reference_path, Objective objective, Summary& summary) {
  RealFileSystem files(".");
  InputReader reader;
  reader.files = &files;
  auto inputs = read_inputs(reader, {path});
  if (!inputs) {
    std::printf("%-32s %s\n", name.c_str(), inputs.error().to_string().c_str());
    return;
  }
  ResolveRequest request;
  request.inputs = *std::move(inputs);
  request.options.objective = objective;
  read_head(path, request);
  StaticTreeFacts facts(tree);
  RealClock clock;
  ++summary.sets;
  Resolver resolver(facts, clock);
  auto first = resolver.resolve(request);
  const StaticTreeFacts::Traffic traffic = facts.traffic();
  const double begin = cpu_ms();
  auto outcome = resolver.resolve(request);
  const double ms = cpu_ms() - begin;
  if (!outcome) {
    std::printf("%-32s %s\n", name.c_str(), outcome.error().to_string().c_str());
    return;
  }
  const auto* resolution = std::get_if<Resolution>(&*outcome);
  if (resolution == nullptr) {
    const auto* conflict = std::get_if<Conflict>(&*outcome);
    std::printf("%-32s %s\n", name.c_str(), conflict ? conflict->headline.c_str() : "gave up");
    if (conflict != nullptr) {
      for (const Conflict::Step& step : conflict->steps) std::printf("    %s\n", step.text.c_str());
      for (const auto& suggestion : conflict->suggestions) {
        std::printf("    hint: %s (%s)\n", suggestion.edit.c_str(), suggestion.result.c_str());
      }
    }
    return;
  }
  const Pins reference = read_reference(reference_path);
  const std::size_t differences = count_differences(*resolution, reference);
  const auto findings = check_pins(request, *resolution, facts);
  summary.checked += findings.empty() ? 1 : 0;
  summary.proven += resolution->proven ? 1 : 0;
  summary.equal += differences == 0 ? 1 : 0;
  summary.ms.push_back(ms);
  std::printf("%-32s %5zu %7.2f %6llu %7llu %9llu %7s %6u %11zu\n", name.c_str(),
              resolution->pins.size(), ms,
              static_cast<unsigned long long>(resolution->stats.rounds),
              static_cast<unsigned long long>(resolution->stats.fetches),
              static_cast<unsigned long long>(resolution->stats.conflicts),
              resolution->proven ? "all" : "NOT ALL", resolution->worst_bucket, differences);
  print_traffic(traffic, *resolution);
  for (const std::string& finding : findings) std::printf("    WRONG %s\n", finding.c_str());
  print_differences(*resolution, reference);
  if (const int shuffles = number_of("RECORDED_SETS_SHUFFLES"); shuffles > 0) {
    std::printf("    %d arrival orders, %d with another answer\n", shuffles,
                count_shuffle_misses(tree, request, *resolution, shuffles));
  }
  if (number_of("RECORDED_SETS_FORCE") != 0) {
    const auto [asked, wrong] = count_false_reasons(resolver, request, *resolution);
    std::printf("    %d held-back versions forced, %d of their reasons false\n", asked, wrong);
  }
}

int run(int argc, char** argv) {
  if (argc < 4) {
    std::fprintf(stderr, "usage: %s TREE REQUIREMENTS_DIR REFERENCE_DIR [OBJECTIVE [SET...]]\n",
                 argv[0]);
    return 2;
  }
  const std::string tree = argv[1], sets = argv[2], references = argv[3];
  Objective objective = Objective::kFresh;
  if (argc > 4 && std::string(argv[4]) == "newest") objective = Objective::kNewest;
  if (argc > 4 && std::string(argv[4]) == "greedy") objective = Objective::kGreedy;
  std::vector<std::string> names(argv + std::min(argc, 5), argv + argc);
  if (names.empty()) {
    for (const auto& entry : std::filesystem::directory_iterator(references)) {
      names.push_back(entry.path().stem().string());
    }
    std::ranges::sort(names);
  }
  std::printf("%-32s %5s %7s %6s %7s %9s %7s %6s %11s\n", "set", "pins", "CPU ms", "rounds",
              "fetches", "conflicts", "proven", "bucket", "differences");
  Summary summary;
  for (const std::string& name : names) {
    run_set(tree, sets + "/" + name + ".in", name, references + "/" + name + ".txt", objective,
            summary);
  }
  std::ranges::sort(summary.ms);
  std::printf("%d sets: %d right by the checker, %d proven, %d equal to the reference\n",
              summary.sets, summary.checked, summary.proven, summary.equal);
  if (!summary.ms.empty()) {
    std::printf("CPU p50 %.2f ms, worst %.2f ms\n", summary.ms[summary.ms.size() / 2],
                summary.ms.back());
  }
  return 0;
}

}  // namespace
}  // namespace pincompile::bench

int main(int argc, char** argv) { return pincompile::bench::run(argc, argv); }
