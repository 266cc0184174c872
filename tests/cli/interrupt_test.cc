// What happens to the program from outside (behaviour.md 1.5, 1.6): signals at any moment, streams
// that are closed, full or a pipe nobody reads, a full disk. The status is right, the old file
// whole, and nothing temporary stays.
// SPDX-License-Identifier: MIT
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/mount.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <thread>

#include "index_server.h"
#include "processes.h"
#include "program.h"

namespace pincompile::testing {
namespace {

using std::chrono::milliseconds;
using ::testing::AnyOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

class Outside : public ::testing::Test {
 protected:
  Outside() {
    std::string lines;
    for (int i = 0; i < 8; ++i) {
      const std::string name = "pack" + std::to_string(i);
      index.add(name, "1.0", {{i < 7 ? "pack" + std::to_string(i + 1) : "last"}});
      lines += name + "\n";
    }
    index.add("last", "2.0");
    program.variables["PIN_COMPILE_INDEX_URL"] = index.url();
    program.write("requirements.in", lines);
    program.write("requirements-pinned.txt", kOld);
  }

  std::vector<std::string> names() const {
    std::vector<std::string> found;
    for (const auto& entry : std::filesystem::directory_iterator(program.folder() / "work"))
      found.push_back(entry.path().filename().string());
    std::ranges::sort(found);
    return found;
  }
  void expect_nothing_temporary() const {
    EXPECT_THAT(names(), ElementsAre("requirements-pinned.txt", "requirements.in"));
  }

  /// Sends `signal` after `moment`; the pins are the old ones or the new ones, whole.
  int status_when_interrupted(int signal, milliseconds moment) {
    program.write("requirements-pinned.txt", kOld);
    const ProgramAnswer answer = program.run({"-U", "--no-cache"}, [&](int process) {
      std::this_thread::sleep_for(moment);
      kill(process, signal);
    });
    const std::string pins = *program.read("requirements-pinned.txt");
    if (pins != kOld) {
      EXPECT_THAT(pins, HasSubstr("\npack7==1.0\n    # via\n    #   -r requirements.in\n"));
      EXPECT_THAT(pins, ::testing::EndsWith("    #   pack6\n"));
    }
    EXPECT_THAT(answer.err, ::testing::Not(HasSubstr("error")));
    EXPECT_TRUE(answer.status != 0 || pins != kOld);
    expect_nothing_temporary();
    return answer.status;
  }

  static constexpr const char* kOld = "pack0==0.9\n";
  IndexServer index;
  Program program;
};

TEST_F(Outside, SignalsEndARunThatWaitsForItsIndex1_6) {
  index.delay(milliseconds(1500));
  for (const int moment : {40, 100, 300}) {
    const auto started = std::chrono::steady_clock::now();
    EXPECT_EQ(status_when_interrupted(SIGINT, milliseconds(moment)), 130);
    EXPECT_EQ(status_when_interrupted(SIGTERM, milliseconds(moment)), 143);
    EXPECT_LT(std::chrono::steady_clock::now() - started, milliseconds(2 * moment + 1000));
    EXPECT_EQ(*program.read("requirements-pinned.txt"), kOld);
  }
}

TEST_F(Outside, SignalsAtAnyMomentLeaveWholeFiles1_5) {
  // One run to learn how long one takes; the moments then go through it and a little beyond.
  const auto started = std::chrono::steady_clock::now();
  ASSERT_EQ(program.run({"-U", "--no-cache"}).status, 0);
  const auto whole =
      std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - started);
  constexpr int kMoments = 12;
  for (int i = 0; i < kMoments; ++i) {
    const int signal = i % 2 == 0 ? SIGTERM : SIGINT;
    // Before main() a signal still ends the process as the system does.
    EXPECT_THAT(status_when_interrupted(signal, milliseconds(1) + whole * i / (kMoments - 2)),
                AnyOf(0, 128 + signal));
  }
}

TEST_F(Outside, SignalsEndTheProgramsThatRunForUs1_6) {
  index.require_user("me", "password");
  const std::filesystem::path keyring = program.folder() / "bin/keyring";
  std::filesystem::create_directories(keyring.parent_path());
  program.variables["PATH"] = keyring.parent_path().string() + ":/usr/bin:/bin";
  for (const int signal : {SIGINT, SIGTERM}) {
    const NotedProcesses noted;
    std::ofstream(keyring) << "#!/bin/sh\nset -- " << noted.path() << "\n" << kSlowProgram << "\n";
    std::filesystem::permissions(keyring, std::filesystem::perms::owner_all);
    std::vector<int> running;
    std::chrono::steady_clock::time_point sent;
    const ProgramAnswer answer =
        program.run({"-U", "--no-cache", "--keyring-provider", "subprocess"}, [&](int process) {
          running = noted.wait_for_two();
          sent = std::chrono::steady_clock::now();
          kill(process, signal);
        });
    EXPECT_LT(std::chrono::steady_clock::now() - sent, milliseconds(1000));
    EXPECT_EQ(answer.status, 128 + signal);
    EXPECT_EQ(answer.err, "");
    ASSERT_EQ(running.size(), 2u);
    for (const int process : running) EXPECT_TRUE(is_gone(process));
  }
}

TEST_F(Outside, AnIgnoredSignalStaysIgnored) {
  index.delay(milliseconds(60));
  const auto before = std::signal(SIGINT, SIG_IGN);  // inherited, as under nohup
  const int status = status_when_interrupted(SIGINT, milliseconds(100));
  std::signal(SIGINT, before);
  EXPECT_EQ(status, 0);
}

TEST_F(Outside, StandardInputThatNeverEndsIsInterrupted) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  program.standard_input_descriptor = ends[0];
  EXPECT_EQ(program
                .run({"-"},
                     [](int process) {
                       std::this_thread::sleep_for(milliseconds(100));
                       kill(process, SIGTERM);
                     })
                .status,
            143);
  close(ends[0]);
  close(ends[1]);
}

TEST_F(Outside, APipeThatNobodyReadsIsAnError1_6) {
  int ends[2];
  ASSERT_EQ(pipe2(ends, O_CLOEXEC), 0);
  close(ends[0]);
  program.standard_output = ends[1];
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"-o", "-"}, {"--help"}, {"-n"}, {"--report", "-"}}) {
    const ProgramAnswer answer = program.run(words);
    EXPECT_EQ(answer.status, 4) << words[0];
    EXPECT_THAT(answer.err, AnyOf("", HasSubstr("error: cannot write to standard output\n")));
  }
  close(ends[1]);
}

TEST_F(Outside, AReaderThatStopsEarlyDoesNotHarmTheFiles) {
  int ends[2];
  ASSERT_EQ(pipe2(ends, O_CLOEXEC), 0);
  program.standard_output = ends[1];
  const ProgramAnswer answer = program.run({"--report", "-"}, [&](int) {
    char first[64];
    EXPECT_GT(read(ends[0], first, sizeof first), 0);  // as `| head -c 64`
    close(ends[0]);
  });
  close(ends[1]);
  EXPECT_THAT(answer.status, AnyOf(0, 4));
  EXPECT_THAT(*program.read("requirements-pinned.txt"), HasSubstr("\npack7==1.0\n"));
  expect_nothing_temporary();
}

TEST_F(Outside, AFullDeviceAsStandardOutputIsAnError1_6) {
  program.standard_output = open("/dev/full", O_WRONLY | O_CLOEXEC);
  if (program.standard_output < 0) GTEST_SKIP() << "there is no /dev/full";
  const ProgramAnswer answer = program.run({"-o", "-"});
  close(program.standard_output);
  EXPECT_EQ(answer.status, 4);
  EXPECT_THAT(answer.err, HasSubstr("error: cannot write to standard output\n"));
}

TEST_F(Outside, ClosedStreamsTakeNothingWithThem1_6) {
  program.closed = {1};
  EXPECT_EQ(program.run({"-o", "-"}).status, 4);
  EXPECT_EQ(program.run({}).status, 0);
  program.closed = {0, 1, 2};
  EXPECT_EQ(program.run({"-U"}).status, 0);
  EXPECT_THAT(*program.read("requirements-pinned.txt"), StartsWith("#\n# This file is"));
  program.closed = {};
  EXPECT_EQ(program.run({"-U", "--offline"}).status, 0) << "the cache took harm";
  expect_nothing_temporary();
}

/// A disk of 64 KiB below the scratch folder; needs the right to mount.
class SmallDisk {
 public:
  explicit SmallDisk(const std::filesystem::path& place) : place_(place) {
    std::filesystem::create_directories(place);
    mounted_ = mount("none", place.c_str(), "tmpfs", 0, "size=64k") == 0;
  }
  ~SmallDisk() {
    if (mounted_) umount(place_.c_str());
  }
  bool mounted() const { return mounted_; }
  void fill() const {
    const int file = open((place_ / "filler").c_str(), O_WRONLY | O_CREAT, 0600);
    const std::string block(4096, 'x');
    while (write(file, block.data(), block.size()) > 0) {
    }
    close(file);
  }

 private:
  std::filesystem::path place_;
  bool mounted_ = false;
};

TEST_F(Outside, AFullDiskLeavesTheOldFile1_5) {
  const std::filesystem::path place = program.folder() / "work" / "small";
  const SmallDisk disk(place);
  if (!disk.mounted()) GTEST_SKIP() << "SKIPPED: no right to mount a small disk";
  program.write("small/out.txt", kOld);
  disk.fill();
  const ProgramAnswer answer = program.run({"-o", "small/out.txt"});
  EXPECT_EQ(answer.status, 4);
  EXPECT_THAT(answer.err, HasSubstr("error: cannot write small/out.txt (no space left on device)"));
  EXPECT_EQ(*program.read("small/out.txt"), kOld);
  std::vector<std::string> there;
  for (const auto& entry : std::filesystem::directory_iterator(place))
    there.push_back(entry.path().filename().string());
  EXPECT_THAT(there, ::testing::UnorderedElementsAre("filler", "out.txt"));
}

TEST_F(Outside, AFullDiskUnderTheCacheIsOneWarning1_6) {
  const std::filesystem::path place = program.folder() / "work" / "small";
  const SmallDisk disk(place);
  if (!disk.mounted()) GTEST_SKIP() << "SKIPPED: no right to mount a small disk";
  disk.fill();
  program.variables["PIN_COMPILE_CACHE_DIR"] = place.string();
  const ProgramAnswer answer = program.run({"-U"});
  EXPECT_EQ(answer.status, 0) << answer.err;
  EXPECT_THAT(answer.err, StartsWith("warning: "));
  EXPECT_THAT(*program.read("requirements-pinned.txt"), HasSubstr("\npack7==1.0\n"));
}

TEST_F(Outside, AnOutputFolderThatCannotBeWrittenLeavesTheOldFile1_5) {
  const ProgramAnswer answer = program.run({"-o", "nowhere/out.txt"});
  EXPECT_EQ(answer.status, 4);
  EXPECT_THAT(answer.err, StartsWith("error: cannot write nowhere/out.txt"));
  expect_nothing_temporary();
}

}  // namespace
}  // namespace pincompile::testing
