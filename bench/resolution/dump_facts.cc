// SPDX-License-Identifier: MIT
#include "dump_facts.h"

#include <algorithm>
#include <utility>

#include "pincompile/records.h"

namespace pincompile::bench {
namespace {

constexpr const char* kIndexUrl = "https://index.example/simple";
constexpr std::size_t kMostProjects = 4000;

std::vector<std::string> files_of(const std::string& name, const DumpProject& project,
                                  const DumpProject::Release& release) {
  std::vector<std::string> files = release.wheels;
  if (release.has_sdist) files.push_back(project.name + "-" + release.version + ".tar.gz");
  if (!files.empty()) return files;
  std::string stem = name, version = release.version;
  std::ranges::replace(stem, '-', '_');
  std::ranges::replace(version, '-', '_');
  return {stem + "-" + version + "-py3-none-any.whl"};
}

}  // namespace

void DumpFacts::request(std::vector<Want> wants) {
  for (Want& want : wants) waiting_.push_back(std::move(want));
}

std::vector<Fact> DumpFacts::wait() {
  std::vector<Fact> facts;
  for (const Want& want : waiting_) {
    facts.push_back(
        {want.id, want.kind == Want::Kind::kPage ? known(want.project).page : metadata(want)});
  }
  waiting_.clear();
  return facts;
}

void DumpFacts::trim() {
  if (projects_.size() > kMostProjects) projects_.clear();
}

DumpFacts::Known& DumpFacts::known(const std::string& name) {
  const auto [place, is_new] = projects_.try_emplace(name);
  Known& known = place->second;
  if (!is_new) return known;
  auto project = dump_.read(name);
  if (!project) {
    known.page = PageAbsent{{kIndexUrl}};
    return known;
  }
  known.project = *std::move(project);
  PlainPage page{name, {}};
  for (const DumpProject::Release& release : known.project.releases) {
    for (std::string& file : files_of(name, known.project, release)) {
      known.metadata_of.emplace(file, release.metadata);
      PlainFile listed;
      listed.url = "https://files.example/" + name + "/" + file;
      listed.filename = std::move(file);
      listed.requires_python = known.project.metadata[release.metadata].requires_python;
      page.files.push_back(std::move(listed));
    }
  }
  known.page = PageFound{make_page(page), kIndexUrl};
  return known;
}

decltype(Fact::answer) DumpFacts::metadata(const Want& want) {
  using Reason = MetadataUnavailable::Reason;
  Known& of = known(want.project);
  if (want.files.empty() || !of.metadata_of.contains(want.files.front().filename)) {
    return MetadataUnavailable{Reason::kMissing, "no such file"};
  }
  const std::uint32_t number = of.metadata_of[want.files.front().filename];
  const DumpProject::Metadata& recorded = of.project.metadata[number];
  const auto made =
      make_metadata({want.project, want.version, want.files.front().filename,
                     recorded.requires_dist, recorded.requires_python, recorded.extras});
  if (!made) return MetadataUnavailable{Reason::kBadMetadata, made.error().message};
  return MetadataKnown{*made};
}

}  // namespace pincompile::bench
