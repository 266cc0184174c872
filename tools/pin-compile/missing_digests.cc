// One file after the other: it is rare, and files are large.
// SPDX-License-Identifier: MIT
#include "missing_digests.h"

#include <fmt/format.h>

#include "output/pin_line.h"
#include "paths.h"
#include "remote_file.h"
#include "support/digest.h"

namespace pincompile::tool {
namespace {

constexpr std::string_view kFileUrl = "file://";

bool in_scope(const PinFile& file, HashScope scope) {
  return scope == HashScope::kAll || (scope == HashScope::kTarget ? file.usable : file.best);
}

Result<std::string> bytes_of(Run& run, const Compiled& compiled, FileSystem& files, const Pin& pin,
                             const PinFile& file) {
  const InputRequirement* line = direct_line(*compiled.resolution(), pin);
  if (line != nullptr && line->kind == InputRequirement::Kind::kPath) return files.read(line->path);
  if (file.url.starts_with(kFileUrl)) return files.read(file.url.substr(kFileUrl.size()));
  if (!is_url(file.url)) return files.read(file.url);
  return fetch_file(run, compiled.job.settings, compiled.inputs.options, file.url);
}

}  // namespace

Result<void> find_missing_digests(Run& run, Compiled& compiled, FileSystem& files,
                                  const RequirementsTxtOptions& writer) {
  const Settings& settings = compiled.job.settings;
  const bool no_network = settings.is_on(Opt::kOffline) || settings.given(Opt::kReplay);
  for (Pin& pin : std::get<Resolution>(compiled.outcome).pins) {
    if (writer.kept_hashes.contains(pin.name)) continue;
    for (PinFile& file : pin.files) {
      if (!file.sha256.empty() || !in_scope(file, writer.hash_scope)) continue;
      if (no_network && is_url(file.url) && !file.url.starts_with(kFileUrl)) {
        run.messages.warning(
            fmt::format("{} has no sha256 on its index, and is not fetched for one without network",
                        file.filename));
        continue;
      }
      const Result<std::string> bytes = bytes_of(run, compiled, files, pin, file);
      if (!bytes) return bytes.error();
      file.sha256 = to_hex(sha256(*bytes));
    }
  }
  return {};
}

}  // namespace pincompile::tool
