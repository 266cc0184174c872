// Bytes as a wheel, and as the last bytes of a longer one: a directory that is found lies within
// the file.
// SPDX-License-Identifier: MIT
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string_view>

#include "dist/zip_directory.h"
#include "index/wheel_metadata.h"

using namespace pincompile;  // NOLINT: a program of one function

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  static const std::unique_ptr<NetParts> parts(pincompile_net_parts(kNetPartsVersion));
  const std::string_view wheel(reinterpret_cast<const char*>(bytes), size);
  for (const std::uint64_t before :
       {std::uint64_t{0}, std::uint64_t{1000}, std::uint64_t{1} << 33}) {
    const Result<ByteRange> range = find_zip_directory(wheel, before + size);
    if (!range) continue;
    if (range->offset > before + size || range->size > before + size - range->offset) std::abort();
    if (range->offset < before) continue;
    (void)read_zip_directory(wheel.substr(range->offset - before, range->size));
  }
  (void)read_zip_directory(wheel);
  (void)metadata_of_wheel(wheel, "shop", *parts);
  return 0;
}
