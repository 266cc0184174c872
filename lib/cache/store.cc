// Keeping records between runs.
// SPDX-License-Identifier: MIT
#include "cache/store.h"

#include <algorithm>
#include <map>
#include <utility>

#include "cache/eviction.h"
#include "cache/record_parts.h"
#include "cache/store_file.h"
#include "cache/store_values.h"
#include "cache/stored_tail.h"

namespace pincompile {
namespace {

constexpr std::uint64_t kSmallestMap = std::uint64_t{256} << 20;

}  // namespace

struct Store::State {
  StoreOptions options;
  std::shared_ptr<StoreFile> file;
  std::map<StoreKey, RecordBytes> changes;
  StoreCounts counts;

  Result<void> write(const std::vector<StoreChange>& all);
  std::vector<std::uint64_t> changed_groups() const;
  std::uint64_t used_bytes() const;
  Result<void> make_room(std::uint64_t bytes_to_free, std::chrono::sys_days oldest);
};

Store::Store(std::unique_ptr<State> state) : state_(std::move(state)) {}
Store::~Store() = default;

Result<std::unique_ptr<Store>> Store::open(const StoreOptions& options) {
  auto file = StoreFile::open(options.directory, std::max(2 * options.max_bytes, kSmallestMap));
  if (!file) return file.error();
  auto state = std::make_unique<State>();
  state->options = options;
  state->file = *std::move(file);
  return std::unique_ptr<Store>(new Store(std::move(state)));
}

RecordBytes Store::record(const StoreKey& key) {
  const auto value = state_->file->find(key);
  if (value && record_is_intact(*value)) {
    ++state_->counts.hits;
    RecordBytes record{*value, state_->file};
    if (key.item == kPageItem) {
      record.tail = std::make_shared<StoredTail>(state_->file, tail_key(key));
    }
    return record;
  }
  if (value) ++state_->counts.damaged;
  ++state_->counts.misses;
  return {};
}

std::optional<StoredFreshness> Store::freshness(std::uint64_t group) {
  const auto value = state_->file->find(freshness_key(group));
  if (!value) return std::nullopt;
  auto freshness = read_freshness(*value);
  if (!freshness) ++state_->counts.damaged;
  return freshness;
}

std::optional<std::string> Store::text(TextTableKind table, std::string_view key) {
  const StoreKey stored_key = text_key(table, key);
  const auto value = state_->file->find(stored_key);
  if (!value) return std::nullopt;
  auto text = read_text(*value);
  if (!text) {
    ++state_->counts.damaged;
    return std::nullopt;
  }
  if (text->last_used < state_->options.today && !state_->changes.contains(stored_key)) {
    state_->changes[stored_key] = write_text({text->text, state_->options.today});
  }
  return std::move(text->text);
}

std::vector<std::string> Store::texts(TextTableKind table) {
  std::vector<std::string> all;
  state_->file->pages().visit(
      [&](std::span<const std::byte> bytes, std::span<const std::byte> value) {
        StoreKey key;
        if (bytes.size() != sizeof(key)) return true;
        std::copy(bytes.begin(), bytes.end(), reinterpret_cast<std::byte*>(&key));
        if (key.group != static_cast<std::uint64_t>(table)) return true;
        if (auto text = read_text(value)) all.push_back(std::move(text->text));
        return true;
      });
  return all;
}

void Store::put_record(const StoreKey& key, RecordBytes record) {
  state_->changes[key] = std::move(record);
}

void Store::put_freshness(std::uint64_t group, const StoredFreshness& freshness) {
  state_->changes[freshness_key(group)] = write_freshness(freshness);
}

void Store::put_text(TextTableKind table, std::string_view key, std::string_view text) {
  state_->changes[text_key(table, key)] = write_text({std::string(text), state_->options.today});
}

void Store::remove(const StoreKey& key) { state_->changes[key] = {}; }

// A file that turns out to be damaged is given up for a new one, if nobody else is using it.
Result<void> Store::State::write(const std::vector<StoreChange>& all) {
  auto written = file->write(all);
  if (written || written.error().kind != ErrorKind::kCorrupt) return written;
  ++counts.damaged;
  if (!file->discard()) return written;
  auto fresh = StoreFile::open(options.directory, std::max(2 * options.max_bytes, kSmallestMap));
  if (!fresh) return fresh.error();
  return (*fresh)->write(all);
}

std::vector<std::uint64_t> Store::State::changed_groups() const {
  std::vector<std::uint64_t> groups;
  for (const auto& [key, bytes] : changes) {
    if (groups.empty() || groups.back() != key.group) groups.push_back(key.group);
  }
  return groups;
}

std::uint64_t Store::State::used_bytes() const {
  TreePages& pages = file->pages();
  pages.check_free_pages();
  return (pages.page_count() - std::min(pages.page_count(), pages.free_pages())) *
         TreePages::kPageSize;
}

Result<void> Store::State::make_room(std::uint64_t bytes_to_free, std::chrono::sys_days oldest) {
  const StoreContents contents = survey(file->pages(), {bytes_to_free, oldest, changed_groups()});
  if (file->pages().damaged()) {
    ++counts.damaged;
    file->discard();
    return {};
  }
  std::vector<StoreChange> removals;
  for (const StoreKey& key : contents.evicted) removals.push_back({key, {}});
  if (removals.empty()) return {};
  return write(removals);
}

Result<void> Store::commit() {
  State& state = *state_;
  if (state.changes.empty()) return {};
  std::vector<StoreChange> all;
  std::vector<StoreChange> tails;
  std::uint64_t bytes = 0;
  for (const auto& [key, record] : state.changes) {
    bytes += record.bytes.size();
    const RecordHalves halves = split_record(record.bytes);
    const bool whole = !halves.tail.empty();
    all.push_back({key, whole ? RecordBytes{halves.head, record.owner} : record});
    // A removed page takes its tail along; one without files leaves a tail that nobody reads.
    if (whole) tails.push_back({tail_key(key), {halves.tail, record.owner}});
    if (key.item == kPageItem && record.bytes.empty()) tails.push_back({tail_key(key), {}});
  }
  all.insert(all.end(), tails.begin(), tails.end());
  // Room is made first and by the snapshot of the run: what it frees is there for this very write.
  const std::uint64_t limit = state.options.max_bytes;
  if (state.file->file_bytes() + bytes > limit) {
    const std::uint64_t used = state.used_bytes() + bytes;
    if (used > limit) {
      if (auto room = state.make_room(used - limit / 5 * 4, {}); !room) return room;
    }
  }
  auto written = state.write(all);
  if (!written) return written;
  state.counts.written += all.size();
  state.changes.clear();
  return {};
}

bool Store::read_only() const { return state_->file->read_only(); }
const StoreCounts& Store::counts() const { return state_->counts; }

Result<StoreSize> Store::size() {
  const StoreContents contents = survey(state_->file->pages(), {});
  return StoreSize{state_->used_bytes(), state_->file->file_bytes(), contents.entries,
                   contents.projects};
}

Result<StoreSize> Store::prune(std::chrono::sys_days oldest) {
  State& state = *state_;
  const std::uint64_t used = state.used_bytes();
  const std::uint64_t excess = used > state.options.max_bytes ? used - state.options.max_bytes : 0;
  if (auto room = state.make_room(excess, oldest); !room) return room.error();
  state.file->compact();
  if (state.file.use_count() > 1) return size();
  // The snapshot is from before; look again.
  const StoreOptions options = state.options;
  state.file.reset();
  auto file = StoreFile::open(options.directory, std::max(2 * options.max_bytes, kSmallestMap));
  if (!file) return file.error();
  state.file = *std::move(file);
  return size();
}

Result<void> Store::clear(const std::string& directory) { return StoreFile::remove_all(directory); }

}  // namespace pincompile
