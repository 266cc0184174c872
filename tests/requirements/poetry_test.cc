// The tables of behaviour.md 5.4, row by row.
// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "memory_file_system.h"
#include "requirements/poetry_versions.h"
#include "requirements/pyproject.h"
#include "result_matchers.h"

namespace pincompile {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::MemoryFileSystem;

std::string pep440(std::string_view text) {
  const auto versions = parse_poetry_versions(text);
  if (!versions) return "error: " + versions.error().message;
  std::string shown;
  for (const SpecifierSet& set : *versions)
    shown += (shown.empty() ? "" : " or ") + set.to_string();
  return shown.empty() ? "any" : shown;
}

TEST(PoetryVersions, MeanWhatTheTableSays) {
  struct Row {
    const char* poetry;
    const char* pep440;
  };
  for (const Row& row : {
           Row{"^1.2.3", "<2,>=1.2.3"},
           {"^1.2", "<2,>=1.2"},
           {"^1", "<2,>=1"},
           {"^0.2.3", "<0.3,>=0.2.3"},
           {"^0.2", "<0.3,>=0.2"},
           {"^0.0.3", "<0.0.4,>=0.0.3"},
           {"^0.0", "<0.1,>=0.0"},
           {"^0", "<1,>=0"},
           {"^0.0.0", "<0.0.1,>=0.0.0"},
           {"^0.0.0.3", "<0.0.1,>=0.0.0.3"},
           {"^1.2.3a1", "<2,>=1.2.3a1"},
           {"^ 1.2", "<2,>=1.2"},
           {"^1!2.3", "<1!3,>=1!2.3"},
           {"~1.2.3", "<1.3,>=1.2.3"},
           {"~1.2", "<1.3,>=1.2"},
           {"~1", "<2,>=1"},
           {"~=1.2", "~=1.2"},
           {"~=1.2.3", "~=1.2.3"},
           {"~=1.2.3.4", "~=1.2.3.4"},
           {"~=1", "<2,>=1"},
           {"1.2.3", "==1.2.3"},
           {"=1.2.3", "==1.2.3"},
           {"==1.2.3", "==1.2.3"},
           {"v1.2", "==v1.2"},
           {"*", "any"},
           {"1.*", "==1.*"},
           {"1.2.*", "==1.2.*"},
           {"==1.2.*", "==1.2.*"},
           {"!=1.2.*", "!=1.2.*"},
           {"1.x", "==1.*"},
           {"1.*.*", "==1.*"},
           {">=1,<2 || >=3", "<2,>=1 or >=3"},
           {">=1,<2 | >=3", "<2,>=1 or >=3"},
           {"^1.2 || ~2.0.1", "<2,>=1.2 or <2.1,>=2.0.1"},
           {">=1 || *", "any"},
           {">=1 <2", "<2,>=1"},
           {">=1,<2", "<2,>=1"},
           {">= 1 , < 2", "<2,>=1"},
           {">=1,!=1.5,<2", "!=1.5,<2,>=1"},
           {"<>1", "error: \"<>1\" is not a version constraint of Poetry"},
           {"", "error: \"\" is not a version constraint of Poetry"},
           {"||", "error: \"||\" is not a version constraint of Poetry"},
           {">=", "error: \">=\" is not a version constraint of Poetry"},
           {">=1,", "error: \">=1,\" is not a version constraint of Poetry"},
           {">=1.*", "error: \">=1.*\" is not a version constraint of Poetry"},
           {"^*", "error: \"^*\" is not a version constraint of Poetry"},
           {"one", "error: \"one\" is not a version constraint of Poetry"},
       }) {
    EXPECT_EQ(pep440(row.poetry), row.pep440) << row.poetry;
  }
}

TEST(PoetryMarkers, PythonAndPlatformBecomeMarkers) {
  EXPECT_EQ(poetry_python_marker("^3.8")->to_string(),
            "python_version >= \"3.8\" and python_version < \"4\"");
  EXPECT_EQ(poetry_python_marker(">=3.8.1")->to_string(), "python_full_version >= \"3.8.1\"");
  EXPECT_EQ(poetry_python_marker("~2.7 || ^3.6")->to_string(),
            "python_version >= \"2.7\" and python_version < \"2.8\" or "
            "python_version >= \"3.6\" and python_version < \"4\"");
  EXPECT_TRUE(poetry_python_marker("*")->empty());
  EXPECT_EQ(poetry_platform_marker("win32")->to_string(), "sys_platform == \"win32\"");
  EXPECT_EQ(poetry_platform_marker("win32 || darwin")->to_string(),
            "sys_platform == \"win32\" or sys_platform == \"darwin\"");
  EXPECT_EQ(poetry_platform_marker("!=win32")->to_string(), "sys_platform != \"win32\"");
  EXPECT_ERROR(poetry_platform_marker("a\"b"), ErrorKind::kParse);
}

Result<Inputs> read(const std::string& pyproject, std::vector<std::string> extras = {},
                    std::vector<std::string> groups = {}) {
  MemoryFileSystem disk({{"pyproject.toml", pyproject},
                         {"lib/pyproject.toml", "[project]\nname='lib'\nversion='1'\n"}});
  InputReader reader;
  reader.files = &disk;
  reader.extras = std::move(extras);
  reader.groups = std::move(groups);
  return read_inputs(reader, {"pyproject.toml"});
}

std::vector<std::string> shown(const Result<Inputs>& inputs) {
  if (!inputs) return {inputs.error().to_string()};
  std::vector<std::string> lines;
  for (const InputRequirement& input : inputs->requirements) {
    std::string line = input.requirement.to_string();
    if (input.kind == InputRequirement::Kind::kPath)
      line = (input.editable ? "-e " : "") + input.requirement.name + " at " + input.path;
    for (const SpecifierSet& set : input.any_of) line += " |" + set.to_string();
    lines.push_back(line);
  }
  return lines;
}

TEST(Poetry, DependenciesOfEveryForm) {
  EXPECT_THAT(
      shown(read(R"([tool.poetry]
name = "shop"
[tool.poetry.dependencies]
python = "^3.9"
a = "^1.2"
b = { version = "*", extras = ["x", "Y"], markers = "os_name == 'nt'" }
c = { version = ">=1", python = "<3.11", platform = "linux" }
d = { path = "lib", develop = true }
e = { file = "lib" }
f = { url = "https://h/f-1.zip" }
g = [ { version = "1.0", python = "<3.10" }, { version = "2.0", python = ">=3.10" } ]
h = ">=1,<2 || >=3"
i = { version = "1", optional = true }
j = { version = "1", allow-prereleases = true }
)")),
      ElementsAre("a<2,>=1.2", "b[x,y]; os_name == \"nt\"",
                  "c>=1; python_version < \"3.11\" and sys_platform == \"linux\"", "-e d at lib",
                  "e at lib", "f @ https://h/f-1.zip", "g==1.0; python_version < \"3.10\"",
                  "g==2.0; python_version >= \"3.10\"", "h |<2,>=1 |>=3", "j==1"));
}

TEST(Poetry, PythonIsTheProjectsRequiresPython) {
  const auto inputs = read(
      "[tool.poetry]\nname='shop'\n[tool.poetry.dependencies]\npython = '~2.7 || "
      "^3.6'\na='1'\nb={version='1',allow-prereleases=true}\n");
  ASSERT_OK(inputs);
  ASSERT_EQ(inputs->requires_python.size(), 1u);
  const RequiresPython& python = inputs->requires_python.front();
  EXPECT_TRUE(python.admits(*Version::parse("2.7.18")));
  EXPECT_FALSE(python.admits(*Version::parse("3.5.1")));
  EXPECT_TRUE(python.admits(*Version::parse("3.9")));
  EXPECT_EQ(python.origin.line, 4u);
  EXPECT_EQ(inputs->requirements.front().origin.annotation, "shop (pyproject.toml)");
  EXPECT_EQ(inputs->requirements.front().origin.line, 5u);
  EXPECT_EQ(inputs->requirements.front().text, "a 1");
  EXPECT_THAT(inputs->options.all_releases, ElementsAre("b"));
}

TEST(Poetry, GroupsCountOnlyWhenAskedForAndExtrasListOptionals) {
  const std::string text = R"([tool.poetry]
name = "shop"
[tool.poetry.dependencies]
a = "1"
o = { version = "2", optional = true }
[tool.poetry.extras]
fast = ["o"]
[tool.poetry.dev-dependencies]
d = "3"
[tool.poetry.group.Test.dependencies]
t = "4"
[tool.poetry.group.all]
include-groups = ["test", "dev"]
[tool.poetry.group.all.dependencies]
z = "5"
)";
  EXPECT_THAT(shown(read(text)), ElementsAre("a==1"));
  EXPECT_THAT(shown(read(text, {"Fast"})), ElementsAre("a==1", "o==2"));
  EXPECT_THAT(shown(read(text, {}, {"dev"})), ElementsAre("a==1", "d==3"));
  EXPECT_THAT(shown(read(text, {}, {"all"})), ElementsAre("a==1", "z==5", "t==4", "d==3"));
  EXPECT_THAT(shown(read(text, {}, {"nope"})).front(),
              HasSubstr("pyproject.toml has no group \"nope\"\n  its groups: dev, test, all"));
  EXPECT_THAT(shown(read(text, {"slow"})).front(),
              HasSubstr("pyproject.toml has no extra \"slow\"\n  its extras: fast"));
}

TEST(Poetry, SourcesBecomeIndexes) {
  const auto inputs = read(R"([tool.poetry]
name = "shop"
[[tool.poetry.source]]
name = "main"
url = "https://main/simple"
[[tool.poetry.source]]
name = "more"
url = "https://more/simple"
priority = "supplemental"
[[tool.poetry.source]]
name = "only"
url = "https://only/simple"
priority = "explicit"
[tool.poetry.dependencies]
a = { version = "1", source = "only" }
)");
  ASSERT_OK(inputs);
  EXPECT_EQ(inputs->options.index_url, "https://main/simple");
  EXPECT_THAT(inputs->options.last_index_urls, ElementsAre("https://more/simple"));
  EXPECT_THAT(inputs->options.package_indexes,
              ElementsAre(std::pair<std::string, std::string>("a", "https://only/simple")));
}

TEST(Poetry, WhereProjectStatesDependenciesPoetryOnlyAddsPlaces) {
  const std::string text = R"([project]
name = "shop"
version = "1"
dependencies = ["a>=1", "lib"]
[tool.poetry.dependencies]
a = { version = "^5", allow-prereleases = true }
lib = { path = "lib", develop = true }
other = "1"
)";
  const auto inputs = read(text);
  EXPECT_THAT(shown(inputs), ElementsAre("a>=1", "-e lib at lib"));
  EXPECT_THAT(inputs->options.all_releases, ElementsAre("a"));
}

TEST(Poetry, DependenciesLeftDynamicComeFromPoetry) {
  EXPECT_THAT(shown(read("[project]\nname='shop'\nversion='1'\ndynamic=['dependencies']\n[tool."
                         "poetry.dependencies]\na='^1'\n")),
              ElementsAre("a<2,>=1"));
  EXPECT_THAT(
      shown(read("[project]\nname='shop'\nversion='1'\n[tool.poetry.dependencies]\na='^1'\n")),
      ElementsAre("a<2,>=1"));
}

TEST(Poetry, ALocalDirectoryOfPoetryIsReadInPlace) {
  MemoryFileSystem disk(
      {{"p/pyproject.toml",
        "[tool.poetry]\nname='P'\nversion='2'\n[tool.poetry.dependencies]\npython='^3.8'\na='^1'"
        "\nb={path='../b'}\n"
        "o={version='1',optional=true}\n[tool.poetry.extras]\nx=['o']\n"},
       {"u/pyproject.toml", "[tool.poetry]\nname='U'\n[tool.poetry.dependencies]\na='1 || 3'\n"}});
  const auto project = read_local_project(disk, "p");
  ASSERT_OK(project);
  EXPECT_EQ(project->name, "P");
  EXPECT_EQ(project->version, "2");
  EXPECT_EQ(project->requires_python, "<4,>=3.8");
  EXPECT_THAT(project->requires_dist, ElementsAre("a<2,>=1", "b @ b", "o==1; extra == \"x\""));
  EXPECT_THAT(project->provides_extra, ElementsAre("x"));
  EXPECT_ERROR(read_local_project(disk, "u"), ErrorKind::kUnsupported);
}

}  // namespace
}  // namespace pincompile
