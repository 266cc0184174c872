// SPDX-License-Identifier: MIT
#include "index/wheel_metadata.h"

#include <fmt/format.h>

#include <algorithm>

#include "dist/zip_directory.h"
#include "index/find_links.h"
#include "pincompile/name.h"
#include "support/digest.h"

namespace pincompile {
namespace {

// Wheels have their directory and, by convention, the .dist-info folder at the end: this much
// usually brings both in one request.
constexpr std::uint64_t kTailBytes = 1 << 15;
// Local headers repeat the path and may have an extra field that the directory has not.
constexpr std::uint64_t kHeaderBytes = 30, kExtraSlack = 512;
constexpr std::size_t kLongestEndRecord = 22 + 0xffff + 76;  // comment and zip64 records included

MetadataUnavailable missing(const FileReference& file) {
  return {MetadataUnavailable::Reason::kMissing,
          fmt::format("{} is not on the index any more", file.filename)};
}

MetadataUnavailable bad(std::string text) {
  return {MetadataUnavailable::Reason::kBadMetadata, std::move(text)};
}

Error wrong_digest(const std::string& what) {
  return {ErrorKind::kCorrupt,
          fmt::format("{} does not have the sha256 that is announced for it", what)};
}

bool has_digest(std::string_view bytes, std::string_view hex) {
  const std::optional<Sha256> expected = sha256_from_hex(hex);
  return !expected || *expected == sha256(bytes);
}

// `NAME-VERSION.dist-info/METADATA` at the top, that of `project` before any other.
const ZipMember* find_metadata_member(const std::vector<ZipMember>& members,
                                      std::string_view project) {
  constexpr std::string_view kEnd = ".dist-info/METADATA";
  const ZipMember* found = nullptr;
  for (const ZipMember& member : members) {
    const bool fits = member.path.ends_with(kEnd) && std::ranges::count(member.path, '/') == 1;
    if (!fits) continue;
    if (normalize_name(member.path.substr(0, member.path.find('-'))) == project) return &member;
    if (found == nullptr) found = &member;
  }
  return found;
}

// The member whose local header starts `bytes`.
Result<std::string> read_member(std::string_view bytes, const ZipMember& member, NetParts& parts) {
  const auto choose = [&member](std::string_view path) {
    return path == member.path ? MemberChoice::kRead : MemberChoice::kStop;
  };
  Result<ArchiveContent> content = parts.read_archive(bytes, choose, kMostMetadataBytes);
  if (!content) return content.error();
  if (content->members.empty()) return Error{ErrorKind::kCorrupt, "METADATA cannot be unpacked"};
  return std::move(content->members.front().content);
}

ByteRange stretch_of(const ZipMember& member, std::uint64_t file_size) {
  const std::uint64_t wanted = kHeaderBytes + member.path.size() + kExtraSlack + member.packed_size;
  const std::uint64_t left =
      member.header_offset < file_size ? file_size - member.header_offset : 0;
  return {member.header_offset, std::min(wanted, left)};
}

}  // namespace

Result<MetadataText> metadata_of_wheel(std::string_view wheel, const std::string& project,
                                       NetParts& parts) {
  const std::size_t tail = std::min(wheel.size(), kLongestEndRecord);
  const Result<ByteRange> range =
      find_zip_directory(wheel.substr(wheel.size() - tail), wheel.size());
  if (!range) return MetadataText(bad(range.error().message));
  const auto members = read_zip_directory(wheel.substr(range->offset, range->size));
  if (!members) return MetadataText(bad(members.error().message));
  const ZipMember* member = find_metadata_member(*members, project);
  if (member == nullptr) return MetadataText(bad("the wheel has no METADATA"));
  const ByteRange stretch = stretch_of(*member, wheel.size());
  if (stretch.size == 0) return MetadataText(bad("its directory points outside the wheel"));
  const Result<std::string> text =
      read_member(wheel.substr(stretch.offset, stretch.size), *member, parts);
  if (!text) return MetadataText(bad(text.error().message));
  return MetadataText(*text);
}

namespace {

// One search. Each step asks for something and hands on to the next; the callbacks keep it alive.
class WheelSearch : public std::enable_shared_from_this<WheelSearch> {
 public:
  WheelSearch(MetadataTools tools, std::string project, FileReference file, MetadataTextDone done)
      : tools_(tools),
        project_(std::move(project)),
        file_(std::move(file)),
        done_(std::move(done)) {}

  void begin() {
    if (const auto path = local_path(file_.url)) return read_local(*path);
    if (!file_.has_metadata) return ask_tail();
    find_metadata_beside(tools_, file_, [self = shared_from_this()](Result<MetadataText> text) {
      if (text && std::holds_alternative<MetadataUnavailable>(*text)) return self->ask_tail();
      self->done_(std::move(text));
    });
  }

 private:
  using Step = void (WheelSearch::*)(const std::string& bytes);

  // On disk METADATA may lie beside the wheel, or even without it, as in a mirror of metadata.
  void read_local(const std::string& path) {
    if (file_.has_metadata) {
      return find_metadata_beside(tools_, file_,
                                  [self = shared_from_this(), path](Result<MetadataText> text) {
                                    if (text && std::holds_alternative<MetadataUnavailable>(*text))
                                      return self->read_local_wheel(path);
                                    self->done_(std::move(text));
                                  });
    }
    read_local_wheel(path);
  }

  void read_local_wheel(const std::string& path) {
    Result<std::string> bytes = tools_.files->read(path);
    if (bytes) return take_whole(std::move(*bytes));
    if (bytes.error().kind == ErrorKind::kNotFound) return done_(MetadataText(missing(file_)));
    done_(bytes.error());
  }

  void ask_tail() {
    size_ = file_.size;
    if (size_ == 0) return ask_range({0, 1}, &WheelSearch::take_size);
    tail_ = {size_ - std::min(size_, kTailBytes), std::min(size_, kTailBytes)};
    ask_range(tail_, &WheelSearch::take_tail);
  }

  void ask_range(ByteRange range, Step next) {
    HttpRequest request{file_.url, {}};
    request.range = {range.offset, range.offset + range.size - 1};
    request.max_bytes = kMostFileBytes;
    const auto answered = [self = shared_from_this(), range, next](Result<HttpResponse> response) {
      self->take_range(range, next, std::move(response));
    };
    tools_.exchange.get(std::move(request), answered);
  }

  void take_range(ByteRange range, Step next, Result<HttpResponse> response) {
    if (!response) return done_(response.error());
    if (response->status == 200)
      return take_whole(std::move(response->body));  // it knows no ranges
    if (ends_search(*response)) return;
    if (response->status != 206) return ask_whole();
    content_range_ = header_of(*response, "content-range");
    if (response->body.size() != range.size) return ask_whole();
    (this->*next)(response->body);
  }

  // `bytes 0-0/SIZE`, for indexes that do not say sizes.
  void take_size(const std::string&) {
    const std::size_t slash = content_range_.find('/');
    if (slash != std::string::npos) {
      for (const char c : content_range_.substr(slash + 1)) {
        if (c < '0' || c > '9' || file_.size > kMostFileBytes * 64) return ask_whole();
        file_.size = file_.size * 10 + static_cast<std::uint64_t>(c - '0');
      }
    }
    if (file_.size == 0) return ask_whole();
    ask_tail();
  }

  void take_tail(const std::string& bytes) {
    tail_bytes_ = bytes;
    const Result<ByteRange> directory = find_zip_directory(tail_bytes_, size_);
    if (!directory || directory->size > kMostMetadataBytes || directory->size == 0)
      return ask_whole();
    if (directory->offset >= tail_.offset) {
      return take_directory(tail_bytes_.substr(directory->offset - tail_.offset, directory->size));
    }
    ask_range(*directory, &WheelSearch::take_directory);
  }

  void take_directory(const std::string& bytes) {
    const auto members = read_zip_directory(bytes);
    const ZipMember* member = members ? find_metadata_member(*members, project_) : nullptr;
    if (member == nullptr || member->packed_size > kMostMetadataBytes) return ask_whole();
    member_ = *member;
    const ByteRange stretch = stretch_of(member_, size_);
    if (stretch.size == 0) return ask_whole();
    if (stretch.offset >= tail_.offset) {
      return take_member(tail_bytes_.substr(stretch.offset - tail_.offset, stretch.size));
    }
    ask_range(stretch, &WheelSearch::take_member);
  }

  void take_member(const std::string& bytes) {
    const Result<NetParts*> parts = tools_.exchange.parts();
    if (!parts) return done_(parts.error());
    Result<std::string> text = read_member(bytes, member_, **parts);
    if (!text) return ask_whole();
    done_(MetadataText(std::move(*text)));
  }

  void ask_whole() {
    HttpRequest request{file_.url, {{"Accept-Encoding", "identity"}}};
    request.max_bytes = kMostFileBytes;
    tools_.exchange.get(
        std::move(request), [self = shared_from_this()](Result<HttpResponse> response) {
          if (!response) return self->done_(response.error());
          if (self->ends_search(*response)) return;
          if (response->status != 200) {
            return self->done_(refusal(response->status, UrlParts::parse(response->final_url),
                                       self->tools_.credentials));
          }
          self->take_whole(std::move(response->body));
        });
  }

  // Gone or refused: no other step will do better.
  bool ends_search(const HttpResponse& response) {
    if (response.status == 404 || response.status == 410) {
      done_(MetadataText(missing(file_)));
      return true;
    }
    if (response.status != 401 && response.status != 403) return false;
    done_(refusal(response.status, UrlParts::parse(response.final_url), tools_.credentials));
    return true;
  }

  void take_whole(std::string bytes) {
    const Result<NetParts*> parts = tools_.exchange.parts();
    if (!parts) return done_(parts.error());
    NetParts* net = *parts;
    auto wheel = std::make_shared<const std::string>(std::move(bytes));
    tools_.exchange.work(
        wheel->size(), [self = shared_from_this(), wheel, net]() -> Exchange::Then {
          Result<MetadataText> text = has_digest(*wheel, self->file_.sha256)
                                          ? metadata_of_wheel(*wheel, self->project_, *net)
                                          : wrong_digest(self->file_.filename);
          return [self, text = std::move(text)] { self->done_(text); };
        });
  }

  MetadataTools tools_;
  const std::string project_;
  FileReference file_;
  MetadataTextDone done_;
  std::uint64_t size_ = 0;
  std::string content_range_;
  ByteRange tail_;
  std::string tail_bytes_;
  ZipMember member_;
};

}  // namespace

void find_wheel_metadata(MetadataTools tools, const std::string& project, const FileReference& file,
                         MetadataTextDone done) {
  std::make_shared<WheelSearch>(tools, project, file, std::move(done))->begin();
}

void find_metadata_beside(MetadataTools tools, const FileReference& file, MetadataTextDone done) {
  UrlParts url = UrlParts::parse(file.url);
  url.path += ".metadata";
  url.fragment.clear();
  if (const auto path = local_path(url.to_string())) {
    Result<std::string> text = tools.files->read(*path);
    if (!text && text.error().kind == ErrorKind::kNotFound)
      return done(MetadataText(missing(file)));
    if (!text) return done(text.error());
    if (!has_digest(*text, file.metadata_sha256))
      return done(wrong_digest(file.filename + ".metadata"));
    return done(MetadataText(std::move(*text)));
  }
  HttpRequest request{url.to_string(), {}};
  request.max_bytes = kMostMetadataBytes;
  const auto answered = [file, done = std::move(done)](Result<HttpResponse> response) {
    if (!response) return done(response.error());
    if (response->status != 200) return done(MetadataText(missing(file)));
    if (!has_digest(response->body, file.metadata_sha256))
      return done(wrong_digest(file.filename + ".metadata"));
    done(MetadataText(std::move(response->body)));
  };
  tools.exchange.get(std::move(request), answered);
}

}  // namespace pincompile
