// Every project of a recorded index resolved alone by the library, in memory, for Python 3.11: the
// most-required ones and a stride over all others. Pins go through the pin checker, refutations
// through the proof checker.
// usage: bench_whole_index INDEX.jsonl.zst [MOST_REQUIRED [STRIDED]]    5000 and 20000 unless said
//        bench_whole_index INDEX.jsonl.zst only NAME...           these, each alone
//        bench_whole_index INDEX.jsonl.zst together NAME...
//        bench_whole_index INDEX.jsonl.zst growth     10, 100 and 1,000 projects at once: time and
//        memory per pin, of the most-required projects and of a stride over all
// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "dump_facts.h"
#include "lone_resolve.h"

namespace pincompile::bench {
namespace {

using Verdict = LoneResolve::Verdict;

const char* to_string(Verdict verdict) {
  switch (verdict) {
    case Verdict::kSolved:
      return "solved";
    case Verdict::kNoSolution:
      return "no solution";
    case Verdict::kGaveUp:
      return "GAVE UP";
    case Verdict::kError:
      break;
  }
  return "ERROR";
}

void print_share(const char* what, std::vector<double> ms) {
  if (ms.empty()) return;
  std::ranges::sort(ms);
  const auto at = [&](double share) {
    return ms[static_cast<std::size_t>(share * static_cast<double>(ms.size() - 1) + .5)];
  };
  std::printf("  %s, CPU ms: p50 %.3f p90 %.3f p99 %.3f p99.9 %.3f worst %.3f\n", what, at(.5),
              at(.9), at(.99), at(.999), at(1));
}

void print_line(const LoneResolve& r) {
  std::printf("  %9.3f ms  %-36s %-11s pins %4zu conflicts %5llu rounds %3llu fetches %5llu%s%s\n",
              r.ms, r.name.c_str(), to_string(r.verdict), r.pins,
              static_cast<unsigned long long>(r.stats.conflicts),
              static_cast<unsigned long long>(r.stats.rounds),
              static_cast<unsigned long long>(r.stats.fetches),
              r.verdict == Verdict::kSolved && !r.proven ? " not proven" : "",
              r.fault.empty() ? "" : (" FAULT " + r.fault).c_str());
}

void report(const char* title, std::vector<LoneResolve> results) {
  const auto count = [&](const auto& is) { return std::ranges::count_if(results, is); };
  std::printf(
      "%s: %zu projects, %td solved (%td all proven), %td without solution, %td gave up, "
      "%td errors; %td refused by a checker\n",
      title, results.size(), count([](const auto& r) { return r.verdict == Verdict::kSolved; }),
      count([](const auto& r) { return r.proven; }),
      count([](const auto& r) { return r.verdict == Verdict::kNoSolution; }),
      count([](const auto& r) { return r.verdict == Verdict::kGaveUp; }),
      count([](const auto& r) { return r.verdict == Verdict::kError; }),
      count([](const auto& r) { return !r.fault.empty(); }));
  std::vector<double> all, told;
  for (const LoneResolve& r : results) {
    all.push_back(r.ms);
    if (r.verdict == Verdict::kNoSolution) told.push_back(r.explain_ms);
  }
  print_share("to the verdict", all);
  print_share("no solution, facts read and explained", told);
  std::ranges::sort(results, std::greater<>(), &LoneResolve::ms);
  for (std::size_t i = 0; i < results.size(); ++i) {
    if (i < 20 || !results[i].fault.empty()) print_line(results[i]);
  }
  std::fflush(stdout);
}

LoneResolve resolve_one(DumpFacts& facts, const std::string& name) {
  facts.trim();
  LoneResolve result = resolve_alone(facts, request_for({name}));
  result.name = name;
  return result;
}

int sweep(IndexDump& dump, std::size_t most, std::size_t strided) {
  DumpFacts facts(dump);
  std::vector<std::string> first = dump.most_required();
  first.resize(std::min(first.size(), most));
  std::vector<LoneResolve> results, others;
  for (const std::string& name : first) results.push_back(resolve_one(facts, name));
  report("most required", results);
  const std::unordered_set<std::string> taken(first.begin(), first.end());
  const std::size_t stride =
      std::max<std::size_t>(1, dump.names().size() / std::max<std::size_t>(1, strided));
  for (std::size_t i = 0; i < dump.names().size() && others.size() < strided; i += stride) {
    if (!taken.contains(dump.names()[i])) others.push_back(resolve_one(facts, dump.names()[i]));
  }
  report("by stride", others);
  results.insert(results.end(), others.begin(), others.end());
  report("all", results);
  return std::ranges::all_of(results, [](const LoneResolve& r) { return r.fault.empty(); }) ? 0 : 1;
}

/// As many of `candidates` as have a solution together, in their order, up to `wanted`: blocks are
/// halved until they fit, and one that does not fit alone is left out.
class Compatible {
 public:
  Compatible(FactSource& facts, std::vector<std::string> candidates)
      : book_(facts), candidates_(std::move(candidates)) {}

  const std::vector<std::string>& grow(std::size_t wanted) {
    for (std::size_t block = 64; chosen_.size() < wanted && next_ < candidates_.size();) {
      block = std::min({block, wanted - chosen_.size(), candidates_.size() - next_});
      if (add(block)) {
        block *= 2;
      } else if (block == 1) {
        ++next_;
      } else {
        block /= 2;
      }
    }
    return chosen_;
  }
  std::size_t left_out() const { return next_ - chosen_.size(); }

 private:
  bool add(std::size_t more) {
    std::vector<std::string> tried = chosen_;
    const auto begin = candidates_.begin() + static_cast<std::ptrdiff_t>(next_);
    tried.insert(tried.end(), begin, begin + static_cast<std::ptrdiff_t>(more));
    if (!has_solution(book_, tried)) return false;
    chosen_ = std::move(tried);
    next_ += more;
    return true;
  }

  FactBook book_;
  std::vector<std::string> candidates_, chosen_;
  std::size_t next_ = 0;
};

void report_growth(const char* title, IndexDump& dump, std::vector<std::string> candidates) {
  std::printf("growth, %s:\n", title);
  DumpFacts facts(dump);
  Compatible compatible(facts, std::move(candidates));
  for (const std::size_t wanted : {10, 100, 1000}) {
    const std::vector<std::string>& names = compatible.grow(wanted);
    for (const Objective objective : {Objective::kFresh, Objective::kNewest}) {
      ResolveRequest request = request_for(names);
      request.options.objective = objective;
      LoneResolve r = resolve_alone(facts, request);
      r.name = std::to_string(names.size()) + " direct, " +
               (objective == Objective::kFresh ? "fresh" : "newest");
      print_line(r);
      const auto pins = static_cast<double>(std::max<std::size_t>(1, r.pins));
      std::printf("%14.1f us, %.2f KiB, %.2f fetches a pin; %zu projects left out\n",
                  r.ms * 1e3 / pins, static_cast<double>(r.bytes) / 1024 / pins,
                  static_cast<double>(r.stats.fetches) / pins, compatible.left_out());
      std::fflush(stdout);
    }
  }
}

int run(int count, char** words) {
  const std::vector<std::string> asked(words + 1, words + count);
  IndexDump dump;
  if (asked.empty() || !dump.load(asked[0])) {
    std::fprintf(stderr,
                 "usage: bench_whole_index INDEX.jsonl.zst [MOST [STRIDED] | only NAME... | "
                 "together NAME... | "
                 "growth]\n");
    return 2;
  }
  std::printf("%zu projects\n", dump.names().size());
  if (asked.size() > 1 && asked[1] == "growth") {
    report_growth("most required", dump, dump.most_required());
    std::vector<std::string> strided;
    for (std::size_t i = 0; i < dump.names().size(); i += 200) strided.push_back(dump.names()[i]);
    report_growth("every 200th", dump, strided);
    return 0;
  }
  if (asked.size() > 1 && asked[1] == "only") {
    DumpFacts facts(dump);
    for (std::size_t i = 2; i < asked.size(); ++i) report("only", {resolve_one(facts, asked[i])});
    return 0;
  }
  if (asked.size() > 1 && asked[1] == "together") {
    DumpFacts facts(dump);
    report("together", {resolve_alone(facts, request_for({asked.begin() + 2, asked.end()}))});
    return 0;
  }
  const auto number = [&](std::size_t at, std::size_t otherwise) {
    return asked.size() > at ? std::strtoull(asked[at].c_str(), nullptr, 10) : otherwise;
  };
  return sweep(dump, number(1, 5000), number(2, 20000));
}

}  // namespace
}  // namespace pincompile::bench

int main(int count, char** words) { return pincompile::bench::run(count, words); }
