// SPDX-License-Identifier: MIT
#include "index/web_client.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "index/retry_policy.h"

namespace pincompile {
namespace {

constexpr unsigned kMostRedirects = 10;

bool is_redirect(int status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

const char* plural(std::int64_t count) { return count == 1 ? "try" : "tries"; }

}  // namespace

std::string_view header_of(const HttpResponse& response, std::string_view name) {
  for (const auto& [key, value] : response.headers) {
    if (key == name) return value;
  }
  return {};
}

WebClient::WebClient(HttpTransport& transport, Clock& clock, Credentials& credentials,
                     WebOptions options, StartProgramJob programs)
    : transport_(transport),
      clock_(clock),
      credentials_(credentials),
      options_(std::move(options)),
      programs_(std::move(programs)) {}

void WebClient::get(HttpRequest request, Done done) {
  UrlParts url = UrlParts::parse(request.url);
  url.user.clear();  // known to Credentials, which gives it out for its own host only
  url.fragment.clear();
  request.url = url.to_string();
  Attempt attempt{std::move(request), std::move(done)};
  attempt.begun = clock_.monotonic();
  attempt.authorization = credentials_.authorization(url);
  send(std::move(attempt));
}

void WebClient::open_connection(const std::string& url) {
  const UrlParts parts = UrlParts::parse(url);
  if (!may_ask(parts)) return;
  HttpRequest request{url, {}};
  request.range = {0, 0};
  request.insecure = is_trusted(parts);
  openers_.push_back(transport_.start(std::move(request)));
}

bool WebClient::is_trusted(const UrlParts& url) const {
  return std::ranges::any_of(options_.trusted_hosts, [&url](const std::string& host) {
    return host == url.host || host == url.host_name() || host == "[" + url.host_name() + "]";
  });
}

Result<void> WebClient::may_ask(const UrlParts& url) const {
  if (url.scheme == "https") return {};
  if (url.scheme != "http") {
    return Error{ErrorKind::kInvalidArgument,
                 fmt::format("{} is no http or https URL", url.shown())};
  }
  if (is_loopback(url.host_name()) || is_trusted(url)) return {};
  return Error{ErrorKind::kUnauthorized,
               fmt::format("plain http to {} is refused", url.host),
               {},
               {},
               {"use https, or --trusted-host " + url.host}};
}

void WebClient::send(Attempt attempt) {
  const UrlParts url = UrlParts::parse(attempt.request.url);
  if (const Result<void> allowed = may_ask(url); !allowed) {
    attempt.done(allowed.error());
    return;
  }
  ++attempt.tries;
  ++counts_.requests;
  HttpRequest request = attempt.request;
  request.insecure = is_trusted(url);
  if (attempt.authorization) request.headers.emplace_back("Authorization", *attempt.authorization);
  const std::uint64_t id = transport_.start(std::move(request));
  running_.emplace(id, std::move(attempt));
}

void WebClient::begin_due() {
  while (!waiting_.empty() && waiting_.begin()->first <= clock_.monotonic()) {
    Attempt attempt = std::move(waiting_.begin()->second);
    waiting_.erase(waiting_.begin());
    send(std::move(attempt));
  }
}

void WebClient::turn(Time latest, const std::function<bool()>& has_room) {
  begin_due();
  Time deadline = waiting_.empty() ? latest : std::min(latest, waiting_.begin()->first);
  while (std::optional<HttpFinished> finished = transport_.wait_any(deadline)) {
    finish(std::move(*finished));
    if (!has_room()) break;
    deadline = Time::min();  // what else is there, without waiting
  }
  begin_due();
}

void WebClient::cancel() {
  for (const auto& [id, attempt] : running_) transport_.cancel(id);
  for (const std::uint64_t id : openers_) transport_.cancel(id);
  openers_.clear();
  running_.clear();
  waiting_.clear();
  refused_.clear();
}

void WebClient::finish(HttpFinished finished) {
  const auto found = running_.find(finished.id);
  if (found == running_.end()) return;
  Attempt attempt = std::move(found->second);
  running_.erase(found);
  const std::string shown = url_for_display(attempt.request.url);
  if (!finished.response) {
    if (options_.trace)
      options_.trace(fmt::format("GET {} : {}", shown, finished.response.error().message));
    if (finished.response.error().kind == ErrorKind::kNetwork) {
      try_again(std::move(attempt), finished.response.error().message, std::nullopt);
    } else {
      attempt.done(finished.response.error());
    }
    return;
  }
  HttpResponse response = std::move(*finished.response);
  const std::uint64_t bytes = response.taken + response.body.size();
  counts_.bytes += bytes;
  if (options_.trace)
    options_.trace(fmt::format("GET {} : {}, {} bytes", shown, response.status, bytes));
  answer(std::move(attempt), std::move(response));
}

void WebClient::answer(Attempt attempt, HttpResponse response) {
  if (is_redirect(response.status) && !header_of(response, "location").empty()) {
    return redirect(std::move(attempt), response);
  }
  if (is_transient_status(response.status)) {
    const auto pause = parse_retry_after(header_of(response, "retry-after"), clock_.now());
    return try_again(std::move(attempt), fmt::format("it answered {}", response.status), pause);
  }
  if (response.status == 401 || response.status == 403) {
    const UrlParts url = UrlParts::parse(attempt.request.url);
    if (credentials_.may_ask_keyring(url))
      return ask_keyring(url, {std::move(attempt), std::move(response)});
    std::optional<std::string> better = credentials_.authorization(url);
    if (better && better != attempt.authorization) {
      attempt.authorization = std::move(better);
      return send(std::move(attempt));
    }
  }
  response.final_url = attempt.request.url;
  attempt.done(std::move(response));
}

void WebClient::ask_keyring(const UrlParts& url, Refused refused) {
  std::vector<Refused>& same_origin = refused_[url.origin()];
  same_origin.push_back(std::move(refused));
  if (same_origin.size() > 1) return;  // it is being asked
  programs_([this, url](const std::stop_token& stop) -> std::function<void()> {
    return [this, url, login = credentials_.ask_keyring(url, stop)] {
      credentials_.remember(url, login);
      for (Refused& waited : std::exchange(refused_[url.origin()], {}))
        answer(std::move(waited.attempt), std::move(waited.response));
    };
  });
}

void WebClient::redirect(Attempt attempt, const HttpResponse& response) {
  if (++attempt.redirects > kMostRedirects) {
    attempt.done(Error{ErrorKind::kNetwork,
                       fmt::format("{} leads to more than {} redirects",
                                   url_for_display(attempt.request.url), kMostRedirects)});
    return;
  }
  UrlParts url = UrlParts::parse(join_url(attempt.request.url, header_of(response, "location")));
  url.user.clear();
  url.fragment.clear();
  if (url.scheme != "http" && url.scheme != "https") {
    attempt.done(
        Error{ErrorKind::kNetwork, fmt::format("{} redirects to {}, which is no http or https URL",
                                               url_for_display(attempt.request.url), url.shown())});
    return;
  }
  attempt.request.url = url.to_string();
  attempt.authorization = credentials_.authorization(url);  // the new place's own, or none
  --attempt.tries;                                          // the same try goes on there
  send(std::move(attempt));
}

void WebClient::try_again(Attempt attempt, const std::string& reason,
                          std::optional<std::chrono::seconds> pause) {
  const auto delay = retry_delay(attempt.tries, options_.retries, pause);
  if (delay) {
    waiting_.emplace(clock_.monotonic() + *delay, std::move(attempt));
    return;
  }
  const auto spent =
      std::chrono::duration_cast<std::chrono::seconds>(clock_.monotonic() - attempt.begun);
  Error error{
      ErrorKind::kNetwork,
      fmt::format("cannot reach {}: {} ({} {}, {} s)", UrlParts::parse(attempt.request.url).host,
                  reason, attempt.tries, plural(attempt.tries), spent.count())};
  if (pause && *pause > kLongestRetryAfter) {
    error.causes.push_back(fmt::format("it asks to come back in {} s", pause->count()));
  }
  error.hints.push_back("check --proxy / HTTPS_PROXY; --offline uses the cache");
  attempt.done(std::move(error));
}

}  // namespace pincompile
