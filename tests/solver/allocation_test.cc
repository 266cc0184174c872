// Propagation and conflict analysis allocate nothing once their buffers have grown. Its own
// program, since it counts every allocation of the process.
// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <new>

#include "solver/problem.h"
#include "solver/search.h"
#include "universe_driver.h"
#include "universe_families.h"

namespace {
std::atomic<std::uint64_t> allocations = 0;

void* counted(std::size_t size) {
  ++allocations;
  void* block = std::malloc(size == 0 ? 1 : size);
  if (block == nullptr) throw std::bad_alloc();
  return block;
}
}  // namespace

void* operator new(std::size_t size) { return counted(size); }
void* operator new[](std::size_t size) { return counted(size); }
void operator delete(void* block) noexcept { std::free(block); }
void operator delete[](void* block) noexcept { std::free(block); }
void operator delete(void* block, std::size_t) noexcept { std::free(block); }
void operator delete[](void* block, std::size_t) noexcept { std::free(block); }

namespace pincompile::oracle {

namespace {

/// A search over all facts of a universe at once.
class WholeSearch {
 public:
  explicit WholeSearch(const Universe& universe)
      : world_(universe), search_(options_), problem_(options_, world_, search_, false) {
    std::size_t group = 0;
    for (const Need& root : universe.roots) {
      const solver::SpecifierId specifier(std::size_t{root.set});
      problem_.add_line({{world_.id(root.package), specifier, solver::TextId(std::size_t{0})},
                         solver::GroupId(group++),
                         false});
    }
    solver::Demand pages, metadata;
    for (std::uint32_t p = 0; p < universe.packages.size(); ++p) {
      pages.pages.push_back(world_.id(p));
      for (std::size_t rank = 0; rank < universe.ranks(p); ++rank) {
        metadata.must.push_back({world_.id(p), static_cast<solver::Rank>(rank)});
      }
    }
    problem_.ingest(world_.answer(pages));
    problem_.ingest(world_.answer(metadata));
    search_.start({});
  }

  /// Goes on until `conflicts` conflicts are behind, or the answer is there.
  bool go_on(std::uint64_t conflicts) {
    while (search_.counters().conflicts < conflicts) {
      if (search_.run(search_.counters().ticks + 1000) != solver::Verdict::kSuspended) return false;
    }
    return true;
  }

 private:
  UniverseDriver world_;
  solver::Options options_;
  solver::Search search_;
  solver::Problem problem_;
};

}  // namespace

TEST(Allocation, NoneInPropagateAndAnalyzeAfterWarmUp) {
  WholeSearch search(php(10));
  // Past the first reductions, after which clauses take the places of dropped ones.
  ASSERT_TRUE(search.go_on(8000));
  std::uint64_t windows = 0, silent = 0, total = 0;
  for (std::uint64_t conflicts = 8100; conflicts <= 10000; conflicts += 100) {
    const std::uint64_t before = allocations;
    if (!search.go_on(conflicts)) break;
    ++windows;
    silent += allocations == before ? 1 : 0;
    total += allocations - before;
  }
  ASSERT_GE(windows, 10U);
  // None of 2,000 conflicts; the one reduction among them makes a list of its own.
  EXPECT_LE(total, 1U);
  EXPECT_GE(silent + 1, windows);
}

}  // namespace pincompile::oracle
