// RecordingFacts: hands facts through and remembers those the answer rests on, for --record. That
// is what was asked for in earnest, and what lookahead asked for and was used later.
// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <vector>

#include "index/remote_facts.h"

namespace pincompile {

struct RecordedFact {
  Want want;
  FactAnswer answer;
};

class RecordingFacts : public FactSource {
 public:
  /// `below` outlives this.
  explicit RecordingFacts(FactSource& below);
  ~RecordingFacts() override;

  void request(std::vector<Want> wants) override;
  std::vector<Fact> wait() override;
  std::optional<std::vector<Fact>> wait_until(
      std::chrono::steady_clock::time_point deadline) override;
  void cancel() override;
  void use(std::uint64_t want_id) override;
  void distrust(const Want& page) override;

  /// Facts used so far, each question once: by project, pages before metadata, then version and
  /// file.
  std::vector<RecordedFact> recorded() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace pincompile
