// The old output's hashes, each pin's held against its index.
// SPDX-License-Identifier: MIT
#include "kept_hashes.h"

#include <fmt/format.h>

#include <algorithm>

#include "output/pin_line.h"
#include "pincompile/name.h"
#include "resolution/exclusion_text.h"

namespace pincompile::tool {
namespace {

/// Of these pip-compile asks the index again for all hashes (2.11).
bool is_to_be_upgraded(const ResolveOptions& options, const std::string& name) {
  return options.upgrade ||
         std::ranges::any_of(options.upgrade_packages, [&name](const InputRequirement& line) {
           return normalize_name(line.requirement.name) == name;
         });
}

}  // namespace

Result<std::map<std::string, std::vector<std::string>>> kept_hashes(const Compiled& compiled,
                                                                    HashScope scope) {
  std::map<std::string, std::vector<std::string>> kept;
  const std::string value = compiled.job.settings.value(Opt::kHashScope);
  const bool recorded = compiled.old.command.find("--hash-scope=" + value) != std::string::npos;
  const bool recorded_none = compiled.old.command.find("--hash-scope=") == std::string::npos;
  if (scope == HashScope::kAll ? !recorded_none : !recorded) return kept;
  for (const ExistingPin& old : compiled.old.pins) {
    if (compiled.job.pip_compile && is_to_be_upgraded(compiled.options, old.name)) continue;
    const auto pin = std::ranges::find(compiled.resolution()->pins, old.name, &Pin::name);
    if (pin == compiled.resolution()->pins.end() || pin->version != old.version || pin->direct_line)
      continue;
    std::vector<std::string> hashes;
    for (const std::string& hash : old.hashes)
      if (hash.starts_with("sha256:")) hashes.push_back(hash);
    if (hashes.empty()) continue;
    const std::vector<std::string> known =
        pin_hashes(*compiled.resolution(), *pin, HashScope::kAll);
    const bool any = std::ranges::any_of(hashes, [&known](const std::string& hash) {
      return std::ranges::find(known, hash) != known.end();
    });
    if (!any && !known.empty())
      return Error{ErrorKind::kNotFound,
                   fmt::format("hashes of {}=={} in {} are not those on {}", pin->name,
                               pin->version, compiled.job.output, index_names({pin->index_url})),
                   {},
                   {fmt::format("file: {}, index: {}", hashes.front(), known.front())},
                   {"if you trust the change: --no-reuse-hashes"}};
    std::ranges::sort(hashes);
    kept[pin->name] = std::move(hashes);
  }
  return kept;
}

}  // namespace pincompile::tool
