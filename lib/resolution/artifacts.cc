// Rounds of questions: the lines' artifacts, then those their metadata names, until none is new.
// SPDX-License-Identifier: MIT
#include "resolution/artifacts.h"

#include <algorithm>

#include "dist/wheel_filename.h"
#include "packaging/url.h"
#include "packaging/version_key.h"
#include "pincompile/name.h"
#include "pincompile/records.h"
#include "resolution/driver.h"
#include "resolution/extras.h"
#include "resolution/line_hints.h"

namespace pincompile {
namespace {

std::string without_fragment(const std::string& url) { return url.substr(0, url.find('#')); }

std::string fragment_value(const std::string& url, std::string_view key) {
  const std::size_t hash = url.find('#');
  if (hash == std::string::npos) return {};
  std::string_view rest = std::string_view(url).substr(hash + 1);
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('&'), rest.size());
    const std::string_view item = rest.substr(0, end);
    if (item.starts_with(key) && item.size() > key.size() && item[key.size()] == '=') {
      return std::string(item.substr(key.size() + 1));
    }
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return {};
}

std::string last_component(const std::string& url) {
  std::string path = without_fragment(url);
  path = path.substr(0, path.find('?'));
  return path.substr(path.rfind('/') + 1);
}

/// What makes two URLs the same artifact: all but user part, fragment and `.git`.
std::string identity(const std::string& url) {
  std::string text = without_user_part(without_fragment(url));
  if (text.ends_with(".git")) text.resize(text.size() - 4);
  return text;
}

std::string place(const Origin& origin) { return origin.file + ":" + std::to_string(origin.line); }

Error contradiction(std::string message) {
  Error error;
  error.kind = ErrorKind::kInvalidArgument;
  error.message = std::move(message);
  return error;
}

Error two_artifacts(const std::string& project, const std::string& from, const std::string& url,
                    const std::string& other_from, const std::string& other_url) {
  Error error = contradiction("two artifacts are given for " + project);
  error.causes.push_back(from + ": " + Url(url).to_string());
  error.causes.push_back(other_from + ": " + Url(other_url).to_string());
  return error;
}

}  // namespace

class ArtifactCollector {
 public:
  ArtifactCollector(ActiveInputs& inputs, const ResolveRequest& request,
                    const MarkerEvaluator& markers, FactBook& book)
      : inputs_(inputs), request_(request), markers_(markers), book_(book) {}

  Result<Artifacts> run() {
    ask_lines(LineKind::kOverride, inputs_.overrides);
    ask_lines(LineKind::kRequirement, inputs_.requirements);
    ask_lines(LineKind::kConstraint, inputs_.constraints);
    if (auto agreed = check_lines(); !agreed) return agreed.error();
    while (next_ < pending_.size()) {
      const std::size_t end = pending_.size();
      wait(end);
      if (book_.cancelled()) return cancelled_error();
      for (; next_ < end; ++next_) {
        auto taken = take(pending_[next_]);
        if (!taken) return taken.error();
      }
    }
    return std::move(result_);
  }

 private:
  struct Pending {
    Artifact artifact;
    MetadataId metadata;  ///< none: a local directory
    std::string path;     ///< of a local directory
    std::string from;     ///< place of the line or name of the parent, for messages
    std::vector<std::string> extras;
  };

  std::vector<InputRequirement>& lines(LineKind kind) {
    if (kind == LineKind::kOverride) return inputs_.overrides;
    return kind == LineKind::kConstraint ? inputs_.constraints : inputs_.requirements;
  }

  void ask_lines(LineKind kind, const std::vector<InputRequirement>& from) {
    for (std::uint32_t i = 0; i < from.size(); ++i) {
      const InputRequirement& line = from[i];
      if (line.kind == InputRequirement::Kind::kIndex) continue;
      Pending pending;
      pending.artifact.kind = kind;
      pending.artifact.line = i;
      pending.artifact.project = normalize_name(line.requirement.name);
      pending.from = place(line.origin);
      for (const std::string& extra : line.requirement.extras) {
        pending.extras.push_back(normalize_name(extra));
      }
      const auto local = request_.inputs.local_projects.find(line.path);
      if (line.kind == InputRequirement::Kind::kPath &&
          local != request_.inputs.local_projects.end()) {
        pending.path = line.path;
        pending.artifact.url = line.path;
        pending_.push_back(std::move(pending));
      } else {
        const bool is_path = line.kind == InputRequirement::Kind::kPath;
        ask(std::move(pending), line.requirement.url, is_path ? location_of(line.path) : "");
      }
    }
  }

  // What the lines alone tell, before anything is fetched.
  Result<void> check_lines() const {
    std::map<std::string_view, const Pending*> by_project;
    for (const Pending& pending : pending_) {
      const Artifact& artifact = pending.artifact;
      if (artifact.project.empty()) continue;
      const Pending& first = *by_project.try_emplace(artifact.project, &pending).first->second;
      if (identity(first.artifact.url) != identity(artifact.url))
        return two_artifacts(artifact.project, first.from, first.artifact.url, pending.from,
                             artifact.url);
    }
    return {};
  }

  /// Of a local archive. Resolves from several folders share their questions.
  std::string location_of(const std::string& path) const {
    if (path.starts_with('/')) return path;
    return (request_.directory.empty() ? "." : request_.directory) + "/" + path;
  }

  /// location  where to look it up, if not at its URL.
  void ask(Pending pending, const std::string& url, std::string location = {}) {
    Artifact& artifact = pending.artifact;
    artifact.url = without_fragment(url);
    if (location.empty()) location = artifact.url;
    artifact.filename = last_component(url);
    artifact.sha256 = fragment_value(url, "sha256");
    if (const auto wheel = WheelFilename::split(artifact.filename)) {
      if (artifact.project.empty()) artifact.project = normalize_name(wheel->name);
      if (const auto version = Version::parse(wheel->version)) {
        artifact.version = version->to_string();
      }
    }
    Want want;
    want.kind = Want::Kind::kMetadata;
    want.project = artifact.project;
    want.version = artifact.version;
    want.files.push_back({artifact.filename, location, 0, artifact.sha256, false, {}});
    pending.metadata = book_.metadata_at(location, want);
    pending_.push_back(std::move(pending));
  }

  void wait(std::size_t end) {
    for (std::size_t i = next_; i < end; ++i) {
      while (!pending_[i].metadata.is_none() &&
             book_.metadata(pending_[i].metadata).state == Known::kAsked) {
        if (book_.wait().empty()) return;
      }
    }
  }

  Result<void> read_directory(Pending& pending) {
    const LocalProject& local = request_.inputs.local_projects.at(pending.path);
    if (!local.dynamic.empty()) {
      Error error = contradiction(pending.from + ": " + pending.path + " leaves its " +
                                  local.dynamic.front() + " to a build");
      error.kind = ErrorKind::kUnsupported;
      // Directories are not built.
      error.hints.push_back(
          "state them in pyproject.toml; or name an sdist made of it, with --build-sdists");
      return error;
    }
    const std::string name = normalize_name(local.name);
    if (!name.empty() && !pending.artifact.project.empty() && name != pending.artifact.project)
      return contradiction(pending.from + ": " + pending.artifact.project + " is asked for, but " +
                           pending.path + " is " + name);
    if (!name.empty()) pending.artifact.project = name;
    pending.artifact.version = local.version;
    PlainMetadata plain;
    plain.project = pending.artifact.project;
    plain.version = local.version.empty() ? "0" : local.version;
    plain.filename = pending.path;
    plain.requires_dist = local.requires_dist;
    plain.requires_python = local.requires_python;
    plain.provides_extra = local.provides_extra;
    auto record = make_metadata(plain);
    if (!record) return std::move(record).error().at({pending.path, 0, 0, {}});
    pending.artifact.record = *std::move(record);
    return {};
  }

  /// A wheel that a requirement names is to be installed; one that a constraint names may be.
  Result<void> check_tags(const Pending& pending) {
    const Artifact& artifact = pending.artifact;
    if (artifact.kind == LineKind::kConstraint) return {};
    const auto wheel = WheelFilename::split(artifact.filename);
    if (!wheel) return {};
    const auto tags = parse_tag_set(wheel->tag_set);
    if (!tags) return tags.error();
    if (supported_.empty()) supported_ = request_.target.tags();
    const auto runs = [this](const Tag& tag) {
      return std::ranges::find(supported_, tag) != supported_.end();
    };
    if (std::ranges::any_of(*tags, runs)) return {};
    Error error = contradiction(pending.from + ": " + artifact.filename + " is not for " +
                                request_.target.id());
    error.kind = ErrorKind::kNotFound;
    error.hints.push_back(
        "name a wheel of the target or an sdist; or choose the target with --platform and "
        "--python-version");
    return error;
  }

  Result<void> read_answer(Pending& pending) {
    const KnownMetadata& known = book_.metadata(pending.metadata);
    if (known.state == Known::kFailed) return *known.error;
    if (known.state != Known::kFound) {
      Error error = contradiction(pending.from + ": no metadata for " +
                                  Url(pending.artifact.url).to_string());
      error.kind = ErrorKind::kUnsupported;
      if (!known.unavailable.text.empty()) error.causes.push_back(known.unavailable.text);
      if (known.unavailable.reason == MetadataUnavailable::Reason::kNeedsBuild) {
        error.hints = build_hints(false, request_.options);
      }
      return error;
    }
    if (auto fits = check_tags(pending); !fits) return fits;
    pending.artifact.record = known.record;
    const std::string project(known.view.project());
    if (!pending.artifact.project.empty() && pending.artifact.project != project) {
      return contradiction(pending.from + ": " + pending.artifact.project + " is asked for, but " +
                           Url(pending.artifact.url).to_string() + " is " + project);
    }
    pending.artifact.project = project;
    pending.artifact.version = std::string(known.view.version());
    return {};
  }

  Result<void> take(Pending& pending) {
    auto read = pending.metadata.is_none() ? read_directory(pending) : read_answer(pending);
    if (!read) return read.error();
    Artifact& artifact = pending.artifact;
    artifact.name = id64(artifact.project);
    artifact.view = DependencyView::open(artifact.record.bytes);
    if (const auto version = Version::parse(artifact.version)) {
      artifact.version = version->to_string();
      artifact.key = version_key(*version);
    }
    if (artifact.kind != LineKind::kNone) {
      std::string& name = lines(artifact.kind)[artifact.line].requirement.name;
      if (name.empty()) name = artifact.project;
    }
    const auto [found, fresh] = result_.by_name_.try_emplace(
        artifact.name, static_cast<std::uint32_t>(result_.all_.size()));
    if (fresh) {
      result_.all_.push_back(artifact);
      from_.push_back(pending.from);
      collect_urls(artifact.view, pending.extras, artifact.project);
      return {};
    }
    Artifact& other = result_.all_[found->second];
    if (identity(other.url) != identity(artifact.url)) {
      return two_artifacts(artifact.project, from_[found->second], other.url, pending.from,
                           artifact.url);
    }
    const auto editable = [&](const Artifact& of) {
      return of.kind == LineKind::kRequirement && lines(of.kind)[of.line].editable;
    };
    if (editable(artifact) && !editable(other)) {
      other.kind = artifact.kind;
      other.line = artifact.line;
    }
    collect_urls(artifact.view, pending.extras, artifact.project);
    return {};
  }

  void collect_urls(const DependencyView& view, const std::vector<std::string>& extras,
                    const std::string& parent) {
    std::vector<std::uint32_t> numbers;
    append_active(view, markers_, {}, numbers);
    for (const std::string& extra : extras) append_active(view, markers_, extra, numbers);
    for (const std::uint32_t number : numbers) {
      const RequirementView requirement = view.requirement(number);
      if (requirement.url.empty()) continue;
      Pending pending;
      pending.artifact.project = std::string(requirement.name_text);
      pending.from = parent;
      for (std::size_t i = 0; i < requirement.extras.size(); ++i) {
        pending.extras.emplace_back(requirement.extras[i]);
      }
      ask(std::move(pending), std::string(requirement.url));
    }
  }

  ActiveInputs& inputs_;
  const ResolveRequest& request_;
  const MarkerEvaluator& markers_;
  FactBook& book_;
  Artifacts result_;
  std::vector<std::string> from_;
  std::deque<Pending> pending_;
  std::vector<Tag> supported_;  ///< by the target, once a wheel is named
  std::size_t next_ = 0;
};

Result<Artifacts> Artifacts::collect(ActiveInputs& inputs, const ResolveRequest& request,
                                     const MarkerEvaluator& markers, FactBook& book) {
  return ArtifactCollector(inputs, request, markers, book).run();
}

const Artifact* Artifacts::find(Id64 name) const {
  const auto found = by_name_.find(name);
  return found == by_name_.end() ? nullptr : &all_[found->second];
}

}  // namespace pincompile
