// One request as libcurl sees it: an easy handle, what is set on it, and what it has brought so
// far.
// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <memory>

#include "index/body_budget.h"
#include "index/net_parts.h"

namespace pincompile {

/// Lives on the network thread.
class CurlRequest {
 public:
  /// budget  outlives this.
  CurlRequest(std::uint64_t id, HttpRequest request, const TransportOptions& options,
              BodyBudget& budget);
  ~CurlRequest();
  CurlRequest(const CurlRequest&) = delete;
  CurlRequest& operator=(const CurlRequest&) = delete;

  std::uint64_t id() const { return id_; }
  void* easy() const { return easy_; }  ///< the CURL handle
  /// It is to make a connection of its own, for others to share.
  void open_connection();
  /// The connection, with TLS if wanted, is made.
  bool is_connected();
  /// The answer, once libcurl has finished with `code` (a CURLcode).
  Result<HttpResponse> finish(int code);

 private:
  void set_connection(const TransportOptions& options);
  void set_headers();
  Error error_for(int code) const;
  Error too_long() const;
  static std::size_t on_header(char* bytes, std::size_t size, std::size_t count, void* self);
  static std::size_t on_body(char* bytes, std::size_t size, std::size_t count, void* self);
  static int on_progress(void* self, std::int64_t total, std::int64_t received, std::int64_t,
                         std::int64_t);
  bool is_stalled(std::int64_t received);
  bool may_take(std::size_t bytes);
  void read_part();
  void describe();

  const std::uint64_t id_;
  HttpRequest request_;
  BodyBudget& budget_;
  void* easy_ = nullptr;
  void* header_list_ = nullptr;
  HttpResponse response_;
  std::size_t read_at_;  ///< size of the body from which on its reader is asked
  const std::chrono::seconds patience_;
  bool is_too_long_ = false;
  bool is_stalled_ = false;
  bool is_connected_ = false;
  bool is_paused_ = false;
  std::chrono::steady_clock::time_point good_at_{};  ///< when enough had come for the last time
  std::int64_t good_bytes_ = 0;                      ///< bytes received by then
  std::array<char, 256> message_{};
};

}  // namespace pincompile
