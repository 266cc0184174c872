// SPDX-License-Identifier: MIT
#include "index/multi_index.h"

#include <fmt/format.h>
#include <tsl/ordered_map.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "cache/page_record.h"
#include "index/page_merge.h"

namespace pincompile {
namespace {

std::vector<std::string> names_of(const std::vector<std::string>& urls) {
  std::vector<std::string> names;
  for (const std::string& url : urls) names.push_back(index_name(url));
  return names;
}

bool fits(std::string_view pattern, std::string_view project) {
  if (!pattern.ends_with('*')) return pattern == project;
  return project.starts_with(pattern.substr(0, pattern.size() - 1));
}

}  // namespace

struct MultiIndex::State {
  // A page that is being put together.
  struct Page {
    Want want;
    std::vector<std::string> places;                 ///< find-links first, then indexes
    std::vector<std::optional<FactAnswer>> answers;  ///< one for each place
    std::size_t first_index = 0;                     ///< places before it are find-links
    bool one_after_the_other = true;                 ///< first-index: ask the next after "absent"
    std::size_t next_index = 0;
    std::set<std::size_t> distrusted;  ///< places whose stored page was damaged
  };
  // What a want below belongs to.
  struct Asked {
    std::uint64_t page = 0;  ///< number of a Page; 0: the answer is the asker's as it is
    std::size_t place = 0;
    std::uint64_t want_id = 0;
  };

  State(const IndexOptions& options, FactSource& facts)
      : below(facts),
        indexes(names_of(options.indexes)),
        find_links(names_of(options.find_links)),
        strategy(options.strategy) {
    for (const auto& [pattern, url] : options.package_index) {
      package_index.emplace_back(pattern, index_name(url));
    }
  }

  FactSource& below;
  const std::vector<std::string> indexes;
  const std::vector<std::string> find_links;
  const IndexStrategy strategy;
  std::vector<std::pair<std::string, std::string>> package_index;
  std::map<std::uint64_t, Page> pages;
  std::map<std::uint64_t, Asked> asked;
  /// Pages asked ahead, by the asker's id: what was asked below for them.
  tsl::ordered_map<std::uint64_t, std::vector<std::uint64_t>> ahead;
  std::set<std::uint64_t> used;  ///< asker's ids; perhaps of what is asked only later
  std::uint64_t last_page = 0;
  std::uint64_t last_id = 0;
  std::vector<std::string> notes;
  std::vector<Fact> ready;                   ///< answers that needed no question
  std::optional<std::size_t> damaged_place;  ///< found by the last join

  const std::string* only_index(std::string_view project) const;
  const std::string* only_place(std::string_view project) const;
  void ask_only(Want want, const std::string& place, std::vector<Want>& out);
  Page plan(const Want& want) const;
  void ask(std::uint64_t number, std::size_t place, std::vector<Want>& out);
  void begin_page(const Want& want, std::vector<Want>& out);
  void take(Fact fact, std::vector<Want>& out, std::vector<Fact>& facts);
  bool is_complete(std::uint64_t number, std::vector<Want>& out);
  FactAnswer join(const Page& page);
  FactAnswer merge(const Page& page, const std::vector<std::size_t>& found);
  bool has_files(const Page& page, const std::vector<std::size_t>& found) const;
  bool ask_anew(std::uint64_t number, std::vector<Want>& out);
};

// The exact name beats a prefix, a longer prefix a shorter one.
const std::string* MultiIndex::State::only_index(std::string_view project) const {
  const std::pair<std::string, std::string>* best = nullptr;
  const auto weight = [](const std::string& pattern) {
    return pattern.size() * 2 + (pattern.ends_with('*') ? 0 : 1);
  };
  for (const auto& entry : package_index) {
    if (!fits(entry.first, project)) continue;
    if (best == nullptr || weight(entry.first) > weight(best->first)) best = &entry;
  }
  return best == nullptr ? nullptr : &best->second;
}

// The place of a project that has no other: its page needs no putting together.
const std::string* MultiIndex::State::only_place(std::string_view project) const {
  const std::string* only = only_index(project);
  if (only == nullptr && find_links.empty() && indexes.size() == 1) only = &indexes.front();
  return only;
}

void MultiIndex::State::ask_only(Want want, const std::string& place, std::vector<Want>& out) {
  const std::uint64_t asker = want.id;
  want.id = ++last_id;
  want.index_url = place;
  want.ahead = want.ahead && !used.contains(asker);
  if (want.ahead) ahead[asker].push_back(want.id);
  asked[want.id] = {0, 0, asker};
  out.push_back(std::move(want));
}

MultiIndex::State::Page MultiIndex::State::plan(const Want& want) const {
  Page page;
  page.want = want;
  if (const std::string* only = only_index(want.project)) {
    page.places = {*only};
  } else {
    page.places = find_links;
    page.first_index = find_links.size();
    page.places.insert(page.places.end(), indexes.begin(), indexes.end());
  }
  page.answers.resize(page.places.size());
  page.one_after_the_other = strategy == IndexStrategy::kFirstIndex;
  page.next_index = page.first_index;
  return page;
}

void MultiIndex::State::ask(std::uint64_t number, std::size_t place, std::vector<Want>& out) {
  const Page& page = pages.at(number);
  Want want = page.want;
  want.id = ++last_id;
  want.index_url = page.places[place];
  want.ahead = want.ahead && !used.contains(page.want.id);
  if (want.ahead) ahead[page.want.id].push_back(want.id);
  asked[want.id] = {number, place, page.want.id};
  out.push_back(std::move(want));
}

void MultiIndex::State::begin_page(const Want& want, std::vector<Want>& out) {
  Page page = plan(want);
  if (page.places.empty()) {
    ready.push_back({want.id, PageAbsent{.asked = {}, .nowhere = true}});
    return;
  }
  const std::uint64_t number = ++last_page;
  const std::size_t first_index = page.first_index, count = page.places.size();
  const std::size_t end = page.one_after_the_other ? std::min(first_index + 1, count) : count;
  page.next_index = end;
  pages.emplace(number, std::move(page));
  for (std::size_t place = 0; place < end; ++place) ask(number, place, out);
}

// Whether all is known; asks the next index if that is needed.
bool MultiIndex::State::is_complete(std::uint64_t number, std::vector<Want>& out) {
  Page& page = pages.at(number);
  for (std::size_t place = 0; place < page.next_index; ++place) {
    if (!page.answers[place]) return false;
  }
  if (page.next_index == page.places.size()) return true;
  if (!std::holds_alternative<PageAbsent>(*page.answers[page.next_index - 1])) return true;
  ask(number, page.next_index++, out);
  return false;
}

void MultiIndex::State::take(Fact fact, std::vector<Want>& out, std::vector<Fact>& facts) {
  const auto found = asked.find(fact.want_id);
  if (found == asked.end()) return;
  const Asked from = found->second;
  asked.erase(found);
  if (from.page == 0) {
    facts.push_back({from.want_id, std::move(fact.answer)});
    return;
  }
  pages.at(from.page).answers[from.place] = std::move(fact.answer);
  if (!is_complete(from.page, out)) return;
  damaged_place.reset();
  FactAnswer answer = join(pages.at(from.page));
  if (damaged_place && ask_anew(from.page, out)) return;
  facts.push_back({from.want_id, std::move(answer)});
  pages.erase(from.page);
}

// Asks a place again whose stored page had a damaged file; false if that was done before.
bool MultiIndex::State::ask_anew(std::uint64_t number, std::vector<Want>& out) {
  Page& page = pages.at(number);
  const std::size_t place = *damaged_place;
  if (!page.distrusted.insert(place).second) return false;
  Want want = page.want;
  want.index_url = page.places[place];
  below.distrust(want);
  page.answers[place].reset();
  ask(number, place, out);
  return true;
}

// Whether find-links know a file of the project.
bool MultiIndex::State::has_files(const Page& page, const std::vector<std::size_t>& found) const {
  return std::ranges::any_of(found, [&page](std::size_t place) {
    const auto& part = std::get<PageFound>(*page.answers[place]);
    return place < page.first_index && PageView::open(part.record.bytes).version_count() > 0;
  });
}

FactAnswer MultiIndex::State::join(const Page& page) {
  std::vector<std::size_t> found;
  PageAbsent absent;
  bool offline = false;
  // The first trouble in the order of asking, so that the order of arrival does not show.
  for (std::size_t place = 0; place < page.next_index; ++place) {
    const FactAnswer& answer = *page.answers[place];
    if (std::holds_alternative<PageFound>(answer)) {
      found.push_back(place);
    } else if (std::holds_alternative<PageAbsent>(answer)) {
      absent.asked.push_back(page.places[place]);
    } else if (std::holds_alternative<Offline>(answer) && place >= page.first_index) {
      offline = true;
    } else {
      return answer;
    }
  }
  // Offline, files of this disk do for a project of which the cache knows no page.
  if (offline && !(page.first_index > 0 && has_files(page, found))) return Offline{};
  if (page.first_index == 0 && found.size() == 1) return *page.answers[found.front()];
  return found.empty() ? FactAnswer(std::move(absent)) : merge(page, found);
}

FactAnswer MultiIndex::State::merge(const Page& page, const std::vector<std::size_t>& found) {
  std::vector<RecordBytes> records;
  std::vector<std::size_t> places;  // of the records
  PageFound whole;
  std::vector<std::string> known_to;
  for (const std::size_t place : found) {
    const auto* part = std::get_if<PageFound>(&*page.answers[place]);
    const bool is_empty = PageView::open(part->record).version_count() == 0;
    if (part->index_url.empty() && is_empty) continue;  // find-links without a file of the project
    records.push_back(part->record);
    places.push_back(place);
    if (part->index_url.empty()) continue;
    known_to.push_back(part->index_url);
    if (whole.index_url.empty()) whole.index_url = part->index_url;
  }
  if (records.empty()) return PageAbsent{page.places};
  if (records.size() == 1) {
    whole.record = records.front();
    return whole;
  }
  MergedPage merged = merge_pages(page.want.project, records);
  if (merged.damaged) {
    damaged_place = places[*merged.damaged];
    return Failed{Error{ErrorKind::kCorrupt,
                        fmt::format("the stored page of {} is damaged", page.want.project)}};
  }
  if (known_to.size() > 1) {
    notes.push_back(fmt::format("{} is on more than one index: {}", page.want.project,
                                fmt::join(known_to, ", ")));
  }
  for (const std::string& file : merged.conflicts) {
    notes.push_back(
        fmt::format("{} has different digests on different indexes; the first counts", file));
  }
  whole.record = std::move(merged.record);
  return whole;
}

MultiIndex::MultiIndex(const IndexOptions& options, FactSource& below)
    : state_(std::make_unique<State>(options, below)) {}

MultiIndex::~MultiIndex() = default;

void MultiIndex::request(std::vector<Want> wants) {
  std::vector<Want> out;
  for (Want& want : wants) {
    if (want.kind == Want::Kind::kPage) {
      if (const std::string* only = state_->only_place(want.project)) {
        state_->ask_only(std::move(want), *only, out);
      } else {
        state_->begin_page(want, out);
      }
      continue;
    }
    const std::uint64_t id = ++state_->last_id;
    state_->asked[id] = {0, 0, want.id};
    want.id = id;
    out.push_back(std::move(want));
  }
  if (!out.empty()) state_->below.request(std::move(out));
}

std::vector<Fact> MultiIndex::wait() {
  return *wait_until(std::chrono::steady_clock::time_point::max());
}

std::optional<std::vector<Fact>> MultiIndex::wait_until(
    std::chrono::steady_clock::time_point deadline) {
  std::vector<Fact> facts = std::move(state_->ready);
  state_->ready.clear();
  while (facts.empty()) {
    std::optional<std::vector<Fact>> arrived = state_->below.wait_until(deadline);
    if (!arrived) return std::nullopt;
    if (arrived->empty()) break;
    std::vector<Want> out;
    for (Fact& fact : *arrived) state_->take(std::move(fact), out, facts);
    if (!out.empty()) state_->below.request(std::move(out));
  }
  return facts;
}

void MultiIndex::cancel() {
  state_->below.cancel();
  state_->pages.clear();
  state_->asked.clear();
  state_->ready.clear();
}

void MultiIndex::use(std::uint64_t want_id) {
  const auto asked_ahead = state_->ahead.find(want_id);
  if (asked_ahead != state_->ahead.end())
    for (const std::uint64_t id : asked_ahead->second) state_->below.use(id);
  state_->used.insert(want_id);
}

void MultiIndex::distrust(const Want& page) {
  Want want = page;
  for (const std::string& place : state_->plan(page).places) {
    want.index_url = place;
    state_->below.distrust(want);
  }
}

std::vector<std::string> MultiIndex::notes() const { return state_->notes; }

}  // namespace pincompile
