// Every project of a recorded index resolved alone, in memory, for Python 3.11: the most-required
// ones and a stride over all others. Each answer is checked against the index's texts.
// usage: bench_whole_index INDEX.jsonl.zst [MOST_REQUIRED [STRIDED [OBJECTIVE [NAME]]]]
//        bench_whole_index INDEX.jsonl.zst growth     10, 100 and 1,000 of the most required ones
//        at once: time and memory per pin
// SPDX-License-Identifier: MIT
#include <simdjson.h>
#include <time.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "index_sources.h"
#include "index_world.h"
#include "pincompile/name.h"

namespace pincompile::bench {
namespace {

double cpu_ms() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

class JsonLines final : public ProjectSource {
 public:
  bool load(const char* path) {
    const std::string command = std::string("zstd -dc --long=27 '") + path + "'";
    std::FILE* pipe = popen(command.c_str(), "r");
    if (pipe == nullptr) return false;
    std::vector<char> block(1 << 20);
    for (std::size_t got; (got = fread(block.data(), 1, block.size(), pipe)) > 0;) {
      text_.append(block.data(), got);
    }
    if (pclose(pipe) != 0) return false;
    text_.append(64, ' ');
    for (std::size_t begin = 0; begin + 64 < text_.size();) {
      const std::size_t end = std::min(text_.find('\n', begin), text_.size() - 64);
      const std::string_view line = std::string_view(text_).substr(begin, end - begin);
      if (line.size() > 6) {
        const std::size_t quote = line.find('"', 6);
        std::string name = normalize_name(line.substr(6, quote - 6));
        names_.push_back(name);
        lines_.emplace(std::move(name), std::pair(begin, end - begin));
      }
      begin = end + 1;
    }
    return true;
  }

  const std::vector<std::string>& names() const { return names_; }

  std::optional<ProjectText> read(const std::string& name) override {
    const auto found = lines_.find(name);
    if (found == lines_.end()) return std::nullopt;
    const auto [begin, size] = found->second;
    simdjson::dom::element line;
    if (parser_.parse(text_.data() + begin, size).get(line) != simdjson::SUCCESS) {
      return std::nullopt;
    }
    ProjectText text;
    for (const simdjson::dom::element metadata : line["d"].get_array()) {
      ProjectText::Metadata made;
      for (const simdjson::dom::element wanted : metadata["r"].get_array()) {
        made.requires_dist.emplace_back(std::string_view(wanted));
      }
      std::string_view python;
      if (metadata["p"].get(python) == simdjson::SUCCESS) made.requires_python = python;
      text.metadata.push_back(std::move(made));
    }
    for (const simdjson::dom::element release : line["v"].get_array()) {
      ProjectText::Release made;
      made.version = std::string_view(release.at(0));
      made.metadata = static_cast<std::uint32_t>(std::uint64_t(release.at(1)));
      made.usable = bool(release.at(3));
      for (const simdjson::dom::element wheel : release.at(2).get_array()) {
        made.usable = made.usable || installable_wheel(wheel, 11);
      }
      text.releases.push_back(std::move(made));
    }
    return text;
  }

  /// Projects by the number of others that name them in any requirement, most first.
  std::vector<std::string> most_required() {
    std::unordered_map<std::string, std::uint32_t> count;
    for (const std::string& name : names_) {
      const auto text = read(name);
      std::unordered_set<std::string> wanted;
      for (const ProjectText::Metadata& metadata : text->metadata) {
        for (const std::string& requirement : metadata.requires_dist) {
          const std::size_t end = requirement.find_first_not_of(
              "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.");
          wanted.insert(normalize_name(requirement.substr(0, end)));
        }
      }
      for (const std::string& one : wanted) {
        if (lines_.contains(one)) ++count[one];
      }
    }
    std::vector<std::string> order;
    for (const auto& [name, times] : count) order.push_back(name);
    std::ranges::sort(order, [&](const std::string& a, const std::string& b) {
      return count[a] != count[b] ? count[a] > count[b] : a < b;
    });
    return order;
  }

 private:
  std::string text_;
  std::vector<std::string> names_;
  std::unordered_map<std::string, std::pair<std::size_t, std::size_t>> lines_;
  simdjson::dom::parser parser_;
};

struct Result {
  std::string name = {};
  double ms = 0;
  std::size_t kib = 0;  ///< by which the process grew
  solver::Step step = solver::Step::kWorking;
  solver::Counters counters = {};
  std::size_t pins = 0;
  bool proven = false;
  std::string error = {};
};

std::size_t resident_kib() {
  std::size_t pages = 0;
  if (std::FILE* file = std::fopen("/proc/self/statm", "r")) {
    if (std::fscanf(file, "%*s %zu", &pages) != 1) pages = 0;
    std::fclose(file);
  }
  return pages * 4;
}

Result resolve(IndexWorld& world, const std::vector<std::string>& names,
               const solver::Options& options) {
  Result result;
  std::vector<pincompile::Requirement> requirements;
  for (const std::string& name : names) {
    result.name += (result.name.empty() ? "" : " ") + name;
    auto requirement = pincompile::Requirement::parse(name);
    if (!requirement) {
      result.error = "not a name";
      return result;
    }
    requirements.push_back(*std::move(requirement));
  }
  const std::size_t before = resident_kib();
  IndexSolve solve(world);
  const auto measured = [&](const auto& action) {
    const double begin = cpu_ms();
    action();
    result.ms += cpu_ms() - begin;
  };
  std::optional<solver::Solver> solver;
  measured([&] { solver.emplace(options, solve); });
  for (const pincompile::Requirement& requirement : requirements) {
    solve.add_root(*solver, requirement);
  }
  while (true) {
    measured([&] { result.step = solver->step(1u << 30); });
    if (result.step != solver::Step::kNeedsFacts) break;
    const auto& facts = solve.answer(solver->demand());
    // Sets are asked for inside; the encoder's first computation of a set is not the search's cost.
    for (const solver::Fact& fact : facts) {
      if (const auto* list = std::get_if<solver::DependencyFact>(&fact)) {
        for (const auto& wanted : list->requirements)
          solve.set_of(wanted.package, wanted.specifier);
      }
    }
    measured([&] { solver->ingest(facts); });
  }
  result.counters = solver->counters();
  result.kib = resident_kib() - std::min(before, resident_kib());
  if (result.step == solver::Step::kFinished) {
    result.pins = solver->solution().pins.size();
    result.proven = solver->solution().proven;
    result.error = pins_error(world, requirements, solve.pins(solver->solution()));
  }
  return result;
}

void report(const char* title, std::vector<Result> results) {
  if (results.empty()) return;
  std::size_t finished = 0, none = 0, undecided = 0, proven = 0, wrong = 0, pins = 0;
  for (const Result& r : results) {
    finished += r.step == solver::Step::kFinished ? 1 : 0;
    none += r.step == solver::Step::kUnsatisfiable ? 1 : 0;
    undecided += r.step == solver::Step::kOutOfBudget ? 1 : 0;
    proven += r.proven ? 1 : 0;
    pins += r.pins;
    if (!r.error.empty() && ++wrong <= 20)
      std::printf("WRONG %s: %s\n", r.name.c_str(), r.error.c_str());
  }
  std::ranges::sort(results, std::greater<>(), &Result::ms);
  const auto at = [&](double share) {
    return results[static_cast<std::size_t>((1 - share) * static_cast<double>(results.size() - 1))]
        .ms;
  };
  std::printf(
      "%s: %zu projects, %zu solved (%zu all proven, %zu pins), %zu without solution, "
      "%zu undecided, %zu wrong\n",
      title, results.size(), finished, proven, pins, none, undecided, wrong);
  std::printf("  solver CPU ms: p50 %.3f p90 %.3f p99 %.3f p99.9 %.3f max %.3f\n", at(.5), at(.9),
              at(.99), at(.999), at(1));
  for (std::size_t i = 0; i < std::min<std::size_t>(20, results.size()); ++i) {
    const Result& r = results[i];
    std::printf("  %9.3f ms  %-40s step %d pins %zu conflicts %llu rounds %llu fetches %llu%s\n",
                r.ms, r.name.c_str(), static_cast<int>(r.step), r.pins,
                static_cast<unsigned long long>(r.counters.conflicts),
                static_cast<unsigned long long>(r.counters.rounds),
                static_cast<unsigned long long>(r.counters.fetches), r.proven ? "" : " not proven");
  }
}

/// As many of `candidates` as go together, in their order, up to `wanted`.
void add_compatible(IndexWorld& world, const std::vector<std::string>& candidates,
                    std::size_t wanted, const solver::Options& options,
                    std::vector<std::string>& chosen, std::size_t& next) {
  solver::Options quick = options;
  quick.objective = solver::Objective::kGreedy;
  const auto goes = [&](std::size_t more) {
    std::vector<std::string> tried = chosen;
    tried.insert(tried.end(), candidates.begin() + static_cast<std::ptrdiff_t>(next),
                 candidates.begin() + static_cast<std::ptrdiff_t>(next + more));
    if (resolve(world, tried, quick).step != solver::Step::kFinished) return false;
    chosen = std::move(tried);
    return true;
  };
  for (std::size_t block = 64; chosen.size() < wanted && next < candidates.size();) {
    block = std::min({block, wanted - chosen.size(), candidates.size() - next});
    if (goes(block)) {
      next += block;
      block *= 2;
    } else if (block == 1) {
      ++next;
    } else {
      block /= 2;
    }
  }
}

/// Each step is resolved twice: pages are read and lowered by the first, so that the second shows
/// what the resolve itself takes.
void report_growth(IndexWorld& world, const std::vector<std::string>& most_required,
                   const solver::Options& options) {
  std::vector<std::string> chosen;
  std::size_t next = 0;
  for (const std::size_t wanted : {10, 100, 1000}) {
    add_compatible(world, most_required, wanted, options, chosen, next);
    resolve(world, chosen, options);
    const Result r = resolve(world, chosen, options);
    std::printf(
        "%5zu direct  %5zu pins  solver CPU %9.2f ms  %7.1f us a pin  %6zu KiB  %5.2f KiB a pin  "
        "conflicts %llu rounds %llu fetches %llu step %d %s%s\n",
        chosen.size(), r.pins, r.ms,
        r.ms * 1e3 / static_cast<double>(std::max<std::size_t>(1, r.pins)), r.kib,
        static_cast<double>(r.kib) / static_cast<double>(std::max<std::size_t>(1, r.pins)),
        static_cast<unsigned long long>(r.counters.conflicts),
        static_cast<unsigned long long>(r.counters.rounds),
        static_cast<unsigned long long>(r.counters.fetches), static_cast<int>(r.step),
        r.proven ? "all proven" : "not all proven", r.error.empty() ? "" : " WRONG");
    std::fflush(stdout);
  }
}

int run(int count, char** words) {
  if (count < 2) {
    std::fprintf(stderr,
                 "usage: bench_whole_index INDEX.jsonl.zst [MOST [STRIDED [OBJECTIVE [NAME]]]]\n");
    return 2;
  }
  const bool growth = count > 2 && std::string_view(words[2]) == "growth";
  const std::size_t most = count > 2 ? std::strtoull(words[2], nullptr, 10) : 5000;
  const std::size_t strided = count > 3 ? std::strtoull(words[3], nullptr, 10) : 20000;
  solver::Options options;
  if (count > 4 && std::string_view(words[4]) == "newest") {
    options.objective = solver::Objective::kNewest;
  }
  JsonLines index;
  if (!index.load(words[1])) {
    std::fprintf(stderr, "cannot read %s\n", words[1]);
    return 1;
  }
  std::printf("%zu projects\n", index.names().size());
  IndexWorld world(index, linux_python(11, 5));
  if (growth) {
    report_growth(world, index.most_required(), options);
    return 0;
  }
  if (count > 5) {
    report(words[5], {resolve(world, {words[5]}, options)});
    return 0;
  }
  std::vector<std::string> first = index.most_required();
  first.resize(std::min(first.size(), most));
  const std::unordered_set<std::string> taken(first.begin(), first.end());
  std::vector<Result> results;
  for (const std::string& name : first) results.push_back(resolve(world, {name}, options));
  report("most required", results);
  std::vector<Result> others;
  if (strided > 0) {
    const std::size_t stride = std::max<std::size_t>(1, index.names().size() / strided);
    for (std::size_t i = 0; i < index.names().size() && others.size() < strided; i += stride) {
      if (taken.contains(index.names()[i])) continue;
      others.push_back(resolve(world, {index.names()[i]}, options));
    }
    report("by stride", others);
  }
  results.insert(results.end(), others.begin(), others.end());
  report("all", results);
  return std::ranges::all_of(results, [](const Result& r) { return r.error.empty(); }) ? 0 : 1;
}

}  // namespace
}  // namespace pincompile::bench

int main(int count, char** words) { return pincompile::bench::run(count, words); }
