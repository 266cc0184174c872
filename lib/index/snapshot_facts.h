// SnapshotFacts: answers from a snapshot and from nothing else (--replay). What is not in it is an
// error, never a different answer.
// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "index/snapshot.h"

namespace pincompile {

class SnapshotFacts : public FactSource {
 public:
  explicit SnapshotFacts(Snapshot snapshot);
  ~SnapshotFacts() override;

  void request(std::vector<Want> wants) override;
  std::vector<Fact> wait() override;
  void cancel() override;
  void use(std::uint64_t want_id) override;

  /// Facts asked for in earnest that are not in the snapshot: `page of foo`, `metadata of foo 1.2`.
  std::vector<std::string> missing() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace pincompile
