// Dependencies, groups, extras, sources: in this order, since each names what stands before it.
// SPDX-License-Identifier: MIT
#include "requirements/poetry.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "pincompile/name.h"
#include "requirements/distinct_names.h"
#include "requirements/locations.h"
#include "requirements/poetry_versions.h"
#include "requirements/requirement_line.h"

namespace pincompile {
namespace {

// A dependency of Poetry as an input, and what else it says.
struct PoetryDependency {
  InputRequirement input;
  bool is_optional = false;
  bool allows_prereleases = false;
  std::string source;  ///< name of the index
  TomlValue value;
};

constexpr std::array<std::string_view, 18> kDependencyKeys{"version",
                                                           "extras",
                                                           "optional",
                                                           "markers",
                                                           "python",
                                                           "platform",
                                                           "allow-prereleases",
                                                           "source",
                                                           "path",
                                                           "develop",
                                                           "file",
                                                           "url",
                                                           "git",
                                                           "branch",
                                                           "tag",
                                                           "rev",
                                                           "subdirectory",
                                                           "allows-prereleases"};

class DependencyReader {
 public:
  explicit DependencyReader(const TomlDocument& document)
      : document_(document), directory_(directory_of(document.file())) {}

  // One, or several of an array of tables.
  Result<std::vector<PoetryDependency>> read(const std::string& name, const TomlValue& value) {
    std::vector<PoetryDependency> found;
    if (!is_valid_name(name))
      return error(value, fmt::format("\"{}\" is not a project name", name));
    if (value.is_array()) {
      for (const TomlValue& element : value.elements()) {
        Result<PoetryDependency> one = read_one(name, element);
        if (!one) return one.error();
        found.push_back(std::move(*one));
      }
      return found;
    }
    Result<PoetryDependency> one = read_one(name, value);
    if (!one) return one.error();
    found.push_back(std::move(*one));
    return found;
  }

 private:
  Error error(const TomlValue& value, std::string message) const {
    return document_.error_at(value, ErrorKind::kParse, std::move(message));
  }

  Result<PoetryDependency> read_one(const std::string& name, const TomlValue& value) {
    PoetryDependency dependency;
    dependency.value = value;
    dependency.input.requirement.name = name;
    dependency.input.text = name;
    dependency.input.origin.file = document_.file();
    dependency.input.origin.line = value.line();
    if (const auto version = value.string()) {
      if (auto done = take_version(*version, value, dependency); !done) return done.error();
      return dependency;
    }
    if (!value.is_table()) {
      return error(value, fmt::format("{} is {}; a version or a table belongs there", name,
                                      value.type_name()));
    }
    for (const auto& [key, entry] : value.entries()) {
      if (auto done = take_entry(key, entry, dependency); !done) return done.error();
    }
    if (auto done = take_location(value, dependency); !done) return done.error();
    return dependency;
  }

  Result<void> take_version(const std::string& text, const TomlValue& at,
                            PoetryDependency& dependency) {
    InputRequirement& input = dependency.input;
    Result<std::vector<SpecifierSet>> versions = parse_poetry_versions(text);
    if (!versions) {
      Error failure =
          error(at, fmt::format("{}: {}", input.requirement.name, versions.error().message));
      failure.causes = versions.error().causes;
      failure.hints = versions.error().hints;
      return failure;
    }
    if (text != "*") input.text += " " + text;
    if (versions->size() == 1) {
      input.requirement.specifiers = std::move(versions->front());
    } else {
      input.any_of = std::move(*versions);
    }
    return {};
  }

  Result<std::string> string_of(const std::string& key, const TomlValue& entry) const {
    const auto text = entry.string();
    if (!text) return error(entry, fmt::format("{} is {}, not a string", key, entry.type_name()));
    return *text;
  }

  Result<void> take_entry(const std::string& key, const TomlValue& entry,
                          PoetryDependency& dependency) {
    if (key == "optional" || key == "develop" || key == "allow-prereleases" ||
        key == "allows-prereleases") {
      const auto flag = entry.boolean();
      if (!flag)
        return error(entry, fmt::format("{} is {}, not a boolean", key, entry.type_name()));
      if (key == "optional") dependency.is_optional = *flag;
      if (key == "develop") dependency.input.editable = *flag;
      if (key.starts_with("allow")) dependency.allows_prereleases = *flag;
      return {};
    }
    if (key == "extras") {
      Result<std::vector<std::string>> extras = document_.strings(entry, "extras");
      if (!extras) return extras.error();
      dependency.input.requirement.extras = std::move(*extras);
      return {};
    }
    if (std::ranges::find(kDependencyKeys, key) == kDependencyKeys.end()) {
      return error(entry, fmt::format("{} has a key \"{}\" that Poetry does not know",
                                      dependency.input.requirement.name, key));
    }
    const Result<std::string> text = string_of(key, entry);
    if (!text) return text.error();
    if (key == "version") return take_version(*text, entry, dependency);
    if (key == "source") dependency.source = *text;
    if (key == "markers") return take_marker(Marker::parse(*text), entry, dependency);
    if (key == "python") return take_marker(poetry_python_marker(*text), entry, dependency);
    if (key == "platform") return take_marker(poetry_platform_marker(*text), entry, dependency);
    return {};
  }

  Result<void> take_marker(const Result<Marker>& marker, const TomlValue& at,
                           PoetryDependency& dependency) {
    if (!marker) {
      Error failure = error(at, fmt::format("\"{}\" gives no marker", at.string().value_or("")));
      failure.causes.push_back(marker.error().message);
      return failure;
    }
    Marker& own = dependency.input.requirement.marker;
    own = both_markers(own, *marker);
    return {};
  }

  Result<void> take_location(const TomlValue& value, PoetryDependency& dependency) {
    InputRequirement& input = dependency.input;
    if (value["git"]) {
      Error failure = document_.error_at(value["git"], ErrorKind::kUnsupported,
                                         fmt::format("{} comes from git", input.requirement.name));
      failure.causes.emplace_back("repositories are not checked out here yet");
      failure.hints.emplace_back(
          "use url with an archive of the commit, such as "
          "https://HOST/OWNER/REPO/archive/COMMIT.zip");
      return failure;
    }
    const auto url = value["url"].string();
    auto path = value["path"].string();
    if (!path) path = value["file"].string();
    if (!url && !path) {
      input.editable = false;  // `develop` without a path says nothing
      return {};
    }
    if (value["subdirectory"]) {
      return document_.error_at(
          value["subdirectory"], ErrorKind::kUnsupported,
          fmt::format("{}: subdirectory is not supported yet", input.requirement.name));
    }
    Requirement requirement = std::move(input.requirement);
    requirement.url = url ? *url : *path;
    InputRequirement located = input_from_requirement(std::move(requirement), {}, directory_);
    located.text = url ? located.requirement.name + " @ " + *url : explicit_path(located.path);
    located.editable = input.editable && !url;
    located.origin = std::move(input.origin);
    input = std::move(located);
    return {};
  }

  const TomlDocument& document_;
  std::string directory_;
};

class PoetryReader {
 public:
  PoetryReader(const TomlDocument& document, ProjectSource& source)
      : document_(document),
        source_(source),
        poetry_(document.root()["tool"]["poetry"]),
        dependencies_(document) {}

  Result<void> read() {
    if (!poetry_.is_table())
      return document_.error_at(poetry_, ErrorKind::kParse, "tool.poetry is no table");
    const TomlValue project = document_.root()["project"];
    const bool project_tells = static_cast<bool>(project["dependencies"]);
    if (source_.name.empty()) source_.name = poetry_["name"].string().value_or("");
    if (auto done = read_indexes(); !done) return done;
    if (auto done = project_tells ? enrich_project() : read_dependencies(); !done) return done;
    if (auto done = read_group_table("dev", poetry_["dev-dependencies"], {}); !done) return done;
    for (const auto& [name, group] : poetry_["group"].entries()) {
      if (auto done = read_group_table(name, group["dependencies"], group["include-groups"]); !done)
        return done;
    }
    return {};
  }

 private:
  struct Index {
    std::string name;
    std::string url;
  };

  Result<void> read_dependencies() {
    std::vector<PoetryDependency> optional;
    for (const auto& [name, value] : poetry_["dependencies"].entries()) {
      if (normalize_name(name) == "python") {
        if (auto done = read_python(value); !done) return done;
        continue;
      }
      Result<std::vector<PoetryDependency>> found = dependencies_.read(name, value);
      if (!found) return found.error();
      for (PoetryDependency& dependency : *found) {
        if (auto done = take_settings(dependency); !done) return done;
        if (dependency.is_optional) {
          optional.push_back(std::move(dependency));
        } else {
          source_.dependencies.push_back(std::move(dependency.input));
        }
      }
    }
    return read_extras(optional);
  }

  Result<void> read_python(const TomlValue& value) {
    const auto text = value.string();
    if (!text)
      return document_.error_at(value, ErrorKind::kParse, "python is no version constraint");
    Result<std::vector<SpecifierSet>> versions = parse_poetry_versions(*text);
    if (!versions)
      return document_.error_at(value, ErrorKind::kParse, "python: " + versions.error().message);
    if (source_.requires_python) return {};  // [project] has said it
    Origin origin;
    origin.file = document_.file();
    origin.line = value.line();
    source_.requires_python = RequiresPython{std::move(*versions), *text, std::move(origin)};
    return {};
  }

  // An extra of [tool.poetry.extras] is a list of optional dependencies, by name.
  Result<void> read_extras(const std::vector<PoetryDependency>& optional) {
    if (auto done = names_are_distinct(document_, poetry_["extras"], "extras"); !done) return done;
    for (const auto& [name, members] : poetry_["extras"].entries()) {
      const Result<std::vector<std::string>> names = document_.strings(members, "extras." + name);
      if (!names) return names.error();
      NamedRequirements extra{normalize_name(name), {}};
      for (const std::string& member : *names) {
        bool is_known = false;
        for (const PoetryDependency& dependency : optional) {
          if (normalize_name(dependency.input.requirement.name) != normalize_name(member)) continue;
          extra.requirements.push_back(dependency.input);
          is_known = true;
        }
        if (!is_known && !is_plain_dependency(member)) {
          return document_.error_at(
              members, ErrorKind::kParse,
              fmt::format("extra {} lists {}, which is no dependency", name, member));
        }
      }
      source_.extras.push_back(std::move(extra));
    }
    return {};
  }

  bool is_plain_dependency(const std::string& name) const {
    return std::ranges::any_of(source_.dependencies, [&name](const InputRequirement& input) {
      return normalize_name(input.requirement.name) == normalize_name(name);
    });
  }

  // [project] states the dependencies: only places, indexes and pre-releases are taken from here.
  Result<void> enrich_project() {
    for (const auto& [name, value] : poetry_["dependencies"].entries()) {
      if (normalize_name(name) == "python") continue;
      Result<std::vector<PoetryDependency>> found = dependencies_.read(name, value);
      if (!found) return found.error();
      for (const PoetryDependency& dependency : *found) {
        bool is_there = enrich(source_.dependencies, dependency);
        for (NamedRequirements& extra : source_.extras)
          is_there = enrich(extra.requirements, dependency) || is_there;
        if (!is_there) continue;
        if (auto done = take_settings(dependency); !done) return done;
      }
    }
    return {};
  }

  static bool enrich(std::vector<InputRequirement>& requirements,
                     const PoetryDependency& dependency) {
    bool is_there = false;
    for (InputRequirement& input : requirements) {
      if (normalize_name(input.requirement.name) !=
          normalize_name(dependency.input.requirement.name))
        continue;
      is_there = true;
      if (dependency.input.kind == InputRequirement::Kind::kIndex) continue;
      input.kind = dependency.input.kind;
      input.editable = dependency.input.editable;
      input.path = dependency.input.path;
      input.text = dependency.input.text;
      input.requirement.url = dependency.input.requirement.url;
    }
    return is_there;
  }

  Result<void> take_settings(const PoetryDependency& dependency) {
    const std::string name = normalize_name(dependency.input.requirement.name);
    if (dependency.allows_prereleases) {
      source_.options.all_releases.push_back(name);
      source_.options.lines.push_back(fmt::format("--all-releases {}", name));
    }
    if (dependency.source.empty()) return {};
    const std::string wanted = normalize_name(dependency.source);
    for (const Index& index : indexes_) {
      if (index.name != wanted) continue;
      source_.options.package_indexes.emplace_back(name, index.url);
      source_.options.lines.push_back(fmt::format("package-index {} {}", name, index.url));
      return {};
    }
    return document_.error_at(dependency.value["source"], ErrorKind::kParse,
                              fmt::format("{}: there is no [[tool.poetry.source]] named \"{}\"",
                                          name, dependency.source));
  }

  Result<void> read_group_table(const std::string& name, const TomlValue& table,
                                const TomlValue& includes) {
    if (!table && !includes) return {};
    DependencyGroup group{normalize_name(name), {}};
    for (const auto& [member, value] : table.entries()) {
      if (normalize_name(member) == "python") continue;
      Result<std::vector<PoetryDependency>> found = dependencies_.read(member, value);
      if (!found) return found.error();
      for (PoetryDependency& dependency : *found) {
        if (auto done = take_settings(dependency); !done) return done;
        group.members.emplace_back(std::move(dependency.input));
      }
    }
    const Result<std::vector<std::string>> names = document_.strings(includes, "include-groups");
    if (!names) return names.error();
    for (const std::string& included : *names) {
      group.members.emplace_back(
          GroupInclude{included, {document_.file(), includes.line(), includes.column(), {}}});
    }
    // `dev-dependencies` and `group.dev` add up.
    const auto known = std::ranges::find(source_.groups, group.name, &DependencyGroup::name);
    if (known == source_.groups.end()) {
      source_.groups.push_back(std::move(group));
    } else {
      known->members.insert(known->members.end(), group.members.begin(), group.members.end());
    }
    return {};
  }

  Result<void> read_indexes() {
    for (const TomlValue& entry : poetry_["source"].elements()) {
      const auto name = entry["name"].string();
      if (!name)
        return document_.error_at(entry, ErrorKind::kParse, "a [[tool.poetry.source]] has no name");
      auto url = entry["url"].string();
      const std::string priority = entry["priority"].string().value_or("primary");
      if (!url && normalize_name(*name) == "pypi") url = "https://pypi.org/simple";
      if (!url)
        return document_.error_at(entry, ErrorKind::kParse,
                                  fmt::format("source {} has no url", *name));
      FileOptions& options = source_.options;
      if (priority == "primary" || priority == "default") {
        // The first one takes the place of PyPI, a further one is asked behind it.
        if (options.index_url) {
          options.last_index_urls.push_back(*url);
        } else {
          options.index_url = *url;
          options.index_url_text = *url;
        }
      } else if (priority == "supplemental" || priority == "secondary") {
        options.last_index_urls.push_back(*url);
      } else if (priority != "explicit") {
        return document_.error_at(
            entry["priority"], ErrorKind::kParse,
            fmt::format("source {} has the unknown priority \"{}\"", *name, priority));
      }
      options.lines.push_back(fmt::format("index {} {}", priority, *url));
      indexes_.push_back({normalize_name(*name), *url});
    }
    return {};
  }

  const TomlDocument& document_;
  ProjectSource& source_;
  TomlValue poetry_;
  DependencyReader dependencies_;
  std::vector<Index> indexes_;
};

}  // namespace

Result<void> read_poetry(const TomlDocument& document, ProjectSource& source) {
  return PoetryReader(document, source).read();
}

}  // namespace pincompile
