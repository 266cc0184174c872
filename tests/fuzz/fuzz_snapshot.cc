// Snapshots: the input is a gzip tar, or (since mutations rarely survive compression) its members
// one behind the other: path, line end, content, NUL. What is read is then asked for all it claims
// to hold.
// SPDX-License-Identifier: MIT
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "cache/dependency_record.h"
#include "cache/page_record.h"
#include "index/snapshot_facts.h"

namespace {

using namespace pincompile;

class PlainMembers : public NetParts {
 public:
  Result<std::unique_ptr<HttpTransport>> make_transport(const TransportOptions&) override {
    return nothing();
  }
  Result<HtmlPage> read_html(std::string_view) override { return nothing(); }
  Result<std::string> write_tar_gz(std::span<const ArchiveMember>) override { return nothing(); }
  Result<ArchiveContent> read_archive(std::string_view bytes, const MemberChooser& choose,
                                      std::size_t) override {
    ArchiveContent content;
    content.finished = true;
    while (!bytes.empty()) {
      const std::string_view member = bytes.substr(0, bytes.find('\0'));
      bytes.remove_prefix(std::min(bytes.size(), member.size() + 1));
      const std::size_t line = std::min(member.find('\n'), member.size());
      const std::string_view path = member.substr(0, line);
      if (choose(path) != MemberChoice::kRead) continue;
      content.members.push_back(
          {std::string(path), std::string(member.substr(std::min(line + 1, member.size())))});
    }
    return content;
  }

 private:
  static Error nothing() { return Error{ErrorKind::kInternal, "not needed here"}; }
};

void ask_for_everything(const Snapshot& snapshot) {
  SnapshotFacts facts(snapshot);
  std::uint64_t id = 0;
  std::vector<Want> wants;
  for (const auto& [name, text] : snapshot.pages) {
    wants.push_back({.kind = Want::Kind::kPage, .id = ++id, .project = name});
  }
  facts.request(wants);
  wants.clear();
  for (const Fact& fact : facts.wait()) {
    const auto* found = std::get_if<PageFound>(&fact.answer);
    if (found == nullptr) continue;
    const PageView view = PageView::open(found->record);
    for (std::uint32_t v = 0; v < view.version_count(); ++v) {
      Want want{.kind = Want::Kind::kMetadata, .id = ++id, .project = std::string(view.project())};
      want.version = std::string(view.version_text(v));
      want.index_url = "x";
      want.files.push_back(view.reference(view.file_begin(v)));
      wants.push_back(std::move(want));
    }
  }
  facts.request(wants);
  for (const Fact& fact : facts.wait()) {
    if (const auto* known = std::get_if<MetadataKnown>(&fact.answer))
      DependencyView::open(known->record.bytes);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::unique_ptr<NetParts> kRealParts(pincompile_net_parts(kNetPartsVersion));
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  PlainMembers plain;
  NetParts& net = bytes.starts_with("\x1f\x8b") ? *kRealParts : plain;
  if (const auto snapshot = read_snapshot(bytes, net)) ask_for_everything(*snapshot);
  return 0;
}
