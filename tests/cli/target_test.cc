// Which Python and platform a run compiles for, as far as it takes the whole program to tell.
// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "program.h"

namespace pincompile::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Optional;

TEST(Target, AsksAShimForItsVersionOnceAndRemembers) {
  Program program;
  program.variables.erase("VIRTUAL_ENV");
  program.variables["PATH"] = (program.folder() / "work" / "shims").string() + ":/usr/bin:/bin";
  program.write("shims/python3",
                "#!/bin/sh\necho asked >> asked.txt\necho pin-compile cpython 3.10.4.final.0\n");
  std::filesystem::permissions(program.folder() / "work" / "shims" / "python3",
                               std::filesystem::perms::owner_all);
  program.write("requirements.in", "\n");
  for (int i = 0; i < 3; ++i) {
    const ProgramAnswer answer = program.run({"--no-index", "-o", "out.txt"});
    ASSERT_EQ(answer.status, 0) << answer.err;
  }
  EXPECT_THAT(program.read("out.txt"), Optional(HasSubstr("cp310-linux-")));
  EXPECT_THAT(program.read("asked.txt"), Optional(std::string("asked\n")));
}

TEST(Target, DockerNameOfAPlatformKeepsTheImagesLibrary) {
  Program program;
  program.write("requirements.in", "\n");
  program.write("Dockerfile", "FROM python:3.12-alpine\n");
  const ProgramAnswer answer = program.run({"--no-index", "-o", "out.txt", "--target-dockerfile",
                                            "Dockerfile", "--platform", "linux/arm64"});
  ASSERT_EQ(answer.status, 0) << answer.err;
  EXPECT_THAT(program.read("out.txt"), Optional(HasSubstr("cp312-musllinux-aarch64")));
}

}  // namespace
}  // namespace pincompile::testing
