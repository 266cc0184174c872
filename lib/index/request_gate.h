// RequestGate: which requests may start now. Over TLS the first request to a host goes alone until
// it is connected, so that the others find a connection to share; and no host gets more at once
// than it should. libcurl has such rules too, but it lets waiting transfers go one by one and
// forgets some for a while.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "pincompile/http_transport.h"

namespace pincompile {

class RequestGate {
 public:
  struct Waiting {
    std::uint64_t id = 0;
    HttpRequest request;
    bool opens_connection = false;  ///< set by take_ready: it must not share one
  };

  /// Streams of one HTTP/2 connection; connections to a host without TLS, which has no streams.
  static constexpr std::size_t kStreams = 100, kConnections = 50;
  /// Shared connections to one host, when there are more requests than streams: all the questions
  /// of a round are to leave at once.
  static constexpr std::size_t kSharedConnections = 6;

  void add(Waiting waiting);
  /// Takes out what may start, in the order of adding.
  std::vector<Waiting> take_ready();
  /// A request whose only use is its connection, for a host whose connections are half full: one
  /// that matters would wait longer for a handshake than for a free stream. `id` becomes its id.
  std::optional<Waiting> take_spare(std::uint64_t id);
  /// The request is connected to its host: others may follow.
  void connected(std::uint64_t id);
  /// It has ended after reaching its host, or was taken back.
  void finished(std::uint64_t id);
  /// It has ended without reaching its host. Unless the host is known to be `alive`, those that
  /// wait for it are forgotten and returned: they would not reach it either, and one after the
  /// other each would take its time-out.
  std::vector<std::uint64_t> unreached(std::uint64_t id, bool alive);
  /// Scheme, host and port of a request that has started.
  std::string host_of(std::uint64_t id) const;
  /// Forgets a request that has not started; false if it is not waiting.
  bool remove(std::uint64_t id);
  /// Requests whose hosts wait for them to connect.
  const std::set<std::uint64_t>& openers() const { return openers_; }

 private:
  struct Host {
    bool shares = true;           ///< TLS, so perhaps HTTP/2
    bool insecure = false;        ///< its certificate is not looked at
    bool grows = false;           ///< more was asked for after the first connection was made
    std::size_t connections = 0;  ///< that were made
    std::size_t opening = 0;      ///< requests that are making one
    std::size_t most_connections = kSharedConnections;
    std::size_t active = 0;
    std::deque<Waiting> waiting;

    bool has_room() const { return active < (shares ? kStreams * connections : kConnections); }
    bool may_open() const;
    bool wants_spare() const;
  };

  std::map<std::string, Host> hosts_;             ///< by scheme, host and port
  std::map<std::uint64_t, std::string> started_;  ///< host of each request that has begun
  std::set<std::uint64_t> openers_;
};

}  // namespace pincompile
