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
  /// The list that `line` counts in.
  enum class LineKind : std::uint8_t { kNone, kRequirement, kConstraint, kOverride };
  LineKind line_kind = LineKind::kNone;  ///< see LineKind
  std::string text;    ///< the requirement as written, for example `urllib3<1.27,>=1.25.4`
  std::string specifier = {};  ///< of the requirement; empty = any version
  std::string marker = {};  ///< as written; empty = none
  std::vector<std::string> extras = {};    ///< extras asked for by this edge, normalised
  std::string parent_extra = {};           ///< the extra of the parent this edge hangs on
};

/// A version newer than the pin, and why it was not taken.
struct HeldBack {
  std::string version;  ///< normalised
  ExclusionCode code = ExclusionCode::kConflict;  ///< why, for programs
  std::string text = {};                   ///< `needs Python >=3.11`, `boto3==1.15.18`
  std::vector<std::string> by = {};        ///< names of pins, or `file:line` of input lines, that stand in the way
};

/// One distribution file of a pinned version.
struct PinFile {
  std::string filename;  ///< as the index lists it
  std::string url;  ///< absolute, without user part
  std::string sha256;            ///< hex, empty = unknown
  std::uint64_t size = 0;        ///< bytes, 0 = unknown
  std::optional<std::chrono::sys_seconds> uploaded = {};  ///< as the index says
  bool is_wheel = false;  ///< else an sdist
  bool usable = false;           ///< on the target, under the options
  bool best = false;             ///< the one an installer would take
};

/// One project at one version, with all that is known about the choice.
struct Pin {
  std::string name;              ///< normalised
  std::string version;           ///< normalised; as on the index for `===`
  bool arbitrary_equality = false;  ///< the input used `===`
  std::vector<std::string> extras = {};  ///< normalised, sorted
  bool direct = false;  ///< an input line asks for it
  /// A URL, path or editable line stands for this pin; index into Resolution::requirements, constraints or
  /// overrides, as `direct_kind` says.
  std::optional<std::uint32_t> direct_line = {};
  /// Which list `direct_line` counts in.
  RequiredBy::LineKind direct_kind = RequiredBy::LineKind::kRequirement;
  ProofStatus status = ProofStatus::kProven;  ///< whether no better version is possible
  std::string newest = {};       ///< newest version on the index that is no pre-release unless the pin is one
  std::string changed_from = {};  ///< version of the existing pin if it differs
  bool yanked = false;  ///< by its project (PEP 592)
  std::string yanked_reason = {};  ///< of the index; may be empty
  std::string index_url = {};    ///< without user part
  std::string metadata_source = {};  ///< wheel, pkg-info, json, recorded, build
  std::string requires_python = {};  ///< of the metadata
  std::vector<std::string> requires_dist = {};  ///< of the metadata, all lines
  std::vector<std::string> provides_extra = {};  ///< of the metadata
  std::optional<std::chrono::sys_seconds> uploaded = {};  ///< of the version's first file
  std::optional<std::chrono::sys_seconds> newest_uploaded = {};  ///< the same of `newest`
  std::vector<RequiredBy> required_by = {};  ///< inputs in reading order, then parents by name
  std::vector<HeldBack> held_back = {};      ///< nearest newer version first, three at most; then the newest
  std::vector<PinFile> files = {};           ///< every wheel and sdist of the version, page order
};

/// What an answer took; equal for equal facts, but for the last three.
struct ResolveStats {
  std::uint64_t conflicts = 0;  ///< met in the search
  std::uint64_t decisions = 0;  ///< made in the search
  std::uint64_t rounds = 0;  ///< demands for facts
  std::uint64_t fetches = 0;       ///< facts the solver asked for, cached or not
  std::uint64_t cache_hits = 0;  ///< of those, from the cache
  std::uint64_t requests = 0;      ///< sent over the network
  std::uint64_t bytes = 0;  ///< of decoded bodies
};

/// A valid set of pins.
struct Resolution {
  std::vector<Pin> pins = {};  ///< sorted by name
  Target target;  ///< pinned for
  std::vector<InputRequirement> requirements = {};  ///< active lines (marker true on the target), reading order
  std::vector<InputRequirement> constraints = {};  ///< the same of constraints
  std::vector<InputRequirement> overrides = {};  ///< the same of overrides
  bool proven = true;                     ///< every pin is
  /// How far the least fresh direct pin is behind, on solver.md's scale.
  std::uint32_t worst_bucket = 0;
  std::uint32_t worst_bucket_bound = 0;  ///< no solution does better than this
  std::optional<std::chrono::sys_seconds> cutoff = {};  ///< `uploaded_prior_to` of the request
  std::vector<std::string> warnings = {};  ///< for the user
  std::vector<std::string> notes = {};  ///< for the user, level note
  std::vector<std::string> removed = {};  ///< names of existing pins that are not needed any more
  ResolveStats stats = {};  ///< what it took
};

/// No set of versions exists. A story in the order of telling; texts are final words without prefix.
struct Conflict {
  /// One fact of the story.
  struct Step {
    std::string text;                  ///< `requirements.in:3 asks for urllib3<1.25`
    std::optional<Origin> origin = {};  ///< the input line, if it is one
  };
  /// A change of input lines that was solved, and what it leads to.
  struct Suggestion {
    std::string edit;                  ///< `requirements.in:3 urllib3<1.27`
    std::string result;                ///< `boto3 1.40.2, urllib3 1.26.20`
  };
  std::string headline;                ///< without `error: `
  std::vector<Step> steps = {};  ///< in the order of telling
  std::vector<Suggestion> suggestions = {};  ///< best first
  std::vector<std::string> hints = {};  ///< further advice, final words
  std::vector<Origin> core = {};       ///< input lines of the minimal core
  bool minimal = true;  ///< without any line of the core there would be a solution
  ResolveStats stats = {};  ///< what it took
};

/// The budget ran out before any solution was known.
struct Exhausted {
  /// What ran out: max_conflicts, max_fetches or max_time of the options.
  enum class Budget : std::uint8_t { kConflicts, kFetches, kTime };
  /// A name most of the search went into.
  struct Busy {
    std::string name;  ///< normalised
    std::uint32_t percent = 0;         ///< share of the conflicts it took part in
  };
  Budget budget = Budget::kConflicts;  ///< that ran out
  std::uint64_t conflicts = 0;  ///< spent in the search
  std::vector<Busy> busiest = {};  ///< largest share first
  std::vector<Conflict::Suggestion> suggestions = {};  ///< lines to add that make it solvable
  ResolveStats stats = {};  ///< what it took
};

/// Why a version is not among the pins (behaviour.md 9.4).
struct WhyNot {
  /// How it stands with the version.
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
    std::string name;  ///< normalised
    std::string from;  ///< version now
    std::string to;  ///< version then
  };
  Verdict verdict = Verdict::kUnknown;  ///< see Verdict
  std::string version = {};  ///< looked at: the one asked for, else the newest
  std::string pinned = {};   ///< the pin's; empty if there is none
  ExclusionCode code = ExclusionCode::kNone;  ///< kUnavailable: why
  std::string text = {};     ///< `needs Python >=3.11`
  std::vector<Origin> core = {};  ///< kForbidden: the lines
  std::vector<Conflict::Step> steps = {};  ///< kForbidden: the story
  std::vector<Move> moves = {};  ///< by name, the package itself left out
};

using Outcome = std::variant<Resolution, Conflict, Exhausted>;

}  // namespace pincompile
