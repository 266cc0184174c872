// PageSource: asks one index, or one find-links location, for the page of a project.
// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "cache/page_record.h"
#include "index/exchange.h"
#include "index/index_facts.h"

namespace pincompile {

/// Whether a 403 of this host says that it does not know the name (behaviour.md 4.6); the list adds
/// to those that are known to do so.
bool means_absent(std::string_view host, const std::vector<std::string>& absent_on_403);

class PageSource {
 public:
  using Done = std::function<void(FactAnswer answer, std::optional<PageFreshness> freshness)>;

  /// All outlive this.
  PageSource(const IndexOptions& options, Exchange& exchange, Credentials& credentials,
             FileSystem* files);

  /// `done` may run before this returns.
  void ask(const Want& page, const std::optional<PageFreshness>& known, Done done);
  /// Drops the callbacks that wait for find-links pages.
  void cancel();

 private:
  struct Location {
    std::string url;
    bool find_links = false;
  };
  /// A find-links page is fetched once and cut up for each project.
  struct LinksPage {
    bool asked = false;
    std::optional<Result<std::shared_ptr<const PageContent>>> content;  ///< null: not there
    std::vector<std::function<void()>> waiting;
  };

  Location location_of(const Want& page) const;
  void ask_index(const std::string& url, const std::string& project,
                 const std::optional<PageFreshness>& known, Done done);
  void ask_find_links(const std::string& url, const std::string& project, Done done);
  void ask_local_links(const std::string& path, const std::string& url, const std::string& project,
                       const Done& done);
  void answer_from_links(const std::string& url, const std::string& project, const Done& done);
  void read_links_page(const std::string& url, Result<HttpResponse> response);
  void ask_local(const std::string& path, const std::string& name, const std::string& project,
                 Done done);
  void ask_directory(const std::string& path, const std::string& project, const Done& done);
  void parse(std::shared_ptr<HttpResponse> response, const std::string& project,
             const std::string& index, Done done);
  Error refused(const HttpResponse& response) const;

  const IndexOptions& options_;
  Exchange& exchange_;
  Credentials& credentials_;
  FileSystem* const files_;
  std::map<std::string, Location> locations_;  ///< by index_name
  std::map<std::string, LinksPage> links_pages_;
  /// Names in find-links directories: each is listed once, whatever is asked of it.
  std::map<std::string, std::optional<Result<std::vector<std::string>>>> directories_;
  bool files_host_ready_ = false;  ///< PyPI's host of files was told to be ready
};

}  // namespace pincompile
