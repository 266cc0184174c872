// Some projects of an index resolved together by the library, in memory, with the answer checked:
// pins by the pin checker, "there is none" by the proof checker.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "pincompile/fact_source.h"
#include "pincompile/outcome.h"
#include "pincompile/request.h"
#include "resolution/fact_book.h"

namespace pincompile::bench {

struct LoneResolve {
  enum class Verdict : std::uint8_t { kSolved, kNoSolution, kGaveUp, kError };

  std::string name = {};
  Verdict verdict = Verdict::kError;
  double ms = 0;          ///< CPU of a resolve up to the verdict, its facts being in memory
  double explain_ms = 0;  ///< of a resolve that also tells why there is no solution
  std::size_t bytes = 0;  ///< that the resolve holds in the end, facts included
  std::size_t pins = 0;
  bool proven = false;
  ResolveStats stats = {};
  std::string fault = {};  ///< what a checker found; empty: nothing
};

/// For CPython 3.11 on x86-64 glibc Linux.
ResolveRequest request_for(const std::vector<std::string>& names);

LoneResolve resolve_alone(FactSource& facts, const ResolveRequest& request);

/// Whether there is a solution, the quick way, on facts that `book` has or asks for.
bool has_solution(FactBook& book, const std::vector<std::string>& names);

double cpu_ms();

}  // namespace pincompile::bench
