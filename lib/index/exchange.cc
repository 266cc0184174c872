// SPDX-License-Identifier: MIT
#include "index/exchange.h"

#include <utility>

namespace pincompile {
namespace {

// More than ever wait: a job that finds its queue full runs on the asking thread, which a program
// would hold up.
constexpr std::size_t kMostProgramJobs = std::size_t{1} << 20;
// Bodies beyond this wait in the transport, which then stops reading. A body of any size may come
// on top: large ones are worked on one at a time.
constexpr std::size_t kMostAtWorkers = std::size_t{1} << 19;

}  // namespace

Exchange::Exchange(ExchangeOptions options, NetPartsLoader net, Clock& clock,
                   Credentials& credentials)
    : options_(std::move(options)),
      net_(std::move(net)),
      clock_(clock),
      credentials_(credentials),
      pool_(options_.jobs) {}

Exchange::~Exchange() { cancel(); }

Result<NetParts*> Exchange::parts() {
  if (parts_ != nullptr) return parts_;
  Result<NetParts*> loaded = net_();
  if (!loaded) return loaded.error();
  parts_ = *loaded;
  return parts_;
}

Result<WebClient*> Exchange::web() {
  if (web_ != nullptr) return web_.get();
  const Result<NetParts*> loaded = parts();
  if (!loaded) return loaded.error();
  Result<std::unique_ptr<HttpTransport>> transport = (*loaded)->make_transport(options_.transport);
  if (!transport) return transport.error();
  transport_ = std::move(*transport);
  web_ = std::make_unique<WebClient>(*transport_, clock_, credentials_, options_.web,
                                     [this](ProgramJob job) { run_programs(std::move(job)); });
  return web_.get();
}

void Exchange::get(HttpRequest request, WebClient::Done done) {
  const Result<WebClient*> client = web();
  if (!client) return later([done = std::move(done), error = client.error()] { done(error); });
  (*client)->get(std::move(request), std::move(done));
}

void Exchange::open_connection(const std::string& url) {
  if (const Result<WebClient*> client = web()) (*client)->open_connection(url);
}

void Exchange::work(std::size_t body_bytes, std::function<Then()> job) {
  post(pool_, body_bytes, std::move(job));
}

void Exchange::run_programs(ProgramJob job) {
  if (programs_ == nullptr) programs_ = std::make_unique<WorkerPool>(1, kMostProgramJobs);
  post(*programs_, 0,
       [job = std::move(job), stop = programs_stop_.get_token()] { return job(stop); });
}

void Exchange::post(WorkerPool& pool, std::size_t body_bytes, std::function<Then()> job) {
  ++working_;
  at_workers_ += body_bytes;
  std::uint64_t generation = 0;
  {
    std::lock_guard lock(mutex_);
    generation = generation_;
  }
  pool.post(
      [this, generation, body_bytes, job = std::move(job), transport = transport_.get()]() mutable {
        Then then = job();
        job = nullptr;  // the body is given up before the next one may come
        deliver({generation, body_bytes, std::move(then)}, transport);
      });
}

void Exchange::later(Then then) {
  ++working_;
  std::lock_guard lock(mutex_);
  finished_.push_back({generation_, 0, std::move(then)});
}

void Exchange::deliver(Finished finished, HttpTransport* transport) {
  {
    std::lock_guard lock(mutex_);
    finished_.push_back(std::move(finished));
  }
  changed_.notify_all();
  if (transport != nullptr) transport->wake();
}

bool Exchange::idle() const { return working_ == 0 && (web_ == nullptr || web_->idle()); }

std::vector<Exchange::Then> Exchange::take_finished() {
  std::vector<Then> taken;
  std::lock_guard lock(mutex_);
  for (Finished& one : finished_) {
    if (one.generation != generation_) continue;
    at_workers_ -= one.body_bytes;
    taken.push_back(std::move(one.then));
  }
  finished_.clear();
  return taken;
}

void Exchange::turn(WebClient::Time deadline) {
  std::vector<Then> finished = take_finished();
  if (finished.empty()) {
    const auto has_room = [this] { return at_workers_ < kMostAtWorkers; };
    if (web_ != nullptr && !web_->idle() && has_room()) {
      web_->turn(deadline, has_room);
    } else {
      std::unique_lock lock(mutex_);
      const auto ready = [this] { return !finished_.empty(); };
      if (deadline == WebClient::Time::max()) {
        changed_.wait(lock, ready);
      } else {
        changed_.wait_until(lock, deadline, ready);
      }
    }
    finished = take_finished();
  }
  working_ -= finished.size();
  for (Then& then : finished) then();
}

void Exchange::cancel() {
  if (web_ != nullptr) web_->cancel();
  pool_.drop_queued();
  if (programs_ != nullptr) {
    programs_stop_.request_stop();
    programs_ = nullptr;  // waits for them
    programs_stop_ = {};
  }
  std::lock_guard lock(mutex_);
  ++generation_;
  finished_.clear();
  working_ = 0;
  at_workers_ = 0;
}

}  // namespace pincompile
