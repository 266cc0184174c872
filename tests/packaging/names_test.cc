// Names, tags and URLs.
// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>

#include "packaging/url.h"
#include "pincompile/name.h"
#include "pincompile/tag.h"
#include "result_matchers.h"

namespace pincompile {
namespace {

using ::testing::ElementsAre;

TEST(Name, IsNormalised) {
  EXPECT_EQ(normalize_name("Zope.-_Interface"), "zope-interface");
  EXPECT_EQ(normalize_name("a"), "a");
  EXPECT_EQ(normalize_name(""), "");
}

TEST(Name, IsValidFromLetterToLetter) {
  for (const char* const name : {"a", "0", "A.B-C_D", "na--me"})
    EXPECT_TRUE(is_valid_name(name)) << name;
  for (const char* const name : {"", "-a", "a-", "_", "a b", "na\xC3\xAFve", "a/b"})
    EXPECT_FALSE(is_valid_name(name)) << name;
}

TEST(Tag, SetsExpandInOrder) {
  const auto tags = parse_tag_set("Py2.py3-none-any");
  ASSERT_OK(tags);
  EXPECT_THAT(*tags, ElementsAre(Tag{"py2", "none", "any"}, Tag{"py3", "none", "any"}));
  EXPECT_EQ(tags->front().to_string(), "py2-none-any");
}

TEST(Tag, SetsThatAreNone) {
  for (const char* const text :
       {"", "py3-none", "py3--any", "py3.-none-any", "2-none-any", "a-b-c-d", "p+-n-a"}) {
    EXPECT_ERROR(parse_tag_set(text), ErrorKind::kParse) << text;
  }
  std::string many = "a";
  for (int i = 0; i < 99; ++i) many += ".a";
  EXPECT_ERROR(parse_tag_set(many + "-" + many + "-" + many), ErrorKind::kParse);
}

struct Shown {
  const char* url;
  const char* shown;
  const char* without_user;
};

TEST(Url, OnlyPypiItselfIsPypi) {
  for (const char* const url : {"https://pypi.org/simple", "https://pypi.org/simple/",
                                "https://PyPI.org:443/simple//", "HTTPS://pypi.org/simple"})
    EXPECT_TRUE(is_pypi(url)) << url;
  for (const char* const url :
       {"https://pypi.org/simple-mirror/", "https://pypi.org/simple/x", "https://pypi.org/Simple",
        "https://pypi.org.example.org/simple", "https://example.org/pypi.org/simple",
        "http://pypi.org/simple", "https://pypi.org:444/simple", "https://pypi.org", "pypi.org", ""})
    EXPECT_FALSE(is_pypi(url)) << url;
}

TEST(Url, ShowsNoSecrets) {
  constexpr Shown kCases[] = {
      {"https://me:pw@host/simple", "https://****@host/simple", "https://host/simple"},
      {"https://token@host:8080/a?sig=1&x#sha256=0", "https://****@host:8080/a?...#sha256=0",
       "https://host:8080/a?sig=1&x#sha256=0"},
      {"https://host/a@b", "https://host/a@b", "https://host/a@b"},
      {"https://u:p@ss@host/", "https://****@host/", "https://host/"},
      {"https://u:p/w@host/", "https://****@host/", "https://host/"},
      {"https://host/#a?b", "https://host/#a?b", "https://host/#a?b"},
      {"https://[::1]:80/x", "https://[::1]:80/x", "https://[::1]:80/x"},
      {"git+ssh://git@github.com/x.git@v1", "git+ssh://****@github.com/x.git@v1",
       "git+ssh://github.com/x.git@v1"},
      {"./local/path", "./local/path", "./local/path"},
      {"", "", ""}};
  for (const auto& [url, shown, without_user] : kCases) {
    EXPECT_EQ(Url(url).to_string(), shown);
    EXPECT_EQ(without_user_part(url), without_user);
    EXPECT_EQ(has_user_part(url), std::string(url) != without_user);
    EXPECT_EQ(Url(url).with_secrets(), url);
  }
}

TEST(Url, IsRedactedInsideTexts) {
  EXPECT_EQ(redact_urls("see https://a:b@c/d?e, and 'http://f:g@h' or a://b"),
            "see https://****@c/d?... and 'http://****@h' or a://b");
  EXPECT_EQ(redact_urls("https://me:p w@host/x y"), "https://****@host/x y");
  EXPECT_EQ(redact_urls("https://host:80/ a@b"), "https://host:80/ a@b");
  EXPECT_EQ(redact_urls("https://me:1 secret@host/x y"), "https://****@host/x y");
  EXPECT_EQ(redact_urls("https://me:1 two 'words@[::1]"), "https://****@[::1]");
  EXPECT_EQ(redact_urls("http://a:80 b @ http://c:81 d==1"), "http://a:80 b @ http://c:81 d==1");
  EXPECT_EQ(redact_urls("http://a:80 http://me:pw@c"), "http://a:80 http://****@c");
  EXPECT_EQ(redact_urls("https://host: a@b"), "https://****@b");
  EXPECT_EQ(redact_urls("no url : / here"), "no url : / here");
  EXPECT_EQ(redact_urls("x @ git+https://t@h/p ; os_name=='a'"),
            "x @ git+https://****@h/p ; os_name=='a'");
}

}  // namespace
}  // namespace pincompile
