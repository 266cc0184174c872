// Refusals that pip makes later or not at all.
// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>

#include "packaging/url.h"
#include "requirements/input_set.h"
#include "requirements/locations.h"
#include "support/digest.h"

namespace pincompile {
namespace {

constexpr std::size_t kMostListed = 10;

// `git@HOST:OWNER/REPO.git`, as git itself is given it.
bool is_git_place(std::string_view url) {
  const std::size_t colon = url.find(':');
  return url.starts_with("git@") && colon != std::string_view::npos;
}

Error unsupported_version_control(std::string_view system, std::string_view text) {
  Error error{ErrorKind::kUnsupported,
              fmt::format("\"{}\" is a {} URL", redact_urls(text), system)};
  if (system == "git") {
    error.causes.emplace_back("repositories are not checked out here yet");
    error.hints.emplace_back(
        "use an archive URL of the commit, such as https://HOST/OWNER/REPO/archive/COMMIT.zip");
  } else {
    error.causes.push_back(fmt::format("{} repositories are not supported", system));
    error.hints.emplace_back("use the URL of an sdist or wheel");
  }
  return error;
}

Result<void> check_hashes(const InputRequirement& input) {
  for (const std::string& hash : input.hashes) {
    if (!hash.starts_with("sha256:") || sha256_from_hex(std::string_view(hash).substr(7))) continue;
    Error error{ErrorKind::kParse,
                fmt::format("a hash of \"{}\" is no sha256 digest", redact_urls(input.text))};
    error.causes.emplace_back("64 hexadecimal digits belong behind the colon");
    return error;
  }
  return {};
}

// What stands in a variable is shown to nobody.
bool names_a_variable(const InputRequirement& input) {
  return input.text.find("${") != std::string::npos;
}

Result<void> check_scheme(const InputRequirement& input) {
  const std::string& url = input.requirement.url;
  if (input.kind != InputRequirement::Kind::kUrl || names_a_variable(input)) return {};
  std::string scheme = url.substr(0, url.find("://"));
  std::ranges::transform(scheme, scheme.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  if (scheme == "http" || scheme == "https") return {};
  return Error{ErrorKind::kUnsupported,
               fmt::format("\"{}\" is no http, https or file URL", redact_urls(input.text))};
}

Result<void> check_path(const InputRequirement& input, FileSystem& files) {
  if (input.kind != InputRequirement::Kind::kPath) return {};
  const FileSystem::Kind kind = files.exists(input.path);
  if (kind == FileSystem::Kind::kNothing) {
    Error error{ErrorKind::kNotFound,
                fmt::format("cannot open {} (no such file)", redact_urls(input.text))};
    if (input.path != input.text && !names_a_variable(input))
      error.causes.push_back(fmt::format("looked for {}", input.path));
    return error;
  }
  return {};
}

/// Its project files will tell its name.
bool is_directory(const InputRequirement& input, FileSystem& files) {
  return input.kind == InputRequirement::Kind::kPath &&
         files.exists(input.path) == FileSystem::Kind::kDirectory;
}

Result<void> check_constraint(FileRequirement& found, FileSystem& files,
                              std::vector<std::string>& notes) {
  InputRequirement& input = found.input;
  if (input.requirement.name.empty() && !is_directory(input, files)) {
    Error error{ErrorKind::kInvalidArgument,
                fmt::format("constraint \"{}\" names no project", redact_urls(input.text))};
    error.hints.emplace_back("write NAME @ URL");
    return error;
  }
  if (!input.requirement.extras.empty()) {
    input.requirement.extras.clear();
    notes.push_back(at_line(input.origin.file, input.origin.line,
                            "a constraint has no extras; they are ignored"));
  }
  return {};
}

}  // namespace

Result<void> check_requirement(FileRequirement& found, FileSystem& files,
                               std::vector<std::string>& notes) {
  const InputRequirement& input = found.input;
  const std::string& url = input.requirement.url;
  const std::string_view system = is_git_place(url) ? "git" : version_control_of(url);
  if (!system.empty()) return unsupported_version_control(system, input.text);
  if (auto checked = check_hashes(input); !checked) return checked;
  if (auto checked = check_scheme(input); !checked) return checked;
  if (auto checked = check_path(input, files); !checked) return checked;
  if (found.role == FileRole::kConstraints) return check_constraint(found, files, notes);
  if (found.role == FileRole::kOverrides && input.requirement.name.empty()) {
    return Error{ErrorKind::kInvalidArgument,
                 fmt::format("override \"{}\" names no project", redact_urls(input.text))};
  }
  return {};
}

Result<void> check_index(const IndexLine& index, FileSystem& files) {
  if (is_url(index.url) || files.exists(index.url) == FileSystem::Kind::kDirectory) return {};
  std::string shown = redact_urls(index.written);
  // Without a scheme it is no URL to anybody, and may hold a password all the same.
  if (shown.find("://") == std::string::npos && shown.find('@') != std::string::npos)
    shown = "****" + shown.substr(shown.rfind('@'));
  return Error{ErrorKind::kInvalidArgument,
               fmt::format("index \"{}\" is neither a URL nor a folder", shown),
               {{index.file, index.line, 0, {}}},
               {},
               {"write it with its scheme: https://HOST/simple/"}};
}

namespace {

// A directory that a local project needs becomes a constraint, which forces the artifact where
// something asks for the name; the project itself then asks for the name alone. So the resolver
// finds every directory among the lines.
void take_neighbours(LocalProject& project, const std::string& path, FileSystem& files,
                     std::vector<InputRequirement>& constraints) {
  for (std::string& text : project.requires_dist) {
    Result<Requirement> parsed = Requirement::parse(text);
    if (!parsed || parsed->url.empty() || is_url(parsed->url)) continue;
    if (files.exists(parsed->url) != FileSystem::Kind::kDirectory) continue;
    InputRequirement neighbour;
    neighbour.kind = InputRequirement::Kind::kPath;
    neighbour.requirement.name = parsed->name;
    neighbour.requirement.url = parsed->url;
    neighbour.path = normalize_path(parsed->url);
    neighbour.text = explicit_path(neighbour.path);
    neighbour.origin.annotation = fmt::format("{} ({})", project.name, path);
    neighbour.origin.file = path;
    constraints.push_back(std::move(neighbour));
    parsed->url.clear();
    text = parsed->to_string();
  }
}

class LocalProjectReader {
 public:
  LocalProjectReader(Inputs& inputs, FileSystem& files, std::vector<Error>& errors)
      : inputs_(inputs), files_(files), errors_(errors) {}

  void read_for(std::vector<InputRequirement>& lines) {
    for (std::size_t i = 0; i < lines.size(); ++i) read_for(lines[i]);
  }

  /// Directories that the ones read so far need.
  void read_neighbours() {
    for (std::size_t i = 0; i < neighbours_.size(); ++i) {
      InputRequirement line = neighbours_[i];  // the list grows meanwhile
      read_for(line);
      inputs_.constraints.push_back(std::move(line));
    }
  }

 private:
  void read_for(InputRequirement& input) {
    if (input.kind != InputRequirement::Kind::kPath) return;
    if (files_.exists(input.path) != FileSystem::Kind::kDirectory) return;
    auto known = inputs_.local_projects.find(input.path);
    if (known == inputs_.local_projects.end()) {
      Result<LocalProject> project = read_local_project(files_, input.path);
      if (!project) return report(project.error(), input);
      take_neighbours(*project, input.path, files_, neighbours_);
      inputs_.files.insert(inputs_.files.end(), project->files.begin(), project->files.end());
      known = inputs_.local_projects.emplace(input.path, std::move(*project)).first;
    }
    if (input.requirement.name.empty()) input.requirement.name = known->second.name;
  }

  void report(Error error, const InputRequirement& input) {
    if (names_a_variable(input)) {
      const std::string message = fmt::format("the project at \"{}\" cannot be read", input.text);
      error = {error.kind, message, {}, {}, error.hints};
    }
    error.where.push_back({input.origin.file, input.origin.line, 0, "included from"});
    errors_.push_back(std::move(error));
  }

  Inputs& inputs_;
  FileSystem& files_;
  std::vector<Error>& errors_;
  std::vector<InputRequirement> neighbours_;
};

}  // namespace

void read_local_projects(Inputs& inputs, FileSystem& files, std::vector<Error>& errors) {
  LocalProjectReader reader(inputs, files, errors);
  for (auto* list : {&inputs.requirements, &inputs.constraints, &inputs.overrides})
    reader.read_for(*list);
  reader.read_neighbours();
}

Error merged(const std::vector<Error>& errors) {
  Error first = errors.front();
  for (std::size_t i = 1; i < std::min(errors.size(), kMostListed); ++i) {
    Error other{errors[i].kind, errors[i].message, errors[i].where, {}, {}};
    first.causes.push_back(other.to_string());
  }
  if (errors.size() > kMostListed) {
    first.causes.push_back(fmt::format("and {} more", errors.size() - kMostListed));
  }
  return first;
}

}  // namespace pincompile
