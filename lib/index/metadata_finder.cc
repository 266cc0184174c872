// SPDX-License-Identifier: MIT
#include "index/metadata_finder.h"

#include <fmt/format.h>

#include <algorithm>

#include "index/find_links.h"
#include "index/metadata_json.h"

namespace pincompile {
namespace {

using Reason = MetadataUnavailable::Reason;

bool is_wheel(const FileReference& file) { return file.filename.ends_with(".whl"); }

// For an sdist: a wheel of the same version, better one whose METADATA is served beside it.
const FileReference* find_wheel(const std::vector<FileReference>& files) {
  const FileReference* found = nullptr;
  for (const FileReference& file : files) {
    if (!is_wheel(file)) continue;
    if (file.has_metadata) return &file;
    if (found == nullptr) found = &file;
  }
  return found;
}

MetadataSubject subject_of(const Want& want, const FileReference& file) {
  return {want.project, want.version, file.filename};
}

}  // namespace

// A search for the metadata of a version whose file to be installed is an sdist.
struct MetadataFinder::Search {
  Want want;
  Done done;
  SdistFacts facts;
  std::string reason = "its sdist holds no static metadata";  ///< why a build would be needed

  const FileReference& file() const { return want.files.front(); }
  MetadataSubject subject() const { return subject_of(want, file()); }
  void finish(const CoreMetadata& metadata, MetadataSource source) const {
    done(metadata_answer(metadata_content(metadata, subject(), source)));
  }
};

MetadataFinder::MetadataFinder(const IndexOptions& options, MetadataTools tools,
                               ProgramRunner* programs)
    : policy_(options.sdists), tools_(tools), builder_(options, programs) {}

void MetadataFinder::ask(const Want& want, Done done) {
  if (want.files.empty()) return done(MetadataUnavailable{Reason::kMissing, "it has no file"});
  if (is_wheel(want.files.front())) return ask_wheel(want, want.files.front(), std::move(done));
  const auto search = std::make_shared<Search>();
  search->want = want;
  search->done = std::move(done);
  const FileReference* wheel = find_wheel(want.files);
  if (wheel == nullptr) return ask_own_metadata(search);
  // It is only borrowed: one that is gone or broken leaves the sdist to be asked itself.
  ask_wheel(want, *wheel, [this, search](FactAnswer answer) {
    if (std::holds_alternative<MetadataUnavailable>(answer)) return ask_own_metadata(search);
    search->done(std::move(answer));
  });
}

void MetadataFinder::ask_own_metadata(const std::shared_ptr<Search>& search) {
  if (!search->file().has_metadata) return ask_sdist(search);
  find_metadata_beside(tools_, search->file(), [this, search](Result<MetadataText> text) {
    if (!text) return search->done(Failed{text.error()});
    if (const std::string* pkg_info = std::get_if<std::string>(&*text)) {
      search->facts.pkg_info = *pkg_info;
      if (const auto metadata = static_metadata(search->facts)) {
        return search->finish(*metadata, MetadataSource::kPkgInfo);
      }
    }
    ask_sdist(search);
  });
}

void MetadataFinder::ask_wheel(const Want& want, const FileReference& file, Done done) {
  const auto found = [exchange = &tools_.exchange, subject = subject_of(want, file),
                      done = std::move(done)](Result<MetadataText> text) {
    if (!text) return done(Failed{text.error()});
    if (const auto* unavailable = std::get_if<MetadataUnavailable>(&*text))
      return done(*unavailable);
    std::string body = std::get<std::string>(std::move(*text));
    const std::size_t size = body.size();
    exchange->work(size, [body = std::move(body), subject, done]() -> Exchange::Then {
      return
          [answer = metadata_answer(wheel_metadata_content(body, subject)), done] { done(answer); };
    });
  };
  find_wheel_metadata(tools_, want.project, file, found);
}

void MetadataFinder::ask_sdist(const std::shared_ptr<Search>& search) {
  find_sdist_facts(tools_, search->want.project, search->file(),
                   [this, search](auto found) { take_sdist(search, std::move(found)); });
}

void MetadataFinder::take_sdist(const std::shared_ptr<Search>& search, Result<SdistAnswer> found) {
  if (!found) return search->done(Failed{found.error()});
  if (const auto* unavailable = std::get_if<MetadataUnavailable>(&*found)) {
    if (unavailable->reason != Reason::kNeedsBuild) return search->done(*unavailable);
    search->reason = unavailable->text;
    return ask_legacy_json(search);
  }
  search->facts = std::get<SdistFacts>(std::move(*found));
  if (const auto metadata = static_metadata(search->facts)) {
    return search->finish(*metadata, MetadataSource::kPkgInfo);
  }
  ask_legacy_json(search);
}

void MetadataFinder::ask_legacy_json(const std::shared_ptr<Search>& search) {
  const Want& want = search->want;
  const std::string url = legacy_json_url(want.index_url, want.project, want.version);
  if (url.empty() || local_path(url)) return use_record(search);
  HttpRequest request{url, {}};
  request.max_bytes = kMostMetadataBytes;
  tools_.exchange.get(std::move(request), [this, search](Result<HttpResponse> response) {
    if (!response) return search->done(Failed{response.error()});
    if (response->status == 200) {
      // Not every index has this API: what is no such page says nothing.
      const auto metadata = read_legacy_json(response->body);
      if (metadata && *metadata) return search->finish(**metadata, MetadataSource::kJson);
    }
    use_record(search);
  });
}

void MetadataFinder::use_record(const std::shared_ptr<Search>& search) {
  if (policy_.build) return build(search);
  const auto recorded = recorded_metadata(search->facts);
  if (policy_.recorded && recorded) return search->finish(*recorded, MetadataSource::kRecorded);
  search->done(MetadataUnavailable{Reason::kNeedsBuild, search->reason});
}

void MetadataFinder::build(const std::shared_ptr<Search>& search) {
  const std::string question = builder_.question(search->file(), tools_.credentials);
  tools_.exchange.run_programs(
      [this, search, question](const std::stop_token& stop) -> Exchange::Then {
        return [search, metadata = builder_.metadata_of(question, stop)] {
          if (metadata) return search->finish(*metadata, MetadataSource::kBuild);
          search->done(MetadataUnavailable{Reason::kNeedsBuild, metadata.error().message});
        };
      });
}

}  // namespace pincompile
