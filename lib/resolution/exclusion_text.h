// What is wrong with versions that may not be chosen, in words (behaviour.md 8.2 nos. 2 to 6).
// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cache/page_record.h"
#include "pincompile/outcome.h"
#include "resolution/fact_book.h"
#include "support/words.h"

namespace pincompile {

/// What an exclusion code means for one version: `needs Python >=3.11`.
std::string exclusion_text(const PageView& page, std::uint32_t version, ExclusionCode code);

/// The same for versions of one code, to follow their names; `many`: the verb is a plural.
std::string loss_text(const PageView& page, Bits versions, ExclusionCode code, bool many,
                      const Target& target);

/// `newest is 3.1.2 (2025-08-19)`. The page has a version.
std::string newest_text(const PageView& page);

/// The digests of a version's files, to follow its name: `is listed with sha256:12f6...`. Three at
/// most; empty if none is known.
std::string digests_text(const PageView& page, std::uint32_t version);

/// `PyPI`, or the URLs of the indexes; `the index` if they have none.
std::string index_names(const std::vector<std::string>& asked);

/// Why a page is absent, to follow `there is`: `no package named "sklearn" on PyPI`.
std::string absence_text(std::string_view name, const KnownPage& page);

/// What to do where there is no index to ask.
inline constexpr std::string_view kNoIndexHint =
    "leave out --no-index, or name a folder that holds files of it with --find-links";

}  // namespace pincompile
