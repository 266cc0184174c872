// Extras: which requirements of a metadata record hold on a target without extras, and which one
// extra adds (behaviour.md 4.3). The requirements of p[e] are those that e adds to p's own.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "cache/dependency_record.h"
#include "packaging/marker_program.h"

namespace pincompile {

/// Appends the numbers of the requirements that hold with no extra (`extra` empty), or that hold
/// only because of `extra` (normalised).
void append_active(const DependencyView& metadata, const MarkerEvaluator& markers,
                   std::string_view extra, std::vector<std::uint32_t>& numbers);

/// Whether the metadata lists the extra, or a marker of its requirements asks for it.
bool provides_extra(const DependencyView& metadata, const MarkerEvaluator& markers,
                    std::string_view extra);

}  // namespace pincompile
