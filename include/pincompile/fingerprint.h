// The fingerprint line of an output (behaviour.md 7.1, schema 1): digests that let --check judge a
// file without resolving anything. They are of inputs, options and pins.
// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "pincompile/inputs.h"

namespace pincompile {

/// Digest of what is asked for: 16 hex digits.
///
/// output_directory  directory of the output as messages would name it (relative to the working
///                   directory, or absolute; empty = the working directory). Paths in the records are
///                   relative to it, so that a check from elsewhere agrees.
/// source            behaviour.md 7.1, row `inputs`. Lines with a false marker count; user parts of
///                   URLs do not; `${VAR}` stays as written.
PINCOMPILE_API std::string inputs_digest(const Inputs& inputs, std::string_view output_directory = {});

/// Digest of the option records, one text per record in the order of 7.1, row `options`.
PINCOMPILE_API std::string options_digest(std::span<const std::string> records);

/// Digest of the pins: all bytes after the header (`PinsFile::body`), whatever their line ends.
PINCOMPILE_API std::string pins_digest(std::string_view body);

/// The parts of a fingerprint line.
struct Fingerprint {
  std::string target;   ///< `cp312-linux-x86_64`
  std::string inputs;   ///< 16 hex digits each
  std::string options;  ///< see inputs
  std::string pins;  ///< see inputs

  /// From the text behind `# fingerprint: `; nullopt for another schema or a damaged line.
  PINCOMPILE_API static std::optional<Fingerprint> parse(std::string_view text);
  /// `1 cp312-linux-x86_64 inputs:HEX16 options:HEX16 pins:HEX16`.
  PINCOMPILE_API std::string to_string() const;

  friend bool operator==(const Fingerprint&, const Fingerprint&) = default;
};

}  // namespace pincompile
