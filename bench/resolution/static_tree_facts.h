// Facts from an index unpacked as a static tree (simple/NAME/index.json, files/NAME/FILE.metadata),
// read straight from disk: resolves are measured without network, cache and threads.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "index/net_parts.h"
#include "pincompile/fact_source.h"

namespace pincompile::bench {

class StaticTreeFacts : public FactSource {
 public:
  explicit StaticTreeFacts(std::string tree);
  ~StaticTreeFacts() override;

  /// Answers arrive in an order drawn from `seed`, some at a time; 0 = all at once, as asked.
  void shuffle(std::uint64_t seed) { seed_ = seed; }

  void request(std::vector<Want> wants) override;
  std::vector<Fact> wait() override;
  void cancel() override { waiting_.clear(); }

 private:
  decltype(Fact::answer) page(const Want& want);
  decltype(Fact::answer) metadata(const Want& want);

  std::string tree_;
  std::unique_ptr<NetParts> net_;
  std::vector<Want> waiting_;
  std::uint64_t seed_ = 0;
};

}  // namespace pincompile::bench
