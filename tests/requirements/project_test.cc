// pyproject.toml, dependency groups, setup.cfg, environment.yml, configuration tables
// (behaviour.md 1.4, 5).
// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "memory_file_system.h"
#include "pincompile/inputs.h"
#include "pincompile/tool_config.h"
#include "requirements/environment_yml.h"
#include "result_matchers.h"

namespace pincompile {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::MemoryFileSystem;
using ::testing::Pair;

using Files = std::map<std::string, std::string>;

struct Choice {
  std::vector<std::string> sources = {"pyproject.toml"};
  std::vector<std::string> extras = {};
  std::vector<std::string> groups = {};
  bool all_extras = false;
  bool all_groups = false;
};

Result<Inputs> read(const Files& files, const Choice& choice = {}) {
  MemoryFileSystem disk(files);
  InputReader reader;
  reader.files = &disk;
  reader.extras = choice.extras;
  reader.groups = choice.groups;
  reader.all_extras = choice.all_extras;
  reader.all_groups = choice.all_groups;
  reader.conda_names = {{"my-conda", "My_PyPI"}};
  return read_inputs(reader, choice.sources);
}

std::vector<std::string> shown(const Result<Inputs>& inputs) {
  if (!inputs) return {inputs.error().to_string()};
  std::vector<std::string> lines;
  for (const InputRequirement& input : inputs->requirements)
    lines.push_back(input.origin.annotation + ": " + input.requirement.to_string());
  return lines;
}

constexpr const char* kProject = R"([project]
name = "Shop"
version = "1"
requires-python = ">=3.9"
dependencies = [
  "a>=1",
  "b @ https://h/b.zip",
]
[project.optional-dependencies]
Test_Extra = ["t==1; python_version < '3.12'"]
all = ["shop[test-extra]; os_name == 'nt'", "more"]
[dependency-groups]
dev = ["d", {include-group = "Lint"}]
lint = ["l"]
)";

TEST(Pyproject, DependenciesExtrasAndGroupsInTheirOrder5_2) {
  const Files files{{"pyproject.toml", kProject}};
  const auto inputs = read(files);
  EXPECT_THAT(shown(inputs), ElementsAre("Shop (pyproject.toml): a>=1",
                                         "Shop (pyproject.toml): b @ https://h/b.zip"));
  EXPECT_EQ(inputs->requirements[1].origin.line, 7u);
  EXPECT_EQ(inputs->requires_python.front().text, ">=3.9");
  EXPECT_THAT(shown(read(files, {.extras = {"test.extra"}})).back(),
              "Shop (pyproject.toml): t==1; python_version < \"3.12\"");
  EXPECT_THAT(
      shown(read(files, {.extras = {"all"}})),
      ElementsAre("Shop (pyproject.toml): a>=1", "Shop (pyproject.toml): b @ https://h/b.zip",
                  "Shop (pyproject.toml): t==1; os_name == \"nt\" and python_version < \"3.12\"",
                  "Shop (pyproject.toml): more"));
  EXPECT_EQ(shown(read(files, {.all_extras = true})).size(), 5u);
  EXPECT_THAT(
      shown(read(files, {.groups = {"dev"}})),
      ElementsAre("Shop (pyproject.toml): a>=1", "Shop (pyproject.toml): b @ https://h/b.zip",
                  "Shop (pyproject.toml:dev): d", "Shop (pyproject.toml:dev): l"));
}

TEST(Pyproject, GroupsAloneComeFromTheOneInTheWorkingDirectory5_3) {
  const Files files{{"pyproject.toml", kProject},
                    {"libs/a/pyproject.toml", "[dependency-groups]\ndev = ['x']\n"}};
  EXPECT_THAT(shown(read(files, {.sources = {}, .groups = {"lint"}})),
              ElementsAre("Shop (pyproject.toml:lint): l"));
  EXPECT_THAT(shown(read(files, {.sources = {}, .groups = {"libs/a/pyproject.toml:dev"}})),
              ElementsAre("(libs/a/pyproject.toml:dev): x"));
  EXPECT_EQ(shown(read(files, {.sources = {}, .all_groups = true})).size(), 3u);
  // However it is asked for, a group has one name in annotations.
  EXPECT_THAT(shown(read(files, {.sources = {}, .groups = {"LINT"}})),
              ElementsAre("Shop (pyproject.toml:lint): l"));
}

TEST(Pyproject, WarnsOfAnExtraOfItsOwnThatAGroupLacks5_3) {
  const auto inputs = read({{"pyproject.toml",
                             "[project]\nname='s'\nversion='1'\n[dependency-groups]\n"
                             "dev = ['s[nope]', 'a']\n"}},
                           {.groups = {"dev"}});
  ASSERT_TRUE(inputs);
  EXPECT_THAT(inputs->warnings,
              ElementsAre("pyproject.toml: there is no extra \"nope\" of its own"));
}

TEST(Pyproject, SourcesKeepTheirOrder) {
  const Files files{
      {"pyproject.toml", "[project]\nname='s'\nversion='1'\ndependencies=['p1','p2']\n"},
      {"a.in", "a\n"},
      {"b.in", "b\n"}};
  EXPECT_THAT(
      shown(read(files, {.sources = {"a.in", "pyproject.toml", "b.in"}})),
      ElementsAre("-r a.in: a", "s (pyproject.toml): p1", "s (pyproject.toml): p2", "-r b.in: b"));
}

TEST(Pyproject, DynamicDependenciesOfSetuptoolsFilesAreRead) {
  const std::string project =
      "[project]\nname='s'\nversion='1'\ndynamic=['dependencies','optional-dependencies']\n[tool."
      "setuptools.dynamic]\n"
      "dependencies={file=['reqs/a.txt']}\noptional-dependencies.x={file='reqs/x.txt'}\n";
  const Files files{
      {"pyproject.toml", project}, {"reqs/a.txt", "# c\na>=1\n\nb  # d\n"}, {"reqs/x.txt", "x\n"}};
  const auto inputs = read(files, {.extras = {"x"}});
  EXPECT_THAT(shown(inputs), ElementsAre("s (pyproject.toml): a>=1", "s (pyproject.toml): b",
                                         "s (pyproject.toml): x"));
  EXPECT_EQ(inputs->requirements[1].origin.file, "reqs/a.txt");
  EXPECT_EQ(inputs->requirements[1].origin.line, 4u);
  EXPECT_THAT(inputs->files, ElementsAre("pyproject.toml", "reqs/a.txt", "reqs/x.txt"));
}

TEST(Pyproject, ALocalDirectoryThatOnlyABuildCanTellSaysSo) {
  MemoryFileSystem disk(Files{
      {"d/pyproject.toml", "[project]\nname='D'\ndynamic=['version','dependencies']\n"},
      {"v/pyproject.toml", "[project]\nname='V'\ndynamic=['version']\ndependencies=['a']\n"},
      {"s/setup.py", "setup()"},
      {"b/pyproject.toml", "[build-system]\nrequires=[]\n"},
      {"b/setup.cfg", "[metadata]\nname = B\nversion = 3\n[options]\ninstall_requires =\n  a\n"},
      {"m/setup.cfg", "[metadata]\nname = M\n"},
      {"m/setup.py", "setup(install_requires=['x'])"}});
  EXPECT_THAT(read_local_project(disk, "d")->dynamic, ElementsAre("dependencies"));
  EXPECT_EQ(read_local_project(disk, "d")->name, "D");
  EXPECT_THAT(read_local_project(disk, "v")->dynamic, IsEmpty());
  EXPECT_THAT(read_local_project(disk, "v")->requires_dist, ElementsAre("a"));
  EXPECT_THAT(read_local_project(disk, "s")->dynamic, ElementsAre("name", "dependencies"));
  EXPECT_EQ(read_local_project(disk, "b")->name, "B");
  EXPECT_EQ(read_local_project(disk, "b")->version, "3");
  EXPECT_THAT(read_local_project(disk, "b")->requires_dist, ElementsAre("a"));
  EXPECT_THAT(read_local_project(disk, "m")->dynamic, ElementsAre("dependencies"));
  EXPECT_ERROR(read_local_project(disk, "nowhere"), ErrorKind::kNotFound);
}

TEST(SetupCfg, StatesDependenciesExtrasAndPython) {
  const Files files{{"setup.cfg", R"([metadata]
name = Shop
[options]
python_requires = >=3.8
install_requires =
    a>=1
    # comment
    b ; os_name == "nt"
[options.extras_require]
test = t1; t2
:python_version < "3.11" = old
docs:os_name == "nt" =
    d
listed = file: reqs.txt
)"},
                    {"reqs.txt", "from-file\n"},
                    {"setup.py", "setup(install_requires=[])"}};
  const auto inputs = read(files, {.sources = {"setup.cfg"}, .all_extras = true});
  EXPECT_THAT(shown(inputs),
              ElementsAre("Shop (setup.cfg): a>=1", "Shop (setup.cfg): b; os_name == \"nt\"",
                          "Shop (setup.cfg): old; python_version < \"3.11\"",
                          "Shop (setup.cfg): t1", "Shop (setup.cfg): t2",
                          "Shop (setup.cfg): d; os_name == \"nt\"", "Shop (setup.cfg): from-file"));
  EXPECT_EQ(inputs->requirements[1].origin.line, 8u);
  EXPECT_TRUE(inputs->requires_python.front().admits(*Version::parse("3.8")));
  EXPECT_THAT(inputs->warnings, ElementsAre("setup.py mentions install_requires, and was not run"));
}

TEST(SetupCfg, IsReadForAPyprojectThatStatesNoProject5_5) {
  const Files files{
      {"pyproject.toml", "[build-system]\nrequires = ['setuptools']\n"},
      {"setup.cfg", "[metadata]\nname = Shop\n[options]\ninstall_requires =\n  six\n"}};
  const auto inputs = read(files, {});
  EXPECT_THAT(shown(inputs), ElementsAre("Shop (pyproject.toml): six"));
  EXPECT_EQ(inputs->requirements[0].origin.file, "setup.cfg");
  EXPECT_THAT(inputs->files, ElementsAre("pyproject.toml", "setup.cfg"));
}

TEST(EnvironmentYml, PackagesAreGivenAndPipLinesAreRequirements) {
  const Files files{{"conda/environment.yml", R"(name: env
channels: [conda-forge]
dependencies:
  - python=3.11
  - numpy>=1.2,<2
  - defaults::pytorch=2.1
  - my-conda
  - pip
  - pip:
    - flask>=3  # why
    - -r more.txt
)"},
                    {"conda/more.txt", "more\n"}};
  const auto inputs = read(files, {.sources = {"conda/environment.yml"}});
  EXPECT_THAT(shown(inputs),
              ElementsAre("conda/environment.yml: flask>=3", "-r conda/more.txt: more"));
  EXPECT_EQ(inputs->requirements[0].origin.line, 10u);
  EXPECT_EQ(inputs->python_version, "3.11");
  ASSERT_EQ(inputs->constraints.size(), 4u);
  EXPECT_EQ(inputs->constraints[0].requirement.to_string(), "numpy<2,>=1.2");
  EXPECT_EQ(inputs->constraints[1].requirement.to_string(), "torch==2.1.*");
  EXPECT_EQ(inputs->constraints[2].requirement.to_string(), "my-pypi");
  EXPECT_THAT(inputs->provided.front(), Pair("numpy", "conda/environment.yml"));
}

TEST(EnvironmentYml, SelectorsAreRefusedByLine) {
  EXPECT_EQ(shown(read({{"environment.yml", "dependencies:\n  - a\n  - pywin32  # [win]\n"}},
                       {.sources = {"environment.yml"}}))
                .front(),
            "environment.yml:3: selectors such as # [linux] are not supported yet\nhint: keep one "
            "environment file per platform");
}

TEST(CondaPackage, VersionsMeanWhatCondaMeans) {
  struct Row {
    const char* conda;
    const char* pep440;
  };
  for (const Row& row : {
           Row{"numpy", "numpy "},
           {"numpy=1.2", "numpy ==1.2.*"},
           {"numpy==1.2.3", "numpy ==1.2.3"},
           {"numpy 1.2.*", "numpy ==1.2.*"},
           {"numpy 1.2", "numpy ==1.2"},
           {"numpy>=1,<2", "numpy <2,>=1"},
           {"numpy >=1, <2", "numpy <2,>=1"},
           {"chan::numpy=1.2=py39_0", "numpy ==1.2"},
           {"chan/linux-64::numpy=1.2", "numpy ==1.2.*"},
           {"numpy=1.2|1.3", "numpy ==1.2.* or ==1.3"},
           {"numpy 1.2|1.3.*", "numpy ==1.2 or ==1.3.*"},
           {"numpy=*", "numpy "},
           {"numpy=1.2*", "numpy ==1.2.*"},
           {"numpy!=1.5", "numpy !=1.5"},
           {"numpy~=1.5", "numpy ~=1.5"},
           {"numpy 1.2 py39_0", "numpy ==1.2"},
           {"numpy[version='>=1,<2', build=x]", "numpy <2,>=1"},
           {"NumPy>=1.*", "numpy >=1"},
           {"", "error"},
           {"=1.2", "error"},
           {"numpy=(1|2)", "error"},
           {"a/b", "error"},
       }) {
    const auto package = parse_conda_package(row.conda);
    std::string got = package ? package->name + " " : "error";
    if (package) {
      for (const SpecifierSet& set : package->any_of)
        got += (&set == &package->any_of.front() ? "" : " or ") + set.to_string();
    }
    EXPECT_EQ(got, row.pep440) << row.conda;
  }
}

std::string entry_text(const ConfigEntry& entry) {
  std::string text = entry.key + "=";
  if (const auto* flag = std::get_if<bool>(&entry.value)) text += *flag ? "true" : "false";
  if (const auto* word = std::get_if<std::string>(&entry.value)) text += *word;
  if (const auto* list = std::get_if<std::vector<std::string>>(&entry.value))
    text += ::testing::PrintToString(*list);
  return text + (entry.is_number ? "#" : "") + "@" + std::to_string(entry.line);
}

std::vector<std::string> entries(const Result<ToolConfig>& config) {
  if (!config) return {config.error().to_string()};
  std::vector<std::string> found{config->file};
  for (const ConfigEntry& entry : config->entries) found.push_back(entry_text(entry));
  return found;
}

TEST(ToolConfig, EntriesKeepTypeAndPlace) {
  MemoryFileSystem disk(Files{{"pyproject.toml",
                               "[tool.pin-compile]\nplatform = \"linux/amd64\"\ngenerate_hashes = "
                               "true\njobs = 4\nsrc-files = [\"a.in\"]\n"
                               "[tool.pin-compile.package-index]\n\"torch\" = "
                               "\"https://h/cpu\"\n[tool.pin-compile.conda-names]\nx = \"y\"\n"}});
  const auto config = find_tool_config(disk, {"a.in"});
  EXPECT_THAT(entries(config),
              ElementsAre("pyproject.toml", "platform=linux/amd64@2", "generate-hashes=true@3",
                          "jobs=4#@4", "src-files={ \"a.in\" }@5"));
  EXPECT_THAT(config->package_index, ElementsAre(Pair("torch", "https://h/cpu")));
  EXPECT_THAT(config->conda_names, ElementsAre(Pair("x", "y")));
}

TEST(ToolConfig, TheFirstFileFoundIsTheOnlyOne) {
  Files files{{"d/pyproject.toml", "[tool.pip-tools]\nheader = false\n"}};
  const auto found = [&files] {
    MemoryFileSystem disk(files);
    return entries(find_tool_config(disk, {"-", "d/x.in"})).front();
  };
  EXPECT_EQ(found(), "d/pyproject.toml");
  files["d/.pip-tools.toml"] = "[tool.pip-tools]\nheader = true\n";
  EXPECT_EQ(found(), "d/.pip-tools.toml");
  files["d/pyproject.toml"] += "[tool.pin-compile]\nheader = false\n";
  EXPECT_EQ(found(), "d/pyproject.toml");
  files["d/pin-compile.toml"] = "header = false\n";
  EXPECT_EQ(found(), "d/pin-compile.toml");
  files["pin-compile.toml"] = "[tool.pin-compile]\n";
  EXPECT_EQ(found(), "pin-compile.toml");
  files.clear();
  EXPECT_EQ(found(), "");
}

TEST(ToolConfig, TheCompileTableOfPipToolsWins) {
  MemoryFileSystem disk(
      Files{{"c.toml",
             "[tool.pip-tools]\nheader = false\nquiet = true\n[tool.pip-tools.compile]\nheader = "
             "true\n[tool.pip-tools.sync]\nx = 1\n"}});
  const auto config = read_tool_config(disk, "c.toml");
  EXPECT_THAT(entries(config), ElementsAre("c.toml", "header=true@5", "quiet=true@3"));
  EXPECT_TRUE(config->from_pip_tools);
}

TEST(ToolConfig, BrokenOnesNameThePlace) {
  struct Case {
    const char* text;
    const char* message;
  };
  for (const Case& one :
       {Case{"[tool.pin-compile]\na = { b = 1 }\n",
             "c.toml:2: a is a table, not a boolean, number, string or list of strings"},
        {"[tool.pin-compile]\na = 1\n", "ok"},
        {"[tool.pin-compile]\na-b = 1\na_b = 2\n", "c.toml:3: a-b stands here twice"},
        {"[tool.pin-compile]\na = [1]\n", "c.toml:2: a holds a number where a string belongs"},
        {"[tool.pin-compile.package-index]\na = 1\n",
         "c.toml:2: package-index.a is a number, not a string"},
        {"[tool]\npin-compile = 1\n", "c.toml:2: tool.pin-compile is a number, not a table"},
        {"[other]\n", "c.toml: there is neither [tool.pin-compile] nor [tool.pip-tools]"}}) {
    MemoryFileSystem disk(Files{{"c.toml", one.text}});
    const auto config = read_tool_config(disk, "c.toml");
    EXPECT_EQ(config ? "ok" : config.error().to_string(), one.message) << one.text;
  }
  MemoryFileSystem disk(Files{{"c.toml", "a = \n"}});
  const auto broken = read_tool_config(disk, "c.toml");
  ASSERT_ERROR(broken, ErrorKind::kParse);
  EXPECT_EQ(broken.error().where.front().line, 1u);
  EXPECT_GT(broken.error().where.front().column, 0u);
  EXPECT_ERROR(read_tool_config(disk, "none.toml"), ErrorKind::kNotFound);
}

}  // namespace
}  // namespace pincompile
