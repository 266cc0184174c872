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
#include "pincompile/program_runner.h"

namespace pincompile {

enum class IndexStrategy : std::uint8_t { kFirstIndex, kUnsafeBestMatch };

/// How the metadata of versions without a wheel is found (behaviour.md 4.7).
struct SdistPolicy {
  bool recorded = true;            ///< false: --sdist-metadata strict
  bool build = false;              ///< --build-sdists; then `recorded` is not looked at
  std::string python = {};         ///< interpreter that builds
  std::string target_python = {};  ///< `3.12`; the interpreter must be this one
  std::string target_implementation = "cpython";
};

/// Which indexes there are and how to talk to them. URLs may hold a user part; it is used and never
/// shown. `${VAR}` is already expanded.
struct IndexOptions {
  std::vector<std::string> indexes = {};     ///< in order of search: extras first, --index-url last
  std::vector<std::string> find_links = {};  ///< directories (absolute), pages
  IndexStrategy strategy = IndexStrategy::kFirstIndex;
  /// Name or `prefix*` to the only index asked for it.
  std::vector<std::pair<std::string, std::string>> package_index = {};
  std::vector<std::string> absent_on_403 = {};  ///< hosts, beside the built-in ones
  std::vector<std::string> trusted_hosts = {};  ///< `HOST` or `HOST:PORT`
  std::string netrc = {};                       ///< text of the netrc file
  bool keyring = false;                         ///< ask the keyring program after 401 and 403
  TransportOptions transport = {};
  unsigned retries = 5;
  unsigned jobs = 0;  ///< worker threads; 0 = parse on the calling thread
  SdistPolicy sdists = {};
};

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

/// What was done so far, for reports.
struct IndexCounts {
  std::uint64_t requests = 0;  ///< sent, retries included
  std::uint64_t bytes = 0;     ///< of decoded bodies
};

class IndexFacts : public RemoteFacts {
 public:
  IndexFacts(IndexOptions options, IndexPorts ports);
  ~IndexFacts() override;

  void request(std::vector<Want> wants) override;
  std::vector<Fact> wait() override;
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
/// errors   kNotFound for 404; else as IndexFacts.
Result<std::string> fetch_text(const IndexOptions& options, const IndexPorts& ports,
                               const std::string& url);

}  // namespace pincompile
