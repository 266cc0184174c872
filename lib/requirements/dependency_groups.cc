// The table, then the walk over includes.
// SPDX-License-Identifier: MIT
#include "requirements/dependency_groups.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "pincompile/name.h"
#include "requirements/distinct_names.h"

namespace pincompile {
namespace {

Result<void> read_member(const TomlDocument& document, const TomlValue& value,
                         DependencyGroup& group, ProjectSource& source) {
  const Context place{document.file(), value.line(), value.column(), {}};
  if (const auto text = value.string()) {
    if (auto input = project_requirement(*text, place, source.errors))
      group.members.emplace_back(std::move(*input));
    return {};
  }
  const auto entries = value.entries();
  const auto include = value["include-group"].string();
  if (!include || entries.size() != 1) {
    return document.error_at(
        value, ErrorKind::kParse,
        fmt::format("group {} holds something that is neither a requirement nor "
                    "{{include-group = \"NAME\"}}",
                    group.name));
  }
  group.members.emplace_back(GroupInclude{*include, place});
  return {};
}

const DependencyGroup* find_group(const ProjectSource& source, std::string_view name) {
  const auto found = std::ranges::find(source.groups, normalize_name(name), &DependencyGroup::name);
  return found == source.groups.end() ? nullptr : &*found;
}

Error unknown_group(const ProjectSource& source, std::string_view name) {
  Error error{ErrorKind::kNotFound, fmt::format("{} has no group \"{}\"", source.file, name)};
  std::vector<std::string> known;
  for (const DependencyGroup& group : source.groups) known.push_back(group.name);
  error.causes.push_back(known.empty() ? "it has no groups at all"
                                       : fmt::format("its groups: {}", fmt::join(known, ", ")));
  return error;
}

class GroupWalk {
 public:
  explicit GroupWalk(const ProjectSource& source) : source_(source) {}

  Result<void> enter(std::string_view name, const Context* from) {
    const DependencyGroup* group = find_group(source_, name);
    if (group == nullptr) {
      Error error = unknown_group(source_, name);
      if (from != nullptr) error.where.push_back(*from);
      return error;
    }
    const auto open = std::ranges::find(path_, group->name);
    if (open != path_.end()) {
      std::vector<std::string> chain(open, path_.end());
      chain.push_back(group->name);
      Error error{ErrorKind::kParse, fmt::format("group {} includes itself: {}", group->name,
                                                 fmt::join(chain, " -> "))};
      if (from != nullptr) error.where.push_back(*from);
      return error;
    }
    if (std::ranges::find(done_, group->name) != done_.end())
      return {};  // its members are there already
    path_.push_back(group->name);
    for (const auto& member : group->members) {
      if (const auto* include = std::get_if<GroupInclude>(&member)) {
        if (auto entered = enter(include->group, &include->place); !entered) return entered;
      } else {
        found_.push_back(std::get<InputRequirement>(member));
      }
    }
    done_.push_back(group->name);
    path_.pop_back();
    return {};
  }

  std::vector<InputRequirement> take() { return std::move(found_); }

 private:
  const ProjectSource& source_;
  std::vector<std::string> path_;
  std::vector<std::string> done_;
  std::vector<InputRequirement> found_;
};

}  // namespace

Result<void> read_dependency_groups(const TomlDocument& document, ProjectSource& source) {
  const TomlValue table = document.root()["dependency-groups"];
  if (!table) return {};
  if (!table.is_table())
    return document.error_at(table, ErrorKind::kParse, "dependency-groups is no table");
  if (auto done = names_are_distinct(document, table, "groups"); !done) return done;
  for (const auto& [name, members] : table.entries()) {
    if (!is_valid_name(name)) {
      return document.error_at(members, ErrorKind::kParse,
                               fmt::format("\"{}\" is not the name of a group", name));
    }
    DependencyGroup group{normalize_name(name), {}};
    if (!members.is_array()) {
      return document.error_at(
          members, ErrorKind::kParse,
          fmt::format("group {} is {}, not an array", name, members.type_name()));
    }
    for (const TomlValue& member : members.elements()) {
      if (auto done = read_member(document, member, group, source); !done) return done;
    }
    // Where Poetry has a group of that name too, the standard table says what it holds.
    std::erase_if(source.groups,
                  [&group](const DependencyGroup& other) { return other.name == group.name; });
    source.groups.push_back(std::move(group));
  }
  return {};
}

Result<std::vector<InputRequirement>> requirements_of_group(const ProjectSource& source,
                                                            std::string_view name) {
  GroupWalk walk(source);
  if (auto entered = walk.enter(name, nullptr); !entered) return entered.error();
  return walk.take();
}

}  // namespace pincompile
