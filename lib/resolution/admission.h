// Admission: which versions of a page may be chosen for a target, which file of each is installed,
// and why the others are out (behaviour.md 4.2, 4.5, 4.8).
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cache/page_record.h"
#include "pincompile/outcome.h"
#include "pincompile/request.h"
#include "pincompile/version.h"
#include "solver/flat_index.h"
#include "support/digest.h"
#include "support/words.h"

namespace pincompile {

/// A target's tags by number, best first.
class TagRanks {
 public:
  explicit TagRanks(const Target& target);

  static constexpr std::uint32_t kNone = 0xffffffff;
  /// Rank of the best tag of a page's set that the target supports; kNone if it supports none.
  std::uint32_t best(const PageView& page, std::uint32_t tag_set) const;

 private:
  std::uint32_t find(std::uint64_t key) const {
    return ranks_.find(key, [](std::uint32_t) { return true; });
  }

  solver::FlatIndex ranks_;  ///< keys of tags are their hashes
};

/// What inputs and options say about one project.
struct ProjectRules {
  bool direct = false;            ///< a requirement line names it
  bool upgrade = false;           ///< -P
  bool names_prerelease = false;  ///< a requirement line's specifier names one
  bool wheels = true;             ///< formats allowed
  bool sdists = true;
  PrereleaseMode prerelease = PrereleaseMode::kIfNecessary;
  std::optional<std::int64_t> cutoff = {};  ///< seconds since 1970
  /// Ranks go by distance from these versions; none: by age.
  std::optional<std::uint32_t> nearest_to = {};   ///< a specifier's number
  std::optional<Version> pin = {};                ///< existing pin
  std::vector<SpecifierSet> accepts_yanked = {};  ///< user's lines that are one `==` or `===`
  /// One list per line with hashes: a file's digest must be in each.
  std::vector<std::vector<Sha256>> hashes = {};
};

/// What all projects of a resolve have in common.
struct AdmissionContext {
  const TagRanks* tags = nullptr;
  std::string python_key = {};  ///< key of the release part of the target's full version
  bool respect_python_upper_bounds = true;
  bool ignore_requires_python = false;
};

/// Verdicts by version, in page order.
struct Admission {
  static constexpr std::uint32_t kNoFile = 0xffffffff;

  std::vector<ExclusionCode> codes = {};      ///< kNone = may be chosen
  std::vector<std::uint32_t> best_file = {};  ///< kNoFile where no file is usable
  std::vector<Word> usable_wheel = {};        ///< versions with a usable wheel
  std::optional<std::uint32_t> pin = {};      ///< version of the existing pin, if it may be kept
  bool lacks_upload_times = false;            ///< a cutoff is set and no file has a time
  bool damaged = false;  ///< a file that had to be looked at is: these verdicts are worth nothing
};

Admission admit(const PageView& page, const ProjectRules& rules, const AdmissionContext& context);

/// Files the metadata of a version is read from: the best first, then, behind an sdist, the wheels.
std::vector<std::uint32_t> metadata_files(const PageView& page, std::uint32_t version,
                                          std::uint32_t best);

/// Whether each file of a version is usable, parallel to PageView::files_of.
std::vector<bool> usable_files(const PageView& page, std::uint32_t version,
                               const ProjectRules& rules, const AdmissionContext& context);

/// The usable wheels of a version, the one to be installed first.
std::vector<std::uint32_t> usable_wheels(const PageView& page, std::uint32_t version,
                                         const ProjectRules& rules,
                                         const AdmissionContext& context);

/// Whether a Requires-Python admits the target.
bool python_admitted(const SpecifierView& requires_python, const AdmissionContext& context);

}  // namespace pincompile
