// Facts of pip-compile 7.6: which options it shows, what it takes for a default, how it quotes.
// SPDX-License-Identifier: MIT
#include "pip_compile_command.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "output/option_block.h"
#include "output/pins_header.h"
#include "paths.h"

namespace pincompile::tool {
namespace {

/// Shown by pip-compile although they change no pin.
constexpr std::array kShownToo = {Opt::kCert, Opt::kClientCert, Opt::kMaxRounds, Opt::kColor,
                                  Opt::kNoColor};

bool is_shown(const OptionRow& row) {
  if (row.id == Opt::kNoConfig) return false;
  return row.shown || std::ranges::find(kShownToo, row.id) != kShownToo.end();
}

/// What pip-compile takes for granted; a flag of its own, unset, is shown whenever it is given.
bool is_default(const OptionRow& row, const Setting& setting) {
  const bool on = setting.occurrence.on;
  switch (row.id) {
    case Opt::kAllowUnsafe:
      return !on;
    case Opt::kStripExtras:
      return false;
    case Opt::kMaxRounds:
      return setting.occurrence.value == "10";
    case Opt::kEmitIndexUrl:
    case Opt::kEmitFindLinks:
    case Opt::kEmitTrustedHost:
    case Opt::kEmitOptions:
      return on;
    default:
      break;
  }
  if (row.shape == Shape::kFlag) return on ? row.standard == "on" : row.standard != "on";
  return setting.occurrence.value == row.standard;
}

/// As Python writes a string literal, which is how --pip-args is shown.
std::string python_literal(std::string_view text) {
  const bool double_quotes =
      text.find('\'') != std::string_view::npos && text.find('"') == std::string_view::npos;
  const char quote = double_quotes ? '"' : '\'';
  std::string literal(1, quote);
  for (char c : text) {
    if (c == '\\' || c == quote) literal += '\\';
    literal += c;
  }
  return literal + quote;
}

std::string value_text(const OptionRow& row, std::string value) {
  if (row.id == Opt::kPipArgs) return python_literal(with_hidden_user(value));
  if (row.id == Opt::kNewline)
    std::ranges::transform(value, value.begin(), [&value](char c) {
      const bool upper = value.size() <= 4;
      return upper && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    });
  if (row.id == Opt::kConfig) value = base_name(value);
  return shell_word(with_hidden_user(value));
}

std::vector<const Setting*> settings_shown(const Settings& settings, const OptionRow& row) {
  std::vector<const Setting*> list;
  for (const Setting& setting : settings.all()) {
    if (setting.occurrence.row != &row || setting.level > Level::kConfig || setting.in_pip_args)
      continue;
    // A list of a higher level replaces that of a lower one, as click's defaults do.
    if (!list.empty() && list.front()->level != setting.level) continue;
    if (row.shape == Shape::kList) {
      list.push_back(&setting);
    } else {
      list.assign(1, &setting);
    }
  }
  return list;
}

}  // namespace

std::string pip_compile_command(const Job& job) {
  std::vector<std::string> words;
  for (const OptionRow& row : option_table()) {
    if (!is_shown(row)) continue;
    for (const Setting* setting : settings_shown(job.settings, row)) {
      if (row.id == Opt::kColor || row.id == Opt::kNoColor) {
        words.push_back(row.id == Opt::kNoColor || setting->occurrence.value == "never"
                            ? "--no-color"
                            : "--color");
      } else if (row.id == Opt::kConfig && !job.settings.given(Opt::kNoConfig) &&
                 base_name(setting->occurrence.value) == setting->occurrence.value &&
                 (setting->occurrence.value == ".pip-tools.toml" ||
                  setting->occurrence.value == "pyproject.toml")) {
        continue;
      } else if (!is_default(row, *setting) && row.shape == Shape::kFlag) {
        words.emplace_back(setting->occurrence.on ? row.names.front() : row.off_names.front());
      } else if (!is_default(row, *setting)) {
        words.push_back(
            fmt::format("{}={}", row.names.front(), value_text(row, setting->occurrence.value)));
      }
    }
  }
  std::ranges::sort(words);
  std::vector<std::string> sources;
  if (!job.sources_defaulted) {
    for (const std::string& source : job.sources) sources.push_back(shell_word(source));
    const bool mark = std::ranges::any_of(job.sources, [](const std::string& source) {
      return source.size() > 1 && source.starts_with('-');
    });
    if (mark) sources.insert(sources.begin(), "--");
    std::ranges::sort(sources);
  }
  words.insert(words.end(), sources.begin(), sources.end());
  return words.empty() ? "pip-compile" : fmt::format("pip-compile {}", fmt::join(words, " "));
}

}  // namespace pincompile::tool
