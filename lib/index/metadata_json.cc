// SPDX-License-Identifier: MIT
#include "index/metadata_json.h"

#include <fmt/format.h>
#include <simdjson.h>

namespace pincompile {
namespace {

namespace dom = simdjson::dom;

std::string text_at(const dom::object& object, std::string_view key) {
  std::string_view text;
  return object[key].get_string().get(text) == simdjson::SUCCESS ? std::string(text)
                                                                 : std::string();
}

std::vector<std::string> texts_at(const dom::object& object, std::string_view key) {
  std::vector<std::string> texts;
  dom::array array;
  if (object[key].get_array().get(array) != simdjson::SUCCESS) return texts;
  for (const dom::element element : array) {
    std::string_view text;
    if (element.get_string().get(text) == simdjson::SUCCESS) texts.emplace_back(text);
  }
  return texts;
}

CoreMetadata metadata_of(const dom::object& object) {
  CoreMetadata metadata;
  metadata.metadata_version = text_at(object, "metadata_version");
  metadata.name = text_at(object, "name");
  metadata.version = text_at(object, "version");
  metadata.requires_dist = texts_at(object, "requires_dist");
  metadata.requires_python = text_at(object, "requires_python");
  metadata.provides_extra = texts_at(object, "provides_extra");
  return metadata;
}

}  // namespace

std::string legacy_json_url(std::string_view index_url, std::string_view project,
                            std::string_view version) {
  constexpr std::string_view kSimple = "/simple";
  if (!index_url.ends_with(kSimple)) return {};
  index_url.remove_suffix(kSimple.size());
  return fmt::format("{}/pypi/{}/{}/json", index_url, project, version);
}

Result<std::optional<CoreMetadata>> read_legacy_json(std::string_view body) {
  dom::parser parser;
  dom::element root;
  dom::object info;
  const auto broken = parser.parse(body.data(), body.size(), false).get(root);
  if (broken || root["info"].get_object().get(info) != simdjson::SUCCESS) {
    return Error{ErrorKind::kCorrupt, "the index's JSON page of the version cannot be read"};
  }
  dom::array requires_dist;
  if (info["requires_dist"].get_array().get(requires_dist) != simdjson::SUCCESS) {
    return std::optional<CoreMetadata>();
  }
  return std::optional(metadata_of(info));
}

Result<CoreMetadata> read_pip_report(const std::string& body) {
  dom::parser parser;
  dom::element root;
  dom::object metadata;
  const auto broken = parser.parse(body).get(root);
  if (broken || root["install"].at(0)["metadata"].get_object().get(metadata) != simdjson::SUCCESS) {
    return Error{ErrorKind::kCorrupt, "pip's report cannot be read"};
  }
  return metadata_of(metadata);
}

}  // namespace pincompile
