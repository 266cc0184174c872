// The folder of conformance data and the score of each set.
// SPDX-License-Identifier: MIT
#include "conformance_set.h"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>

namespace pincompile::testing {

std::optional<std::string> read_conformance_file(std::string_view name) {
  const char* const folder = std::getenv("PINCOMPILE_CONFORMANCE_DIR");
  const std::string path =
      (folder != nullptr ? std::string(folder) : PINCOMPILE_SOURCE_DIR "/../shared/conformance") +
      "/" + std::string(name);
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    std::printf("%s: SKIPPED, there is no %s (set PINCOMPILE_CONFORMANCE_DIR)\n",
                std::string(name).c_str(), path.c_str());
    return std::nullopt;
  }
  std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  text.reserve(text.size() + 64);
  return text;
}

void Score::add(std::string_view part, std::string_view id, bool right, bool contested,
                std::string_view detail) {
  ++total_;
  right_ += right ? 1 : 0;
  contested_ += contested ? 1 : 0;
  contested_right_ += contested && right ? 1 : 0;
  if (right) return;
  std::string line =
      set_ + "." + std::string(part) + " " + std::string(id) + ": " + std::string(detail);
  (contested ? contested_misses_ : misses_).push_back(std::move(line));
}

bool Score::report() const {
  for (const auto& line : misses_) std::printf("MISS %s\n", line.c_str());
  for (const auto& line : contested_misses_) std::printf("contested %s\n", line.c_str());
  std::printf("%s: %zu of %zu\n", set_.c_str(), right_, total_);
  std::printf("%s contested: %zu of %zu\n", set_.c_str(), contested_right_, contested_);
  return misses_.empty();
}

}  // namespace pincompile::testing
