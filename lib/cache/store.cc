// Keeping records between runs.
// SPDX-License-Identifier: MIT
#include "cache/store.h"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <map>
#include <set>
#include <utility>

#include "cache/eviction.h"
#include "cache/record_parts.h"
#include "cache/store_file.h"
#include "cache/store_values.h"
#include "cache/stored_tail.h"

namespace pincompile {
namespace {

constexpr std::uint64_t kSmallestMap = std::uint64_t{256} << 20;
// Each change brings sixteen pages of the file into memory, in two mappings, until it is committed.
constexpr std::size_t kChangesAtOnce = 16;

std::vector<StoreChange> tail_parts(const StoreKey& page, const RecordBytes& tail) {
  std::vector<StoreChange> parts;
  for (auto rest = tail.bytes; !rest.empty();
       rest = rest.subspan(parts.back().bytes.bytes.size())) {
    const auto part = rest.first(std::min<std::size_t>(rest.size(), kTailPartBytes));
    parts.push_back({tail_key(page, parts.size()), {part, tail.owner}});
  }
  return parts;
}

}  // namespace

struct Store::State {
  StoreOptions options;
  std::shared_ptr<StoreFile> file;
  std::shared_ptr<StoreFile> target;  // what is written to: the same, or what took its place
  std::map<StoreKey, RecordBytes> changes;
  std::map<StoreKey, std::shared_ptr<StoredTail>> unwritten;  // tails of pages among the changes
  std::uint64_t unwritten_bytes = 0;
  std::set<std::uint64_t> changed_groups;  // of this run
  std::uint64_t written_bytes = 0;         // in this run
  bool may_write_early = true;
  StoreCounts counts;

  void write_pages();
  Result<void> write_collected(const std::map<StoreKey, RecordBytes>& collected, Flush flush);
  Result<void> write_rest();
  void remove_tail(const StoreKey& page, std::vector<StoreChange>& removals);
  void release_tails(const std::map<StoreKey, RecordBytes>& written);
  Result<void> write(const std::vector<StoreChange>& all, Flush flush);
  bool start_anew();
  std::uint64_t collected_bytes() const;
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
  state->file = state->target = *std::move(file);
  return std::unique_ptr<Store>(new Store(std::move(state)));
}

RecordBytes Store::record(const StoreKey& key) {
  const auto value = state_->file->find(key);
  if (value && record_is_intact(*value)) {
    ++state_->counts.hits;
    state_->counts.bytes += value->size();
    RecordBytes record{*value, state_->file};
    if (key.item == kPageItem) {
      record.tail = std::make_shared<StoredTail>(state_->file, key);
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

RecordBytes Store::put_page(std::uint64_t group, RecordBytes record,
                            const StoredFreshness& freshness) {
  State& state = *state_;
  const StoreKey key = page_key(group);
  put_freshness(group, freshness);
  const RecordHalves halves = split_record(record.bytes);
  state.changes[key] = record;
  if (halves.tail.empty()) return record;
  const auto head = std::make_shared<std::vector<std::uint64_t>>(halves.head.size() / 8);
  std::memcpy(head->data(), halves.head.data(), halves.head.size());
  const auto tail = std::make_shared<StoredTail>(halves.tail, std::move(record.owner));
  state.unwritten[key] = tail;
  state.unwritten_bytes += halves.tail.size();
  if (state.unwritten_bytes > state.options.most_waiting_bytes) state.write_pages();
  return {std::as_bytes(std::span(*head)), head, tail};
}

void Store::put_freshness(std::uint64_t group, const StoredFreshness& freshness) {
  state_->changes[freshness_key(group)] = write_freshness(freshness);
}

void Store::put_text(TextTableKind table, std::string_view key, std::string_view text) {
  state_->changes[text_key(table, key)] = write_text({std::string(text), state_->options.today});
}

void Store::remove(const StoreKey& key) { state_->changes[key] = {}; }

// Writes pages and what is known about them. The rest waits for the end: thousands of small
// entries, spread over the tree by their keys, would have most of it rewritten each time. What
// fails now is tried once more at the end, and told then. The disk is waited for at the end only.
void Store::State::write_pages() {
  if (!may_write_early) return;
  std::map<StoreKey, RecordBytes> pages;
  for (const auto& [key, tail] : unwritten) {
    for (const StoreKey& one : {key, freshness_key(key.group)}) {
      if (auto change = changes.extract(one)) pages.insert(std::move(change));
    }
  }
  if (write_collected(pages, Flush::kLater)) return;
  may_write_early = false;
  changes.merge(pages);
}

// A file that turns out to be damaged is given up for a new one, if nobody else is using it. What
// was read of the old one stays good.
bool Store::State::start_anew() {
  ++counts.damaged;
  if (!target->discard()) return false;
  auto fresh = StoreFile::open(options.directory, std::max(2 * options.max_bytes, kSmallestMap));
  if (fresh) target = *std::move(fresh);
  return fresh.has_value();
}

Result<void> Store::State::write(const std::vector<StoreChange>& all, Flush flush) {
  auto written = target->write(all, flush);
  if (written || written.error().kind != ErrorKind::kCorrupt || !start_anew()) return written;
  return target->write(all, flush);
}

// One transaction. A page's head and tail and what is known of it are written together: to another
// process each of them alone would look like damage. But nobody looks at the tail of a page that is
// new, and so its parts are written first, one at a time, if there are several: LMDB holds in
// memory what a transaction writes. Should another process write the page meanwhile, the checks of
// its files tell.
Result<void> Store::State::write_collected(const std::map<StoreKey, RecordBytes>& collected,
                                           Flush flush) {
  std::vector<StoreChange> all;
  std::vector<StoreChange> tails;
  std::uint64_t bytes = 0;
  for (const auto& [key, record] : collected) {
    bytes += record.bytes.size();
    changed_groups.insert(key.group);
    const RecordHalves halves = split_record(record.bytes);
    const bool whole = !halves.tail.empty();
    all.push_back({key, whole ? RecordBytes{halves.head, record.owner} : record});
    // A removed page takes its tail along; one without files leaves a tail that nobody reads.
    if (key.item == kPageItem && record.bytes.empty()) remove_tail(key, tails);
    std::vector<StoreChange> parts = tail_parts(key, {halves.tail, record.owner});
    if (parts.size() > 1 && !file->place(key)) {
      for (const StoreChange& part : parts) {
        if (auto written = write({part}, Flush::kLater); !written) return written;
        ++counts.written;
      }
    } else {
      std::ranges::move(parts, std::back_inserter(tails));
    }
  }
  all.insert(all.end(), tails.begin(), tails.end());
  auto written = write(all, flush);
  if (!written) return written;
  counts.written += all.size();
  written_bytes += bytes;
  release_tails(collected);
  return {};
}

// All that waits, in the order of the keys and so of the tree, some at a time but never less than
// all of a project. What was not written waits on.
Result<void> Store::State::write_rest() {
  while (!changes.empty()) {
    std::map<StoreKey, RecordBytes> some;
    for (auto next = changes.begin();
         next != changes.end() &&
         (some.size() < kChangesAtOnce || next->first.group == some.rbegin()->first.group);) {
      some.insert(changes.extract(next++));
    }
    auto written = write_collected(some, changes.empty() ? Flush::kNow : Flush::kLater);
    if (written) continue;
    changes.merge(some);
    return written;
  }
  return {};
}

void Store::State::remove_tail(const StoreKey& page, std::vector<StoreChange>& removals) {
  std::uint64_t part = 0;
  do {
    removals.push_back({tail_key(page, part), {}});
  } while (file->place(tail_key(page, ++part)));
}

void Store::State::release_tails(const std::map<StoreKey, RecordBytes>& written) {
  std::vector<StoreKey> keys;
  std::vector<std::shared_ptr<StoredTail>> tails;
  for (const auto& [key, record] : written) {
    const auto waited = unwritten.extract(key);
    if (waited.empty()) continue;
    for (std::uint64_t begin = 0; begin < waited.mapped()->unwritten_bytes();
         begin += kTailPartBytes)
      keys.push_back(tail_key(key, begin / kTailPartBytes));
    tails.push_back(waited.mapped());
  }
  const auto places = target->written_places(keys);
  auto next = places.begin();
  for (const auto& tail : tails) {
    std::vector<StoreFile::Place> parts;
    const std::uint64_t count = (tail->unwritten_bytes() + kTailPartBytes - 1) / kTailPartBytes;
    for (auto place = next; place != next + static_cast<std::ptrdiff_t>(count); ++place) {
      if (*place) parts.push_back(**place);
    }
    next += static_cast<std::ptrdiff_t>(count);
    if (parts.size() == count) tail->rest_at(target, parts);
  }
  if (unwritten.empty()) unwritten_bytes = 0;
}

std::uint64_t Store::State::collected_bytes() const {
  std::uint64_t bytes = 0;
  for (const auto& [key, record] : changes) bytes += record.bytes.size();
  return bytes;
}

std::uint64_t Store::State::used_bytes() const {
  TreePages& pages = file->pages();
  pages.check_free_pages();
  return (pages.page_count() - std::min(pages.page_count(), pages.free_pages())) *
         TreePages::kPageSize;
}

Result<void> Store::State::make_room(std::uint64_t bytes_to_free, std::chrono::sys_days oldest) {
  const StoreContents contents = survey(
      file->pages(), {bytes_to_free, oldest, {changed_groups.begin(), changed_groups.end()}});
  if (file->pages().damaged()) {
    start_anew();
    return {};
  }
  std::vector<StoreChange> removals;
  for (const StoreKey& key : contents.evicted) removals.push_back({key, {}});
  if (removals.empty()) return {};
  return write(removals, Flush::kNow);
}

Result<void> Store::commit() {
  State& state = *state_;
  if (state.changes.empty()) return {};
  for (const auto& [key, record] : state.changes) state.changed_groups.insert(key.group);
  // Room is made first and by the snapshot of the run: what it frees is there for this very write.
  const std::uint64_t limit = state.options.max_bytes;
  const std::uint64_t bytes = state.collected_bytes();
  if (state.target->file_bytes() + bytes > limit) {
    const std::uint64_t used = state.used_bytes() + state.written_bytes + bytes;
    if (used > limit) {
      if (auto room = state.make_room(used - limit / 5 * 4, {}); !room) return room;
    }
  }
  return state.write_rest();
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
  state.target = state.file;
  if (state.file.use_count() > 2) return size();
  // The snapshot is from before; look again.
  const StoreOptions options = state.options;
  state.file.reset();
  state.target.reset();
  auto file = StoreFile::open(options.directory, std::max(2 * options.max_bytes, kSmallestMap));
  if (!file) return file.error();
  state.file = state.target = *std::move(file);
  return size();
}

Result<void> Store::clear(const std::string& directory) { return StoreFile::remove_all(directory); }

}  // namespace pincompile
