// SPDX-License-Identifier: MIT
#include "index/request_gate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "index/retry_policy.h"

namespace pincompile {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::uint64_t> ready(RequestGate& gate) {
  std::vector<std::uint64_t> ids;
  for (const RequestGate::Waiting& one : gate.take_ready()) ids.push_back(one.id);
  return ids;
}

void add(RequestGate& gate, std::uint64_t first, std::uint64_t last, const std::string& url) {
  for (std::uint64_t id = first; id <= last; ++id) gate.add({id, HttpRequest{url}});
}

TEST(RequestGate, LetsTheFirstGoAloneUntilItIsConnected) {
  RequestGate gate;
  add(gate, 1, 3, "https://a.example/x");
  add(gate, 4, 4, "https://b.example/x");
  EXPECT_THAT(ready(gate), ElementsAre(1, 4));
  EXPECT_THAT(gate.openers(), ElementsAre(1, 4));
  EXPECT_THAT(ready(gate), IsEmpty());
  gate.connected(1);
  EXPECT_THAT(ready(gate), ElementsAre(2, 3));
  EXPECT_THAT(gate.openers(), ElementsAre(4));
}

TEST(RequestGate, GivesUpOnAllThatWaitForAHostThatIsNotReached) {
  RequestGate gate;
  add(gate, 1, 3, "https://a.example/x");
  EXPECT_THAT(ready(gate), ElementsAre(1));
  EXPECT_THAT(gate.unreached(1, false), ElementsAre(2, 3));
  EXPECT_THAT(gate.openers(), IsEmpty());
  add(gate, 4, 5, "https://a.example/x");
  EXPECT_THAT(ready(gate), ElementsAre(4)) << "the next one tries alone again";
}

TEST(RequestGate, LetsTheNextTryWhenTheFirstIsTakenBack) {
  RequestGate gate;
  add(gate, 1, 3, "https://a.example/x");
  EXPECT_THAT(ready(gate), ElementsAre(1));
  gate.finished(1);
  EXPECT_THAT(ready(gate), ElementsAre(2));
}

TEST(RequestGate, OpensAsManyConnectionsAsTheRequestsNeed) {
  RequestGate gate;
  add(gate, 1, 163, "https://a.example/x");
  EXPECT_THAT(ready(gate), ElementsAre(1, 2));
  gate.connected(1);
  EXPECT_EQ(ready(gate).size(), RequestGate::kStreams - 2);
  gate.connected(2);
  EXPECT_EQ(ready(gate).size(), 163 - RequestGate::kStreams);
}

TEST(RequestGate, OpensASpareConnectionBeforeTheOthersAreFull) {
  RequestGate gate;
  add(gate, 1, 49, "https://a.example/x");
  ready(gate);
  EXPECT_FALSE(gate.take_spare(100)) << "nothing is known of the host yet";
  gate.connected(1);
  EXPECT_EQ(ready(gate).size(), 48u);
  EXPECT_FALSE(gate.take_spare(100));
  add(gate, 50, 120, "https://a.example/x");
  EXPECT_EQ(ready(gate).size(), RequestGate::kStreams - 49) << "none of them waits for it";
  for (std::uint64_t id = 200; id < 202; ++id) {
    const auto spare = gate.take_spare(id);
    ASSERT_TRUE(spare);
    EXPECT_EQ(spare->request.url, "https://a.example/");
    EXPECT_TRUE(spare->opens_connection);
  }
  EXPECT_FALSE(gate.take_spare(202)) << "120 requests leave three connections half empty";
  gate.connected(200);
  EXPECT_EQ(ready(gate).size(), 20u);
  gate.finished(200);
}

TEST(RequestGate, MakesDoWithTheConnectionsThatAHostGrants) {
  RequestGate gate;
  add(gate, 1, 250, "https://a.example/x");
  EXPECT_THAT(ready(gate), ElementsAre(1, 2, 3));
  gate.connected(1);
  EXPECT_THAT(gate.unreached(2, true), IsEmpty());
  EXPECT_THAT(gate.unreached(3, true), IsEmpty());
  EXPECT_EQ(ready(gate).size(), RequestGate::kStreams - 1);
  EXPECT_THAT(ready(gate), IsEmpty());
  gate.finished(1);
  EXPECT_EQ(ready(gate).size(), 1u);
}

TEST(RequestGate, GivesNoHostMoreThanItShould) {
  RequestGate gate;
  add(gate, 1, 60, "http://a.example/x");
  EXPECT_EQ(ready(gate).size(), RequestGate::kConnections);
  gate.finished(3);
  EXPECT_EQ(ready(gate).size(), 1u);
}

TEST(RequestGate, ForgetsWhatIsTakenBack) {
  RequestGate gate;
  add(gate, 1, 3, "https://a.example/x");
  EXPECT_THAT(ready(gate), ElementsAre(1));
  EXPECT_TRUE(gate.remove(2));
  EXPECT_FALSE(gate.remove(1));
  gate.connected(1);
  EXPECT_THAT(ready(gate), ElementsAre(3));
}

TEST(RetryDelay, DoublesAndEnds) {
  using std::chrono::milliseconds;
  EXPECT_EQ(retry_delay(1, 5, std::nullopt), milliseconds(250));
  EXPECT_EQ(retry_delay(2, 5, std::nullopt), milliseconds(500));
  EXPECT_EQ(retry_delay(5, 5, std::nullopt), milliseconds(4000));
  EXPECT_EQ(retry_delay(6, 5, std::nullopt), std::nullopt);
  EXPECT_EQ(retry_delay(1, 0, std::nullopt), std::nullopt);
  EXPECT_EQ(retry_delay(1, 5, std::chrono::seconds(3)), milliseconds(3000));
  EXPECT_EQ(retry_delay(5, 5, std::chrono::seconds(3)), milliseconds(4000));
  EXPECT_EQ(retry_delay(1, 5, std::chrono::seconds(61)), std::nullopt);
}

TEST(RetryAfter, IsSecondsOrADate) {
  const auto now = std::chrono::sys_days(std::chrono::year(1994) / 11 / 6) + std::chrono::hours(8);
  EXPECT_EQ(parse_retry_after("120", now), std::chrono::seconds(120));
  EXPECT_EQ(parse_retry_after("Sun, 06 Nov 1994 08:00:37 GMT", now), std::chrono::seconds(37));
  EXPECT_EQ(parse_retry_after("Sun, 06 Nov 1994 07:00:37 GMT", now), std::chrono::seconds(0));
  for (const char* text : {"", "-1", "soon", "Sun, 06 Abc 1994 08:00:37 GMT"}) {
    EXPECT_EQ(parse_retry_after(text, now), std::nullopt) << text;
  }
}

TEST(TransientStatus, AreThoseThatMayPass) {
  for (const int status : {408, 429, 500, 502, 503, 504, 520})
    EXPECT_TRUE(is_transient_status(status)) << status;
  for (const int status : {200, 304, 400, 401, 403, 404, 501})
    EXPECT_FALSE(is_transient_status(status)) << status;
}

}  // namespace
}  // namespace pincompile
