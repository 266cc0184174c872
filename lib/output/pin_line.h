// One pin as a requirement line, and whether it carries a marker (behaviour.md 2.5).
// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "pincompile/outcome.h"
#include "pincompile/writer.h"

namespace pincompile {

/// The lines that a RequiredBy::line or Pin::direct_line of this kind counts in.
const std::vector<InputRequirement>& lines_of(const Resolution& resolution,
                                              RequiredBy::LineKind kind);
/// The input line that stands for a pin by URL, path or editable; nullptr for pins by version.
const InputRequirement* direct_line(const Resolution& resolution, const Pin& pin);

/// `name[extra]==1.0`, `name @ URL`, `-e TEXT`; without marker, hashes and annotation.
/// working_directory  if not empty, local paths become file URLs below it, as pip-compile has it.
std::string pin_text(const Resolution& resolution, const Pin& pin, bool strip_extras,
                     const std::string& working_directory = {});

/// Sort key of a pin line: editables first, then names or, for nameless lines, texts.
std::string pin_order(const Resolution& resolution, const Pin& pin);

/// For each pin its marker in canonical spelling; empty where the line has none.
std::vector<std::string> pin_markers(const Resolution& resolution);
/// The marker of the last source line of each pin, as pip-compile writes it (2.11).
std::vector<std::string> last_line_markers(const Resolution& resolution);

/// Whether pip-compile names a pin among its own sources: where the requirement that asked for its
/// extras spells the name in another way, it takes the two for different projects (2.11).
bool is_its_own_source(const Resolution& resolution, const Pin& pin);

/// Digests `sha256:HEX` of the files in scope, sorted, unique.
std::vector<std::string> pin_hashes(const Resolution& resolution, const Pin& pin, HashScope scope);

/// A URL without literal user part (one made of `${VAR}`s stays) and with its fragment reduced to
/// subdirectory and sha256.
std::string direct_url_text(std::string_view url);
std::string without_literal_user(std::string_view url, bool* removed = nullptr);
/// The URL of a file as an index lists it, for reading: its query may be a signature and shows as
/// `?...` (behaviour.md 8.1).
std::string file_url_text(std::string_view url);

}  // namespace pincompile
