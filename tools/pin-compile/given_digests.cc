// Index packages have their files limited before versions are chosen; an archive is the only one.
// SPDX-License-Identifier: MIT
#include "given_digests.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "output/pin_line.h"

namespace pincompile::tool {
namespace {

Result<void> check_line(const Pin& pin, const InputRequirement& line) {
  for (const PinFile& file : pin.files) {
    if (file.sha256.empty()) continue;
    const auto same = [&](std::string hash) {
      std::ranges::transform(hash, hash.begin(), [](char c) {
        return c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
      });
      return hash == "sha256:" + file.sha256;
    };
    if (std::ranges::any_of(line.hashes, same)) continue;
    Error error{ErrorKind::kNotFound,
                fmt::format("{}:{}: {} has none of the digests that are given for it",
                            line.origin.file, line.origin.line, file.filename)};
    error.causes.push_back(
        fmt::format("file: sha256:{}, given: {}", file.sha256, fmt::join(line.hashes, ", ")));
    return error;
  }
  return {};
}

}  // namespace

Result<void> check_given_digests(const Resolution& resolution) {
  for (const Pin& pin : resolution.pins) {
    if (!pin.direct_line) continue;  // of an index
    for (const RequiredBy& by : pin.required_by) {
      if (!by.line || by.line_kind == RequiredBy::LineKind::kNone) continue;
      const InputRequirement& line = lines_of(resolution, by.line_kind)[*by.line];
      if (line.hashes.empty()) continue;
      if (auto fits = check_line(pin, line); !fits) return fits.error();
    }
  }
  return {};
}

}  // namespace pincompile::tool
