// A network in memory: answers are scripted, the test picks the order of arrival, and what was
// asked is remembered.
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <deque>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "manual_clock.h"
#include "pincompile/http_transport.h"

namespace pincompile::testing {

/// Without a script for a URL the answer is 404. Waiting for a deadline moves the clock to it.
class FakeTransport : public HttpTransport {
 public:
  using Reply = std::function<Result<HttpResponse>(const HttpRequest& request)>;
  using Headers = std::vector<std::pair<std::string, std::string>>;

  explicit FakeTransport(ManualClock* clock = nullptr) : clock_(clock) {}

  /// Answers requests for `url`, in turn; the last reply stays.
  void on(const std::string& url, Reply reply) { replies_[url].push_back(std::move(reply)); }
  void on(const std::string& url, int status, std::string body = {}, Headers headers = {}) {
    on(url, [=](const HttpRequest&) { return response(status, body, headers); });
  }
  void fail(const std::string& url, Error error) {
    on(url, [error](const HttpRequest&) -> Result<HttpResponse> { return error; });
  }
  /// A file that can be asked for in stretches.
  void serve_file(const std::string& url, std::string bytes) {
    on(url, [bytes = std::move(bytes)](const HttpRequest& request) -> Result<HttpResponse> {
      if (!request.range) return response(200, bytes);
      const std::uint64_t size = bytes.size();
      if (request.range->first >= size) return response(416, "");
      const std::uint64_t last = std::min(request.range->second, size - 1);
      const std::uint64_t first = request.range->first;
      return response(206, bytes.substr(first, last - first + 1),
                      {{"content-range", "bytes " + std::to_string(first) + "-" +
                                             std::to_string(last) + "/" + std::to_string(size)}});
    });
  }
  static HttpResponse response(int status, std::string body, Headers headers = {}) {
    HttpResponse made{status, std::move(headers), std::move(body)};
    made.body.reserve(made.body.size() + 64);
    return made;
  }

  /// The last request under way is answered first.
  bool last_first = false;
  std::vector<HttpRequest> asked;
  std::vector<std::uint64_t> cancelled;

  /// Requests for `url` so far.
  std::size_t count(const std::string& url) const {
    return static_cast<std::size_t>(std::count_if(
        asked.begin(), asked.end(), [&](const HttpRequest& r) { return r.url == url; }));
  }
  /// A header of the last request for `url`, empty without it.
  std::string header(const std::string& url, const std::string& name) const {
    for (auto request = asked.rbegin(); request != asked.rend(); ++request) {
      if (request->url != url) continue;
      for (const auto& [key, value] : request->headers) {
        if (key == name) return value;
      }
      return {};
    }
    return {};
  }

  std::uint64_t start(HttpRequest request) override {
    asked.push_back(request);
    under_way_.emplace_back(++last_id_, std::move(request));
    return last_id_;
  }
  std::optional<HttpFinished> wait_any(std::chrono::steady_clock::time_point deadline) override {
    using Time = std::chrono::steady_clock::time_point;
    if (under_way_.empty()) {
      if (clock_ != nullptr && deadline != Time::max() && deadline > clock_->monotonic()) {
        clock_->advance(std::chrono::ceil<std::chrono::seconds>(deadline - clock_->monotonic()));
      }
      return std::nullopt;
    }
    auto chosen = last_first ? std::prev(under_way_.end()) : under_way_.begin();
    auto [id, request] = std::move(*chosen);
    under_way_.erase(chosen);
    return HttpFinished{id, answer(request)};
  }
  void cancel(std::uint64_t id) override {
    cancelled.push_back(id);
    std::erase_if(under_way_, [id](const auto& one) { return one.first == id; });
  }
  void wake() override {}

 private:
  Result<HttpResponse> answer(const HttpRequest& request) {
    const auto found = replies_.find(request.url);
    if (found == replies_.end()) return response(404, "not here");
    const Reply reply = found->second.front();
    if (found->second.size() > 1) found->second.pop_front();
    return reply(request);
  }

  ManualClock* const clock_;
  std::map<std::string, std::deque<Reply>> replies_;
  std::deque<std::pair<std::uint64_t, HttpRequest>> under_way_;
  std::uint64_t last_id_ = 0;
};

}  // namespace pincompile::testing
