// CurlTransport: HttpTransport on one thread of its own that drives libcurl's multi interface:
// connection reuse, HTTP/2 streams side by side, content decoding. It follows no redirects and
// knows no credentials but the proxy's: both are WebClient's business.
// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

#include "index/net_parts.h"

namespace pincompile {

class CurlTransport : public HttpTransport {
 public:
  explicit CurlTransport(TransportOptions options);
  ~CurlTransport() override;

  std::uint64_t start(HttpRequest request) override;
  std::optional<HttpFinished> wait_any(std::chrono::steady_clock::time_point deadline) override;
  void cancel(std::uint64_t id) override;
  void wake() override;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace pincompile
