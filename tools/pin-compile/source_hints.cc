// SPDX-License-Identifier: MIT
#include "source_hints.h"

#include <fmt/format.h>

#include <algorithm>

#include "paths.h"
#include "pincompile/name.h"
#include "support/edit_distance.h"

namespace pincompile::tool {
namespace {

/// The file of the same folder whose name is nearest; empty if none is near.
std::string neighbour_of(const std::string& source, FileSystem& files) {
  const std::string folder = directory_of(source);
  const auto names = files.list(folder.empty() ? "." : folder);
  if (!names) return {};
  const std::vector<std::string_view> known(names->begin(), names->end());
  const auto close = nearest(base_name(source), known);
  const std::string path = close ? joined(folder, *close) : std::string();
  return files.exists(path) == FileSystem::Kind::kFile ? path : std::string();
}

std::string hint_for(const std::string& source, FileSystem& files) {
  if (files.exists(source) == FileSystem::Kind::kDirectory) {
    for (const char* name : kDefaultSources) {
      const std::string path = joined(source, name);
      if (files.exists(path) == FileSystem::Kind::kFile)
        return fmt::format("name the file in it: {}", path);
    }
    return "name a file in it";
  }
  if (std::string close = neighbour_of(source, files); !close.empty())
    return fmt::format("did you mean {}?", close);
  if (!is_valid_name(source) || source.find('.') != std::string::npos) return {};
  return fmt::format("a file that lists requirements is expected; one package alone: echo {} | "
                     "pin-compile -",
                     source);
}

}  // namespace

Error with_source_hint(Error error, const Job& job, FileSystem& files) {
  if (!error.hints.empty() || !error.where.empty()) return error;
  for (const std::string& source : job.sources) {
    const bool is_it = source != "-" && !is_url(source) &&
                       files.exists(source) != FileSystem::Kind::kFile &&
                       error.message.find(fmt::format(" {} (", source)) != std::string::npos;
    if (!is_it) continue;
    if (std::string hint = hint_for(source, files); !hint.empty()) error.hints.push_back(hint);
    break;
  }
  return error;
}

}  // namespace pincompile::tool
