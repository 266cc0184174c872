// SPDX-License-Identifier: MIT
#include "index_sources.h"

#include <simdjson.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "dist/requires_txt.h"
#include "pincompile/name.h"

namespace pincompile::bench {

namespace {

std::string output_of(const std::string& command) {
  std::string text;
  std::FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return text;
  std::vector<char> block(1 << 16);
  for (std::size_t got; (got = fread(block.data(), 1, block.size(), pipe)) > 0;) {
    text.append(block.data(), got);
  }
  pclose(pipe);
  return text;
}

std::string whole_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

ProjectText::Metadata metadata_of(const std::string& text) {
  ProjectText::Metadata metadata;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line) && !line.empty() && line != "\r";) {
    if (line.back() == '\r') line.pop_back();
    const auto value = [&](std::string_view header) -> std::optional<std::string> {
      if (!line.starts_with(header)) return std::nullopt;
      return line.substr(header.size());
    };
    if (auto wanted = value("Requires-Dist: ")) metadata.requires_dist.push_back(*wanted);
    if (auto python = value("Requires-Python: ")) metadata.requires_python = *python;
  }
  return metadata;
}

/// Of an ISO 8601 time; days by the usual count of the proleptic Gregorian calendar.
std::uint16_t half_months(std::string_view time) {
  const auto number = [&](std::size_t at, std::size_t size) {
    return std::atoi(std::string(time.substr(at, size)).c_str());
  };
  if (time.size() < 10) return 0;
  const auto day = std::chrono::sys_days(std::chrono::year(number(0, 4)) /
                                         std::chrono::month(static_cast<unsigned>(number(5, 2))) /
                                         std::chrono::day(static_cast<unsigned>(number(8, 2))));
  return static_cast<std::uint16_t>(day.time_since_epoch().count() / 15);
}

}  // namespace

bool ResolvelibIndex::load(const std::string& path) {
  const simdjson::padded_string text(output_of("gzip -dc '" + path + "'"));
  simdjson::dom::parser parser;
  simdjson::dom::element document;
  if (parser.parse(text).get(document) != simdjson::SUCCESS) return false;
  for (const auto& [name, versions] : simdjson::dom::object(document["packages"])) {
    ProjectText& project = projects_[normalize_name(name)];
    for (const auto& [version, content] : simdjson::dom::object(versions)) {
      ProjectText::Metadata metadata;
      simdjson::dom::array wanted;
      if (content["requires"].get(wanted) == simdjson::SUCCESS) {
        for (const auto& one : wanted) {
          metadata.requires_dist.emplace_back(std::string_view(one));
        }
      }
      std::string_view python;
      if (content["requires_python"].get(python) == simdjson::SUCCESS) {
        metadata.requires_python = python;
      }
      project.releases.push_back(
          {std::string(version), static_cast<std::uint32_t>(project.metadata.size()), true});
      project.metadata.push_back(std::move(metadata));
    }
  }
  return true;
}

std::optional<ProjectText> ResolvelibIndex::read(const std::string& name) {
  const auto found = projects_.find(name);
  if (found == projects_.end()) return std::nullopt;
  return found->second;
}

void SimpleTree::add_file(const std::string& project, std::string_view file,
                          const std::string& version, ProjectText& text) const {
  if (std::ranges::find(text.releases, version, &ProjectText::Release::version) !=
      text.releases.end()) {
    return;
  }
  const std::string path = folder_ + "/files/" + project + "/" + std::string(file);
  ProjectText::Metadata metadata;
  if (file.ends_with(".whl")) {
    const std::string headers = whole_file(path + ".metadata");
    if (headers.empty()) return;
    metadata = metadata_of(headers);
  } else {
    if (!std::filesystem::exists(path)) return;
    metadata.requires_dist =
        parse_requires_txt(
            output_of("tar -xzOf '" + path + "' --wildcards '*/requires.txt' 2>/dev/null"))
            .requires_dist;
  }
  text.releases.push_back({version, static_cast<std::uint32_t>(text.metadata.size()), true});
  text.metadata.push_back(std::move(metadata));
}

std::optional<ProjectText> SimpleTree::read(const std::string& name) {
  const std::string json = whole_file(folder_ + "/simple/" + name + "/index.json");
  if (json.empty()) return std::nullopt;
  const simdjson::padded_string text(json);
  simdjson::dom::parser parser;
  simdjson::dom::element document;
  if (parser.parse(text).get(document) != simdjson::SUCCESS) return std::nullopt;
  ProjectText project;
  std::map<std::string, std::uint16_t> stamps;
  for (const auto& file : simdjson::dom::array(document["files"])) {
    const std::string_view file_name = std::string_view(file["filename"]);
    std::string_view uploaded, yanked;
    const bool dated = file["upload-time"].get(uploaded) == simdjson::SUCCESS;
    if (dated && !cutoff_.empty() && uploaded >= cutoff_) continue;
    const bool wheel = file_name.ends_with(".whl");
    const std::size_t end = wheel ? file_name.find('-', file_name.find('-') + 1)
                                  : std::min(file_name.rfind(".tar"), file_name.rfind(".zip"));
    const std::size_t begin = wheel ? file_name.find('-') : file_name.substr(0, end).rfind('-');
    if (begin >= end) continue;
    const std::string version(file_name.substr(begin + 1, end - begin - 1));
    if (dated) {
      const std::uint16_t stamp = half_months(uploaded);
      const auto [place, is_new] = stamps.try_emplace(version, stamp);
      if (!is_new) place->second = std::min(place->second, stamp);
    }
    bool is_yanked = file["yanked"].get(yanked) == simdjson::SUCCESS;
    bool flag = false;
    if (file["yanked"].get(flag) == simdjson::SUCCESS) is_yanked = flag;
    if (!is_yanked && (!wheel || installable_wheel(file_name, minor_))) {
      add_file(name, file_name, version, project);
    }
  }
  for (ProjectText::Release& release : project.releases) {
    const auto found = stamps.find(release.version);
    if (found != stamps.end()) release.stamp = found->second;
  }
  return project;
}

bool installable_wheel(std::string_view file, int minor) {
  file.remove_suffix(std::min<std::size_t>(file.size(), 4));
  const std::size_t platform = file.rfind('-');
  if (platform == std::string_view::npos || platform == 0) return false;
  const std::size_t abi = file.rfind('-', platform - 1);
  if (abi == std::string_view::npos || abi == 0) return false;
  const std::size_t python = file.rfind('-', abi - 1);
  const auto has = [](std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
  };
  const std::string_view pythons = file.substr(python + 1, abi - python - 1);
  const std::string_view abis = file.substr(abi + 1, platform - abi - 1);
  const std::string_view platforms = file.substr(platform + 1);
  const bool here =
      has(platforms, "any") ||
      (has(platforms, "x86_64") && (has(platforms, "manylinux") || has(platforms, "linux_x86_64")));
  const bool runs = has(pythons, "py3") || has(pythons, "cp3" + std::to_string(minor)) ||
                    (has(abis, "abi3") && has(pythons, "cp3"));
  return here && runs;
}

namespace {

class Closure {
 public:
  explicit Closure(IndexWorld& world) : world_(world) {}

  oracle::Universe run(const std::vector<pincompile::Requirement>& roots) {
    for (const pincompile::Requirement& root : roots) append(u_.roots, world_.need(root));
    for (std::size_t next = 0; next < known_.size(); ++next) {
      for (std::size_t rank = 0; rank < u_.ranks(static_cast<std::uint32_t>(next)); ++rank) {
        add_release(static_cast<std::uint32_t>(next), rank);
      }
    }
    return std::move(u_);
  }

  std::vector<std::string> names() const {
    std::vector<std::string> result;
    for (const auto& [project, extra] : known_) {
      result.push_back(world_.name(project) + (extra.empty() ? "" : "[" + extra + "]"));
    }
    return result;
  }

 private:
  using Key = std::pair<IndexWorld::Project, std::string>;

  std::uint32_t package(const Key& key) {
    const auto found = index_.find(key);
    if (found != index_.end()) return found->second;
    std::optional<std::uint32_t> base;
    if (!key.second.empty()) base = package({key.first, ""});
    const IndexWorld::Page& page = world_.page(key.first);
    const std::uint32_t made = u_.add_packages(1, page.versions.size());
    for (std::size_t rank = 0; rank < page.versions.size(); ++rank) {
      u_.packages[made].releases[rank].age = page.age[rank];
      u_.packages[made].releases[rank].stamp = page.stamp[rank];
      u_.packages[made].releases[rank].excluded = page.exclusion[rank] != 0;
      u_.packages[made].releases[rank].reluctant = !base && test_bit(page.reluctant, rank);
    }
    u_.packages[made].extra_of = base;
    const std::string whole = world_.name(key.first) + "[" + key.second + "]";
    u_.packages[made].name_key = std::hash<std::string>()(whole);
    index_.emplace(key, made);
    known_.push_back(key);
    return made;
  }

  void append(std::vector<oracle::Need>& list, const IndexWorld::Need& need) {
    const std::uint32_t base = package({need.project, ""});
    const std::vector<Word>& words = world_.set(need.project, need.specifier);
    oracle::RankSet set(u_.ranks(base));
    for (std::size_t rank = 0; rank < set.size(); ++rank) set[rank] = test_bit(words, rank);
    const std::uint32_t id = u_.intern(set);
    list.push_back({base, id});
    for (const std::string& extra : need.extras) {
      list.push_back({package({need.project, extra}), id});
    }
  }

  void add_release(std::uint32_t made, std::size_t rank) {
    const auto [project, extra] = known_[made];
    if (u_.packages[made].releases[rank].excluded) return;
    const IndexWorld::Lists& lists = world_.lists(project, rank);
    if (lists.broken) {
      u_.packages[made].releases[rank].unavailable = true;
      return;
    }
    std::vector<oracle::Need> needs;
    if (extra.empty()) {
      for (const auto& need : lists.base) append(needs, need);
    } else if (const auto found = lists.extras.find(extra); found != lists.extras.end()) {
      for (const auto& need : found->second) append(needs, need);
    }
    u_.packages[made].releases[rank].needs = std::move(needs);
  }

  IndexWorld& world_;
  oracle::Universe u_;
  std::map<Key, std::uint32_t> index_;
  std::vector<Key> known_;
};

}  // namespace

oracle::Universe whole_universe(IndexWorld& world,
                                const std::vector<pincompile::Requirement>& roots,
                                std::vector<std::string>* names) {
  Closure closure(world);
  oracle::Universe universe = closure.run(roots);
  if (names != nullptr) *names = closure.names();
  return universe;
}

}  // namespace pincompile::bench
