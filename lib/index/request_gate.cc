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

void RequestGate::finished(std::uint64_t id) {
  openers_.erase(id);
  const auto found = started_.find(id);
  if (found == started_.end()) return;
  --hosts_[found->second].active;
  started_.erase(found);
}

std::vector<std::uint64_t> RequestGate::unreached(std::uint64_t id) {
  std::vector<std::uint64_t> alike;
  const std::string name = host_of(id);
  finished(id);
  if (const auto host = hosts_.find(name); host != hosts_.end()) {
    for (const Waiting& one : host->second.waiting) alike.push_back(one.id);
    host->second.waiting.clear();
    host->second.is_open = !name.starts_with("https:");
  }
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
