// Answers of the resolver. "There is none", "gave up" and "could not find out" never share a type:
// the first two are Conflict and Exhausted, the third is an Error.
// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "pincompile/inputs.h"
#include "pincompile/target.h"

namespace pincompile {

enum class ProofStatus : std::uint8_t { kProven, kBestKnown };

/// Why a version could not be chosen (behaviour.md 9.1).
enum class ExclusionCode : std::uint8_t {
  kNone, kRequiresPython, kPlatform, kFormat, kYanked, kCutoff, kNeedsBuild, kBadMetadata, kPrerelease,
  kHash, kQuarantined, kUrlDependency, kNotRecorded, kConflict
};
/// `requires-python`, `platform`, ...
PINCOMPILE_API std::string_view to_string(ExclusionCode code);

/// Who asked for a pin: a line of the inputs, or another pin.
struct RequiredBy {
  std::string parent;                     ///< normalised name of the requiring pin; empty = an input line
  std::optional<std::uint32_t> line = {};  ///< index into Resolution::requirements or constraints
  enum class LineKind : std::uint8_t { kNone, kRequirement, kConstraint, kOverride } line_kind = LineKind::kNone;
  std::string text;    ///< the requirement as written, for example `urllib3<1.27,>=1.25.4`
  std::string specifier = {};
  std::string marker = {};
  std::vector<std::string> extras = {};    ///< extras asked for by this edge, normalised
  std::string parent_extra = {};           ///< the extra of the parent this edge hangs on
};

/// A version newer than the pin, and why it was not taken.
struct HeldBack {
  std::string version;
  ExclusionCode code = ExclusionCode::kConflict;
  std::string text = {};                   ///< `needs Python >=3.11`, `boto3==1.15.18`
  std::vector<std::string> by = {};        ///< names of pins, or `file:line` of input lines, that stand in the way
};

struct PinFile {
  std::string filename;
  std::string url;
  std::string sha256;            ///< hex, empty = unknown
  std::uint64_t size = 0;        ///< bytes, 0 = unknown
  std::optional<std::chrono::sys_seconds> uploaded = {};
  bool is_wheel = false;
  bool usable = false;           ///< on the target, under the options
  bool best = false;             ///< the one an installer would take
};

struct Pin {
  std::string name;              ///< normalised
  std::string version;           ///< normalised; as on the index for `===`
  bool arbitrary_equality = false;  ///< the input used `===`
  std::vector<std::string> extras = {};  ///< normalised, sorted
  bool direct = false;
  /// A URL, path or editable line stands for this pin; index into Resolution::requirements, constraints or
  /// overrides, as `direct_kind` says.
  std::optional<std::uint32_t> direct_line = {};
  RequiredBy::LineKind direct_kind = RequiredBy::LineKind::kRequirement;
  ProofStatus status = ProofStatus::kProven;
  std::string newest = {};       ///< newest version on the index that is no pre-release unless the pin is one
  std::string changed_from = {};  ///< version of the existing pin if it differs
  bool yanked = false;
  std::string yanked_reason = {};
  std::string index_url = {};    ///< without user part
  std::string metadata_source = {};  ///< wheel, pkg-info, json, recorded, build
  std::string requires_python = {};
  std::vector<std::string> requires_dist = {};
  std::vector<std::string> provides_extra = {};
  std::optional<std::chrono::sys_seconds> uploaded = {};
  std::optional<std::chrono::sys_seconds> newest_uploaded = {};
  std::vector<RequiredBy> required_by = {};  ///< inputs in reading order, then parents by name
  std::vector<HeldBack> held_back = {};      ///< nearest newer version first, three at most; then the newest
  std::vector<PinFile> files = {};           ///< every wheel and sdist of the version, page order
};

struct ResolveStats {
  std::uint64_t conflicts = 0;
  std::uint64_t decisions = 0;
  std::uint64_t rounds = 0;
  std::uint64_t fetches = 0;       ///< facts the solver asked for, cached or not
  std::uint64_t cache_hits = 0;
  std::uint64_t requests = 0;      ///< sent over the network
  std::uint64_t bytes = 0;
};

/// A valid set of pins.
struct Resolution {
  std::vector<Pin> pins = {};  ///< sorted by name
  Target target;
  std::vector<InputRequirement> requirements = {};  ///< active lines (marker true on the target), reading order
  std::vector<InputRequirement> constraints = {};
  std::vector<InputRequirement> overrides = {};
  bool proven = true;                     ///< every pin is
  std::uint32_t worst_bucket = 0;
  std::uint32_t worst_bucket_bound = 0;
  std::optional<std::chrono::sys_seconds> cutoff = {};
  std::vector<std::string> warnings = {};
  std::vector<std::string> notes = {};
  std::vector<std::string> removed = {};  ///< names of existing pins that are not needed any more
  ResolveStats stats = {};
};

/// No set of versions exists. A story in the order of telling; texts are final words without prefix.
struct Conflict {
  struct Step {
    std::string text;                  ///< `requirements.in:3 asks for urllib3<1.25`
    std::optional<Origin> origin = {};
  };
  struct Suggestion {
    std::string edit;                  ///< `requirements.in:3 urllib3<1.27`
    std::string result;                ///< `boto3 1.40.2, urllib3 1.26.20`
  };
  std::string headline;                ///< without `error: `
  std::vector<Step> steps = {};
  std::vector<Suggestion> suggestions = {};
  std::vector<std::string> hints = {};
  std::vector<Origin> core = {};       ///< input lines of the minimal core
  bool minimal = true;
  ResolveStats stats = {};
};

/// The budget ran out before any solution was known.
struct Exhausted {
  struct Busy {
    std::string name;
    std::uint32_t percent = 0;         ///< share of the conflicts it took part in
  };
  std::uint64_t conflicts = 0;
  std::vector<Busy> busiest = {};
  std::vector<Conflict::Suggestion> suggestions = {};
  ResolveStats stats = {};
};

/// Why a version is not among the pins (behaviour.md 9.4).
struct WhyNot {
  enum class Verdict : std::uint8_t {
    kPinned,       ///< it is
    kNotNeeded,    ///< nothing requires the package
    kNoSuchVersion,
    kUnavailable,  ///< `code` and `text` say why
    kForbidden,    ///< `core` and `steps`: the lines that rule it out, and the facts between them
    kTradeOff,     ///< possible if `moves` were made
    kUnknown       ///< the budget was spent before that was known
  };
  /// A pin that would move. `from` empty: added; `to` empty: removed.
  struct Move {
    std::string name;
    std::string from;
    std::string to;
  };
  Verdict verdict = Verdict::kUnknown;
  std::string version = {};  ///< looked at: the one asked for, else the newest
  std::string pinned = {};   ///< the pin's; empty if there is none
  ExclusionCode code = ExclusionCode::kNone;
  std::string text = {};     ///< `needs Python >=3.11`
  std::vector<Origin> core = {};
  std::vector<Conflict::Step> steps = {};
  std::vector<Move> moves = {};  ///< by name, the package itself left out
};

using Outcome = std::variant<Resolution, Conflict, Exhausted>;

}  // namespace pincompile
