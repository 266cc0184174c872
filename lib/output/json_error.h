// The `error` object of reports and of batch answers (behaviour.md 9.1).
// SPDX-License-Identifier: MIT
#pragma once

#include "output/json_writer.h"
#include "pincompile/error.h"
#include "pincompile/outcome.h"

namespace pincompile {

/// Writes the value: code, text, causes, suggestions. `outcome` is one without pins, or null where
/// the run ended in `error`.
void write_json_error(JsonWriter& json, const Outcome* outcome, const Error* error);

}  // namespace pincompile
