// The filters of behaviour.md 4.5 in their order; a version's code is the last filter that emptied
// it.
// SPDX-License-Identifier: MIT
#include "resolution/admission.h"

#include <algorithm>
#include <cstring>

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

/// Judges the files of one page; texts that files share are judged once.
class FileJudge {
 public:
  FileJudge(const PageView& page, const ProjectRules& rules, const AdmissionContext& context)
      : page_(page), rules_(rules) {
    tag_ranks_.reserve(page.tag_set_count());
    for (std::uint32_t i = 0; i < page.tag_set_count(); ++i) {
      tag_ranks_.push_back(context.tags->best(page.tag_set(i)));
    }
    python_ok_.reserve(page.requires_python_count());
    for (std::uint32_t i = 0; i < page.requires_python_count(); ++i) {
      python_ok_.push_back(i == 0 || page.requires_python_unreadable(i) ||
                           python_admitted(page.requires_python(i), context));
    }
  }

  std::uint32_t tag_rank(const FileTraits& file) const {
    if (!file.is_wheel()) return TagRanks::kNone - 1;  // an sdist ranks below any wheel
    return file.tag_set < tag_ranks_.size() ? tag_ranks_[file.tag_set] : TagRanks::kNone;
  }
  bool python_ok(const FileTraits& file) const {
    return file.requires_python >= python_ok_.size() || python_ok_[file.requires_python];
  }

  Stage stage(const FileTraits& file, std::uint32_t number, bool yanks_accepted) const {
    if (tag_rank(file) == TagRanks::kNone) return kPlatform;
    if (file.is_yanked() && !yanks_accepted) return kYank;
    if (rules_.cutoff && !before_cutoff(file, number)) return kTime;
    if (!python_ok(file)) return kPython;
    if (!(file.is_wheel() ? rules_.wheels : rules_.sdists)) return kFormats;
    if (!rules_.hashes.empty() && !digest_wanted(number)) return kDigests;
    return kUsable;
  }

  bool yanks_accepted(std::uint32_t version) const {
    const std::string_view text = page_.version_text(version);
    if (!rules_.pin.empty() && text == rules_.pin) return true;
    if (rules_.accepts_yanked.empty()) return false;
    const auto parsed = Version::parse(text);
    return parsed && std::ranges::any_of(rules_.accepts_yanked, [&](const SpecifierSet& set) {
             return set.contains(*parsed, page_.spelling(version));
           });
  }

 private:
  bool before_cutoff(const FileTraits& file, std::uint32_t number) const {
    if (file.uploaded != 0) return std::int64_t{file.uploaded} < *rules_.cutoff;
    const auto details = page_.details(number);
    return details && details->url.starts_with("file:");  // local files are exempt
  }
  bool digest_wanted(std::uint32_t number) const {
    const auto details = page_.details(number);
    if (!details || details->sha256 == nullptr) return false;
    const auto equal = [&](const Sha256& digest) {
      return std::memcmp(digest.data(), details->sha256, digest.size()) == 0;
    };
    return std::ranges::all_of(rules_.hashes, [&](const std::vector<Sha256>& allowed) {
      return std::ranges::any_of(allowed, equal);
    });
  }

  const PageView& page_;
  const ProjectRules& rules_;
  std::vector<std::uint32_t> tag_ranks_;
  std::vector<bool> python_ok_;
};

ExclusionCode prerelease_code(const PageView& page, std::uint32_t version,
                              const ProjectRules& rules) {
  if (rules.prerelease == PrereleaseMode::kAllow || !page.is_prerelease(version)) {
    return ExclusionCode::kNone;
  }
  if (rules.prerelease == PrereleaseMode::kDisallow) return ExclusionCode::kPrerelease;
  const bool kept = !rules.pin.empty() && page.version_text(version) == rules.pin;
  if (rules.prerelease == PrereleaseMode::kExplicit && !rules.names_prerelease && !kept) {
    return ExclusionCode::kPrerelease;
  }
  return ExclusionCode::kNone;
}

/// Judges one version: its code, best file and whether a wheel is usable.
void admit_version(const PageView& page, const FileJudge& judge, std::uint32_t version,
                   Admission& out) {
  const std::uint32_t begin = page.file_begin(version);
  const auto files = page.files_of(version);
  const bool any_yanked = std::ranges::any_of(files, &FileTraits::is_yanked);
  const bool accepted = any_yanked && judge.yanks_accepted(version);
  Stage furthest = kPlatform;
  bool python_ok = false;
  std::uint32_t best = Admission::kNoFile;
  for (std::uint32_t i = 0; i < files.size(); ++i) {
    const FileTraits& file = files[i];
    const Stage stage = judge.stage(file, begin + i, accepted);
    furthest = std::max(furthest, stage);
    python_ok = python_ok || judge.python_ok(file);
    if (stage != kUsable) continue;
    if (file.is_wheel()) set_bit(out.usable_wheel, version);
    if (best == Admission::kNoFile) {
      best = begin + i;
      continue;
    }
    const FileTraits& so_far = files[best - begin];
    const std::uint32_t rank = judge.tag_rank(file), best_rank = judge.tag_rank(so_far);
    if (rank < best_rank || (rank == best_rank && file.build > so_far.build)) best = begin + i;
  }
  ExclusionCode code = kCodes[furthest];
  // Wheels for other Pythons fail by their tags already; the limit is the better reason.
  if (furthest == kPlatform && !files.empty() && !python_ok) code = ExclusionCode::kRequiresPython;
  out.codes[version] = code;
  out.best_file[version] = best;
}

}  // namespace

TagRanks::TagRanks(const Target& target) {
  const std::vector<Tag> tags = target.tags();
  ranks_.reserve(tags.size());
  for (std::uint32_t i = 0; i < tags.size(); ++i) {
    ranks_.try_emplace(
        tag_key(tag_token(tags[i].python), tag_token(tags[i].abi), tag_token(tags[i].platform)), i);
  }
}

std::uint32_t TagRanks::best(const TagSetView& set) const {
  std::uint32_t best = kNone;
  for (const std::uint64_t python : set.pythons) {
    for (const std::uint64_t abi : set.abis) {
      for (const std::uint64_t platform : set.platforms) {
        const auto found = ranks_.find(tag_key(python, abi, platform));
        if (found != ranks_.end()) best = std::min(best, found->second);
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
  const FileJudge judge(page, rules, context);
  for (std::uint32_t version = 0; version < count; ++version) {
    admit_version(page, judge, version, out);
    if (out.codes[version] == ExclusionCode::kNone) {
      out.codes[version] = prerelease_code(page, version, rules);
    }
    if (page.status() == ProjectStatus::kQuarantined) {
      out.codes[version] = ExclusionCode::kQuarantined;
    }
  }
  if (!rules.pin.empty()) {
    if (const auto parsed = Version::parse(rules.pin)) {
      const auto found = page.find(key_view(key_view(*parsed)));
      if (found && out.codes[*found] == ExclusionCode::kNone) out.pin = found;
    }
  }
  const auto timed = [](const FileTraits& file) { return file.uploaded != 0; };
  out.lacks_upload_times =
      rules.cutoff && page.file_count() > 0 && std::ranges::none_of(page.traits(), timed);
  return out;
}

std::vector<std::uint32_t> metadata_files(const PageView& page, std::uint32_t version,
                                          std::uint32_t best) {
  std::vector<std::uint32_t> files{best};
  if (best < page.traits().size() && page.traits()[best].is_wheel()) return files;
  const std::uint32_t begin = page.file_begin(version);
  const auto all = page.files_of(version);
  for (std::uint32_t i = 0; i < all.size(); ++i) {
    if (all[i].is_wheel()) files.push_back(begin + i);
  }
  return files;
}

std::vector<bool> usable_files(const PageView& page, std::uint32_t version,
                               const ProjectRules& rules, const AdmissionContext& context) {
  const FileJudge judge(page, rules, context);
  const bool accepted = judge.yanks_accepted(version);
  std::vector<bool> usable;
  const auto files = page.files_of(version);
  for (std::uint32_t i = 0; i < files.size(); ++i) {
    usable.push_back(judge.stage(files[i], page.file_begin(version) + i, accepted) == kUsable);
  }
  return usable;
}

}  // namespace pincompile
