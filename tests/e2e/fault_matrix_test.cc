// The fault matrix: what an index may do wrong, against every kind of request, over real
// connections. Each row says what must come of it; nothing may hang, crash or be taken for an
// answer.
// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <array>
#include <map>
#include <memory>

#include "cache/dependency_record.h"
#include "cache/page_record.h"
#include "index/index_facts.h"
#include "raw_server.h"
#include "support/digest.h"
#include "support/real_clock.h"
#include "support/real_file_system.h"
#include "support/subprocess.h"
#include "test_archives.h"

namespace pincompile {
namespace {

using testing::RawConnection;
using testing::RawRequest;
using testing::RawServer;

// The kinds of request. Each is made by a want of its own whose other requests all go well.
enum Kind { kPage, kRevalidate, kMetadata, kRange, kWhole, kSdist, kLegacy, kKinds };
constexpr const char* kKindNames[] = {"page",        "revalidate", "metadata",   "range",
                                      "whole wheel", "sdist",      "legacy json"};

// Outcomes: `ok`, `absent`, `unavailable`, or the kind of error.
using Outcomes = std::array<const char*, kKinds>;
using Misbehave =
    std::function<void(RawConnection& connection, const RawRequest& request, int time)>;

struct Fault {
  const char* name;
  Misbehave misbehave;  ///< `time` counts the requests of a kind, from 1
  Outcomes expected;
  const char* text;  ///< stands in the message of each error
};

const std::string kMetadataText = testing::metadata_text("shop", "1.0", "Requires-Dist: cart\n");
const std::string kWheelBytes = testing::make_wheel("shop", "1.0", "Requires-Dist: cart\n", 100000);
const std::string kSdistBytes =
    testing::make_tar_gz({{"shop-1.0/PKG-INFO", testing::metadata_text("shop", "1.0", "", "1.1")},
                          {"shop-1.0/shop.egg-info/requires.txt", "cart\n"}});
constexpr const char* kPageText =
    R"({"meta": {"api-version": "1.1"}, "name": "shop", "files": [{"filename": "shop-1.0.tar.gz", "url": "/f/shop-1.0.tar.gz"}]})";
constexpr const char* kPageType = "Content-Type: application/vnd.pypi.simple.v1+json\r\n";

Kind kind_of(const RawRequest& request) {
  const std::string& path = request.path;
  if (path.starts_with("/well/") && !path.ends_with(".metadata"))
    return kKinds;  // what a want needs beside the request under test
  if (path.starts_with("/page/")) return kPage;
  if (path.starts_with("/revalidate/")) return kRevalidate;
  if (path.ends_with(".metadata")) return kMetadata;
  if (path.starts_with("/range/")) return kRange;
  if (path.starts_with("/whole/")) return kWhole;
  if (path.starts_with("/legacy/pypi/")) return kLegacy;
  return kSdist;
}

void answer_file(RawConnection& connection, const RawRequest& request, const std::string& bytes,
                 bool ranges) {
  const std::string range = request.header("Range");
  if (!ranges || range.empty()) return connection.answer(200, bytes);
  const std::size_t dash = range.find('-');
  const std::size_t first = std::stoul(range.substr(6, dash - 6));
  const std::size_t last = std::min(std::stoul(range.substr(dash + 1)), bytes.size() - 1);
  connection.answer(206, bytes.substr(first, last - first + 1),
                    "Content-Range: bytes " + std::to_string(first) + "-" + std::to_string(last) +
                        "/" + std::to_string(bytes.size()) + "\r\n");
}

void behave(RawConnection& connection, const RawRequest& request) {
  switch (kind_of(request)) {
    case kKinds:
      return answer_file(connection, request,
                         request.path.ends_with(".whl") ? kWheelBytes : kSdistBytes, true);
    case kPage:
      return connection.answer(200, kPageText, kPageType);
    case kRevalidate:
      return connection.answer(304, "");
    case kMetadata:
      return connection.answer(200, kMetadataText);
    case kRange:
      return answer_file(connection, request, kWheelBytes, true);
    case kWhole:
      return answer_file(connection, request, kWheelBytes, false);
    case kLegacy:
      return connection.answer(
          200, R"({"info": {"name": "shop", "version": "1.0", "requires_dist": ["cart"]}})");
    default:
      return answer_file(connection, request, kSdistBytes, true);
  }
}

FileReference file_at(const RawServer& server, const std::string& path, const std::string& bytes) {
  FileReference file;
  file.filename = path.substr(path.rfind('/') + 1);
  file.url = server.url(path);
  file.size = bytes.size();
  file.sha256 = to_hex(sha256(bytes));
  return file;
}

// One want per kind, its number the kind.
Want want_of(Kind kind, const RawServer& server) {
  Want want{.kind = Want::Kind::kMetadata, .id = kind, .project = "shop", .version = "1.0"};
  FileReference file;
  switch (kind) {
    case kPage:
    case kRevalidate:
      want.kind = Want::Kind::kPage;
      want.index_url = server.url(kind == kPage ? "/page" : "/revalidate");
      return want;
    case kMetadata:
      file = file_at(server, "/well/shop-1.0-py3-none-any.whl", kWheelBytes);
      file.has_metadata = true;
      file.metadata_sha256 = to_hex(sha256(kMetadataText));
      break;
    case kRange:
      file = file_at(server, "/range/shop-1.0-py3-none-any.whl", kWheelBytes);
      break;
    case kWhole:
      file = file_at(server, "/whole/shop-1.0-py3-none-any.whl", kWheelBytes);
      break;
    case kLegacy:
      want.index_url = server.url("/legacy/simple");
      file = file_at(server, "/well/shop-1.0.tar.gz", kSdistBytes);
      break;
    default:
      file = file_at(server, "/sdist/shop-1.0.tar.gz", kSdistBytes);
      break;
  }
  want.files = {file};
  return want;
}

std::string outcome_of(const FactAnswer& answer) {
  if (const auto* failed = std::get_if<Failed>(&answer))
    return std::string(to_string(failed->error.kind));
  if (std::holds_alternative<PageAbsent>(answer)) return "absent";
  if (std::holds_alternative<MetadataUnavailable>(answer)) return "unavailable";
  if (const auto* page = std::get_if<PageFound>(&answer)) {
    if (page->record.bytes.empty()) return "ok";
    return PageView::open(page->record).version_count() == 1 ? "ok" : "another page";
  }
  if (const auto* known = std::get_if<MetadataKnown>(&answer)) {
    const DependencyView view = DependencyView::open(known->record.bytes);
    return view.requirement_count() == 1 && view.requirement(0).name_text == "cart"
               ? "ok"
               : "other metadata";
  }
  return "offline";
}

struct Answers {
  std::map<Kind, FactAnswer> answers;
  std::chrono::milliseconds time{0};
};

// All kinds at once, one want after the other on the same source would take the time-outs seven
// times.
Answers ask_all(const RawServer& server, unsigned jobs) {
  RealClock clock;
  RealFileSystem files("/");
  Subprocess programs;
  const std::unique_ptr<NetParts> parts(pincompile_net_parts(kNetPartsVersion));
  IndexOptions options;
  options.indexes = {server.url("/page"), server.url("/revalidate"), server.url("/legacy/simple")};
  options.transport.timeout = std::chrono::seconds(1);
  options.retries = 1;
  options.jobs = jobs;
  const auto loader = [&parts]() -> Result<NetParts*> { return parts.get(); };
  IndexFacts facts(options, {loader, &clock, &programs, &files});
  const auto begun = std::chrono::steady_clock::now();
  for (int kind = 0; kind < kKinds; ++kind) {
    const Want want = want_of(static_cast<Kind>(kind), server);
    if (kind == kRevalidate) {
      facts.revalidate(want, {"\"old\"", "", 0});
    } else {
      facts.request({want});
    }
  }
  Answers run;
  for (std::vector<Fact> got = facts.wait(); !got.empty(); got = facts.wait()) {
    for (Fact& fact : got)
      run.answers.emplace(static_cast<Kind>(fact.want_id), std::move(fact.answer));
  }
  run.time = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::steady_clock::now() - begun);
  return run;
}

void status(RawConnection& connection, int code, const std::string& headers = {}) {
  connection.answer(code, "<html>no</html>", "Content-Type: text/html\r\n" + headers);
}

// A head that announces `length` bytes; the body is up to the caller.
void head(RawConnection& connection, std::uint64_t length, const std::string& headers = {}) {
  connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(length) + "\r\n" +
                  headers + "\r\n");
}

void drip(RawConnection& connection) {
  head(connection, 100000, kPageType);
  while (connection.pause(std::chrono::milliseconds(100)) && connection.send("x")) {
  }
  connection.close();
}

// What an answer with other content is to each kind.
void content(RawConnection& connection, const RawRequest&, const std::string& type,
             const std::string& body) {
  connection.answer(200, body, "Content-Type: " + type + "\r\n");
}

constexpr Outcomes kAll(const char* outcome) {
  return {outcome, outcome, outcome, outcome, outcome, outcome, outcome};
}

const std::vector<Fault>& faults() {
  using C = RawConnection;
  using R = RawRequest;
  // A copy of METADATA that is not there, or a legacy page that says nothing, is made up for; the
  // rest is not.
  static const std::vector<Fault> table = {
      //                                     page  revalidate  metadata  range  whole wheel  sdist
      //                                     legacy
      {"none", [](C& c, const R& r, int) { behave(c, r); }, kAll("ok"), ""},
      {"reset", [](C& c, const R&, int) { c.reset(); }, kAll("network"), "cannot reach 127.0.0.1"},
      {"closed without an answer", [](C& c, const R&, int) { c.close(); }, kAll("network"),
       "cannot reach 127.0.0.1"},
      {"reset once", [](C& c, const R& r, int time) { time == 1 ? c.reset() : behave(c, r); },
       kAll("ok"), ""},
      {"stall before the answer",
       [](C& c, const R&, int) {
         c.pause(std::chrono::seconds(20));
         c.close();
       },
       kAll("network"), "the server stopped sending"},
      {"stall within the answer",
       [](C& c, const R&, int) {
         head(c, 1000);
         c.send("{");
         c.pause(std::chrono::seconds(20));
         c.close();
       },
       kAll("network"), "the server stopped sending"},
      {"slow drip", [](C& c, const R&, int) { drip(c); }, kAll("network"),
       "the server stopped sending"},
      {"404",
       [](C& c, const R&, int) { status(c, 404); },
       {"absent", "absent", "ok", "unavailable", "unavailable", "unavailable", "ok"},
       ""},
      {"410",
       [](C& c, const R&, int) { status(c, 410); },
       {"absent", "absent", "ok", "unavailable", "unavailable", "unavailable", "ok"},
       ""},
      {"403",
       [](C& c, const R&, int) { status(c, 403); },
       {"unauthorized", "unauthorized", "ok", "unauthorized", "unauthorized", "unauthorized", "ok"},
       "refused access (403)"},
      {"401",
       [](C& c, const R&, int) { status(c, 401, "WWW-Authenticate: Basic\r\n"); },
       {"unauthorized", "unauthorized", "ok", "unauthorized", "unauthorized", "unauthorized", "ok"},
       "refused access (401)"},
      {"429 once",
       [](C& c, const R& r, int time) {
         time == 1 ? status(c, 429, "Retry-After: 1\r\n") : behave(c, r);
       },
       kAll("ok"), ""},
      {"500 once", [](C& c, const R& r, int time) { time == 1 ? status(c, 500) : behave(c, r); },
       kAll("ok"), ""},
      {"500 always", [](C& c, const R&, int) { status(c, 500); }, kAll("network"),
       "it answered 500 (2 tries, "},
      {"418",
       [](C& c, const R&, int) { status(c, 418); },
       {"network", "network", "ok", "network", "network", "network", "ok"},
       "answered 418"},
      {"truncated body",
       [](C& c, const R&, int) {
         head(c, 5000);
         c.send("{\"files\": [");
         c.close();
       },
       kAll("network"), "the answer ended early"},
      {"more bytes than announced",
       [](C& c, const R& r, int) {
         head(c, 3, std::string("Connection: close\r\n") + kPageType);
         c.send(kind_of(r) == kPage ? kPageText : "garbage");
         c.close();
       },
       {"corrupt", "corrupt", "corrupt", "corrupt", "corrupt", "corrupt", "ok"},
       ""},
      {"broken gzip",
       [](C& c, const R&, int) {
         c.answer(200, "\x1f\x8b\x08 nonsense",
                  std::string("Content-Encoding: gzip\r\n") + kPageType);
       },
       {"network", "network", "network", "corrupt", "corrupt", "corrupt", "network"},
       ""},
      {"no HTTP at all",
       [](C& c, const R&, int) {
         c.send("220 mail.example ESMTP\r\n");
         c.close();
       },
       kAll("network"), "cannot reach 127.0.0.1"},
      {"invalid JSON",
       [](C& c, const R& r, int) {
         content(c, r, "application/vnd.pypi.simple.v1+json", "{\"files\": [{");
       },
       {"corrupt", "corrupt", "corrupt", "corrupt", "corrupt", "corrupt", "ok"},
       ""},
      {"wrong project",
       [](C& c, const R& r, int) {
         content(c, r, "application/json", "{\"name\": \"other\", \"files\": []}");
       },
       {"corrupt", "corrupt", "corrupt", "corrupt", "corrupt", "corrupt", "ok"},
       ""},
      {"HTML instead of JSON",
       [](C& c, const R& r, int) {
         content(c, r, "text/html", "<html><a href='/login'>sign in</a></html>");
       },
       {"corrupt", "corrupt", "corrupt", "corrupt", "corrupt", "corrupt", "ok"},
       ""},
      {"digest mismatch",
       [](C& c, const R& r, int) {
         const std::string other = testing::make_wheel("shop", "1.0", "Requires-Dist: evil\n");
         kind_of(r) == kMetadata
             ? c.answer(200, "Metadata-Version: 2.1\nName: shop\nVersion: 1.0\n")
             : content(c, r, "application/octet-stream", other);
       },
       {"corrupt", "corrupt", "corrupt", "corrupt", "corrupt", "corrupt", "ok"},
       ""},
      {"redirect loop",
       [](C& c, const R& r, int) { status(c, 302, "Location: " + r.path + "\r\n"); },
       kAll("network"), "more than 10 redirects"},
      {"redirect to nowhere",
       [](C& c, const R&, int) { status(c, 302, "Location: ftp://127.0.0.1/x\r\n"); },
       kAll("network"), "is no http or https URL"},
      {"redirect to plain http elsewhere",
       [](C& c, const R&, int) { status(c, 302, "Location: http://other.example/x\r\n"); },
       kAll("unauthorized"), "plain http to other.example is refused"},
      {"10 GB body",
       [](C& c, const R&, int) {
         head(c, 10000000000, kPageType);
         c.send(std::string(10000, ' '));
         c.close();
       },
       {"corrupt", "corrupt", "corrupt", "corrupt", "corrupt", "unavailable", "corrupt"},
       "longer than"},
  };
  return table;
}

TEST(FaultMatrix, EveryFaultAgainstEveryKindOfRequest) {
  for (const Fault& fault : faults()) {
    for (const unsigned jobs : {0u, 2u}) {
      std::mutex mutex;
      std::map<std::string, int> times;
      RawServer server([&](RawConnection& connection, const RawRequest& request) {
        int time = 0;
        {
          std::lock_guard lock(mutex);
          time = ++times[request.path];
        }
        kind_of(request) == kKinds ? behave(connection, request)
                                   : fault.misbehave(connection, request, time);
      });
      if (jobs == 2 && std::string_view(fault.name).find("st") == 0) continue;  // slow ones once
      const Answers run = ask_all(server, jobs);
      EXPECT_EQ(run.answers.size(), static_cast<std::size_t>(kKinds)) << fault.name;
      for (const auto& [kind, answer] : run.answers) {
        const std::string where = std::string(fault.name) + " against " + kKindNames[kind];
        const auto* failed = std::get_if<Failed>(&answer);
        EXPECT_EQ(outcome_of(answer), fault.expected[kind])
            << where << (failed ? ": " + failed->error.to_string() : "");
        if (failed != nullptr) {
          EXPECT_NE(failed->error.to_string().find(fault.text), std::string::npos)
              << where << ": " << failed->error.to_string();
        }
      }
      EXPECT_LT(run.time, std::chrono::seconds(15)) << fault.name;
    }
  }
}

}  // namespace
}  // namespace pincompile
