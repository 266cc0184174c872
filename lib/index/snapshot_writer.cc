// Writing snapshots.
// source  PEP 691, 700, 714 (pages), core metadata specification, behaviour.md 9.5.
// SPDX-License-Identifier: MIT
#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "cache/dependency_record.h"
#include "cache/page_record.h"
#include "index/snapshot.h"
#include "packaging/url.h"
#include "support/digest.h"

namespace pincompile {
namespace {

// A text as a JSON string; UTF-8 stays as it is, bytes that are none do not occur in what we
// record.
std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else {
      out += c;
    }
  }
  return out + '"';
}

// Items of an object or array, one a line, with their separators.
class Items {
 public:
  explicit Items(std::string indent) : indent_(std::move(indent)) {}

  void add(std::string_view item) {
    text_ += fmt::format("{}\n{}{}", text_.empty() ? "" : ",", indent_, item);
  }
  void add(std::string_view key, std::string_view value) {
    add(fmt::format("{}: {}", quoted(key), value));
  }
  std::string in(char open, char close) const {
    if (text_.empty()) return {open, close};
    return fmt::format("{}{}\n{}{}", open, text_, indent_.substr(2), close);
  }
  std::string object() const { return in('{', '}'); }
  std::string array() const { return in('[', ']'); }

 private:
  std::string indent_;
  std::string text_;
};

std::string array_of(const std::vector<std::string>& texts) {
  std::string out = "[";
  for (const std::string& text : texts)
    out += fmt::format("{}{}", out.size() > 1 ? ", " : "", quoted(text));
  return out + "]";
}

// Without what must never be written: user part and query (signed links).
std::string clean_url(std::string_view url) {
  std::string clean = without_user_part(url);
  return clean.substr(0, clean.find('?'));
}

std::string hex(const std::uint8_t* digest) {
  Sha256 bytes;
  std::copy_n(digest, bytes.size(), bytes.begin());
  return to_hex(bytes);
}

// METADATA that says what the record says.
std::string metadata_text(const DependencyView& view) {
  const auto one_line = [](std::string_view text) {
    std::string line(text);
    std::ranges::replace_if(
        line, [](char c) { return c == '\n' || c == '\r'; }, ' ');
    return line;
  };
  std::string text =
      fmt::format("Metadata-Version: 2.1\nName: {}\nVersion: {}\n", view.project(), view.version());
  if (!view.requires_python_text().empty()) {
    text += fmt::format("Requires-Python: {}\n", one_line(view.requires_python_text()));
  }
  for (std::uint32_t i = 0; i < view.requirement_count(); ++i) {
    text += fmt::format("Requires-Dist: {}\n", one_line(view.requirement(i).text));
  }
  for (std::size_t i = 0; i < view.provided_extras().size(); ++i) {
    text += fmt::format("Provides-Extra: {}\n", view.provided_extras()[i]);
  }
  return text;
}

std::string_view reason_text(MetadataUnavailable::Reason reason) {
  static constexpr std::string_view kNames[] = {"needs-build", "bad-metadata", "missing",
                                                "not-recorded"};
  return kNames[static_cast<std::size_t>(reason)];
}

class SnapshotWriter {
 public:
  SnapshotWriter(const SnapshotContext& context, std::span<const RecordedFact> facts)
      : context_(context), facts_(facts) {}

  std::vector<ArchiveMember> members();

 private:
  void add_metadata(const Want& want, const FactAnswer& answer);
  void add_page(const Want& want, const PageFound& page);
  std::string file_entry(const PageView& view, std::uint32_t file, const std::string& base,
                         std::string_view project) const;
  std::string snapshot_json() const;

  const SnapshotContext& context_;
  std::span<const RecordedFact> facts_;
  std::vector<ArchiveMember> members_;
  std::map<std::string, std::string> digests_;  // of metadata members, by path
  std::map<std::string, std::string> absent_;
  std::map<std::string, std::string> sources_;
  std::map<std::string, std::string> unavailable_;
};

void SnapshotWriter::add_metadata(const Want& want, const FactAnswer& answer) {
  const std::string path = metadata_member(want);
  if (const auto* unavailable = std::get_if<MetadataUnavailable>(&answer)) {
    unavailable_[path] =
        fmt::format("{{\"reason\": {}, \"text\": {}}}", quoted(reason_text(unavailable->reason)),
                    quoted(redact_urls(unavailable->text)));
    return;
  }
  const auto* known = std::get_if<MetadataKnown>(&answer);
  if (known == nullptr) return;
  const DependencyView view = DependencyView::open(known->record.bytes);
  if (!view.valid()) return;
  std::string text = metadata_text(view);
  digests_[path] = to_hex(sha256(text));
  members_.push_back({path, std::move(text)});
  const std::string_view asked =
      want.files.empty() ? std::string_view() : std::string_view(want.files.front().filename);
  if (view.source() == MetadataSource::kWheel && view.file() == asked) return;
  sources_[path] = fmt::format("{{\"source\": {}, \"file\": {}}}", quoted(to_string(view.source())),
                               quoted(view.file()));
}

std::string SnapshotWriter::file_entry(const PageView& view, std::uint32_t file,
                                       const std::string& base, std::string_view project) const {
  const FileTraits traits = view.traits(file);
  const auto details = view.details(file);
  const std::string_view name = details->filename;
  std::string entry = fmt::format("{{\"filename\": {}, \"url\": {}, \"hashes\": {{", quoted(name),
                                  quoted(fmt::format("../../files/{}/{}", project, name)));
  if (details->sha256 != nullptr) entry += fmt::format("\"sha256\": \"{}\"", hex(details->sha256));
  entry += '}';
  if (traits.requires_python != 0) {
    entry += fmt::format(", \"requires-python\": {}",
                         quoted(view.requires_python(traits.requires_python).text));
  }
  if (details->size != 0) entry += fmt::format(", \"size\": {}", details->size);
  if (details->uploaded != 0) {
    const std::chrono::sys_seconds time{std::chrono::seconds{details->uploaded}};
    entry += fmt::format(", \"upload-time\": \"{:%Y-%m-%dT%H:%M:%SZ}\"", time);
  }
  if (traits.is_yanked()) {
    const std::string_view reason = view.yank_reason(traits.yank_reason);
    entry += fmt::format(", \"yanked\": {}", reason.empty() ? "true" : quoted(reason));
  }
  const auto digest = digests_.find(fmt::format("files/{}/{}.metadata", project, name));
  if (digest != digests_.end())
    entry += fmt::format(", \"core-metadata\": {{\"sha256\": \"{}\"}}", digest->second);
  const std::string url = clean_url(details->url);
  if (url != fmt::format("{}/{}/{}", base, project, name))
    entry += fmt::format(", \"_url\": {}", quoted(url));
  return entry + '}';
}

// What comes before `/NAME/FILE` in the URL of the page's first file.
std::string files_base(const PageView& view, std::string_view project) {
  if (view.file_count() == 0) return {};
  const auto details = view.details(0);
  if (!details) return {};
  const std::string url = clean_url(details->url);
  const std::string end = fmt::format("/{}/{}", project, details->filename);
  return url.ends_with(end) ? url.substr(0, url.size() - end.size()) : std::string();
}

void SnapshotWriter::add_page(const Want& want, const PageFound& page) {
  const PageView view = PageView::open(page.record, want.project);
  if (!view.valid()) return;
  const std::string base = files_base(view, want.project);
  Items files("    ");
  std::set<std::string_view> versions;
  for (std::uint32_t v = 0; v < view.version_count(); ++v) versions.insert(view.spelling(v));
  for (std::uint32_t f = 0; f < view.file_count(); ++f) {
    if (view.details(f)) files.add(file_entry(view, f, base, want.project));
  }
  Items out("  ");
  out.add("meta", "{\"api-version\": \"1.1\"}");
  out.add("name", quoted(want.project));
  out.add("_index", quoted(without_user_part(page.index_url)));
  out.add("_files", quoted(base));
  if (view.status() != ProjectStatus::kActive) {
    static constexpr std::string_view kNames[] = {"active", "archived", "deprecated",
                                                  "quarantined"};
    out.add("project-status", fmt::format("{{\"status\": {}, \"reason\": {}}}",
                                          quoted(kNames[static_cast<std::size_t>(view.status())]),
                                          quoted(view.status_reason())));
  }
  out.add("versions", array_of({versions.begin(), versions.end()}));
  out.add("files", files.array());
  members_.push_back({fmt::format("simple/{}/index.json", want.project), out.object() + "\n"});
}

std::string SnapshotWriter::snapshot_json() const {
  const auto table = [](const std::map<std::string, std::string>& values) {
    Items items("    ");
    for (const auto& [key, value] : values) items.add(key, value);
    return items.object();
  };
  Items options("    ");
  for (const auto& [key, value] : context_.options) options.add(key, quoted(redact_urls(value)));
  Items pins("    ");
  for (const SnapshotPin& pin : context_.existing) {
    pins.add(fmt::format("{{\"name\": {}, \"version\": {}, \"hashes\": {}}}", quoted(pin.name),
                         quoted(pin.version), array_of(pin.hashes)));
  }
  Items sources("    ");
  for (const auto& [path, text] : context_.sources) {
    sources.add(fmt::format("{{\"path\": {}, \"text\": {}}}", quoted(redact_urls(path)),
                            quoted(redact_urls(text))));
  }
  Items digests("    ");
  for (const auto& [place, digest] : context_.digests)
    digests.add(redact_urls(place), quoted(digest));
  Items out("  ");
  out.add("schema", std::to_string(kSnapshotSchema));
  out.add("tool-version", quoted(context_.tool_version));
  out.add("cutoff", quoted(context_.cutoff));
  out.add("target", quoted(context_.target));
  out.add("options", options.object());
  out.add("existing", pins.array());
  out.add("sources", sources.array());
  out.add("digests", digests.object());
  out.add("folders", array_of(context_.folders));
  out.add("absent", table(absent_));
  out.add("metadata", table(sources_));
  out.add("unavailable", table(unavailable_));
  return out.object() + "\n";
}

std::vector<ArchiveMember> SnapshotWriter::members() {
  // Metadata first: pages announce the digests of what is there.
  for (const RecordedFact& fact : facts_) {
    if (fact.want.kind == Want::Kind::kMetadata) add_metadata(fact.want, fact.answer);
  }
  for (const RecordedFact& fact : facts_) {
    if (fact.want.kind != Want::Kind::kPage) continue;
    if (const auto* found = std::get_if<PageFound>(&fact.answer)) add_page(fact.want, *found);
    if (const auto* absent = std::get_if<PageAbsent>(&fact.answer)) {
      std::vector<std::string> asked;
      for (const std::string& url : absent->asked) asked.push_back(without_user_part(url));
      absent_[fact.want.project] = array_of(asked);
    }
  }
  members_.push_back({"snapshot.json", snapshot_json()});
  // Recordings of several sets of indexes may hold one fact twice: the first is the one.
  std::ranges::stable_sort(members_, {}, &ArchiveMember::path);
  const auto same = [](const ArchiveMember& a, const ArchiveMember& b) { return a.path == b.path; };
  members_.erase(std::unique(members_.begin(), members_.end(), same), members_.end());
  return std::move(members_);
}

}  // namespace

std::string metadata_member(const Want& want) {
  const FileReference none;
  const FileReference& file = want.files.empty() ? none : want.files.front();
  std::string folder = want.project.empty() ? "_" : want.project;
  // Artifacts at URLs of their own may share a name with a file of an index.
  if (want.index_url.empty()) folder += fmt::format("/{:016x}", id64(clean_url(file.url)));
  return fmt::format("files/{}/{}.metadata", folder, file.filename);
}

Result<std::string> write_snapshot(const SnapshotContext& context,
                                   std::span<const RecordedFact> facts, NetParts& net) {
  return net.write_tar_gz(SnapshotWriter(context, facts).members());
}

}  // namespace pincompile
