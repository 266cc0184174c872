// SPDX-License-Identifier: MIT
#include "index/request_gate.h"

#include <algorithm>

namespace pincompile {
namespace {

std::string host_of(const std::string& url) {
  const std::size_t begin = url.find("://");
  return begin == std::string::npos ? url : url.substr(0, url.find_first_of("/?#", begin + 3));
}

}  // namespace

void RequestGate::add(Waiting waiting) {
  const std::string name = host_of(waiting.request.url);
  const auto [host, is_new] = hosts_.try_emplace(name);
  if (is_new && !name.starts_with("https:")) {
    host->second.is_open = true;
    host->second.limit = kConnections;
  }
  host->second.waiting.push_back(std::move(waiting));
}

std::vector<RequestGate::Waiting> RequestGate::take_ready() {
  std::vector<Waiting> ready;
  for (auto& [name, host] : hosts_) {
    while (!host.waiting.empty() && host.active < (host.is_open ? host.limit : 1)) {
      ready.push_back(std::move(host.waiting.front()));
      host.waiting.pop_front();
      ++host.active;
      started_.emplace(ready.back().id, name);
      if (!host.is_open) openers_.insert(ready.back().id);
    }
  }
  std::ranges::sort(ready, {}, &Waiting::id);
  return ready;
}

void RequestGate::connected(std::uint64_t id) {
  openers_.erase(id);
  if (const auto found = started_.find(id); found != started_.end())
    hosts_[found->second].is_open = true;
}

// A request that fails opens the gate too: the others are to fail at the same time, not one by one.
void RequestGate::finished(std::uint64_t id) {
  connected(id);
  const auto found = started_.find(id);
  if (found == started_.end()) return;
  --hosts_[found->second].active;
  started_.erase(found);
}

bool RequestGate::remove(std::uint64_t id) {
  for (auto& [name, host] : hosts_) {
    if (std::erase_if(host.waiting, [id](const Waiting& one) { return one.id == id; }) > 0)
      return true;
  }
  return false;
}

}  // namespace pincompile
