// World: the real parts behind a resolver, wired as a program wants them: cache on top of remote
// indexes, or a snapshot; recording on top of either. One per process run: the cache is opened
// once.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "index/index_facts.h"
#include "index/snapshot.h"
#include "pincompile/resolver.h"
#include "target/interpreter.h"

namespace pincompile {

struct WorldOptions {
  std::string cache_directory = {};  ///< empty = keep nothing
  std::uint64_t cache_bytes = std::uint64_t{2} << 30;
  bool offline = false;                            ///< cache only, any age
  bool revalidate_pages = false;                   ///< ask whether every cached page is still good
  bool refresh = false;                            ///< ask for everything anew
  std::vector<std::string> refresh_projects = {};  ///< the same for these, normalised names
  std::string snapshot = {};  ///< bytes of a snapshot to answer from; empty = none
  bool record = false;        ///< keep the facts consulted, for `snapshot_of`
};

/// lifetime  the ports outlive the world.
/// threads   one thread.
class World {
 public:
  static Result<std::unique_ptr<World>> open(WorldOptions options, IndexPorts ports);
  ~World();
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  /// The resolver on these indexes; the same one for equal options, so that runs share their facts.
  Result<Resolver*> resolver_for(const IndexOptions& options);
  /// What interpreters said about themselves, kept with the cache; nullptr without one.
  InterpreterMemory* interpreters();
  /// Writes what was learned to the cache.
  ///
  /// errors   kIo; the answer stands all the same.
  Result<void> keep();

  /// Facts consulted so far as a snapshot (behaviour.md 9.5).
  Result<std::string> recorded_snapshot(const SnapshotContext& context);
  /// What the snapshot this world answers from was asked; nullptr without one.
  const SnapshotContext* snapshot_context() const;
  /// Facts that were asked for but are not in the snapshot.
  std::vector<std::string> missing_facts() const;

  /// For the user: a cache that could not be opened, names that two indexes know.
  std::vector<std::string> warnings() const;
  IndexCounts counts() const;

 private:
  World();
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace pincompile
