// Writes pylock.toml; keys in the order in which PEP 751 lists them.
// SPDX-License-Identifier: MIT
#include "pincompile/pylock_toml.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "output/pin_line.h"
#include "pincompile/fingerprint.h"

namespace pincompile {
namespace {

std::string quoted(std::string_view text) {
  std::string result = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') {
      result += '\\';
      result += c;
    } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
      result += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else {
      result += c;
    }
  }
  return result + '"';
}

std::string instant(std::chrono::sys_seconds when) {
  const auto day = std::chrono::floor<std::chrono::days>(when);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss time{when - day};
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     time.hours().count(), time.minutes().count(), time.seconds().count());
}

/// The target as one marker.
std::string environment_marker(const Target& target) {
  const MarkerEnvironment values = target.marker_environment();
  auto term = [&values](MarkerVariable variable) {
    return fmt::format("{} == \"{}\"", to_string(variable), values[variable]);
  };
  return fmt::format("{} and {} and {} and {}", term(MarkerVariable::kImplementationName),
                     term(MarkerVariable::kPythonVersion), term(MarkerVariable::kSysPlatform),
                     term(MarkerVariable::kPlatformMachine));
}

std::string file_text(const PinFile& file) {
  std::string text = fmt::format("{{name = {}", quoted(file.filename));
  if (file.uploaded) text += fmt::format(", upload-time = {}", instant(*file.uploaded));
  text += fmt::format(", url = {}", quoted(file_url_text(file.url)));
  if (file.size != 0) text += fmt::format(", size = {}", file.size);
  return text + fmt::format(", hashes = {{sha256 = {}}}}}", quoted(file.sha256));
}

bool in_scope(const PinFile& file, HashScope scope) {
  return scope == HashScope::kAll || (scope == HashScope::kTarget ? file.usable : file.best);
}

std::string files_text(const Pin& pin, HashScope scope) {
  std::vector<const PinFile*> wheels;
  std::string text;
  for (const PinFile& file : pin.files) {
    if (!in_scope(file, scope) || file.sha256.empty()) continue;
    if (file.is_wheel) {
      wheels.push_back(&file);
    } else if (text.empty()) {
      text = fmt::format("sdist = {}\n", file_text(file));
    }
  }
  std::ranges::sort(wheels, {}, &PinFile::filename);
  if (wheels.empty()) return text;
  text += "wheels = [\n";
  for (const PinFile* wheel : wheels) text += fmt::format("  {},\n", file_text(*wheel));
  return text + "]\n";
}

std::string direct_text(const InputRequirement& line, const Pin& pin) {
  const bool is_url = line.kind == InputRequirement::Kind::kUrl;
  std::string path = line.path;
  if (path.empty()) path = line.requirement.url;
  if (is_url || !pin.files.empty()) {  // a directory has no files
    std::string place = is_url ? direct_url_text(line.requirement.url) : path;
    if (is_url) place = place.substr(0, place.find('#'));
    std::string text = fmt::format("archive = {{{} = {}", is_url ? "url" : "path", quoted(place));
    const auto file =
        std::ranges::find_if(pin.files, [](const PinFile& known) { return !known.sha256.empty(); });
    if (file != pin.files.end())
      text += fmt::format(", hashes = {{sha256 = {}}}", quoted(file->sha256));
    return text + "}\n";
  }
  return fmt::format("directory = {{path = {}{}}}\n", quoted(path),
                     line.editable ? ", editable = true" : "");
}

std::string package_text(const Resolution& resolution, const Pin& pin, const std::string& marker,
                         const std::vector<std::string>& dependencies, HashScope scope) {
  std::string text = fmt::format("\n[[packages]]\nname = {}\n", quoted(pin.name));
  const InputRequirement* line = direct_line(resolution, pin);
  if (!pin.version.empty() && line == nullptr)
    text += fmt::format("version = {}\n", quoted(pin.version));
  if (!marker.empty()) text += fmt::format("marker = {}\n", quoted(marker));
  if (!pin.requires_python.empty())
    text += fmt::format("requires-python = {}\n", quoted(pin.requires_python));
  if (!dependencies.empty()) {
    std::string list;
    for (const std::string& name : dependencies)
      list += fmt::format("{}{{name = {}}}", list.empty() ? "" : ", ", quoted(name));
    text += fmt::format("dependencies = [{}]\n", list);
  }
  if (line != nullptr) return text + direct_text(*line, pin);
  if (!pin.index_url.empty())
    text += fmt::format("index = {}\n", quoted(without_literal_user(pin.index_url)));
  return text + files_text(pin, scope);
}

}  // namespace

std::string pylock_toml(const Resolution& resolution, const PylockOptions& options) {
  std::string text = "lock-version = \"1.0\"\n";
  text += fmt::format("environments = [{}]\n", quoted(environment_marker(resolution.target)));
  if (!options.requires_python.empty())
    text += fmt::format("requires-python = {}\n", quoted(options.requires_python));
  text += "created-by = \"pin-compile\"\n";
  const std::vector<std::string> markers = options.strip_markers
                                               ? std::vector<std::string>(resolution.pins.size())
                                               : pin_markers(resolution);
  auto provided = [&options](const std::string& name) {
    return std::ranges::find(options.provided, name, &std::pair<std::string, std::string>::first) !=
           options.provided.end();
  };
  std::vector<std::string> best_known;
  for (std::size_t i = 0; i < resolution.pins.size(); ++i) {
    const Pin& pin = resolution.pins[i];
    if (provided(pin.name)) continue;
    std::set<std::string> dependencies;
    for (const Pin& other : resolution.pins)
      for (const RequiredBy& reason : other.required_by)
        if (reason.parent == pin.name && other.name != pin.name && !provided(other.name))
          dependencies.insert(other.name);
    text += package_text(resolution, pin, markers[i], {dependencies.begin(), dependencies.end()},
                         options.hash_scope);
    if (options.mark_best_known && pin.status == ProofStatus::kBestKnown)
      best_known.push_back(quoted(pin.name));
  }
  const Fingerprint fingerprint{resolution.target.id(), options.inputs_digest,
                                options.options_digest, pins_digest(text)};
  text += fmt::format("\n[tool.pin-compile]\ncommand = {}\n", quoted(options.command));
  if (options.fingerprint && !options.inputs_digest.empty() && !options.options_digest.empty())
    text += fmt::format("fingerprint = {}\n", quoted(fingerprint.to_string()));
  if (!best_known.empty()) text += fmt::format("best-known = [{}]\n", fmt::join(best_known, ", "));
  return text;
}

}  // namespace pincompile
