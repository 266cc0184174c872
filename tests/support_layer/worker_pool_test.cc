// SPDX-License-Identifier: MIT
#include "support/worker_pool.h"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>

namespace pincompile {
namespace {

TEST(WorkerPool, RunsAJobAtOnceWhenItHasNoThreads) {
  WorkerPool pool(0);
  std::thread::id where;
  pool.post([&where] { where = std::this_thread::get_id(); });
  EXPECT_EQ(where, std::this_thread::get_id());
}

TEST(WorkerPool, RunsEveryJobOnce) {
  constexpr int kJobs = 500;
  std::atomic<int> ran{0};
  std::latch done(kJobs);
  WorkerPool pool(3, 16);
  for (int i = 0; i < kJobs; ++i) {
    pool.post([&] {
      ++ran;
      done.count_down();
    });
  }
  done.wait();
  EXPECT_EQ(ran, kJobs);
}

TEST(WorkerPool, MakesTheCallerWorkWhenTheQueueIsFull) {
  std::latch running(1), go_on(1);  // outlive the worker that waits for them
  WorkerPool pool(1, 1);
  pool.post([&] {
    running.count_down();
    go_on.wait();
  });
  running.wait();
  pool.post([] {});
  std::thread::id where;
  pool.post([&where] { where = std::this_thread::get_id(); });
  EXPECT_EQ(where, std::this_thread::get_id());
  go_on.count_down();
}

TEST(WorkerPool, ForgetsQueuedJobsWhenToldToAndAtItsEnd) {
  std::atomic<int> ran{0};
  {
    std::latch running(1), go_on(1);
    WorkerPool pool(1);
    pool.post([&] {
      running.count_down();
      go_on.wait();
    });
    running.wait();
    pool.post([&ran] { ++ran; });
    pool.drop_queued();
    go_on.count_down();
  }
  EXPECT_EQ(ran, 0);
}

}  // namespace
}  // namespace pincompile
