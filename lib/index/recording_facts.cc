// Remembering the facts an answer rests on.
// SPDX-License-Identifier: MIT
#include "index/recording_facts.h"

#include <tsl/ordered_map.h>

#include <algorithm>
#include <optional>
#include <string_view>
#include <tuple>
#include <utility>

namespace pincompile {
namespace {

struct Asked {
  Want want;
  bool used = false;
  std::optional<FactAnswer> answer = std::nullopt;
};

auto order_of(const RecordedFact& fact) {
  const Want& want = fact.want;
  const bool has_file = !want.files.empty();
  return std::tuple(std::string_view(want.project), want.kind, std::string_view(want.version),
                    has_file ? std::string_view(want.files.front().filename) : std::string_view(),
                    has_file ? std::string_view(want.files.front().url) : std::string_view());
}

}  // namespace

struct RecordingFacts::State {
  FactSource& below;
  tsl::ordered_map<std::uint64_t, Asked> asked = {};
};

RecordingFacts::RecordingFacts(FactSource& below) : state_(new State{below}) {}
RecordingFacts::~RecordingFacts() = default;

void RecordingFacts::request(std::vector<Want> wants) {
  for (const Want& want : wants) {
    auto [entry, added] = state_->asked.insert({want.id, Asked{want, false}});
    if (!added) entry.value().want = want;
    entry.value().used = entry->second.used || !want.ahead;
  }
  state_->below.request(std::move(wants));
}

std::vector<Fact> RecordingFacts::wait() {
  return *wait_until(std::chrono::steady_clock::time_point::max());
}

std::optional<std::vector<Fact>> RecordingFacts::wait_until(
    std::chrono::steady_clock::time_point deadline) {
  std::optional<std::vector<Fact>> facts = state_->below.wait_until(deadline);
  if (!facts) return std::nullopt;
  for (const Fact& fact : *facts) {
    if (auto entry = state_->asked.find(fact.want_id); entry != state_->asked.end())
      entry.value().answer = fact.answer;
  }
  return facts;
}

void RecordingFacts::cancel() { state_->below.cancel(); }

void RecordingFacts::use(std::uint64_t want_id) {
  // A want may be used before it is sent: the asker collects wants into batches.
  state_->asked.insert({want_id, Asked{}}).first.value().used = true;
  state_->below.use(want_id);
}

void RecordingFacts::distrust(const Want& page) {
  state_->asked.clear();  // what the damaged page led to may never be asked again
  state_->below.distrust(page);
}

std::vector<RecordedFact> RecordingFacts::recorded() const {
  std::vector<RecordedFact> facts;
  for (const auto& [id, asked] : state_->asked) {
    if (asked.used && asked.answer) facts.push_back({asked.want, *asked.answer});
  }
  std::ranges::stable_sort(facts, {}, order_of);
  const auto same = [](const RecordedFact& a, const RecordedFact& b) {
    return order_of(a) == order_of(b);
  };
  facts.erase(std::unique(facts.begin(), facts.end(), same), facts.end());
  return facts;
}

}  // namespace pincompile
