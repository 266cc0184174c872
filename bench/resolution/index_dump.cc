// SPDX-License-Identifier: MIT
#include "index_dump.h"

#include <algorithm>
#include <cstdio>
#include <unordered_set>

#include "pincompile/name.h"

namespace pincompile::bench {
namespace {

DumpProject::Metadata read_metadata(simdjson::dom::element from) {
  DumpProject::Metadata metadata;
  for (const std::string_view text : from["r"].get_array()) {
    metadata.requires_dist.emplace_back(text);
  }
  std::string_view python;
  if (from["p"].get(python) == simdjson::SUCCESS) metadata.requires_python = python;
  for (const std::string_view extra : from["x"].get_array()) metadata.extras.emplace_back(extra);
  return metadata;
}

DumpProject::Release read_release(simdjson::dom::element from) {
  DumpProject::Release release;
  release.version = std::string_view(from.at(0));
  release.metadata = static_cast<std::uint32_t>(std::uint64_t(from.at(1)));
  for (const std::string_view wheel : from.at(2).get_array()) release.wheels.emplace_back(wheel);
  release.has_sdist = bool(from.at(3));
  return release;
}

/// The name that a requirement begins with.
std::string name_in(const std::string& requirement) {
  const std::size_t end = requirement.find_first_not_of(
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.");
  return normalize_name(requirement.substr(0, end));
}

}  // namespace

bool IndexDump::load(const std::string& path) {
  const std::string command = "zstd -dc --long=27 '" + path + "'";
  std::FILE* const pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return false;
  std::vector<char> block(1 << 20);
  for (std::size_t got; (got = fread(block.data(), 1, block.size(), pipe)) > 0;) {
    text_.append(block.data(), got);
  }
  if (pclose(pipe) != 0) return false;
  const std::size_t size = text_.size();
  text_.append(simdjson::SIMDJSON_PADDING, ' ');
  for (std::size_t begin = 0; begin < size;) {
    const std::size_t end = std::min(text_.find('\n', begin), size);
    const std::string_view line = std::string_view(text_).substr(begin, end - begin);
    if (line.starts_with("{\"n\":")) {
      const std::size_t quote = line.find('"', 5);
      std::string name =
          normalize_name(line.substr(quote + 1, line.find('"', quote + 1) - quote - 1));
      names_.push_back(name);
      lines_.emplace(std::move(name), std::pair(begin, end - begin));
    }
    begin = end + 1;
  }
  return true;
}

std::optional<DumpProject> IndexDump::read(const std::string& name) {
  const auto found = lines_.find(name);
  if (found == lines_.end()) return std::nullopt;
  const auto [begin, size] = found->second;
  simdjson::dom::element line;
  if (parser_.parse(text_.data() + begin, size, false).get(line) != simdjson::SUCCESS) {
    return std::nullopt;
  }
  DumpProject project;
  project.name = std::string_view(line["n"]);
  for (const simdjson::dom::element one : line["d"].get_array()) {
    project.metadata.push_back(read_metadata(one));
  }
  for (const simdjson::dom::element one : line["v"].get_array()) {
    project.releases.push_back(read_release(one));
  }
  return project;
}

std::vector<std::string> IndexDump::most_required() {
  std::unordered_map<std::string, std::uint32_t> count;
  for (const std::string& name : names_) {
    const auto project = read(name);
    if (!project) continue;
    std::unordered_set<std::string> wanted;
    for (const DumpProject::Metadata& metadata : project->metadata) {
      for (const std::string& text : metadata.requires_dist) wanted.insert(name_in(text));
    }
    for (const std::string& one : wanted) {
      if (lines_.contains(one)) ++count[one];
    }
  }
  std::vector<std::string> order;
  for (const auto& [name, times] : count) order.push_back(name);
  std::ranges::sort(order, [&](const std::string& a, const std::string& b) {
    return count[a] != count[b] ? count[a] > count[b] : a < b;
  });
  return order;
}

}  // namespace pincompile::bench
