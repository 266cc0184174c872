// SPDX-License-Identifier: MIT
#include "support/subprocess.h"

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

}  // namespace pincompile
