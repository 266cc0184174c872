// Broken inputs of every kind: each gives one clear text with its place, says what would help where
// something would, and never crashes (behaviour.md 1.6, 8.1).
// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "memory_file_system.h"
#include "pincompile/inputs.h"
#include "result_matchers.h"

namespace pincompile {
namespace {

using testing::MemoryFileSystem;

struct Case {
  const char* file;
  std::string text;
  const char* message;    // the first line of the error must be this
  const char* hint = "";  // the first hint; empty: none is asked for
};

std::string failure_of(const Case& one) {
  MemoryFileSystem disk(std::map<std::string, std::string>{
      {one.file, one.text}, {"empty/readme", ""}, {"sub/x.in", "-r ../requirements.in\n"}});
  InputReader reader;
  reader.files = &disk;
  reader.all_extras =
      std::string(one.file) == "pyproject.toml" || std::string(one.file) == "setup.cfg";
  reader.all_groups = std::string(one.file) == "pyproject.toml";
  const auto inputs = read_inputs(reader, {one.file});
  return inputs ? "accepted" : inputs.error().to_string();
}

void expect_refused(const Case& one) {
  const std::string failure = failure_of(one);
  EXPECT_EQ(failure.substr(0, failure.find('\n')), one.message) << one.text;
  const std::size_t hint = failure.find("\nhint: ");
  const std::string shown = hint == std::string::npos
                                ? ""
                                : failure.substr(hint + 7, failure.find('\n', hint + 1) - hint - 7);
  if (*one.hint != '\0') {
    EXPECT_EQ(shown, one.hint) << one.text;
  }
}

constexpr const char* kIn = "requirements.in";

TEST(MalformedInputs, RequirementLines) {
  for (const Case& one : std::vector<Case>{
           {kIn, "a=1", "requirements.in:1: \"a=1\" is not a requirement", "write a==1"},
           {kIn, "\na = 1 # c", "requirements.in:2: \"a = 1\" is not a requirement", "write a==1"},
           {kIn, "a b", "requirements.in:1: \"a b\" is not a requirement"},
           {kIn, "a>=1 <2", "requirements.in:1: \"a>=1 <2\" is not a requirement"},
           {kIn, "a==1==2", "requirements.in:1: \"a==1==2\" is not a requirement"},
           {kIn, "a>=1.*", "requirements.in:1: \"a>=1.*\" is not a requirement"},
           {kIn, "a==", "requirements.in:1: \"a==\" is not a requirement"},
           {kIn, "==1", "requirements.in:1: \"==1\" is not a requirement"},
           {kIn, "a=>1", "requirements.in:1: \"a=>1\" is not a requirement"},
           {kIn, "a~1", "requirements.in:1: \"a~1\" is not a requirement"},
           {kIn, "a^1.2", "requirements.in:1: \"a^1.2\" is not a requirement"},
           {kIn, "a==1.x", "requirements.in:1: \"a==1.x\" is not a requirement"},
           {kIn, "a[", "requirements.in:1: \"a[\" is not a requirement"},
           {kIn, "a[x", "requirements.in:1: \"a[x\" is not a requirement"},
           {kIn, "a[x]]", "requirements.in:1: \"a[x]]\" is not a requirement"},
           {kIn, "a[x y]", "requirements.in:1: \"a[x y]\" is not a requirement"},
           {kIn, "a(>=1", "requirements.in:1: \"a(>=1\" is not a requirement"},
           {kIn, "\"a==1\"", "requirements.in:1: \"\"a==1\"\" is not a requirement",
            "write it without quotes"},
           {kIn, "a==1#x", "requirements.in:1: \"a==1#x\" is not a requirement"},
           {kIn, "n\xC3\xA4me", "requirements.in:1: \"n\xC3\xA4me\" is not a requirement"},
           {kIn, "a-", "requirements.in:1: \"a-\" is not a requirement"},
           {kIn, "a @", "requirements.in:1: \"a @\" is not a requirement"},
           {kIn, "a ; b", "requirements.in:1: \"a ; b\" has a broken marker"},
           {kIn, "a ; python_version",
            "requirements.in:1: \"a ; python_version\" has a broken marker"},
           {kIn, "a ; python_version >",
            "requirements.in:1: \"a ; python_version >\" has a broken marker"},
           {kIn, "a ; python_version > 3",
            "requirements.in:1: \"a ; python_version > 3\" has a broken marker"},
           {kIn, "a ; foo == 'x'", "requirements.in:1: \"a ; foo == 'x'\" has a broken marker"},
           {kIn, "a ; (os_name == 'x'",
            "requirements.in:1: \"a ; (os_name == 'x'\" has a broken marker"},
           {kIn, "a ; os_name == 'x' and",
            "requirements.in:1: \"a ; os_name == 'x' and\" has a broken marker"},
           {kIn, "a ; os_name == 'x",
            "requirements.in:1: \"a ; os_name == 'x\" has a broken marker"},
           {kIn, "# coding: utf-8\nx y\nz", "requirements.in:2: \"x y\" is not a requirement"},
           {kIn, "a \\\n\n==1", "requirements.in:3: \"==1\" is not a requirement"},
           {kIn, "import os", "requirements.in:1: \"import os\" is not a requirement"},
           {kIn, "<<<<<<< HEAD", "requirements.in:1: \"<<<<<<< HEAD\" is not a requirement"},
           {kIn, "{\"a\": 1}", "requirements.in:1: \"{\"a\": 1}\" is not a requirement"},
           {kIn, "[packages]", "requirements.in:1: \"[packages]\" is not a requirement"},
           {kIn, std::string("a\0b", 3), "requirements.in:1: \"a"},
       }) {
    if (one.text.find('\0') == std::string::npos) {
      expect_refused(one);
    } else {
      EXPECT_NE(failure_of(one), "accepted");
    }
  }
}

TEST(MalformedInputs, UrlsPathsEditables) {
  for (const Case& one : std::vector<Case>{
           {kIn, "./nope", "requirements.in:1: \"./nope\" looks like a path, and nothing is there"},
           {kIn, "nope/x", "requirements.in:1: \"nope/x\" looks like a path, and nothing is there"},
           {kIn, "./nope.zip", "requirements.in:1: cannot open ./nope.zip (no such file)"},
           {kIn, "nope-1.tar.gz", "requirements.in:1: cannot open nope-1.tar.gz (no such file)"},
           {kIn, "file:///nope.zip",
            "requirements.in:1: cannot open file:///nope.zip (no such file)"},
           {kIn, "./empty", "requirements.in:1: directory \"./empty\" is no project"},
           {kIn, ".", "requirements.in:1: directory \".\" is no project"},
           {kIn, "-e ./empty", "requirements.in:1: directory \"./empty\" is no project"},
           {kIn, "-e nope",
            "requirements.in:1: \"-e nope\" is neither a directory nor a version control URL"},
           {kIn, "-e https://h/x.zip",
            "requirements.in:1: \"-e https://h/x.zip\" is neither a directory nor a version "
            "control URL",
            "leave -e out to use the archive at this URL"},
           {kIn, "-e git+https://h/x",
            "requirements.in:1: \"git+https://h/x\" does not name its project",
            "write -e \"NAME @ URL\", or add #egg=NAME"},
           {kIn, "-e git+https://h/x#egg=x",
            "requirements.in:1: \"git+https://h/x#egg=x\" is a git URL",
            "use an archive URL of the commit, such as https://HOST/OWNER/REPO/archive/COMMIT.zip"},
           {kIn, "x @ git+ssh://git@h/x.git@main",
            "requirements.in:1: \"x @ git+ssh://****@h/x.git@main\" is a git URL"},
           {kIn, "git+file:///x", "requirements.in:1: \"git+file:///x\" is a git URL"},
           {kIn, "hg+https://h/x#egg=x", "requirements.in:1: \"hg+https://h/x#egg=x\" is a hg URL",
            "use the URL of an sdist or wheel"},
           {kIn, "svn+https://h/x#egg=x",
            "requirements.in:1: \"svn+https://h/x#egg=x\" is a svn URL"},
           {kIn, "bzr+lp:x#egg=x", "requirements.in:1: \"bzr+lp:x#egg=x\" is a bzr URL"},
           {kIn, "https://h/x-1.whl",
            "requirements.in:1: \"x-1.whl\" is not a wheel's file name "
            "(NAME-VERSION[-BUILD]-PYTHON-ABI-PLATFORM.whl)"},
           {kIn, "https://h/x-y-py3-none-any.whl",
            "requirements.in:1: \"x-y-py3-none-any.whl\": \"y\" is not a version"},
           {kIn, "https://h/x.zip#egg=x==1", "requirements.in:1: \"#egg=x==1\" is no project name",
            "only a bare name may stand there; write NAME[EXTRAS] @ URL for the rest"},
           {kIn, "https://h/x.zip ; foo",
            "requirements.in:1: \"https://h/x.zip ; foo\" has a broken marker"},
           {kIn, "x @ ./nope.zip", "requirements.in:1: cannot open x @ ./nope.zip (no such file)"},
           {kIn, "x @ ftp://h/x.zip ; y",
            "requirements.in:1: \"x @ ftp://h/x.zip ; y\" has a broken marker"},
       }) {
    expect_refused(one);
  }
}

TEST(MalformedInputs, OptionLines) {
  for (const Case& one : std::vector<Case>{
           {kIn, "--nope", "requirements.in:1: unknown option --nope"},
           {kIn, "--index-ur x --extra-index-urls y",
            "requirements.in:1: unknown option --extra-index-urls",
            "did you mean --extra-index-url?"},
           {kIn, "-x", "requirements.in:1: unknown option -x"},
           {kIn, "--no", "requirements.in:1: option --no could be --no-index or --no-binary"},
           {kIn, "--index-url", "requirements.in:1: option --index-url needs a value"},
           {kIn, "-r", "requirements.in:1: option -r needs a value"},
           {kIn, "--pre=1", "requirements.in:1: option --pre takes no value"},
           {kIn, "--no-binary -x", "requirements.in:1: option --no-binary needs a value"},
           {kIn, "-f 'x", "requirements.in:1: a ' is never closed"},
           {kIn, "-f \"x", "requirements.in:1: a \" is never closed"},
           {kIn, "-f x\\ ", "requirements.in:1: a backslash ends the options"},
           {kIn, "a --hash=sha256", "requirements.in:1: \"sha256\" is not a hash"},
           {kIn, "a --hash=md5:0", "requirements.in:1: \"md5:0\" is not a hash"},
           {kIn, "a --hash=sha256:0", "requirements.in:1: a hash of \"a\" is no sha256 digest"},
           {kIn, "a --hash", "requirements.in:1: option --hash needs a value"},
           {kIn, "a --config-settings x",
            "requirements.in:1: --config-settings x is not KEY=VALUE"},
           {kIn, "a --global-option=x", "requirements.in:1: unknown option --global-option"},
           {kIn, "a --install-option x", "requirements.in:1: unknown option --install-option"},
           {kIn, "-r requirements.in",
            "requirements.in includes itself: requirements.in:1 -> requirements.in"},
           {kIn, "\n-r sub/x.in",
            "requirements.in includes itself: requirements.in:2 -> sub/x.in:1 -> requirements.in"},
           {kIn, "-r nope.in", "requirements.in:1: cannot open nope.in (no such file)"},
           {kIn, "-c nope.txt", "requirements.in:1: cannot open nope.txt (no such file)"},
           {kIn, "-r https://h/x.in", "requirements.in:1: https://h/x.in is not fetched here"},
           {kIn, "\xFF", "requirements.in: cannot decode the text: byte 0 is not UTF-8 text",
            "save the file as UTF-8, or name its charset in the first line: # coding: NAME"},
           {kIn, "# coding: klingon",
            "requirements.in: cannot decode the text: unknown charset klingon"},
       }) {
    expect_refused(one);
  }
}

TEST(MalformedInputs, RefusedSources5_1) {
  for (const Case& one : std::vector<Case>{
           {"setup.py", "", "setup.py cannot be a source",
            "give its setup.cfg or pyproject.toml, or write its requirements to a .in file"},
           {"Pipfile", "", "Pipfile cannot be a source", "write its packages to a .in file"},
           {"Pipfile.lock", "", "Pipfile.lock cannot be a source"},
           {"poetry.lock", "", "poetry.lock cannot be a source",
            "give the pyproject.toml beside it"},
           {"uv.lock", "", "uv.lock cannot be a source"},
           {"d/pylock.toml", "", "d/pylock.toml cannot be a source"},
           {"pylock.dev.toml", "", "pylock.dev.toml cannot be a source"},
           {"script.py", "", "script.py cannot be a source"},
       }) {
    expect_refused(one);
  }
}

constexpr const char* kToml = "pyproject.toml";
const std::string kNamed = "[project]\nname='s'\nversion='1'\n";

TEST(MalformedInputs, Pyproject) {
  for (const Case& one : std::vector<Case>{
           {kToml, "", "pyproject.toml: there is neither a [project] nor a [tool.poetry] table"},
           {kToml, "[build-system]\n",
            "pyproject.toml: there is neither a [project] nor a [tool.poetry] table"},
           {kToml, "project = 1\n", "pyproject.toml:1: project is no table"},
           {kToml, "[project]\n", "pyproject.toml:1: the [project] table has no name"},
           {kToml, "[project]\nname = 1\n",
            "pyproject.toml:2: project.name is a number, not a string"},
           {kToml, "[project]\nname = '-x'\n", "pyproject.toml:2: \"-x\" is not a project name"},
           {kToml, kNamed + "dependencies = 'a'\n",
            "pyproject.toml:4: project.dependencies is a string, not an array of strings"},
           {kToml, kNamed + "dependencies = [1]\n",
            "pyproject.toml:4: project.dependencies holds a number where a string belongs"},
           {kToml, kNamed + "dependencies = [\n'a',\n'b=1']\n",
            "pyproject.toml:6: \"b=1\" is not a requirement", "write b==1"},
           {kToml, kNamed + "requires-python = 'three'\n",
            "pyproject.toml:4: requires-python \"three\" is no set of version specifiers"},
           {kToml, kNamed + "optional-dependencies = 1\n",
            "pyproject.toml:4: project.optional-dependencies is no table"},
           {kToml, kNamed + "[project.optional-dependencies]\nx = 'a'\n",
            "pyproject.toml:5: project.optional-dependencies.x is a string, not an array of "
            "strings"},
           {kToml, kNamed + "[project.optional-dependencies]\n'-' = ['a']\n",
            "pyproject.toml:5: \"-\" is not the name of an extra"},
           {kToml, kNamed + "[project.optional-dependencies]\nx = ['a b']\n",
            "pyproject.toml:5: \"a b\" is not a requirement"},
           {kToml, kNamed + "dynamic = ['dependencies']\n",
            "pyproject.toml:4: dependencies of the project is dynamic",
            "state dependencies in [project]; or name an sdist of it in a .in file, with --build-sdists"},
           {kToml, kNamed + "dynamic = ['optional-dependencies']\n",
            "pyproject.toml:4: optional-dependencies of the project is dynamic"},
           {kToml, kNamed + "dynamic = 1\n",
            "pyproject.toml:4: project.dynamic is a number, not an array of strings"},
           {kToml,
            kNamed + "dynamic = ['dependencies']\n[tool.setuptools.dynamic]\ndependencies = {file "
                     "= ['nope.txt']}\n",
            "pyproject.toml:6: cannot open nope.txt (no such file)"},
           {kToml,
            kNamed + "dynamic = ['dependencies']\n[tool.setuptools.dynamic]\ndependencies = {file "
                     "= 1}\n",
            "pyproject.toml:6: file is a number, not an array of strings"},
           {kToml, "[dependency-groups]\nx = 'a'\n",
            "pyproject.toml:2: group x is a string, not an array"},
           {kToml, "[dependency-groups]\nx = [1]\n",
            "pyproject.toml:2: group x holds something that is neither a requirement nor "
            "{include-group = \"NAME\"}"},
           {kToml, "[dependency-groups]\nx = [{include = 'y'}]\n",
            "pyproject.toml:2: group x holds something that is neither a requirement nor "
            "{include-group = \"NAME\"}"},
           {kToml, "[dependency-groups]\nx = [{include-group = 'y'}]\n",
            "pyproject.toml:2: pyproject.toml has no group \"y\""},
           {kToml, "[dependency-groups]\na-b = []\nA_B = []\n",
            "pyproject.toml:3: groups \"a-b\" and \"A_B\" are one name"},
           {kToml,
            "[dependency-groups]\nx = [{include-group = 'y'}]\ny = [{include-group = 'X'}]\n",
            "pyproject.toml:3: group x includes itself: x -> y -> x"},
           {kToml, "[dependency-groups]\n'-' = []\n",
            "pyproject.toml:2: \"-\" is not the name of a group"},
           {kToml, "[dependency-groups]\nx = ['a b']\n",
            "pyproject.toml:2: \"a b\" is not a requirement"},
           {kToml, "dependency-groups = 1\n", "pyproject.toml:1: dependency-groups is no table"},
       }) {
    expect_refused(one);
  }
}

TEST(MalformedInputs, TomlErrorsHaveLineAndColumn) {
  for (const auto& [text, line] : std::vector<std::pair<std::string, std::uint32_t>>{
           {"[project\n", 1},
           {"[project]\nname = \n", 2},
           {"[project]\nname = 'a'\nname = 'b'\n", 3},
           {"x = [1, \n", 1},
           {"\n\n= 1\n", 3},
           {"a = \"\\q\"\n", 1},
           {"a = 'x\n", 1}}) {
    MemoryFileSystem disk(std::map<std::string, std::string>{{kToml, text}});
    InputReader reader;
    reader.files = &disk;
    const auto inputs = read_inputs(reader, {kToml});
    ASSERT_ERROR(inputs, ErrorKind::kParse);
    EXPECT_TRUE(inputs.error().message.starts_with("not TOML: ")) << inputs.error().message;
    EXPECT_EQ(inputs.error().where.front().line, line) << text;
    const std::uint32_t column = inputs.error().where.front().column;
    EXPECT_GT(column, 0u) << text;
    EXPECT_TRUE(inputs.error().message.ends_with(" (column " + std::to_string(column) + ")"))
        << inputs.error().message;
  }
}

const std::string kPoetry = "[tool.poetry]\nname='s'\n[tool.poetry.dependencies]\n";

TEST(MalformedInputs, Poetry) {
  for (const Case& one : std::vector<Case>{
           {kToml, "[tool]\npoetry = 1\n", "pyproject.toml:2: tool.poetry is no table"},
           {kToml, kPoetry + "a = '^x'\n",
            "pyproject.toml:4: a: \"^x\" is not a version constraint of Poetry"},
           {kToml, kPoetry + "a = '<>1'\n",
            "pyproject.toml:4: a: \"<>1\" is not a version constraint of Poetry", "write !=1"},
           {kToml, kPoetry + "a = 1\n",
            "pyproject.toml:4: a is a number; a version or a table belongs there"},
           {kToml, kPoetry + "'-' = '1'\n", "pyproject.toml:4: \"-\" is not a project name"},
           {kToml, kPoetry + "a = [1]\n",
            "pyproject.toml:4: a is a number; a version or a table belongs there"},
           {kToml, kPoetry + "a = {versoin = '1'}\n",
            "pyproject.toml:4: a has a key \"versoin\" that Poetry does not know"},
           {kToml, kPoetry + "a = {version = 1}\n",
            "pyproject.toml:4: version is a number, not a string"},
           {kToml, kPoetry + "a = {version = '1', optional = 'yes'}\n",
            "pyproject.toml:4: optional is a string, not a boolean"},
           {kToml, kPoetry + "a = {version = '1', extras = 'x'}\n",
            "pyproject.toml:4: extras is a string, not an array of strings"},
           {kToml, kPoetry + "a = {version = '1', markers = 'foo'}\n",
            "pyproject.toml:4: \"foo\" gives no marker"},
           {kToml, kPoetry + "a = {version = '1', python = 'three'}\n",
            "pyproject.toml:4: \"three\" gives no marker"},
           {kToml, kPoetry + "a = {version = '1', platform = ''}\n",
            "pyproject.toml:4: \"\" gives no marker"},
           {kToml, kPoetry + "a = {version = '1', source = 'x'}\n",
            "pyproject.toml:4: a: there is no [[tool.poetry.source]] named \"x\""},
           {kToml, kPoetry + "a = {git = 'https://h/x.git'}\n",
            "pyproject.toml:4: a comes from git",
            "use url with an archive of the commit, such as "
            "https://HOST/OWNER/REPO/archive/COMMIT.zip"},
           {kToml, kPoetry + "a = {url = 'https://h/x.zip', subdirectory = 'y'}\n",
            "pyproject.toml:4: a: subdirectory is not supported yet"},
           {kToml, kPoetry + "a = {path = 'nope'}\n",
            "pyproject.toml:4: cannot open ./nope (no such file)"},
           {kToml, kPoetry + "python = 1\n", "pyproject.toml:4: python is no version constraint"},
           {kToml, kPoetry + "python = 'one'\n",
            "pyproject.toml:4: python: \"one\" is not a version constraint of Poetry"},
           {kToml, kPoetry + "[tool.poetry.extras]\nx = ['b']\n",
            "pyproject.toml:5: extra x lists b, which is no dependency"},
           {kToml, kPoetry + "[tool.poetry.extras]\nx = 'b'\n",
            "pyproject.toml:5: extras.x is a string, not an array of strings"},
           {kToml, kPoetry + "[tool.poetry.group.g.dependencies]\nb = '?'\n",
            "pyproject.toml:5: b: \"?\" is not a version constraint of Poetry"},
           {kToml, kPoetry + "[tool.poetry.group.g]\ninclude-groups = ['h']\n",
            "pyproject.toml:5: pyproject.toml has no group \"h\""},
           {kToml, kPoetry + "[[tool.poetry.source]]\nurl = 'https://h'\n",
            "pyproject.toml:4: a [[tool.poetry.source]] has no name"},
           {kToml, kPoetry + "[[tool.poetry.source]]\nname = 'x'\n",
            "pyproject.toml:4: source x has no url"},
           {kToml,
            kPoetry + "[[tool.poetry.source]]\nname = 'x'\nurl = 'https://h'\npriority = 'top'\n",
            "pyproject.toml:7: source x has the unknown priority \"top\""},
       }) {
    expect_refused(one);
  }
}

TEST(MalformedInputs, SetupCfgAndEnvironmentYml) {
  constexpr const char* kCfg = "setup.cfg";
  constexpr const char* kYml = "environment.yml";
  for (const Case& one : std::vector<Case>{
           {kCfg, "x\n", "setup.cfg:1: \"x\" stands before the first [section]"},
           {kCfg, "[options]\nx\n", "setup.cfg:2: \"x\" is not KEY = VALUE"},
           {kCfg, "[options]\na = 1\na = 2\n", "setup.cfg:3: a stands a second time in [options]"},
           {kCfg, "[options]\n[options]\n",
            "setup.cfg:2: section [options] stands here a second time"},
           {kCfg, "[options]\ninstall_requires =\n  a\n  b c\n",
            "setup.cfg:4: \"b c\" is not a requirement"},
           {kCfg, "[options]\npython_requires = x\n",
            "setup.cfg:2: python_requires \"x\" is no set of version specifiers"},
           {kCfg, "[options]\ninstall_requires = file: nope.txt\n",
            "setup.cfg:2: cannot open nope.txt (no such file)"},
           {kCfg, "[options.extras_require]\nx:foo == \"y\" = a\n",
            "setup.cfg:2: \"x:foo == \"y\"\" has a broken marker"},
           {kCfg, "[options.extras_require]\nx = a=1\n",
            "setup.cfg:2: \"a=1\" is not a requirement", "write a==1"},
           {kYml, "", "environment.yml: there is no list of dependencies"},
           {kYml, "dependencies: x\n", "environment.yml:1: there is no list of dependencies"},
           {kYml, "- a\n", "environment.yml: there is no list of dependencies"},
           {kYml, "dependencies:\n  - a: [\n",
            "environment.yml:3: not YAML: end of sequence flow not found"},
           {kYml, "dependencies:\n  - a\n  - x: y\n",
            "environment.yml:3: a dependency is neither a package nor a list below pip:"},
           {kYml, "dependencies:\n  - [a]\n",
            "environment.yml:2: a dependency is neither a package nor a list below pip:"},
           {kYml, "dependencies:\n  - pip: x\n", "environment.yml:2: pip: holds no list"},
           {kYml, "dependencies:\n  - pip:\n    - [x]\n",
            "environment.yml:3: pip: holds something that is no line of a requirements file"},
           {kYml, "dependencies:\n  - pip:\n    - a\n    - b=1\n",
            "environment.yml:4: \"b=1\" is not a requirement", "write b==1"},
           {kYml, "dependencies:\n  - =1\n", "environment.yml:2: \"=1\" is no package of conda"},
           {kYml, "dependencies:\n  - a=(1)\n",
            "environment.yml:2: \"a=(1)\" is no package of conda"},
           {kYml, "dependencies:\n  - a  # [linux]\n",
            "environment.yml:2: selectors such as # [linux] are not supported yet"},
           {kYml, "dependencies:\n  - pip:\n    - -r nope.in\n",
            "environment.yml:3: cannot open nope.in (no such file)"},
       }) {
    expect_refused(one);
  }
}

}  // namespace
}  // namespace pincompile
