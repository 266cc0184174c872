// Resolutions made by hand, for tests of graph and output: lines, pins, who requires what.
// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <utility>

#include "pincompile/outcome.h"

namespace pincompile::testing {

class ResolutionBuilder {
 public:
  ResolutionBuilder() { resolution.target.python = {3, 12, 0, false, false, ""}; }

  /// An input line; returns its index.
  std::uint32_t line(const std::string& text, const std::string& source) {
    InputRequirement input;
    input.text = text;
    auto parsed = Requirement::parse(text);
    if (parsed) input.requirement = *parsed;
    input.origin = {source, source.substr(source.find(' ') + 1), 1, {}};
    resolution.requirements.push_back(input);
    return static_cast<std::uint32_t>(resolution.requirements.size() - 1);
  }
  std::uint32_t constraint(const std::string& text, const std::string& source) {
    line(text, source);
    resolution.constraints.push_back(resolution.requirements.back());
    resolution.requirements.pop_back();
    return static_cast<std::uint32_t>(resolution.constraints.size() - 1);
  }

  Pin& pin(const std::string& name, const std::string& version) {
    Pin pin;
    pin.name = name;
    pin.version = version;
    resolution.pins.push_back(std::move(pin));
    return resolution.pins.back();
  }
  static RequiredBy by_line(std::uint32_t line) {
    RequiredBy reason;
    reason.line = line;
    reason.line_kind = RequiredBy::LineKind::kRequirement;
    return reason;
  }
  static RequiredBy by_constraint(std::uint32_t line) {
    RequiredBy reason = by_line(line);
    reason.line_kind = RequiredBy::LineKind::kConstraint;
    return reason;
  }
  static RequiredBy by_pin(const std::string& parent, const std::string& specifier = "",
                           const std::string& marker = "") {
    RequiredBy reason;
    reason.parent = parent;
    reason.specifier = specifier;
    reason.marker = marker;
    return reason;
  }
  static PinFile file(char digit, bool usable = true, bool best = false) {
    PinFile file;
    file.filename = std::string(1, digit) + ".whl";
    file.sha256 = std::string(64, digit);
    file.usable = usable;
    file.best = best;
    return file;
  }

  Resolution resolution;
};

/// `shop.in` of behaviour.md 2.10.
inline Resolution shop() {
  ResolutionBuilder b;
  const auto shop_line = b.line("Shop>=2", "-r shop.in");
  const auto cart_line = b.line("cart[Tax]>=1,   <3", "-r shop.in");
  Pin& cart = b.pin("cart", "2.0");
  cart.extras = {"tax"};
  cart.required_by = {b.by_line(cart_line), b.by_pin("shop", ">=1.2")};
  b.pin("decimals", "1.1").required_by = {b.by_pin("cart", "", "extra == \"tax\"")};
  b.pin("pip", "25.3").required_by = {b.by_pin("cart")};
  b.pin("shop", "2.4").required_by = {b.by_line(shop_line)};
  return b.resolution;
}

}  // namespace pincompile::testing
