// Lines of `batch`. Which options a line may set is a column of the option table.
// SPDX-License-Identifier: MIT
#include "batch_line.h"

#include <fmt/format.h>

#include "command_line.h"
#include "index/json_object.h"
#include "option_table.h"

namespace pincompile::tool {
namespace {

using Kind = JsonMember::Kind;

Error invalid(std::string message) { return {ErrorKind::kInvalidArgument, std::move(message)}; }

/// A URL with a user part or to a file would touch credentials or paths.
bool is_plain_web_url(const std::string& url) {
  if (!url.starts_with("https://") && !url.starts_with("http://")) return false;
  const std::size_t host = url.find("//") + 2;
  return url.substr(host, url.find('/', host) - host).find('@') == std::string::npos;
}

Result<void> add_words(const JsonMember& option, std::vector<std::string>& words) {
  const std::string name = "--" + option.key;
  bool off = false;
  const OptionRow* row = find_option(name, &off);
  if (row == nullptr) return unknown_option(name);
  if (!row->by_line)
    return Error{ErrorKind::kInvalidArgument,
                 fmt::format("{} cannot be given by a line", name),
                 {},
                 {},
                 {"give it on batch's own command line"}};
  if (row->shape == Shape::kFlag) {
    if (option.kind != Kind::kBool) return invalid(fmt::format("{} needs true or false", name));
    if (option.on) {
      words.push_back(name);
    } else if (!row->off_names.empty()) {
      words.emplace_back(off ? row->names.front() : row->off_names.front());
    }
    return {};
  }
  std::vector<std::string> values;
  if (option.kind == Kind::kText) values.push_back(option.text);
  if (option.kind == Kind::kNumber) values.push_back(option.json);
  if (option.kind == Kind::kTexts && row->shape == Shape::kList) values = option.texts;
  if (values.empty() && option.kind != Kind::kTexts)
    return invalid(fmt::format("{} needs a text", name));
  for (const std::string& value : values) {
    if ((row->id == Opt::kIndexUrl || row->id == Opt::kExtraIndexUrl) && !is_plain_web_url(value))
      return invalid(fmt::format("{} of a line needs an http or https URL without a user", name));
    words.push_back(fmt::format("{}={}", name, value));
  }
  return {};
}

Result<void> read_member(const JsonMember& member, BatchLine& line, bool& asks) {
  if (member.key == "id") return {};
  if (member.key == "options") {
    if (member.kind == Kind::kNull) return {};
    if (member.kind != Kind::kObject) return invalid("options needs an object");
    for (const JsonMember& option : member.members)
      if (Result<void> added = add_words(option, line.words); !added) return added.error();
    return {};
  }
  const bool requirements = member.key == "requirements";
  const bool constraints = member.key == "constraints";
  if (!requirements && !constraints && member.key != "existing")
    return invalid(fmt::format("a line has no member {}", member.key));
  if (member.kind == Kind::kNull && !requirements) return {};
  if (member.kind != Kind::kText) return invalid(fmt::format("{} needs a text", member.key));
  if (requirements) {
    line.requirements = member.text;
    asks = true;
  } else {
    (constraints ? line.constraints : line.existing) = member.text;
  }
  return {};
}

}  // namespace

Result<BatchLine> read_batch_line(std::string_view text, std::string& id) {
  Result<std::vector<JsonMember>> members = read_json_object(text);
  if (!members) return members.error();
  BatchLine line;
  for (const JsonMember& member : *members)
    if (member.key == "id") id = line.id = member.json;
  bool asks = false;
  for (const JsonMember& member : *members)
    if (Result<void> read = read_member(member, line, asks); !read) return read.error();
  if (!asks) return invalid("a line needs requirements");
  return line;
}

}  // namespace pincompile::tool
