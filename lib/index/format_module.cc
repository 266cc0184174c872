// The factory of the module libpincompile-formats.
// SPDX-License-Identifier: MIT
#include "index/format_parts.h"

pincompile::FormatParts* pincompile_format_parts(unsigned version) {
  return version == pincompile::kNetPartsVersion ? pincompile::make_format_parts().release()
                                                 : nullptr;
}
