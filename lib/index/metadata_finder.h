// MetadataFinder: answers a want for the metadata of one version, from the cheapest file that knows
// it, in the order of behaviour.md 4.7.
// SPDX-License-Identifier: MIT
#pragma once

#include <functional>

#include "index/metadata_content.h"
#include "index/sdist_builder.h"
#include "index/sdist_metadata.h"

namespace pincompile {

class MetadataFinder {
 public:
  using Done = std::function<void(FactAnswer answer)>;

  /// All outlive this.
  MetadataFinder(const IndexOptions& options, MetadataTools tools, ProgramRunner* programs);

  /// `done` may run before this returns.
  void ask(const Want& metadata, Done done);

 private:
  struct Search;

  void ask_wheel(const Want& want, const FileReference& file, Done done);
  void ask_own_metadata(const std::shared_ptr<Search>& search);
  void ask_sdist(const std::shared_ptr<Search>& search);
  void take_sdist(const std::shared_ptr<Search>& search, Result<SdistAnswer> found);
  void ask_legacy_json(const std::shared_ptr<Search>& search);
  void use_record(const std::shared_ptr<Search>& search);
  void build(const std::shared_ptr<Search>& search);

  const SdistPolicy& policy_;
  MetadataTools tools_;
  SdistBuilder builder_;
};

}  // namespace pincompile
