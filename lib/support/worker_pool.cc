// SPDX-License-Identifier: MIT
#include "support/worker_pool.h"

#include <utility>

namespace pincompile {

WorkerPool::WorkerPool(unsigned threads, std::size_t queue_limit)
    : thread_count_(threads), queue_limit_(queue_limit) {}

WorkerPool::~WorkerPool() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
    queue_.clear();
  }
  changed_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

void WorkerPool::post(std::function<void()> job) {
  if (thread_count_ == 0) return job();
  {
    std::unique_lock lock(mutex_);
    if (queue_.size() >= queue_limit_) {
      lock.unlock();
      return job();
    }
    queue_.push_back(std::move(job));
  }
  while (threads_.size() < thread_count_) threads_.emplace_back([this] { run(); });
  changed_.notify_one();
}

void WorkerPool::drop_queued() {
  std::lock_guard lock(mutex_);
  queue_.clear();
}

void WorkerPool::run() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
    if (stopping_) return;
    std::function<void()> job = std::move(queue_.front());
    queue_.pop_front();
    lock.unlock();
    job();
    job = nullptr;  // what the job owns is given up outside the lock
    lock.lock();
  }
}

}  // namespace pincompile
