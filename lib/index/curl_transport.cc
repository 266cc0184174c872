// SPDX-License-Identifier: MIT
#include "index/curl_transport.h"

#include <curl/curl.h>

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

#include "index/curl_request.h"
#include "index/request_gate.h"

namespace pincompile {
namespace {

// While something runs libcurl is looked at this often at least: transfers that wait for a
// connection inside libcurl are not always woken (7.88).
constexpr int kBusyMilliseconds = 20;
constexpr int kIdleMilliseconds = 1000;
// Bodies that nobody has taken: with more than this nothing is read for a while. Not for longer: a
// silence that we make ourselves must not pass for the server's.
constexpr std::size_t kMostUntaken = std::size_t{1} << 18;
constexpr std::chrono::seconds kLongestPause{2};

std::size_t body_size(const HttpFinished& finished) {
  return finished.response ? finished.response->body.size() : 0;
}

}  // namespace

struct CurlTransport::State {
  using Waiting = RequestGate::Waiting;

  TransportOptions options;
  CURLM* multi = nullptr;
  std::thread thread;

  std::mutex mutex;
  std::condition_variable changed;
  std::condition_variable taken;  ///< fewer bodies wait, or to stop
  std::vector<Waiting> to_start;
  std::vector<std::uint64_t> to_cancel;
  std::deque<HttpFinished> finished;
  std::size_t untaken = 0;            ///< bytes of bodies in `finished`
  std::set<std::uint64_t> under_way;  ///< started, neither taken by wait_any nor cancelled
  std::uint64_t last_id = 0;
  bool woken = false;
  bool stopping = false;

  // Network thread only.
  RequestGate gate;
  BodyBudget budget;
  std::map<std::uint64_t, std::unique_ptr<CurlRequest>> running;

  void run();
  void let_take();
  bool take_orders();
  bool start_ready();
  std::uint64_t next_id();
  void begin(Waiting waiting);
  void drop(std::uint64_t id);
  void collect();
  void go_on();
  void end(CurlRequest& request, int code, std::vector<HttpFinished>& done);
  void end_alike(std::uint64_t id, const Error& error, std::vector<HttpFinished>& done);
};

CurlTransport::CurlTransport(TransportOptions options) : state_(std::make_unique<State>()) {
  curl_global_init(CURL_GLOBAL_DEFAULT);  // counted, and safe from several threads since 7.84
  state_->options = std::move(options);
  state_->multi = curl_multi_init();
  curl_multi_setopt(state_->multi, CURLMOPT_PIPELINING, static_cast<long>(CURLPIPE_MULTIPLEX));
  curl_multi_setopt(state_->multi, CURLMOPT_MAX_HOST_CONNECTIONS,
                    static_cast<long>(RequestGate::kConnections));
  state_->thread = std::thread([state = state_.get()] { state->run(); });
}

CurlTransport::~CurlTransport() {
  {
    std::lock_guard lock(state_->mutex);
    state_->stopping = true;
  }
  state_->taken.notify_one();
  curl_multi_wakeup(state_->multi);
  state_->thread.join();
  curl_multi_cleanup(state_->multi);
  curl_global_cleanup();
}

std::uint64_t CurlTransport::start(HttpRequest request) {
  std::uint64_t id = 0;
  {
    std::lock_guard lock(state_->mutex);
    id = ++state_->last_id;
    state_->under_way.insert(id);
    state_->to_start.push_back({id, std::move(request)});
  }
  curl_multi_wakeup(state_->multi);
  return id;
}

std::optional<HttpFinished> CurlTransport::wait_any(
    std::chrono::steady_clock::time_point deadline) {
  State& state = *state_;
  std::unique_lock lock(state.mutex);
  const auto ready = [&state] { return !state.finished.empty() || state.woken; };
  if (deadline == std::chrono::steady_clock::time_point::max()) {
    if (!state.under_way.empty()) state.changed.wait(lock, ready);
  } else {
    state.changed.wait_until(lock, deadline, ready);
  }
  state.woken = false;
  if (state.finished.empty()) return std::nullopt;
  HttpFinished first = std::move(state.finished.front());
  state.finished.pop_front();
  state.under_way.erase(first.id);
  state.untaken -= body_size(first);
  state.taken.notify_one();
  return first;
}

void CurlTransport::cancel(std::uint64_t id) {
  {
    std::lock_guard lock(state_->mutex);
    if (state_->under_way.erase(id) == 0) return;
    const auto found = std::ranges::find(state_->finished, id, &HttpFinished::id);
    if (found != state_->finished.end()) {
      state_->untaken -= body_size(*found);
      state_->finished.erase(found);
      state_->taken.notify_one();
      return;
    }
    state_->to_cancel.push_back(id);
  }
  curl_multi_wakeup(state_->multi);
}

void CurlTransport::wake() {
  {
    std::lock_guard lock(state_->mutex);
    state_->woken = true;
  }
  state_->changed.notify_all();
}

void CurlTransport::State::run() {
  while (take_orders()) {
    let_take();
    int active = 0;
    curl_multi_perform(multi, &active);
    collect();
    go_on();
    if (start_ready()) continue;
    curl_multi_poll(multi, nullptr, 0, running.empty() ? kIdleMilliseconds : kBusyMilliseconds,
                    nullptr);
  }
  for (const auto& [id, request] : running) curl_multi_remove_handle(multi, request->easy());
  running.clear();
}

// Waits while the other thread has more bodies to take than should be in memory.
void CurlTransport::State::let_take() {
  std::unique_lock lock(mutex);
  taken.wait_for(lock, kLongestPause, [this] { return stopping || untaken <= kMostUntaken; });
}

// What the other thread asked for since the last look; false: to stop.
bool CurlTransport::State::take_orders() {
  std::vector<Waiting> starts;
  std::vector<std::uint64_t> cancels;
  {
    std::lock_guard lock(mutex);
    if (stopping) return false;
    starts.swap(to_start);
    cancels.swap(to_cancel);
  }
  for (Waiting& waiting : starts) gate.add(std::move(waiting));
  for (const std::uint64_t id : cancels) drop(id);
  start_ready();
  return true;
}

// Whether anything was started.
bool CurlTransport::State::start_ready() {
  const std::set<std::uint64_t> openers = gate.openers();
  for (const std::uint64_t id : openers) {
    if (running.at(id)->is_connected()) gate.connected(id);
  }
  std::vector<Waiting> ready = gate.take_ready();
  for (Waiting& waiting : ready) begin(std::move(waiting));
  bool started = !ready.empty();
  while (std::optional<Waiting> spare = gate.take_spare(next_id())) {
    begin(*std::move(spare));
    started = true;
  }
  return started;
}

std::uint64_t CurlTransport::State::next_id() {
  std::lock_guard lock(mutex);
  return ++last_id;
}

void CurlTransport::State::begin(Waiting waiting) {
  const std::uint64_t id = waiting.id;
  auto request = std::make_unique<CurlRequest>(id, std::move(waiting.request), options, budget);
  if (waiting.opens_connection) request->open_connection();
  if (request->easy() == nullptr || curl_multi_add_handle(multi, request->easy()) != CURLM_OK) {
    gate.finished(id);
    std::lock_guard lock(mutex);
    finished.push_back({id, Error{ErrorKind::kInternal, "libcurl refused a request"}});
    changed.notify_all();
    return;
  }
  running.emplace(id, std::move(request));
}

void CurlTransport::State::drop(std::uint64_t id) {
  if (gate.remove(id)) return;
  const auto found = running.find(id);
  if (found == running.end()) return;
  gate.finished(id);
  curl_multi_remove_handle(multi, found->second->easy());
  running.erase(found);
}

void CurlTransport::State::collect() {
  std::vector<HttpFinished> done;
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(multi, &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    const int code = message->data.result;
    char* self = nullptr;
    curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &self);
    end(*reinterpret_cast<CurlRequest*>(self), code, done);
  }
  if (done.empty()) return;
  std::lock_guard lock(mutex);
  for (HttpFinished& one : done) {
    if (!under_way.contains(one.id)) continue;
    untaken += body_size(one);
    finished.push_back(std::move(one));
  }
  changed.notify_all();
}

void CurlTransport::State::go_on() {
  for (const std::uint64_t id : budget.take_paused()) {
    if (const auto found = running.find(id); found != running.end())
      curl_easy_pause(found->second->easy(), CURLPAUSE_CONT);
  }
}

void CurlTransport::State::end(CurlRequest& request, int code, std::vector<HttpFinished>& done) {
  const std::uint64_t id = request.id();
  const bool reached = code == CURLE_OK || request.is_connected();
  Result<HttpResponse> response = request.finish(code);
  curl_multi_remove_handle(multi, request.easy());
  if (reached) {
    gate.connected(id);
    gate.finished(id);
  } else {
    end_alike(id, response.error(), done);
  }
  running.erase(id);
  done.push_back({id, std::move(response)});
}

// A host that `id` did not reach: unless others are talking to it, whatever waits for a connection
// to it fails likewise.
void CurlTransport::State::end_alike(std::uint64_t id, const Error& error,
                                     std::vector<HttpFinished>& done) {
  const std::string host = gate.host_of(id);
  std::vector<std::uint64_t> unconnected;
  bool alive = false;
  for (const auto& [other, request] : running) {
    if (other == id || gate.host_of(other) != host) continue;
    if (request->is_connected()) {
      alive = true;
    } else {
      unconnected.push_back(other);
    }
  }
  for (const std::uint64_t other : gate.unreached(id, alive)) done.push_back({other, error});
  if (alive) return;
  for (const std::uint64_t other : unconnected) {
    curl_multi_remove_handle(multi, running.at(other)->easy());
    gate.finished(other);
    running.erase(other);
    done.push_back({other, error});
  }
}

}  // namespace pincompile
