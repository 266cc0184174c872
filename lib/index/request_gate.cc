// SPDX-License-Identifier: MIT
#include "index/request_gate.h"

#include <algorithm>

namespace pincompile {
namespace {

std::string host_of_url(const std::string& url) {
  const std::size_t begin = url.find("://");
  return begin == std::string::npos ? url : url.substr(0, url.find_first_of("/?#", begin + 3));
}

}  // namespace

void RequestGate::add(Waiting waiting) {
  const std::string name = host_of_url(waiting.request.url);
  Host& host = hosts_[name];
  host.shares = name.starts_with("https:");
  host.insecure = waiting.request.insecure;
  host.grows = host.shares && host.connections > 0;
  host.waiting.push_back(std::move(waiting));
}

// Before any connection is made everything waits for one anyway.
bool RequestGate::Host::may_open() const {
  const std::size_t wanted = (active + waiting.size() + kStreams - 1) / kStreams;
  return shares && connections == 0 && opening < std::min(wanted, most_connections);
}

// As many as would be half full: the next round often asks for more than this one.
bool RequestGate::Host::wants_spare() const {
  const std::size_t wanted = (active + waiting.size()) / (kStreams / 2) + 1;
  return grows && connections + opening < std::min(wanted, most_connections);
}

std::vector<RequestGate::Waiting> RequestGate::take_ready() {
  std::vector<Waiting> ready;
  for (auto& [name, host] : hosts_) {
    while (!host.waiting.empty()) {
      const bool has_room = host.has_room();
      if (!has_room && !host.may_open()) break;
      Waiting& next = ready.emplace_back(std::move(host.waiting.front()));
      host.waiting.pop_front();
      next.opens_connection = !has_room;
      if (!has_room) {
        ++host.opening;
        openers_.insert(next.id);
      }
      ++host.active;
      started_.emplace(next.id, name);
    }
  }
  std::ranges::sort(ready, {}, &Waiting::id);
  return ready;
}

std::optional<RequestGate::Waiting> RequestGate::take_spare(std::uint64_t id) {
  for (auto& [name, host] : hosts_) {
    if (!host.wants_spare()) continue;
    ++host.opening;
    ++host.active;
    openers_.insert(id);
    started_.emplace(id, name);
    Waiting spare{id, HttpRequest{name + "/", {}}, true};
    spare.request.range = {0, 0};
    spare.request.insecure = host.insecure;
    return spare;
  }
  return std::nullopt;
}

void RequestGate::connected(std::uint64_t id) {
  if (openers_.erase(id) == 0) return;
  Host& host = hosts_[host_of(id)];
  --host.opening;
  ++host.connections;
}

void RequestGate::finished(std::uint64_t id) {
  const auto found = started_.find(id);
  if (found == started_.end()) return;
  Host& host = hosts_[found->second];
  if (openers_.erase(id) > 0) --host.opening;
  --host.active;
  started_.erase(found);
}

std::vector<std::uint64_t> RequestGate::unreached(std::uint64_t id, bool alive) {
  std::vector<std::uint64_t> alike;
  Host& host = hosts_[host_of(id)];
  finished(id);
  if (alive) {
    host.most_connections = std::max<std::size_t>(1, host.connections);
    return alike;
  }
  for (const Waiting& one : host.waiting) alike.push_back(one.id);
  host.waiting.clear();
  host.connections = 0;
  return alike;
}

std::string RequestGate::host_of(std::uint64_t id) const {
  const auto found = started_.find(id);
  return found == started_.end() ? std::string() : found->second;
}

bool RequestGate::remove(std::uint64_t id) {
  for (auto& [name, host] : hosts_) {
    if (std::erase_if(host.waiting, [id](const Waiting& one) { return one.id == id; }) > 0)
      return true;
  }
  return false;
}

}  // namespace pincompile
