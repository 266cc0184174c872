// Bytes to logical lines to words (behaviour.md 3.1), row by row.
// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "requirements/locations.h"
#include "requirements/logical_lines.h"
#include "requirements/option_words.h"
#include "requirements/text_decoding.h"
#include "requirements/unicode_text.h"
#include "result_matchers.h"

namespace pincompile {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string decoded(std::string_view bytes, std::string_view fallback = {}) {
  const auto text = decode_text(bytes, fallback);
  return text ? text->text : "error: " + text.error().message;
}

TEST(TextDecoding, ByteOrderMarkBeatsCodingLineBeatsUtf8BeatsTheLocale) {
  EXPECT_EQ(decoded("\xEF\xBB\xBF# coding: latin-1\nb\xC3\xA9"), "# coding: latin-1\nb\xC3\xA9");
  EXPECT_EQ(decoded(std::string_view("\xFF\xFE"
                                     "a\0\xE9\0",
                                     6)),
            "a\xC3\xA9");
  EXPECT_EQ(decoded(std::string_view("\xFE\xFF"
                                     "\0a\xD8\x3D\xDE\x00",
                                     8)),
            "a\xF0\x9F\x98\x80");
  EXPECT_EQ(decoded(std::string_view("\xFF\xFE\0\0"
                                     "a\0\0\0",
                                     8)),
            "a");
  EXPECT_EQ(decoded(std::string_view("\0\0\xFE\xFF"
                                     "\0\0\0a",
                                     8)),
            "a");
  EXPECT_EQ(decoded("# coding=latin1\n\xE9"), "# coding=latin1\n\xC3\xA9");
  EXPECT_EQ(decoded("\n# -*- coding: cp1252 -*-\n\x80"),
            "\n# -*- coding: cp1252 -*-\n\xE2\x82\xAC");
  EXPECT_EQ(decoded("\n\n# coding: latin1\n\xE9"), "error: byte 19 is not UTF-8 text");
  EXPECT_EQ(decoded("\xE9", "latin-1"), "\xC3\xA9");
  EXPECT_TRUE(decode_text("\xE9", "latin-1")->used_fallback);
}

TEST(TextDecoding, SaysWhichByteIsWrong) {
  EXPECT_EQ(decoded("ab\xFF"), "error: byte 2 is not UTF-8 text");
  EXPECT_EQ(decoded("# coding: nosuch\na"), "error: unknown charset nosuch");
  EXPECT_EQ(decoded("# coding: ascii\n\xE9"), "error: byte 16 is not ASCII text");
  EXPECT_EQ(decoded(std::string_view("\xFF\xFE"
                                     "a",
                                     3)),
            "error: byte 0 is not UTF-16 text");
  EXPECT_EQ(decoded(std::string_view("\xFF\xFE\x00\xDC", 4)), "error: byte 0 is not UTF-16 text");
  EXPECT_EQ(decoded(std::string_view("\xFF\xFE\0\0\0\0\x11\0", 8)),
            "error: byte 0 is not UTF-32 text");
}

TEST(SplitLines, EndsAtEveryUnicodeBoundary) {
  EXPECT_THAT(split_lines("a\nb\r\nc\rd\ve\ff\x1cg\x1dh\x1ei\xC2\x85j\xE2\x80\xA8k\xE2\x80\xA9l"),
              ElementsAre("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"));
  EXPECT_THAT(split_lines("\n\n"), ElementsAre("", ""));
  EXPECT_THAT(split_lines(""), IsEmpty());
}

std::string lines(std::string_view text, const VariableLookup& variable = {}) {
  std::string shown;
  for (const LogicalLine& line : logical_lines(text, variable)) {
    shown += std::to_string(line.number) + "[" + line.expanded + "]";
  }
  return shown;
}

TEST(LogicalLines, JoinAtBackslashesAndLoseComments) {
  struct Case {
    const char* text;
    const char* lines;
  };
  for (const Case& one : {
           Case{"a\\\n  b\n", "1[a  b]"},
           {"re\\\nquests==1\n", "1[requests==1]"},
           {"\\\\a\\\\\\\nb", "1[ab]"},
           {"a \\\n# c \\\nb\n", "1[a]3[b]"},
           {"# c \\\na\n", "2[a]"},
           {"a \\ \nb\n", "1[a \\]2[b]"},
           {"a \\", "1[a]"},
           {"a\n\n\n  b\t\n", "1[a]4[b]"},
           {"a # why\nb#not\nc\t# why", "1[a]2[b#not]3[c]"},
           {"https://h/x#egg=y # z", "1[https://h/x#egg=y]"},
           {"a \\\n b # c \\\nd", "1[a  b # c d]"},
           {"\xC2\xA0"
            "a\xE3\x80\x80# wide blank",
            "1[a]"},
           {"", ""},
       }) {
    EXPECT_EQ(lines(one.text), std::string(one.lines) == "1[a  b # c d]" ? "1[a  b]" : one.lines)
        << one.text;
  }
}

TEST(LogicalLines, ReplaceUpperCaseVariablesThatAreSetAndNotEmpty) {
  const VariableLookup variable = [](const std::string& name) -> std::optional<std::string> {
    if (name == "TOKEN_1") return "s3cret";
    if (name == "SELF") return "${SELF}${SELF}";
    if (name == "EMPTY") return "";
    return std::nullopt;
  };
  EXPECT_EQ(lines("https://${TOKEN_1}@h/${TOKEN_1}", variable), "1[https://s3cret@h/s3cret]");
  EXPECT_EQ(lines("${EMPTY}${UNSET}$TOKEN_1 %TOKEN_1% ${token_1} ${TOKEN_1", variable),
            "1[${EMPTY}${UNSET}$TOKEN_1 %TOKEN_1% ${token_1} ${TOKEN_1]");
  EXPECT_EQ(lines("${SELF}", variable), "1[${SELF}${SELF}]");
  const auto both = logical_lines("a==${TOKEN_1}", variable);
  EXPECT_EQ(both.front().written, "a==${TOKEN_1}");
}

TEST(OptionWords, BeginAtTheFirstPieceWithADash) {
  const auto split = [](std::string_view line) {
    const SplitLine parts = split_options(line);
    return std::string(parts.requirement) + "|" + std::string(parts.options);
  };
  EXPECT_EQ(split("a==1 --hash=x -C y"), "a==1|--hash=x -C y");
  EXPECT_EQ(split("-r x"), "|-r x");
  EXPECT_EQ(split("a ; m == \"--x\""), "a ; m == \"--x\"|");
  EXPECT_EQ(split("a\t--hash=x"), "a\t--hash=x|");
  EXPECT_EQ(split("a==1.0-1"), "a==1.0-1|");
  EXPECT_EQ(split("a  - b"), "a |- b");
}

TEST(OptionWords, AreSplitLikeAShellLine) {
  EXPECT_THAT(*shell_words("a 'b c' \"d \\\" e\" f\\ g '' x\"y\"z"),
              ElementsAre("a", "b c", "d \" e", "f g", "", "xyz"));
  EXPECT_THAT(*shell_words("\"a\\b\" 'c\\d'"), ElementsAre("a\\b", "c\\d"));
  for (const char* bad : {"'a", "\"a", "a\\", "\"a\\\""})
    EXPECT_ERROR(shell_words(bad), ErrorKind::kParse) << bad;
}

std::string options(std::string_view text) {
  const auto words = read_options(text);
  if (!words) return "error: " + words.error().message;
  std::string shown;
  for (const OptionWord& word : *words)
    shown += std::string(option_name(word.option)) + "=" + word.value + " ";
  return shown;
}

TEST(OptionWords, AreReadWithUnambiguousPrefixes) {
  EXPECT_EQ(options("-i URL --index URL2 --pypi=U3"),
            "--index-url=URL --index-url=URL2 --index-url=U3 ");
  EXPECT_EQ(options("-rFILE -c FILE -eX"), "--requirement=FILE --constraint=FILE --editable=X ");
  EXPECT_EQ(options("--pre --prefer-binary"), "--pre= --prefer-binary= ");
  EXPECT_EQ(options("--config-setting k=v -Ck=v"), "--config-settings=k=v --config-settings=k=v ");
  EXPECT_EQ(options("word --pre more -- --nothing"), "--pre= ");
  EXPECT_EQ(options("--index-url = x"), "--index-url== ");
  EXPECT_EQ(options("--no"), "error: option --no could be --no-index or --no-binary");
  EXPECT_EQ(options("--index-url"), "error: option --index-url needs a value");
  EXPECT_EQ(options("--pre=1"), "error: option --pre takes no value");
  EXPECT_EQ(options("-name"), "error: unknown option -n");
  EXPECT_THAT(read_options("--extra-index-urll x").error().hints,
              ElementsAre("did you mean --extra-index-url?"));
}

TEST(Locations, AreJoinedAndTakenApart) {
  EXPECT_EQ(normalize_path("./a//b/../c/."), "a/c");
  EXPECT_EQ(normalize_path("../../a"), "../../a");
  EXPECT_EQ(normalize_path("/../a/"), "/a");
  EXPECT_EQ(normalize_path(""), ".");
  EXPECT_EQ(join_path("sub", "../base.in"), "base.in");
  EXPECT_EQ(join_path("sub", "/abs"), "/abs");
  EXPECT_EQ(join_path("", "x"), "x");
  EXPECT_EQ(join_location("https://h/a/b.txt?q=1", "c.txt"), "https://h/a/c.txt");
  EXPECT_EQ(join_location("https://h/a/b.txt", "../c.txt#f"), "https://h/c.txt#f");
  EXPECT_EQ(join_location("https://h/a/b.txt", "/c.txt"), "https://h/c.txt");
  EXPECT_EQ(join_location("https://h", "c.txt"), "https://h/c.txt");
  EXPECT_EQ(join_location("https://h/a", "//g/c"), "https://g/c");
  EXPECT_EQ(join_location("https://h/a", "http://g/c"), "http://g/c");
  EXPECT_EQ(path_of_file_url("file:///a%20b/c"), "/a b/c");
  EXPECT_EQ(path_of_file_url("file://localhost/a"), "/a");
  EXPECT_EQ(path_of_file_url("file:a/b"), "a/b");
  EXPECT_EQ(path_of_file_url("file://host/a"), std::nullopt);
  EXPECT_EQ(path_of_file_url("https://h/a"), std::nullopt);
  EXPECT_EQ(file_name_of_url("https://h/a/b%2Bc.whl?x=/y#z/"), "b+c.whl");
  EXPECT_EQ(egg_of_url("https://h/a.zip#sub=1&egg=x&y=2"), "x");
  EXPECT_EQ(egg_of_url("https://h/egg=x"), std::nullopt);
  EXPECT_EQ(version_control_of("git+https://h/x"), "git");
  EXPECT_EQ(version_control_of("https://h/git+x"), "");
  EXPECT_TRUE(has_archive_suffix("x.TAR.GZ"));
  EXPECT_FALSE(has_archive_suffix(".zip"));
}

}  // namespace
}  // namespace pincompile
