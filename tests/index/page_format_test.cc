// JSON and HTML pages to the values of a page record.
// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

#include "cache/page_record.h"
#include "index/net_parts.h"
#include "index/page_body.h"
#include "index/simple_html.h"
#include "index/simple_json.h"
#include "index/upload_time.h"
#include "result_matchers.h"

namespace pincompile {
namespace {

using ::testing::HasSubstr;

Result<PageContent> read_json(std::string_view text, const std::string& project = "shop") {
  const auto body = std::make_shared<std::string>(text);
  body->append(kSpareBytes, ' ');
  Result<PageContent> page = read_json_page(std::string_view(*body).substr(0, text.size()),
                                            {project, "https://index.example/simple/shop/"});
  // The page views its body and its own texts: keep both.
  if (page)
    page->owner =
        std::make_shared<std::pair<std::shared_ptr<const void>, std::shared_ptr<std::string>>>(
            page->owner, body);
  return page;
}

Result<PageContent> read_html(std::string_view text) {
  const std::unique_ptr<NetParts> parts(pincompile_net_parts(kNetPartsVersion));
  const Result<HtmlPage> page = parts->read_html(text);
  if (!page) return page.error();
  return page_from_html(*page, {"shop", "https://index.example/simple/shop/"});
}

const std::string kDigest(64, 'a');

TEST(JsonPage, ReadsAllThatIsKnownOfAFile) {
  const auto page = read_json(
      R"({"meta": {"api-version": "1.4", "_last-serial": 7}, "name": "Shop", "versions": ["1.0"],
          "alternate-locations": [], "files": [{
          "filename": "shop-1.0-py3-none-any.whl", "url": "../../files/shop-1.0-py3-none-any.whl",
          "hashes": {"md5": "x", "sha256": ")" +
      kDigest + R"("}, "requires-python": ">=3.9\u002C<4", "size": 1234,
          "upload-time": "2025-03-01T10:20:30.123456Z", "yanked": "broken \"metadata\"",
          "core-metadata": {"sha256": ")" +
      kDigest +
      R"("}, "data-dist-info-metadata": false, "gpg-sig": null, "provenance": {"a": [1, {}]}}],
          "project-status": {"status": "archived", "reason": "moved"}})");
  ASSERT_OK(page);
  ASSERT_EQ(page->files.size(), 1u);
  const PageFile& file = page->files[0];
  EXPECT_EQ(file.filename, "shop-1.0-py3-none-any.whl");
  EXPECT_EQ(file.url, "https://index.example/files/shop-1.0-py3-none-any.whl");
  EXPECT_EQ(file.sha256, kDigest);
  EXPECT_EQ(file.requires_python, ">=3.9,<4");
  EXPECT_EQ(file.size, 1234u);
  EXPECT_EQ(file.uploaded, parse_upload_time("2025-03-01T10:20:30Z"));
  EXPECT_TRUE(file.yanked);
  EXPECT_EQ(file.yanked_reason, "broken \"metadata\"");
  EXPECT_TRUE(file.has_metadata);
  EXPECT_EQ(file.metadata_sha256, kDigest);
  EXPECT_EQ(page->status, ProjectStatus::kArchived);
  EXPECT_EQ(page->status_reason, "moved");
}

TEST(JsonPage, SkipsEntriesThatCannotBeReadAndKeepsTheRest) {
  const auto page = read_json(
      R"({"files": [null, 7, {}, {"filename": "a"}, {"filename": 3, "url": "u"}, {"url": "u"},
          {"filename": "shop-1.tar.gz", "url": "https://x/shop-1.tar.gz", "size": "big", "yanked": null,
           "hashes": [], "core-metadata": 3, "requires-python": {}, "upload-time": "yesterday"}]})");
  ASSERT_OK(page);
  ASSERT_EQ(page->files.size(), 1u);
  EXPECT_EQ(page->files[0].url, "https://x/shop-1.tar.gz");
  EXPECT_FALSE(page->files[0].yanked);
  EXPECT_FALSE(page->files[0].has_metadata);
  EXPECT_EQ(page->files[0].size, 0u);
  EXPECT_EQ(page->files[0].uploaded, std::nullopt);
}

TEST(JsonPage, RefusesWhatIsNoPage) {
  const std::string whole = R"({"meta": {"api-version": "1.0"}, "name": "shop", "files": [
      {"filename": "shop-1.tar.gz", "url": "https://x/shop-1.tar.gz", "hashes": {}},
      {"filename": "shop-2.tar.gz", "url": "https://x/shop-2.tar.gz", "hashes": {}}]})";
  ASSERT_OK(read_json(whole));
  for (std::size_t length = 0; length < whole.size(); ++length) {
    EXPECT_FALSE(read_json(whole.substr(0, length))) << "cut at " << length;
  }
  for (const char* text :
       {"<html>", "[]", "{\"message\": \"no\"}", "{\"files\": 3}", "null", "{\"files\": []} x",
        "{\"files\": [}]", "{\"files\": [{\"filename\": \"a\" \"url\": 1}]}"}) {
    EXPECT_ERROR(read_json(text), ErrorKind::kCorrupt) << text;
  }
}

TEST(JsonPage, RefusesThePageOfAnotherProject) {
  const auto page = read_json(R"({"name": "bazaar", "files": []})");
  ASSERT_ERROR(page, ErrorKind::kCorrupt);
  EXPECT_THAT(page.error().message, HasSubstr("it is the page of bazaar"));
  EXPECT_OK(read_json(R"({"name": "S.hop", "files": []})", "s-hop"));
}

TEST(JsonPage, ChecksTheApiVersion) {
  for (const char* version : {"1.0", "1.99", "1", "odd"}) {
    EXPECT_OK(
        read_json(R"({"files": [], "meta": {"api-version": ")" + std::string(version) + "\"}}"))
        << version;
  }
  for (const char* version : {"2.0", "2", "10.1"}) {
    EXPECT_ERROR(
        read_json(R"({"meta": {"api-version": ")" + std::string(version) + R"("}, "files": []})"),
        ErrorKind::kUnsupported)
        << version;
  }
}

TEST(JsonPage, TakesUserPartsOutOfFileUrls) {
  const auto page = read_json(
      R"({"files": [{"filename": "shop-1.tar.gz", "url": "https://me:pw@x/shop-1.tar.gz#f"}]})");
  ASSERT_OK(page);
  EXPECT_EQ(page->files[0].url, "https://x/shop-1.tar.gz");
}

TEST(HtmlPage, ReadsAllThatIsKnownOfAFile) {
  const auto page =
      read_html(R"(<!DOCTYPE html><html><head>
      <meta name="pypi:repository-version" content="1.3"><meta name="pypi:project-status" content="deprecated">
      <title>Links for shop</title></head><body><h1>Links</h1>
      <a href="../../files/shop-1.0%2Bcpu-py3-none-any.whl#sha256=)" +
                kDigest + R"(" data-requires-python="&gt;=3.9" data-dist-info-metadata="false"
        data-core-metadata="sha256=)" +
                kDigest + R"(" data-yanked="broken &amp; bad" rel="internal">shop</a><br>
      <A HREF='https://other.example/shop-2.tar.gz' DATA-YANKED data-dist-info-metadata="true">shop-2</A>
      <a>no link</a></body></html>)");
  ASSERT_OK(page);
  ASSERT_EQ(page->files.size(), 2u);
  const PageFile& wheel = page->files[0];
  EXPECT_EQ(wheel.filename, "shop-1.0+cpu-py3-none-any.whl");
  EXPECT_EQ(wheel.url, "https://index.example/files/shop-1.0%2Bcpu-py3-none-any.whl");
  EXPECT_EQ(wheel.sha256, kDigest);
  EXPECT_EQ(wheel.requires_python, ">=3.9");
  EXPECT_TRUE(wheel.has_metadata);
  EXPECT_EQ(wheel.metadata_sha256, kDigest);
  EXPECT_TRUE(wheel.yanked);
  EXPECT_EQ(wheel.yanked_reason, "broken & bad");
  const PageFile& sdist = page->files[1];
  EXPECT_EQ(sdist.url, "https://other.example/shop-2.tar.gz");
  EXPECT_TRUE(sdist.yanked);
  EXPECT_TRUE(sdist.has_metadata);
  EXPECT_EQ(sdist.metadata_sha256, "");
  EXPECT_EQ(page->status, ProjectStatus::kDeprecated);
}

TEST(HtmlPage, ObeysTheBaseElement) {
  const auto page =
      read_html(R"(<base href="https://cdn.example/f/"><a href="shop-1.tar.gz">x</a>)");
  ASSERT_OK(page);
  EXPECT_EQ(page->files[0].url, "https://cdn.example/f/shop-1.tar.gz");
}

TEST(HtmlPage, ChecksTheApiVersion) {
  EXPECT_ERROR(read_html(R"(<meta name="pypi:repository-version" content="2.0"><a href="x">x</a>)"),
               ErrorKind::kUnsupported);
}

Result<RecordBytes> read_body(const std::string& type, std::string body) {
  const std::unique_ptr<NetParts> parts(pincompile_net_parts(kNetPartsVersion));
  HttpResponse response{
      200, {{"content-type", type}}, std::move(body), "https://index.example/simple/shop/"};
  response.body.reserve(response.body.size() + kSpareBytes);
  return read_page_body(response, "shop", *parts);
}

TEST(PageBody, TakesNoLoginFormForAnEmptyProject) {
  EXPECT_ERROR(
      read_body("text/html", "<html><form action=login></form><a href='/help'>help</a></html>"),
      ErrorKind::kCorrupt);
  EXPECT_ERROR(read_body("text/html", "<a href='bazaar-1.0.tar.gz'>bazaar-1.0.tar.gz</a>"),
               ErrorKind::kCorrupt);
  EXPECT_ERROR(read_body("application/vnd.pypi.simple.v1+json", "<html></html>"),
               ErrorKind::kCorrupt);
  EXPECT_OK(read_body("text/html", "<meta name='pypi:repository-version' content='1.0'>"));
}

TEST(PageBody, GivesTheSameRecordForBothFormats) {
  const auto json =
      read_body("application/vnd.pypi.simple.v1+json",
                R"({"files": [{"filename": "shop-1.tar.gz", "url": "https://x/shop-1.tar.gz"}]})");
  const auto html =
      read_body("text/html; charset=utf-8", "<a href='https://x/shop-1.tar.gz'>shop-1.tar.gz</a>");
  ASSERT_OK(json);
  ASSERT_OK(html);
  EXPECT_TRUE(std::ranges::equal(json->bytes, html->bytes));
}

// The record of a page whose body comes in parts of `step` bytes; how many bytes were taken early.
std::pair<Result<RecordBytes>, std::size_t> read_in_parts(std::string_view text, std::size_t step) {
  JsonPage page({"shop", "https://index.example/simple/shop/"});
  std::string body;
  std::size_t taken = 0;
  for (std::size_t at = 0; at < text.size(); at += step) {
    body.append(text.substr(at, step));
    const std::size_t before = body.size();
    const std::size_t shorter = page.take(body);
    EXPECT_EQ(before - body.size(), shorter);
    taken += shorter;
  }
  body.reserve(body.size() + kSpareBytes);
  return {page.finish(body), taken};
}

std::string bytes_of(const Result<RecordBytes>& record) {
  if (!record) return record.error().to_string();
  return {reinterpret_cast<const char*>(record->bytes.data()), record->bytes.size()};
}

std::string shop_file(int number, const std::string& more) {
  const std::string name = "shop-" + std::to_string(number % 7) + "." + std::to_string(number) +
                           (number % 3 == 0 ? ".tar.gz" : "-1a-py3-none-any.whl");
  return R"({"filename": ")" + name + R"(", "url": "../f\/)" + name +
         R"(", "hashes": {"sha256": ")" + kDigest + "\"}" + more + "}";
}

std::string shop_files(int first, int count, const std::string& gap, const std::string& more) {
  std::string all;
  for (int i = first; i < first + count; ++i) all += (i > first ? gap : "") + shop_file(i, more);
  return all;
}

TEST(JsonPage, MakesTheSameRecordOfABodyThatComesInParts) {
  const std::string yanked = R"(, "yanked": "see },{ and \"},{\" there", "size": 7)";
  const std::string nested = R"(, "later": [{"a": [{}, {}]}, {"b": {}}], "requires-python": ">=3")";
  const std::string about = R"("name": "Shop", "meta": {"api-version": "1.4", "x": [{}, {}]},
      "project-status": {"status": "archived", "reason": "it \u0069s old"})";
  const std::string bodies[] = {
      "{" + about + R"(, "files": [)" + shop_files(0, 20, ",", "") + "]}",
      R"({"files": [)" + shop_files(0, 20, " ,\n ", yanked) + "], " + about + "}",
      R"({"others": [{"a": 1}, {}, {}], "files": [)" + shop_files(0, 9, ", ", nested) + "]," +
          about + R"(, "more": [{}, {}], "files": [)" + shop_files(9, 9, ",", yanked) +
          R"(], "last": [{}, {}, {"b": 2}]})",
  };
  for (const std::string& text : bodies) {
    std::string whole = text;
    whole.reserve(whole.size() + kSpareBytes);
    const auto expected = JsonPage({"shop", "https://index.example/simple/shop/"}).finish(whole);
    ASSERT_TRUE(expected.has_value()) << expected.error().to_string();
    for (const std::size_t step : {1u, 7u, 200u, 1000u, 2000u}) {
      const auto [record, taken] = read_in_parts(text, step);
      EXPECT_TRUE(bytes_of(record) == bytes_of(expected)) << step;
      EXPECT_GT(taken, 0u) << step;
    }
  }
}

TEST(JsonPage, TellsWhatIsWrongWithABodyThatComesInParts) {
  const std::string files = R"({"files": [)" + shop_files(0, 20, ",", "");
  for (const std::string& end :
       {std::string(R"(], "name": "cart"})"), std::string("]} {}"), std::string("]"),
        std::string(R"(], "meta": {"api-version": "2.0"}})")}) {
    const auto whole = read_json(files + end);
    ASSERT_FALSE(whole.has_value()) << end;
    EXPECT_EQ(bytes_of(read_in_parts(files + end, 500).first), whole.error().to_string());
  }
  EXPECT_FALSE(read_in_parts(R"({"files": [)" + shop_files(0, 9, ",", ", 7") + "]}", 500).first);
}

TEST(UploadTime, ReadsTheFormsOfRfc3339) {
  const auto noon =
      std::chrono::sys_days(std::chrono::year(2024) / 2 / 29) + std::chrono::hours(12);
  for (const char* text :
       {"2024-02-29T12:00:00Z", "2024-02-29T12:00:00.999999Z", "2024-02-29 12:00:00",
        "2024-02-29T14:00:00+02:00", "2024-02-29T06:30:00-05:30"}) {
    EXPECT_EQ(parse_upload_time(text), noon) << text;
  }
  for (const char* text : {"", "2024-02-30T12:00:00Z", "2024-02-29", "2024-02-29T25:00:00Z",
                           "2024-02-29T12:00:00+2"}) {
    EXPECT_EQ(parse_upload_time(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace pincompile
