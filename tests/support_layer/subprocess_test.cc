// SPDX-License-Identifier: MIT
#include "support/subprocess.h"

#include <thread>

#include "processes.h"
#include "result_matchers.h"

namespace pincompile {

TEST(Subprocess, CollectsBothStreamsAndTheStatus) {
  const auto result = Subprocess().run({"sh", "-c", "echo out; echo err >&2; exit 3"}, {});
  ASSERT_OK(result);
  EXPECT_EQ(result->standard_output, "out\n");
  EXPECT_EQ(result->standard_error, "err\n");
  EXPECT_EQ(result->exit_status, 3);
}

TEST(Subprocess, AMissingProgramIsNotFound) {
  EXPECT_ERROR(Subprocess().run({"no-such-program-anywhere"}, {}), ErrorKind::kNotFound);
}

TEST(Subprocess, EndsAProgramThatWritesTooMuch) {
  const auto result = Subprocess().run({"yes"}, ProgramLimits{std::chrono::seconds(30), 100000});
  EXPECT_ERROR(result, ErrorKind::kIo);
}

TEST(Subprocess, EndsAProgramThatTakesTooLongAlsoWithoutStreams) {
  const ProgramLimits limits{std::chrono::seconds(1)};
  EXPECT_ERROR(Subprocess().run({"sh", "-c", "exec sleep 60 >&- 2>&-"}, limits), ErrorKind::kIo);
}

TEST(Subprocess, GivesVariablesAboveItsOwn) {
  ProgramLimits limits;
  limits.environment = {"HOME=/nowhere", "SHOP=open"};
  const auto result = Subprocess().run({"sh", "-c", "echo $HOME $SHOP ${PATH:+path}"}, limits);
  ASSERT_OK(result);
  EXPECT_EQ(result->standard_output, "/nowhere open path\n");
}

TEST(Subprocess, GivesATextToRead) {
  ProgramLimits limits;
  limits.input = std::string(100000, 'x');
  const auto piped = Subprocess().run({"cat"}, limits);
  ASSERT_OK(piped);
  EXPECT_EQ(piped->standard_output, limits.input);
  const auto opened = Subprocess().run({"sh", "-c", "exec cat /dev/stdin"}, limits);
  ASSERT_OK(opened);
  EXPECT_EQ(opened->standard_output, limits.input);
}

TEST(Subprocess, EndsAProgramAndItsChildWhenStopped) {
  std::stop_source by_owner;
  std::stop_source by_caller;
  for (std::stop_source* stop : {&by_owner, &by_caller}) {
    const testing::NotedProcesses noted;
    std::vector<int> running;
    std::thread other([&] {
      running = noted.wait_for_two();
      stop->request_stop();
    });
    ProgramLimits limits;
    limits.stop = by_caller.get_token();
    const auto result = Subprocess(stop == &by_owner ? by_owner.get_token() : std::stop_token())
                            .run({"sh", "-c", testing::kSlowProgram, "sh", noted.path()}, limits);
    other.join();
    EXPECT_ERROR(result, ErrorKind::kCancelled);
    ASSERT_EQ(running.size(), 2u);
    for (const int process : running) EXPECT_TRUE(testing::is_gone(process));
  }
}

TEST(Subprocess, StartsNothingOnceStopped) {
  const testing::NotedProcesses noted;
  std::stop_source stop;
  stop.request_stop();
  ProgramLimits limits;
  limits.stop = stop.get_token();
  EXPECT_ERROR(Subprocess().run({"touch", noted.path()}, limits), ErrorKind::kCancelled);
  EXPECT_FALSE(std::filesystem::exists(noted.path()));
}

}  // namespace pincompile
