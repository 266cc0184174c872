// Default wiring: remote indexes behind their cache, or a snapshot; recording above either.
// SPDX-License-Identifier: MIT
#include "pincompile/world.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>

#include "api/open_world.h"
#include "index/cached_facts.h"
#include "index/index_facts.h"
#include "index/multi_index.h"
#include "index/recording_facts.h"
#include "index/snapshot_facts.h"
#include "pincompile/machine.h"

namespace pincompile {
namespace {

/// Equal for options that ask the same indexes in the same way.
std::string key_of(const IndexOptions& options) {
  std::string key = fmt::format(
      "{}|{}|{}|{}", fmt::join(options.indexes, "\n"), fmt::join(options.find_links, "\n"),
      static_cast<int>(options.strategy), fmt::join(options.trusted_hosts, "\n"));
  for (const auto& [name, url] : options.package_index) key += fmt::format("|{}={}", name, url);
  key += fmt::format("|{}|{}|{}|{}", options.revalidate_pages,
                     fmt::join(options.absent_on_403, "\n"), options.sdists.recorded,
                     options.sdists.build ? options.sdists.python + options.sdists.target_python +
                                                options.sdists.target_implementation
                                          : std::string());
  return key;
}

/// Network parts whose HTTP goes through the caller's transport.
class PartsWithTransport : public NetParts {
 public:
  PartsWithTransport(NetPartsLoader others, decltype(WorldPorts::make_transport) make)
      : others_(std::move(others)), make_(std::move(make)) {}

  Result<std::unique_ptr<HttpTransport>> make_transport(const TransportOptions& options) override {
    return make_(options);
  }
  Result<HtmlPage> read_html(std::string_view text) override {
    Result<NetParts*> others = others_();
    return others ? (*others)->read_html(text) : others.error();
  }
  Result<ArchiveContent> read_archive(std::string_view bytes, const MemberChooser& choose,
                                      std::size_t max_member_bytes) override {
    Result<NetParts*> others = others_();
    return others ? (*others)->read_archive(bytes, choose, max_member_bytes) : others.error();
  }
  Result<std::string> write_tar_gz(std::span<const ArchiveMember> members) override {
    Result<NetParts*> others = others_();
    return others ? (*others)->write_tar_gz(members) : others.error();
  }

 private:
  NetPartsLoader others_;
  decltype(WorldPorts::make_transport) make_;
};

class StoredInterpreters : public InterpreterMemory {
 public:
  explicit StoredInterpreters(Store& store) : store_(store) {}
  std::optional<std::string> recall(const std::string& key) override {
    return store_.text(TextTableKind::kInterpreters, key);
  }
  void remember(const std::string& key, const std::string& answer) override {
    store_.put_text(TextTableKind::kInterpreters, key, answer);
  }

 private:
  Store& store_;
};

}  // namespace

/// The parts that answer for one set of indexes, lowest first.
struct World::State {
  struct Stack {
    std::string key;
    std::unique_ptr<IndexFacts> remote;
    std::unique_ptr<CachedFacts> cached;
    std::unique_ptr<MultiIndex> joined;
    std::unique_ptr<RecordingFacts> recording;
    std::unique_ptr<Resolver> resolver;
  };

  WorldOptions options;
  std::unique_ptr<FileSystem> own_files;
  std::unique_ptr<Clock> own_clock;
  std::unique_ptr<ProgramRunner> own_programs;
  IndexPorts ports;
  std::unique_ptr<Store> store;
  std::unique_ptr<StoredInterpreters> interpreters;
  std::optional<SnapshotContext> context;
  std::unique_ptr<SnapshotFacts> snapshot;
  std::vector<std::unique_ptr<Stack>> stacks;  // after what they stand on
  std::vector<std::string> warnings;
  std::string questions;  // of this run so far

  State(WorldOptions given, WorldPorts from, NetPartsLoader net);
  Result<void> open_store();
  Result<void> open_snapshot();
};

World::State::State(WorldOptions given, WorldPorts from, NetPartsLoader net)
    : options(std::move(given)) {
  if (from.files == nullptr) own_files = machine_files("/");
  if (from.clock == nullptr) own_clock = machine_clock();
  if (from.programs == nullptr) own_programs = machine_programs();
  ports.files = own_files ? own_files.get() : from.files;
  ports.clock = own_clock ? own_clock.get() : from.clock;
  ports.programs = own_programs ? own_programs.get() : from.programs;
  ports.trace = std::move(from.trace);
  ports.net = std::move(net);
  if (from.make_transport)
    ports.net = [parts = std::make_shared<PartsWithTransport>(
                     std::move(ports.net), std::move(from.make_transport))]() -> Result<NetParts*> {
      return parts.get();
    };
}

/// A store that cannot be opened is reported once and done without, but for --offline, which has
/// nothing else.
Result<void> World::State::open_store() {
  if (options.cache_directory.empty()) return {};
  const auto today = std::chrono::floor<std::chrono::days>(ports.clock->now());
  Result<std::unique_ptr<Store>> opened =
      Store::open({options.cache_directory, options.cache_bytes, today});
  if (opened) {
    store = *std::move(opened);
    interpreters = std::make_unique<StoredInterpreters>(*store);
    return {};
  }
  if (options.offline) return opened.error();
  warnings.push_back(fmt::format("the cache is not used: {}", opened.error().message));
  return {};
}

Result<void> World::State::open_snapshot() {
  if (options.snapshot.empty()) return {};
  Result<NetParts*> net = ports.net();
  if (!net) return net.error();
  Result<Snapshot> read = read_snapshot(options.snapshot, **net);
  if (!read) return read.error();
  context = read->context;
  snapshot = std::make_unique<SnapshotFacts>(*std::move(read));
  return {};
}

World::World(std::unique_ptr<State> state) : state_(std::move(state)) {}
World::~World() = default;

Result<std::unique_ptr<World>> open_world(WorldOptions options, WorldPorts ports,
                                          NetPartsLoader net) {
  auto state = std::make_unique<World::State>(std::move(options), std::move(ports), std::move(net));
  if (Result<void> opened = state->open_store(); !opened) return opened.error();
  if (Result<void> opened = state->open_snapshot(); !opened) return opened.error();
  return std::unique_ptr<World>(new World(std::move(state)));
}

Result<Resolver*> World::resolver_for(const IndexOptions& options) {
  const std::string key = state_->snapshot ? std::string() : key_of(options);
  for (const auto& stack : state_->stacks)
    if (stack->key == key) return stack->resolver.get();
  auto stack = std::make_unique<State::Stack>();
  stack->key = key;
  if (state_->snapshot) {
    stack->resolver = std::make_unique<Resolver>(*state_->snapshot, *state_->ports.clock);
    state_->stacks.push_back(std::move(stack));
    return state_->stacks.back()->resolver.get();
  }
  stack->remote = std::make_unique<IndexFacts>(options, state_->ports);
  const SdistPolicy& sdists = options.sdists;
  const std::string variant = sdists.build
                                  ? "build " + sdists.target_implementation + sdists.target_python
                              : sdists.recorded ? std::string()
                                                : std::string("strict");
  CacheRules rules{state_->options.offline,
                   state_->options.revalidate_pages || options.revalidate_pages,
                   state_->options.refresh,
                   state_->options.refresh_projects,
                   variant,
                   options.absent_on_403,
                   sdists.build};
  stack->cached = std::make_unique<CachedFacts>(state_->store.get(), stack->remote.get(),
                                                *state_->ports.clock, rules);
  stack->joined = std::make_unique<MultiIndex>(options, *stack->cached);
  FactSource* top = stack->joined.get();
  if (state_->options.record) {
    stack->recording = std::make_unique<RecordingFacts>(*top);
    top = stack->recording.get();
  }
  stack->resolver = std::make_unique<Resolver>(*top, *state_->ports.clock);
  state_->stacks.push_back(std::move(stack));
  return state_->stacks.back()->resolver.get();
}

Result<std::string> World::fetch_text(const IndexOptions& options, const std::string& url) {
  return pincompile::fetch_text(options, state_->ports, url);
}

// What an earlier question asked is not asked again, so the same question uses other pages after
// it.
void World::begin_question(std::string_view question) {
  state_->questions += fmt::format("{}\n", question);
  for (const auto& stack : state_->stacks)
    if (stack->cached) stack->cached->begin_question(state_->questions);
}

InterpreterMemory* World::interpreters() { return state_->interpreters.get(); }

Result<void> World::keep() {
  if (state_->store && state_->ports.trace) {
    const StoreCounts& counts = state_->store->counts();
    state_->ports.trace(
        2, fmt::format("the cache gave {} records of {} bytes in all", counts.hits, counts.bytes));
  }
  for (const auto& stack : state_->stacks)
    if (stack->cached)
      if (Result<void> written = stack->cached->commit(); !written) return written.error();
  return {};
}

Result<std::string> World::recorded_snapshot(const SnapshotContext& context) {
  if (!state_->options.record)
    return Error{ErrorKind::kInvalidArgument, "the world does not record (WorldOptions::record)"};
  Result<NetParts*> net = state_->ports.net();
  if (!net) return net.error();
  std::vector<RecordedFact> facts;
  for (const auto& stack : state_->stacks) {
    if (!stack->recording) continue;
    std::vector<RecordedFact> recorded = stack->recording->recorded();
    facts.insert(facts.end(), std::make_move_iterator(recorded.begin()),
                 std::make_move_iterator(recorded.end()));
  }
  return write_snapshot(context, facts, **net);
}

const SnapshotContext* World::snapshot_context() const {
  return state_->context ? &*state_->context : nullptr;
}

std::vector<std::string> World::missing_facts() const {
  return state_->snapshot ? state_->snapshot->missing() : std::vector<std::string>();
}

std::vector<std::string> World::warnings() const {
  std::vector<std::string> all = state_->warnings;
  for (const auto& stack : state_->stacks)
    if (stack->joined)
      for (std::string& note : stack->joined->notes()) all.push_back(std::move(note));
  return all;
}

IndexCounts World::counts() const {
  IndexCounts sum;
  for (const auto& stack : state_->stacks) {
    if (!stack->remote) continue;
    const IndexCounts counts = stack->remote->counts();
    sum.requests += counts.requests;
    sum.bytes += counts.bytes;
  }
  return sum;
}

}  // namespace pincompile
