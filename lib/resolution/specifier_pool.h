// SpecifierPool: every specifier set of a run under one small id, whether it comes from a record or
// from an input line, and which versions of a page it admits. No text is parsed here.
// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <vector>

#include <tsl/ordered_map.h>

#include "cache/page_record.h"
#include "packaging/specifier_ranges.h"
#include "solver/ids.h"
#include "support/words.h"

namespace pincompile {

using solver::SpecifierId;

class SpecifierPool {
 public:
  SpecifierPool();

  /// Admits everything.
  SpecifierId any() const { return SpecifierId(std::uint32_t{0}); }
  /// A set of a record, which outlives the pool; `key` is the Id64 of its text.
  SpecifierId of_record(Id64 key, const SpecifierView& view);
  /// A set of an input line.
  SpecifierId of_text(const SpecifierSet& set);
  SpecifierId both(SpecifierId a, SpecifierId b);
  SpecifierId either(SpecifierId a, SpecifierId b);

  bool contains(SpecifierId id, const KeyView& key, std::string_view spelling) const;
  /// Adds the versions of `page` that the set admits, in page order; `out` is all zero.
  void fill(SpecifierId id, const PageView& page, std::span<Word> out) const;

 private:
  enum class Form : std::uint8_t { kRecord, kText, kBoth, kEither };
  struct Entry {
    Form form = Form::kText;
    std::uint32_t first = 0;   ///< number in records_ or texts_, or the left operand
    std::uint32_t second = 0;  ///< the right operand
  };
  SpecifierId join(Form form, SpecifierId a, SpecifierId b);

  std::vector<Entry> entries_;
  std::vector<SpecifierView> records_;
  std::vector<SpecifierRanges> texts_;
  tsl::ordered_map<Id64, SpecifierId> by_key_;
};

}  // namespace pincompile
