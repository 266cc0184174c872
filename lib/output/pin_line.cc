// Requirement lines of an output file.
// SPDX-License-Identifier: MIT
#include "output/pin_line.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "packaging/url.h"
#include "pincompile/name.h"
#include "requirements/locations.h"

namespace pincompile {
namespace {

std::string extras_text(const Pin& pin, bool strip) {
  if (strip || pin.extras.empty()) return "";
  return fmt::format("[{}]", fmt::join(pin.extras, ","));
}

bool only_variables(std::string_view user) {
  std::size_t at = 0;
  bool any = false;
  while (at < user.size()) {
    if (user[at] == ':') {
      ++at;
    } else if (user.substr(at).starts_with("${") && user.find('}', at) != std::string_view::npos) {
      at = user.find('}', at) + 1;
      any = true;
    } else {
      return false;
    }
  }
  return any;
}

/// `base/path` without `.` and `..`.
std::string absolute_path(std::string_view base, std::string_view path) {
  std::string text =
      path.starts_with('/') ? std::string(path) : std::string(base) + '/' + std::string(path);
  std::vector<std::string_view> parts;
  for (std::string_view rest = text; !rest.empty();) {
    const std::string_view part = rest.substr(0, rest.find('/'));
    rest.remove_prefix(std::min(part.size() + 1, rest.size()));
    if (part == ".." && !parts.empty()) parts.pop_back();
    if (!part.empty() && part != "." && part != "..") parts.push_back(part);
  }
  return '/' + fmt::format("{}", fmt::join(parts, "/"));
}

/// Where the URL or path of `NAME [EXTRAS] @ URL` begins; npos for a line that is one itself.
std::size_t begin_of_location(std::string_view text) {
  const std::size_t at = text.find('@');
  if (at == std::string_view::npos || !Requirement::parse(text.substr(0, at))) return text.npos;
  return text.find_first_not_of(" \t", at + 1);
}

/// The URL or path as written, without extras and marker: the variables in it may hold secrets.
std::string url_of(const InputRequirement& line) {
  std::string_view text = line.text;
  const std::size_t begin = begin_of_location(text);
  if (begin != std::string_view::npos) {
    text.remove_prefix(begin);
    return std::string(text.substr(0, text.find_first_of(" \t;")));
  }
  const bool is_path = text.find("://") == std::string_view::npos;
  text = text.substr(0, is_path ? text.find(';') : std::min(text.find(" ;"), text.find("; ")));
  text = text.substr(0, text.find_last_not_of(" \t") + 1);
  const bool may_have_extras =
      is_path || !line.requirement.extras.empty();  // a constraint has none
  if (may_have_extras && text.ends_with(']')) text = text.substr(0, text.rfind('['));
  return std::string(text);
}

std::string marker_of_line(const InputRequirement& line) {
  return line.requirement.marker.without_extras().to_string();
}

/// Whether an edge has a marker that is not about extras alone.
bool edge_has_marker(const RequiredBy& reason) {
  if (reason.marker.empty()) return false;
  const Result<Marker> marker = Marker::parse(reason.marker);
  return !marker || !marker->without_extras().empty();
}

/// The source markers of a pin, joined by `or`; empty if one of its lines has none.
std::string source_marker(const Resolution& resolution, const Pin& pin) {
  std::optional<Marker> joined;
  for (const RequiredBy& reason : pin.required_by) {
    if (!reason.parent.empty() || reason.line_kind != RequiredBy::LineKind::kRequirement ||
        !reason.line || *reason.line >= resolution.requirements.size())
      continue;
    Marker marker = resolution.requirements[*reason.line].requirement.marker.without_extras();
    if (marker.empty()) return "";
    joined = joined ? joined->either(marker) : marker;
  }
  return joined ? joined->to_string() : "";
}

}  // namespace

const std::vector<InputRequirement>& lines_of(const Resolution& resolution,
                                              RequiredBy::LineKind kind) {
  if (kind == RequiredBy::LineKind::kConstraint) return resolution.constraints;
  return kind == RequiredBy::LineKind::kOverride ? resolution.overrides : resolution.requirements;
}

const InputRequirement* direct_line(const Resolution& resolution, const Pin& pin) {
  if (!pin.direct_line) return nullptr;
  const auto& lines = lines_of(resolution, pin.direct_kind);
  return *pin.direct_line < lines.size() ? &lines[*pin.direct_line] : nullptr;
}

std::string without_literal_user(std::string_view url, bool* removed) {
  const std::size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) return std::string(url);
  const std::size_t begin = scheme + 3;
  const std::size_t end = std::min(url.find_first_of("/?#", begin), url.size());
  const std::size_t user_end = url.substr(begin, end - begin).rfind('@');
  if (user_end == std::string_view::npos || only_variables(url.substr(begin, user_end)))
    return std::string(url);
  if (removed != nullptr) *removed = true;
  return std::string(url.substr(0, begin)).append(url.substr(begin + user_end + 1));
}

std::string file_url_text(std::string_view url) {
  return Url(without_literal_user(url)).to_string();
}

std::string direct_url_text(std::string_view url) {
  const std::size_t hash = url.find('#');
  std::string text = without_literal_user(url.substr(0, hash));
  if (hash == std::string_view::npos) return text;
  std::string subdirectory;
  std::string digest;
  std::string_view rest = url.substr(hash + 1);
  while (!rest.empty()) {
    const std::string_view part = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(part.size() + 1, rest.size()));
    if (part.starts_with("subdirectory=")) subdirectory = part;
    if (part.starts_with("sha256=")) digest = part;
  }
  std::string separator = "#";
  for (const std::string* part : {&subdirectory, &digest}) {
    if (part->empty()) continue;
    text += separator + *part;
    separator = "&";
  }
  return text;
}

std::string pin_text(const Resolution& resolution, const Pin& pin, bool strip_extras,
                     const std::string& working_directory) {
  const InputRequirement* line = direct_line(resolution, pin);
  if (line == nullptr)
    return fmt::format("{}{}{}{}", pin.name, extras_text(pin, strip_extras),
                       pin.arbitrary_equality ? "===" : "==", pin.version);
  const bool as_file_url = !working_directory.empty() && !line->path.empty() &&
                           line->text.find("file:") == std::string::npos;
  const std::string file_url =
      as_file_url ? "file://" + absolute_path(working_directory, line->path) : std::string();
  if (line->editable) {
    if (as_file_url) return "-e " + file_url;
    if (line->text.starts_with("-e ")) return line->text;
    return fmt::format("-e {0}{1}{0}", line->text.find(' ') == std::string::npos ? "" : "\"",
                       line->text);
  }
  const std::string extras = extras_text(pin, strip_extras);
  const std::string written = url_of(*line);
  if (line->kind == InputRequirement::Kind::kPath && !as_file_url &&
      written.find("://") == std::string::npos) {
    // To pip `name @ ./path` is no requirement. What stands in a variable is shown to nobody.
    if (begin_of_location(line->text) == std::string_view::npos) return written + extras;
    if (written.find("${") == std::string::npos) return explicit_path(line->path) + extras;
  }
  const std::string url = as_file_url ? file_url : direct_url_text(written);
  return pin.name.empty() ? url : fmt::format("{}{} @ {}", pin.name, extras, url);
}

std::string pin_order(const Resolution& resolution, const Pin& pin) {
  const InputRequirement* line = direct_line(resolution, pin);
  const bool editable = line != nullptr && line->editable;
  const bool nameless = line != nullptr && !editable && line->requirement.name.empty();
  return (editable ? "0" : "1") + (nameless ? line->text : pin.name);
}

std::vector<std::string> pin_markers(const Resolution& resolution) {
  std::vector<std::string> markers;
  std::map<std::string_view, std::size_t> by_name;
  for (const Pin& pin : resolution.pins) {
    by_name[pin.name] = markers.size();
    markers.push_back(source_marker(resolution, pin));
  }
  // A pin loses its marker where an unmarked pin needs it everywhere; that may unmark others.
  for (bool changed = true; changed;) {
    changed = false;
    for (std::size_t i = 0; i < markers.size(); ++i) {
      if (markers[i].empty()) continue;
      for (const RequiredBy& reason : resolution.pins[i].required_by) {
        const auto parent = by_name.find(reason.parent);
        if (parent == by_name.end() || parent->second == i || !markers[parent->second].empty() ||
            edge_has_marker(reason))
          continue;
        markers[i].clear();
        changed = true;
        break;
      }
    }
  }
  return markers;
}

std::vector<std::string> last_line_markers(const Resolution& resolution) {
  std::vector<std::string> markers;
  for (const Pin& pin : resolution.pins) {
    std::string marker;
    for (const RequiredBy& reason : pin.required_by) {
      if (!reason.parent.empty() || !reason.line) continue;
      const bool constraint = reason.line_kind == RequiredBy::LineKind::kConstraint;
      const auto& lines = constraint ? resolution.constraints : resolution.requirements;
      if (*reason.line >= lines.size()) continue;
      const std::string own = marker_of_line(lines[*reason.line]);
      if (!own.empty()) marker = own;
    }
    markers.push_back(marker);
  }
  return markers;
}

bool is_its_own_source(const Resolution& resolution, const Pin& pin) {
  bool any = false;
  // pip has the requirement it met first in mind: a line, else that of a parent. Which parent came
  // first is a matter of its search, so all have to agree.
  for (const RequiredBy& reason : pin.required_by) {
    const bool from_line = reason.parent.empty() && reason.line;
    if (from_line && (reason.line_kind != RequiredBy::LineKind::kRequirement ||
                      *reason.line >= resolution.requirements.size()))
      continue;
    const Result<Requirement> parsed = from_line ? resolution.requirements[*reason.line].requirement
                                                 : Requirement::parse(reason.text);
    const bool otherwise =
        parsed && !parsed->extras.empty() && !parsed->name.empty() && parsed->name != pin.name;
    if (from_line) return otherwise;
    if (reason.parent == pin.name) continue;
    if (!otherwise) return false;
    any = true;
  }
  return any;
}

std::vector<std::string> pin_hashes(const Resolution& resolution, const Pin& pin, HashScope scope) {
  std::vector<std::string> hashes;
  for (const PinFile& file : pin.files) {
    const bool wanted = scope == HashScope::kAll || (scope == HashScope::kTarget && file.usable) ||
                        (scope == HashScope::kBest && file.best);
    if (wanted && !file.sha256.empty()) hashes.push_back("sha256:" + file.sha256);
  }
  const InputRequirement* line = direct_line(resolution, pin);
  if (hashes.empty() && line != nullptr && !line->editable) {
    for (const std::string& hash : line->hashes)
      if (hash.starts_with("sha256:")) hashes.push_back(hash);
    const std::string url = direct_url_text(url_of(*line));
    const std::size_t digest = url.find("sha256=");
    if (hashes.empty() && digest != std::string::npos)
      hashes.push_back("sha256:" + url.substr(digest + 7));
  }
  std::ranges::sort(hashes);
  hashes.erase(std::unique(hashes.begin(), hashes.end()), hashes.end());
  return hashes;
}

}  // namespace pincompile
