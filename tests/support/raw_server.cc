// SPDX-License-Identifier: MIT
#include "raw_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <utility>

namespace pincompile::testing {
namespace {

constexpr int kPollMilliseconds = 20;

int listen_on_free_port(std::uint16_t& port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int yes = 1;
  ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  ::bind(socket, reinterpret_cast<sockaddr*>(&address), length);
  ::listen(socket, 64);
  ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &length);
  port = ntohs(address.sin_port);
  return socket;
}

bool is_readable(int socket) {
  pollfd wanted{socket, POLLIN, 0};
  return ::poll(&wanted, 1, kPollMilliseconds) > 0;
}

std::string lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

}  // namespace

std::string RawRequest::header(std::string_view name) const {
  const std::string wanted = "\r\n" + lower(std::string(name)) + ":";
  const std::size_t at = lower(text).find(wanted);
  if (at == std::string::npos) return {};
  const std::size_t begin = text.find_first_not_of(' ', at + wanted.size());
  return text.substr(begin, text.find("\r\n", begin) - begin);
}

bool RawConnection::send(std::string_view bytes) {
  while (!bytes.empty() && socket_ >= 0 && !stopping_) {
    const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return bytes.empty();
}

void RawConnection::answer(int status, const std::string& body, const std::string& header_lines) {
  send("HTTP/1.1 " + std::to_string(status) + " Scripted\r\nContent-Length: " +
       std::to_string(body.size()) + "\r\n" + header_lines + "\r\n" + body);
}

void RawConnection::close() {
  if (socket_ >= 0) ::close(socket_);
  socket_ = -1;
}

void RawConnection::reset() {
  const linger at_once{1, 0};
  if (socket_ >= 0) ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  close();
}

bool RawConnection::pause(std::chrono::milliseconds time) const {
  const auto end = std::chrono::steady_clock::now() + time;
  while (!stopping_ && std::chrono::steady_clock::now() < end) {
    pollfd wanted{socket_, POLLRDHUP, 0};
    if (::poll(&wanted, 1, kPollMilliseconds) > 0) return false;
  }
  return !stopping_;
}

RawServer::RawServer(Handler handler) : handler_(std::move(handler)) {
  listener_ = listen_on_free_port(port_);
  acceptor_ = std::thread([this] { accept_all(); });
}

RawServer::~RawServer() {
  stopping_ = true;
  acceptor_.join();
  ::close(listener_);
  for (std::thread& connection : connections_) connection.join();
}

void RawServer::accept_all() {
  while (!stopping_) {
    if (!is_readable(listener_)) continue;
    const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (socket >= 0) connections_.emplace_back([this, socket] { serve(socket); });
  }
}

void RawServer::serve(int socket) {
  const timeval send_limit{1, 0};  // a client that stops reading must not hold the server
  ::setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &send_limit, sizeof send_limit);
  RawConnection connection(socket, stopping_);
  std::string pending;
  char block[4096];
  while (!stopping_ && connection.is_open()) {
    const std::size_t end = pending.find("\r\n\r\n");
    if (end != std::string::npos) {
      RawRequest request;
      request.text = pending.substr(0, end + 2);
      const std::size_t space = request.text.find(' ');
      request.path = request.text.substr(space + 1, request.text.find(' ', space + 1) - space - 1);
      pending.erase(0, end + 4);
      {
        std::lock_guard lock(mutex_);
        requests_.push_back(request);
      }
      handler_(connection, request);
      continue;
    }
    if (!is_readable(socket)) continue;
    const ssize_t got = ::recv(socket, block, sizeof block, 0);
    if (got <= 0) break;
    pending.append(block, static_cast<std::size_t>(got));
  }
  connection.close();
}

std::string RawServer::url(std::string_view path) const {
  return "http://127.0.0.1:" + std::to_string(port_) + std::string(path);
}

std::vector<RawRequest> RawServer::requests() const {
  std::lock_guard lock(mutex_);
  return requests_;
}

std::size_t RawServer::count(std::string_view path) const {
  std::lock_guard lock(mutex_);
  return static_cast<std::size_t>(std::count_if(
      requests_.begin(), requests_.end(), [path](const RawRequest& r) { return r.path == path; }));
}

std::uint16_t free_port() {
  std::uint16_t port = 0;
  ::close(listen_on_free_port(port));
  return port;
}

}  // namespace pincompile::testing
