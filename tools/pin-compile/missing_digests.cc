// One file after the other: it is rare, and files are large.
// SPDX-License-Identifier: MIT
#include "missing_digests.h"

#include <fmt/format.h>

#include "output/pin_line.h"
#include "packaging/url.h"
#include "paths.h"
#include "remote_file.h"
#include "support/digest.h"

namespace pincompile::tool {
namespace {

constexpr std::string_view kFileUrl = "file://";

bool in_scope(const PinFile& file, HashScope scope) {
  return scope == HashScope::kAll || (scope == HashScope::kTarget ? file.usable : file.best);
}

/// Path or URL.
std::string place_of(const Compiled& compiled, const Pin& pin, const PinFile& file) {
  const InputRequirement* line = direct_line(*compiled.resolution(), pin);
  if (line != nullptr && line->kind == InputRequirement::Kind::kPath) return line->path;
  return file.url.starts_with(kFileUrl) ? file.url.substr(kFileUrl.size()) : file.url;
}

Result<std::string> bytes_at(Run& run, const Compiled& compiled, FileSystem& files,
                             const std::string& place) {
  if (!is_url(place)) return files.read(place);
  return fetch_file(run, compiled.job.settings, compiled.inputs.options, place);
}

}  // namespace

std::string digest_place(std::string_view path_or_url) {
  if (!is_url(path_or_url)) return std::string(path_or_url);
  const std::string url = without_user_part(path_or_url);
  return url.substr(0, url.find('?'));
}

Result<void> find_missing_digests(Run& run, Compiled& compiled, FileSystem& files,
                                  const SnapshotContext* recorded,
                                  const RequirementsTxtOptions& writer, DigestsOf wanted) {
  const Settings& settings = compiled.job.settings;
  const bool no_network = settings.is_on(Opt::kOffline) || settings.given(Opt::kReplay);
  for (Pin& pin : std::get<Resolution>(compiled.outcome).pins) {
    if (writer.kept_hashes.contains(pin.name)) continue;
    for (PinFile& file : pin.files) {
      if (!file.sha256.empty() || !in_scope(file, writer.hash_scope)) continue;
      const std::string place = place_of(compiled, pin, file);
      std::string& digest = compiled.digests[digest_place(place)];
      if (recorded != nullptr)
        if (const auto known = recorded->digests.find(digest_place(place));
            known != recorded->digests.end())
          digest = known->second;
      file.sha256 = digest;
      if (!digest.empty()) continue;
      if (wanted == DigestsOf::kLocalFiles && (is_url(place) || settings.given(Opt::kReplay)))
        continue;
      if (no_network && is_url(place)) {
        run.messages.warning(
            fmt::format("{} has no sha256 on its index, and is not fetched for one without network",
                        file.filename));
        continue;
      }
      const Result<std::string> bytes = bytes_at(run, compiled, files, place);
      if (!bytes) return bytes.error();
      file.sha256 = digest = to_hex(sha256(*bytes));
    }
  }
  return {};
}

}  // namespace pincompile::tool
