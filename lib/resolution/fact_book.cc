// Questions and answers by number: a want's id is twice the page's or metadata's number, plus one
// for metadata.
// SPDX-License-Identifier: MIT
#include "resolution/fact_book.h"

#include <utility>

#include "support/require.h"

namespace pincompile {
namespace {

/// Between two looks at an observer that may cancel.
constexpr std::chrono::milliseconds kLongestWait{20};

Error offline_error(std::string what) {
  Error error;
  error.kind = ErrorKind::kNetwork;
  error.message = std::move(what) + " is not in the cache";
  error.hints.push_back("run once without --offline");
  return error;
}

}  // namespace

PageId FactBook::page_named(std::string_view project) {
  const auto known = page_by_name_.find(project);
  if (known != page_by_name_.end()) return known->second;
  const PageId id(pages_.size());
  pages_.emplace_back();
  pages_.back().project = std::string(project);
  page_by_name_.emplace(pages_.back().project, id);
  return id;
}

MetadataId FactBook::metadata_of(PageId page, std::uint32_t version, std::uint32_t file) {
  const std::uint64_t key = std::uint64_t{page.value()} << 32 | file;
  const auto [found, fresh] = metadata_by_file_.try_emplace(key, MetadataId(metadata_.size()));
  if (fresh) {
    KnownMetadata metadata;
    metadata.page = page;
    metadata.version = version;
    metadata.file = file;
    metadata_.push_back(std::move(metadata));
  }
  return found->second;
}

MetadataId FactBook::metadata_at(const std::string& url, const Want& want) {
  const auto [found, fresh] = metadata_by_url_.try_emplace(url, MetadataId(metadata_.size()));
  if (fresh) metadata_.emplace_back();
  KnownMetadata& metadata = metadata_[found->second.value()];
  if (metadata.state == Known::kUnasked) {
    metadata.state = Known::kAsked;
    outbox_.push_back(want);
    outbox_.back().id = std::uint64_t{found->second.value()} * 2 + 1;
  }
  return found->second;
}

void FactBook::ask(PageId id, bool ahead) {
  KnownPage& page = pages_[id.value()];
  if (page.state != Known::kUnasked) {
    if (page.ahead && !ahead) source_.use(std::uint64_t{id.value()} * 2);
    page.ahead = page.ahead && ahead;
    return;
  }
  page.state = Known::kAsked;
  page.ahead = ahead;
  Want want;
  want.kind = Want::Kind::kPage;
  want.id = std::uint64_t{id.value()} * 2;
  want.project = page.project;
  want.ahead = ahead;
  outbox_.push_back(std::move(want));
}

void FactBook::ask(MetadataId id, std::span<const std::uint32_t> files, bool ahead) {
  KnownMetadata& metadata = metadata_[id.value()];
  if (metadata.state != Known::kUnasked) {
    if (metadata.ahead && !ahead) source_.use(std::uint64_t{id.value()} * 2 + 1);
    metadata.ahead = metadata.ahead && ahead;
    return;
  }
  const KnownPage& page = pages_[metadata.page.value()];
  Want want;
  want.kind = Want::Kind::kMetadata;
  want.id = std::uint64_t{id.value()} * 2 + 1;
  want.project = page.project;
  want.version = std::string(page.view.version_text(metadata.version));
  for (const std::uint32_t file : files) {
    want.files.push_back(page.view.reference(file));
    if (want.files.back().filename.empty()) return note_damage(metadata.page);
  }
  metadata.state = Known::kAsked;
  metadata.ahead = ahead;
  want.index_url = page.index_url;
  want.ahead = ahead;
  outbox_.push_back(std::move(want));
}

void FactBook::send() {
  if (!outbox_.empty()) source_.request(std::exchange(outbox_, {}));
}

std::vector<FactBook::Arrival> FactBook::wait() {
  send();
  cancelled_ = false;
  std::vector<Arrival> arrivals;
  std::optional<std::vector<Fact>> facts;
  if (observer_ == nullptr) {
    facts = source_.wait();
  } else {
    while (!(facts = source_.wait_until(clock_->monotonic() + kLongestWait))) {
      cancelled_ = observer_->should_cancel();
      if (cancelled_) return arrivals;
    }
  }
  for (Fact& fact : *facts) arrivals.push_back(take(std::move(fact)));
  return arrivals;
}

void FactBook::cancel() {
  source_.cancel();
  outbox_.clear();
  // What was not answered is a new question if it is asked again.
  const auto forget = [](auto& known) {
    if (known.state == Known::kAsked) known.state = Known::kUnasked;
  };
  for (KnownPage& page : pages_) forget(page);
  for (KnownMetadata& metadata : metadata_) forget(metadata);
}

void FactBook::note_damage(PageId page) {
  if (damage_) return;
  damaged_page_ = page;
  damage_ = Error{ErrorKind::kCorrupt,
                  "the stored page of " + pages_[page.value()].project + " is damaged"};
}

void FactBook::distrust_damaged_page() {
  Want page;
  page.project = pages_[damaged_page_.value()].project;
  source_.cancel();
  source_.distrust(page);
}

FactBook::Arrival FactBook::take(Fact fact) {
  const auto number = static_cast<std::uint32_t>(fact.want_id / 2);
  if (fact.want_id % 2 == 0) {
    KnownPage& page = pages_[number];
    page.state = Known::kAbsent;
    if (auto* found = std::get_if<PageFound>(&fact.answer)) {
      page.record = std::move(found->record);
      page.view = PageView::open(page.record, page.project);
      page.index_url = std::move(found->index_url);
      if (page.view.absence() == PageAbsence::kNone) page.state = Known::kFound;
    } else if (auto* absent = std::get_if<PageAbsent>(&fact.answer)) {
      page.asked = std::move(absent->asked);
      page.nowhere = absent->nowhere;
    } else {
      page.state = Known::kFailed;
      auto* failed = std::get_if<Failed>(&fact.answer);
      page.error = failed ? std::move(failed->error) : offline_error("the page of " + page.project);
    }
    return {PageId(number), MetadataId()};
  }
  KnownMetadata& metadata = metadata_[number];
  if (auto* known = std::get_if<MetadataKnown>(&fact.answer)) {
    metadata.state = Known::kFound;
    metadata.record = std::move(known->record);
    metadata.view = DependencyView::open(metadata.record.bytes);
    if (metadata.view.unavailable()) {
      metadata.state = Known::kAbsent;
      metadata.unavailable = {*metadata.view.unavailable(),
                              std::string(metadata.view.unavailable_text())};
    }
  } else if (auto* unavailable = std::get_if<MetadataUnavailable>(&fact.answer)) {
    metadata.state = Known::kAbsent;
    metadata.unavailable = std::move(*unavailable);
  } else {
    metadata.state = Known::kFailed;
    auto* failed = std::get_if<Failed>(&fact.answer);
    const std::string what =
        metadata.page.is_none()
            ? "the metadata of a URL"
            : "the metadata of " + page(metadata.page).project + " " +
                  std::string(page(metadata.page).view.version_text(metadata.version));
    metadata.error =
        std::make_unique<Error>(failed ? std::move(failed->error) : offline_error(what));
  }
  return {PageId(), MetadataId(number)};
}

Bits FactBook::versions_in(PageId id, SpecifierId specifier) {
  KnownPage& page = pages_[id.value()];
  PINCOMPILE_REQUIRE(page.state != Known::kUnasked && page.state != Known::kAsked,
                     "the sets of a page are remembered for ever, so it must be there");
  const std::size_t words = words_for(page.view.version_count());
  const auto offset = static_cast<std::uint32_t>(page.words.size());
  const auto [found, fresh] = page.sets.try_emplace(specifier.value(), offset);
  if (fresh) {
    page.words.resize(offset + words);
    specifiers_.fill(specifier, page.view, std::span(page.words).subspan(offset, words));
  }
  return Bits(page.words).subspan(found->second, words);
}

}  // namespace pincompile
