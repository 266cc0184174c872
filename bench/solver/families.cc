// The synthetic families of the solver's design: time, conflicts, visits, rounds and fetches of
// each, with the goals stated there. Rows of `wide` show how time and memory grow with the number
// of pins. usage: bench_solver_families [NAME-PART]
// SPDX-License-Identifier: MIT
#include <malloc.h>
#include <time.h>

#include <cstdio>
#include <functional>
#include <string>
#include <string_view>

#include "universe_driver.h"
#include "universe_families.h"

namespace pincompile::bench {
namespace {

using oracle::Universe;

double cpu_ms() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

const char* name(solver::Step step) {
  switch (step) {
    case solver::Step::kFinished:
      return "solved";
    case solver::Step::kUnsatisfiable:
      return "none";
    case solver::Step::kOutOfBudget:
      return "budget";
    default:
      return "?";
  }
}

std::size_t allocated() {
  const auto info = mallinfo2();
  return info.uordblks + info.hblkhd;
}

void measure(const std::string& title, const Universe& universe, solver::Objective objective,
             double goal_ms = 0) {
  oracle::UniverseDriver world(universe);
  solver::Options options;
  options.objective = objective;
  options.budget.conflicts = 10000000;
  options.budget.query_conflicts = 10000000;
  options.budget.fetches = 10000000;
  options.budget.ticks = std::uint64_t{1} << 40;
  const std::size_t before = allocated();
  solver::Solver solver(options, world);
  world.state_lines(solver);
  double ms = 0;
  auto step = solver::Step::kWorking;
  while (true) {
    const double begin = cpu_ms();
    step = solver.step(std::uint64_t{1} << 30);
    ms += cpu_ms() - begin;
    if (step == solver::Step::kWorking) continue;
    if (step != solver::Step::kNeedsFacts) break;
    const auto& facts = world.answer(solver.demand());
    const double ingest = cpu_ms();
    solver.ingest(facts);
    ms += cpu_ms() - ingest;
  }
  const solver::Counters& c = solver.counters();
  const bool proven = step == solver::Step::kFinished && solver.solution().proven;
  const std::size_t pins = step == solver::Step::kFinished ? solver.solution().pins.size() : 0;
  const double seconds = ms / 1e3;
  const double kib = static_cast<double>(allocated() - before) / 1024;
  std::printf(
      "%-34s %-7s%s pins %4zu %10.2f ms %8llu conflicts %9.0f/s %6.1f Mvisits/s "
      "%6llu queries %4llu rounds %7llu fetches %8.0f KiB",
      title.c_str(), name(step), proven ? " proven" : "       ", pins, ms,
      static_cast<unsigned long long>(c.conflicts), static_cast<double>(c.conflicts) / seconds,
      static_cast<double>(c.visits) / seconds / 1e6, static_cast<unsigned long long>(c.queries),
      static_cast<unsigned long long>(c.rounds), static_cast<unsigned long long>(c.fetches), kib);
  if (pins > 0) {
    const auto count = static_cast<double>(pins);
    std::printf("  %.1f us and %.1f KiB a pin", ms * 1e3 / count, kib / count);
  }
  if (goal_ms > 0) std::printf("  goal %.0f ms: %s", goal_ms, ms <= goal_ms ? "met" : "MISSED");
  std::printf("\n");
  std::fflush(stdout);
}

int run(int count, char** words) {
  constexpr auto kNewest = solver::Objective::kNewest;
  constexpr auto kFresh = solver::Objective::kFresh;
  constexpr auto kGreedy = solver::Objective::kGreedy;
  const std::string_view part = count > 1 ? words[1] : "";
  const auto family = [&](const std::string& title, const std::function<Universe()>& make,
                          solver::Objective objective, double goal_ms = 0) {
    const char* objectives[] = {"fresh", "newest", "greedy"};
    const std::string whole = title + " " + objectives[static_cast<std::size_t>(objective)];
    if (whole.find(part) != std::string::npos) measure(whole, make(), objective, goal_ms);
  };
  for (const std::size_t h : {7, 8, 9, 10}) {
    family(
        "php(" + std::to_string(h) + ")", [=] { return oracle::php(h); }, kNewest, h == 9 ? 50 : 0);
  }
  for (const auto objective : {kNewest, kFresh}) {
    family(
        "rnd(60,16,5,.5,1)", [] { return oracle::random_graph(60, 16, 5, .5, 1); }, objective,
        objective == kNewest ? 300 : 0);
    for (const std::uint64_t seed : {2, 3}) {
      family(
          "rnd(60,16,5,.5," + std::to_string(seed) + ")",
          [=] { return oracle::random_graph(60, 16, 5, .5, seed); }, objective, 0);
    }
    family(
        "rnd(60,16,4,.5,1)", [] { return oracle::random_graph(60, 16, 4, .5, 1); }, objective);
    family(
        "rnd(60,16,5,.25,1)", [] { return oracle::random_graph(60, 16, 5, .25, 1); }, objective);
    family(
        "rnd(60,16,3,.4,1)", [] { return oracle::random_graph(60, 16, 3, .4, 1); }, objective);
    family(
        "seesaw(1000)", [] { return oracle::seesaw(1000); }, objective);
    family(
        "indirect(1000)", [] { return oracle::indirect(1000); }, objective);
    family(
        "latecap(300,200,400)", [] { return oracle::latecap(300, 200, 400); }, objective);
    family(
        "newdrop(100)", [] { return oracle::newdrop(100); }, objective);
    family(
        "forced(1000)", [] { return oracle::forced(1000); }, objective);
    family(
        "lockstep(40,300,1)", [] { return oracle::lockstep(40, 300, 1); }, objective);
    for (const std::size_t packages : {100, 200, 400, 800}) {
      family(
          "wide(" + std::to_string(packages) + ",1500,1)",
          [=] { return oracle::wide(packages, 1500, 1); }, objective);
    }
  }
  for (const std::uint64_t seed : {1, 2, 3, 4}) {
    family(
        "cnf3(100,426," + std::to_string(seed) + ")", [=] { return oracle::cnf3(100, 426, seed); },
        kGreedy);
  }
  return 0;
}

}  // namespace
}  // namespace pincompile::bench

int main(int count, char** words) { return pincompile::bench::run(count, words); }
