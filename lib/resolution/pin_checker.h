// Independent checker of an answer: walks from the lines over the records' texts, with plain PEP
// 440 and 508 values and none of the encoder's numbers. Every resolve in every test goes through
// it.
// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "pincompile/fact_source.h"
#include "pincompile/outcome.h"
#include "pincompile/request.h"

namespace pincompile {

/// What is wrong with the pins, one text each; none = they are right.
///
///   unpinned     a requirement whose marker holds has no pin
///   unsatisfied  a pin lies outside a requirement, constraint or override
///   python       a pin's Requires-Python excludes the target
///   unreachable  a pin, or an extra of one, that nothing asks for
///   unknown      a pin that the source has no metadata for
///   unusable     a pin without a file for the target, the formats and the cutoff
std::vector<std::string> check_pins(const ResolveRequest& request, const Resolution& resolution,
                                    FactSource& facts);

}  // namespace pincompile
