// The checksum of one file of a page record: texts and digests of files lie outside the record's
// own, so that a resolve need not touch those of the many files it never looks at.
// SPDX-License-Identifier: MIT
#pragma once

#include "cache/page_record.h"

namespace pincompile {

/// Over everything `stored` says and points to, but for `check` itself.
std::uint32_t file_check(const StoredFile& stored, const FileDetails& details);

}  // namespace pincompile
