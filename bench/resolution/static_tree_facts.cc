// SPDX-License-Identifier: MIT
#include "static_tree_facts.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <optional>
#include <random>

#include "cache/page_record.h"
#include "index/metadata_content.h"
#include "index/sdist_metadata.h"
#include "index/simple_json.h"

namespace pincompile::bench {
namespace {

std::optional<std::string> read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  text.reserve(text.size() + kSpareBytes);
  return text;
}

}  // namespace

StaticTreeFacts::StaticTreeFacts(std::string tree)
    : tree_(std::move(tree)), net_(pincompile_net_parts(kNetPartsVersion)) {}

StaticTreeFacts::~StaticTreeFacts() = default;

void StaticTreeFacts::request(std::vector<Want> wants) {
  for (Want& want : wants) {
    ++(want.kind == Want::Kind::kPage ? traffic_.pages : traffic_.metadata);
    waiting_.push_back(std::move(want));
  }
}

std::vector<Fact> StaticTreeFacts::wait() {
  if (due_ == 0) {
    due_ = waiting_.size();
    traffic_.round_trips += due_ > 0 ? 1 : 0;
  }
  std::size_t count = std::min<std::size_t>(due_, 1);
  if (seed_ != 0 && !waiting_.empty()) {
    std::mt19937_64 random(seed_++);
    std::ranges::shuffle(waiting_, random);
    count = 1 + random() % waiting_.size();
  }
  due_ -= std::min(due_, count);
  std::vector<Fact> facts;
  for (std::size_t i = 0; i < count; ++i) {
    const Want& want = waiting_[i];
    facts.push_back({want.id, want.kind == Want::Kind::kPage ? page(want) : metadata(want)});
  }
  waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(count));
  return facts;
}

decltype(Fact::answer) StaticTreeFacts::page(const Want& want) {
  const auto body = read(tree_ + "/simple/" + want.project + "/index.json");
  if (!body) return PageAbsent{{tree_}};
  const auto content =
      read_json_page(*body, {want.project, "https://index.example/simple/" + want.project + "/"});
  if (!content) return Failed{content.error()};
  return PageFound{build_page(*content), "https://index.example/simple"};
}

decltype(Fact::answer) StaticTreeFacts::metadata(const Want& want) {
  for (const FileReference& file : want.files) {
    const MetadataSubject subject{want.project, want.version, file.filename};
    const std::string path = tree_ + "/files/" + want.project + "/" + file.filename;
    if (const auto text = read(path + ".metadata")) {
      return metadata_answer(wheel_metadata_content(*text, subject));
    }
    if (file.filename.ends_with(".whl")) continue;
    const auto archive = read(path);
    if (!archive) continue;
    const auto scanned = scan_sdist(*archive, want.project, *net_);
    if (!scanned) continue;
    if (const auto stated = static_metadata(*scanned)) {
      return metadata_answer(metadata_content(*stated, subject, MetadataSource::kPkgInfo));
    }
    if (const auto recorded = recorded_metadata(*scanned)) {
      return metadata_answer(metadata_content(*recorded, subject, MetadataSource::kRecorded));
    }
  }
  return MetadataUnavailable{MetadataUnavailable::Reason::kNeedsBuild, "no static metadata"};
}

}  // namespace pincompile::bench
