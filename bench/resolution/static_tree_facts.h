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

  /// Answers arrive in an order drawn from `seed`, some at a time; 0 = as asked, one at a time.
  void shuffle(std::uint64_t seed) { seed_ = seed; }

  void request(std::vector<Want> wants) override;
  std::vector<Fact> wait() override;
  void cancel() override { waiting_.clear(), due_ = 0; }

  /// What a network would have carried so far. Every question takes one round trip, so those asked
  /// while the answers of one moment come in are answered together at the next.
  struct Traffic {
    std::size_t round_trips = 0, pages = 0, metadata = 0;
  };
  const Traffic& traffic() const { return traffic_; }

 private:
  decltype(Fact::answer) page(const Want& want);
  decltype(Fact::answer) metadata(const Want& want);

  std::string tree_;
  std::unique_ptr<NetParts> net_;
  std::vector<Want> waiting_;
  std::size_t due_ = 0;  // the first so many of `waiting_` arrive at this moment
  std::uint64_t seed_ = 0;
  Traffic traffic_;
};

}  // namespace pincompile::bench
