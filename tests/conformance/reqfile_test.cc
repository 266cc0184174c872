// Requirements files against the recorded answers of pip: logical lines, requirements, options,
// errors.
// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <simdjson.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <optional>
#include <sstream>

#include "base64.h"
#include "conformance_set.h"
#include "memory_file_system.h"
#include "packaging/url.h"
#include "pincompile/name.h"
#include "recorded_json.h"
#include "requirements/logical_lines.h"
#include "requirements/requirements_file.h"

namespace pincompile::testing {
namespace {

using simdjson::dom::element;

// The working directory of every case; its parent is /parent.
constexpr std::string_view kDirectory = "/parent/dir";

bool is_contested(element object) {
  return any_flag(object, {"differs_in_packaging_25", "non_ascii", "quirk_name"});
}

std::string with_directories(std::string value) {
  for (const auto& [mark, path] :
       {std::pair<std::string, std::string>{"{DIR}", std::string(kDirectory)},
        {"{PARENT}", "/parent"}}) {
    for (std::size_t at = value.find(mark); at != std::string::npos; at = value.find(mark)) {
      value.replace(at, mark.size(), path);
    }
  }
  return value;
}

std::vector<std::string> local_texts(element array) {
  std::vector<std::string> out = texts(array);
  std::ranges::transform(out, out.begin(), with_directories);
  return out;
}

std::string joined(std::vector<std::string> members, bool sorts = false) {
  if (sorts) std::ranges::sort(members);
  std::string out;
  for (const std::string& member : members) out += (out.empty() ? "" : " | ") + member;
  return out;
}

// pip works with absolute paths, we with those of the case's directory.
class CaseDisk : public MemoryFileSystem {
 public:
  explicit CaseDisk(element one) {
    for (const auto& [path, content] : one["files"].get_object()) {
      add(path, std::string(std::string_view(content)));
    }
    simdjson::dom::object encoded;
    if (one["files_base64"].get(encoded) != simdjson::SUCCESS) return;
    for (const auto& [path, content] : encoded) {
      add(path, from_base64(std::string_view(content)).value_or(""));
    }
  }
};

InputReader reader_for(CaseDisk& disk, element one) {
  InputReader reader;
  reader.files = &disk;
  std::map<std::string, std::string> variables;
  for (const auto& [name, value] : one["env"].get_object()) {
    variables[std::string(name)] = std::string(std::string_view(value));
  }
  reader.variable = [variables](const std::string& name) -> std::optional<std::string> {
    const auto found = variables.find(name);
    if (found == variables.end()) return std::nullopt;
    return found->second;
  };
  return reader;
}

// pip's exception for one of our errors.
std::string error_kind(const Error& error) {
  const auto says = [&error](std::string_view words) {
    return error.message.find(words) != std::string::npos;
  };
  if (says("cannot decode")) return "decode";
  if (says("includes itself")) return "recursion";
  if (says("cannot open")) return "missing-file";
  if (says("cannot be editable")) return "editable-constraint";
  if (says("neither a directory nor")) return "invalid-requirement";
  if (says("\"#egg=")) return "invalid-egg-fragment";
  if (says("wheel's file name") || says("is not a version")) return "invalid-wheel-filename";
  if (says("is not a requirement") || says("looks like a path") || says("is no project") ||
      says("broken marker") || says("does not name") || says("is no list of extras")) {
    return "invalid-requirement";
  }
  return "parse";
}

std::string file_url(std::string_view path) {
  std::string url = "file://";
  for (const char c : path) {
    const bool plain = std::isalnum(static_cast<unsigned char>(c)) != 0 ||
                       std::string_view("/-._~").find(c) != std::string_view::npos;
    url += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return url;
}

// pip makes a URL of a path, but not of one behind `NAME @`.
std::string location(const InputRequirement& input, const VariableLookup& variable) {
  const std::string& written = input.requirement.url;
  const bool is_path = input.kind == InputRequirement::Kind::kPath && !written.starts_with("file:");
  if (!is_path || (!input.editable && !expand_variables(input.text, variable).starts_with(written)))
    return written;
  const std::string path =
      input.path.starts_with('/') ? input.path : std::string(kDirectory) + "/" + input.path;
  MemoryFileSystem paths;
  paths.add(path, "");
  (void)paths.read(path);
  return file_url(paths.read_paths.front());
}

// A nested file whose name comes from a variable is shown as written: what stands in a variable is
// printed nowhere.
std::string show(const FileRequirement& found, const VariableLookup& variable) {
  const InputRequirement& input = found.input;
  std::ostringstream out;
  std::vector<std::string> extras;
  for (const std::string& extra : input.requirement.extras) extras.push_back(normalize_name(extra));
  std::vector<std::string> settings;
  for (const auto& [key, value] : found.config_settings) settings.push_back(key + "=" + value);
  out << expand_variables(input.origin.file, variable) << ":" << input.origin.line << " ["
      << input.text << "] " << input.requirement.name << " {" << joined(extras, true) << "} "
      << input.requirement.specifiers.to_string() << " @" << location(input, variable) << " ;"
      << input.requirement.marker.to_string() << " " << joined(input.hashes) << " "
      << joined(settings, true) << (input.editable ? " editable" : "")
      << (found.role == FileRole::kConstraints ? " constraint" : "");
  return out.str();
}

std::string show_expected(element one, const VariableLookup& variable, const std::string& written) {
  std::ostringstream out;
  std::vector<std::string> extras;
  for (const std::string& extra : local_texts(one["extras"]))
    extras.push_back(normalize_name(extra));
  std::vector<std::string> hashes;
  for (const auto& [algorithm, digests] : one["hashes"].get_object()) {
    for (const std::string& digest : local_texts(digests))
      hashes.push_back(std::string(algorithm) + ":" + digest);
  }
  std::vector<std::string> settings;
  for (const auto& [key, value] : one["config_settings"].get_object()) {
    std::string_view single;
    if (value.get(single) == simdjson::SUCCESS) {
      settings.push_back(std::string(key) + "=" + std::string(single));
    } else {
      for (const std::string& member : local_texts(value))
        settings.push_back(std::string(key) + "=" + member);
    }
  }
  const Result<Marker> marker = Marker::parse(text(one, "marker"));
  // pip's text is the expanded one, with all blanks before options; ours, as written, must expand
  // to it.
  std::string wanted = text(one, "text");
  wanted.erase(wanted.find_last_not_of(' ') + 1);
  out << text(one, "file") << ":" << std::uint64_t(one["line"]) << " ["
      << (expand_variables(written, variable) == wanted ? written : wanted) << "] "
      << text(one, "name") << " {" << joined(extras, true) << "} " << text(one, "specifier") << " @"
      << with_directories(text(one, "url")) << " ;" << (marker ? marker->to_string() : "") << " "
      << joined(hashes, true) << " " << joined(settings, true)
      << (flag(one, "editable") ? " editable" : "")
      << (flag(one, "constraint") ? " constraint" : "");
  return out.str();
}

std::string show_options(const FileContent& content) {
  const FileOptions& options = content.options;
  std::vector<std::string> urls;
  if (options.index_url) urls.push_back(*options.index_url);
  if (!options.index_url && !options.no_index) urls.emplace_back("https://default.example/simple");
  urls.insert(urls.end(), options.extra_index_urls.begin(), options.extra_index_urls.end());
  std::vector<std::string> releases = options.all_releases;
  if (options.pre) releases.emplace_back(":all:");
  std::ostringstream out;
  out << "urls " << joined(urls) << " no_index " << options.no_index << " links "
      << joined(options.find_links) << " no_binary " << joined(options.no_binary, true)
      << " only_binary " << joined(options.only_binary, true) << " prefer " << options.prefer_binary
      << " all " << joined(releases, true) << " final " << joined(options.only_final, true)
      << " hashes " << options.require_hashes.value_or(false) << " hosts "
      << joined(options.trusted_hosts) << " features " << joined(content.features);
  return out.str();
}

std::string show_expected_options(element one) {
  std::vector<std::string> links = local_texts(one["find_links"]);
  for (std::string& link : links) {
    if (link.starts_with(std::string(kDirectory) + "/")) link.erase(0, kDirectory.size() + 1);
  }
  std::ostringstream out;
  out << "urls " << joined(local_texts(one["index_urls"])) << " no_index " << flag(one, "no_index")
      << " links " << joined(links) << " no_binary " << joined(local_texts(one["no_binary"]), true)
      << " only_binary " << joined(local_texts(one["only_binary"]), true) << " prefer "
      << flag(one, "prefer_binary") << " all " << joined(local_texts(one["all_releases"]), true)
      << " final " << joined(local_texts(one["only_final"]), true) << " hashes "
      << flag(one, "require_hashes") << " hosts " << joined(local_texts(one["trusted_hosts"]))
      << " features " << joined(local_texts(one["features"]));
  return out.str();
}

void judge_case(element one, Score& score) {
  CaseDisk disk(one);
  const InputReader reader = reader_for(disk, one);
  FileContent content;
  RequirementsFileReader(reader, content)
      .read(text(one, "entry"),
            flag(one, "constraint") ? FileRole::kConstraints : FileRole::kRequirements);
  const element expected = one["expected"];
  std::string got;
  std::string wanted;
  if (!content.errors.empty()) got = "error " + error_kind(content.errors.front());
  if (!text(expected, "error").empty()) {
    wanted = "error " + text(expected, "error");
  } else {
    std::size_t i = 0;
    for (const element requirement : expected["requirements"].get_array()) {
      const std::string written =
          i < content.requirements.size() ? content.requirements[i].input.text : "";
      wanted += show_expected(requirement, reader.variable, written) + "\n";
      ++i;
    }
    wanted += show_expected_options(expected["options"]);
    if (got.empty()) {
      for (const FileRequirement& found : content.requirements)
        got += show(found, reader.variable) + "\n";
      got += show_options(content);
    }
  }
  const std::string detail =
      text(one, "name") + "\n  got    " + got + "\n  wanted " + wanted +
      (content.errors.empty() ? "" : "\n  " + content.errors.front().to_string());
  score.add("cases", text(one, "id"), got == wanted, is_contested(one), detail);
}

void judge_lines(element one, Score& score) {
  std::map<std::string, std::string> variables;
  for (const auto& [name, value] : one["env"].get_object()) {
    variables[std::string(name)] = std::string(std::string_view(value));
  }
  const VariableLookup variable =
      [&variables](const std::string& name) -> std::optional<std::string> {
    const auto found = variables.find(name);
    if (found == variables.end()) return std::nullopt;
    return found->second;
  };
  std::string got;
  for (const LogicalLine& line : logical_lines(text(one, "text"), variable)) {
    got += std::to_string(line.number) + " " + line.expanded + "\n";
  }
  std::string wanted;
  for (const element line : one["expected"].get_array()) {
    wanted += std::to_string(std::uint64_t(line["line"])) + " " + text(line, "text") + "\n";
  }
  score.add("logical_lines", text(one, "id"), got == wanted, is_contested(one),
            text(one, "name") + "\n  got " + got + "  wanted " + wanted);
}

TEST(ReqfileConformance, FilesAreReadAsPipReadsThem) {
  const auto json = read_conformance_file("reqfile.json");
  if (!json) GTEST_SKIP();
  simdjson::dom::parser parser;
  element root;
  ASSERT_EQ(parser.parse(*json).get(root), simdjson::SUCCESS);
  Score score("reqfile");
  for (const element one : root["cases"].get_array()) judge_case(one, score);
  for (const element one : root["logical_lines"].get_array()) judge_lines(one, score);
  EXPECT_TRUE(score.report());
}

}  // namespace
}  // namespace pincompile::testing
