// Resolver: turns requests into outcomes, on one set of facts.
// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string_view>

#include "pincompile/clock.h"
#include "pincompile/fact_source.h"
#include "pincompile/observer.h"
#include "pincompile/outcome.h"
#include "pincompile/request.h"

namespace pincompile {

/// Resolves requests one after the other; they share pages, metadata and everything computed from
/// them.
///
/// lifetime  `facts` and `clock` outlive the resolver.
/// threads   one thread at a time; several resolvers may run on several threads.
class PINCOMPILE_API Resolver {
 public:
  /// On these facts, none of which is asked for yet.
  Resolver(FactSource& facts, Clock& clock);
  ~Resolver();
  Resolver(const Resolver&) = delete;
  Resolver& operator=(const Resolver&) = delete;

  /// errors   kNetwork (also what --offline and --replay lack), kUnauthorized, kCorrupt: the world failed
  ///          and the answer depends on it; kInvalidArgument: contradictory request; kCancelled.
  ///          "No solution" (a name that no index knows included) and "gave up" are outcomes.
  /// Options that stand in sources (`Inputs::options`) are not looked at: whoever makes the request
  /// merges them into ResolveOptions by precedence (behaviour.md 1.4).
  Result<Outcome> resolve(const ResolveRequest& request, ResolveObserver* observer = nullptr);
  /// Why `version` of `project` (a normalised name) is not among the pins of `request`; an empty
  /// version stands for the newest that is no pre-release.
  ///
  /// errors   as resolve; kInvalidArgument: the request has no solution to explain.
  Result<WhyNot> why_not(const ResolveRequest& request, std::string_view project,
                         std::string_view version, ResolveObserver* observer = nullptr);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace pincompile
