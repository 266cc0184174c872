// Documents of runs that ended in an error: they tell what was known by then
// (behaviour.md 9.1, 9.5).
// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "program.h"

namespace pincompile::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// Nothing listens there.
constexpr const char* kDeadIndex = "http://127.0.0.1:1/simple/";

class FailedRun : public ::testing::Test {
 protected:
  FailedRun() { program.write("requirements.in", "shop\n"); }

  Program program;
};

TEST_F(FailedRun, ReportsTheTargetThatItWasFor) {
  const ProgramAnswer answer =
      program.run({"-i", kDeadIndex, "--retries", "0", "--report", "report.json"});
  EXPECT_EQ(answer.status, 4) << answer.err;
  const std::string report = program.read("report.json").value_or("");
  EXPECT_THAT(report, HasSubstr("\"target\": \"cp312-"));
  EXPECT_THAT(report, HasSubstr("\"python_full_version\": \"3.12.4\""));
  EXPECT_THAT(report, HasSubstr("requirements.in\",\n"));
}

TEST_F(FailedRun, ReportsNoTargetThatItNeverHad) {
  const ProgramAnswer answer =
      program.run({"-i", kDeadIndex, "--platform", "linux/vax", "--report", "report.json"});
  EXPECT_EQ(answer.status, 2) << answer.err;
  const std::string report = program.read("report.json").value_or("");
  EXPECT_THAT(report, HasSubstr("\"environment\": {}"));
  EXPECT_THAT(report, Not(HasSubstr("\"target\"")));
  EXPECT_THAT(report, HasSubstr("unknown platform"));
}

TEST_F(FailedRun, RecordsItsQuestion) {
  program.run({"-i", kDeadIndex, "--retries", "0", "--record", "run.tar.gz"});
  // The sources come from the recording, and what is missing is said.
  ASSERT_TRUE(program.exists("run.tar.gz"));
  program.write("elsewhere/x", "");
  program.directory = "elsewhere";
  const ProgramAnswer replayed = program.run({"--replay", "../run.tar.gz"});
  EXPECT_EQ(replayed.status, 4);
  EXPECT_THAT(replayed.err, HasSubstr("does not hold the page of shop"));
}

}  // namespace
}  // namespace pincompile::testing
