// Cancelling from another thread, in every phase of a resolve: while it waits for the network, for
// a file behind a URL, while it searches, and while it explains.
// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>
#include <thread>

#include "pincompile/pincompile.h"
#include "result_matchers.h"
#include "universe_facts.h"

namespace pincompile {
namespace {

using std::chrono::milliseconds;
using Moment = std::chrono::steady_clock::time_point;

/// What an idle machine needs is 50 ms; the rest is for machines that run other tests meanwhile.
constexpr milliseconds kPrompt{1000};

class Switch : public ResolveObserver {
 public:
  bool should_cancel() override { return off; }
  std::atomic<bool> off = false;
};

/// A server that never answers.
class SilentTransport : public HttpTransport {
 public:
  std::uint64_t start(HttpRequest) override { return ++started_; }
  std::optional<HttpFinished> wait_any(Moment deadline) override {
    std::this_thread::sleep_until(
        std::min(deadline, std::chrono::steady_clock::now() + std::chrono::seconds(20)));
    return std::nullopt;
  }
  void cancel(std::uint64_t) override {}
  void wake() override {}

 private:
  std::uint64_t started_ = 0;
};

ResolveRequest question(const std::string& lines) {
  TextFiles files;
  files.put("requirements.in", lines);
  InputReader reader;
  reader.files = &files;
  ResolveRequest request;
  request.inputs = read_inputs(reader, {"requirements.in"}).value();
  request.target.python = PythonVersion::parse("3.12").value();
  return request;
}

/// Cancels `after` the beginning; how long the resolve still took, or nullopt if it had ended by
/// itself.
std::optional<milliseconds> latency(Resolver& resolver, const ResolveRequest& request,
                                    milliseconds after) {
  Switch observer;
  Moment switched;
  std::thread other([&] {
    std::this_thread::sleep_for(after);
    switched = std::chrono::steady_clock::now();
    observer.off = true;
  });
  const Result<Outcome> outcome = resolver.resolve(request, &observer);
  const Moment ended = std::chrono::steady_clock::now();
  other.join();
  if (outcome) return std::nullopt;
  EXPECT_EQ(outcome.error().kind, ErrorKind::kCancelled) << outcome.error().to_string();
  return std::chrono::duration_cast<milliseconds>(ended - switched);
}

std::unique_ptr<World> silent_world() {
  WorldPorts ports;
  ports.make_transport = [](const TransportOptions&) -> Result<std::unique_ptr<HttpTransport>> {
    return std::unique_ptr<HttpTransport>(std::make_unique<SilentTransport>());
  };
  return *World::open({}, std::move(ports));
}

IndexOptions silent_index() {
  IndexOptions indexes;
  indexes.indexes = {"https://index.example/simple"};
  return indexes;
}

TEST(Cancel, WhileWaitingForAnIndex) {
  const auto world = silent_world();
  const auto waited =
      latency(**world->resolver_for(silent_index()), question("shop\n"), milliseconds(30));
  ASSERT_TRUE(waited);
  EXPECT_LT(*waited, kPrompt);
}

TEST(Cancel, WhileWaitingForAFileBehindAUrl) {
  const auto world = silent_world();
  const auto waited = latency(**world->resolver_for(silent_index()),
                              question("shop @ https://files.example/shop-1.0-py3-none-any.whl\n"),
                              milliseconds(30));
  ASSERT_TRUE(waited);
  EXPECT_LT(*waited, kPrompt);
}

TEST(Cancel, ThenTheResolverAnswersTheNextRequest) {
  testing::UniverseFacts facts;
  facts.add("shop", "1.0");
  const auto clock = machine_clock();
  Resolver resolver(facts, *clock);
  Switch observer;
  observer.off = true;
  EXPECT_ERROR(resolver.resolve(question("shop\n"), &observer), ErrorKind::kCancelled);
  const Result<Outcome> outcome = resolver.resolve(question("shop\n"));
  ASSERT_OK(outcome);
  EXPECT_TRUE(std::holds_alternative<Resolution>(*outcome));
}

/// `count` birds and one hole fewer: no solution, and long to prove.
void add_pigeons(testing::UniverseFacts& facts, std::string& lines, int count) {
  for (int bird = 0; bird < count; ++bird) {
    const std::string name = "bird" + std::to_string(bird);
    lines += name + "\n";
    for (int hole = 1; hole < count; ++hole) {
      std::vector<std::string> needs;
      for (int other = bird + 1; other < count; ++other)
        needs.push_back("bird" + std::to_string(other) + "!=" + std::to_string(hole));
      facts.add(name, std::to_string(hole), std::move(needs));
    }
  }
}

TEST(Cancel, WhileSearchingAndExplaining) {
  testing::UniverseFacts facts;
  std::string lines;
  add_pigeons(facts, lines, 8);
  const auto clock = machine_clock();
  int cancelled = 0;
  for (int after = 0; after < 400; after += 20) {
    Resolver resolver(facts, *clock);
    const auto waited = latency(resolver, question(lines), milliseconds(after));
    if (!waited) break;  // the whole resolve takes no longer
    ++cancelled;
    EXPECT_LT(*waited, kPrompt) << "cancelled after " << after << " ms";
    RecordProperty("latency_after_" + std::to_string(after), static_cast<int>(waited->count()));
  }
  EXPECT_GT(cancelled, 0);
}

/// One resolver for many threads, one at a time, as its thread rules allow.
TEST(Threads, ShareOneResolverInTurns) {
  testing::UniverseFacts facts;
  for (int i = 0; i < 20; ++i) {
    const std::string name = "p" + std::to_string(i);
    for (const char* version : {"1.0", "1.1", "2.0"})
      facts.add(name, version, {"p" + std::to_string(i + 1) + (i % 2 == 0 ? ">=1.1" : "<2")});
  }
  facts.add("p20", "1.1");
  const auto clock = machine_clock();
  Resolver resolver(facts, *clock);
  std::vector<std::string> expected;
  for (int i = 0; i < 20; ++i)
    expected.push_back(requirements_txt(
        std::get<Resolution>(*resolver.resolve(question("p" + std::to_string(i) + "\n"))), {}));
  const std::size_t asked = facts.asked.size();
  std::mutex turn;
  std::atomic<int> different = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&, t] {
      for (int k = 0; k < 25; ++k) {
        const int i = (t * 7 + k) % 20;
        const ResolveRequest request = question("p" + std::to_string(i) + "\n");
        std::string text;
        {
          const std::lock_guard lock(turn);
          text = requirements_txt(std::get<Resolution>(*resolver.resolve(request)), {});
        }
        if (text != expected[static_cast<std::size_t>(i)]) ++different;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(different, 0);
  EXPECT_EQ(facts.asked.size(), asked);  // everything was known: 200 requests ask nothing new
}

}  // namespace
}  // namespace pincompile
