// One line of `batch`'s input (behaviour.md 9.6): a question as texts and options.
// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pincompile/result.h"

namespace pincompile::tool {

struct BatchLine {
  std::string id = "null";  ///< as JSON
  std::string requirements = {};
  std::optional<std::string> constraints = {};
  std::optional<std::string> existing = {};
  std::vector<std::string> words = {};  ///< `options` as a command line has them
};

/// What a line asks, or why it asks nothing; `id` is set as soon as it could be read.
///
/// errors   kParse: no JSON object; kInvalidArgument: members or options that are missing, unknown
/// or
///          of another type, or that a line may not give.
Result<BatchLine> read_batch_line(std::string_view text, std::string& id);

}  // namespace pincompile::tool
