// Dockerfiles: which base image, and what it says about the target (behaviour.md 6).
// SPDX-License-Identifier: MIT
#include "pincompile/dockerfile.h"

#include <gmock/gmock.h>

#include "result_matchers.h"
#include "target/dockerfile_lines.h"

namespace pincompile {
namespace {

DockerfileQuestion question(std::string_view text) {
  return {text, "Dockerfile", "", {}, *Platform::parse("manylinux_2_39_x86_64")};
}

// `PYTHON PLATFORM`, or the message of the error.
std::string answer(const DockerfileQuestion& asked) {
  const auto read = read_dockerfile(asked);
  if (!read) return read.error().message;
  const std::string python = read->python ? read->python->full() : "?";
  return (read->implementation == Implementation::kPyPy ? "pypy " : "") + python + " " +
         read->platform.to_string();
}

struct Image {
  const char* image;
  const char* answer;
};

TEST(Dockerfile, ReadsImages) {
  constexpr Image kCases[] = {
      {"python:3.9-slim", "3.9.25 manylinux_2_36_x86_64"},
      {"python:3.12.4-bookworm", "3.12.4 manylinux_2_36_x86_64"},
      {"python:3.12-slim-trixie", "3.12.13 manylinux_2_41_x86_64"},
      {"python:3.8-bullseye", "3.8.20 manylinux_2_31_x86_64"},
      {"registry.example:5000/team/python:3.7-buster", "3.7.17 manylinux_2_28_x86_64"},
      {"python:3.12-alpine3.20", "3.12.13 musllinux_1_2_x86_64"},
      {"python:3.12-alpine", "3.12.13 musllinux_1_2_x86_64"},
      {"python:3.12-alpine3.12", "3.12.13 musllinux_1_1_x86_64"},
      {"python:3.12-windowsservercore-ltsc2022", "3.12.13 win_amd64"},
      {"python:3.13.0rc2-slim", "3.13.0rc2 manylinux_2_36_x86_64"},
      {"python:3.14-rc-slim@sha256:0123", "3.14.4 manylinux_2_36_x86_64"},
      {"python", "? manylinux_2_36_x86_64"},
      {"python:slim", "? manylinux_2_36_x86_64"},
      {"python:3-slim", "? manylinux_2_36_x86_64"},
      {"python@sha256:0123", "? manylinux_2_36_x86_64"},
      {"pypy:3.10-7.3.17-slim", "pypy 3.10.16 manylinux_2_36_x86_64"},
      {"ghcr.io/astral-sh/uv:python3.12-bookworm-slim", "3.12.13 manylinux_2_36_x86_64"},
      {"ghcr.io/astral-sh/uv:0.5.4-python3.11-alpine", "3.11.15 musllinux_1_2_x86_64"},
      {"debian:12.5-slim", "? manylinux_2_36_x86_64"},
      {"debian:bullseye", "? manylinux_2_31_x86_64"},
      {"ubuntu:22.04", "? manylinux_2_35_x86_64"},
      {"alpine:3.20", "? musllinux_1_2_x86_64"},
      {"nvidia/cuda:12.4.1-runtime-ubuntu22.04", "? manylinux_2_35_x86_64"},
      {"example/app:1.2", "? manylinux_2_28_x86_64"},
      {"scratch", "the base image is scratch, which holds no Python"}};
  for (const auto& [image, wanted] : kCases) {
    EXPECT_EQ(answer(question(std::string("FROM ") + image + "\n")), wanted) << image;
  }
}

TEST(Dockerfile, HintsAtPythonVersionWhereTheImageDoesNotTell) {
  const auto read = read_dockerfile(question("# c\nFROM python@sha256:0123\n"));
  ASSERT_OK(read);
  ASSERT_FALSE(read->python);
  EXPECT_EQ(read->python.error().message,
            "image python@sha256:0123 is given by a digest alone, which names no Python version");
  EXPECT_EQ(read->python.error().hints.front(), "say which: --python-version 3.12");
  EXPECT_EQ(read->python.error().where.front().line, 2u);
}

TEST(Dockerfile, FollowsStages) {
  const std::string text =
      "FROM python:3.11 AS base\nFROM base as Build\nFROM node:20 AS web\nFROM build\nCOPY "
      "--from=web / /\n";
  EXPECT_EQ(answer(question(text)), "3.11.15 manylinux_2_36_x86_64");
  auto asked = question(text);
  asked.stage = "web";
  EXPECT_EQ(answer(asked), "? manylinux_2_28_x86_64");
  asked.stage = "BUILD";
  EXPECT_EQ(answer(asked), "3.11.15 manylinux_2_36_x86_64");
  asked.stage = "0";
  EXPECT_EQ(answer(asked), "3.11.15 manylinux_2_36_x86_64");
  asked.stage = "none";
  EXPECT_EQ(read_dockerfile(asked).error().hints.front(), "its stages: base, build, web, 3");
  // A stage may be named like an image: only earlier stages are stages.
  EXPECT_EQ(answer(question("FROM python:3.11 AS python:3.11\n")), "3.11.15 manylinux_2_36_x86_64");
}

TEST(Dockerfile, SubstitutesArguments) {
  const std::string text =
      "ARG V=3.11\nARG IMAGE=\"python:${V}\"\nFROM ${IMAGE}${SUFFIX:--slim}${V:+-bookworm}\nARG "
      "V=3.8\n";
  EXPECT_EQ(answer(question(text)), "3.11.15 manylinux_2_36_x86_64");
  auto asked = question(text);
  asked.arguments = {{"V", "3.9"}};
  EXPECT_EQ(answer(asked), "3.9.25 manylinux_2_36_x86_64");
  const auto unset = read_dockerfile(question("ARG V\n\nFROM python:$V\n"));
  ASSERT_ERROR(unset, ErrorKind::kInvalidArgument);
  EXPECT_EQ(unset.error().to_string(),
            "Dockerfile:3: variable V has no value\nhint: --dockerfile-arg V=VALUE")
      << unset.error().to_string();
  EXPECT_ERROR(read_dockerfile(question("FROM python:${V#3}\n")), ErrorKind::kUnsupported);
  EXPECT_ERROR(read_dockerfile(question("FROM python:${V\n")), ErrorKind::kParse);
}

TEST(Dockerfile, ObeysThePlatformOfFrom) {
  EXPECT_EQ(answer(question("FROM --platform=linux/arm64 python:3.12\n")),
            "3.12.13 manylinux_2_36_aarch64");
  EXPECT_EQ(answer(question("FROM --platform=$BUILDPLATFORM python:3.12-alpine\n")),
            "3.12.13 musllinux_1_2_x86_64");
  auto asked = question("FROM python:3.12\n");
  asked.host = *Platform::parse("macos");
  EXPECT_EQ(answer(asked), "3.12.13 manylinux_2_36_aarch64");
  EXPECT_ERROR(read_dockerfile(question("FROM --platform=beos python:3.12\n")),
               ErrorKind::kInvalidArgument);
  EXPECT_EQ(answer(question("FROM --platform=linux/arm64 python:3.12 AS a\nFROM a\n")),
            "3.12.13 manylinux_2_36_aarch64");
}

TEST(Dockerfile, ReadsContinuationsCommentsAndHereDocuments) {
  EXPECT_EQ(
      answer(question(
          "# syntax=docker/dockerfile:1\n\nfrom \\\n# comment\n\n  python:3.11 \\ \n as x\n")),
      "3.11.15 manylinux_2_36_x86_64");
  EXPECT_EQ(answer(question("# escape=`\nFROM `\n  python:3.10\n")),
            "3.10.20 manylinux_2_36_x86_64");
  EXPECT_EQ(
      answer(question(
          "FROM python:3.10\nRUN <<EOF cat <<-'X'\nFROM python:3.8\nEOF\nFROM debian\n\tX\n")),
      "3.10.20 manylinux_2_36_x86_64");
  EXPECT_EQ(answer(question("FROM python:3.10\r\nENV A=<<EOF\r\nRUN x\r\n")),
            "3.10.20 manylinux_2_36_x86_64");
}

/// As BuildKit reads them: words of their own that begin with `<<`, and ends to the byte.
TEST(Dockerfile, TakesForHereDocumentsWhatBuildKitTakesForThem) {
  constexpr Image kCases[] = {
      {"RUN echo \"<<EOF\"\nFROM python:3.11\n", "3.11.15 manylinux_2_36_x86_64"},
      {"RUN cat<<EOF\nFROM python:3.11\n", "3.11.15 manylinux_2_36_x86_64"},
      {"RUN cat <<<EOF\nFROM python:3.11\n", "3.11.15 manylinux_2_36_x86_64"},
      {"RUN echo $((1<<EOF))\nFROM python:3.11\n", "3.11.15 manylinux_2_36_x86_64"},
      {"RUN cat 3<<EOF\nFROM python:3.11\nEOF\n", "3.9.25 manylinux_2_36_x86_64"},
      {"RUN <<EOF\n  EOF\nFROM python:3.11\nEOF\n", "3.9.25 manylinux_2_36_x86_64"},
      {"RUN <<-EOF\nFROM python:3.11\n\t\tEOF\n", "3.9.25 manylinux_2_36_x86_64"},
      {"COPY <<a.txt /x\nFROM python:3.11\na.txt\n", "3.9.25 manylinux_2_36_x86_64"},
      {"ONBUILD RUN <<EOF\nFROM python:3.11\nEOF\n", "3.9.25 manylinux_2_36_x86_64"},
      {"ONBUILD ENV A <<EOF\nFROM python:3.11\n", "3.11.15 manylinux_2_36_x86_64"}};
  for (const auto& [rest, wanted] : kCases)
    EXPECT_EQ(answer(question(std::string("FROM python:3.9\n") + rest)), wanted) << rest;
}

TEST(Dockerfile, LetsTheCallerSayWhatDockerPredefines) {
  auto asked = question("FROM --platform=$TARGETPLATFORM python:3.12\n");
  asked.arguments = {{"TARGETPLATFORM", "linux/arm64"}};
  EXPECT_EQ(answer(asked), "3.12.13 manylinux_2_36_aarch64");
}

TEST(Dockerfile, HintsAtWhatGivesAVariableItsValue) {
  auto asked = question("ARG A\nFROM python:$A\n");
  const auto unset = read_dockerfile(asked);
  ASSERT_FALSE(unset);
  EXPECT_THAT(unset.error().hints, ::testing::ElementsAre("--dockerfile-arg A=VALUE"));
  asked = question("FROM python:$B\n");
  asked.arguments = {{"B", "3.12"}};  // does not count, as in Docker
  const auto undeclared = read_dockerfile(asked);
  ASSERT_FALSE(undeclared);
  EXPECT_THAT(undeclared.error().hints,
              ::testing::ElementsAre("write ARG B before the first FROM"));
}

TEST(Dockerfile, NamesWhatIsBroken) {
  EXPECT_ERROR(read_dockerfile(question("")), ErrorKind::kParse);
  EXPECT_ERROR(read_dockerfile(question("RUN x\n")), ErrorKind::kParse);
  EXPECT_ERROR(read_dockerfile(question("FROM\n")), ErrorKind::kParse);
  EXPECT_ERROR(read_dockerfile(question("FROM a b c d\n")), ErrorKind::kParse);
  EXPECT_ERROR(read_dockerfile(question("ARG X=\nFROM $X\n")), ErrorKind::kInvalidArgument);
}

TEST(DockerfileVariables, DoNotExplode) {
  std::string text = "ARG A=aaaaaaaaaa\n";
  for (int i = 0; i < 40; ++i) text += "ARG A=$A$A\n";
  EXPECT_ERROR(read_dockerfile(question(text + "FROM $A\n")), ErrorKind::kInvalidArgument);
  std::string nested = "x";
  for (int i = 0; i < 5000; ++i) nested = "${X:-" + nested + "}";
  EXPECT_ERROR(read_dockerfile(question("FROM " + nested + "\n")), ErrorKind::kInvalidArgument);
}

}  // namespace
}  // namespace pincompile
