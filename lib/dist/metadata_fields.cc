// One table of fields: since when, how often, and the check of the value.
// SPDX-License-Identifier: MIT
#include "dist/metadata_fields.h"

#include <algorithm>
#include <array>
#include <set>

#include "dist/email_headers.h"
#include "dist/license_expression.h"
#include "pincompile/name.h"
#include "pincompile/requirement.h"
#include "pincompile/version.h"
#include "support/utf8.h"

namespace pincompile {
namespace {

constexpr std::array<std::string_view, 9> kMetadataVersions{"1.0", "1.1", "1.2", "2.1", "2.2",
                                                            "2.3", "2.4", "2.5", "2.6"};

using Values = std::vector<std::string>;
using Check = bool (*)(const Values&);

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string lowered(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), lower);
  return result;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n\v\f";
  const std::size_t begin = text.find_first_not_of(kBlank);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlank) - begin + 1);
}

bool is_known_field(std::string_view name);

bool anything(const Values&) { return true; }
bool one_line(const Values& values) { return values.front().find('\n') == std::string::npos; }
bool metadata_version(const Values& values) {
  return std::ranges::find(kMetadataVersions, values.front()) != kMetadataVersions.end();
}
bool project_name(const Values& values) { return is_valid_name(values.front()); }
bool version(const Values& values) { return Version::parse(values.front()).has_value(); }
bool specifiers(const Values& values) { return SpecifierSet::parse(values.front()).has_value(); }
bool names(const Values& values) {
  return std::ranges::all_of(values, [](const std::string& name) { return is_valid_name(name); });
}
bool requirements(const Values& values) {
  return std::ranges::all_of(
      values, [](const std::string& text) { return Requirement::parse(text).has_value(); });
}
bool license_expression(const Values& values) {
  return normalize_license_expression(values.front()).has_value();
}

bool dynamic_fields(const Values& values) {
  return std::ranges::all_of(values, [](const std::string& value) {
    const std::string field = lowered(value);
    return field != "name" && field != "version" && field != "metadata-version" &&
           is_known_field(field);
  });
}

// Relative, with slashes, resolved.
bool license_files(const Values& values) {
  return std::ranges::all_of(values, [](const std::string& path) {
    const bool has_drive = path.size() > 2 && path[1] == ':' && path[2] == '/';
    return !path.empty() && path.find("..") == std::string::npos &&
           path.find_first_of("*\\") == std::string::npos && !path.starts_with('/') && !has_drive &&
           path.find("//") == std::string::npos && !path.starts_with("./") &&
           path.find("/./") == std::string::npos && !path.ends_with('/') && !path.ends_with("/.");
  });
}

// Python's words that name nothing.
constexpr std::array<std::string_view, 35> kKeywords{
    "False", "None",     "True",  "and",    "as",   "assert", "async",  "await",    "break",
    "class", "continue", "def",   "del",    "elif", "else",   "except", "finally",  "for",
    "from",  "global",   "if",    "import", "in",   "is",     "lambda", "nonlocal", "not",
    "or",    "pass",     "raise", "return", "try",  "while",  "with",   "yield"};

bool is_identifier(std::string_view text) {
  if (text.empty() || (text.front() >= '0' && text.front() <= '9')) return false;
  if (std::ranges::find(kKeywords, text) != kKeywords.end()) return false;
  return std::ranges::all_of(text, [](char c) {
    return (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
  });
}

// `package.module` or `package.module ; private`; one empty value says that nothing can be
// imported.
bool import_names(const Values& values) {
  if (values.size() == 1 && values.front().empty()) return true;
  return std::ranges::all_of(values, [](const std::string& value) {
    const std::size_t semicolon = value.find(';');
    if (semicolon != std::string::npos &&
        trimmed(std::string_view(value).substr(semicolon + 1)) != "private")
      return false;
    std::string_view name = trimmed(std::string_view(value).substr(0, semicolon));
    while (true) {
      const std::size_t dot = name.find('.');
      if (!is_identifier(name.substr(0, dot))) return false;
      if (dot == std::string_view::npos) return true;
      name.remove_prefix(dot + 1);
    }
  });
}

bool is_token(std::string_view text) {
  constexpr std::string_view kSpecial = "()<>@,;:\\\"/[]?={}*%'";
  return !text.empty() && std::ranges::all_of(text, [&](char c) {
    return c > ' ' && c < '\x7f' && kSpecial.find(c) == std::string_view::npos;
  });
}

// `text/markdown; charset=UTF-8; variant=GFM`
bool content_type(const Values& values) {
  std::string_view rest = values.front();
  const std::size_t type_end = std::min(rest.find(';'), rest.size());
  const std::string type = lowered(trimmed(rest.substr(0, type_end)));
  if (type != "text/plain" && type != "text/x-rst" && type != "text/markdown") return false;
  rest.remove_prefix(type_end);
  while (!rest.empty()) {
    rest.remove_prefix(1);
    const std::size_t end = std::min(rest.find(';'), rest.size());
    const std::string_view parameter = trimmed(rest.substr(0, end));
    rest.remove_prefix(end);
    if (parameter.empty()) continue;
    const std::size_t equals = parameter.find('=');
    if (equals == std::string_view::npos) return false;
    const std::string name = lowered(trimmed(parameter.substr(0, equals)));
    std::string_view value = trimmed(parameter.substr(equals + 1));
    if (value.size() > 1 && value.front() == '"' && value.back() == '"')
      value = value.substr(1, value.size() - 2);
    if (!is_token(name)) return false;
    if (name == "charset" && lowered(value) != "utf-8") return false;
    if (name == "variant" && type == "text/markdown" && value != "GFM" && value != "CommonMark")
      return false;
  }
  return true;
}

struct Field {
  std::string_view name;
  std::string_view since;
  bool repeats;
  Check check;
};
constexpr std::array<Field, 32> kFields{{
    {"metadata-version", "1.0", false, metadata_version},
    {"name", "1.0", false, project_name},
    {"version", "1.0", false, version},
    {"dynamic", "2.2", true, dynamic_fields},
    {"platform", "1.0", true, anything},
    {"supported-platform", "1.1", true, anything},
    {"summary", "1.0", false, one_line},
    {"description", "1.0", false, anything},
    {"description-content-type", "2.1", false, content_type},
    {"keywords", "1.0", false, anything},
    {"home-page", "1.0", false, anything},
    {"download-url", "1.1", false, anything},
    {"author", "1.0", false, anything},
    {"author-email", "1.0", false, anything},
    {"maintainer", "1.2", false, anything},
    {"maintainer-email", "1.2", false, anything},
    {"license", "1.0", false, anything},
    {"license-expression", "2.4", false, license_expression},
    {"license-file", "2.4", true, license_files},
    {"classifier", "1.1", true, anything},
    {"requires-dist", "1.2", true, requirements},
    {"requires-python", "1.2", false, specifiers},
    {"requires-external", "1.2", true, anything},
    {"project-url", "1.2", true, anything},
    {"provides-extra", "2.1", true, names},
    {"provides-dist", "1.2", true, anything},
    {"obsoletes-dist", "1.2", true, anything},
    {"requires", "1.1", true, anything},
    {"provides", "1.1", true, anything},
    {"obsoletes", "1.1", true, anything},
    {"import-name", "2.5", true, import_names},
    {"import-namespace", "2.5", true, import_names},
}};

const Field* find_field(std::string_view name) {
  const auto* const found = std::ranges::find(kFields, name, &Field::name);
  return found == kFields.end() ? nullptr : found;
}

bool is_known_field(std::string_view name) { return find_field(name) != nullptr; }

// A label that stands twice cannot be told apart.
bool labels_repeat(const Values& urls) {
  std::set<std::string> labels;
  return !std::ranges::all_of(urls, [&labels](const std::string& url) {
    return labels.emplace(trimmed(std::string_view(url).substr(0, url.find(',')))).second;
  });
}

void take_body(std::string_view body, MetadataFields& fields) {
  if (body.empty()) return;
  auto& unparsed = fields.unparsed;
  const bool is_multipart = unparsed.contains("content-type") &&
                            lowered(unparsed["content-type"].front()).starts_with("multipart/");
  const auto header = fields.known.find("description");
  if (header != fields.known.end()) {
    unparsed["description"] = std::move(header->second);
    fields.known.erase(header);
  }
  if (unparsed.contains("description") || is_multipart || find_invalid_utf8(body) != body.size()) {
    unparsed["description"].push_back(with_valid_utf8(body));
  } else {
    fields.known["description"] = {std::string(body)};
  }
}

}  // namespace

MetadataFields read_metadata_fields(std::string_view text) {
  std::map<std::string, Values> found;
  std::set<std::string> undecodable;
  EmailHeaders headers(text);
  EmailHeader header;
  while (headers.next(header)) {
    const std::string name = lowered(header.name);
    if (find_invalid_utf8(header.value) != header.value.size()) undecodable.insert(name);
    found[name].push_back(with_valid_utf8(header.value));
  }
  MetadataFields fields;
  for (auto& [name, values] : found) {
    const Field* field = find_field(name);
    const bool is_odd = field == nullptr || undecodable.contains(name) ||
                        (!field->repeats && values.size() != 1) ||
                        (name == "project-url" && labels_repeat(values));
    (is_odd ? fields.unparsed : fields.known)[name] = std::move(values);
  }
  take_body(headers.body(), fields);
  return fields;
}

std::vector<std::string> invalid_fields(const MetadataFields& fields) {
  std::set<std::string> invalid;
  for (const auto& [name, values] : fields.unparsed) invalid.insert(name);
  for (const char* required : {"metadata-version", "name", "version"}) {
    if (!fields.known.contains(required)) invalid.insert(required);
  }
  std::ptrdiff_t age = -1;
  if (const auto stated = fields.known.find("metadata-version"); stated != fields.known.end()) {
    const auto* const known =
        std::ranges::find(kMetadataVersions, std::string_view(stated->second.front()));
    if (known != kMetadataVersions.end()) age = known - kMetadataVersions.begin();
  }
  for (const auto& [name, values] : fields.known) {
    const Field& field = *find_field(name);
    const auto* const since = std::ranges::find(kMetadataVersions, field.since);
    const bool is_too_new = age >= 0 && since - kMetadataVersions.begin() > age;
    if (is_too_new || !field.check(values)) invalid.insert(name);
  }
  return {invalid.begin(), invalid.end()};
}

bool is_valid_field(std::string_view field, const std::vector<std::string>& values) {
  std::string name(field);
  std::ranges::replace(name, '_', '-');
  // packaging's names of the fields that repeat are plurals.
  const Field* known = find_field(name);
  if (known == nullptr && name.ends_with('s'))
    known = find_field(std::string_view(name).substr(0, name.size() - 1));
  return known != nullptr && !values.empty() && known->check(values);
}

}  // namespace pincompile
