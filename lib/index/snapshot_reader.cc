// Reading snapshots.
// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <simdjson.h>

#include "index/snapshot.h"

namespace pincompile {
namespace {

namespace dom = simdjson::dom;

constexpr std::size_t kLargestMember = std::size_t{256} << 20;

Error corrupt(std::string what) {
  return Error{ErrorKind::kCorrupt, "the snapshot is damaged: " + std::move(what)};
}

std::string text_of(dom::element parent, std::string_view key) {
  std::string_view text;
  return parent[key].get(text) == simdjson::SUCCESS ? std::string(text) : std::string();
}

std::vector<std::string> texts_of(dom::element list) {
  std::vector<std::string> texts;
  dom::array array;
  if (list.get(array) != simdjson::SUCCESS) return texts;
  for (const dom::element item : array) {
    std::string_view text;
    if (item.get(text) == simdjson::SUCCESS) texts.emplace_back(text);
  }
  return texts;
}

// Calls `read` with each member of the object under `key`.
template <class Read>
void each_member(dom::element parent, std::string_view key, const Read& read) {
  dom::object object;
  if (parent[key].get(object) != simdjson::SUCCESS) return;
  for (const auto& field : object) read(std::string(field.key), field.value);
}

template <class Read>
void each_item(dom::element parent, std::string_view key, const Read& read) {
  dom::array array;
  if (parent[key].get(array) != simdjson::SUCCESS) return;
  for (const dom::element item : array) read(item);
}

void read_context(dom::element root, SnapshotContext& context) {
  context.tool_version = text_of(root, "tool-version");
  context.cutoff = text_of(root, "cutoff");
  context.target = text_of(root, "target");
  each_member(root, "options", [&](std::string key, dom::element value) {
    std::string_view text;
    if (value.get(text) == simdjson::SUCCESS) context.options[std::move(key)] = text;
  });
  each_item(root, "existing", [&](dom::element item) {
    SnapshotPin pin{text_of(item, "name"), text_of(item, "version")};
    dom::element hashes;
    if (item["hashes"].get(hashes) == simdjson::SUCCESS) pin.hashes = texts_of(hashes);
    context.existing.push_back(std::move(pin));
  });
  each_item(root, "sources", [&](dom::element item) {
    context.sources.emplace_back(text_of(item, "path"), text_of(item, "text"));
  });
  each_member(root, "digests", [&](std::string place, dom::element value) {
    std::string_view digest;
    if (value.get(digest) == simdjson::SUCCESS) context.digests[std::move(place)] = digest;
  });
  dom::element folders;
  if (root["folders"].get(folders) == simdjson::SUCCESS) context.folders = texts_of(folders);
}

Result<void> read_json(const std::string& text, Snapshot& snapshot) {
  dom::parser parser;
  dom::element root;
  if (parser.parse(text).get(root) != simdjson::SUCCESS) return corrupt("snapshot.json is no JSON");
  std::int64_t schema = 0;
  if (root["schema"].get(schema) != simdjson::SUCCESS)
    return corrupt("snapshot.json has no schema");
  if (schema != kSnapshotSchema) {
    return Error{
        ErrorKind::kUnsupported,
        fmt::format("the snapshot has schema {}, this version reads {}", schema, kSnapshotSchema)};
  }
  read_context(root, snapshot.context);
  each_member(root, "absent", [&](std::string name, dom::element asked) {
    snapshot.absent[std::move(name)] = texts_of(asked);
  });
  each_member(root, "metadata", [&](const std::string& path, dom::element value) {
    const auto found = snapshot.metadata.find(path);
    if (found == snapshot.metadata.end()) return;
    found->second.source = text_of(value, "source");
    found->second.file = text_of(value, "file");
  });
  each_member(root, "unavailable", [&](std::string path, dom::element value) {
    snapshot.unavailable[std::move(path)] = {text_of(value, "reason"), text_of(value, "text")};
  });
  return {};
}

}  // namespace

Result<Snapshot> read_snapshot(std::string_view bytes, NetParts& net) {
  const auto wanted = [](std::string_view path) {
    const bool ours =
        path == "snapshot.json" || path.starts_with("simple/") || path.starts_with("files/");
    return ours && !path.ends_with('/') ? MemberChoice::kRead : MemberChoice::kSkip;
  };
  auto content = net.read_archive(bytes, wanted, kLargestMember);
  if (!content) return content.error();
  if (!content->finished) return corrupt("it is cut off");
  Snapshot snapshot;
  const std::string* json = nullptr;
  for (ArchiveMember& member : content->members) {
    std::string_view path = member.path;
    if (path == "snapshot.json") {
      json = &member.content;
    } else if (path.size() > 18 && path.starts_with("simple/") && path.ends_with("/index.json")) {
      path.remove_prefix(7);
      path.remove_suffix(11);
      snapshot.pages[std::string(path)] = std::move(member.content);
    } else if (path.starts_with("files/") && path.ends_with(".metadata")) {
      snapshot.metadata[member.path].text = std::move(member.content);
    }
  }
  if (json == nullptr) return corrupt("snapshot.json is missing");
  if (auto read = read_json(*json, snapshot); !read) return read.error();
  return snapshot;
}

}  // namespace pincompile
