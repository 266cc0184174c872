// IndexDump: the dependency facts of a whole index, one project a line (data/README.md), kept as
// text in memory; a project is parsed when it is asked for.
// SPDX-License-Identifier: MIT
#pragma once

#include <simdjson.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace pincompile::bench {

struct DumpProject {
  struct Metadata {
    std::vector<std::string> requires_dist = {};
    std::string requires_python = {};
    std::vector<std::string> extras = {};
  };
  struct Release {
    std::string version = {};
    std::uint32_t metadata = 0;  // index into `metadata`
    std::vector<std::string> wheels = {};
    bool has_sdist = false;
  };
  std::string name = {};  // as spelled
  std::vector<Metadata> metadata = {};
  std::vector<Release> releases = {};
};

class IndexDump {
 public:
  /// `path` names a .jsonl.zst file; false if it cannot be read.
  bool load(const std::string& path);

  /// Normalised, in the order of the dump.
  const std::vector<std::string>& names() const { return names_; }
  /// nullopt: no such project; the name is normalised.
  std::optional<DumpProject> read(const std::string& name);
  /// Projects by the number of others that name them in any requirement, most first.
  std::vector<std::string> most_required();

 private:
  std::string text_;
  std::vector<std::string> names_;
  std::unordered_map<std::string, std::pair<std::size_t, std::size_t>> lines_;
  simdjson::dom::parser parser_;
};

}  // namespace pincompile::bench
