// SPDX-License-Identifier: MIT
#include "index/url_parts.h"

#include <gtest/gtest.h>

namespace pincompile {
namespace {

struct JoinCase {
  const char* base;
  const char* reference;
  const char* joined;
};

// The first block is from RFC 3986 5.4.
constexpr JoinCase kJoins[] = {
    {"http://a/b/c/d;p?q", "g", "http://a/b/c/g"},
    {"http://a/b/c/d;p?q", "./g", "http://a/b/c/g"},
    {"http://a/b/c/d;p?q", "g/", "http://a/b/c/g/"},
    {"http://a/b/c/d;p?q", "/g", "http://a/g"},
    {"http://a/b/c/d;p?q", "//g", "http://g"},
    {"http://a/b/c/d;p?q", "?y", "http://a/b/c/d;p?y"},
    {"http://a/b/c/d;p?q", "g?y", "http://a/b/c/g?y"},
    {"http://a/b/c/d;p?q", "#s", "http://a/b/c/d;p?q#s"},
    {"http://a/b/c/d;p?q", "", "http://a/b/c/d;p?q"},
    {"http://a/b/c/d;p?q", "..", "http://a/b/"},
    {"http://a/b/c/d;p?q", "../..", "http://a/"},
    {"http://a/b/c/d;p?q", "../../../g", "http://a/g"},
    {"http://a/b/c/d;p?q", "/./g", "http://a/g"},
    {"http://a/b/c/d;p?q", "g.", "http://a/b/c/g."},
    {"http://a/b/c/d;p?q", "./../g", "http://a/b/g"},
    {"http://a/b/c/d;p?q", "g/../h", "http://a/b/c/h"},
    {"https://host/simple/a/", "../../packages/a-1.whl#sha256=0",
     "https://host/packages/a-1.whl#sha256=0"},
    {"https://me:pw@host/simple/a/", "a-1.whl", "https://host/simple/a/a-1.whl"},
    {"https://host:443/simple/", "a", "https://host/simple/a"},
    {"https://host", "a", "https://host/a"},
    {"file:///data/simple/a/index.html", "../../f/a-1.whl", "file:///data/f/a-1.whl"},
};

TEST(JoinUrl, FollowsRfc3986) {
  for (const JoinCase& one : kJoins) {
    EXPECT_EQ(join_url(one.base, one.reference), one.joined) << one.base << " + " << one.reference;
  }
}

TEST(UrlParts, KeepsTheUserPartButNeverShowsIt) {
  const UrlParts url = UrlParts::parse("HTTPS://me:p%40ss@Host.Example:443/a/b?signature=1#x");
  EXPECT_EQ(url.user, "me:p%40ss");
  EXPECT_EQ(url.origin(), "https://host.example");
  EXPECT_EQ(url.shown().find("p%40ss"), std::string::npos) << url.shown();
  EXPECT_EQ(url.shown().find("signature"), std::string::npos) << url.shown();
  EXPECT_EQ(url.to_string(), "https://me:p%40ss@host.example/a/b?signature=1#x");
}

TEST(UrlParts, TellsHostFromPort) {
  EXPECT_EQ(UrlParts::parse("http://127.0.0.1:8080/x").host_name(), "127.0.0.1");
  EXPECT_EQ(UrlParts::parse("http://[::1]:8080/x").host_name(), "::1");
  EXPECT_EQ(UrlParts::parse("http://[::1]:8080/x").origin(), "http://[::1]:8080");
}

TEST(UrlFilename, DecodesTheLastSegment) {
  EXPECT_EQ(url_filename("https://h/p/torch-2.0%2Bcpu-cp312-cp312-linux_x86_64.whl#sha256=0"),
            "torch-2.0+cpu-cp312-cp312-linux_x86_64.whl");
  EXPECT_EQ(url_filename("a%2"), "a%2");
}

TEST(IsLoopback, KnowsItsForms) {
  for (const char* host : {"localhost", "127.0.0.1", "127.8.9.1", "::1"})
    EXPECT_TRUE(is_loopback(host)) << host;
  for (const char* host : {"example.org", "10.0.0.1", "localhost.example.org", "1127.0.0.1"}) {
    EXPECT_FALSE(is_loopback(host)) << host;
  }
}

}  // namespace
}  // namespace pincompile
