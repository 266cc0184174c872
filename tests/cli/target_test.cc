// Which Python and platform a run compiles for, as far as it takes the whole program to tell.
// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "index_server.h"
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

// The builds themselves are faked: what is told is who was asked to build.
TEST(Target, SdistsAreBuiltByAPythonOfItsVersion4_7) {
  Program program;
  program.variables.erase("VIRTUAL_ENV");
  program.variables["PATH"] = (program.folder() / "work" / "bin").string() + ":/usr/bin:/bin";
  const auto add_python = [&program](const std::string& name, const std::string& version) {
    program.write("bin/" + name, "#!/bin/sh\ncase \"$*\" in *-m\\ pip*) echo built by " + version +
                                     " >&2; exit 1;; *pin-compile*) echo pin-compile cpython " +
                                     version + ".4.final.0;; *) echo " + version +
                                     " cpython;; esac\n");
    std::filesystem::permissions(program.folder() / "work/bin" / name,
                                 std::filesystem::perms::owner_all);
  };
  add_python("python3", "3.12");
  add_python("python3.9", "3.9");
  program.write("links/plain-1.0/setup.py", "");
  const std::string links = (program.folder() / "work/links").string();
  ASSERT_EQ(std::system(("cd " + links + " && tar -czf plain-1.0.tar.gz plain-1.0").c_str()), 0);
  program.write("requirements.in", "plain\n");
  const auto told = [&program](const std::string& version) {
    return program.run({"--no-index", "-f", "links", "--build-sdists", "--python-version", version})
        .err;
  };
  EXPECT_THAT(told("3.12"), HasSubstr("its build failed: built by 3.12"));
  EXPECT_THAT(told("3.9"), HasSubstr("its build failed: built by 3.9"));
  EXPECT_THAT(told("3.10"), HasSubstr("the target is 3.10 cpython: --python names who builds"));
  std::filesystem::remove(program.folder() / "work/bin/python3");
  program.variables["PATH"] = (program.folder() / "work" / "bin").string();
  EXPECT_THAT(told("3.10"), HasSubstr("no Python was found to build it; --python names one"));
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

struct DockerRow {
  const char* dockerfile;
  std::vector<std::string> words;
  const char* target;  ///< in the fingerprint; empty: an error
  const char* text;    ///< in the summary, or the error
  const char* pin;     ///< which of libc's wheels was taken
};

/// Version N of the package has wheels for glibc 2.N, 112 for musl 1.2, 10 for all.
TEST(Target, DockerfilesOfTheUsualKinds6) {
  IndexServer index;
  index.add("libc", "10", {});
  for (const char* minor : {"28", "31", "36", "41"})
    for (const char* machine : {"x86_64", "aarch64"})
      index.add("libc", std::string(minor) + (*machine == 'x' ? "" : ".1"),
                {{},
                 {},
                 "",
                 "",
                 "2026-01-01T00:00:00Z",
                 std::string("py3-none-manylinux_2_") + minor + "_" + machine});
  index.add("libc", "112",
            {{}, {}, "", "", "2026-01-01T00:00:00Z", "py3-none-musllinux_1_2_x86_64"});
  index.add("libc", "200", {{}, {}, "", "", "2026-01-01T00:00:00Z", "py3-none-win_amd64"});
  const char* const stages =
      "ARG VERSION=3.11\nFROM --platform=$BUILDPLATFORM python:${VERSION}-bullseye AS build\n"
      "RUN <<EOF\nFROM nowhere\nEOF\n"
      "FROM --platform=linux/amd64 python:${VERSION}-slim-trixie\nCOPY --from=build /x /x\n";
  const std::vector<DockerRow> rows = {
      {"FROM --platform=linux/amd64 python:3.9-slim\n",
       {},
       "cp39-linux-x86_64",
       "Python 3.9.",
       "36"},
      {"FROM --platform=linux/amd64 python:3.12.4-bookworm\n",
       {},
       "cp312-linux-x86_64",
       "Python 3.12.4, linux x86_64",
       "36"},
      {"FROM --platform=linux/amd64 python:3.12.4-bullseye\n",
       {},
       "cp312-linux-x86_64",
       "3.12.4",
       "31"},
      {"FROM --platform=linux/amd64 python:3.11-alpine3.20\n",
       {},
       "cp311-musllinux-x86_64",
       "Python 3.11.",
       "112"},
      {stages, {}, "cp311-linux-x86_64", "Python 3.11.", "41"},
      {stages, {"--dockerfile-arg", "VERSION=3.12"}, "cp312-linux-x86_64", "Python 3.12.", "41"},
      {stages,
       {"--target-stage", "build", "--platform", "linux/amd64"},
       "cp311-linux-x86_64",
       "Python 3.11.",
       "31"},
      {"FROM python:3.12 AS base\nFROM --platform=linux/arm64 base\n",
       {"--platform", "linux/arm64"},
       "cp312-linux-aarch64",
       "Python 3.12.",
       "36.1"},
      {"# escape=`\nFROM `\n  python:3.10-windowsservercore-ltsc2022\n",
       {},
       "cp310-windows-amd64",
       "Python 3.10.",
       "200"},
      {"FROM --platform=linux/amd64 pypy:3.10-slim\n", {}, "pp310-linux-x86_64", "3.10", "36"},
      {"FROM --platform=linux/amd64 ghcr.io/astral-sh/uv:python3.12-bookworm-slim\n",
       {},
       "cp312-linux-x86_64",
       "Python 3.12.",
       "36"},
      {"FROM --platform=linux/amd64 "
       "registry.example.org:5000/team/python:3.13-slim-bookworm@sha256:ab\n",
       {},
       "cp313-linux-x86_64",
       "Python 3.13.",
       "36"},
      {"FROM --platform=linux/amd64 gcr.io/distroless/base-debian12\n",
       {},
       "",
       "error: Dockerfile:1: image gcr.io/distroless/base-debian12 does not tell its Python "
       "version\n"
       "hint: say which: --python-version 3.12\n",
       ""},
      {"FROM --platform=linux/amd64 debian:bullseye\n",
       {"--python-version", "3.9"},
       "cp39-linux-x86_64",
       "Python 3.9",
       "31"},
      {"FROM python:3.12 AS build\nFROM scratch\n",
       {},
       "",
       "error: Dockerfile:2: the base image is scratch",
       ""},
  };
  for (const DockerRow& row : rows) {
    SCOPED_TRACE(row.dockerfile);
    Program program;
    program.variables["PIN_COMPILE_INDEX_URL"] = index.url();
    program.write("requirements.in", "libc\n");
    program.write("Dockerfile", row.dockerfile);
    std::vector<std::string> words = {"-o", "out.txt", "--target-dockerfile", "Dockerfile"};
    words.insert(words.end(), row.words.begin(), row.words.end());
    const ProgramAnswer answer = program.run(words);
    EXPECT_EQ(answer.status, *row.target == 0 ? 2 : 0);
    EXPECT_THAT(answer.err, HasSubstr(row.text));
    if (*row.target == 0) continue;
    EXPECT_THAT(program.read("out.txt"),
                Optional(HasSubstr(std::string(" ") + row.target + " inputs")));
    EXPECT_THAT(program.read("out.txt"),
                Optional(HasSubstr(std::string("\nlibc==") + row.pin + "\n")));
  }
}

}  // namespace
}  // namespace pincompile::testing
