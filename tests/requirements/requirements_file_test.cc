// Lines, nested files, constraints, options (behaviour.md 3.2-3.5).
// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "memory_file_system.h"
#include "pincompile/inputs.h"
#include "result_matchers.h"

namespace pincompile {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::MemoryFileSystem;

using Files = std::map<std::string, std::string>;

Result<Inputs> read(const Files& files,
                    const std::vector<std::string>& sources = {"requirements.in"},
                    const std::vector<std::string>& constraints = {},
                    const std::vector<std::string>& overrides = {}) {
  MemoryFileSystem disk(files);
  InputReader reader;
  reader.files = &disk;
  reader.variable = [](const std::string& name) -> std::optional<std::string> {
    if (name == "TOKEN") return "s3cret";
    if (name == "SUB") return "sub";
    return std::nullopt;
  };
  reader.fetch = [](const std::string& url) -> Result<std::string> {
    if (url == "https://me:pw@h/dir/r.txt") return std::string("far\n-r more.txt\n");
    if (url == "https://h/dir/more.txt") return std::string("further\n");
    return Error{ErrorKind::kNetwork, "no such page"};
  };
  return read_inputs(reader, sources, constraints, overrides);
}

std::string failure(const Result<Inputs>& inputs) {
  return inputs ? "no error" : inputs.error().to_string();
}

std::vector<std::string> shown(const std::vector<InputRequirement>& requirements) {
  std::vector<std::string> lines;
  for (const InputRequirement& input : requirements) {
    std::string line = input.origin.annotation + ":" + std::to_string(input.origin.line) + " ";
    if (input.editable) line += "-e ";
    line += input.kind == InputRequirement::Kind::kPath
                ? input.requirement.name + " at " + input.path
                : input.requirement.to_string();
    lines.push_back(line);
  }
  return lines;
}

TEST(RequirementsFile, EachLineIsARequirementWithItsPlace) {
  const auto inputs =
      read({{"requirements.in",
             "# top\nFlask [Async] >=3 # why\n\nb==1 \\\n  --hash=sha256:" + std::string(64, 'a') +
                 "\nc @ https://h/c.zip ; os_name == 'nt'\nd (>=1)\n"}});
  ASSERT_OK(inputs);
  EXPECT_THAT(shown(inputs->requirements),
              ElementsAre("-r requirements.in:2 Flask[async]>=3", "-r requirements.in:4 b==1",
                          "-r requirements.in:6 c @ https://h/c.zip ; os_name == \"nt\"",
                          "-r requirements.in:7 d>=1"));
  EXPECT_THAT(inputs->requirements[1].hashes, ElementsAre("sha256:" + std::string(64, 'a')));
  EXPECT_EQ(inputs->requirements[0].text, "Flask [Async] >=3");
  EXPECT_EQ(inputs->requirements[2].kind, InputRequirement::Kind::kUrl);
  EXPECT_THAT(inputs->files, ElementsAre("requirements.in"));
}

TEST(RequirementsFile, NestedFilesAreRelativeToTheirIncluder3_3) {
  const auto inputs = read({{"sub/dev.in", "-r ../base.in\n-c limits/c.txt\ndev\n"},
                            {"base.in", "base\n"},
                            {"sub/limits/c.txt", "lim<2\n-r ../more.in\n"},
                            {"sub/more.in", "more\n"}},
                           {"sub/dev.in"});
  ASSERT_OK(inputs);
  EXPECT_THAT(shown(inputs->requirements),
              ElementsAre("-r base.in:1 base", "-r sub/more.in:1 more", "-r sub/dev.in:3 dev"));
  EXPECT_THAT(shown(inputs->constraints), ElementsAre("-c sub/limits/c.txt:1 lim<2"));
  EXPECT_THAT(inputs->requirements[1].origin.included_from,
              ElementsAre(Context{"sub/limits/c.txt", 2, 0, "included from"},
                          Context{"sub/dev.in", 2, 0, "included from"}));
  EXPECT_THAT(inputs->files,
              ElementsAre("sub/dev.in", "base.in", "sub/limits/c.txt", "sub/more.in"));
}

TEST(RequirementsFile, PathsUpAndDownAgainAreShownFromHere2_6) {
  MemoryFileSystem disk({{"sub/../base.in", "-c ../w/limits.txt\n-r ../v/far.in\nbase\n"},
                         {"../w/limits.txt", "lim<2\n"},
                         {"../v/far.in", "far\n"}});
  InputReader reader;
  reader.files = &disk;
  reader.working_directory = "/home/w";
  auto inputs = read_inputs(reader, {"./sub/../base.in"});
  ASSERT_OK(inputs);
  EXPECT_THAT(shown(inputs->constraints), ElementsAre("-c limits.txt:1 lim<2"));
  EXPECT_THAT(shown(inputs->requirements),
              ElementsAre("-r ../v/far.in:1 far", "-r base.in:3 base"));
  reader.names_as_given = true;
  inputs = read_inputs(reader, {"./sub/../base.in"});
  ASSERT_OK(inputs);
  EXPECT_EQ(inputs->requirements[0].origin.annotation, "-r ../v/far.in");
  EXPECT_EQ(inputs->requirements[1].origin.annotation, "-r sub/../base.in");
  EXPECT_EQ(inputs->requirements[1].origin.file, "base.in");
}

TEST(RequirementsFile, RemoteFilesAreJoinedAsUrlsAndShownWithoutUser) {
  const auto inputs = read({}, {"https://me:pw@h/dir/r.txt"});
  EXPECT_EQ(failure(inputs).find("pw"), std::string::npos);
  const auto local = read({{"requirements.in", "-r https://h/dir/more.txt\n"}});
  ASSERT_OK(local);
  EXPECT_THAT(shown(local->requirements), ElementsAre("-r https://h/dir/more.txt:1 further"));
}

TEST(RequirementsFile, AFileThatIncludesItselfIsNamedAsAChain) {  // behaviour.md 8.2 no. 9
  EXPECT_EQ(failure(read({{"a.in", "-r b.in\n"}, {"b.in", "x\n\n-r a.in\n"}}, {"a.in"})),
            "a.in includes itself: a.in:1 -> b.in:3 -> a.in");
  EXPECT_EQ(
      failure(read({{"t.in", "-r a.in"}, {"a.in", "-r b.in\n"}, {"b.in", "-c a.in\n"}}, {"t.in"})),
      "a.in includes itself: a.in:1 -> b.in:1 -> a.in");
  EXPECT_EQ(failure(read({{"a.in", "-r ./a.in\n"}}, {"a.in"})),
            "a.in includes itself: a.in:1 -> a.in");
  EXPECT_OK(read({{"a.in", "-r b.in\n-r c.in\n"}, {"b.in", "-r c.in"}, {"c.in", "x"}}, {"a.in"}));
}

TEST(RequirementsFile, AMissingFileIsNamedWithThePlaceThatWantsIt) {  // behaviour.md 8.2 no. 8
  EXPECT_EQ(failure(read({{"libs/dev.in", "-r base.in\n"}}, {"libs/dev.in"})),
            "libs/dev.in:1: cannot open base.in (no such file)\n"
            "  looked for libs/base.in; -r is relative to the file that contains it");
  EXPECT_EQ(failure(read({{"dev.in", "-c base.in\n"}}, {"dev.in"})),
            "dev.in:1: cannot open base.in (no such file)\n"
            "  looked for base.in; -c is relative to the file that contains it");
  EXPECT_EQ(failure(read({}, {"nope.in"})), "cannot open nope.in (no such file)");
}

TEST(RequirementsFile, ASingleEqualsSignIsExplained8_2_7) {  // behaviour.md 8.2 no. 7
  EXPECT_EQ(failure(read({{"requirements.in", "\n\n\n\n\n\nrequests=2.32.0\n"}})),
            "requirements.in:7: \"requests=2.32.0\" is not a requirement\n"
            "  a single = is no operator\n"
            "hint: write requests==2.32.0");
}

TEST(RequirementsFile, UpToTenBrokenLinesAreListed) {
  std::string text;
  for (int i = 0; i < 12; ++i) text += "a b c\n";
  const auto inputs = read({{"requirements.in", text}});
  ASSERT_ERROR(inputs, ErrorKind::kParse);
  const std::string message = failure(inputs);
  EXPECT_THAT(message, HasSubstr("requirements.in:1: \"a b c\" is not a requirement"));
  EXPECT_THAT(message, HasSubstr("\n  requirements.in:10: \"a b c\" is not a requirement"));
  EXPECT_THAT(message, HasSubstr("\n  and 2 more"));
}

TEST(RequirementsFile, AnErrorInANestedFileNamesTheChain) {
  EXPECT_THAT(failure(read({{"dev.in", "-r base.in"}, {"base.in", "\n\n\nno no\n"}}, {"dev.in"})),
              HasSubstr("base.in:4 (included from dev.in:1): \"no no\" is not a requirement"));
}

TEST(RequirementsFile, VariablesAreUsedButNeverShown) {
  const auto inputs =
      read({{"requirements.in",
             "-i https://${TOKEN}@h/simple\na @ https://${TOKEN}@h/a.zip\n-r ${SUB}/b.in\n"},
            {"sub/b.in", "b\n"}});
  ASSERT_OK(inputs);
  EXPECT_EQ(inputs->options.index_url, "https://s3cret@h/simple");
  EXPECT_EQ(inputs->options.index_url_text, "https://${TOKEN}@h/simple");
  EXPECT_EQ(inputs->requirements[0].requirement.url, "https://s3cret@h/a.zip");
  EXPECT_EQ(inputs->requirements[0].text, "a @ https://${TOKEN}@h/a.zip");
  EXPECT_EQ(inputs->requirements[1].origin.annotation, "-r ${SUB}/b.in");
  for (const char* line :
       {"${TOKEN} x y", "a==1 ; ${TOKEN}", "-e ${TOKEN}", "-e https://${TOKEN}/x",
        "--hash=${TOKEN} --bad", "a --hash=${TOKEN}", "https://${TOKEN}@h/x.whl",
        "https://h/x.zip#egg=${TOKEN}=", "-r ${TOKEN}/x", "./${TOKEN}", "${TOKEN}/x.whl",
        "--no-binary -${TOKEN}", "a[${TOKEN}", "--index-url='${TOKEN}",
        "a @ git+https://${TOKEN}/x", "a @ ./${TOKEN}.zip"}) {
    const auto broken = read({{"requirements.in", std::string(line) + "\n"}});
    EXPECT_FALSE(broken) << line;
    EXPECT_EQ(failure(broken).find("s3cret"), std::string::npos) << failure(broken);
  }
}

TEST(RequirementsFile, OptionsHoldForTheWholeRun3_4) {
  const auto inputs = read({{"requirements.in",
                             "--extra-index-url https://lost\n-i "
                             "https://one/simple\n--extra-index-url https://two/simple\n"
                             "-f wheels\n--find-links https://links\n--trusted-host "
                             "h:8080\n--no-binary B_c,d\n--only-binary d\n"
                             "--pre\n--prefer-binary\n--require-hashes\n--all-releases x "
                             "--only-final y\n--use-feature fast-deps\n"}});
  ASSERT_OK(inputs);
  const FileOptions& options = inputs->options;
  EXPECT_EQ(options.index_url, "https://one/simple");
  EXPECT_THAT(options.extra_index_urls, ElementsAre("https://two/simple"));
  EXPECT_THAT(options.find_links, ElementsAre("wheels", "https://links"));
  EXPECT_THAT(options.trusted_hosts, ElementsAre("h:8080"));
  EXPECT_THAT(options.no_binary, ElementsAre("b-c"));
  EXPECT_THAT(options.only_binary, ElementsAre("d"));
  EXPECT_THAT(options.all_releases, ElementsAre("x"));
  EXPECT_THAT(options.only_final, ElementsAre("y"));
  EXPECT_TRUE(options.pre && options.prefer_binary && options.require_hashes == true &&
              !options.no_index);
  EXPECT_EQ(options.lines.front(), "--extra-index-url https://lost");
}

TEST(RequirementsFile, TheOrderOfIndexOptionsOnOneLineIsPips) {
  const auto one_line = read(
      {{"requirements.in", "--extra-index-url https://e -i https://a -i https://b\n-f x -f y\n"}});
  ASSERT_OK(one_line);
  EXPECT_EQ(one_line->options.index_url, "https://b");
  EXPECT_THAT(one_line->options.extra_index_urls, ElementsAre("https://e"));
  EXPECT_THAT(one_line->options.find_links, ElementsAre("x"));
  const auto none =
      read({{"requirements.in", "-i https://a --no-index\n--extra-index-url https://b\n"}});
  ASSERT_OK(none);
  EXPECT_TRUE(none->options.no_index);
  EXPECT_FALSE(none->options.index_url.has_value());
  EXPECT_THAT(none->options.extra_index_urls, IsEmpty());
}

TEST(RequirementsFile, AllAndNoneEmptyTheLists) {
  const auto binary = [](const std::string& text) {
    const auto inputs = read({{"requirements.in", text}});
    return inputs ? ::testing::PrintToString(inputs->options.no_binary) +
                        ::testing::PrintToString(inputs->options.only_binary)
                  : failure(inputs);
  };
  EXPECT_EQ(binary("--no-binary a\n--only-binary :all:\n"), "{}{ \":all:\" }");
  EXPECT_EQ(binary("--only-binary :all:\n--only-binary :none:\n"), "{}{}");
  EXPECT_EQ(binary("--only-binary :all:\n--no-binary a\n"), "{ \"a\" }{ \":all:\" }");
  EXPECT_EQ(binary("--no-binary a,:all:,:none:,b\n"), "{ \"b\" }{}");
}

TEST(RequirementsFile, WhatPipForgetsBesideARequirementIsNoted) {
  const auto inputs = read(
      {{"requirements.in", "a --index-url https://x\nb -r c.in\n-r c.in --pre\n--hash=sha256:0\n"},
       {"c.in", ""}});
  ASSERT_OK(inputs);
  EXPECT_FALSE(inputs->options.index_url.has_value());
  EXPECT_FALSE(inputs->options.pre);
  EXPECT_THAT(inputs->notes,
              ElementsAre("requirements.in:1: --index-url is ignored beside a requirement",
                          "requirements.in:2: --requirement is ignored beside a requirement",
                          "requirements.in:3: --pre is ignored beside --requirement"));
  EXPECT_THAT(inputs->warnings,
              ElementsAre("requirements.in:4: --hash without a requirement is ignored"));
}

TEST(RequirementsFile, ConstraintsNeedANameAndLoseTheirExtras3_3) {
  const auto inputs = read({{"requirements.in", "a\n"}, {"c.txt", "a[x]<2\nb @ https://h/b.zip\n"}},
                           {"requirements.in"}, {"c.txt"});
  ASSERT_OK(inputs);
  EXPECT_THAT(shown(inputs->constraints),
              ElementsAre("-c c.txt:1 a<2", "-c c.txt:2 b @ https://h/b.zip"));
  EXPECT_THAT(inputs->notes, ElementsAre("c.txt:1: a constraint has no extras; they are ignored"));
  EXPECT_THAT(failure(read({{"c.txt", "https://h/b.zip\n"}}, {}, {"c.txt"})),
              HasSubstr("c.txt:1: constraint \"https://h/b.zip\" names no project"));
  EXPECT_THAT(failure(read({{"c.txt", "-e ./x\n"}}, {}, {"c.txt"})),
              HasSubstr("c.txt:1: a constraint cannot be editable"));
}

TEST(RequirementsFile, OverridesStandInAListOfTheirOwn) {
  const auto inputs =
      read({{"requirements.in", "a\n"}, {"o.txt", "-r p.txt\nb==1\n"}, {"p.txt", "c\n"}},
           {"requirements.in"}, {}, {"o.txt"});
  ASSERT_OK(inputs);
  EXPECT_THAT(shown(inputs->overrides),
              ElementsAre("--override p.txt:1 c", "--override o.txt:2 b==1"));
}

TEST(RequirementsFile, StandardInputIsASource) {
  MemoryFileSystem disk;
  InputReader reader;
  reader.files = &disk;
  reader.standard_input = "a\n";
  const auto inputs = read_inputs(reader, {"-"});
  ASSERT_OK(inputs);
  EXPECT_THAT(shown(inputs->requirements), ElementsAre("-r -:1 a"));
}

// behaviour.md 3.5, row by row.
TEST(RequirementsFile, UrlsPathsAndEditablesAreToldApart) {
  const Files files{{"proj/pyproject.toml",
                     "[project]\nname = \"Proj\"\nversion = \"1\"\ndependencies = [\"dep>=1\"]\n"},
                    {"old/setup.py", ""},
                    {"cfg/setup.cfg", "[metadata]\nname = cfg\n"},
                    {"none/readme", ""},
                    {"a-1.0-py3-none-any.whl", ""},
                    {"sdist-2.tar.gz", ""}};
  struct Case {
    const char* line;
    const char* shown;
  };
  for (const Case& one : {
           Case{"https://h/a-1.0-py3-none-any.whl", "a==1.0"},
           {"https://h/x.tar.bz2#egg=My.Name", "My.Name"},
           {"https://h/x.tar.lzma", ""},
           {"./a-1.0-py3-none-any.whl", "a at a-1.0-py3-none-any.whl"},
           {"sdist-2.tar.gz", " at sdist-2.tar.gz"},
           {"./proj", "Proj at proj"},
           {"./proj[x]", "Proj at proj"},
           {"proj/", "Proj at proj"},
           {"-e proj", "-e Proj at proj"},
           {"-e ./proj[x]", "-e Proj at proj"},
           {"-e file:proj", "-e Proj at proj"},
           {"proj", "proj"},
           {"name @ ./proj", "name at proj"},
           {"./cfg", "cfg at cfg"},
           {"./old", " at old"},
           {"file:sdist-2.tar.gz", " at sdist-2.tar.gz"},
       }) {
    Files with_line = files;
    with_line["requirements.in"] = std::string(one.line) + "\n";
    const auto inputs = read(with_line);
    ASSERT_OK(inputs) << one.line;
    const InputRequirement& input = inputs->requirements.front();
    std::string got = shown({input}).front();
    got = got.substr(got.find(' ', 3) + 1);
    if (input.kind == InputRequirement::Kind::kUrl)
      got = input.requirement.name + input.requirement.specifiers.to_string();
    EXPECT_EQ(got, one.shown) << one.line;
  }
}

TEST(RequirementsFile, ALocalDirectoryBringsItsMetadata) {
  const auto inputs = read({{"requirements.in", "-e ./proj[x]\n"},
                            {"proj/pyproject.toml",
                             "[project]\nname = \"Proj\"\nversion = \"1\"\nrequires-python = "
                             "\">=3.8\"\ndependencies = [\"dep>=1\"]\n"
                             "[project.optional-dependencies]\nx = [\"extra-dep\"]\n"}});
  ASSERT_OK(inputs);
  ASSERT_EQ(inputs->local_projects.count("proj"), 1u);
  const LocalProject& project = inputs->local_projects.at("proj");
  EXPECT_EQ(project.name, "Proj");
  EXPECT_EQ(project.version, "1");
  EXPECT_EQ(project.requires_python, ">=3.8");
  EXPECT_THAT(project.requires_dist, ElementsAre("dep>=1", "extra-dep; extra == \"x\""));
  EXPECT_THAT(project.provides_extra, ElementsAre("x"));
  EXPECT_THAT(project.dynamic, IsEmpty());
}

TEST(RequirementsFile, DirectoriesThatADirectoryNeedsAreReadToo) {
  const auto inputs = read(
      {{"requirements.in", "./a\n"},
       {"a/pyproject.toml",
        "[tool.poetry]\nname='a'\n[tool.poetry.dependencies]\nb={path='../b'}\n"},
       {"b/pyproject.toml", "[project]\nname='b'\nversion='1'\ndependencies=['c @ ./c', 'd']\n"},
       {"b/c/setup.cfg", "[metadata]\nname = c\n[options]\ninstall_requires = e\n"}});
  ASSERT_OK(inputs);
  EXPECT_THAT(shown(inputs->requirements), ElementsAre("-r requirements.in:1 a at a"));
  EXPECT_THAT(shown(inputs->constraints), ElementsAre("a (a):0 b at b", "b (b):0 c at b/c"));
  EXPECT_THAT(inputs->local_projects.at("a").requires_dist, ElementsAre("b"));
  EXPECT_THAT(inputs->local_projects.at("b").requires_dist, ElementsAre("c", "d"));
  EXPECT_THAT(inputs->local_projects.at("b/c").requires_dist, ElementsAre("e"));
}

}  // namespace
}  // namespace pincompile
