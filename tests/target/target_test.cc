// Targets: names of platforms and Pythons, ids, marker values, tags.
// SPDX-License-Identifier: MIT
#include "pincompile/target.h"

#include <gmock/gmock.h>

#include "pincompile/host.h"
#include "result_matchers.h"
#include "target/platform_tags.h"
#include "target/python_tables.h"

#include "memory_file_system.h"

namespace pincompile {
namespace {

using namespace std::string_literals;
using ::testing::ElementsAre;

struct Name {
  const char* text;
  const char* platform;  // wheel tag; null: refused
};

TEST(Platform, IsReadByAnyOfItsNames6_3) {
  constexpr Name kCases[] = {{"linux", "manylinux_2_28_x86_64"},
                             {"linux/amd64", "manylinux_2_28_x86_64"},
                             {"linux/arm64", "manylinux_2_28_aarch64"},
                             {"linux/arm64/v8", "manylinux_2_28_aarch64"},
                             {"linux/arm/v7", "manylinux_2_28_armv7l"},
                             {"linux/386", "manylinux_2_28_i686"},
                             {"linux/ppc64le", "manylinux_2_28_ppc64le"},
                             {"linux/s390x", "manylinux_2_28_s390x"},
                             {"x86_64-unknown-linux-gnu", "manylinux_2_28_x86_64"},
                             {"aarch64-unknown-linux-musl", "musllinux_1_2_aarch64"},
                             {"x86_64-manylinux_2_31", "manylinux_2_31_x86_64"},
                             {"aarch64-manylinux2014", "manylinux_2_17_aarch64"},
                             {"manylinux_2_17_x86_64", "manylinux_2_17_x86_64"},
                             {"manylinux1_i686", "manylinux_2_5_i686"},
                             {"musllinux_1_2_aarch64", "musllinux_1_2_aarch64"},
                             {"linux_x86_64", "manylinux_2_28_x86_64"},
                             {"macos", "macosx_13_0_arm64"},
                             {"macosx_14_0_arm64", "macosx_14_0_arm64"},
                             {"x86_64-apple-darwin", "macosx_13_0_x86_64"},
                             {"aarch64-linux-android", "android_24_arm64_v8a"},
                             {"arm64-apple-ios", "ios_13_0_arm64_iphoneos"},
                             {"windows", "win_amd64"},
                             {"win_amd64", "win_amd64"},
                             {"win32", "win32"},
                             {"x86_64-pc-windows-msvc", "win_amd64"},
                             {"ios_13_0_arm64_iphoneos", "ios_13_0_arm64_iphoneos"},
                             {"android_24_arm64_v8a", "android_24_arm64_v8a"},
                             {"", nullptr},
                             {"beos", nullptr},
                             {"linux/z80", nullptr},
                             {"macosx_14_0_universal2", nullptr},
                             {"manylinux_2_17", nullptr},
                             {"manylinux_99999999999_1_x86_64", nullptr},
                             {"win_", nullptr}};
  for (const auto& [text, wanted] : kCases) {
    const auto platform = Platform::parse(text);
    EXPECT_EQ(platform ? platform->to_string() : "refused", wanted == nullptr ? "refused" : wanted)
        << text;
    if (!platform) continue;
    const auto again = Platform::parse(platform->to_string());
    ASSERT_OK(again);
    EXPECT_EQ(*again, *platform) << text;
  }
  EXPECT_ERROR(Platform::parse("beos"), ErrorKind::kInvalidArgument);
}

TEST(PythonVersion, IsRead) {
  const auto full = PythonVersion::parse("3.12.4");
  ASSERT_OK(full);
  EXPECT_EQ(full->full(), "3.12.4");
  EXPECT_TRUE(full->patch_given);
  const auto half = PythonVersion::parse("3.13t");
  ASSERT_OK(half);
  EXPECT_EQ(half->full(), "3.13.0");
  EXPECT_EQ(half->short_form(), "3.13");
  EXPECT_TRUE(half->free_threaded);
  EXPECT_FALSE(half->patch_given);
  EXPECT_EQ(PythonVersion::parse("3.15.0rc2")->full(), "3.15.0rc2");
  for (const char* const text : {"", "3", "3.", "3.x", "3.12.", "3.12.4.5", "py3.12", "3.12tt",
                                 "-3.1", "3.99999", "3.12 "}) {
    EXPECT_ERROR(PythonVersion::parse(text), ErrorKind::kInvalidArgument) << text;
  }
}

Target target(std::string_view python, std::string_view platform) {
  Target made;
  made.python = *PythonVersion::parse(python);
  made.platform = *Platform::parse(platform);
  return made;
}

TEST(Target, HasAnIdWithoutPatchAndLibc2_3) {
  EXPECT_EQ(target("3.12.4", "linux").id(), "cp312-linux-x86_64");
  EXPECT_EQ(target("3.13t", "macos").id(), "cp313t-macos-arm64");
  EXPECT_EQ(target("3.12", "musllinux_1_2_aarch64").id(), "cp312-musllinux-aarch64");
  Target pypy = target("3.10", "windows");
  pypy.implementation = Implementation::kPyPy;
  EXPECT_EQ(pypy.id(), "pp310-windows-amd64");
  EXPECT_EQ(pypy.describe(), "PyPy 3.10, windows amd64");
  EXPECT_EQ(target("3.12", "linux").describe(), "Python 3.12, linux x86_64");
}

TEST(Target, KnowsItsMarkerValues) {
  const auto linux = target("3.9", "linux").marker_environment();
  EXPECT_EQ(linux[MarkerVariable::kPythonFullVersion], "3.9.0");
  EXPECT_EQ(linux[MarkerVariable::kPythonVersion], "3.9");
  EXPECT_EQ(linux[MarkerVariable::kPlatformMachine], "x86_64");
  EXPECT_EQ(linux[MarkerVariable::kPlatformRelease], "");
  const auto windows = target("3.9", "windows").marker_environment();
  EXPECT_EQ(windows[MarkerVariable::kPlatformMachine], "AMD64");
  EXPECT_EQ(windows[MarkerVariable::kSysPlatform], "win32");
  EXPECT_EQ(windows[MarkerVariable::kOsName], "nt");
  Target pypy = target("3.10", "macos");
  pypy.implementation = Implementation::kPyPy;
  const auto values = pypy.marker_environment();
  EXPECT_EQ(values[MarkerVariable::kImplementationName], "pypy");
  EXPECT_EQ(values[MarkerVariable::kPlatformSystem], "Darwin");
  EXPECT_TRUE(values[MarkerVariable::kImplementationVersion].starts_with("7.3."));
}

TEST(Target, ListsTagsBestFirst) {
  const auto tags = target("3.12", "win_amd64").tags();
  EXPECT_EQ(tags.front().to_string(), "cp312-cp312-win_amd64");
  EXPECT_EQ(tags.back().to_string(), "py30-none-any");
  EXPECT_EQ(target("3.13t", "win_amd64").tags().front().to_string(), "cp313-cp313t-win_amd64");
  EXPECT_THAT(platform_tags(*Platform::parse("manylinux_2_18_aarch64")),
              ElementsAre("linux_aarch64", "manylinux_2_18_aarch64", "manylinux_2_17_aarch64",
                          "manylinux2014_aarch64"));
  EXPECT_TRUE(platform_tags(*Platform::parse("ios_11_0_arm64_iphoneos")).empty());
  EXPECT_LT(platform_tags(*Platform::parse("musllinux_1_4000000000_x86_64")).size(), 5000u);
}

TEST(PythonTables, KnowTheNewestPatch) {
  EXPECT_EQ(find_python_release(Implementation::kCPython, 3, 8)->newest_patch, 20u);
  EXPECT_EQ(find_python_release(Implementation::kCPython, 3, 99), nullptr);
  for (const auto& release : python_releases()) {
    EXPECT_EQ(release.pypy_version.empty(), release.implementation == Implementation::kCPython);
  }
}

TEST(Host, IsToldByKernelAndLibrary) {
  testing::MemoryFileSystem files;
  HostFacts facts{"Linux", "x86_64", "6.1.0", "#1 SMP", "2.36", false};
  EXPECT_EQ(detect_host(facts, files).platform.to_string(), "manylinux_2_36_x86_64");
  facts.is_32_bit = true;
  EXPECT_EQ(detect_host(facts, files).platform.to_string(), "manylinux_2_36_i686");
  facts = {"Linux", "aarch64", "6.1.0", "#1 SMP", "", false};
  EXPECT_EQ(detect_host(facts, files).platform.to_string(), "musllinux_1_2_aarch64");
  files.add("/lib/ld-musl-aarch64.so.1", "\177ELF\0001.x\0001.1.24\0end"s);
  EXPECT_EQ(detect_host(facts, files).platform.to_string(), "musllinux_1_1_aarch64");
  facts = {"Darwin", "arm64", "23.4.0", "Darwin Kernel", "", false};
  files.add("/System/Library/CoreServices/SystemVersion.plist",
            "<dict><key>ProductVersion</key>\n<string>14.4.1</string></dict>");
  EXPECT_EQ(detect_host(facts, files).platform.to_string(), "macosx_14_0_arm64");
  EXPECT_EQ(detect_host(facts, files).release, "23.4.0");
}

TEST(Host, IsReadFromTheMachine) {
  const auto facts = read_host_facts();
  EXPECT_FALSE(facts.machine.empty());
  EXPECT_FALSE(facts.release.empty());
}

}  // namespace
}  // namespace pincompile
