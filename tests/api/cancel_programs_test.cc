// Cancelling from another thread while a program runs that was allowed to: the keyring, and pip for
// a build. The program ends together with what it has started, nobody waits for it, and the
// resolver answers the next request.
// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <deque>
#include <map>
#include <thread>

#include "pincompile/pincompile.h"
#include "processes.h"
#include "result_matchers.h"

namespace pincompile {
namespace {

using std::chrono::milliseconds;

/// What an idle machine needs is 50 ms; the rest is for machines that run other tests meanwhile.
constexpr milliseconds kPrompt{1000};

/// Runs kSlowProgram in the place of every program that takes long.
class ScriptInstead : public ProgramRunner {
 public:
  explicit ScriptInstead(std::string noted) : noted_(std::move(noted)) {}
  Result<ProgramResult> run(const std::vector<std::string>& argv,
                            const ProgramLimits& limits) override {
    if (argv[1] == "-c") return ProgramResult{0, "3.12 cpython\n", {}};  // asked for its version
    if (patient) return ProgramResult{0, answer, {}};
    return programs_->run({"sh", "-c", testing::kSlowProgram, "sh", noted_}, limits);
  }

  std::atomic<bool> patient = false;  ///< answers at once
  std::string answer;

 private:
  const std::string noted_;
  const std::unique_ptr<ProgramRunner> programs_ = machine_programs();
};

/// Answers at once; 401 without a password where `guarded`.
class SmallIndex : public HttpTransport {
 public:
  struct Content {
    std::map<std::string, std::string> bodies;
    bool guarded = false;
  };
  explicit SmallIndex(const Content& content) : content_(content) {}

  std::uint64_t start(HttpRequest request) override {
    HttpResponse response;
    const auto found = content_.bodies.find(request.url);
    bool allowed = !content_.guarded;
    for (const auto& [name, value] : request.headers) allowed |= name == "Authorization";
    response.status = !allowed ? 401 : found == content_.bodies.end() ? 404 : 200;
    response.headers = {{"content-type", "application/vnd.pypi.simple.v1+json"}};
    if (response.status == 200) response.body = found->second;
    response.body.reserve(response.body.size() + 64);
    finished_.push_back({++last_, std::move(response)});
    return last_;
  }
  std::optional<HttpFinished> wait_any(std::chrono::steady_clock::time_point) override {
    if (finished_.empty()) return std::nullopt;
    HttpFinished next = std::move(finished_.front());
    finished_.pop_front();
    return next;
  }
  void cancel(std::uint64_t id) override {
    std::erase_if(finished_, [id](const HttpFinished& one) { return one.id == id; });
  }
  void wake() override {}

 private:
  const Content& content_;
  std::deque<HttpFinished> finished_;
  std::uint64_t last_ = 0;
};

class Switch : public ResolveObserver {
 public:
  bool should_cancel() override { return off; }
  std::atomic<bool> off = false;
};

class CancelPrograms : public ::testing::Test {
 protected:
  CancelPrograms() {
    WorldPorts ports;
    ports.programs = &programs;
    ports.make_transport =
        [this](const TransportOptions&) -> Result<std::unique_ptr<HttpTransport>> {
      return std::unique_ptr<HttpTransport>(std::make_unique<SmallIndex>(content));
    };
    world = *World::open({}, std::move(ports));
    indexes.indexes = {"https://index.example/simple"};
    TextFiles files;
    files.put("requirements.in", "shop\n");
    InputReader reader;
    reader.files = &files;
    request.inputs = read_inputs(reader, {"requirements.in"}).value();
    request.target.python = PythonVersion::parse("3.12").value();
  }

  /// Cancels once the program and its child run.
  void expect_prompt_end() {
    Resolver& resolver = **world->resolver_for(indexes);
    Switch observer;
    std::chrono::steady_clock::time_point switched;
    std::thread other([&] {
      running = noted.wait_for_two();
      switched = std::chrono::steady_clock::now();
      observer.off = true;
    });
    const Result<Outcome> outcome = resolver.resolve(request, &observer);
    const auto ended = std::chrono::steady_clock::now();
    other.join();
    EXPECT_ERROR(outcome, ErrorKind::kCancelled);
    EXPECT_LT(std::chrono::duration_cast<milliseconds>(ended - switched), kPrompt);
    RecordProperty("latency_ms", static_cast<int>((ended - switched) / milliseconds(1)));
    ASSERT_EQ(running.size(), 2u);
    for (const int process : running) EXPECT_TRUE(testing::is_gone(process));
    EXPECT_EQ(::waitpid(-1, nullptr, WNOHANG), -1);
    EXPECT_EQ(errno, ECHILD) << "no child, and none that nobody has asked after";
  }
  void expect_the_next_request_answered() {
    programs.patient = true;
    const Result<Outcome> outcome = (*world->resolver_for(indexes))->resolve(request);
    ASSERT_OK(outcome);
    EXPECT_TRUE(std::holds_alternative<Resolution>(*outcome));
  }

  testing::NotedProcesses noted;
  ScriptInstead programs{noted.path()};
  SmallIndex::Content content;
  std::unique_ptr<World> world;
  IndexOptions indexes;
  ResolveRequest request;
  std::vector<int> running;
};

TEST_F(CancelPrograms, WhileTheKeyringIsAsked) {
  content.guarded = true;
  content.bodies["https://index.example/simple/shop/"] =
      R"({"meta": {"api-version": "1.0"}, "name": "shop", "files": [{"filename": "shop-1.0-py3-none-any.whl",
          "url": "https://index.example/shop-1.0-py3-none-any.whl", "hashes": {}, "core-metadata": true}]})";
  content.bodies["https://index.example/shop-1.0-py3-none-any.whl.metadata"] =
      "Metadata-Version: 2.1\nName: shop\nVersion: 1.0\n";
  indexes.indexes = {"https://me@index.example/simple"};
  indexes.keyring = true;
  programs.answer = "password\n";
  expect_prompt_end();
  expect_the_next_request_answered();
}

TEST_F(CancelPrograms, WhilePipBuilds) {
  const auto sdist = machine_programs()->run(
      {"sh", "-c", "cd \"$1\" && mkdir shop-1.0 && touch shop-1.0/setup.py && tar -czf - shop-1.0",
       "sh", noted.folder()},
      {});
  ASSERT_OK(sdist);
  content.bodies["https://index.example/shop-1.0.tar.gz"] = sdist->standard_output;
  content.bodies["https://index.example/simple/shop/"] =
      R"({"meta": {"api-version": "1.0"}, "name": "shop", "files": [{"filename": "shop-1.0.tar.gz",
          "url": "https://index.example/shop-1.0.tar.gz", "hashes": {}}]})";
  indexes.sdists.build = true;
  indexes.sdists.python = "python3";
  indexes.sdists.target_python = "3.12";
  programs.answer =
      R"({"install": [{"metadata": {"name": "shop", "version": "1.0", "requires_dist": []}}]})";
  expect_prompt_end();
  expect_the_next_request_answered();
}

}  // namespace
}  // namespace pincompile
