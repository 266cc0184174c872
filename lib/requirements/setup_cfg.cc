// setuptools' lists: one item a line, or `;` between them on one line.
// SPDX-License-Identifier: MIT
#include "requirements/setup_cfg.h"

#include <fmt/format.h>

#include <algorithm>

#include "pincompile/name.h"
#include "requirements/locations.h"
#include "requirements/text_decoding.h"
#include "requirements/unicode_text.h"
#include "support/ini_file.h"

namespace pincompile {
namespace {

class SetupCfgReader {
 public:
  SetupCfgReader(FileSystem& files, const std::string& path, const IniFile& ini)
      : files_(files), path_(path), directory_(directory_of(path)), ini_(ini) {
    source_.file = path;
  }

  Result<ProjectSource> read() {
    if (const IniEntry* name = ini_.find("metadata", "name")) source_.name = name->value();
    if (auto done = read_python(); !done) return done.error();
    if (const IniEntry* entry = ini_.find("options", "install_requires")) {
      if (auto done = read_list(*entry, source_.dependencies); !done) return done.error();
    }
    if (const IniSection* extras = ini_.find("options.extras_require")) {
      for (const IniEntry& entry : extras->entries) {
        if (auto done = read_extra(entry); !done) return done.error();
      }
    }
    warn_of_setup_py();
    return std::move(source_);
  }

 private:
  Context place(std::uint32_t line) const { return {path_, line, 0, {}}; }

  Result<void> read_python() {
    const IniEntry* entry = ini_.find("options", "python_requires");
    if (entry == nullptr) return {};
    const std::string text = entry->value();
    Result<SpecifierSet> specifiers = SpecifierSet::parse(text);
    if (!specifiers) {
      Error error{ErrorKind::kParse,
                  fmt::format("python_requires \"{}\" is no set of version specifiers", text)};
      error.causes.push_back(specifiers.error().message);
      return std::move(error).at(place(entry->lines.front().number));
    }
    Origin origin;
    origin.file = path_;
    origin.line = entry->lines.front().number;
    source_.requires_python = RequiresPython{{std::move(*specifiers)}, text, std::move(origin)};
    return {};
  }

  void add(std::string_view text, std::uint32_t line, std::vector<InputRequirement>& into) {
    const std::string requirement(trim_space(text));
    if (requirement.empty() || requirement.front() == '#') return;
    if (auto input = project_requirement(requirement, place(line), source_.errors))
      into.push_back(std::move(*input));
  }

  Result<void> read_list(const IniEntry& entry, std::vector<InputRequirement>& into) {
    const std::string value = entry.value();
    if (value.starts_with("file:"))
      return read_files(std::string_view(value).substr(5), entry, into);
    if (value.find('\n') != std::string::npos) {
      for (const IniValueLine& line : entry.lines) add(line.text, line.number, into);
      return {};
    }
    for (std::size_t begin = 0; begin <= value.size();) {
      const std::size_t end = std::min(value.find(';', begin), value.size());
      add(std::string_view(value).substr(begin, end - begin), entry.lines.front().number, into);
      begin = end + 1;
    }
    return {};
  }

  // `file: a.txt, b.txt`
  Result<void> read_files(std::string_view names, const IniEntry& entry,
                          std::vector<InputRequirement>& into) {
    for (std::size_t begin = 0; begin <= names.size();) {
      const std::size_t end = std::min(names.find_first_of(",\n", begin), names.size());
      const std::string_view name = trim_space(names.substr(begin, end - begin));
      begin = end + 1;
      if (name.empty()) continue;
      const std::string path = join_path(directory_, name);
      Result<std::vector<InputRequirement>> found =
          requirements_of_file(files_, path, source_.errors);
      if (!found) return Error(found.error()).at(place(entry.lines.front().number));
      source_.files.push_back(path);
      into.insert(into.end(), found->begin(), found->end());
    }
    return {};
  }

  // `extra`, `:marker`, `extra:marker`
  Result<void> read_extra(const IniEntry& entry) {
    const std::size_t colon = entry.key.find(':');
    const std::string name =
        normalize_name(trim_space(std::string_view(entry.key).substr(0, colon)));
    Marker marker;
    if (colon != std::string::npos) {
      Result<Marker> parsed = Marker::parse(entry.key.substr(colon + 1));
      if (!parsed) {
        Error error{ErrorKind::kParse, fmt::format("\"{}\" has a broken marker", entry.key)};
        error.causes.push_back(parsed.error().message);
        return std::move(error).at(place(entry.lines.front().number));
      }
      marker = std::move(*parsed);
    }
    std::vector<InputRequirement> found;
    if (auto done = read_list(entry, found); !done) return done;
    for (InputRequirement& input : found) {
      input.requirement.marker = both_markers(marker, input.requirement.marker);
    }
    std::vector<InputRequirement>* into = &source_.dependencies;
    if (!name.empty()) {
      auto known = std::ranges::find(source_.extras, name, &NamedRequirements::name);
      if (known == source_.extras.end()) {
        source_.extras.push_back({name, {}});
        known = source_.extras.end() - 1;
      }
      into = &known->requirements;
    }
    into->insert(into->end(), found.begin(), found.end());
    return {};
  }

  void warn_of_setup_py() {
    const std::string script = join_path(directory_, "setup.py");
    if (files_.exists(script) != FileSystem::Kind::kFile) return;
    const Result<std::string> text = files_.read(script);
    if (!text || text->find("install_requires") == std::string::npos) return;
    source_.warnings.push_back(
        fmt::format("{} mentions install_requires, and was not run", script));
  }

  FileSystem& files_;
  std::string path_;
  std::string directory_;
  const IniFile& ini_;
  ProjectSource source_;
};

}  // namespace

Result<ProjectSource> read_setup_cfg(FileSystem& files, const std::string& path) {
  const Result<std::string> bytes = files.read(path);
  if (!bytes) return bytes.error();
  const Result<DecodedText> text = decode_text(*bytes);
  if (!text) return Error(text.error()).at({path, 0, 0, {}});
  const Result<IniFile> ini = IniFile::parse(text->text, path);
  if (!ini) return ini.error();
  return SetupCfgReader(files, path, *ini).read();
}

std::string setup_cfg_version(std::string_view text) {
  const Result<IniFile> ini = IniFile::parse(text, {});
  const IniEntry* entry = ini ? ini->find("metadata", "version") : nullptr;
  if (entry == nullptr) return {};
  const std::string version = entry->value();
  return version.starts_with("attr:") || version.starts_with("file:") ? std::string() : version;
}

}  // namespace pincompile
