// One request as libcurl sees it: an easy handle, what is set on it, and what it has brought so
// far. SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <memory>

#include "index/net_parts.h"

namespace pincompile {

/// Lives on the network thread.
class CurlRequest {
 public:
  CurlRequest(std::uint64_t id, HttpRequest request, const TransportOptions& options);
  ~CurlRequest();
  CurlRequest(const CurlRequest&) = delete;
  CurlRequest& operator=(const CurlRequest&) = delete;

  std::uint64_t id() const { return id_; }
  void* easy() const { return easy_; }  ///< the CURL handle
  /// The answer, once libcurl has finished with `code` (a CURLcode).
  Result<HttpResponse> finish(int code);

 private:
  void set_connection(const TransportOptions& options);
  void set_headers();
  Error error_for(int code) const;
  static std::size_t on_header(char* bytes, std::size_t size, std::size_t count, void* self);
  static std::size_t on_body(char* bytes, std::size_t size, std::size_t count, void* self);

  const std::uint64_t id_;
  HttpRequest request_;
  void* easy_ = nullptr;
  void* header_list_ = nullptr;
  HttpResponse response_;
  bool too_long_ = false;
  std::array<char, 256> message_{};
};

}  // namespace pincompile
