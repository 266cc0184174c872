// CachedFacts: answers what the store knows and is fresh, asks the source below for the rest, and
// keeps what that says. Pages live for their max-age; a stale one is asked for conditionally.
// Metadata of a file never changes. The rest is written by commit(), pages also before.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <string>
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
  std::vector<std::string> absent_on_403 = {};  ///< as in IndexOptions
  bool builds = false;  ///< a failed build is not kept: it may be this machine's fault, and mended
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
  std::optional<std::vector<Fact>> wait_until(
      std::chrono::steady_clock::time_point deadline) override;
  void cancel() override;
  void use(std::uint64_t want_id) override;
  void distrust(const Want& page) override;

  /// From here on the pages asked for belong to one question, which `key` tells from others. As
  /// soon as one of them has to be asked for below, so are all that the question used the last
  /// time: a run whose pages are stale waits for the network once, not once for each layer of
  /// dependencies. Earlier questions of the same run are part of the key.
  void begin_question(std::string_view key);
  /// Hands what was learned to the store and lets it write. Once, at the end of a run.
  Result<void> commit();
  const CacheUse& cache_use() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace pincompile
