// Digests that lines give for the archive they name by URL or path (behaviour.md 4.9).
// SPDX-License-Identifier: MIT
#pragma once

#include "pincompile/outcome.h"

namespace pincompile::tool {

/// Whether each archive has a digest that every line with `--hash` for its name gives. An archive
/// whose digest is not known passes: the lines' digests are written, and installers check them.
///
/// errors  kNotFound: an archive has another digest.
Result<void> check_given_digests(const Resolution& resolution);

}  // namespace pincompile::tool
