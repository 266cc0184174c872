// WorkerPool: threads that run jobs from a bounded queue; with zero threads every job runs at once
// on the caller's. Results travel back by whatever means the job brings along.
// SPDX-License-Identifier: MIT
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace pincompile {

/// The threads start with the first job. A job must not throw.
class WorkerPool {
 public:
  explicit WorkerPool(unsigned threads, std::size_t queue_limit = 256);
  /// Waits for the jobs that run; those still queued are dropped.
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  /// A full queue, like zero threads, makes the caller do the job itself: that bounds memory.
  void post(std::function<void()> job);
  /// Forgets the queued jobs.
  void drop_queued();

 private:
  void run();

  const unsigned thread_count_;
  const std::size_t queue_limit_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> queue_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace pincompile
