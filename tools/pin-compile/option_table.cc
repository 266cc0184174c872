// Every option, one row each, in the order of --help.
// SPDX-License-Identifier: MIT
#include "option_table.h"

#include <algorithm>
#include <array>

namespace pincompile::tool {
namespace {

using enum Opt;
using enum Shape;
constexpr bool kShown = true;
constexpr bool kHidden = false;
constexpr bool kByLine = true;
constexpr bool kNotByLine = false;

const std::vector<OptionRow>& rows() {
  // A function's static, not a global: the table is made when it is first asked for.
  // One row a line reads as a table.
  // clang-format off
  static const std::vector<OptionRow> table = {
      {kConstraint, kList, Group::kInputs, {"--constraint", "--constraints", "-c"}, {}, "FILE", "", kShown, kNotByLine, "versions allowed if the package is needed; adds nothing"},
      {kOverride, kList, Group::kInputs, {"--override", "--overrides"}, {}, "FILE", "", kShown, kNotByLine, "replaces every requirement on the names it lists"},
      {kExtra, kList, Group::kInputs, {"--extra"}, {}, "NAME[,NAME]", "", kShown, kNotByLine, "extras of project sources"},
      {kAllExtras, kFlag, Group::kInputs, {"--all-extras"}, {}, "", "", kShown, kNotByLine, "all extras of project sources"},
      {kGroup, kList, Group::kInputs, {"--group"}, {}, "[FILE:]NAME", "", kShown, kNotByLine, "dependency groups (PEP 735, Poetry)"},
      {kAllGroups, kFlag, Group::kInputs, {"--all-groups"}, {}, "", "", kShown, kNotByLine, "all dependency groups"},

      {kOutputFile, kValue, Group::kOutput, {"--output-file", "-o"}, {}, "FILE", "", kShown, kNotByLine, "where the pins go; - is standard output"},
      {kFormat, kValue, Group::kOutput, {"--format"}, {}, "requirements.txt|pylock.toml", "", kShown, kByLine, "format of the output; from its name if not given"},
      {kDryRun, kFlag, Group::kOutput, {"--dry-run", "-n"}, {}, "", "", kHidden, kNotByLine, "print a diff, write nothing"},
      {kHeader, kFlag, Group::kOutput, {"--header"}, {"--no-header"}, "", "on", kShown, kByLine, "header comment"},
      {kFingerprint, kFlag, Group::kOutput, {"--fingerprint"}, {"--no-fingerprint"}, "", "on", kShown, kByLine, "fingerprint line, which --check reads"},
      {kCustomCompileCommand, kValue, Group::kOutput, {"--custom-compile-command"}, {}, "TEXT", "", kHidden, kByLine, "replaces the command in the header"},
      {kAnnotate, kFlag, Group::kOutput, {"--annotate"}, {"--no-annotate"}, "", "on", kShown, kByLine, "# via comments"},
      {kAnnotationStyle, kValue, Group::kOutput, {"--annotation-style"}, {}, "split|line", "split", kShown, kByLine, "how # via comments are laid out"},
      {kStripExtras, kFlag, Group::kOutput, {"--strip-extras"}, {"--no-strip-extras"}, "", "off", kShown, kByLine, "leave extras out of pins"},
      {kStripMarkers, kFlag, Group::kOutput, {"--strip-markers"}, {"--no-strip-markers"}, "", "off", kShown, kByLine, "leave markers out of pins"},
      {kAllowUnsafe, kFlag, Group::kOutput, {"--allow-unsafe"}, {"--no-allow-unsafe"}, "", "on", kShown, kByLine, "pin pip, setuptools and distribute too"},
      {kUnsafePackage, kList, Group::kOutput, {"--unsafe-package"}, {}, "NAME", "", kShown, kByLine, "packages to set apart; replaces the default set"},
      {kNoEmitPackage, kList, Group::kOutput, {"--no-emit-package"}, {}, "NAME", "", kShown, kByLine, "set the package apart and do not pin it"},
      {kGenerateHashes, kFlag, Group::kOutput, {"--generate-hashes"}, {"--no-generate-hashes"}, "", "off", kShown, kByLine, "add sha256 digests to the pins"},
      {kHashScope, kValue, Group::kOutput, {"--hash-scope"}, {}, "all|target|best", "all", kShown, kByLine, "digests of all files, the usable ones, or the one an installer takes"},
      {kReuseHashes, kFlag, Group::kOutput, {"--reuse-hashes"}, {"--no-reuse-hashes"}, "", "on", kHidden, kByLine, "keep the digests of an unchanged pin"},
      {kEmitIndexUrl, kFlag, Group::kOutput, {"--emit-index-url"}, {"--no-emit-index-url"}, "", "auto", kShown, kByLine, "write the indexes into the output"},
      {kEmitFindLinks, kFlag, Group::kOutput, {"--emit-find-links"}, {"--no-emit-find-links"}, "", "auto", kShown, kByLine, "write --find-links into the output"},
      {kEmitTrustedHost, kFlag, Group::kOutput, {"--emit-trusted-host"}, {"--no-emit-trusted-host"}, "", "auto", kShown, kByLine, "write --trusted-host into the output"},
      {kEmitOptions, kFlag, Group::kOutput, {"--emit-options"}, {"--no-emit-options"}, "", "on", kShown, kByLine, "write any option into the output"},
      {kNewline, kValue, Group::kOutput, {"--newline"}, {}, "lf|crlf|native|preserve", "preserve", kShown, kByLine, "line ends"},
      {kCompat, kValue, Group::kOutput, {"--compat"}, {}, "pip-compile", "", kHidden, kByLine, "write the bytes of that tool"},
      {kReport, kValue, Group::kOutput, {"--report"}, {}, "FILE", "", kHidden, kNotByLine, "write a JSON report"},
      {kGraph, kValue, Group::kOutput, {"--graph"}, {}, "FILE", "", kHidden, kNotByLine, "write the graph: .dot, .mmd, .svg, or - for DOT"},
      {kExplain, kFlag, Group::kOutput, {"--explain"}, {}, "", "", kHidden, kNotByLine, "say why pins are not the newest"},
      {kRecord, kValue, Group::kOutput, {"--record"}, {}, "FILE", "", kHidden, kNotByLine, "write a snapshot of all facts used"},
      {kReplay, kValue, Group::kOutput, {"--replay"}, {}, "FILE", "", kHidden, kNotByLine, "resolve from a snapshot, without network"},

      {kUpgrade, kFlag, Group::kExisting, {"--upgrade", "-U"}, {"--no-upgrade"}, "", "off", kHidden, kByLine, "ignore existing pins"},
      {kUpgradePackage, kList, Group::kExisting, {"--upgrade-package", "-P"}, {}, "SPEC", "", kHidden, kByLine, "ignore the existing pin of one package"},
      {kCheck, kFlag, Group::kExisting, {"--check"}, {}, "", "", kHidden, kNotByLine, "judge existing pins, write nothing"},
      {kOnline, kFlag, Group::kExisting, {"--online"}, {}, "", "", kHidden, kNotByLine, "with --check: resolve, and list what would move"},
      {kAll, kFlag, Group::kExisting, {"--all"}, {}, "", "", kHidden, kNotByLine, "every fingerprinted file below the working directory"},
      {kRequireProof, kFlag, Group::kExisting, {"--require-proof"}, {}, "", "", kHidden, kByLine, "status 3 unless every pin is proven best"},

      {kPythonVersion, kValue, Group::kTarget, {"--python-version"}, {}, "X.Y[.Z][t]", "", kShown, kByLine, "Python to compile for"},
      {kPlatform, kValue, Group::kTarget, {"--platform", "--python-platform"}, {}, "PLATFORM", "", kShown, kByLine, "Docker name, wheel tag, triple, or linux, macos, windows"},
      {kImplementation, kValue, Group::kTarget, {"--implementation"}, {}, "cpython|pypy", "cpython", kShown, kByLine, "which Python"},
      {kPython, kValue, Group::kTarget, {"--python"}, {}, "PATH", "", kHidden, kNotByLine, "interpreter whose version counts"},
      {kSystem, kFlag, Group::kTarget, {"--system"}, {}, "", "", kHidden, kNotByLine, "ignore the active virtual environment"},
      {kTargetDockerfile, kValue, Group::kTarget, {"--target-dockerfile"}, {}, "FILE", "", kShown, kNotByLine, "compile for the image of a Dockerfile"},
      {kTargetStage, kValue, Group::kTarget, {"--target-stage"}, {}, "NAME", "", kShown, kNotByLine, "stage of it; the last if not given"},
      {kDockerfileArg, kList, Group::kTarget, {"--dockerfile-arg"}, {}, "N=V", "", kShown, kNotByLine, "value of an ARG in it"},
      {kPythonUpperBounds, kValue, Group::kTarget, {"--python-upper-bounds"}, {}, "respect|ignore", "respect", kShown, kByLine, "upper bounds of Requires-Python"},
      {kIgnoreRequiresPython, kFlag, Group::kTarget, {"--ignore-requires-python"}, {}, "", "", kShown, kByLine, "as if no package named the Pythons it supports"},

      {kObjective, kValue, Group::kResolution, {"--objective"}, {}, "fresh|newest|greedy", "fresh", kShown, kByLine, "which of the valid sets to print"},
      {kResolution, kValue, Group::kResolution, {"--resolution"}, {}, "highest|lowest|lowest-direct", "highest", kShown, kByLine, "direction of preference"},
      {kPre, kFlag, Group::kResolution, {"--pre", "-p"}, {}, "", "", kShown, kByLine, "pre-releases like any other version"},
      {kPrerelease, kValue, Group::kResolution, {"--prerelease"}, {}, "if-necessary|explicit|allow|disallow|if-necessary-or-explicit", "if-necessary", kShown, kByLine, "when to take pre-releases"},
      {kPrereleasePackage, kList, Group::kResolution, {"--prerelease-package"}, {}, "NAME=MODE", "", kShown, kByLine, "the same for one package"},
      {kAllReleases, kList, Group::kResolution, {"--all-releases"}, {}, "NAME", "", kShown, kByLine, "pip's NAME=allow", false},
      {kOnlyFinal, kList, Group::kResolution, {"--only-final"}, {}, "NAME", "", kShown, kByLine, "pip's NAME=disallow", false},
      {kUploadedPriorTo, kValue, Group::kResolution, {"--uploaded-prior-to", "--exclude-newer"}, {}, "TIME", "", kShown, kByLine, "files uploaded before an instant, a day (UTC) or an age such as 7d"},
      {kUploadedPriorToPackage, kList, Group::kResolution, {"--uploaded-prior-to-package", "--exclude-newer-package"}, {}, "NAME=TIME|none", "", kShown, kByLine, "the same for one package"},
      {kOnlyBinary, kList, Group::kResolution, {"--only-binary"}, {}, "NAMES", "", kShown, kByLine, "wheels only: names, :all: or :none:"},
      {kNoBinary, kList, Group::kResolution, {"--no-binary"}, {}, "NAMES", "", kShown, kByLine, "sdists only: names, :all: or :none:"},
      {kNoBuild, kFlag, Group::kResolution, {"--no-build"}, {}, "", "", kShown, kByLine, "short for --only-binary :all:"},
      {kPreferBinary, kFlag, Group::kResolution, {"--prefer-binary"}, {}, "", "", kShown, kByLine, "versions with a usable wheel before all others"},
      {kBuildSdists, kFlag, Group::kResolution, {"--build-sdists"}, {}, "", "", kShown, kNotByLine, "let pip build where no static metadata exists; runs foreign code"},
      {kSdistMetadata, kValue, Group::kResolution, {"--sdist-metadata"}, {}, "recorded|strict", "recorded", kShown, kByLine, "whether to believe what an sdist's author recorded"},
      {kRequireHashes, kFlag, Group::kResolution, {"--require-hashes"}, {}, "", "", kShown, kByLine, "as the line in a source"},
      {kMaxConflicts, kValue, Group::kResolution, {"--max-conflicts"}, {}, "N", "200000", kShown, kByLine, "budget of the search"},
      {kMaxFetches, kValue, Group::kResolution, {"--max-fetches"}, {}, "N", "20000", kShown, kByLine, "budget of facts asked for"},
      {kMaxSeconds, kValue, Group::kResolution, {"--max-seconds"}, {}, "S", "", kHidden, kByLine, "give up after this time; makes the answer depend on the machine"},

      {kIndexUrl, kValue, Group::kNetwork, {"--index-url", "--default-index", "--pypi-url", "-i"}, {}, "URL", "https://pypi.org/simple", kShown, kByLine, "the index searched last"},
      {kExtraIndexUrl, kList, Group::kNetwork, {"--extra-index-url", "--index"}, {}, "URL", "", kShown, kByLine, "indexes searched first, in order"},
      {kNoIndex, kFlag, Group::kNetwork, {"--no-index"}, {}, "", "", kShown, kByLine, "ask no index, only --find-links"},
      {kFindLinks, kList, Group::kNetwork, {"--find-links", "-f"}, {}, "DIR|URL", "", kShown, kNotByLine, "more places with files"},
      {kIndexStrategy, kValue, Group::kNetwork, {"--index-strategy"}, {}, "first-index|unsafe-best-match", "first-index", kShown, kByLine, "whether indexes are merged"},
      {kTrustedHost, kList, Group::kNetwork, {"--trusted-host", "--allow-insecure-host"}, {}, "HOST[:PORT]", "", kShown, kNotByLine, "accept plain http or a bad certificate"},
      {kCert, kValue, Group::kNetwork, {"--cert"}, {}, "FILE", "", kHidden, kNotByLine, "CA bundle"},
      {kClientCert, kValue, Group::kNetwork, {"--client-cert"}, {}, "FILE", "", kHidden, kNotByLine, "client certificate with key"},
      {kProxy, kValue, Group::kNetwork, {"--proxy"}, {}, "URL", "", kHidden, kNotByLine, "proxy for all requests"},
      {kTimeout, kValue, Group::kNetwork, {"--timeout"}, {}, "S", "15", kHidden, kNotByLine, "per connection and stalled read"},
      {kRetries, kValue, Group::kNetwork, {"--retries"}, {}, "N", "5", kHidden, kNotByLine, "tries after the first one"},
      {kKeyringProvider, kValue, Group::kNetwork, {"--keyring-provider"}, {}, "disabled|subprocess|import|auto", "disabled", kHidden, kNotByLine, "ask the keyring program after 401 and 403"},
      {kJobs, kValue, Group::kNetwork, {"--jobs"}, {}, "N", "", kHidden, kNotByLine, "worker threads; never changes the answer"},
      {kCacheDir, kValue, Group::kNetwork, {"--cache-dir"}, {}, "DIR", "", kHidden, kNotByLine, "where the cache is kept"},
      {kCacheSize, kValue, Group::kNetwork, {"--cache-size"}, {}, "SIZE", "2GiB", kHidden, kNotByLine, "how large it may grow"},
      {kNoCache, kFlag, Group::kNetwork, {"--no-cache", "--no-cache-dir"}, {}, "", "", kHidden, kNotByLine, "keep nothing"},
      {kRefresh, kFlag, Group::kNetwork, {"--refresh", "--rebuild", "-r"}, {}, "", "", kHidden, kNotByLine, "revalidate every cached page"},
      {kRefreshPackage, kList, Group::kNetwork, {"--refresh-package"}, {}, "NAME", "", kHidden, kNotByLine, "revalidate one cached page"},
      {kOffline, kFlag, Group::kNetwork, {"--offline"}, {}, "", "", kHidden, kNotByLine, "cache only, any age"},

      {kConfig, kValue, Group::kGeneral, {"--config", "--config-file"}, {}, "FILE", "", kShown, kNotByLine, "configuration file"},
      {kNoConfig, kFlag, Group::kGeneral, {"--no-config"}, {}, "", "", kShown, kNotByLine, "read no configuration file"},
      {kPipArgs, kValue, Group::kGeneral, {"--pip-args"}, {}, "STR", "", kShown, kNotByLine, "options of pip, in one word"},
      {kResolver, kValue, Group::kGeneral, {"--resolver"}, {}, "backtracking", "backtracking", kHidden, kNotByLine, "accepted", false},
      {kMaxRounds, kValue, Group::kGeneral, {"--max-rounds"}, {}, "N", "", kHidden, kNotByLine, "accepted; see --max-conflicts", false},
      {kVerbose, kCount, Group::kGeneral, {"--verbose", "-v"}, {}, "", "", kHidden, kNotByLine, "say more; may repeat"},
      {kQuiet, kCount, Group::kGeneral, {"--quiet", "-q"}, {}, "", "", kHidden, kNotByLine, "say less; may repeat"},
      {kColor, kMaybeValue, Group::kGeneral, {"--color"}, {}, "auto|always|never", "auto", kHidden, kNotByLine, "colours on standard error"},
      {kNoColor, kFlag, Group::kGeneral, {"--no-color"}, {}, "", "", kHidden, kNotByLine, "no colours"},
      {kNoProgress, kFlag, Group::kGeneral, {"--no-progress"}, {}, "", "", kHidden, kNotByLine, "no status line"},
      {kHelp, kFlag, Group::kGeneral, {"--help", "-h"}, {}, "", "", kHidden, kNotByLine, "this text"},
      {kVersion, kFlag, Group::kGeneral, {"--version"}, {}, "", "", kHidden, kNotByLine, "the version"},
      {kNoEffect, kFlag, Group::kGeneral, {"--build-isolation", "--no-managed-python", "--no-python-downloads", "--native-tls", "--system-certs", "--emit-build-options", "--disable-pip-version-check", "--no-input"}, {}, "", "", kHidden, kNotByLine, "accepted; cannot change pins", false},
      {kNoEffect, kValue, Group::kGeneral, {"--link-mode"}, {}, "MODE", "", kHidden, kNotByLine, "accepted; cannot change pins", false},
  };
  // clang-format on
  return table;
}

constexpr std::string_view kOneTarget = "one target per file for now";
constexpr std::string_view kOnePerTarget =
    "compile once per target with -o requirements-TARGET.txt";
constexpr std::string_view kBuildRequirements =
    "requirements of a build are not resolved on the way";
constexpr std::string_view kOwnFile =
    "put the [build-system].requires entries into a file of their own and compile it";
constexpr std::string_view kNothingBuilt =
    "without --build-sdists nothing is built; with it builds are isolated";
constexpr std::string_view kUvOnly = "it belongs to uv's projects; [tool.uv] is not read";
constexpr std::string_view kDrop = "drop the option";

// clang-format off
constexpr std::array kRefused = {
    RefusedOption{"--universal", false, "uv", kOneTarget, kOnePerTarget},
    RefusedOption{"--no-universal", false, "uv", kOneTarget, kOnePerTarget},
    RefusedOption{"--fork-strategy", true, "uv", kOneTarget, kOnePerTarget},
    RefusedOption{"--build-deps-for", true, "pip-compile", kBuildRequirements, kOwnFile},
    RefusedOption{"--all-build-deps", false, "pip-compile", kBuildRequirements, kOwnFile},
    RefusedOption{"--only-build-deps", false, "pip-compile", kBuildRequirements, kOwnFile},
    RefusedOption{"--build-constraint", true, "pip and uv", kBuildRequirements, kOwnFile},
    RefusedOption{"--build-constraints", true, "uv", kBuildRequirements, kOwnFile},
    RefusedOption{"--no-build-isolation", false, "pip-compile", kNothingBuilt, kDrop},
    RefusedOption{"--no-build-isolation-package", true, "uv", kNothingBuilt, kDrop},
    RefusedOption{"--config-setting", true, "uv", kNothingBuilt, kDrop},
    RefusedOption{"--config-settings", true, "pip", kNothingBuilt, kDrop},
    RefusedOption{"-C", true, "pip and uv", kNothingBuilt, kDrop},
    RefusedOption{"--torch-backend", true, "uv", kUvOnly, "write --extra-index-url of the wanted PyTorch index"},
    RefusedOption{"--emit-marker-expression", false, "uv", kUvOnly, kDrop},
    RefusedOption{"--no-sources", false, "uv", kUvOnly, kDrop},
    RefusedOption{"--managed-python", false, "uv", kUvOnly, "name the interpreter with --python"},
    RefusedOption{"--show-settings", false, "uv", kUvOnly, kDrop},
    RefusedOption{"--upgrade-group", true, "uv", kUvOnly, "name the packages with --upgrade-package"},
    RefusedOption{"--directory", true, "uv", kUvOnly, "change the working directory before"},
    RefusedOption{"--project", true, "uv", kUvOnly, "name the project's pyproject.toml as source"},
    RefusedOption{"--excludes", true, "uv", "it is planned", "an override line NAME ; python_version < \"0\" drops a package"},
    RefusedOption{"--no-deps", false, "uv", "it is planned", "pins of direct requirements alone are not valid for an installer"},
    RefusedOption{"--emit-index-annotation", false, "uv", "it is planned", "--report names the index of each pin"},
};
// clang-format on

}  // namespace

std::span<const OptionRow> option_table() { return rows(); }

const OptionRow& row_of(Opt option) { return *std::ranges::find(rows(), option, &OptionRow::id); }

const OptionRow* find_option(std::string_view name, bool* off) {
  for (const OptionRow& row : rows()) {
    const bool is_off = std::ranges::find(row.off_names, name) != row.off_names.end();
    if (is_off || std::ranges::find(row.names, name) != row.names.end()) {
      if (off != nullptr) *off = is_off;
      return &row;
    }
  }
  return nullptr;
}

std::string_view title(Group group) {
  switch (group) {
    case Group::kInputs:
      return "Inputs";
    case Group::kOutput:
      return "Output";
    case Group::kExisting:
      return "Existing pins";
    case Group::kTarget:
      return "Target";
    case Group::kResolution:
      return "Resolution";
    case Group::kNetwork:
      return "Indexes and network";
    case Group::kGeneral:
      return "General";
  }
  return "";
}

const RefusedOption* find_refused(std::string_view name) {
  const auto found = std::ranges::find(kRefused, name, &RefusedOption::name);
  return found == kRefused.end() ? nullptr : &*found;
}

std::vector<std::string_view> long_names() {
  std::vector<std::string_view> names;
  for (const OptionRow& row : rows()) {
    for (const auto* list : {&row.names, &row.off_names})
      for (std::string_view name : *list)
        if (name.starts_with("--")) names.push_back(name);
  }
  return names;
}

}  // namespace pincompile::tool
