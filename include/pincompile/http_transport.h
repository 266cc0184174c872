// HTTP, as far as the index client needs it: many GET requests under way, answers in any order.
// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "pincompile/result.h"

namespace pincompile {

struct HttpResponse;

/// Reads a body while it comes, so that a large one need not be in memory whole.
/// threads  any, one at a time.
class BodyReader {
 public:
  virtual ~BodyReader() = default;

  /// Takes what it can read by now away from the front of `body`, where it may leave something that
  /// stands for it. Returns by how many bytes the body has become shorter.
  virtual std::size_t take(std::string& body) = 0;
};

/// One GET.
struct HttpRequest {
  std::string url;  ///< http, https or file; may hold a user part, which is never shown anywhere
  /// Sent besides the transport's own.
  std::vector<std::pair<std::string, std::string>> headers = {};
  std::optional<std::pair<std::uint64_t, std::uint64_t>> range =
      std::nullopt;                                  ///< first and last byte
  std::uint64_t max_bytes = std::uint64_t{1} << 30;  ///< of the decoded body; more is an error
  bool insecure = false;  ///< --trusted-host: plain http and bad certificates are accepted
  /// Makes what reads the answer while it comes, from what is there of it; null if it is wanted
  /// whole. A transport need not ask.
  std::function<std::shared_ptr<BodyReader>(const HttpResponse&)> reader_for = {};
};

/// What a server said, whatever its status.
struct HttpResponse {
  int status = 0;                                                 ///< of the last response
  std::vector<std::pair<std::string, std::string>> headers = {};  ///< names in lower case
  std::string body = {};       ///< decoded; its buffer has 64 spare bytes behind the end (simdjson)
  std::string final_url = {};  ///< after redirects, without user part
  std::shared_ptr<BodyReader> reader = {};  ///< if there is one, it has taken the front of the body
  std::uint64_t taken = 0;                  ///< how many bytes that were
};

/// A request that is over.
struct HttpFinished {
  std::uint64_t id = 0;           ///< what HttpTransport::start gave
  Result<HttpResponse> response;  ///< an error only where no response came (kNetwork, kCancelled)
};

/// The real one is CurlTransport (lib/index), the fake FakeTransport (tests/support).
/// threads  used by one thread.
class HttpTransport {
 public:
  virtual ~HttpTransport() = default;

  /// Starts a GET and returns its number, never used twice.
  virtual std::uint64_t start(HttpRequest request) = 0;
  /// Waits for one of the requests to finish; nullopt when the deadline passes, after `wake`, and
  /// at once if none is under way and the deadline is time_point::max().
  virtual std::optional<HttpFinished> wait_any(std::chrono::steady_clock::time_point deadline) = 0;
  /// Forgets a request; it never finishes.
  virtual void cancel(std::uint64_t id) = 0;
  /// Ends the wait under way, or the next one. May be called from any thread.
  virtual void wake() = 0;
};

}  // namespace pincompile
