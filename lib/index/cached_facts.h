// CachedFacts: answers what the store knows and is fresh, asks the source below for the rest, and
// keeps what that says. Pages live for their max-age; a stale one is asked for conditionally.
// Metadata of a file never changes. Nothing is written before commit().
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "cache/store.h"
#include "index/remote_facts.h"
#include "pincompile/clock.h"

namespace pincompile {

struct CacheRules {
  bool offline = false;           ///< stored facts of any age, and what local files and folders say
  bool revalidate_pages = false;  ///< -U: no page counts as fresh
  bool refresh = false;           ///< --refresh: nor does metadata
  std::vector<std::string> refresh_projects = {};  ///< --refresh-package, normalised
  /// What besides the file decides how metadata of an sdist is found (behaviour.md 4.7): empty,
  /// `strict`, or `build` with the interpreter's version. Wheels do not depend on it.
  std::string sdist_variant = {};
};

struct CacheUse {
  std::uint64_t fresh = 0;      ///< answered from the store
  std::uint64_t unchanged = 0;  ///< found still good by the source below
  std::uint64_t fetched = 0;    ///< answered by the source below
};

/// Wants carry the index in `index_url`, as MultiIndex gives them.
class CachedFacts : public FactSource {
 public:
  /// store  null: nothing is kept, only questions asked twice are answered once.
  /// below  null with `offline` only; with it, asked about local places only.
  CachedFacts(Store* store, RemoteFacts* below, Clock& clock, CacheRules rules);
  ~CachedFacts() override;

  void request(std::vector<Want> wants) override;
  std::vector<Fact> wait() override;
  void cancel() override;

  /// Hands what was learned to the store and lets it write. Once, at the end of a run.
  Result<void> commit();
  const CacheUse& cache_use() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Names and versions of the last resolution for the same inputs and target, so that their pages
/// can be asked for at once. `key` is any text that tells inputs and target apart.
std::vector<std::pair<std::string, std::string>> stored_closure(Store& store, std::string_view key);
void store_closure(Store& store, std::string_view key,
                   const std::vector<std::pair<std::string, std::string>>& pins);

}  // namespace pincompile
