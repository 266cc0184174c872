// The filters of behaviour.md 4.5 in their order; a version's code is the last filter that emptied
// it.
// SPDX-License-Identifier: MIT
#include "resolution/admission.h"

#include <algorithm>
#include <cstring>
#include <span>
#include <utility>

#include "target/tag_groups.h"

namespace pincompile {
namespace {

/// Filters in order; a file's stage is the first one it fails.
enum Stage : std::uint8_t { kPlatform, kYank, kTime, kPython, kFormats, kDigests, kUsable };

constexpr ExclusionCode kCodes[] = {ExclusionCode::kPlatform, ExclusionCode::kYanked,
                                    ExclusionCode::kCutoff,   ExclusionCode::kRequiresPython,
                                    ExclusionCode::kFormat,   ExclusionCode::kHash,
                                    ExclusionCode::kNone};

std::uint64_t tag_key(std::uint64_t python, std::uint64_t abi, std::uint64_t platform) {
  std::uint64_t key = python;
  key = (key ^ key >> 31) * 0x9e3779b97f4a7c15u + abi;
  key = (key ^ key >> 31) * 0x9e3779b97f4a7c15u + platform;
  return key ^ key >> 32;
}

/// What is known of upload times before any file is looked at.
enum class Times : std::uint8_t { kAllBefore, kNoneBefore, kByFile };

/// A version's code, best file and whether a wheel is usable.
struct Verdict {
  bool judged = false;
  bool usable_wheel = false;
  ExclusionCode code = ExclusionCode::kNone;
  std::uint32_t best = Admission::kNoFile;  ///< among the version's files
};

/// Judges the files of one page; texts that files share are judged once, and so are the files of
/// versions whose traits are equal.
class FileJudge {
 public:
  FileJudge(const PageView& page, const ProjectRules& rules, const AdmissionContext& context)
      : page_(page),
        rules_(rules),
        context_(context),
        tag_ranks_(page.tag_set_count(), kUnjudged),
        pythons_(page.requires_python_count(), kUnjudged),
        shapes_(page.shape_count()) {
    if (rules.pin) pinned_ = page.find(key_view(key_view(*rules.pin)));
  }

  Verdict verdict(std::uint32_t version);
  Stage stage(const FileTraits& file, std::uint32_t number, Times times, bool yanks_accepted);
  /// Whether an installer prefers `file` to another usable one of its version.
  bool is_better(const FileTraits& file, const FileTraits& other) {
    const std::uint32_t rank = tag_rank(file), other_rank = tag_rank(other);
    return rank < other_rank || (rank == other_rank && file.build > other.build);
  }
  bool yanks_accepted(std::uint32_t version) const;
  Times times(std::uint32_t version) const;
  /// The version of the existing pin, if the page has it.
  std::optional<std::uint32_t> pinned() const { return pinned_; }
  /// Whether a file that had to be looked at is damaged.
  bool damaged() const { return damaged_; }

 private:
  static constexpr std::uint32_t kUnjudged = TagRanks::kNone - 2;

  std::uint32_t tag_rank(const FileTraits& file);
  bool python_ok(const FileTraits& file);
  struct Shape {
    Verdict verdicts[4] = {};  ///< times, yanks accepted
    bool seen = false, any_yanked = false;
  };
  Verdict judge(std::uint32_t version, Times times, bool yanks_accepted);
  std::optional<FileDetails> details(std::uint32_t number);
  bool before_cutoff(std::uint32_t number);
  bool digest_wanted(std::uint32_t number);

  const PageView& page_;
  const ProjectRules& rules_;
  const AdmissionContext& context_;
  std::vector<std::uint32_t> tag_ranks_;
  std::vector<std::uint32_t> pythons_;  ///< 1 = admits the target
  std::vector<Shape> shapes_;
  std::optional<std::uint32_t> pinned_;
  bool damaged_ = false;
};

inline std::uint32_t FileJudge::tag_rank(const FileTraits& file) {
  if (!file.is_wheel()) return TagRanks::kNone - 1;  // an sdist ranks below any wheel
  if (file.tag_set >= tag_ranks_.size()) return TagRanks::kNone;
  std::uint32_t& rank = tag_ranks_[file.tag_set];
  if (rank == kUnjudged) rank = context_.tags->best(page_, file.tag_set);
  return rank;
}

bool FileJudge::python_ok(const FileTraits& file) {
  const std::uint32_t number = file.requires_python;
  if (number == 0 || number >= pythons_.size()) return true;
  if (pythons_[number] == kUnjudged) {
    const bool admitted = page_.requires_python_unreadable(number) ||
                          python_admitted(page_.requires_python(number), context_);
    pythons_[number] = admitted ? 1 : 0;
  }
  return pythons_[number] == 1;
}

Stage FileJudge::stage(const FileTraits& file, std::uint32_t number, Times times,
                       bool yanks_accepted) {
  if (tag_rank(file) == TagRanks::kNone) return kPlatform;
  if (file.is_yanked() && !yanks_accepted) return kYank;
  const bool in_time = times == Times::kByFile ? before_cutoff(number) : times == Times::kAllBefore;
  if (!in_time) return kTime;
  if (!python_ok(file)) return kPython;
  if (!(file.is_wheel() ? rules_.wheels : rules_.sdists)) return kFormats;
  if (!rules_.hashes.empty() && !digest_wanted(number)) return kDigests;
  return kUsable;
}

bool FileJudge::yanks_accepted(std::uint32_t version) const {
  if (pinned_ == version) return true;
  if (rules_.accepts_yanked.empty()) return false;
  const auto parsed = Version::parse(page_.version_text(version));
  return parsed && std::ranges::any_of(rules_.accepts_yanked, [&](const SpecifierSet& set) {
           return set.contains(*parsed, page_.spelling(version));
         });
}

Times FileJudge::times(std::uint32_t version) const {
  if (!rules_.cutoff) return Times::kAllBefore;
  if (page_.lacks_upload(version)) return Times::kByFile;
  if (std::int64_t{page_.last_upload(version)} < *rules_.cutoff) return Times::kAllBefore;
  if (std::int64_t{page_.first_upload(version)} >= *rules_.cutoff) return Times::kNoneBefore;
  return Times::kByFile;
}

std::optional<FileDetails> FileJudge::details(std::uint32_t number) {
  auto found = page_.details(number);
  damaged_ = damaged_ || !found;
  return found;
}

bool FileJudge::before_cutoff(std::uint32_t number) {
  const auto details = this->details(number);
  if (!details) return false;
  if (details->uploaded != 0) return std::int64_t{details->uploaded} < *rules_.cutoff;
  return details->url.starts_with("file:");  // local files are exempt
}

bool FileJudge::digest_wanted(std::uint32_t number) {
  const auto details = this->details(number);
  if (!details || details->sha256 == nullptr) return false;
  const auto equal = [&](const Sha256& digest) {
    return std::memcmp(digest.data(), details->sha256, digest.size()) == 0;
  };
  return std::ranges::all_of(rules_.hashes, [&](const std::vector<Sha256>& allowed) {
    return std::ranges::any_of(allowed, equal);
  });
}

Verdict FileJudge::verdict(std::uint32_t version) {
  const Times times = this->times(version);
  const std::uint32_t number = page_.shape(version);
  if (times == Times::kByFile || !rules_.hashes.empty() || number >= shapes_.size()) {
    return judge(version, times, yanks_accepted(version));
  }
  Shape& shape = shapes_[number];
  if (!std::exchange(shape.seen, true)) {
    shape.any_yanked = std::ranges::any_of(page_.files_of(version), &FileTraits::is_yanked);
  }
  const bool accepted = shape.any_yanked && yanks_accepted(version);
  Verdict& known = shape.verdicts[(times == Times::kAllBefore ? 0 : 2) + (accepted ? 1 : 0)];
  if (!known.judged) known = judge(version, times, accepted);
  return known;
}

Verdict FileJudge::judge(std::uint32_t version, Times times, bool yanks_accepted) {
  const std::uint32_t begin = page_.file_begin(version);
  const auto files = page_.files_of(version);
  Verdict out;
  out.judged = true;
  Stage furthest = kPlatform;
  for (std::uint32_t i = 0; i < files.size(); ++i) {
    const FileTraits& file = files[i];
    const Stage reached = stage(file, begin + i, times, yanks_accepted);
    furthest = std::max(furthest, reached);
    if (reached != kUsable) continue;
    out.usable_wheel = out.usable_wheel || file.is_wheel();
    if (out.best == Admission::kNoFile) {
      out.best = i;
      continue;
    }
    if (is_better(file, files[out.best])) out.best = i;
  }
  out.code = kCodes[furthest];
  // Wheels for other Pythons fail by their tags already; the limit is the better reason.
  const auto python_ok = [this](const FileTraits& file) { return this->python_ok(file); };
  if (furthest == kPlatform && !files.empty() && std::ranges::none_of(files, python_ok)) {
    out.code = ExclusionCode::kRequiresPython;
  }
  return out;
}

ExclusionCode prerelease_code(const PageView& page, std::uint32_t version,
                              const ProjectRules& rules, std::optional<std::uint32_t> pinned) {
  if (rules.prerelease == PrereleaseMode::kAllow || !page.is_prerelease(version)) {
    return ExclusionCode::kNone;
  }
  if (rules.prerelease == PrereleaseMode::kDisallow) return ExclusionCode::kPrerelease;
  if (rules.prerelease == PrereleaseMode::kExplicit && !rules.names_prerelease &&
      pinned != version) {
    return ExclusionCode::kPrerelease;
  }
  return ExclusionCode::kNone;
}

/// Local files are exempt from cutoffs, and need no time.
bool lacks_upload_times(const PageView& page) {
  for (std::uint32_t version = 0; version < page.version_count(); ++version) {
    if (page.first_upload(version) != 0) return false;
  }
  for (std::uint32_t number = 0; number < page.file_count(); ++number) {
    const auto details = page.details(number);
    if (details && !details->url.starts_with("file:")) return true;
  }
  return false;
}

}  // namespace

TagRanks::TagRanks(const Target& target) {
  const TagGroups tags = tag_groups(target);
  std::vector<std::uint64_t> platforms;
  for (const std::string& platform : tags.platforms) platforms.push_back(tag_token(platform));
  const std::uint64_t any = tag_token("any");
  std::uint32_t rank = 0;
  for (const TagGroups::Group& group : tags.groups) {
    const std::uint64_t python = tag_token(group.python), abi = tag_token(group.abi);
    const auto its_platforms =
        group.any_platform ? std::span(&any, 1) : std::span<const std::uint64_t>(platforms);
    for (const std::uint64_t platform : its_platforms) {
      const std::uint64_t key = tag_key(python, abi, platform);
      if (find(key) == kNone) ranks_.insert(key, rank);
      ++rank;
    }
  }
}

std::uint32_t TagRanks::best(const PageView& page, std::uint32_t tag_set) const {
  const TagSetView set = page.tag_set(tag_set);
  std::uint32_t best = kNone;
  for (const std::uint64_t python : set.pythons) {
    for (const std::uint64_t abi : set.abis) {
      for (const std::uint64_t platform : set.platforms) {
        best = std::min(best, find(tag_key(python, abi, platform)));
      }
    }
  }
  return best;
}

bool python_admitted(const SpecifierView& requires_python, const AdmissionContext& context) {
  if (context.ignore_requires_python || requires_python.text.empty()) return true;
  const KeyView key = key_view(context.python_key);
  if (context.respect_python_upper_bounds) return requires_python.contains(key, {});
  // Without upper bounds: from the lowest bound on, holes kept (without_upper_bound).
  const IntervalsView& intervals = requires_python.intervals;
  for (std::size_t i = 0; i < intervals.size(); ++i) {
    if (key < intervals.low(i)) return false;
    if (!intervals.bounded(i) || key < intervals.high(i) || i + 1 == intervals.size()) return true;
  }
  return false;
}

Admission admit(const PageView& page, const ProjectRules& rules, const AdmissionContext& context) {
  const std::uint32_t count = page.version_count();
  Admission out;
  out.codes.resize(count, ExclusionCode::kNone);
  out.best_file.resize(count, Admission::kNoFile);
  out.usable_wheel.resize(words_for(count));
  FileJudge judge(page, rules, context);
  const bool quarantined = page.status() == ProjectStatus::kQuarantined;
  for (std::uint32_t version = 0; version < count; ++version) {
    const Verdict verdict = judge.verdict(version);
    ExclusionCode& code = out.codes[version];
    code = verdict.code;
    if (verdict.best != Admission::kNoFile) {
      out.best_file[version] = page.file_begin(version) + verdict.best;
    }
    if (verdict.usable_wheel) set_bit(out.usable_wheel, version);
    if (code == ExclusionCode::kNone) code = prerelease_code(page, version, rules, judge.pinned());
    if (quarantined) code = ExclusionCode::kQuarantined;
  }
  if (const auto pinned = judge.pinned(); pinned && out.codes[*pinned] == ExclusionCode::kNone) {
    out.pin = pinned;
  }
  out.damaged = judge.damaged();
  out.lacks_upload_times = rules.cutoff && lacks_upload_times(page);
  return out;
}

std::vector<std::uint32_t> metadata_files(const PageView& page, std::uint32_t version,
                                          std::uint32_t best) {
  std::vector<std::uint32_t> files{best};
  if (page.traits(best).is_wheel()) return files;
  const std::uint32_t begin = page.file_begin(version);
  const auto all = page.files_of(version);
  for (std::uint32_t i = 0; i < all.size(); ++i) {
    if (all[i].is_wheel()) files.push_back(begin + i);
  }
  return files;
}

std::vector<bool> usable_files(const PageView& page, std::uint32_t version,
                               const ProjectRules& rules, const AdmissionContext& context) {
  FileJudge judge(page, rules, context);
  const Times times = judge.times(version);
  const bool accepted = judge.yanks_accepted(version);
  std::vector<bool> usable;
  const auto files = page.files_of(version);
  for (std::uint32_t i = 0; i < files.size(); ++i) {
    usable.push_back(judge.stage(files[i], page.file_begin(version) + i, times, accepted) ==
                     kUsable);
  }
  return usable;
}

std::vector<std::uint32_t> usable_wheels(const PageView& page, std::uint32_t version,
                                         const ProjectRules& rules,
                                         const AdmissionContext& context) {
  const std::vector<bool> usable = usable_files(page, version, rules, context);
  const std::uint32_t begin = page.file_begin(version);
  std::vector<std::uint32_t> wheels;
  for (std::uint32_t i = 0; i < usable.size(); ++i) {
    if (usable[i] && page.traits(begin + i).is_wheel()) wheels.push_back(begin + i);
  }
  FileJudge judge(page, rules, context);
  std::stable_sort(wheels.begin(), wheels.end(), [&](std::uint32_t a, std::uint32_t b) {
    return judge.is_better(page.traits(a), page.traits(b));
  });
  return wheels;
}

}  // namespace pincompile
