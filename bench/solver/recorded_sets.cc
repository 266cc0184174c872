// Requirement sets on a recorded index (a static simple tree), straight on the solver: pins, time
// of the search, rounds, fetches; compared with another tool's answers; and one answer and one set
// of counters under shuffled arrival, ids and hash seeds. usage: bench_solver_recorded_sets TREE
// REQUIREMENTS_FOLDER [REFERENCE_FOLDER [SHUFFLES [NAME-PART]]]
// SPDX-License-Identifier: MIT
#include <time.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "index_sources.h"
#include "pincompile/name.h"
#include "side_by_side.h"
#include "universe_driver.h"

namespace pincompile::bench {
namespace {

double cpu_ms() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

struct Set {
  std::string name = {};
  int minor = 11;
  std::string cutoff = {};
  std::vector<std::string> lines = {};
};

Set read_set(const std::filesystem::path& path) {
  Set set;
  set.name = path.stem().string();
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("# python: 3.")) set.minor = std::atoi(line.c_str() + 12);
    if (line.starts_with("# uploaded-before: ")) set.cutoff = line.substr(19);
    line = line.substr(0, line.find(" #"));
    if (!line.empty() && line[0] != '#' && line[0] != '-') set.lines.push_back(line);
  }
  if (set.cutoff.size() > 10) set.cutoff[10] = 'T';
  return set;
}

std::map<std::string, std::string> read_pins(const std::filesystem::path& path) {
  std::map<std::string, std::string> pins;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    const std::size_t equals = line.find("==");
    if (equals == std::string::npos || line[0] == '#' || line[0] == ' ') continue;
    pins[normalize_name(line.substr(0, equals))] =
        line.substr(equals + 2, line.find_first_of(" ;\\", equals + 2) - equals - 2);
  }
  return pins;
}

void print_counters(const solver::Counters& c) {
  std::printf("conflicts %llu rounds %llu fetches %llu queries %llu",
              static_cast<unsigned long long>(c.conflicts),
              static_cast<unsigned long long>(c.rounds), static_cast<unsigned long long>(c.fetches),
              static_cast<unsigned long long>(c.queries));
}

/// Empty, or what differs.
std::string shuffle_difference(const oracle::Universe& u, std::uint64_t shuffles) {
  oracle::Model first;
  solver::Counters counters;
  for (std::uint64_t seed = 0; seed <= shuffles; ++seed) {
    oracle::UniverseDriver world(u, {seed, seed > 0, seed > 0, false, 1000 + seed});
    solver::Options options;
    options.hash_seed = seed;
    solver::Solver solver(options, world);
    world.state_lines(solver);
    const solver::Step step = world.run(solver);
    const oracle::Model pins =
        step == solver::Step::kFinished ? world.model(solver.solution()) : oracle::Model();
    if (seed == 0) {
      first = pins;
      counters = solver.counters();
    } else if (pins != first) {
      return "another answer with seed " + std::to_string(seed);
    } else if (solver.counters() != counters) {
      return "other counters with seed " + std::to_string(seed);
    }
  }
  return "";
}

using Pins = std::map<std::string, std::string>;

/// Worst buckets of both answers, by the definitions. False: ours breaks the rule of quality.
bool compare_freshness(IndexWorld& world, const std::vector<Requirement>& roots,
                       const Pins& reference) {
  std::vector<std::string> names;
  const oracle::Universe u = whole_universe(world, roots, &names);
  oracle::UniverseDriver driver(u);
  solver::Solver solver(solver::Options(), driver);
  driver.state_lines(solver);
  if (driver.run(solver) != solver::Step::kFinished) return false;
  oracle::Model theirs(u.packages.size(), oracle::kAbsent);
  for (std::size_t p = 0; p < names.size(); ++p) {
    const auto found = reference.find(names[p]);
    if (found == reference.end()) continue;
    const IndexWorld::Page& page = world.page(world.project(names[p]));
    for (std::size_t rank = 0; rank < page.release_of.size(); ++rank) {
      if (page.text.releases[page.release_of[rank]].version == found->second) {
        theirs[p] = static_cast<int>(rank);
      }
    }
  }
  const SideBySide both =
      side_by_side(u, driver.permitted(solver.facts()), driver.model(solver.solution()), theirs);
  std::printf("    worst bucket %u, reference %u; listed packages: %s%s\n", both.ours, both.theirs,
              both.direct.c_str(), both.holds() ? "" : "  BEHIND THE REFERENCE");
  return both.holds();
}

void compare(const Pins& pins, const Pins& reference) {
  std::size_t differences = 0;
  for (const auto& [name, version] : pins) {
    const auto other = reference.find(name);
    if (other != reference.end() && other->second == version) continue;
    ++differences;
    std::printf("    %s %s, reference %s\n", name.c_str(), version.c_str(),
                other == reference.end() ? "-" : other->second.c_str());
  }
  for (const auto& [name, version] : reference) {
    if (pins.contains(name)) continue;
    ++differences;
    std::printf("    %s -, reference %s\n", name.c_str(), version.c_str());
  }
  if (differences == 0) std::printf("    same pins as the reference\n");
}

int run(int count, char** words) {
  if (count < 3) {
    std::fprintf(
        stderr,
        "usage: bench_solver_recorded_sets TREE REQUIREMENTS [REFERENCE [SHUFFLES [PART]]]\n");
    return 2;
  }
  const std::string reference = count > 3 ? words[3] : "";
  const std::uint64_t shuffles = count > 4 ? std::strtoull(words[4], nullptr, 10) : 0;
  const std::string part = count > 5 ? words[5] : "";
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(words[2])) {
    if (entry.path().extension() == ".in") files.push_back(entry.path());
  }
  std::ranges::sort(files);
  std::vector<double> times;
  bool all_well = true;
  for (const std::filesystem::path& path : files) {
    const Set set = read_set(path);
    const std::filesystem::path answer = reference + "/" + set.name + ".txt";
    if (set.name.find(part) == std::string::npos) continue;
    if (!reference.empty() && !std::filesystem::exists(answer)) continue;
    SimpleTree tree(words[1], set.minor, set.cutoff);
    IndexWorld world(tree, linux_python(set.minor, 0));
    std::vector<Requirement> roots;
    for (const std::string& line : set.lines) {
      auto requirement = Requirement::parse(line);
      if (!requirement || !requirement->marker.evaluate(world.environment())) continue;
      roots.push_back(std::move(*requirement));
    }
    double ms = 0;
    // Twice: the first fills the memo of pages and sets, whose cost is not the search's.
    for (const bool measured : {false, true}) {
      IndexSolve solve(world);
      solver::Options options;
      solver::Solver solver(options, solve);
      for (const Requirement& root : roots) solve.add_root(solver, root);
      ms = 0;
      auto step = solver::Step::kWorking;
      while (true) {
        const double begin = cpu_ms();
        step = solver.step(1u << 30);
        ms += cpu_ms() - begin;
        if (step != solver::Step::kNeedsFacts) break;
        const auto& facts = solve.answer(solver.demand());
        const double ingest = cpu_ms();
        solver.ingest(facts);
        ms += cpu_ms() - ingest;
      }
      if (!measured) continue;
      times.push_back(ms);
      std::printf("%-34s step %d %8.2f ms ", set.name.c_str(), static_cast<int>(step), ms);
      print_counters(solver.counters());
      std::map<std::string, std::string> pins;
      if (step == solver::Step::kFinished) {
        const solver::Solution& solution = solver.solution();
        for (const IndexSolve::Pin& pin : solve.pins(solution)) {
          const auto& page = world.page(pin.project);
          pins[world.name(pin.project)] = page.text.releases[page.release_of[pin.rank]].version;
        }
        const std::string error = pins_error(world, roots, solve.pins(solution));
        all_well = all_well && error.empty() && solution.proven;
        std::printf(" pins %zu worst bucket %u%s%s", pins.size(), solution.worst_bucket,
                    solution.proven ? "" : " NOT PROVEN", error.c_str());
      }
      std::printf("\n");
      if (reference.empty()) continue;
      compare(pins, read_pins(answer));
      all_well = compare_freshness(world, roots, read_pins(answer)) && all_well;
    }
    if (shuffles > 0) {
      const std::string error = shuffle_difference(whole_universe(world, roots), shuffles);
      std::printf("    %llu shuffles: %s\n", static_cast<unsigned long long>(shuffles),
                  error.empty() ? "one answer, one set of counters" : error.c_str());
      all_well = all_well && error.empty();
    }
    std::fflush(stdout);
  }
  std::ranges::sort(times);
  if (!times.empty()) {
    std::printf("%zu sets: p50 %.2f ms, p99 %.2f ms, max %.2f ms\n", times.size(),
                times[times.size() / 2], times[(times.size() * 99) / 100], times.back());
  }
  return all_well ? 0 : 1;
}

}  // namespace
}  // namespace pincompile::bench

int main(int count, char** words) { return pincompile::bench::run(count, words); }
