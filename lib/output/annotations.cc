// `# via` comments in both styles, in pip-compile's bytes.
// SPDX-License-Identifier: MIT
#include "output/annotations.h"

#include <fmt/format.h>

#include <algorithm>

namespace pincompile {
namespace {

constexpr std::size_t kPinColumns = 24;

std::string joined(const std::vector<std::string>& via) {
  return fmt::format("# via {}", fmt::join(via, ", "));
}

}  // namespace

std::string split_annotation(const std::vector<std::string>& via) {
  if (via.empty()) return "";
  if (via.size() == 1) return fmt::format("    # via {}\n", via.front());
  std::string text = "    # via\n";
  for (const std::string& source : via) text += fmt::format("    #   {}\n", source);
  return text;
}

std::string line_annotation(std::string_view pin, const std::vector<std::string>& via) {
  if (via.empty()) return std::string(pin);
  return fmt::format("{:<{}}  {}", pin, kPinColumns, joined(via));
}

std::string own_line_annotation(const std::vector<std::string>& via) {
  return via.empty() ? "" : fmt::format("    {}\n", joined(via));
}

}  // namespace pincompile
