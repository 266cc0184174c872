// Versions of an earlier pylock.toml (PEP 751), as pins.
// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "pincompile/name.h"
#include "requirements/pins_file.h"
#include "requirements/toml_document.h"

namespace pincompile {
namespace {

constexpr std::string_view kOurTable = "[tool.pin-compile]";

void take_hashes(const TomlValue& files, ExistingPin& pin) {
  for (const TomlValue& file : files.elements()) {
    if (const auto digest = file["hashes"]["sha256"].string())
      pin.hashes.push_back("sha256:" + *digest);
  }
}

}  // namespace

bool is_pylock(std::string_view text) {
  return text.starts_with("lock-version") || text.find("\nlock-version") != std::string_view::npos;
}

Result<PinsFile> parse_pylock(std::string_view text, std::string_view file) {
  Result<TomlDocument> document = TomlDocument::parse(text, file);
  if (!document) {
    Error error = document.error();
    error.hints.emplace_back("mend the file; or -U to ignore the pins in it");
    return error;
  }
  PinsFile pins;
  const TomlValue root = document->root();
  const TomlValue ours = root["tool"]["pin-compile"];
  pins.command = ours["command"].string().value_or("");
  pins.fingerprint = ours["fingerprint"].string().value_or("");
  pins.body = text.substr(0, text.find(kOurTable));
  for (const TomlValue& package : root["packages"].elements()) {
    const auto name = package["name"].string();
    const auto version = package["version"].string();
    const bool is_located = package["vcs"] || package["directory"] || package["archive"];
    if (!name || !version || is_located) {
      ++pins.skipped;
      continue;
    }
    ExistingPin pin{normalize_name(*name), *version, {}, {}, package.line()};
    if (const auto marker = package["marker"].string()) {
      Result<Marker> parsed = Marker::parse(*marker);
      if (!parsed) {
        return document->error_at(package["marker"], ErrorKind::kParse,
                                  fmt::format("\"{}\" is not a marker", *marker));
      }
      pin.marker = std::move(*parsed);
    }
    take_hashes(package["wheels"], pin);
    if (const auto digest = package["sdist"]["hashes"]["sha256"].string())
      pin.hashes.push_back("sha256:" + *digest);
    pins.pins.push_back(std::move(pin));
  }
  return pins;
}

}  // namespace pincompile
