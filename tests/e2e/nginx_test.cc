// The index client against nginx: TLS, HTTP/2, compression, conditional requests, ranges,
// passwords, client certificates, proxies.
// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <memory>
#include <set>

#include "cache/dependency_record.h"
#include "cache/page_record.h"
#include "index/index_facts.h"
#include "nginx_server.h"
#include "raw_server.h"
#include "support/digest.h"
#include "support/real_clock.h"
#include "support/real_file_system.h"
#include "support/subprocess.h"
#include "test_archives.h"

namespace pincompile {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using namespace pincompile::testing;  // NOLINT: servers

constexpr int kProjects = 60;

std::string page_of(int number) {
  const std::string name = "p" + std::to_string(number);
  return R"({"meta": {"api-version": "1.1"}, "name": ")" + name + R"(", "files": [{"filename": ")" +
         name + R"(-1.0.tar.gz", "url": "../../f/)" + name + R"(-1.0.tar.gz", "size": 3}]})" +
         std::string(2000, ' ');
}

constexpr int kLargeFiles = 10000;

std::string large_page() {
  std::string files;
  for (int i = 0; i < kLargeFiles; ++i) {
    const std::string name = "large-0." + std::to_string(i) + ".tar.gz";
    files += (i > 0 ? ", " : "") + (R"({"filename": ")" + name + R"(", "url": ")" + name +
                                    R"(", "hashes": {}, "yanked": "},{"})");
  }
  return R"({"files": [)" + files + R"(], "meta": {"api-version": "1.0"}, "name": "large"})";
}

// One nginx for all tests of this file: making keys and starting it takes longer than all of them.
class Nginx : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = std::make_unique<TemporaryFolder>();
    for (int i = 0; i < kProjects; ++i)
      folder_->write("root/simple/p" + std::to_string(i) + "/index.json", page_of(i));
    folder_->write("root/simple/large/index.json", large_page());
    folder_->write("root/private/p1/index.json", page_of(1));
    folder_->write("root/f/shop-1.0-py3-none-any.whl", wheel());
    folder_->write("passwords", "me:{PLAIN}s3cret\n");
    if (find_program("nginx").empty() || !make_certificates(*folder_)) return;
    tls_ = free_port();
    plain_ = free_port();
    client_ = free_port();
    server_ = std::make_unique<NginxServer>(*folder_, tls_, configuration());
  }
  static void TearDownTestSuite() {
    server_.reset();
    folder_.reset();
  }
  void SetUp() override {
    if (server_ == nullptr || !server_->is_up())
      GTEST_SKIP() << "SKIPPED ALOUD: needs the programs nginx and openssl";
    folder_->write("access.log", "");
  }

  static std::string wheel() { return make_wheel("shop", "1.0", "Requires-Dist: cart\n", 200000); }

  static std::string configuration() {
    const std::string at = folder_->path() + "/";
    const std::string body =
        "    root " + at +
        "root; index index.json; gzip on; gzip_types application/vnd.pypi.simple.v1+json;\n"
        "    location /private/ { auth_basic x; auth_basic_user_file " +
        at +
        "passwords; }\n"
        "    location /moved/ { return 302 https://localhost:" +
        std::to_string(tls_) +
        "/simple/p1/; }\n"
        "    add_header Cache-Control 'max-age=77';\n";
    const std::string keys =
        "    ssl_certificate " + at + "server.pem; ssl_certificate_key " + at + "server.key;\n";
    const auto server = [&](const std::string& listen, const std::string& more) {
      return "  server {\n    listen " + listen + ";\n" + more + body + "  }\n";
    };
    return server("127.0.0.1:" + std::to_string(tls_) + " ssl http2", keys) +
           server("127.0.0.1:" + std::to_string(plain_), "") +
           server("127.0.0.1:" + std::to_string(client_) + " ssl",
                  keys + "    ssl_client_certificate " + at + "ca.pem; ssl_verify_client on;\n");
  }

  static std::string https(std::uint16_t port = 0) {
    return "https://127.0.0.1:" + std::to_string(port ? port : tls_);
  }
  static std::string http() { return "http://127.0.0.1:" + std::to_string(plain_); }

  IndexFacts& facts() {
    if (facts_ == nullptr) {
      IndexPorts ports;
      ports.net = [this]() -> Result<NetParts*> { return parts_.get(); };
      ports.clock = &clock_;
      ports.programs = &programs_;
      ports.files = &files_;
      ports.trace = [this](int, std::string_view line) { trace_ += std::string(line) + "\n"; };
      options_.retries = 1;
      if (options_.transport.ca_file.empty() && trust_ca_)
        options_.transport.ca_file = folder_->path() + "/ca.pem";
      facts_ = std::make_unique<IndexFacts>(options_, ports);
    }
    return *facts_;
  }
  std::vector<Fact> ask(std::vector<Want> wants) {
    const std::size_t count = wants.size();
    facts().request(std::move(wants));
    std::vector<Fact> all;
    while (all.size() < count) {
      std::vector<Fact> got = facts().wait();
      if (got.empty()) break;
      for (Fact& fact : got) all.push_back(std::move(fact));
    }
    return all;
  }
  // "found", "still good", "absent", or the error's text.
  std::string ask_page(const std::string& index, const std::string& project = "p1") {
    const std::vector<Fact> got = ask({Want{.id = 1, .project = project, .index_url = index}});
    return got.empty() ? "nothing" : told(got[0].answer);
  }
  static std::string told(const FactAnswer& answer) {
    if (const auto* failed = std::get_if<Failed>(&answer)) return failed->error.to_string();
    if (std::holds_alternative<PageAbsent>(answer)) return "absent";
    if (const auto* page = std::get_if<PageFound>(&answer))
      return page->record.bytes.empty() ? "still good" : "found";
    return "another kind of fact";
  }
  // Lines of the access log that hold `text`.
  static std::vector<std::string> logged(const std::string& text) {
    std::vector<std::string> lines;
    std::string line;
    for (const char c : folder_->read("access.log")) {
      if (c != '\n') {
        line += c;
        continue;
      }
      if (line.find(text) != std::string::npos) lines.push_back(line);
      line.clear();
    }
    return lines;
  }

  static inline std::unique_ptr<TemporaryFolder> folder_;
  static inline std::unique_ptr<NginxServer> server_;
  static inline std::uint16_t tls_ = 0, plain_ = 0, client_ = 0;

  RealClock clock_;
  RealFileSystem files_{"/"};
  Subprocess programs_;
  std::unique_ptr<NetParts> parts_{pincompile_net_parts(kNetPartsVersion)};
  IndexOptions options_ = {.transport = {.timeout = std::chrono::seconds(5)}};
  bool trust_ca_ = true;
  std::string trace_;
  std::unique_ptr<IndexFacts> facts_;
};

TEST_F(Nginx, AnswersManyPagesOverOneHttp2Connection) {
  options_.jobs = 2;
  std::vector<Want> wants;
  for (int i = 0; i < kProjects; ++i) {
    wants.push_back({.id = static_cast<std::uint64_t>(i),
                     .project = "p" + std::to_string(i),
                     .index_url = https() + "/simple"});
  }
  const std::vector<Fact> got = ask(wants);
  ASSERT_EQ(got.size(), static_cast<std::size_t>(kProjects));
  std::set<std::uint64_t> ids;
  for (const Fact& fact : got) {
    ids.insert(fact.want_id);
    const auto* page = std::get_if<PageFound>(&fact.answer);
    ASSERT_NE(page, nullptr) << told(fact.answer);
    EXPECT_EQ(PageView::open(page->record).project(), "p" + std::to_string(fact.want_id));
  }
  EXPECT_EQ(ids.size(), got.size());
  std::set<std::string> connections;
  for (const std::string& line : logged("/simple/")) {
    EXPECT_THAT(line, HasSubstr("HTTP/2.0 200"));
    connections.insert(line.substr(13, line.find(' ', 13) - 13));
  }
  EXPECT_EQ(connections.size(), 1u);
}

TEST_F(Nginx, SendsPagesCompressedAndSaysHowLongTheyAreGood) {
  EXPECT_EQ(ask_page(https() + "/simple"), "found");
  const std::optional<PageFreshness> freshness = facts().freshness(1);
  ASSERT_TRUE(freshness.has_value());
  EXPECT_EQ(freshness->max_age_seconds, 77u);
  EXPECT_FALSE(freshness->etag.empty());
  EXPECT_EQ(facts().counts().bytes, page_of(1).size()) << "decoded";
  facts().revalidate(Want{.id = 1, .project = "p1", .index_url = https() + "/simple"}, *freshness);
  const std::vector<Fact> again = facts().wait();
  ASSERT_EQ(again.size(), 1u);
  EXPECT_EQ(told(again[0].answer), "still good");
  EXPECT_EQ(logged(" 304 ").size(), 1u);
}

TEST_F(Nginx, SendsALargePageThatIsReadWhileItComes) {
  for (const std::string& index : {http() + "/simple", https() + "/simple"}) {
    facts_.reset();
    const std::vector<Fact> got = ask({Want{.id = 1, .project = "large", .index_url = index}});
    ASSERT_EQ(got.size(), 1u);
    const auto* page = std::get_if<PageFound>(&got[0].answer);
    ASSERT_NE(page, nullptr) << told(got[0].answer);
    const PageView view = PageView::open(page->record);
    ASSERT_EQ(view.file_count(), static_cast<std::uint32_t>(kLargeFiles));
    EXPECT_EQ(view.details(0)->url, index + "/large/large-0.0.tar.gz");
    EXPECT_EQ(facts().counts().bytes, large_page().size());
  }
}

TEST_F(Nginx, ServesTheMetadataOfAWheelInOneRange) {
  FileReference file;
  file.filename = "shop-1.0-py3-none-any.whl";
  file.url = https() + "/f/" + file.filename;
  file.size = wheel().size();
  Want want{
      .kind = Want::Kind::kMetadata, .id = 1, .project = "shop", .version = "1.0", .files = {file}};
  const std::vector<Fact> got = ask({want});
  ASSERT_EQ(got.size(), 1u);
  const auto* known = std::get_if<MetadataKnown>(&got[0].answer);
  ASSERT_NE(known, nullptr) << told(got[0].answer);
  EXPECT_EQ(DependencyView::open(known->record.bytes).requirement(0).name_text, "cart");
  EXPECT_EQ(logged(" 206 ").size(), 1u);
  EXPECT_LT(facts().counts().bytes, file.size / 2);
}

TEST_F(Nginx, IsNotBelievedWithACertificateOfAnUnknownAuthority) {
  trust_ca_ = false;
  const std::string text = ask_page(https() + "/simple");
  EXPECT_THAT(text, HasSubstr("certificate of 127.0.0.1:"));
  EXPECT_THAT(text, HasSubstr("is not trusted: "));
  EXPECT_THAT(text, HasSubstr("hint: --cert FILE adds a CA"));
  EXPECT_EQ(facts().counts().requests, 1u) << "no use in asking again";
}

TEST_F(Nginx, IsBelievedWithAnyCertificateWhenItsHostIsTrusted) {
  trust_ca_ = false;
  options_.trusted_hosts = {"127.0.0.1"};
  EXPECT_EQ(ask_page(https() + "/simple"), "found");
}

TEST_F(Nginx, WantsAClientCertificate) {
  EXPECT_THAT(ask_page(https(client_) + "/simple"), HasSubstr("answered 400"));
  facts_.reset();
  options_.transport.client_certificate = folder_->path() + "/client.pem";
  EXPECT_EQ(ask_page(https(client_) + "/simple"), "found");
  facts_.reset();
  options_.transport.client_certificate = folder_->path() + "/ca.pem";
  EXPECT_THAT(ask_page(https(client_) + "/simple"),
              HasSubstr("the client certificate cannot be used"));
}

TEST_F(Nginx, WantsAPasswordAndGetsItFromEachSource) {
  const std::string index = https() + "/private";
  EXPECT_THAT(ask_page(index), HasSubstr("refused access (401)"));
  facts_.reset();
  options_.indexes = {"https://me:s3cret@127.0.0.1:" + std::to_string(tls_) + "/private"};
  EXPECT_EQ(ask_page(index), "found");
  facts_.reset();
  options_.indexes = {index};
  options_.netrc = "machine 127.0.0.1 login me password s3cret\n";
  EXPECT_EQ(ask_page(index), "found");
  facts_.reset();
  options_.netrc = "machine 127.0.0.1 login me password wrong\n";
  const std::string refused = ask_page(index);
  EXPECT_THAT(refused, HasSubstr("credentials tried: netrc"));
  EXPECT_THAT(refused + trace_, Not(HasSubstr("wrong")));
  EXPECT_THAT(trace_, Not(HasSubstr("s3cret")));
}

TEST_F(Nginx, GetsThePasswordFromAKeyringOnPath) {
  folder_->write("bin/keyring", "#!/bin/sh\n[ \"$1 $3\" = \"get me\" ] && echo s3cret || exit 1\n");
  ASSERT_EQ(::chmod((folder_->path() + "/bin/keyring").c_str(), 0755), 0);
  const std::string path = ::getenv("PATH");
  ::setenv("PATH", (folder_->path() + "/bin:" + path).c_str(), 1);
  options_.indexes = {"https://me@127.0.0.1:" + std::to_string(tls_) + "/private"};
  options_.keyring = true;
  EXPECT_EQ(ask_page(https() + "/private"), "found");
  EXPECT_EQ(ask_page(https() + "/private"), "found");
  ::setenv("PATH", path.c_str(), 1);
  EXPECT_EQ(facts().counts().requests, 3u) << "what the keyring says is remembered";
}

TEST_F(Nginx, GetsNoPasswordOfAnotherHostBehindARedirect) {
  options_.indexes = {"https://me:s3cret@127.0.0.1:" + std::to_string(tls_) + "/moved"};
  EXPECT_EQ(ask_page(https() + "/moved"), "found");
  EXPECT_THAT(logged("/moved/"), ::testing::ElementsAre(HasSubstr("Basic")));
  EXPECT_THAT(logged("/simple/p1/"), ::testing::ElementsAre(Not(HasSubstr("Basic"))));
}

TEST_F(Nginx, IsAskedThroughAProxy) {
  const std::string tinyproxy = find_program("tinyproxy");
  if (tinyproxy.empty()) GTEST_SKIP() << "SKIPPED ALOUD: needs the program tinyproxy";
  const std::uint16_t port = free_port();
  folder_->write("tinyproxy.conf",
                 "Port " + std::to_string(port) + "\nListen 127.0.0.1\nTimeout 20\nLogFile \"" +
                     folder_->path() + "/proxy.log\"\nLogLevel Info\nBasicAuth proxyuser pr0xy\n");
  const ServerProgram proxy({tinyproxy, "-d", "-c", folder_->path() + "/tinyproxy.conf"}, port);
  ASSERT_TRUE(proxy.is_up());
  const std::string address = "127.0.0.1:" + std::to_string(port);
  options_.transport.proxy = "http://proxyuser:pr0xy@" + address;
  EXPECT_EQ(ask_page(https() + "/simple"), "found");
  EXPECT_EQ(ask_page(http() + "/simple"), "found");
  const std::string log = folder_->read("proxy.log");
  EXPECT_THAT(log, HasSubstr("CONNECT 127.0.0.1:" + std::to_string(tls_)));
  EXPECT_THAT(log, HasSubstr("GET " + http() + "/simple/p1/"));

  facts_.reset();
  options_.transport.proxy = "http://proxyuser:wr0ng@" + address;
  const std::string refused = ask_page(https() + "/simple") + ask_page(http() + "/simple") + trace_;
  EXPECT_THAT(refused, HasSubstr("cannot reach"));
  EXPECT_THAT(refused, Not(HasSubstr("wr0ng")));
  EXPECT_THAT(refused, Not(HasSubstr("pr0xy")));

  facts_.reset();
  options_.transport.proxy.clear();
  options_.transport.https_proxy = "http://" + address;
  options_.transport.no_proxy = "127.0.0.1";
  EXPECT_EQ(ask_page(https() + "/simple"), "found") << "past the proxy";
}

TEST_F(Nginx, IsNotThereAtAll) {
  const std::string text = ask_page("http://127.0.0.1:" + std::to_string(free_port()) + "/simple");
  EXPECT_THAT(text, HasSubstr("connection refused (2 tries, "));
  EXPECT_THAT(ask_page("https://no-such-host.invalid/simple"), HasSubstr("host name not found"));
}

TEST_F(Nginx, ThatCannotBeConnectedToFailsAllRequestsAtOnceAndNotOneByOne) {
  // Takes connections, but never shakes hands: every try ends with its time-out.
  const RawServer silent([](RawConnection&, const RawRequest&) {});
  options_.transport.timeout = std::chrono::seconds(1);
  const std::string index = "https" + silent.url("/simple").substr(4);
  std::vector<Want> wants;
  for (std::uint64_t i = 0; i < 150; ++i) {
    wants.push_back({.id = i, .project = "p" + std::to_string(i), .index_url = index});
  }
  options_.retries = 1;
  const auto begun = clock_.monotonic();
  const std::vector<Fact> got = ask(wants);
  ASSERT_EQ(got.size(), wants.size());
  for (const Fact& fact : got) EXPECT_THAT(told(fact.answer), HasSubstr("(2 tries, "));
  EXPECT_LT(clock_.monotonic() - begun, std::chrono::seconds(8));
}

TEST_F(Nginx, CancelEndsWhatIsUnderWayAtOnce) {
  const RawServer silent([](RawConnection& connection, const RawRequest&) {
    connection.pause(std::chrono::seconds(20));
  });
  facts().request({Want{.id = 1, .project = "p1", .index_url = silent.url("/simple")}});
  const auto begun = clock_.monotonic();
  facts().cancel();
  EXPECT_TRUE(facts().wait().empty());
  facts_.reset();
  EXPECT_LT(clock_.monotonic() - begun, std::chrono::seconds(1));
}

}  // namespace
}  // namespace pincompile
