// Levels 5 and 6: PIP_* variables and pip.conf (behaviour.md 1.4). They are used, never shown in
// the header, never hashed.
// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "command_line.h"
#include "settings.h"

namespace pincompile::tool {
namespace {

struct HostName {
  std::string_view key;  ///< as pip.conf spells it
  Opt option;
};

constexpr std::array kHostNames = {HostName{"index-url", Opt::kIndexUrl},
                                   HostName{"extra-index-url", Opt::kExtraIndexUrl},
                                   HostName{"no-index", Opt::kNoIndex},
                                   HostName{"find-links", Opt::kFindLinks},
                                   HostName{"trusted-host", Opt::kTrustedHost},
                                   HostName{"cert", Opt::kCert},
                                   HostName{"client-cert", Opt::kClientCert},
                                   HostName{"proxy", Opt::kProxy},
                                   HostName{"timeout", Opt::kTimeout},
                                   HostName{"default-timeout", Opt::kTimeout},
                                   HostName{"retries", Opt::kRetries},
                                   HostName{"pre", Opt::kPre},
                                   HostName{"all-releases", Opt::kAllReleases},
                                   HostName{"only-final", Opt::kOnlyFinal},
                                   HostName{"only-binary", Opt::kOnlyBinary},
                                   HostName{"no-binary", Opt::kNoBinary},
                                   HostName{"prefer-binary", Opt::kPreferBinary},
                                   HostName{"constraint", Opt::kConstraint},
                                   HostName{"require-hashes", Opt::kRequireHashes},
                                   HostName{"uploaded-prior-to", Opt::kUploadedPriorTo},
                                   HostName{"keyring-provider", Opt::kKeyringProvider},
                                   HostName{"no-color", Opt::kNoColor}};

bool is_true(const std::string& value) {
  std::string lower = value;
  std::ranges::transform(lower, lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return lower == "1" || lower == "true" || lower == "yes" || lower == "on" || lower == "y" ||
         lower == "t";
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  for (char c : text) {
    const bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (blank && !word.empty()) words.push_back(std::exchange(word, {}));
    if (!blank) word += c;
  }
  if (!word.empty()) words.push_back(word);
  return words;
}

}  // namespace

void add_host_value(std::string_view key, const std::string& value,
                    std::vector<Occurrence>& found) {
  const auto name = std::ranges::find(kHostNames, key, &HostName::key);
  if (name == kHostNames.end() || value.empty()) return;
  const OptionRow& row = row_of(name->option);
  // A value of a later file or variable replaces that of an earlier one.
  std::erase_if(found, [&row](const Occurrence& earlier) { return earlier.row == &row; });
  const std::string shown = fmt::format("--{}", key);
  if (row.shape == Shape::kFlag) {
    if (is_true(value)) found.push_back({&row, true, "", shown});
  } else if (row.shape == Shape::kList) {
    for (std::string& word : words_of(value)) found.push_back({&row, true, std::move(word), shown});
  } else {
    found.push_back({&row, true, value, shown});
  }
}

Result<std::vector<Occurrence>> occurrences_of_host(const Environment& environment,
                                                    FileSystem& files) {
  std::vector<Occurrence> found;
  if (Result<void> read = add_pip_config(environment, files, found); !read) return read.error();
  for (const HostName& name : kHostNames) {
    std::string variable = "PIP_";
    for (char c : name.key)
      variable += c == '-' ? '_' : (c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c);
    const auto value = environment.variable(variable);
    if (!value) continue;
    if (name.option == Opt::kTimeout || name.option == Opt::kRetries)
      if (Result<void> fine = check_choice(row_of(name.option), variable, *value); !fine)
        return fine.error();
    add_host_value(name.key, *value, found);
  }
  return found;
}

}  // namespace pincompile::tool
