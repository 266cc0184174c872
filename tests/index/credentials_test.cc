// SPDX-License-Identifier: MIT
#include "index/credentials.h"

#include <gtest/gtest.h>

#include "scripted_runner.h"

namespace pincompile {
namespace {

using testing::ScriptedRunner;

UrlParts url(const char* text) { return UrlParts::parse(text); }

TEST(Netrc, FindsTheHostThenTheDefault) {
  constexpr const char* kText =
      "# a comment\nmachine a.example login me password \"pass word\"\n"
      "macdef init\ncd /\nmachine x\n\n"
      "machine b.example\n  login you\n  account z\n  password #secret\n"
      "default login any password thing\n";
  EXPECT_EQ(find_in_netrc(kText, "a.example"), (Login{"me", "pass word"}));
  EXPECT_EQ(find_in_netrc(kText, "b.example"), (Login{"you", "#secret"}));
  EXPECT_EQ(find_in_netrc(kText, "c.example"), (Login{"any", "thing"}));
  EXPECT_EQ(find_in_netrc("machine a.example login me password x", "c.example"), std::nullopt);
}

TEST(Netrc, EndsAtTextItCannotRead) {
  EXPECT_EQ(find_in_netrc("nonsense machine a login b password c", "a"), std::nullopt);
  EXPECT_EQ(find_in_netrc("machine a login", "a"), (Login{"", ""}));
}

TEST(Credentials, GivesTheUserPartToItsOriginOnly) {
  const Credentials credentials({"https://me:p%40ss@host.example/simple"}, "", false, nullptr);
  EXPECT_EQ(credentials.authorization(url("https://host.example/simple/a/")), "Basic bWU6cEBzcw==");
  EXPECT_EQ(credentials.authorization(url("https://host.example/files/a.whl")),
            "Basic bWU6cEBzcw==");
  EXPECT_EQ(credentials.authorization(url("https://other.example/simple/a/")), std::nullopt);
  EXPECT_EQ(credentials.authorization(url("https://host.example:8443/simple/a/")), std::nullopt);
  EXPECT_EQ(credentials.authorization(url("http://host.example/simple/a/")), std::nullopt);
}

TEST(Credentials, TellsTwoIndexesOfOneHostApartByTheirPaths) {
  const Credentials credentials({"https://a:1@host/one/simple", "https://b:2@host/two/simple"}, "",
                                false, nullptr);
  EXPECT_EQ(credentials.authorization(url("https://host/one/simple/x/")), "Basic YTox");
  EXPECT_EQ(credentials.authorization(url("https://host/two/simple/x/")), "Basic Yjoy");
}

TEST(Credentials, ReadsNetrcWhenTheUrlHasNoPassword) {
  const Credentials credentials({"https://host/simple"}, "machine host login me password pw", false,
                                nullptr);
  EXPECT_EQ(credentials.authorization(url("https://host/simple/x/")), "Basic bWU6cHc=");
  const Credentials other_user({"https://you@host/simple"}, "machine host login me password pw",
                               false, nullptr);
  EXPECT_EQ(other_user.authorization(url("https://host/simple/x/")), "Basic eW91Og==");
}

TEST(Credentials, AsksTheKeyringOnceAfterARefusal) {
  ScriptedRunner programs;
  programs.on({"keyring", "get", "https://host/simple", "me"}, "pw\n");
  Credentials credentials({"https://me@host/simple"}, "", true, &programs);
  EXPECT_EQ(credentials.authorization(url("https://host/simple/x/")), std::nullopt);
  EXPECT_TRUE(programs.calls.empty());
  EXPECT_TRUE(credentials.may_ask_keyring(url("https://host/simple/x/")));
  const auto login = credentials.ask_keyring(url("https://host/simple/x/"), {});
  EXPECT_EQ(login, (Login{"me", "pw"}));
  credentials.remember(url("https://host/simple/x/"), login);
  EXPECT_FALSE(credentials.may_ask_keyring(url("https://host/simple/y/")));
  EXPECT_EQ(credentials.authorization(url("https://host/simple/y/")), "Basic bWU6cHc=");
  EXPECT_EQ(programs.calls.size(), 1u);
}

TEST(Credentials, AsksTheKeyringForAUserWhereNoneIsKnown) {
  ScriptedRunner programs;
  programs.on({"keyring", "--mode", "creds", "get", "host"}, "me\npw\n");
  Credentials credentials({"https://host/simple"}, "", true, &programs);
  EXPECT_EQ(credentials.ask_keyring(url("https://host/simple/x/"), {}), (Login{"me", "pw"}));
}

TEST(Refusal, SaysWhatWasTriedAndWhatToDo) {
  Credentials credentials({"https://host/simple"}, "machine host login me password pw", false,
                          nullptr);
  const Error error = refusal(401, url("https://host/simple/x/"), credentials);
  EXPECT_EQ(error.kind, ErrorKind::kUnauthorized);
  EXPECT_EQ(error.message, "host refused access (401)");
  EXPECT_EQ(error.causes, std::vector<std::string>{"credentials tried: netrc; no user in the URL"});
  EXPECT_EQ(error.hints.size(), 1u);
  EXPECT_EQ(error.to_string().find("pw\""), std::string::npos);
}

}  // namespace
}  // namespace pincompile
