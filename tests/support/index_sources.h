// Recorded indexes as ProjectSources: resolvelib's snapshots, and static simple indexes on disk;
// and the closure of some requirements over all versions as one Universe, for oracles that need it
// all.
// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <string>
#include <vector>

#include "index_world.h"
#include "universe.h"

namespace pincompile::bench {

/// `packages {name: {version: {requires: [...], requires_python}}}` of conformance/resolvelib.
class ResolvelibIndex final : public ProjectSource {
 public:
  /// False if the file cannot be read. `path` names a .json.gz file.
  bool load(const std::string& path);
  std::optional<ProjectText> read(const std::string& name) override;

 private:
  std::map<std::string, ProjectText> projects_;
};

/// A folder with simple/NAME/index.json (PEP 691), files/NAME/FILE.metadata (PEP 658) for wheels
/// and files/NAME/FILE for sdists, whose egg-info is read. Other files are left out, as are those
/// uploaded at `cutoff` or later (ISO 8601).
class SimpleTree final : public ProjectSource {
 public:
  explicit SimpleTree(std::string folder, int minor = 11, std::string cutoff = {})
      : folder_(std::move(folder)), minor_(minor), cutoff_(std::move(cutoff)) {}
  std::optional<ProjectText> read(const std::string& name) override;

 private:
  void add_file(const std::string& project, std::string_view file, const std::string& version,
                ProjectText& text) const;

  std::string folder_;
  int minor_;
  std::string cutoff_;
};

/// A wheel that CPython 3.`minor` on x86-64 glibc Linux can install, by the tags in its name.
bool installable_wheel(std::string_view file, int minor);

/// Every package that any version of any package in reach requires.
oracle::Universe whole_universe(IndexWorld& world,
                                const std::vector<pincompile::Requirement>& roots,
                                std::vector<std::string>* names = nullptr);

}  // namespace pincompile::bench
