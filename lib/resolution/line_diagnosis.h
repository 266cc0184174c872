// What is wrong with one line alone, before any search: an unknown name, no such version, none for
// this Python or platform, none without a build (behaviour.md 8.2 nos. 2 to 6).
// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pincompile/outcome.h"
#include "resolution/session.h"

namespace pincompile {

/// The first requirement line that can never be met, in input order.
std::optional<Conflict> diagnose_lines(Session& failed);

/// `PyPI`, or the URLs of the indexes.
std::string index_names(const std::vector<std::string>& asked);

/// What is wrong with versions of one code, to follow their names: `need Python >=3.11`. `last` =
/// the newest of them.
std::string loss_text(const PageView& page, std::uint32_t last, ExclusionCode code, bool many,
                      const Target& target);

inline constexpr std::string_view kBuildHint =
    "--build-sdists runs their build code; or pin a version that has a wheel";

/// Ways out where metadata needs a build: `first`, and believing sdists if they are not believed.
std::vector<std::string> build_hints(std::string_view first, const ResolveOptions& options);

/// Project that provides a module of this name, where the two differ; empty if not known.
std::string_view project_of_module(std::string_view name);

}  // namespace pincompile
