// Reads texts from standard input and prints this library's verdicts, for
// compare_with_packaging.py. A line in is a kind (v version, r requirement, s specifier set) and
// the text in hexadecimal; a line out is `-` for a refusal, else for v the key and the normalised
// text, for r and s the canonical text, all in hexadecimal.
// SPDX-License-Identifier: MIT
#include <iostream>
#include <string>

#include "packaging/version_key.h"
#include "pincompile/requirement.h"

namespace {

std::string from_hex(std::string_view hex) {
  const auto value = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
  std::string out;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
    out += static_cast<char>(value(hex[i]) * 16 + value(hex[i + 1]));
  return out;
}

std::string to_hex(std::string_view text) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    out += kDigits[byte >> 4];
    out += kDigits[byte & 15];
  }
  return out;
}

std::string verdict(char kind, const std::string& text) {
  if (kind == 'v') {
    const auto version = pincompile::Version::parse(text);
    return version ? to_hex(pincompile::version_key(*version)) + " " + to_hex(version->to_string())
                   : "-";
  }
  if (kind == 'r') {
    const auto requirement = pincompile::Requirement::parse(text);
    return requirement ? to_hex(requirement->to_string()) + "." : "-";
  }
  const auto set = pincompile::SpecifierSet::parse(text);
  return set ? to_hex(set->to_string()) + "." : "-";
}

}  // namespace

int main() {
  std::ios::sync_with_stdio(false);
  std::string line;
  while (std::getline(std::cin, line)) {
    if (!line.empty())
      std::cout << verdict(line.front(), from_hex(std::string_view(line).substr(1))) << '\n';
  }
}
