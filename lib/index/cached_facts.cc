// Answers from the store, and from below what it does not have.
// source  RFC 9111 (freshness), behaviour.md 1.2 (--offline, --refresh) and 4.7.
// SPDX-License-Identifier: MIT
#include "index/cached_facts.h"

#include <fmt/format.h>
#include <tsl/ordered_map.h>

#include <algorithm>
#include <deque>
#include <optional>

#include "cache/dependency_record.h"
#include "cache/page_record.h"
#include "index/closure.h"
#include "index/find_links.h"
#include "index/page_source.h"

namespace pincompile {
namespace {

// The questions of a run, each once; `asked` are the ids that want the answer.
struct Entry {
  Want want;  // its id is the asker's first
  StoreKey key;
  std::optional<FactAnswer> answer = std::nullopt;
  RecordBytes stale = {};  // the record asked about conditionally
  std::vector<std::uint64_t> asked = {};
};

struct KeyHash {
  std::size_t operator()(const StoreKey& key) const {
    return key.group ^ (key.item * 0x9e3779b97f4a7c15u);
  }
};

std::string_view file_of(const Want& want) {
  return want.files.empty() ? std::string_view() : std::string_view(want.files.front().filename);
}

bool same_question(const Want& a, const Want& b) {
  const auto digest = [](const Want& want) {
    return want.files.empty() ? std::string_view() : std::string_view(want.files.front().sha256);
  };
  return digest(a) == digest(b) && a.kind == b.kind && a.project == b.project &&
         a.version == b.version && a.index_url == b.index_url && file_of(a) == file_of(b);
}

// Keeps what same_question looks at: a long search has asked thousands of questions.
void forget_where_to_ask(Want& want) {
  if (want.files.empty()) return;
  std::vector<FileReference> first(1);
  first.front().filename = std::move(want.files.front().filename);
  first.front().sha256 = std::move(want.files.front().sha256);
  want.files = std::move(first);
}

}  // namespace

struct CachedFacts::State {
  Store* store;
  RemoteFacts* below;
  Clock& clock;
  CacheRules rules;
  std::deque<Entry> entries = {};
  tsl::ordered_map<StoreKey, std::size_t, KeyHash> numbers = {};
  std::vector<Fact> ready = {};
  std::size_t waiting = 0;                      // entries asked below
  std::vector<std::uint64_t> revalidated = {};  // groups whose page came from below in this run
  std::vector<std::uint64_t> distrusted = {};   // groups whose stored page is damaged
  CacheUse use = {};
  std::optional<std::chrono::sys_seconds> started = {};
  // The question under way (begin_question).
  std::string question = {};                                // its key
  bool asked_below = false;                                 // for a page
  bool closure_asked = false;                               // the last one's
  std::vector<std::size_t> used_pages = {};                 // entries
  tsl::ordered_map<std::uint64_t, std::size_t> ahead = {};  // page wants asked ahead -> entry

  std::chrono::sys_seconds now() {
    if (!started) started = clock.now();
    return *started;
  }
  std::chrono::sys_days today() { return std::chrono::floor<std::chrono::days>(now()); }
  bool refreshed(const std::string& project) const {
    return rules.refresh ||
           std::ranges::find(rules.refresh_projects, project) != rules.refresh_projects.end();
  }
  StoreKey key_of(const Want& want) const;
  void take(Want want, std::vector<Want>& to_ask);
  std::size_t entry_of(Want want, std::vector<Want>& to_ask);
  void ask_last_closure(std::vector<Want>& to_ask);
  void end_question();
  void begin(std::size_t number, std::vector<Want>& to_ask);
  bool answer_page(std::size_t number);
  bool answer_metadata(std::size_t number);
  void finish(std::size_t number, FactAnswer answer);
  void learn(std::size_t number, FactAnswer& answer);
  void learn_page(std::size_t number, FactAnswer& answer);
  void learn_metadata(const Entry& entry, const FactAnswer& answer);
};

CachedFacts::CachedFacts(Store* store, RemoteFacts* below, Clock& clock, CacheRules rules)
    : state_(new State{store, below, clock, std::move(rules)}) {}
CachedFacts::~CachedFacts() = default;

namespace {

// Metadata is known by the file's digest. Without one its name must do: on an index, which does not
// change files; elsewhere the same name may be another file tomorrow, and it is not kept.
bool may_keep(const Want& want) {
  if (want.kind == Want::Kind::kPage || (!want.files.empty() && !want.files.front().sha256.empty()))
    return true;
  return want.index_url.starts_with("http");
}

}  // namespace

StoreKey CachedFacts::State::key_of(const Want& want) const {
  const std::uint64_t group = project_group(want.index_url, want.project);
  if (want.kind == Want::Kind::kPage) return page_key(group);
  const std::string_view file = file_of(want);
  std::string variant = want.files.empty() ? std::string() : want.files.front().sha256;
  if (variant.empty() && !may_keep(want) && !want.files.empty()) variant = want.files.front().url;
  if (!file.ends_with(".whl")) variant += rules.sdist_variant;
  return dependencies_key(group, want.version, file, variant);
}

void CachedFacts::State::take(Want want, std::vector<Want>& to_ask) {
  const std::uint64_t id = want.id;
  const bool page = want.kind == Want::Kind::kPage, is_ahead = want.ahead;
  const std::size_t number = entry_of(std::move(want), to_ask);
  if (page && is_ahead) ahead[id] = number;
  if (page && !is_ahead) used_pages.push_back(number);
  Entry& entry = entries[number];
  if (entry.answer) {
    ready.push_back({id, *entry.answer});
  } else {
    entry.asked.push_back(id);
  }
}

// The entry of a question; a new one is begun.
std::size_t CachedFacts::State::entry_of(Want want, std::vector<Want>& to_ask) {
  const StoreKey key = key_of(want);
  const auto [known, added] = numbers.insert({key, entries.size()});
  // Two questions under one hash: the second is asked for itself each time.
  if (!added && same_question(entries[known->second].want, want)) return known->second;
  entries.push_back({});
  entries.back().key = key;
  entries.back().want = std::move(want);
  begin(entries.size() - 1, to_ask);
  return entries.size() - 1;
}

void CachedFacts::State::ask_last_closure(std::vector<Want>& to_ask) {
  if (store == nullptr || question.empty() || std::exchange(closure_asked, true)) return;
  for (UsedPage& page : read_closure(*store, question)) {
    Want want;
    want.project = std::move(page.project);
    want.index_url = std::move(page.index_url);
    want.ahead = true;
    entry_of(std::move(want), to_ask);
  }
}

// Keeps what the question used. One that was answered from the cache alone has no new closure, and
// one that failed may know only a part of it.
void CachedFacts::State::end_question() {
  if (store == nullptr || question.empty() || !asked_below) return;
  std::vector<UsedPage> pages;
  for (const std::size_t number : used_pages) {
    const Entry& entry = entries[number];
    const bool known = entry.answer && !std::holds_alternative<Failed>(*entry.answer) &&
                       !std::holds_alternative<Offline>(*entry.answer);
    if (!known) return;
    pages.push_back({entry.want.index_url, entry.want.project});
  }
  keep_closure(*store, question, std::move(pages));
}

namespace {

bool is_local(std::string_view location) {
  return !location.empty() && local_path(location).has_value();
}

// What the disk answers of a question, so that it may be asked offline; false where that is
// nothing. Other files of the version and the index would be asked over the network.
bool leave_local_part(Want& want) {
  if (want.kind == Want::Kind::kPage) return is_local(want.index_url);
  if (want.files.empty() || !is_local(want.files.front().url)) return false;
  std::erase_if(want.files, [](const FileReference& file) { return !is_local(file.url); });
  want.index_url.clear();
  return true;
}

}  // namespace

// Answers an entry from the store, or asks below.
void CachedFacts::State::begin(std::size_t number, std::vector<Want>& to_ask) {
  const bool page = entries[number].want.kind == Want::Kind::kPage;
  if (store != nullptr && (page ? answer_page(number) : answer_metadata(number))) {
    ++use.fresh;
    return;
  }
  Entry& entry = entries[number];
  Want want = entry.want;
  want.id = number;
  if (below == nullptr || (rules.offline && !leave_local_part(want)))
    return finish(number, Offline{});
  ++waiting;
  asked_below |= page && !is_local(want.index_url);
  if (entry.stale.bytes.empty()) {
    to_ask.push_back(std::move(want));
    return;
  }
  const auto freshness = store->freshness(entry.key.group);
  below->revalidate(std::move(want),
                    {freshness->etag, freshness->last_modified, freshness->max_age_seconds});
}

namespace {

FactAnswer page_answer(RecordBytes record, const PageView& view, const std::string& index_url) {
  if (view.absence() != PageAbsence::kNone)
    return PageAbsent{{index_url}, view.absence() == PageAbsence::kForbidden};
  return PageFound{std::move(record), index_url};
}

}  // namespace

bool CachedFacts::State::answer_page(std::size_t number) {
  Entry& entry = entries[number];
  if (std::ranges::find(distrusted, entry.key.group) != distrusted.end()) return false;
  RecordBytes record = store->record(entry.key);
  const PageView view = PageView::open(record, entry.want.project);
  auto freshness = store->freshness(entry.key.group);
  if (!view.valid() || (!freshness && !rules.offline)) return false;
  // What a refusal means is said anew in each run: another index must not take its place unasked.
  if (view.absence() == PageAbsence::kForbidden &&
      !means_absent(UrlParts::parse(entry.want.index_url).host_name(), rules.absent_on_403)) {
    return false;
  }
  const bool fresh =
      freshness && now() >= freshness->fetched &&
      now() < freshness->fetched + std::chrono::seconds{freshness->max_age_seconds} &&
      !rules.revalidate_pages && !refreshed(entry.want.project);
  if (!fresh && !rules.offline) {
    if (!freshness->etag.empty() || !freshness->last_modified.empty())
      entry.stale = std::move(record);
    return false;
  }
  if (freshness && freshness->last_used < today()) {
    freshness->last_used = today();
    store->put_freshness(entry.key.group, *freshness);
  }
  finish(number, page_answer(std::move(record), view, entry.want.index_url));
  return true;
}

bool CachedFacts::State::answer_metadata(std::size_t number) {
  const Entry& entry = entries[number];
  if (!may_keep(entry.want)) return false;
  if (refreshed(entry.want.project) && !rules.offline) return false;
  RecordBytes record = store->record(entry.key);
  // What a URL stands for tells its name and version itself.
  const bool is_known = !entry.want.version.empty();
  const DependencyView view =
      is_known ? DependencyView::open(record.bytes, entry.want.project, entry.want.version)
               : DependencyView::open(record.bytes);
  if (!view.valid()) return false;
  if (!view.unavailable()) {
    finish(number, MetadataKnown{std::move(record)});
    return true;
  }
  // What was missing may have come since the page was last looked at.
  if (*view.unavailable() == MetadataUnavailable::Reason::kMissing && !rules.offline &&
      std::ranges::find(revalidated, entry.key.group) != revalidated.end()) {
    return false;
  }
  finish(number, MetadataUnavailable{*view.unavailable(), std::string(view.unavailable_text())});
  return true;
}

void CachedFacts::State::finish(std::size_t number, FactAnswer answer) {
  Entry& entry = entries[number];
  for (const std::uint64_t id : entry.asked) ready.push_back({id, answer});
  entry.asked = {};
  entry.stale = {};
  entry.answer = std::move(answer);
  forget_where_to_ask(entry.want);
}

void CachedFacts::State::learn(std::size_t number, FactAnswer& answer) {
  Entry& entry = entries[number];
  if (entry.want.kind == Want::Kind::kPage) {
    learn_page(number, answer);
  } else if (store != nullptr) {
    learn_metadata(entry, answer);
  }
}

// Puts the known record into an answer that says it is still good, and keeps new ones.
void CachedFacts::State::learn_page(std::size_t number, FactAnswer& answer) {
  Entry& entry = entries[number];
  auto* found = std::get_if<PageFound>(&answer);
  const bool unchanged =
      found != nullptr && found->record.bytes.empty() && !entry.stale.bytes.empty();
  ++(unchanged ? use.unchanged : use.fetched);
  if (unchanged) {
    answer = page_answer(entry.stale, PageView::open(entry.stale), entry.want.index_url);
    found = std::get_if<PageFound>(&answer);
  }
  const auto* absent = std::get_if<PageAbsent>(&answer);
  if (store == nullptr || (found == nullptr && absent == nullptr)) return;
  revalidated.push_back(entry.key.group);
  const auto freshness = below->freshness(number);  // the id given below
  if (!freshness) return;
  const StoredFreshness known = {now(), freshness->max_age_seconds, today(), freshness->etag,
                                 freshness->last_modified};
  if (unchanged) return store->put_freshness(entry.key.group, known);
  if (found != nullptr) {
    store->put_text(TextTableKind::kNames, entry.want.project, entry.want.project);
    found->record = store->put_page(entry.key.group, std::move(found->record), known);
    return;
  }
  PageContent content;
  content.project = entry.want.project;
  content.absence = absent->refused ? PageAbsence::kForbidden : PageAbsence::kNotFound;
  store->put_page(entry.key.group, build_page(content), known);
}

void CachedFacts::State::learn_metadata(const Entry& entry, const FactAnswer& answer) {
  ++use.fetched;
  // Offline a local sdist was not looked up on its index: that is no answer for other runs.
  if (rules.offline || !may_keep(entry.want)) return;
  using Reason = MetadataUnavailable::Reason;
  if (const auto* known = std::get_if<MetadataKnown>(&answer)) {
    return store->put_record(entry.key, known->record);
  }
  const auto* unavailable = std::get_if<MetadataUnavailable>(&answer);
  if (unavailable == nullptr || unavailable->reason == Reason::kNotRecorded) return;
  if (rules.builds && unavailable->reason == Reason::kNeedsBuild) return;
  DependencyContent content;
  content.project = entry.want.project;
  content.version = entry.want.version;
  content.file = std::string(file_of(entry.want));
  content.unavailable = *unavailable;
  store->put_record(entry.key, build_dependencies(content));
}

void CachedFacts::request(std::vector<Want> wants) {
  std::vector<Want> to_ask;
  for (Want& want : wants) state_->take(std::move(want), to_ask);
  if (state_->asked_below) state_->ask_last_closure(to_ask);
  if (!to_ask.empty()) state_->below->request(std::move(to_ask));
}

std::vector<Fact> CachedFacts::wait() {
  return *wait_until(std::chrono::steady_clock::time_point::max());
}

std::optional<std::vector<Fact>> CachedFacts::wait_until(
    std::chrono::steady_clock::time_point deadline) {
  while (state_->ready.empty() && state_->waiting > 0) {
    std::optional<std::vector<Fact>> facts = state_->below->wait_until(deadline);
    if (!facts) return std::nullopt;
    if (facts->empty()) break;
    for (Fact& fact : *facts) {
      const auto number = static_cast<std::size_t>(fact.want_id);
      if (number >= state_->entries.size() || state_->entries[number].answer) continue;
      --state_->waiting;
      state_->learn(number, fact.answer);
      state_->finish(number, std::move(fact.answer));
    }
  }
  return std::exchange(state_->ready, {});
}

void CachedFacts::cancel() {
  if (state_->below != nullptr) state_->below->cancel();
  state_->ready.clear();
  state_->waiting = 0;
  // What was not answered is a new question if it is asked again.
  for (Entry& entry : state_->entries) {
    if (!entry.answer) entry = {};
  }
}

void CachedFacts::use(std::uint64_t want_id) {
  const auto found = state_->ahead.find(want_id);
  if (found != state_->ahead.end()) state_->used_pages.push_back(found->second);
}

void CachedFacts::distrust(const Want& page) {
  if (state_->store == nullptr) return;
  const StoreKey key = state_->key_of(page);
  state_->numbers.erase(key);
  state_->distrusted.push_back(key.group);
  state_->store->remove(key);
  state_->store->remove(freshness_key(key.group));
}

void CachedFacts::begin_question(std::string_view key) {
  State& state = *state_;
  state.end_question();
  state.question = key;
  state.asked_below = state.closure_asked = false;
  state.used_pages.clear();
}

Result<void> CachedFacts::commit() {
  state_->end_question();
  if (state_->store == nullptr) return {};
  return state_->store->commit();
}

const CacheUse& CachedFacts::cache_use() const { return state_->use; }

}  // namespace pincompile
