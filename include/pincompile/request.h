// One question for the resolver: what is asked for, for which target, under which rules.
// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "pincompile/inputs.h"
#include "pincompile/target.h"

namespace pincompile {

enum class Objective : std::uint8_t { kFresh, kNewest, kGreedy };
enum class ResolutionMode : std::uint8_t { kHighest, kLowest, kLowestDirect };
enum class PrereleaseMode : std::uint8_t { kIfNecessary, kExplicit, kAllow, kDisallow };
enum class HashScope : std::uint8_t { kAll, kTarget, kBest };

/// Which file formats may be used, for all projects or by name (behaviour.md 1.2, 4.5).
struct FormatPolicy {
  bool all = false;                 ///< `:all:`
  std::vector<std::string> names = {};  ///< normalised, sorted
  friend bool operator==(const FormatPolicy&, const FormatPolicy&) = default;
};

/// Rules of one resolve (behaviour.md 1.2, 4).
struct ResolveOptions {
  Objective objective = Objective::kFresh;  ///< which valid set is wanted
  ResolutionMode resolution = ResolutionMode::kHighest;  ///< direction of preference
  PrereleaseMode prerelease = PrereleaseMode::kIfNecessary;  ///< when pre-releases are taken
  /// Normalised name -> its own mode.
  std::map<std::string, PrereleaseMode> prerelease_by_project = {};
  /// Files from then on do not count.
  std::optional<std::chrono::sys_seconds> uploaded_prior_to = {};
  /// nullopt value = no cutoff for that project.
  std::map<std::string, std::optional<std::chrono::sys_seconds>> uploaded_prior_to_by_project = {};
  FormatPolicy only_binary = {};  ///< wheels only
  FormatPolicy no_binary = {};  ///< sdists only
  bool prefer_binary = false;  ///< versions with a usable wheel before all others
  /// What authors recorded in their sdists is not believed (the fact source's doing): here only for
  /// the advice in errors.
  bool strict_sdist_metadata = false;
  bool builds_sdists = false;  ///< sdists are built (the fact source's doing): here for the same
  bool respect_python_upper_bounds = true;  ///< of Requires-Python
  bool ignore_requires_python = false;  ///< as if no package named the Pythons it supports
  bool upgrade = false;                             ///< ignore all existing pins
  std::vector<InputRequirement> upgrade_packages = {};  ///< -P; a specifier constrains this run
  bool require_hashes = false;  ///< every line must carry one
  /// Whether Pin::files, requires_dist and provides_extra are filled. Pins without hashes are written
  /// without them, and much of a warm run is their texts.
  bool with_details = true;
  bool record_proof = false;                        ///< keep the proof log (tests, reports)
  std::uint64_t max_conflicts = 200000;  ///< budget of the search
  std::uint64_t max_fetches = 20000;  ///< budget of facts asked for
  /// Makes the answer depend on the machine.
  std::optional<std::chrono::milliseconds> max_time = {};
};

/// One question for a Resolver.
struct ResolveRequest {
  Inputs inputs;  ///< what is asked for
  /// Where relative paths of `inputs` start from, as the facts' FileSystem takes it; empty = where its
  /// own relative paths do. Archives are looked up there; nothing of it gets into an answer.
  std::string directory = {};
  std::vector<ExistingPin> existing = {};  ///< pins of an earlier output, kept where possible
  Target target;  ///< for which Python (its default, 3.0, is hardly what is wanted) and platform
  ResolveOptions options = {};  ///< under which rules
  /// Normalised names that will probably be needed: their pages are asked for at once, all together.
  /// Never changes the answer.
  std::vector<std::string> likely = {};
};

}  // namespace pincompile
