// SPDX-License-Identifier: MIT
#include "index/simple_json.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <memory>

#include "cache/page_record.h"
#include "index/page_format.h"
#include "index/upload_time.h"
#include "index/url_parts.h"
#include "pincompile/name.h"

namespace pincompile {
namespace {

namespace ondemand = simdjson::ondemand;
static_assert(kSpareBytes >= simdjson::SIMDJSON_PADDING);

// What PyPI's pages need for a file, at least: a guess of how many files there are.
constexpr std::size_t kBytesPerFile = 400;

bool is(ondemand::raw_json_string key, std::string_view name) { return key.unsafe_is_equal(name); }

// Reads a page as one text or as several, each of them a whole document.
class PageReader {
 public:
  explicit PageReader(PageOrigin origin)
      : origin_(std::move(origin)),
        texts_(std::make_shared<PageTexts>()),
        urls_(origin_.url, *texts_) {
    content_.project = origin_.project;
    content_.owner = texts_;
  }

  simdjson::error_code read_document(std::string_view text) {
    content_.files.reserve(text.size() / kBytesPerFile);
    ends_with_files_ = false;
    ondemand::document document;
    const simdjson::padded_string_view padded(text.data(), text.size(), text.size() + kSpareBytes);
    simdjson::error_code error = parser_.iterate(padded).get(document);
    if (!error) error = read_root(document);
    const char* rest = nullptr;
    if (!error && document.current_location().get(rest) == simdjson::SUCCESS) {
      error = simdjson::TRAILING_CONTENT;
    }
    return error;
  }

  /// Whether the list of files is the last thing of the document.
  bool ends_with_files() const { return ends_with_files_; }
  const std::vector<PageFile>& files() const { return content_.files; }
  void drop_files() { content_.files.clear(); }
  /// The document that was read will be gone, and its files are.
  void leave_document() {
    for (std::string_view* text : {&name_, &api_version_, &content_.status_reason})
      *text = kept_.keep(*text);
    drop_files();
    *texts_ = {};
  }

  /// What was read, with the files that were not dropped.
  Result<PageContent> finish(std::string_view last_document) {
    const simdjson::error_code error = read_document(last_document);
    parser_ = ondemand::parser();
    if (error) return broken(simdjson::error_message(error));
    if (!files_seen_) return broken("it has no files");
    if (const auto checked = check_api_version(api_version_, origin_); !checked)
      return checked.error();
    if (!name_.empty() && normalize_name(name_) != origin_.project) {
      return broken(fmt::format("it is the page of {}", name_));
    }
    return std::move(content_);
  }

 private:
  // A text; anything else gives nothing. Texts without escapes, which is nearly all, are views into
  // the body: copying each of them, as get_string does, took a third of the time of a page.
  std::string_view text_of(ondemand::value value) {
    std::string_view token = value.raw_json_token();  // with its quotes and the blanks behind them
    if (token.empty() || token.front() != '"') return {};
    if (token.find('\\') != std::string_view::npos) {
      std::string_view text;
      return value.get_string().get(text) == simdjson::SUCCESS ? texts_->keep(text)
                                                               : std::string_view();
    }
    const std::size_t end = token.rfind('"');
    return end == 0 ? std::string_view() : token.substr(1, end - 1);
  }

  std::string_view text_of(simdjson::simdjson_result<ondemand::value> field_value) {
    ondemand::value value;
    return field_value.get(value) == simdjson::SUCCESS ? text_of(value) : std::string_view();
  }

  // `{"sha256": HEX, ...}`.
  simdjson::error_code read_hashes(ondemand::value value, std::string_view& sha256) {
    ondemand::object object;
    if (value.get_object().get(object) != simdjson::SUCCESS) return simdjson::SUCCESS;
    for (auto field : object) {
      ondemand::raw_json_string key;
      if (const auto error = field.key().get(key)) return error;
      if (is(key, "sha256")) sha256 = text_of(field.value());
    }
    return simdjson::SUCCESS;
  }

  simdjson::error_code read_core_metadata(ondemand::value value, PageFile& file) {
    bool flag = false;
    if (value.get_bool().get(flag) == simdjson::SUCCESS) {
      file.has_metadata = flag;
      return simdjson::SUCCESS;
    }
    ondemand::json_type type;
    if (const auto error = value.type().get(type)) return error;
    if (type != ondemand::json_type::object) return simdjson::SUCCESS;
    file.has_metadata = true;
    return read_hashes(value, file.metadata_sha256);
  }

  // PEP 592: true, or the reason.
  void read_yanked(ondemand::value value, PageFile& file) {
    bool flag = false;
    if (value.get_bool().get(flag) == simdjson::SUCCESS) {
      file.yanked = flag;
      return;
    }
    ondemand::json_type type;
    if (value.type().get(type) != simdjson::SUCCESS || type != ondemand::json_type::string) return;
    file.yanked = true;
    file.yanked_reason = text_of(value);
  }

  void read_size(ondemand::value value, PageFile& file) {
    std::uint64_t size = 0;
    if (value.get_uint64().get(size) == simdjson::SUCCESS) file.size = size;
  }

  simdjson::error_code read_root(ondemand::document& document) {
    ondemand::object root;
    if (const auto error = document.get_object().get(root)) return error;
    for (auto field : root) {
      ondemand::raw_json_string key;
      ondemand::value value;
      if (const auto error = field.key().get(key)) return error;
      if (const auto error = field.value().get(value)) return error;
      simdjson::error_code error = simdjson::SUCCESS;
      ends_with_files_ = is(key, "files");
      if (ends_with_files_) error = read_files(value);
      if (is(key, "name")) name_ = text_of(value);
      if (is(key, "meta")) error = read_meta(value);
      if (is(key, "project-status")) error = read_status(value);
      if (error) return error;
    }
    return simdjson::SUCCESS;
  }

  simdjson::error_code read_meta(ondemand::value value) {
    ondemand::object object;
    if (value.get_object().get(object) != simdjson::SUCCESS) return simdjson::SUCCESS;
    for (auto field : object) {
      ondemand::raw_json_string key;
      if (const auto error = field.key().get(key)) return error;
      if (is(key, "api-version")) api_version_ = text_of(field.value());
      // The draft and some servers have the status here.
      if (is(key, "project-status")) content_.status = project_status(text_of(field.value()));
      if (is(key, "project-status-reason")) content_.status_reason = text_of(field.value());
    }
    return simdjson::SUCCESS;
  }

  simdjson::error_code read_status(ondemand::value value) {
    ondemand::object object;
    if (value.get_object().get(object) != simdjson::SUCCESS) return simdjson::SUCCESS;
    for (auto field : object) {
      ondemand::raw_json_string key;
      if (const auto error = field.key().get(key)) return error;
      if (is(key, "status")) content_.status = project_status(text_of(field.value()));
      if (is(key, "reason")) content_.status_reason = text_of(field.value());
    }
    return simdjson::SUCCESS;
  }

  simdjson::error_code read_files(ondemand::value value) {
    ondemand::array files;
    if (const auto error = value.get_array().get(files)) return error;
    files_seen_ = true;
    for (auto element : files) {
      ondemand::value entry;
      ondemand::object object;
      if (const auto error = element.get(entry)) return error;
      if (entry.get_object().get(object) != simdjson::SUCCESS) continue;
      PageFile file;
      if (const auto error = read_file(object, file)) return error;
      if (!file.filename.empty() && !file.url.empty()) content_.files.push_back(file);
    }
    return simdjson::SUCCESS;
  }

  simdjson::error_code read_file(ondemand::object& object, PageFile& file) {
    bool core_metadata = false;
    for (auto field : object) {
      ondemand::raw_json_string key;
      ondemand::value value;
      if (const auto error = field.key().get(key)) return error;
      if (const auto error = field.value().get(value)) return error;
      if (const auto error = read_field(key, value, file, core_metadata)) return error;
    }
    return simdjson::SUCCESS;
  }

  // The first letter tells nearly all keys apart.
  simdjson::error_code read_field(ondemand::raw_json_string key, ondemand::value value,
                                  PageFile& file, bool& core_metadata) {
    switch (key.raw()[0]) {
      case 'f':
        if (is(key, "filename")) file.filename = text_of(value);
        break;
      case 'u':
        if (is(key, "url")) file.url = urls_.absolute(text_of(value));
        if (is(key, "upload-time")) file.uploaded = parse_upload_time(text_of(value));
        break;
      case 'h':
        if (is(key, "hashes")) return read_hashes(value, file.sha256);
        break;
      case 'r':
        if (is(key, "requires-python")) file.requires_python = text_of(value);
        break;
      case 's':
        if (is(key, "size")) read_size(value, file);
        break;
      case 'y':
        if (is(key, "yanked")) read_yanked(value, file);
        break;
      case 'c':
        if (!is(key, "core-metadata")) break;
        core_metadata = true;
        return read_core_metadata(value, file);
      case 'd':
        // The names of PEP 658 before PEP 714.
        if (core_metadata || !(is(key, "data-dist-info-metadata") || is(key, "dist-info-metadata")))
          break;
        return read_core_metadata(value, file);
      default:
        break;
    }
    return simdjson::SUCCESS;
  }

  Error broken(std::string_view why) const {
    return {ErrorKind::kCorrupt, fmt::format("{} is no page of {}: {}",
                                             url_for_display(origin_.url), origin_.project, why)};
  }

  const PageOrigin origin_;
  ondemand::parser parser_;
  std::shared_ptr<PageTexts> texts_;  // those that stand nowhere in the document
  PageTexts kept_;                    // of documents that were left
  FileUrls urls_;
  PageContent content_;
  std::string_view api_version_;
  std::string_view name_;
  bool files_seen_ = false;
  bool ends_with_files_ = false;
};

// The comma between two objects of a list, as far behind as there is one. It may stand in a text or
// deeper than the list of files: then what is before it makes no document.
std::size_t last_comma(std::string_view body) {
  constexpr std::string_view kBlanks = " \t\r\n";
  std::size_t open = body.rfind('{');
  for (; open != std::string_view::npos && open > 1; open = body.rfind('{', open - 1)) {
    const std::size_t comma = body.find_last_not_of(kBlanks, open - 1);
    if (comma == std::string_view::npos || comma == 0 || body[comma] != ',') continue;
    const std::size_t close = body.find_last_not_of(kBlanks, comma - 1);
    if (close != std::string_view::npos && body[close] == '}') return comma;
  }
  return std::string_view::npos;
}

}  // namespace

Result<PageContent> read_json_page(std::string_view body, const PageOrigin& origin) {
  return PageReader(origin).finish(body);
}

struct JsonPage::State {
  PageReader reader;
  PageRecordBuilder builder;
};

JsonPage::JsonPage(PageOrigin origin)
    : state_(new State{PageReader(origin), PageRecordBuilder(origin.project)}) {}
JsonPage::~JsonPage() = default;

// The list is closed behind its last whole file for as long as it is read, and what comes after
// that file is given a beginning: both are documents.
std::size_t JsonPage::take(std::string& body) {
  constexpr std::string_view kBegin = "{\"files\":[", kEnd = "]}";
  const std::size_t comma = last_comma(body);
  if (comma == std::string_view::npos || comma < kBegin.size()) return 0;
  if (body.capacity() < body.size() + kSpareBytes) body.reserve(body.size() + kSpareBytes);
  const std::string behind = body.substr(comma, kEnd.size());
  body.replace(comma, kEnd.size(), kEnd);
  PageReader& reader = state_->reader;
  const auto error = reader.read_document(std::string_view(body).substr(0, comma + kEnd.size()));
  body.replace(comma, kEnd.size(), behind);
  if (error || !reader.ends_with_files()) {
    reader.drop_files();
    return 0;
  }
  for (const PageFile& file : reader.files()) state_->builder.add(file);
  reader.leave_document();
  body.replace(0, comma + 1, kBegin);
  return comma + 1 - kBegin.size();
}

Result<RecordBytes> JsonPage::finish(std::string_view rest) {
  const Result<PageContent> content = state_->reader.finish(rest);
  if (!content) return content.error();
  for (const PageFile& file : content->files) state_->builder.add(file);
  return state_->builder.finish(content->status, content->status_reason);
}

}  // namespace pincompile
