// HTTP, as far as the index client needs it: many GET requests under way, answers in any order.
// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "pincompile/result.h"

namespace pincompile {

/// One GET.
struct HttpRequest {
  std::string url;  ///< http, https or file; may hold a user part, which is never shown anywhere
  /// Sent besides the transport's own.
  std::vector<std::pair<std::string, std::string>> headers = {};
  std::optional<std::pair<std::uint64_t, std::uint64_t>> range = std::nullopt;  ///< first and last byte
  std::uint64_t max_bytes = std::uint64_t{1} << 30;  ///< of the decoded body; more is an error
  bool insecure = false;  ///< --trusted-host: plain http and bad certificates are accepted
};

/// What a server said, whatever its status.
struct HttpResponse {
  int status = 0;  ///< of the last response
  std::vector<std::pair<std::string, std::string>> headers = {};  ///< names in lower case
  std::string body = {};     ///< decoded; its buffer has 64 spare bytes behind the end (simdjson)
  std::string final_url = {};  ///< after redirects, without user part
};

/// A request that is over.
struct HttpFinished {
  std::uint64_t id = 0;  ///< what HttpTransport::start gave
  Result<HttpResponse> response;  ///< an error only where no response came (kNetwork, kCancelled)
};

/// The real one is CurlTransport (lib/index), the fake FakeTransport (tests/support).
/// threads  used by one thread.
class HttpTransport {
 public:
  virtual ~HttpTransport() = default;

  /// Starts a GET and returns its number, never used twice.
  virtual std::uint64_t start(HttpRequest request) = 0;
  /// Waits for one of the requests to finish; nullopt when the deadline passes, after `wake`, and at
  /// once if none is under way and the deadline is time_point::max().
  virtual std::optional<HttpFinished> wait_any(std::chrono::steady_clock::time_point deadline) = 0;
  /// Forgets a request; it never finishes.
  virtual void cancel(std::uint64_t id) = 0;
  /// Ends the wait under way, or the next one. May be called from any thread.
  virtual void wake() = 0;
};

}  // namespace pincompile
