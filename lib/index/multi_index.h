// MultiIndex: turns a want for a project's page into wants for single indexes and joins their
// answers (behaviour.md 4.6). It knows first-index, unsafe-best-match, find-links and the package
// table.
// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <vector>

#include "index/index_facts.h"

namespace pincompile {

/// On top of IndexFacts, or of CachedFacts over IndexFacts. Wants given to it name no index; those
/// it hands down do.
class MultiIndex : public FactSource {
 public:
  /// `below` outlives this.
  MultiIndex(const IndexOptions& options, FactSource& below);
  ~MultiIndex() override;

  void request(std::vector<Want> wants) override;
  std::vector<Fact> wait() override;
  std::optional<std::vector<Fact>> wait_until(
      std::chrono::steady_clock::time_point deadline) override;
  void cancel() override;
  void use(std::uint64_t want_id) override;
  void distrust(const Want& page) override;

  /// One note per name that more than one index knows (unsafe-best-match).
  std::vector<std::string> notes() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace pincompile
