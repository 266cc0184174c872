// An index in memory for the tests of this layer: transport, clock, disk, programs, and IndexFacts
// on top.
// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "cache/dependency_record.h"
#include "cache/page_record.h"
#include "fake_net_parts.h"
#include "fake_transport.h"
#include "index/index_facts.h"
#include "manual_clock.h"
#include "memory_file_system.h"
#include "scripted_runner.h"
#include "support/digest.h"

namespace pincompile::testing {

inline const std::string kIndex = "https://index.example/simple";

struct IndexWorld {
  ManualClock clock;
  FakeTransport transport{&clock};
  FakeNetParts parts{transport};
  ScriptedRunner programs;
  MemoryFileSystem files;
  IndexOptions options;
  std::vector<std::string> trace;
  std::unique_ptr<IndexFacts> facts;

  IndexWorld() { options.indexes = {kIndex}; }

  IndexFacts& source() {
    if (facts == nullptr) {
      IndexPorts ports;
      ports.net = [this]() -> Result<NetParts*> { return &parts; };
      ports.clock = &clock;
      ports.programs = &programs;
      ports.files = &files;
      ports.trace = [this](int, std::string_view line) { trace.emplace_back(line); };
      facts = std::make_unique<IndexFacts>(options, ports);
    }
    return *facts;
  }
  FactAnswer ask(Want want) {
    want.id = ++last_id;
    source().request({want});
    return answer();
  }
  FactAnswer answer() {
    std::vector<Fact> got = source().wait();
    return got.size() == 1 && got[0].want_id == last_id
               ? std::move(got[0].answer)
               : FactAnswer(Failed{Error{ErrorKind::kInternal, "the test expected one fact"}});
  }
  FactAnswer page(const std::string& project, const std::string& index = kIndex) {
    return ask(Want{.kind = Want::Kind::kPage, .project = project, .index_url = index});
  }
  FactAnswer metadata(const std::string& version, std::vector<FileReference> from,
                      const std::string& index = kIndex) {
    return ask(Want{.kind = Want::Kind::kMetadata,
                    .project = "shop",
                    .version = version,
                    .files = std::move(from),
                    .index_url = index});
  }

  std::uint64_t last_id = 0;
};

/// `{"files": [...]}` with one entry per file name, at https://files.example/NAME.
inline std::string json_page(const std::vector<std::string>& filenames) {
  std::string text = R"({"meta": {"api-version": "1.1"}, "files": [)";
  for (std::size_t i = 0; i < filenames.size(); ++i) {
    text += (i == 0 ? "" : ", ") + std::string(R"({"filename": ")") + filenames[i] +
            R"(", "url": "https://files.example/)" + filenames[i] + "\"}";
  }
  return text + "]}";
}

inline FileReference file_reference(const std::string& filename, const std::string& bytes = {}) {
  FileReference file;
  file.filename = filename;
  file.url = "https://files.example/" + filename;
  file.size = bytes.size();
  if (!bytes.empty()) file.sha256 = to_hex(sha256(bytes));
  return file;
}

/// Versions of a found page; `{"error: ..."}` or `{"absent"}` otherwise.
inline std::vector<std::string> versions_of(const FactAnswer& answer) {
  if (const auto* failed = std::get_if<Failed>(&answer))
    return {"error: " + failed->error.to_string()};
  const auto* found = std::get_if<PageFound>(&answer);
  if (found == nullptr) return {"absent"};
  const PageView page = PageView::open(found->record);
  std::vector<std::string> versions;
  for (std::uint32_t i = 0; i < page.version_count(); ++i)
    versions.emplace_back(page.version_text(i));
  return versions;
}

/// Requirement texts of known metadata; `{"error: ..."}` or `{"unavailable: ..."}` otherwise.
inline std::vector<std::string> requirements_of(const FactAnswer& answer) {
  if (const auto* failed = std::get_if<Failed>(&answer))
    return {"error: " + failed->error.to_string()};
  if (const auto* lost = std::get_if<MetadataUnavailable>(&answer))
    return {"unavailable: " + lost->text};
  const auto* known = std::get_if<MetadataKnown>(&answer);
  if (known == nullptr) return {"neither known nor unavailable"};
  const DependencyView view = DependencyView::open(known->record.bytes);
  std::vector<std::string> texts;
  for (std::uint32_t i = 0; i < view.requirement_count(); ++i)
    texts.emplace_back(view.requirement(i).text);
  return texts;
}

inline MetadataSource source_of(const FactAnswer& answer) {
  return DependencyView::open(std::get<MetadataKnown>(answer).record.bytes).source();
}

inline const Error* error_of(const FactAnswer& answer) {
  const auto* failed = std::get_if<Failed>(&answer);
  return failed == nullptr ? nullptr : &failed->error;
}

}  // namespace pincompile::testing
