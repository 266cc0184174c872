// Requests from texts, and resolves whose every answer goes through the pin checker.
// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <string>
#include <vector>

#include "pincompile/resolver.h"

namespace pincompile::testing {

/// A line of `file`; a requirement with a URL is a URL line.
InputRequirement input_line(const std::string& text, std::uint32_t number,
                            const std::string& file = "requirements.in");
std::vector<InputRequirement> input_lines(const std::vector<std::string>& texts,
                                          const std::string& file = "requirements.in");

/// CPython of this version on linux x86_64, glibc 2.28.
Target linux_target(const std::string& python = "3.12");

/// Request for these requirement lines on linux_target().
ResolveRequest question(const std::vector<std::string>& lines);

/// Resolves on a resolver of its own. A Resolution is checked, and so is a Conflict: its lines
/// contradict each other, no proper subset of them does, and its suggestions solve. Findings fail the
/// test.
Result<Outcome> checked_resolve(FactSource& facts, const ResolveRequest& request);

/// name -> version; empty unless the outcome is a Resolution.
std::map<std::string, std::string> pins_of(const Result<Outcome>& outcome);

/// Everything an outcome says, counters included, as one text: for comparing two runs.
std::string describe(const Result<Outcome>& outcome);

}  // namespace pincompile::testing
