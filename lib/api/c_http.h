// An HTTP transport made of the caller's callback.
// SPDX-License-Identifier: MIT
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "pincompile/c.h"
#include "pincompile/pincompile.h"

/// What is asked for: a range stands among the headers.
struct pincompile_http_request {
  pincompile::HttpRequest request;
};

/// An answer in the making.
struct pincompile_http_response {
  pincompile::HttpResponse response = {};
  std::optional<pincompile::Error> failure = {};
};

namespace pincompile::c_api {

/// Asks the callback when it is waited for, in the order of the requests.
class CallbackTransport : public HttpTransport {
 public:
  CallbackTransport(pincompile_http_callback callback, void* data)
      : callback_(callback), data_(data) {}

  std::uint64_t start(HttpRequest request) override;
  std::optional<HttpFinished> wait_any(std::chrono::steady_clock::time_point deadline) override;
  void cancel(std::uint64_t id) override;
  void wake() override;

 private:
  Result<HttpResponse> answer(HttpRequest request) const;

  pincompile_http_callback callback_;
  void* data_;
  std::deque<std::pair<std::uint64_t, HttpRequest>> waiting_;
  std::uint64_t last_ = 0;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool woken_ = false;
};

}  // namespace pincompile::c_api
