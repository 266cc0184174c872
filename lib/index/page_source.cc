// SPDX-License-Identifier: MIT
#include "index/page_source.h"

#include <fmt/format.h>

#include <algorithm>

#include "index/find_links.h"
#include "index/page_body.h"
#include "index/simple_html.h"

namespace pincompile {
namespace {

// A query is most likely a signature: a secret, and worth nothing tomorrow.
bool has_signed_links(const RecordBytes& record) {
  const PageView page = PageView::open(record.bytes);
  for (std::uint32_t file = 0; file < page.file_count(); ++file) {
    const auto details = page.details(file);
    if (details && details->url.find('?') != std::string_view::npos) return true;
  }
  return false;
}

constexpr std::string_view kAbsentOn403[] = {"download.pytorch.org"};
// PyPI keeps files on another host: connecting to it while the first page comes saves two round
// trips.
constexpr std::string_view kPypiHost = "pypi.org";
constexpr const char* kPypiFiles = "https://files.pythonhosted.org/";
constexpr std::uint64_t kMostPageBytes = std::uint64_t{1} << 27;

HttpRequest page_request(const std::string& url, const std::optional<PageFreshness>& known) {
  HttpRequest request{url, {{"Accept", kPageTypes}}};
  request.max_bytes = kMostPageBytes;
  if (!known) return request;
  if (!known->etag.empty()) request.headers.emplace_back("If-None-Match", known->etag);
  if (!known->last_modified.empty())
    request.headers.emplace_back("If-Modified-Since", known->last_modified);
  return request;
}

}  // namespace

std::string index_name(std::string_view url) {
  UrlParts parts = UrlParts::parse(url);
  parts.user.clear();
  parts.fragment.clear();
  while (parts.path.size() > 1 && parts.path.ends_with('/')) parts.path.pop_back();
  return parts.to_string();
}

bool means_absent(std::string_view host, const std::vector<std::string>& absent_on_403) {
  return std::ranges::find(kAbsentOn403, host) != std::end(kAbsentOn403) ||
         std::ranges::find(absent_on_403, host) != absent_on_403.end();
}

PageSource::PageSource(const IndexOptions& options, Exchange& exchange, Credentials& credentials,
                       FileSystem* files)
    : options_(options), exchange_(exchange), credentials_(credentials), files_(files) {
  for (const std::string& url : options.find_links) locations_[index_name(url)] = {url, true};
  for (const auto& [pattern, url] : options.package_index)
    locations_[index_name(url)] = {url, false};
  for (const std::string& url : options.indexes) locations_[index_name(url)] = {url, false};
}

PageSource::Location PageSource::location_of(const Want& page) const {
  const std::string name = page.index_url.empty() && !options_.indexes.empty()
                               ? index_name(options_.indexes.front())
                               : page.index_url;
  const auto found = locations_.find(name);
  return found == locations_.end() ? Location{name, false} : found->second;
}

void PageSource::cancel() { links_pages_.clear(); }

void PageSource::ask(const Want& page, const std::optional<PageFreshness>& known, Done done) {
  const Location location = location_of(page);
  const std::optional<std::string> path = local_path(location.url);
  if (path && location.find_links) {
    if (path->ends_with(".html") || path->ends_with(".htm")) {
      return ask_local_links(*path, location.url, page.project, done);
    }
    return ask_directory(*path, page.project, done);
  }
  if (path) {
    const std::string folder = *path + "/" + page.project + "/";
    const bool json = files_->exists(folder + "index.json") == FileSystem::Kind::kFile;
    return ask_local(folder + (json ? "index.json" : "index.html"), location.url, page.project,
                     std::move(done));
  }
  if (location.find_links) return ask_find_links(location.url, page.project, std::move(done));
  ask_index(location.url, page.project, known, std::move(done));
}

void PageSource::ask_index(const std::string& url, const std::string& project,
                           const std::optional<PageFreshness>& known, Done done) {
  const std::string name = index_name(url);
  const auto answered = [this, name, project, known,
                         done = std::move(done)](Result<HttpResponse> response) {
    if (!response) return done(Failed{response.error()}, std::nullopt);
    const int status = response->status;
    const std::string host = UrlParts::parse(response->final_url).host_name();
    if (status == 304 && known) return done(PageFound{{}, name}, freshness_of(*response, *known));
    if (status == 404 || status == 410 ||
        (status == 403 && means_absent(host, options_.absent_on_403))) {
      return done(PageAbsent{{name}, status == 403}, freshness_of(*response));
    }
    if (status != 200) return done(Failed{refused(*response)}, std::nullopt);
    parse(std::make_shared<HttpResponse>(std::move(*response)), project, name, done);
  };
  HttpRequest request = page_request(name + (name.ends_with('/') ? "" : "/") + project + "/", known);
  request.reader_for = [project](const HttpResponse& part) { return page_reader(part, project); };
  exchange_.get(std::move(request), answered);
  if (files_host_ready_ || UrlParts::parse(name).host != kPypiHost) return;
  files_host_ready_ = true;
  exchange_.open_connection(kPypiFiles);
}

void PageSource::parse(std::shared_ptr<HttpResponse> response, const std::string& project,
                       const std::string& index, Done done) {
  const Result<NetParts*> parts = exchange_.parts();
  if (!parts) return done(Failed{parts.error()}, std::nullopt);
  NetParts* net = *parts;
  exchange_.work(response->body.size(), [=, done = std::move(done)]() -> Exchange::Then {
    Result<RecordBytes> record = read_page_body(*response, project, *net);
    const bool keep = record && !has_signed_links(*record);
    const std::optional<PageFreshness> freshness = keep ? freshness_of(*response) : std::nullopt;
    return [record = std::move(record), freshness, index, done] {
      if (!record) return done(Failed{record.error()}, std::nullopt);
      done(PageFound{*record, index}, freshness);
    };
  });
}

Error PageSource::refused(const HttpResponse& response) const {
  return refusal(response.status, UrlParts::parse(response.final_url), credentials_);
}

void PageSource::ask_local(const std::string& path, const std::string& name,
                           const std::string& project, Done done) {
  Result<std::string> text = files_->read(path);
  if (!text) {
    if (text.error().kind == ErrorKind::kNotFound)
      return done(PageAbsent{{index_name(name)}}, std::nullopt);
    return done(Failed{text.error()}, std::nullopt);
  }
  auto response = std::make_shared<HttpResponse>();
  response->status = 200;
  response->body = std::move(*text);
  response->body.reserve(response->body.size() + kSpareBytes);
  response->final_url = file_url_of(path);
  const auto keep_nothing = [done = std::move(done)](FactAnswer answer,
                                                     const std::optional<PageFreshness>&) {
    done(std::move(answer), std::nullopt);
  };
  parse(std::move(response), project, index_name(name), keep_nothing);
}

void PageSource::ask_directory(const std::string& path, const std::string& project,
                               const Done& done) {
  const auto [names, is_new] = directories_.try_emplace(path);
  if (is_new) names->second = files_->list(path);
  if (!*names->second) {
    // Not found is what a project is that no index knows; this is trouble with the disk.
    Error error = names->second->error();
    error.kind = ErrorKind::kIo;
    return done(Failed{std::move(error)}, std::nullopt);
  }
  const Result<PageContent> content = read_links_directory(*files_, path, **names->second, project);
  if (!content) return done(Failed{content.error()}, std::nullopt);
  done(PageFound{build_page(*content), {}}, std::nullopt);
}

void PageSource::ask_find_links(const std::string& url, const std::string& project, Done done) {
  LinksPage& page = links_pages_[url];
  if (page.content) return answer_from_links(url, project, done);
  page.waiting.push_back(
      [this, url, project, done = std::move(done)] { answer_from_links(url, project, done); });
  if (page.asked) return;
  page.asked = true;
  exchange_.get(
      page_request(index_name(url), std::nullopt),
      [this, url](Result<HttpResponse> response) { read_links_page(url, std::move(response)); });
}

void PageSource::ask_local_links(const std::string& path, const std::string& url,
                                 const std::string& project, const Done& done) {
  if (!links_pages_[url].content) {
    Result<std::string> text = files_->read(path);
    if (!text && text.error().kind != ErrorKind::kNotFound)
      return done(Failed{text.error()}, std::nullopt);
    HttpResponse response;
    response.status = text ? 200 : 404;
    if (text) response.body = *std::move(text);
    response.final_url = file_url_of(path);
    read_links_page(url, std::move(response));
  }
  answer_from_links(url, project, done);
}

void PageSource::read_links_page(const std::string& url, Result<HttpResponse> response) {
  LinksPage& page = links_pages_[url];
  const Result<NetParts*> parts = exchange_.parts();
  if (!response) {
    page.content = response.error();
  } else if (!parts) {
    page.content = parts.error();
  } else if (response->status == 404) {
    page.content = std::shared_ptr<const PageContent>();
  } else if (response->status != 200) {
    page.content = refused(*response);
  } else if (const Result<HtmlPage> html = (*parts)->read_html(response->body); !html) {
    page.content = html.error();
  } else if (Result<PageContent> content = page_from_html(*html, {"", response->final_url});
             !content) {
    page.content = content.error();
  } else {
    page.content = std::make_shared<const PageContent>(std::move(*content));
  }
  const std::vector<std::function<void()>> waiting = std::move(page.waiting);
  for (const auto& answer : waiting) answer();
}

void PageSource::answer_from_links(const std::string& url, const std::string& project,
                                   const Done& done) {
  const auto& content = *links_pages_[url].content;
  if (!content) return done(Failed{content.error()}, std::nullopt);
  if (*content == nullptr) return done(PageAbsent{{index_name(url)}}, std::nullopt);
  // Only a page of this disk makes us read files of this disk.
  if (local_path(url)) {
    const PageContent links = with_digests(*files_, links_of_project(**content, project));
    return done(PageFound{build_page(links), {}}, std::nullopt);
  }
  exchange_.work(0, [all = *content, project, done]() -> Exchange::Then {
    const RecordBytes record = build_page(links_of_project(*all, project));
    return [record, done] { done(PageFound{record, {}}, std::nullopt); };
  });
}

}  // namespace pincompile
