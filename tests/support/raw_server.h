// An HTTP server for tests that may do everything wrong: a handler gets the request and the bare
// connection. Loopback only, on a free port, gone with the object.
// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace pincompile::testing {

struct RawRequest {
  std::string path;  ///< with query
  std::string text;  ///< all header lines

  /// Value of a header, empty without it.
  std::string header(std::string_view name) const;
};

/// One connection, on a thread of its own.
class RawConnection {
 public:
  RawConnection(int socket, const std::atomic<bool>& stopping)
      : socket_(socket), stopping_(stopping) {}

  /// False once the other side or the server has gone.
  bool send(std::string_view bytes);
  /// A whole answer.
  void answer(int status, const std::string& body, const std::string& header_lines = {});
  void close();  ///< in order
  void reset();  ///< with a RST
  /// Waits, but not longer than the server lives; false once it is stopping.
  bool pause(std::chrono::milliseconds time) const;
  bool is_open() const { return socket_ >= 0; }
  int socket() const { return socket_; }

 private:
  int socket_;
  const std::atomic<bool>& stopping_;
};

class RawServer {
 public:
  using Handler = std::function<void(RawConnection& connection, const RawRequest& request)>;

  explicit RawServer(Handler handler);
  ~RawServer();
  RawServer(const RawServer&) = delete;
  RawServer& operator=(const RawServer&) = delete;

  std::string url(std::string_view path) const;
  std::vector<RawRequest> requests() const;
  /// Requests for `path`.
  std::size_t count(std::string_view path) const;

 private:
  void accept_all();
  void serve(int socket);

  Handler handler_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::atomic<bool> stopping_{false};
  mutable std::mutex mutex_;
  std::vector<RawRequest> requests_;
  std::vector<std::thread> connections_;
  std::thread acceptor_;
};

/// A port of the loopback address that nobody listens on.
std::uint16_t free_port();

}  // namespace pincompile::testing
