// DumpFacts: a FactSource on an IndexDump. A release without any file gets a wheel for everything,
// as data/README.md's mkindex.py makes it; every file has the metadata that the dump recorded.
// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "index_dump.h"
#include "pincompile/fact_source.h"

namespace pincompile::bench {

class DumpFacts final : public FactSource {
 public:
  explicit DumpFacts(IndexDump& dump) : dump_(dump) {}

  void request(std::vector<Want> wants) override;
  std::vector<Fact> wait() override;
  void cancel() override { waiting_.clear(); }

  /// Records made so far are let go if they are many.
  void trim();

 private:
  struct Known {
    DumpProject project = {};
    std::unordered_map<std::string, std::uint32_t> metadata_of = {};  // by file name
    decltype(Fact::answer) page = {};
  };
  Known& known(const std::string& name);
  decltype(Fact::answer) metadata(const Want& want);

  IndexDump& dump_;
  std::unordered_map<std::string, Known> projects_;
  std::vector<Want> waiting_;
};

}  // namespace pincompile::bench
