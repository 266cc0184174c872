// IndexFacts: answers wants from package indexes over HTTP (PEP 503, 691, 658) and from local
// files. One instance serves all indexes of a run: each page want names the index to ask. The order
// of indexes is MultiIndex's business, keeping answers CachedFacts'.
// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "index/net_parts.h"
#include "index/remote_facts.h"
#include "pincompile/clock.h"
#include "pincompile/file_system.h"
#include "pincompile/index_options.h"
#include "pincompile/program_runner.h"

namespace pincompile {

/// What IndexFacts touches the world with; all outlive it.
struct IndexPorts {
  NetPartsLoader net;  ///< called at the first want that needs it
  Clock* clock = nullptr;
  ProgramRunner* programs = nullptr;
  FileSystem* files = nullptr;
  /// Lines for a person: level 1 each index asked, 2 each request. May be empty; called while
  /// waiting.
  std::function<void(int level, std::string_view line)> trace = {};
};

/// Name of an index in facts, keys and messages: its URL without user part and final slash.
std::string index_name(std::string_view url);

class IndexFacts : public RemoteFacts {
 public:
  IndexFacts(IndexOptions options, IndexPorts ports);
  ~IndexFacts() override;

  void request(std::vector<Want> wants) override;
  std::vector<Fact> wait() override;
  std::optional<std::vector<Fact>> wait_until(
      std::chrono::steady_clock::time_point deadline) override;
  void cancel() override;
  void revalidate(Want page, PageFreshness known) override;
  std::optional<PageFreshness> freshness(std::uint64_t want_id) const override;

  IndexCounts counts() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// The text behind an http or https URL (a remote requirements file), with the credentials, trust
/// and retries of the indexes.
///
/// errors   kNotFound for 404; kCorrupt beyond `most_bytes`; else as IndexFacts.
Result<std::string> fetch_text(const IndexOptions& options, const IndexPorts& ports,
                               const std::string& url,
                               std::uint64_t most_bytes = std::uint64_t{1} << 24);

}  // namespace pincompile
