// PEP 425 tags of 90 targets, ranks of wheels on them, and names of wheels and sdists, against the
// recorded answers of PyPA's packaging.
// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>
#include <simdjson.h>

#include <algorithm>
#include <map>

#include "conformance_set.h"
#include "dist/sdist_filename.h"
#include "dist/wheel_filename.h"
#include "pincompile/name.h"
#include "pincompile/target.h"
#include "pincompile/version.h"
#include "recorded_json.h"

namespace pincompile::testing {
namespace {

using simdjson::dom::element;

Result<Target> target_of(element object) {
  const bool free_threaded = text(object, "abi").ends_with('t');
  auto python = PythonVersion::parse(text(object, "python") + (free_threaded ? "t" : ""));
  if (!python) return python.error();
  auto platform = Platform::parse(text(object, "platform"));
  if (!platform) return platform.error();
  Target target;
  target.implementation =
      text(object, "implementation") == "pypy" ? Implementation::kPyPy : Implementation::kCPython;
  target.python = *python;
  target.platform = *platform;
  return target;
}

// Rank of a wheel: the place of its best tag; the number of tags if it has none.
std::size_t rank(const std::map<std::string, std::size_t>& places, std::string_view wheel) {
  std::size_t best = places.size();
  const auto name = WheelFilename::parse(wheel);
  const auto set = parse_tag_set(name ? name->tag_set : std::string_view());
  if (!set) return best;
  for (const auto& tag : *set) {
    if (const auto place = places.find(tag.to_string()); place != places.end())
      best = std::min(best, place->second);
  }
  return best;
}

std::string target_trouble(element object, const std::vector<std::string>& catalogue) {
  const auto target = target_of(object);
  if (!target) return target.error().to_string();
  const auto wanted = texts(object["tags"]);
  std::vector<std::string> got;
  for (const auto& tag : target->tags()) got.push_back(tag.to_string());
  for (std::size_t i = 0; i < std::max(got.size(), wanted.size()); ++i) {
    if (i >= got.size() || i >= wanted.size() || got[i] != wanted[i]) {
      return "tag " + std::to_string(i) + " is " + (i < got.size() ? got[i] : "missing") +
             " instead of " + (i < wanted.size() ? wanted[i] : "none");
    }
  }
  std::map<std::string, std::size_t> places;
  for (std::size_t i = 0; i < got.size(); ++i) places.emplace(got[i], i);
  std::size_t winner = catalogue.size();
  std::size_t winning_rank = got.size();
  std::size_t i = 0;
  for (const element expected : object["ranks"].get_array()) {
    const std::size_t place = rank(places, catalogue[i]);
    const std::size_t wanted_place = expected.is_null() ? got.size() : std::uint64_t(expected);
    if (place != wanted_place) return "rank of " + catalogue[i];
    if (place < winning_rank) {
      winner = i;
      winning_rank = place;
    }
    ++i;
  }
  const std::string best = winner == catalogue.size() ? "" : catalogue[winner];
  const std::string wanted_best = object["best"].is_null() ? "" : text(object, "best");
  return best == wanted_best ? "" : "best wheel " + best + " instead of " + wanted_best;
}

std::vector<std::string> sorted_tags(std::string_view set) {
  std::vector<std::string> out;
  const auto tags = parse_tag_set(set);
  if (!tags) return {"rejected"};
  for (const auto& tag : *tags) out.push_back(tag.to_string());
  std::ranges::sort(out);
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

std::string wheel_trouble(element object) {
  const auto filename = text(object, "filename");
  const auto name = WheelFilename::parse(filename);
  if (!name) return "rejected";
  if (normalize_name(name->name) != text(object, "name")) return "name " + std::string(name->name);
  if (Version::parse(name->version)->to_string() != text(object, "version")) return "version";
  if (sorted_tags(name->tag_set) != texts(object["tags"])) return "tags";
  const bool has_build = !object["build"].is_null();
  if (has_build == name->build.empty()) return "build";
  if (!has_build) return "";
  const auto build = object["build"].get_array();
  const bool right = name->build_number() == std::uint64_t(build.at(0)) &&
                     name->build_suffix() == std::string_view(build.at(1));
  return right ? "" : "build";
}

std::string sdist_trouble(element object) {
  const auto filename = text(object, "filename");
  const auto name = SdistFilename::parse(filename);
  if (!name) return "rejected";
  if (normalize_name(name->name) != text(object, "name")) return "name " + std::string(name->name);
  return Version::parse(name->version)->to_string() == text(object, "version") ? "" : "version";
}

bool is_contested(element object) { return any_flag(object, {"non_ascii", "quirk_name"}); }

TEST(Conformance, Tags) {
  const auto json = read_conformance_file("tags.json");
  if (!json) GTEST_SKIP();
  simdjson::dom::parser parser;
  const element document = parser.parse(json->data(), json->size(), false);
  const auto catalogue = texts(document["rank_catalogue"]);
  Score score("tags");
  for (const element object : document["targets"].get_array()) {
    const auto trouble = target_trouble(object, catalogue);
    score.add("targets", text(object, "id"), trouble.empty(), false,
              text(object, "target") + ": " + trouble);
  }
  for (const element object : document["wheel_valid"].get_array()) {
    const auto trouble = wheel_trouble(object);
    score.add("wheel_valid", text(object, "id"), trouble.empty(), is_contested(object),
              text(object, "filename") + ": " + trouble);
  }
  for (const element object : document["wheel_invalid"].get_array()) {
    score.add("wheel_invalid", text(object, "id"), !WheelFilename::parse(text(object, "filename")),
              is_contested(object), "accepts " + text(object, "filename"));
  }
  for (const element object : document["sdist_valid"].get_array()) {
    const auto trouble = sdist_trouble(object);
    score.add("sdist_valid", text(object, "id"), trouble.empty(), is_contested(object),
              text(object, "filename") + ": " + trouble);
  }
  for (const element object : document["sdist_invalid"].get_array()) {
    score.add("sdist_invalid", text(object, "id"), !SdistFilename::parse(text(object, "filename")),
              is_contested(object), "accepts " + text(object, "filename"));
  }
  for (const element object : document["parse_tag"].get_array()) {
    score.add("parse_tag", text(object, "id"),
              sorted_tags(text(object, "input")) == texts(object["tags"]), false,
              text(object, "input"));
  }
  for (const element object : document["parse_tag_invalid"].get_array()) {
    score.add("parse_tag_invalid", text(object, "id"), !parse_tag_set(text(object, "input")), false,
              "accepts " + text(object, "input"));
  }
  EXPECT_TRUE(score.report());
}

}  // namespace
}  // namespace pincompile::testing
