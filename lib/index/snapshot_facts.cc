// Answers from a snapshot.
// SPDX-License-Identifier: MIT
#include "index/snapshot_facts.h"

#include <fmt/format.h>
#include <simdjson.h>
#include <tsl/ordered_map.h>

#include <algorithm>
#include <deque>
#include <utility>

#include "cache/dependency_record.h"
#include "cache/page_record.h"
#include "index/metadata_content.h"
#include "index/simple_json.h"

namespace pincompile {
namespace {

namespace ondemand = simdjson::ondemand;

// What a page of ours says beside the standard: where it and its files came from.
struct PageOrigins {
  std::string index_url;
  std::string files;  // base of URLs that are not told one by one
  tsl::ordered_map<std::string, std::string> urls = {};  // by file name
};

std::string text_of(simdjson::simdjson_result<ondemand::value> value) {
  std::string_view text;
  return value.get_string().get(text) == simdjson::SUCCESS ? std::string(text) : std::string();
}

void read_files(simdjson::simdjson_result<ondemand::value> value, PageOrigins& origins) {
  ondemand::array files;
  if (value.get_array().get(files) != simdjson::SUCCESS) return;
  for (auto file : files) {
    ondemand::object object;
    if (file.get_object().get(object) != simdjson::SUCCESS) continue;
    std::string filename;
    std::string url;
    for (auto field : object) {
      std::string_view key;
      if (field.unescaped_key().get(key) != simdjson::SUCCESS) return;
      if (key == "filename") filename = text_of(field.value());
      if (key == "_url") url = text_of(field.value());
    }
    if (!url.empty()) origins.urls[filename] = std::move(url);
  }
}

PageOrigins read_origins(const std::string& page) {
  PageOrigins origins;
  ondemand::parser parser;
  ondemand::document document;
  ondemand::object object;
  if (parser.iterate(page.data(), page.size(), page.size() + kSpareBytes).get(document) !=
          simdjson::SUCCESS ||
      document.get_object().get(object) != simdjson::SUCCESS) {
    return origins;
  }
  for (auto field : object) {
    std::string_view key;
    if (field.unescaped_key().get(key) != simdjson::SUCCESS) return origins;
    if (key == "_index") origins.index_url = text_of(field.value());
    if (key == "_files") origins.files = text_of(field.value());
    if (key == "files") read_files(field.value(), origins);
  }
  return origins;
}

MetadataSource source_named(std::string_view name) {
  for (int i = 0; i <= static_cast<int>(MetadataSource::kBuild); ++i) {
    if (to_string(static_cast<MetadataSource>(i)) == name) return static_cast<MetadataSource>(i);
  }
  return MetadataSource::kWheel;
}

MetadataUnavailable::Reason reason_named(std::string_view name) {
  using Reason = MetadataUnavailable::Reason;
  if (name == "needs-build") return Reason::kNeedsBuild;
  return name == "missing" ? Reason::kMissing : Reason::kBadMetadata;
}

std::string describe(const Want& want) {
  if (want.kind == Want::Kind::kPage) return fmt::format("the page of {}", want.project);
  if (want.project.empty()) return "the metadata of a URL";
  return fmt::format("the metadata of {} {}", want.project, want.version);
}

FactAnswer not_recorded(const Want& want) {
  return Failed{Error{ErrorKind::kNetwork,
                      fmt::format("the snapshot does not hold {} (not-recorded)", describe(want)),
                      {},
                      {},
                      {"--replay answers what was recorded: same inputs, options and target"}}};
}

}  // namespace

struct SnapshotFacts::State {
  Snapshot snapshot;
  tsl::ordered_map<std::string, FactAnswer> pages = {};  // by name, once asked
  std::vector<Fact> ready = {};
  struct Missing {
    std::string what;
    bool used;
  };
  tsl::ordered_map<std::uint64_t, Missing> missing = {};

  FactAnswer answer(const Want& want);
  FactAnswer page(const Want& want);
  FactAnswer metadata(const Want& want) const;
};

SnapshotFacts::SnapshotFacts(Snapshot snapshot) : state_(new State{std::move(snapshot)}) {
  // A copy of a text has no spare bytes.
  for (auto& [name, text] : state_->snapshot.pages) text.reserve(text.size() + kSpareBytes);
}
SnapshotFacts::~SnapshotFacts() = default;

FactAnswer SnapshotFacts::State::answer(const Want& want) {
  if (want.kind == Want::Kind::kMetadata) return metadata(want);
  const auto known = pages.find(want.project);
  if (known != pages.end()) return known->second;
  return pages.insert({want.project, page(want)}).first->second;
}

FactAnswer SnapshotFacts::State::page(const Want& want) {
  if (const auto absent = snapshot.absent.find(want.project); absent != snapshot.absent.end()) {
    return PageAbsent{.asked = absent->second, .nowhere = absent->second.empty()};
  }
  const auto found = snapshot.pages.find(want.project);
  if (found == snapshot.pages.end()) return not_recorded(want);
  auto content =
      read_json_page(found->second, {want.project, "https://snapshot.invalid/simple/x/"});
  if (!content) return Failed{content.error()};
  // The layout's own URLs give way to those the pins are known by.
  const PageOrigins origins = read_origins(found->second);
  std::deque<std::string> urls;
  for (PageFile& file : content->files) {
    const auto told = origins.urls.find(std::string(file.filename));
    urls.push_back(told != origins.urls.end()
                       ? told->second
                       : fmt::format("{}/{}/{}", origins.files, want.project, file.filename));
    file.url = urls.back();
  }
  return PageFound{build_page(*content), origins.index_url};
}

FactAnswer SnapshotFacts::State::metadata(const Want& want) const {
  const std::string path = metadata_member(want);
  if (const auto found = snapshot.unavailable.find(path); found != snapshot.unavailable.end()) {
    return MetadataUnavailable{reason_named(found->second.reason), found->second.text};
  }
  const auto found = snapshot.metadata.find(path);
  if (found == snapshot.metadata.end()) return not_recorded(want);
  const Snapshot::Metadata& metadata = found->second;
  MetadataSubject subject{want.project, want.version,
                          want.files.empty() ? std::string() : want.files.front().filename};
  const CoreMetadata told = read_core_metadata(metadata.text);
  if (subject.project.empty()) subject.project = told.name;
  if (subject.version.empty()) subject.version = told.version;
  DependencyContent content = wheel_metadata_content(metadata.text, subject);
  content.source = source_named(metadata.source);
  if (!metadata.file.empty()) content.file = metadata.file;
  return metadata_answer(content);
}

void SnapshotFacts::request(std::vector<Want> wants) {
  for (const Want& want : wants) {
    state_->ready.push_back({want.id, state_->answer(want)});
    if (std::holds_alternative<Failed>(state_->ready.back().answer)) {
      state_->missing.insert_or_assign(want.id, State::Missing{describe(want), !want.ahead});
    }
  }
}

std::vector<Fact> SnapshotFacts::wait() { return std::exchange(state_->ready, {}); }

void SnapshotFacts::cancel() { state_->ready.clear(); }

void SnapshotFacts::use(std::uint64_t want_id) {
  auto found = state_->missing.find(want_id);
  if (found != state_->missing.end()) found.value().used = true;
}

std::vector<std::string> SnapshotFacts::missing() const {
  std::vector<std::string> names;
  for (const auto& [id, missing] : state_->missing) {
    if (missing.used) names.push_back(missing.what);
  }
  std::ranges::sort(names);
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

}  // namespace pincompile
