// SPDX-License-Identifier: MIT
#include "index/sdist_metadata.h"

#include <fmt/format.h>

#include <algorithm>

#include "dist/requires_txt.h"
#include "index/find_links.h"
#include "pincompile/name.h"
#include "support/digest.h"

namespace pincompile {
namespace {

constexpr std::uint64_t kFirstBytes = std::uint64_t{1} << 18;
constexpr std::uint64_t kMostSdistBytes = std::uint64_t{1} << 26;

// Where a member of an sdist stands, as far as it matters.
struct Place {
  bool is_root_pkg_info = false;
  bool in_egg_info = false;
  bool is_requires = false;
};

Place place_of(std::string_view path, const std::string& project) {
  constexpr std::string_view kFolder = ".egg-info";
  while (path.starts_with("./")) path.remove_prefix(2);
  const std::size_t slash = path.find('/');
  if (slash == std::string_view::npos) return {};
  Place place;
  place.is_root_pkg_info = path.substr(slash + 1) == "PKG-INFO";
  const std::size_t folder = path.find(".egg-info/");
  if (folder == std::string_view::npos) return place;
  const std::size_t begin = path.rfind('/', folder) + 1;
  place.in_egg_info =
      project.empty() || normalize_name(path.substr(begin, folder - begin)) == project;
  place.is_requires = place.in_egg_info && path.substr(folder + kFolder.size()) == "/requires.txt";
  return place;
}

}  // namespace

Result<SdistFacts> scan_sdist(std::string_view bytes, const std::string& project, NetParts& parts) {
  SdistFacts facts;
  bool pkg_info_seen = false, requires_seen = false, folder_left = false;
  const auto choose = [&](std::string_view path) {
    const Place place = place_of(path, project);
    if (facts.has_egg_info && !place.in_egg_info) folder_left = true;
    if (pkg_info_seen && (requires_seen || folder_left)) return MemberChoice::kStop;
    facts.has_egg_info |= place.in_egg_info;
    pkg_info_seen |= place.is_root_pkg_info;
    requires_seen |= place.is_requires;
    return place.is_root_pkg_info || place.is_requires ? MemberChoice::kRead : MemberChoice::kSkip;
  };
  Result<ArchiveContent> content = parts.read_archive(bytes, choose, kMostMetadataBytes);
  if (!content) return content.error();
  for (ArchiveMember& member : content->members) {
    const Place place = place_of(member.path, project);
    if (place.is_root_pkg_info && facts.pkg_info.empty())
      facts.pkg_info = std::move(member.content);
    if (place.is_requires && !facts.requires_txt) facts.requires_txt = std::move(member.content);
  }
  facts.enough = content->finished || static_metadata(facts).has_value() ||
                 (!facts.pkg_info.empty() && facts.requires_txt.has_value());
  return facts;
}

std::optional<CoreMetadata> static_metadata(const SdistFacts& facts) {
  if (facts.pkg_info.empty()) return std::nullopt;
  Result<CoreMetadata> metadata = parse_static_pkg_info(facts.pkg_info);
  return metadata ? std::optional(std::move(*metadata)) : std::nullopt;
}

std::optional<CoreMetadata> recorded_metadata(const SdistFacts& facts) {
  CoreMetadata metadata = read_core_metadata(facts.pkg_info);
  if (facts.requires_txt) {
    RecordedRequirements recorded = parse_requires_txt(*facts.requires_txt);
    metadata.requires_dist = std::move(recorded.requires_dist);
    metadata.provides_extra = std::move(recorded.provides_extra);
    return metadata;
  }
  if (metadata.requires_dist.empty() && !facts.has_egg_info) return std::nullopt;
  return metadata;
}

namespace {

class SdistSearch : public std::enable_shared_from_this<SdistSearch> {
 public:
  SdistSearch(MetadataTools tools, std::string project, FileReference file, SdistFactsDone done)
      : tools_(tools),
        project_(std::move(project)),
        file_(std::move(file)),
        done_(std::move(done)) {}

  void begin() {
    const auto path = local_path(file_.url);
    if (!path) return ask(kFirstBytes);
    Result<std::string> bytes = tools_.files->read(*path);
    if (!bytes && bytes.error().kind == ErrorKind::kNotFound)
      return unavailable(Reason::kMissing, fmt::format("{} is not there any more", *path));
    if (!bytes) return done_(bytes.error());
    whole_ = true;
    bytes_ = std::move(*bytes);
    scan();
  }

 private:
  void ask(std::uint64_t upto) {
    HttpRequest request{file_.url, {{"Accept-Encoding", "identity"}}};
    request.range = {bytes_.size(), upto - 1};
    request.max_bytes = kMostSdistBytes;
    tools_.exchange.get(std::move(request),
                        [self = shared_from_this()](Result<HttpResponse> response) {
                          self->take(std::move(response));
                        });
  }

  void take(Result<HttpResponse> response) {
    if (!response) {
      // A server without ranges sends all of it.
      if (response.error().kind == ErrorKind::kCorrupt) return too_long();
      return done_(response.error());
    }
    if (response->status == 200) {
      whole_ = true;
      bytes_ = std::move(response->body);
    } else if (response->status == 206) {
      const std::string_view range = header_of(*response, "content-range");
      bytes_ += response->body;
      whole_ = range.ends_with("/" + std::to_string(bytes_.size()));
    } else if (response->status == 416) {
      whole_ = true;  // nothing more behind what we have
    } else if (response->status == 404 || response->status == 410) {
      return unavailable(Reason::kMissing,
                         fmt::format("{} is not on the index any more", file_.filename));
    } else {
      return done_(
          refusal(response->status, UrlParts::parse(response->final_url), tools_.credentials));
    }
    scan();
  }

  void scan() {
    const Result<NetParts*> parts = tools_.exchange.parts();
    if (!parts) return done_(parts.error());
    NetParts* net = *parts;
    tools_.exchange.work(bytes_.size(), [self = shared_from_this(), net]() -> Exchange::Then {
      Result<SdistFacts> facts = scan_sdist(self->bytes_, self->project_, *net);
      const std::optional<Sha256> expected = sha256_from_hex(self->file_.sha256);
      const bool wrong = self->whole_ && expected && *expected != sha256(self->bytes_);
      return [self, facts = std::move(facts), wrong] { self->judge(facts, wrong); };
    });
  }

  void judge(const Result<SdistFacts>& facts, bool wrong_digest) {
    if (wrong_digest) {
      return done_(Error{
          ErrorKind::kCorrupt,
          fmt::format("{} does not have the sha256 that is announced for it", file_.filename)});
    }
    if (!facts && whole_) {
      return unavailable(Reason::kBadMetadata,
                         fmt::format("{}: {}", file_.filename, facts.error().message));
    }
    if (facts && (facts->enough || whole_)) return done_(SdistAnswer(*facts));
    const std::uint64_t upto = bytes_.size() * 2;
    if (upto > kMostSdistBytes) return too_long();
    ask(upto);
  }

  void too_long() {
    unavailable(Reason::kNeedsBuild, "its sdist shows no metadata in the first 64 MiB");
  }

  using Reason = MetadataUnavailable::Reason;
  void unavailable(Reason reason, std::string text) {
    done_(SdistAnswer(MetadataUnavailable{reason, std::move(text)}));
  }

  MetadataTools tools_;
  const std::string project_;
  const FileReference file_;
  SdistFactsDone done_;
  std::string bytes_;
  bool whole_ = false;
};

}  // namespace

void find_sdist_facts(MetadataTools tools, const std::string& project, const FileReference& file,
                      SdistFactsDone done) {
  std::make_shared<SdistSearch>(tools, project, file, std::move(done))->begin();
}

}  // namespace pincompile
