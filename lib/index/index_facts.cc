// SPDX-License-Identifier: MIT
#include "index/index_facts.h"

#include <functional>
#include <map>
#include <set>

#include "index/metadata_finder.h"
#include "index/page_source.h"

namespace pincompile {
namespace {

std::vector<std::string> all_urls(const IndexOptions& options) {
  std::vector<std::string> urls = options.indexes;
  for (const auto& [pattern, url] : options.package_index) urls.push_back(url);
  urls.insert(urls.end(), options.find_links.begin(), options.find_links.end());
  return urls;
}

ExchangeOptions exchange_options(const IndexOptions& options, const IndexPorts& ports) {
  ExchangeOptions made;
  made.transport = options.transport;
  made.jobs = options.jobs;
  made.web.retries = options.retries;
  made.web.trusted_hosts = options.trusted_hosts;
  if (ports.trace)
    made.web.trace = [trace = ports.trace](std::string_view line) { trace(2, line); };
  return made;
}

}  // namespace

struct IndexFacts::State {
  State(IndexOptions given, const IndexPorts& ports)
      : options(std::move(given)),
        credentials(all_urls(options), options.netrc, options.keyring, ports.programs),
        exchange(exchange_options(options, ports), ports.net, *ports.clock, credentials),
        pages(options, exchange, credentials, ports.files),
        metadata(options, MetadataTools{exchange, credentials, ports.files}, ports.programs),
        trace(ports.trace),
        clock(*ports.clock) {}

  const IndexOptions options;
  Credentials credentials;
  Exchange exchange;
  PageSource pages;
  MetadataFinder metadata;
  const std::function<void(int level, std::string_view line)> trace;
  Clock& clock;
  std::vector<Fact> arrived;                          ///< not yet handed out
  std::map<std::uint64_t, PageFreshness> arriving;    ///< freshness of those
  std::set<std::string> named;                        ///< indexes that were told of
  std::map<std::uint64_t, PageFreshness> handed_out;  ///< of what the last wait returned

  void ask_page(const Want& want, const std::optional<PageFreshness>& known);
};

IndexFacts::IndexFacts(IndexOptions options, IndexPorts ports)
    : state_(std::make_unique<State>(std::move(options), ports)) {}

IndexFacts::~IndexFacts() = default;

void IndexFacts::State::ask_page(const Want& want, const std::optional<PageFreshness>& known) {
  if (trace && named.insert(want.index_url).second) trace(1, "asking " + want.index_url);
  pages.ask(want, known,
            [this, id = want.id](FactAnswer answer, std::optional<PageFreshness> freshness) {
              if (freshness) arriving[id] = std::move(*freshness);
              arrived.push_back({id, std::move(answer)});
            });
}

void IndexFacts::request(std::vector<Want> wants) {
  for (const Want& want : wants) {
    if (want.kind == Want::Kind::kPage) {
      state_->ask_page(want, std::nullopt);
    } else {
      state_->metadata.ask(want, [state = state_.get(), id = want.id](FactAnswer answer) {
        state->arrived.push_back({id, std::move(answer)});
      });
    }
  }
}

void IndexFacts::revalidate(Want page, PageFreshness known) { state_->ask_page(page, known); }

std::vector<Fact> IndexFacts::wait() { return *wait_until(WebClient::Time::max()); }

std::optional<std::vector<Fact>> IndexFacts::wait_until(WebClient::Time deadline) {
  while (state_->arrived.empty() && !state_->exchange.idle()) {
    state_->exchange.turn(deadline);
    if (state_->arrived.empty() && state_->clock.monotonic() >= deadline) return std::nullopt;
  }
  std::vector<Fact> facts = std::move(state_->arrived);
  state_->arrived.clear();
  state_->handed_out = std::move(state_->arriving);
  state_->arriving.clear();
  return facts;
}

void IndexFacts::cancel() {
  state_->exchange.cancel();
  state_->pages.cancel();
  state_->arrived.clear();
  state_->arriving.clear();
}

std::optional<PageFreshness> IndexFacts::freshness(std::uint64_t want_id) const {
  const auto found = state_->handed_out.find(want_id);
  return found == state_->handed_out.end() ? std::nullopt : std::optional(found->second);
}

IndexCounts IndexFacts::counts() const {
  const WebCounts counts = state_->exchange.counts();
  return {counts.requests, counts.bytes};
}

Result<std::string> fetch_text(const IndexOptions& options, const IndexPorts& ports,
                               const std::string& url, std::uint64_t most_bytes) {
  std::vector<std::string> urls = all_urls(options);
  urls.push_back(url);
  Credentials credentials(urls, options.netrc, options.keyring, ports.programs);
  Exchange exchange(exchange_options(options, ports), ports.net, *ports.clock, credentials);
  std::optional<Result<std::string>> text;
  HttpRequest request{url, {}};
  request.max_bytes = most_bytes;
  exchange.get(std::move(request), [&](Result<HttpResponse> response) {
    if (!response) {
      text = response.error();
    } else if (response->status == 200) {
      text = std::move(response->body);
    } else if (response->status == 404) {
      text = Error{ErrorKind::kNotFound, "cannot open " + url_for_display(url) + " (404)"};
    } else {
      text = refusal(response->status, UrlParts::parse(response->final_url), credentials);
    }
  });
  while (!text) exchange.turn();
  return std::move(*text);
}

}  // namespace pincompile
