// Option lines of sources below the caller's options.
// SPDX-License-Identifier: MIT
#include "pincompile/file_lines.h"

#include <algorithm>
#include <string>
#include <vector>

namespace pincompile {
namespace {

void add_new(std::vector<std::string>& list, const std::vector<std::string>& more) {
  for (const std::string& item : more)
    if (std::ranges::find(list, item) == list.end()) list.push_back(item);
}

void add_indexes(const FileOptions& lines, IndexOptions& indexes) {
  if (lines.no_index) {
    indexes.indexes.clear();
    return;
  }
  std::string main = lines.index_url.value_or(std::string(kPypi));
  if (!indexes.indexes.empty()) {
    main = indexes.indexes.back();
    indexes.indexes.pop_back();
  }
  add_new(indexes.indexes, lines.extra_index_urls);
  indexes.indexes.push_back(main);
  add_new(indexes.indexes, lines.last_index_urls);
}

/// The names of `lines` that neither of the caller's policies speaks of.
void add_formats(const std::vector<std::string>& lines, FormatPolicy& policy,
                 const FormatPolicy& other) {
  for (const std::string& name : lines) {
    if (name == ":all:") {
      if (!other.all) policy.all = true;
    } else if (std::ranges::find(other.names, name) == other.names.end() &&
               std::ranges::find(policy.names, name) == policy.names.end()) {
      policy.names.push_back(name);
    }
  }
  std::ranges::sort(policy.names);
}

void add_prereleases(const std::vector<std::string>& names, PrereleaseMode mode,
                     ResolveOptions& options) {
  for (const std::string& name : names) {
    if (name != ":all:") {
      options.prerelease_by_project.try_emplace(name, mode);
    } else if (options.prerelease == PrereleaseMode::kIfNecessary) {
      options.prerelease = mode;
    }
  }
}

}  // namespace

void add_file_lines(const FileOptions& lines, ResolveOptions& options, IndexOptions& indexes) {
  add_indexes(lines, indexes);
  add_new(indexes.find_links, lines.find_links);
  add_new(indexes.trusted_hosts, lines.trusted_hosts);
  indexes.package_index.insert(indexes.package_index.end(), lines.package_indexes.begin(),
                               lines.package_indexes.end());
  const FormatPolicy only_binary = options.only_binary;
  add_formats(lines.only_binary, options.only_binary, options.no_binary);
  add_formats(lines.no_binary, options.no_binary, only_binary);
  options.prefer_binary = options.prefer_binary || lines.prefer_binary;
  options.require_hashes = options.require_hashes || lines.require_hashes.value_or(false);
  if (lines.pre && options.prerelease == PrereleaseMode::kIfNecessary)
    options.prerelease = PrereleaseMode::kAllow;
  add_prereleases(lines.all_releases, PrereleaseMode::kAllow, options);
  add_prereleases(lines.only_final, PrereleaseMode::kDisallow, options);
}

}  // namespace pincompile
