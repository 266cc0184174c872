// FactBook: what is known of the world so far, and the questions under way. Shared by all resolves
// of a Resolver; a fact is asked for once and read in place for ever after.
// SPDX-License-Identifier: MIT
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <tsl/ordered_map.h>

#include "cache/dependency_record.h"
#include "cache/page_record.h"
#include "pincompile/clock.h"
#include "pincompile/fact_source.h"
#include "pincompile/observer.h"
#include "resolution/specifier_pool.h"
#include "support/id.h"

namespace pincompile {

struct PageTag;
using PageId = Id<PageTag>;
struct MetadataTag;
using MetadataId = Id<MetadataTag>;

enum class Known : std::uint8_t { kUnasked, kAsked, kFound, kAbsent, kFailed };

/// Whether an answer is still to come.
constexpr bool is_open(Known state) { return state == Known::kAsked || state == Known::kUnasked; }

struct KnownPage {
  Known state = Known::kUnasked;
  bool ahead = false;  ///< asked by lookahead only
  std::string project;
  PageView view;  ///< without versions unless kFound
  RecordBytes record;
  std::string index_url;
  std::vector<std::string> asked = {};                       ///< kAbsent: indexes without the name
  bool nowhere = false;                                      ///< kAbsent: there was none to ask
  Error error = {};                                          ///< kFailed
  tsl::ordered_map<std::uint32_t, std::uint32_t> sets = {};  ///< specifier -> offset in `words`
  std::vector<Word> words = {};
};

struct KnownMetadata {
  Known state = Known::kUnasked;  ///< kAbsent: the version cannot be used
  bool ahead = false;             ///< asked by lookahead only
  PageId page;
  std::uint32_t version = 0;
  std::uint32_t file = 0;
  DependencyView view;
  RecordBytes record;
  MetadataUnavailable unavailable = {};
  std::unique_ptr<const Error> error = {};  ///< kFailed
};

class FactBook {
 public:
  explicit FactBook(FactSource& source) : source_(source) {}

  PageId page_named(std::string_view project);
  const KnownPage& page(PageId id) const { return pages_[id.value()]; }
  const KnownMetadata& metadata(MetadataId id) const { return metadata_[id.value()]; }

  /// Metadata of a page's version as `file` tells it.
  MetadataId metadata_of(PageId page, std::uint32_t version, std::uint32_t file);
  /// Metadata of the artifact at a URL; `project` and `version` may be unknown.
  MetadataId metadata_at(const std::string& url, const Want& want);

  /// Asks unless that was done before.
  void ask(PageId page, bool ahead);
  /// `files`  numbers of the files to read it from, the one to be installed first.
  void ask(MetadataId metadata, std::span<const std::uint32_t> files, bool ahead);

  /// What came in: pages or metadata.
  struct Arrival {
    PageId page;
    MetadataId metadata;
  };
  /// Whoever may cancel the waits from now on; null: nobody.
  void watch(ResolveObserver* observer, Clock& clock) {
    observer_ = observer;
    clock_ = &clock;
  }
  /// Sends the questions collected so far and waits for at least one answer. Empty: nothing is
  /// under way, or the observer cancelled.
  std::vector<Arrival> wait();
  bool cancelled() const { return cancelled_; }
  /// Sends the questions collected so far.
  void send();
  /// Drops the questions under way.
  void cancel();
  /// Of a stored page that turned out to be damaged where it was read: what stands in this book is
  /// worth nothing any more (Resolver starts over).
  const std::optional<Error>& damage() const { return damage_; }
  void note_damage(PageId page);
  void distrust_damaged_page();

  /// Versions of a page that a specifier set admits, in page order. Lives until the next call.
  Bits versions_in(PageId page, SpecifierId specifier);
  SpecifierPool& specifiers() { return specifiers_; }
  const SpecifierPool& specifiers() const { return specifiers_; }

 private:
  /// Of a page's number above a file's: files of one page lie side by side, pages far apart.
  struct FileHash {
    std::size_t operator()(std::uint64_t key) const {
      return static_cast<std::size_t>((key >> 32) * 0x9e3779b97f4a7c15u + key);
    }
  };

  Arrival take(Fact fact);

  FactSource& source_;
  ResolveObserver* observer_ = nullptr;
  Clock* clock_ = nullptr;
  bool cancelled_ = false;  // the last wait was
  SpecifierPool specifiers_;
  std::deque<KnownPage> pages_;
  std::deque<KnownMetadata> metadata_;
  tsl::ordered_map<std::string_view, PageId> page_by_name_;  ///< names stand in the pages
  tsl::ordered_map<std::uint64_t, MetadataId, FileHash> metadata_by_file_;
  tsl::ordered_map<std::string, MetadataId> metadata_by_url_;
  std::vector<Want> outbox_;
  PageId damaged_page_;
  std::optional<Error> damage_;
};

}  // namespace pincompile
