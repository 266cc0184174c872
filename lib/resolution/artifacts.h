// Artifacts: packages that a URL or path stands for (behaviour.md 4.4). They are collected before
// the solve, with what their metadata asks for by URL, since each has one version only.
// SPDX-License-Identifier: MIT
#pragma once

#include <deque>
#include <string>

#include <tsl/ordered_map.h>

#include "packaging/marker_program.h"
#include "pincompile/request.h"
#include "resolution/active_inputs.h"
#include "resolution/fact_book.h"

namespace pincompile {

struct Artifact {
  Id64 name = 0;
  std::string project;  ///< normalised
  std::string version;  ///< normalised; empty for a directory that does not say
  std::string key;      ///< version key; empty as above
  std::string url;      ///< for asking; may hold a user part
  std::string filename;
  std::string sha256;               ///< of the fragment; hex, may be empty
  LineKind kind = LineKind::kNone;  ///< line that names it; kNone: metadata of another artifact
  std::uint32_t line = 0;
  DependencyView view = {};
  RecordBytes record = {};
};

class Artifacts {
 public:
  /// Reads the metadata of all URL and path lines, and fills in the names that lines do not tell.
  ///
  /// errors   kInvalidArgument: two artifacts for one name, or one that contradicts its line;
  ///          kUnsupported: metadata only a build could tell; what the world answers.
  static Result<Artifacts> collect(ActiveInputs& inputs, const ResolveRequest& request,
                                   const MarkerEvaluator& markers, FactBook& book);

  const Artifact* find(Id64 name) const;
  bool empty() const { return all_.empty(); }

 private:
  std::deque<Artifact> all_;
  tsl::ordered_map<Id64, std::uint32_t> by_name_;
  friend class ArtifactCollector;
};

}  // namespace pincompile
