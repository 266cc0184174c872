// One GET through the network module.
// SPDX-License-Identifier: MIT
#include "remote_file.h"

#include "index/index_facts.h"
#include "resolve_setup.h"

namespace pincompile::tool {

Result<std::string> fetch_text(Run& run, const Settings& settings, const std::string& url) {
  Result<IndexOptions> options =
      index_options(settings, {}, run.environment, run.files, run.messages);
  if (!options) return options.error();
  return pincompile::fetch_text(*options, {run.net, &run.clock, &run.programs, &run.files}, url);
}

}  // namespace pincompile::tool
