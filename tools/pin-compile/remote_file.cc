// One GET through the network module.
// SPDX-License-Identifier: MIT
#include "remote_file.h"

#include "index/index_facts.h"
#include "index_setup.h"

namespace pincompile::tool {

namespace {

constexpr std::uint64_t kMostTextBytes = std::uint64_t{1} << 24;
constexpr std::uint64_t kMostFileBytes = std::uint64_t{1} << 32;

Result<std::string> fetch(Run& run, const Settings& settings, const FileOptions& lines,
                          const std::string& url, std::uint64_t most_bytes) {
  Result<IndexOptions> options =
      index_options(settings, lines, run.environment, run.files, run.messages);
  if (!options) return options.error();
  return pincompile::fetch_text(*options, {run.net, &run.clock, &run.programs, &run.files}, url,
                                most_bytes);
}

}  // namespace

Result<std::string> fetch_text(Run& run, const Settings& settings, const std::string& url) {
  return fetch(run, settings, {}, url, kMostTextBytes);
}

Result<std::string> fetch_file(Run& run, const Settings& settings, const FileOptions& lines,
                               const std::string& url) {
  return fetch(run, settings, lines, url, kMostFileBytes);
}

}  // namespace pincompile::tool
