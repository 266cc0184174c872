// An index in memory: universe.add("a", "1.0", {"b>=2"}). Remembers what it was asked; a test
// chooses the order in which answers arrive.
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "pincompile/fact_source.h"
#include "pincompile/name.h"
#include "pincompile/records.h"
#include "pincompile/version.h"
#include "split_mix.h"
#include "support/digest.h"

namespace pincompile::testing {

/// One version of a project; change members before the first question about it.
struct Release {
  std::string version;
  std::vector<std::string> requires_dist = {};
  std::string requires_python = {};  ///< on the page and in the metadata
  bool page_tells_python = true;     ///< false: in the metadata alone
  std::vector<std::string> provides_extra = {};
  std::vector<std::string> tags = {"py3-none-any"};  ///< one wheel for each
  bool sdist = false;
  bool yanked = false;
  std::string yanked_reason = {};
  std::optional<std::chrono::sys_seconds> uploaded = {};
  std::uint64_t size = 1000;
  std::vector<PlainFile> files = {};  ///< instead of wheels for `tags` and the sdist
  std::optional<MetadataUnavailable> unavailable = {};  ///< the answer in place of metadata
  std::vector<std::string> gone = {};  ///< file names that are listed and not there
};

class UniverseFacts : public FactSource {
 public:
  /// Extras that markers name are provided without being listed.
  Release& add(const std::string& project, const std::string& version,
               std::vector<std::string> requires_dist = {}) {
    auto& releases = projects_[normalize_name(project)];
    releases.push_back({});
    Release& release = releases.back();
    release.version = version;
    release.requires_dist = std::move(requires_dist);
    return release;
  }
  /// A project without versions.
  void add_empty(const std::string& project) { projects_[normalize_name(project)]; }
  /// Every want about `project` fails with `error`.
  void fail(const std::string& project, Error error) {
    failures_.insert_or_assign(normalize_name(project), std::move(error));
  }
  /// Wants about `project` are answered Offline.
  void take_offline(const std::string& project) { offline_.push_back(normalize_name(project)); }
  /// Answers arrive in an order drawn from `seed`, some at a time, instead of all at once as asked.
  void shuffle(std::uint64_t seed) { random_.emplace(seed); }

  void request(std::vector<Want> wants) override {
    for (Want& want : wants) {
      asked.push_back(want);
      waiting_.push_back(std::move(want));
    }
  }
  std::vector<Fact> wait() override {
    ++waits;
    std::size_t count = waiting_.size();
    if (random_ && count > 1) {
      random_->shuffle(waiting_);
      count = 1 + random_->below(count);
    }
    std::vector<Fact> facts;
    for (std::size_t i = 0; i < count; ++i) facts.push_back({waiting_[i].id, answer(waiting_[i])});
    waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(count));
    return facts;
  }
  void cancel() override { waiting_.clear(); }

  std::vector<Want> asked;  ///< in order
  int waits = 0;

  /// The answer to a want, without asking.
  decltype(Fact::answer) answer(const Want& want) const {
    if (const auto failure = failures_.find(want.project); failure != failures_.end())
      return Failed{failure->second};
    if (std::ranges::find(offline_, want.project) != offline_.end()) return Offline{};
    const auto project = projects_.find(want.project);
    if (project == projects_.end()) return PageAbsent{{kIndexUrl}};
    if (want.kind == Want::Kind::kPage)
      return PageFound{page(project->first, project->second), kIndexUrl};
    for (const Release& release : project->second) {
      const auto version = Version::parse(release.version);
      if (!version || version->to_string() != want.version) continue;
      if (release.unavailable) return *release.unavailable;
      for (const std::string& file : release.gone) {
        if (!want.files.empty() && want.files.front().filename == file)
          return MetadataUnavailable{MetadataUnavailable::Reason::kMissing, file + " is gone"};
      }
      return metadata(project->first, release, want);
    }
    return MetadataUnavailable{MetadataUnavailable::Reason::kMissing, "no metadata"};
  }

  static constexpr const char* kIndexUrl = "https://index.example/simple";

 private:
  static std::string file_name_part(const std::string& project) {
    std::string name = project;
    std::ranges::replace(name, '-', '_');
    return name;
  }
  static std::vector<PlainFile> files_of(const std::string& project, const Release& release) {
    std::vector<PlainFile> files = release.files;
    const std::string stem = file_name_part(project) + "-" + release.version;
    if (files.empty()) {
      for (const std::string& tag : release.tags) files.push_back({stem + "-" + tag + ".whl"});
      if (release.sdist) files.push_back({stem + ".tar.gz"});
    }
    for (PlainFile& file : files) {
      if (file.url.empty()) file.url = "https://files.example/" + project + "/" + file.filename;
      if (file.sha256.empty()) file.sha256 = to_hex(sha256(file.filename));
      if (file.size == 0) file.size = release.size;
      if (!file.uploaded) file.uploaded = release.uploaded;
      if (file.requires_python.empty() && release.page_tells_python)
        file.requires_python = release.requires_python;
      file.yanked = file.yanked || release.yanked;
      if (file.yanked_reason.empty()) file.yanked_reason = release.yanked_reason;
    }
    return files;
  }
  static RecordBytes page(const std::string& project, const std::deque<Release>& releases) {
    PlainPage plain{project, {}};
    for (const Release& release : releases) {
      for (PlainFile& file : files_of(project, release)) plain.files.push_back(std::move(file));
    }
    return make_page(plain);
  }
  static decltype(Fact::answer) metadata(const std::string& project, const Release& release,
                                         const Want& want) {
    PlainMetadata plain;
    plain.project = project;
    plain.version = release.version;
    plain.filename = want.files.empty() ? std::string() : want.files.front().filename;
    plain.requires_dist = release.requires_dist;
    plain.requires_python = release.requires_python;
    plain.provides_extra = release.provides_extra;
    auto record = make_metadata(plain);
    if (!record)
      return MetadataUnavailable{MetadataUnavailable::Reason::kBadMetadata, record.error().message};
    return MetadataKnown{*std::move(record)};
  }

  std::map<std::string, std::deque<Release>> projects_;
  std::map<std::string, Error> failures_;
  std::vector<std::string> offline_;
  std::vector<Want> waiting_;
  std::optional<oracle::SplitMix> random_;
};

}  // namespace pincompile::testing
