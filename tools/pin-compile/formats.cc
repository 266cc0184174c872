// One list takes away what it names from the other.
// SPDX-License-Identifier: MIT
#include "formats.h"

#include <algorithm>

#include "pincompile/name.h"
#include "value_lists.h"

namespace pincompile::tool {

Formats formats_of(const Settings& settings, const FileOptions& lines, Level lowest) {
  Formats formats;
  auto apply = [&formats](bool only_binary, const std::string& text) {
    FormatPolicy& own = only_binary ? formats.only_binary : formats.no_binary;
    FormatPolicy& other = only_binary ? formats.no_binary : formats.only_binary;
    for (const std::string& item : split_at_commas(text)) {
      if (item == ":all:") {
        own = {true, {}};
        other = {};
      } else if (item == ":none:") {
        own = {};
      } else {
        const std::string name = normalize_name(item);
        std::erase(other.names, name);
        if (std::ranges::find(own.names, name) == own.names.end()) own.names.push_back(name);
      }
    }
  };
  auto apply_level = [&](Level level) {
    for (const Setting& setting : settings.all()) {
      if (setting.level != level) continue;
      const Opt option = setting.occurrence.row->id;
      if (option == Opt::kOnlyBinary) apply(true, setting.occurrence.value);
      if (option == Opt::kNoBinary) apply(false, setting.occurrence.value);
      if (option == Opt::kNoBuild) apply(true, ":all:");
    }
  };
  if (lowest == Level::kHost) apply_level(Level::kHost);
  // The lists of the sources have been merged as their lines were read: `:all:` first, then names.
  for (const bool all : {true, false}) {
    for (const std::string& name : lines.no_binary)
      if ((name == ":all:") == all) apply(false, name);
    for (const std::string& name : lines.only_binary)
      if ((name == ":all:") == all) apply(true, name);
  }
  for (Level level : {Level::kConfig, Level::kEnvironment, Level::kCommandLine}) apply_level(level);
  std::ranges::sort(formats.only_binary.names);
  std::ranges::sort(formats.no_binary.names);
  return formats;
}

}  // namespace pincompile::tool
