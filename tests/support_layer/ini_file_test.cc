// SPDX-License-Identifier: MIT
#include "support/ini_file.h"

#include <gtest/gtest.h>

#include "result_matchers.h"
#include "support/utf8.h"

namespace pincompile {
namespace {

TEST(IniFile, ReadsKeysValuesCommentsAndContinuations) {
  const auto ini = IniFile::parse(
      "# comment\n[global]\nIndex-URL = https://one/simple\ntimeout: 5\n; more\nextra =\n    a  # "
      "kept\n    # dropped\n\n"
      "    b\nempty =\n\n[install]\nno-index = true\n",
      "pip.conf");
  ASSERT_OK(ini);
  EXPECT_EQ(ini->find("global", "index-url")->value(), "https://one/simple");
  EXPECT_EQ(ini->find("global", "timeout")->value(), "5");
  EXPECT_EQ(ini->find("global", "extra")->value(), "\na  # kept\n\nb");
  EXPECT_EQ(ini->find("global", "extra")->lines.back().number, 10u);
  EXPECT_EQ(ini->find("global", "empty")->value(), "");
  EXPECT_EQ(ini->find("install", "no-index")->value(), "true");
  EXPECT_EQ(ini->find("install", "other"), nullptr);
  EXPECT_EQ(ini->find("no such section"), nullptr);
}

TEST(IniFile, AnyLineEndWillDo) {
  for (const char* text :
       {"[a]\nb = 1\nc = 2", "[a]\r\nb = 1\r\nc = 2\r\n", "[a]\rb = 1\rc = 2\r"}) {
    const auto ini = IniFile::parse(text, "f");
    ASSERT_OK(ini);
    EXPECT_EQ(ini->find("a", "b")->value(), "1");
    EXPECT_EQ(ini->find("a", "c")->lines.front().number, 3u);
  }
}

TEST(IniFile, AConditionalExtraKeepsItsColon) {
  const auto ini = IniFile::parse(
      "[x]\ndocs:os_name == \"nt\" = a\n    b\n:os_name == 'nt' =\n  c\nplain: d \"e\" f\n", "f");
  ASSERT_OK(ini);
  EXPECT_EQ(ini->find("x", "docs:os_name == \"nt\"")->value(), "a\nb");
  EXPECT_EQ(ini->find("x", ":os_name == 'nt'")->value(), "\nc");
  EXPECT_EQ(ini->find("x", "plain")->value(), "d \"e\" f");
}

TEST(IniFile, NamesTheLineOfWhatItCannotRead) {
  struct Case {
    const char* text;
    std::uint32_t line;
  };
  for (const Case& one : {Case{"a = 1\n", 1},
                          {"[s]\n\nnonsense\n", 3},
                          {"[s]\na=1\nA=2\n", 3},
                          {"[s]\n[t]\n[s]\n", 3},
                          {"[s]\n= 1\n", 2}}) {
    const auto ini = IniFile::parse(one.text, "pip.conf");
    ASSERT_ERROR(ini, ErrorKind::kParse);
    EXPECT_EQ(ini.error().where.front().line, one.line) << one.text;
    EXPECT_EQ(ini.error().where.front().file, "pip.conf");
  }
}

TEST(Utf8, FindsAndReplacesWhatIsNotWellFormed) {
  EXPECT_EQ(find_invalid_utf8("all ascii, longer than eight bytes"), 34u);
  EXPECT_EQ(find_invalid_utf8("a\xC3\xA9z"), 4u);
  for (const char* bad :
       {"\xC0\x80", "\xC3", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xFF", "\x80"}) {
    EXPECT_EQ(find_invalid_utf8(bad), 0u);
  }
  EXPECT_EQ(with_valid_utf8("a\xFF"
                            "b"),
            "a\xEF\xBF\xBD"
            "b");
  for (const char32_t c : {U'a', U'\u00e9', U'\u20ac', U'\U0001F600'}) {
    std::string text;
    append_utf8(text, c);
    EXPECT_EQ(utf8_code_point(text), c);
    EXPECT_EQ(utf8_sequence_length(text), text.size());
  }
  std::string text;
  append_utf8(text, 0xD800);
  EXPECT_EQ(text, "\xEF\xBF\xBD");
}

}  // namespace
}  // namespace pincompile
