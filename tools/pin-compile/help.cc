// --help, completions for bash, zsh and fish, and the manual page (man(7) macros).
// SPDX-License-Identifier: MIT
#include "help.h"

#include <fmt/format.h>

#include <algorithm>

#include "option_table.h"
#include "pincompile/library_version.h"

namespace pincompile::tool {
namespace {

constexpr std::string_view kForms =
    "  pin-compile [OPTIONS] [SRC...]              resolve and write the pins\n"
    "  pin-compile --check [--online] [SRC...]     judge existing pins, write nothing\n"
    "  pin-compile --all [--check]                 the same for every file pinned before\n"
    "  pin-compile why NAME [SRC...]               explain a pin\n"
    "  pin-compile why-not NAME[==V] [SRC...]      explain the absence of one\n"
    "  pin-compile cache dir|size|prune|clear      cache upkeep\n"
    "  pin-compile batch [OPTIONS]                 one JSON question a line in, one answer a line out\n";

constexpr std::string_view kExamples =
    "  pin-compile requirements.in\n"
    "      pins into requirements-pinned.txt, for this machine's Python\n"
    "  pin-compile --python-version 3.12 --platform linux/amd64 --generate-hashes web.in dev.in\n"
    "      two outputs, for a container, with hashes\n"
    "  pin-compile --check requirements.in\n"
    "      status 0 if requirements-pinned.txt is current; needs no network\n";

constexpr std::size_t kHelpColumn = 38;
constexpr std::size_t kWidth = 100;

/// `-o, --output-file FILE`.
std::string spelling(const OptionRow& row) {
  std::string text;
  for (std::string_view name : row.names)
    if (name.size() == 2) text += fmt::format("{}, ", name);
  if (text.empty()) text = "    ";
  text += row.names.front();
  if (!row.off_names.empty()) text += fmt::format("/{}", row.off_names.front());
  if (row.shape == Shape::kValue || row.shape == Shape::kList)
    text += fmt::format(" {}", row.value);
  if (row.shape == Shape::kMaybeValue) text += fmt::format("[={}]", row.value);
  return text;
}

std::string explanation(const OptionRow& row) {
  std::string text(row.help);
  if (row.shape == Shape::kList) text += "; may repeat";
  if (!row.standard.empty() && row.standard != "off")
    text += fmt::format(" (default {})", row.standard);
  return text;
}

std::string row_text(const OptionRow& row) {
  std::string text = "  " + spelling(row);
  if (text.size() + 2 > kHelpColumn) {
    text += '\n' + std::string(kHelpColumn, ' ');
  } else {
    text.resize(kHelpColumn, ' ');
  }
  std::size_t column = kHelpColumn;
  const std::string words = explanation(row);
  for (std::size_t at = 0; at < words.size();) {
    const std::size_t end = std::min(words.find(' ', at), words.size());
    const std::string word = words.substr(at, end - at);
    if (column > kHelpColumn && column + 1 + word.size() > kWidth) {
      text += '\n' + std::string(kHelpColumn, ' ');
      column = kHelpColumn;
    } else if (column > kHelpColumn) {
      text += ' ';
      ++column;
    }
    text += word;
    column += word.size();
    at = end + 1;
  }
  return text + '\n';
}

template <class Write>
void for_each_name(Write write) {
  for (const OptionRow& row : option_table()) {
    if (!row.listed) continue;
    for (std::string_view name : row.names) write(row, name, true);
    for (std::string_view name : row.off_names) write(row, name, false);
  }
}

bool takes_file(const OptionRow& row) {
  return row.value == "FILE" || row.value == "DIR" || row.value == "PATH";
}

std::vector<std::string> choices(const OptionRow& row) {
  std::vector<std::string> list;
  if (row.value.find('|') == std::string_view::npos ||
      row.value.find_first_of("[=") != std::string_view::npos || row.value == "DIR|URL")
    return list;
  std::string_view rest = row.value;
  while (!rest.empty()) {
    list.emplace_back(rest.substr(0, rest.find('|')));
    rest.remove_prefix(std::min(list.back().size() + 1, rest.size()));
  }
  return list;
}

std::string quoted_for_shell(std::string_view text) {
  std::string quoted;
  for (char c : text) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted;
}

std::string escaped_for_man(std::string_view text) {
  std::string escaped;
  for (char c : text)
    escaped += c == '-' ? std::string("\\-") : c == '\\' ? std::string("\\e") : std::string(1, c);
  return escaped;
}

}  // namespace

std::string help_text() {
  std::string text =
      "Pins Python dependencies: writes an exact, complete set of versions for the requirements in "
      "SRC.\n\n";
  text += kForms;
  text +=
      "\nSRC: requirements files, pyproject.toml, setup.cfg, environment.yml, - for standard "
      "input. Default: the\n"
      "first that exists of requirements.in, pyproject.toml, setup.cfg, environment.yml.\n";
  const Group* previous = nullptr;
  for (const OptionRow& row : option_table()) {
    if (!row.listed) continue;
    if (previous == nullptr || *previous != row.group)
      text += fmt::format("\n{}:\n", title(row.group));
    previous = &row.group;
    text += row_text(row);
  }
  text += "\nExamples:\n";
  text += kExamples;
  return text;
}

std::string version_text() { return "pin-compile " PINCOMPILE_VERSION "\n"; }

std::string bash_completion() {
  std::string names;
  std::string cases;
  for_each_name([&](const OptionRow& row, std::string_view name, bool on) {
    if (name.size() > 2) names += fmt::format(" {}", name);
    if (!on || row.shape == Shape::kFlag || row.shape == Shape::kCount) return;
    if (const auto list = choices(row); !list.empty())
      cases += fmt::format("    {}) COMPREPLY=($(compgen -W '{}' -- \"$word\")); return ;;\n", name,
                           fmt::join(list, " "));
  });
  return fmt::format(
      "# bash completion for pin-compile, made by its option table\n"
      "_pin_compile() {{\n"
      "  local word=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD-1]}}\n"
      "  case $before in\n{}"
      "  esac\n"
      "  if [[ $word == -* ]]; then COMPREPLY=($(compgen -W '{}' -- \"$word\"))\n"
      "  elif [[ $COMP_CWORD -eq 1 ]]; then COMPREPLY=($(compgen -f -W 'why why-not cache batch' "
      "-- \"$word\"))\n"
      "  else COMPREPLY=($(compgen -f -- \"$word\")); fi\n"
      "}}\n"
      "complete -o filenames -F _pin_compile pin-compile\n",
      cases, names.substr(1));
}

std::string zsh_completion() {
  std::string text =
      "#compdef pin-compile\n# made by pin-compile's option table\n_arguments -s -S \\\n";
  for_each_name([&](const OptionRow& row, std::string_view name, bool on) {
    std::string help(row.help);
    std::ranges::replace(help, '[', '(');
    std::ranges::replace(help, ']', ')');
    const bool bare = !on || row.shape == Shape::kFlag || row.shape == Shape::kCount ||
                      row.shape == Shape::kMaybeValue;
    const bool repeats = row.shape == Shape::kList || row.shape == Shape::kCount;
    std::string action;
    if (!bare) {
      const auto list = choices(row);
      action = fmt::format(":value:{}", !list.empty() ? fmt::format("({})", fmt::join(list, " "))
                                        : takes_file(row) ? std::string("_files")
                                                          : std::string());
    }
    text += fmt::format("  '{}{}{}[{}]{}' \\\n", repeats ? "*" : "", name,
                        bare              ? ""
                        : name.size() > 2 ? "="
                                          : "+",
                        quoted_for_shell(help), action);
  });
  return text + "  '*:source:_files'\n";
}

std::string fish_completion() {
  std::string text =
      "# fish completion for pin-compile, made by its option table\n"
      "complete -c pin-compile -n '__fish_is_first_arg' -a 'why why-not cache batch'\n";
  for_each_name([&](const OptionRow& row, std::string_view name, bool on) {
    text += "complete -c pin-compile ";
    text += name.size() == 2 ? fmt::format("-s {}", name[1]) : fmt::format("-l {}", name.substr(2));
    if (on && row.shape != Shape::kFlag && row.shape != Shape::kCount &&
        row.shape != Shape::kMaybeValue) {
      const auto list = choices(row);
      text += !list.empty()     ? fmt::format(" -x -a '{}'", fmt::join(list, " "))
              : takes_file(row) ? " -r -F"
                                : " -x";
    }
    text += fmt::format(" -d '{}'\n", quoted_for_shell(row.help));
  });
  return text;
}

std::string manual_page() {
  std::string text = ".TH PIN-COMPILE 1 \"\" \"pin-compile " PINCOMPILE_VERSION
                     "\" \"User Commands\"\n"
                     ".SH NAME\npin\\-compile \\- pin Python dependencies\n.SH SYNOPSIS\n.nf\n";
  text += escaped_for_man(kForms);
  text +=
      ".fi\n.SH DESCRIPTION\nWrites an exact, complete set of versions for the requirements in "
      "SRC: requirements files, "
      "pyproject.toml, setup.cfg, environment.yml, or \\- for standard input.\n";
  const Group* previous = nullptr;
  for (const OptionRow& row : option_table()) {
    if (!row.listed) continue;
    if (previous == nullptr || *previous != row.group) {
      std::string upper(title(row.group));
      std::ranges::transform(upper, upper.begin(), [](char c) {
        return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
      });
      text += fmt::format(".SH {}\n", upper);
    }
    previous = &row.group;
    std::string name = spelling(row);
    name.erase(0, std::min(name.find_first_not_of(' '), name.size()));
    text +=
        fmt::format(".TP\n.B {}\n{}\n", escaped_for_man(name), escaped_for_man(explanation(row)));
  }
  text +=
      ".SH EXIT STATUS\n0 done; 1 no set of versions, or not up to date; 2 usage or sources; 3 not "
      "proven; 4 network, index or "
      "disk; 70 a defect; 130, 143 interrupted.\n";
  return text + ".SH EXAMPLES\n.nf\n" + escaped_for_man(kExamples) + ".fi\n";
}

}  // namespace pincompile::tool
