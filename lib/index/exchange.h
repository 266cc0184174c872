// Exchange: what is under way for an IndexFacts: requests on the network and jobs on the workers.
// Both end in a callback on the asking thread, so that all state lives there.
// SPDX-License-Identifier: MIT
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "index/net_parts.h"
#include "index/web_client.h"
#include "support/worker_pool.h"

namespace pincompile {

struct ExchangeOptions {
  TransportOptions transport = {};
  WebOptions web = {};
  unsigned jobs = 0;
};

/// threads  one; only jobs run elsewhere.
class Exchange {
 public:
  using Then = std::function<void()>;

  /// clock and credentials outlive this.
  Exchange(ExchangeOptions options, NetPartsLoader net, Clock& clock, Credentials& credentials);
  ~Exchange();

  /// Loads the network parts at the first call.
  Result<NetParts*> parts();
  void get(HttpRequest request, WebClient::Done done);
  /// As WebClient::open_connection.
  void open_connection(const std::string& url);
  /// Runs `job` on a worker; what it returns runs in a later `turn`. The job owns `body_bytes` of
  /// an answer's body: while there are many, no more answers are taken.
  void work(std::size_t body_bytes, std::function<Then()> job);
  /// Runs a job that calls other programs, one after the other.
  void run_programs(ProgramJob job);
  /// Runs `then` in a later `turn`.
  void later(Then then);

  bool idle() const;
  /// Waits until something has happened, or the deadline has passed, and runs its callbacks.
  /// Precondition: not idle.
  void turn(WebClient::Time deadline = WebClient::Time::max());
  /// Drops what is under way; returns once its programs have ended.
  void cancel();
  WebCounts counts() const { return web_ ? web_->counts() : WebCounts{}; }

 private:
  Result<WebClient*> web();
  struct Finished {
    std::uint64_t generation;
    std::size_t body_bytes;
    Then then;
  };
  void post(WorkerPool& pool, std::size_t body_bytes, std::function<Then()> job);
  void deliver(Finished finished, HttpTransport* transport);
  std::vector<Then> take_finished();

  const ExchangeOptions options_;
  NetPartsLoader net_;
  Clock& clock_;
  Credentials& credentials_;
  NetParts* parts_ = nullptr;
  std::unique_ptr<HttpTransport> transport_;
  std::unique_ptr<WebClient> web_;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Finished> finished_;
  std::uint64_t generation_ = 0;  ///< counts cancels: jobs of an earlier one are forgotten
  std::size_t working_ = 0;       ///< jobs whose Then has not run; asking thread only
  std::size_t at_workers_ = 0;    ///< bytes of bodies of those; asking thread only
  std::stop_source programs_stop_;
  std::unique_ptr<WorkerPool> programs_;  ///< one thread, if there is a job for it
  WorkerPool pool_;                       ///< last: its threads end before what they touch
};

}  // namespace pincompile
