// The laws of FactSource (include/pincompile/fact_source.h) as one suite for every implementation:
//   check_fact_source_laws([] { return a fresh source; }, wants);
// `wants` are questions that source can answer, with different ids.
// SPDX-License-Identifier: MIT
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <cstring>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "cache/record_builder.h"
#include "pincompile/fact_source.h"
#include "split_mix.h"

namespace pincompile::testing {

/// An answer as text: equal texts, equal answers.
inline std::string answer_text(const decltype(Fact::answer)& answer) {
  const auto text_of = [](std::span<const std::byte> bytes) {
    return std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  };
  // A page out of a cache has its tail elsewhere.
  const auto bytes = [&](const RecordBytes& record) {
    RecordEnvelope envelope;
    if (record.tail == nullptr || record.bytes.size() < sizeof(envelope))
      return text_of(record.bytes);
    std::memcpy(&envelope, record.bytes.data(), sizeof(envelope));
    return text_of(record.bytes) +
           text_of(record.tail->read(0, envelope.total_size - envelope.head_size));
  };
  if (const auto* page = std::get_if<PageFound>(&answer))
    return "page " + page->index_url + " " + bytes(page->record);
  if (const auto* absent = std::get_if<PageAbsent>(&answer)) {
    std::string text = "absent";
    for (const std::string& index : absent->asked) text += " " + index;
    return text;
  }
  if (const auto* known = std::get_if<MetadataKnown>(&answer))
    return "metadata " + bytes(known->record);
  if (const auto* unavailable = std::get_if<MetadataUnavailable>(&answer)) {
    return "unavailable " + std::to_string(static_cast<int>(unavailable->reason)) + " " +
           unavailable->text;
  }
  if (const auto* failed = std::get_if<Failed>(&answer))
    return "failed " + failed->error.to_string();
  return "offline";
}

/// Everything a source says until nothing is under way, by want.
inline std::multimap<std::uint64_t, std::string> drain(FactSource& source,
                                                       std::vector<Fact>* kept = nullptr) {
  std::multimap<std::uint64_t, std::string> answers;
  while (true) {
    std::vector<Fact> facts = source.wait();
    if (facts.empty()) return answers;
    for (Fact& fact : facts) {
      answers.emplace(fact.want_id, answer_text(fact.answer));
      if (kept != nullptr) kept->push_back(std::move(fact));
    }
  }
}

using MakeSource = std::function<std::unique_ptr<FactSource>()>;

inline void check_fact_source_laws(const MakeSource& make, const std::vector<Want>& wants) {
  std::map<std::uint64_t, std::string> first;
  {
    SCOPED_TRACE("each want is answered exactly once, and facts do not change");
    const auto source = make();
    EXPECT_TRUE(source->wait().empty()) << "nothing is under way";
    std::vector<Fact> kept;
    source->request(wants);
    const auto answers = drain(*source, &kept);
    EXPECT_EQ(answers.size(), wants.size());
    for (const Want& want : wants) EXPECT_EQ(answers.count(want.id), 1u) << want.project;
    first.insert(answers.begin(), answers.end());
    for (const Fact& fact : kept) EXPECT_EQ(answer_text(fact.answer), first[fact.want_id]);
  }
  {
    SCOPED_TRACE("the same want gives the same fact within a run, also while it is under way");
    const auto source = make();
    std::vector<Want> twice;
    std::map<std::uint64_t, std::uint64_t> original;
    for (int round = 0; round < 3; ++round) {
      twice = wants;
      for (Want& want : twice) {
        const std::uint64_t id = want.id + static_cast<std::uint64_t>(round) * 1'000'000;
        original[id] = want.id;
        want.id = id;
      }
      source->request(twice);
      if (round == 0) continue;  // the second round is asked while the first is under way
      const auto answers = drain(*source);
      EXPECT_EQ(answers.size(), wants.size() * (round == 1 ? 2 : 1));
      for (const auto& [id, text] : answers) EXPECT_EQ(text, first[original[id]]);
    }
  }
  {
    SCOPED_TRACE("the order of asking does not matter");
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
      oracle::SplitMix random(seed);
      std::vector<Want> shuffled = wants;
      random.shuffle(shuffled);
      const auto source = make();
      std::multimap<std::uint64_t, std::string> answers;
      for (const Want& want : shuffled) {
        source->request({want});
        if (random.below(3) == 0) answers.merge(drain(*source));
      }
      answers.merge(drain(*source));
      EXPECT_EQ((std::map<std::uint64_t, std::string>(answers.begin(), answers.end())), first);
    }
  }
  {
    SCOPED_TRACE("cancel drops what is under way, and the source goes on");
    const auto source = make();
    source->request(wants);
    source->cancel();
    EXPECT_TRUE(source->wait().empty());
    source->request(wants);
    const auto answers = drain(*source);
    EXPECT_EQ((std::map<std::uint64_t, std::string>(answers.begin(), answers.end())), first);
  }
}

}  // namespace pincompile::testing
