// World: the usual facts behind a resolver, wired: package indexes with a cache in front of them,
// or a snapshot; recording above either.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "pincompile/export.h"
#include "pincompile/http_transport.h"
#include "pincompile/index_options.h"
#include "pincompile/interpreter.h"
#include "pincompile/resolver.h"
#include "pincompile/snapshot.h"

namespace pincompile {

class NetParts;

/// Where answers come from and where they are kept.
struct WorldOptions {
  /// Absolute; made if it does not exist, used read-only if it cannot be written. Empty: nothing is
  /// kept. Other processes may use it at the same time; a second World of this process goes
  /// without, as if it could not be opened.
  std::string cache_directory = {};
  std::uint64_t cache_bytes = std::uint64_t{2} << 30;  ///< most it may grow to
  bool offline = false;                                ///< cache only, any age
  bool revalidate_pages = false;                   ///< ask whether every cached page is still good
  bool refresh = false;                            ///< ask for everything anew
  std::vector<std::string> refresh_projects = {};  ///< the same for these, normalised names
  std::string snapshot = {};  ///< bytes of a snapshot to answer from; empty = none
  bool record = false;        ///< keep the facts consulted, for World::recorded_snapshot
};

/// What a World touches the machine with. What is not given is the machine's own (machine.h,
/// libcurl).
///
/// lifetime  they outlive the world.
struct WorldPorts {
  FileSystem* files = nullptr;  ///< for find-links directories and `file:` indexes
  Clock* clock = nullptr;       ///< for the freshness of pages and dates
  /// For keyring and pip, only where IndexOptions ask for them. Called on threads of the world's
  /// own; a run whose resolve is cancelled ends when it heeds ProgramLimits::stop.
  ProgramRunner* programs = nullptr;
  /// Makes what all HTTP goes through; called once per set of indexes, at the first request.
  std::function<Result<std::unique_ptr<HttpTransport>>(const TransportOptions&)> make_transport =
      {};
  /// Lines for a person: level 1 each index asked, 2 each request. Called while resolving.
  std::function<void(int level, std::string_view line)> trace = {};
};

/// Owns everything between resolvers and the world, and the resolvers themselves.
///
/// threads  one at a time, together with its resolvers. Worlds are independent of each other.
class PINCOMPILE_API World {
 public:
  /// errors   kIo: --offline, and the cache cannot be opened (else a warning); kCorrupt,
  ///          kUnsupported: the snapshot.
  static Result<std::unique_ptr<World>> open(WorldOptions options = {}, WorldPorts ports = {});
  ~World();
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  /// The resolver on these indexes; the same one for equal options, so that runs share their facts.
  /// With a snapshot the options mean nothing.
  ///
  /// lifetime  as the world.
  Result<Resolver*> resolver_for(const IndexOptions& options);
  /// What the resolvers are asked next, told from what other runs ask (by its output and target,
  /// say): pages that the same question used in the last run are asked for early.
  void begin_question(std::string_view question);
  /// The text behind an http or https URL (a requirements file), with the credentials, trust and
  /// retries of `options`. For InputReader::fetch.
  ///
  /// errors   kNotFound for 404; kNetwork, kUnauthorized.
  Result<std::string> fetch_text(const IndexOptions& options, const std::string& url);
  /// What interpreters said about themselves, kept with the cache; nullptr without one.
  InterpreterMemory* interpreters();
  /// Writes what was learned to the cache.
  ///
  /// errors   kIo; the answers stand all the same.
  Result<void> keep();

  /// Facts consulted so far as a snapshot (behaviour.md 9.5), if WorldOptions::record.
  ///
  /// errors   kInvalidArgument: the world does not record; kInternal: the archive could not be made.
  Result<std::string> recorded_snapshot(const SnapshotContext& context);
  /// What the snapshot this world answers from was asked; nullptr without one.
  const SnapshotContext* snapshot_context() const;
  /// Facts that were asked for but are not in the snapshot.
  std::vector<std::string> missing_facts() const;

  /// For the user: a cache that could not be opened, names that two indexes know.
  std::vector<std::string> warnings() const;
  /// Sum over all resolvers.
  IndexCounts counts() const;

 private:
  struct State;
  explicit World(std::unique_ptr<State> state);
  friend Result<std::unique_ptr<World>> open_world(WorldOptions options, WorldPorts ports,
                                                   std::function<Result<NetParts*>()> net);

  std::unique_ptr<State> state_;
};

}  // namespace pincompile
