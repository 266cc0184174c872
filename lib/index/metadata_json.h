// Metadata as JSON: PyPI's legacy API (https://docs.pypi.org/api/json/) and pip's installation
// report.
// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "dist/core_metadata.h"

namespace pincompile {

/// Address of the legacy page of a version; empty if the index URL does not end in `/simple`.
std::string legacy_json_url(std::string_view index_url, std::string_view project,
                            std::string_view version);

/// `info` of the legacy page; nullopt if its `requires_dist` is null: the index never read it.
/// body     followed by kSpareBytes readable bytes.
/// errors   kCorrupt.
Result<std::optional<CoreMetadata>> read_legacy_json(std::string_view body);

/// `install[0].metadata` of the report; the body needs no spare bytes.
/// errors   kCorrupt.
Result<CoreMetadata> read_pip_report(const std::string& body);

}  // namespace pincompile
