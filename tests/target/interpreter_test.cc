// Which Python is meant, told by files, links, and a program only if need be.
// SPDX-License-Identifier: MIT
#include "pincompile/interpreter.h"

#include <gmock/gmock.h>

#include <map>

#include "memory_file_system.h"
#include "result_matchers.h"

namespace pincompile {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

// Answers every program with one text and remembers who was asked.
class Oracle : public ProgramRunner {
 public:
  Result<ProgramResult> run(const std::vector<std::string>& argv, const ProgramLimits&) override {
    asked.push_back(argv.front());
    return ProgramResult{status, answer, ""};
  }
  std::vector<std::string> asked;
  std::string answer = "pin-compile cpython 3.11.2.final.0 \n";
  int status = 0;
};

class Memory : public InterpreterMemory {
 public:
  std::optional<std::string> recall(const std::string& key) override {
    const auto found = answers.find(key);
    return found == answers.end() ? std::nullopt : std::optional(found->second);
  }
  void remember(const std::string& key, const std::string& answer) override {
    answers[key] = answer;
  }
  std::map<std::string, std::string> answers;
};

class FindInterpreter : public ::testing::Test {
 protected:
  Result<Interpreter> find(const InterpreterSearch& search) {
    return find_interpreter(files_, oracle_, &memory_, search);
  }
  testing::MemoryFileSystem files_;
  Oracle oracle_;
  Memory memory_;
};

TEST_F(FindInterpreter, ReadsTheConfigurationOfAVirtualenv) {
  files_.add_link("/venv/bin/python", "/usr/bin/python3");
  files_.add("/venv/pyvenv.cfg", "home = /usr/bin\r\nversion = 3.11.2\r\n");
  const auto found = find({"", "/venv", {"/usr/bin"}});
  ASSERT_OK(found);
  EXPECT_EQ(found->version.full(), "3.11.2");
  EXPECT_THAT(oracle_.asked, IsEmpty());
  files_.add("/venv/pyvenv.cfg", "implementation = PyPy\nversion_info = 3.10.14.final.0\n");
  EXPECT_EQ(find({"/venv", "", {}})->version.full(), "3.10.14");
  EXPECT_EQ(find({"/venv/bin/python", "", {}})->implementation, Implementation::kPyPy);
}

TEST_F(FindInterpreter, FollowsLinksToANameWithAVersion) {
  files_.add_link("/usr/bin/python3", "python3.11");
  files_.add("/usr/bin/python3.11", "ELF");
  const auto found = find({"", "", {"/opt/bin", "/usr/bin"}});
  ASSERT_OK(found);
  EXPECT_EQ(found->path, "/usr/bin/python3");
  EXPECT_EQ(found->version.full(), "3.11.15");
  files_.add_link("/opt/py", "../usr/bin/pypy3");
  files_.add_link("/opt/../usr/bin/pypy3", "/opt/pypy/bin/pypy3.10");
  EXPECT_EQ(find({"/opt/py", "", {}})->implementation, Implementation::kPyPy);
  files_.add("/opt/python3.13t", "ELF");
  EXPECT_TRUE(find({"python3.13t", "", {"/opt"}})->version.free_threaded);
  EXPECT_THAT(oracle_.asked, IsEmpty());
}

TEST_F(FindInterpreter, AsksAShimOnceAndRemembers) {
  files_.add("/shims/python3", "#!/bin/sh\n");
  oracle_.answer = "chatty shim\npin-compile cpython 3.13.1.candidate.2 t\n";
  const auto found = find({"", "", {"/shims"}});
  ASSERT_OK(found);
  EXPECT_EQ(found->version.full(), "3.13.1rc2");
  EXPECT_TRUE(found->version.free_threaded);
  EXPECT_EQ(*find({"", "", {"/shims"}}), *found);
  EXPECT_THAT(oracle_.asked, SizeIs(1));
  files_.add("/shims/python3", "#!/bin/sh\n# changed\n");
  EXPECT_OK(find({"", "", {"/shims"}}));
  EXPECT_THAT(oracle_.asked, SizeIs(2));
}

TEST_F(FindInterpreter, SaysWhenThereIsNoneOrNoAnswer) {
  EXPECT_ERROR(find({"", "", {"/usr/bin"}}), ErrorKind::kNotFound);
  EXPECT_ERROR(find({"/nowhere/python", "", {}}), ErrorKind::kNotFound);
  files_.add("/shims/python3", "#!/bin/sh\n");
  oracle_.answer = "hello\n";
  EXPECT_ERROR(find({"", "", {"/shims"}}), ErrorKind::kIo);
  oracle_.status = 1;
  EXPECT_ERROR(find({"", "", {"/shims"}}), ErrorKind::kIo);
  EXPECT_TRUE(memory_.answers.empty());
  files_.add_link("/loop/a", "a");
  EXPECT_ERROR(find({"/loop/a", "", {}}), ErrorKind::kIo);
}

}  // namespace
}  // namespace pincompile
