// The one table of options. --help, the parser, environment variables, the config reader, the
// header command, completions and the manual page are all made from it (behaviour.md 1.2 to 1.4).
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace pincompile::tool {

// clang-format off
enum class Opt : std::uint8_t {
  // inputs
  kConstraint,
  kOverride,
  kExtra,
  kAllExtras,
  kGroup,
  kAllGroups,
  // output
  kOutputFile,
  kFormat,
  kDryRun,
  kHeader,
  kFingerprint,
  kCustomCompileCommand,
  kAnnotate,
  kAnnotationStyle,
  kStripExtras,
  kStripMarkers,
  kAllowUnsafe,
  kUnsafePackage,
  kNoEmitPackage,
  kGenerateHashes,
  kHashScope,
  kReuseHashes,
  kEmitIndexUrl,
  kEmitFindLinks,
  kEmitTrustedHost,
  kEmitOptions,
  kNewline,
  kCompat,
  kReport,
  kGraph,
  kExplain,
  kRecord,
  kReplay,
  // existing pins
  kUpgrade,
  kUpgradePackage,
  kCheck,
  kOnline,
  kAll,
  kRequireProof,
  // target
  kPythonVersion,
  kPlatform,
  kImplementation,
  kPython,
  kSystem,
  kTargetDockerfile,
  kTargetStage,
  kDockerfileArg,
  kPythonUpperBounds,
  kIgnoreRequiresPython,
  // resolution
  kObjective,
  kResolution,
  kPre,
  kPrerelease,
  kPrereleasePackage,
  kAllReleases,
  kOnlyFinal,
  kUploadedPriorTo,
  kUploadedPriorToPackage,
  kOnlyBinary,
  kNoBinary,
  kNoBuild,
  kPreferBinary,
  kBuildSdists,
  kSdistMetadata,
  kRequireHashes,
  kMaxConflicts,
  kMaxFetches,
  kMaxSeconds,
  // indexes and network
  kIndexUrl,
  kExtraIndexUrl,
  kNoIndex,
  kFindLinks,
  kIndexStrategy,
  kTrustedHost,
  kCert,
  kClientCert,
  kProxy,
  kTimeout,
  kRetries,
  kKeyringProvider,
  kJobs,
  kCacheDir,
  kCacheSize,
  kNoCache,
  kRefresh,
  kRefreshPackage,
  kOffline,
  // general
  kConfig,
  kNoConfig,
  kPipArgs,
  kResolver,
  kMaxRounds,
  kVerbose,
  kQuiet,
  kColor,
  kNoColor,
  kNoProgress,
  kHelp,
  kVersion,
  kNoEffect  ///< accepted, cannot change pins
};
// clang-format on

enum class Group : std::uint8_t {
  kInputs,
  kOutput,
  kExisting,
  kTarget,
  kResolution,
  kNetwork,
  kGeneral
};

enum class Shape : std::uint8_t {
  kFlag,       ///< on; with off names also off
  kCount,      ///< each occurrence counts
  kValue,      ///< one value, the last wins
  kList,       ///< values add up
  kMaybeValue  ///< --color
};

struct OptionRow {
  Opt id = Opt::kNoEffect;
  Shape shape = Shape::kFlag;
  Group group = Group::kGeneral;
  /// Names that switch on or take a value; long ones first, the first is the one shown.
  std::vector<std::string_view> names = {};
  std::vector<std::string_view> off_names = {};
  std::string_view value = {};     ///< what --help calls the value; `a|b` are the only ones allowed
  std::string_view standard = {};  ///< default value; empty = none, off
  bool shown = false;              ///< marked H: shown in the header command, hashed
  /// A line of `batch` may set it: it chooses what is asked for, for which target or how the output
  /// looks, touches no path, no credentials, no cache, and runs nothing.
  bool by_line = false;
  std::string_view help = {};
  bool listed = true;  ///< false: accepted, not in --help
};

/// In the order of --help.
std::span<const OptionRow> option_table();
const OptionRow& row_of(Opt option);
/// By any of its names, with dashes; nullptr = unknown. `off` tells whether it is a --no-x.
const OptionRow* find_option(std::string_view name, bool* off = nullptr);
/// Title of a group in --help.
std::string_view title(Group group);

/// An option of another tool that is refused, never ignored (1.3).
struct RefusedOption {
  std::string_view name;
  bool takes_value = false;
  std::string_view peer;  ///< `pip-compile`, `uv`, `pip`
  std::string_view reason;
  std::string_view hint;
};
const RefusedOption* find_refused(std::string_view name);
/// Every name of the table, for "did you mean".
std::vector<std::string_view> long_names();

}  // namespace pincompile::tool
