// Straightforward on purpose: texts are parsed again for every question.
// SPDX-License-Identifier: MIT
#include "resolution/pin_checker.h"

#include <algorithm>
#include <deque>
#include <map>
#include <set>

#include "cache/dependency_record.h"
#include "cache/page_record.h"
#include "dist/wheel_filename.h"
#include "pincompile/name.h"

namespace pincompile {
namespace {

class PinChecker {
 public:
  PinChecker(const ResolveRequest& request, const Resolution& resolution, FactSource& facts)
      : request_(request),
        resolution_(resolution),
        facts_(facts),
        environment_(request.target.marker_environment()) {}

  std::vector<std::string> run() {
    for (const Pin& pin : resolution_.pins) {
      if (!pins_.emplace(pin.name, &pin).second)
        complain("unpinned", pin.name + " is pinned twice");
    }
    for (const Pin& pin : resolution_.pins) check_files(pin);
    for (const InputRequirement& line : request_.inputs.requirements) {
      if (line.requirement.marker.evaluate(environment_)) {
        require(named(line, resolution_.requirements), line.any_of, line.origin.file);
      }
    }
    while (!todo_.empty()) {
      const auto [name, extra] = todo_.front();
      todo_.pop_front();
      follow(*pins_.at(name), extra);
    }
    check_limits(request_.inputs.constraints, resolution_.constraints);
    check_limits(request_.inputs.overrides, resolution_.overrides);
    check_reached();
    return std::move(complaints_);
  }

 private:
  void complain(const char* kind, const std::string& text) {
    complaints_.push_back(std::string(kind) + ": " + text);
  }

  /// The line with the name that its artifact told.
  static Requirement named(const InputRequirement& line,
                           const std::vector<InputRequirement>& resolved) {
    Requirement requirement = line.requirement;
    for (const InputRequirement& other : resolved) {
      if (other.origin == line.origin && requirement.name.empty()) {
        requirement.name = other.requirement.name;
      }
    }
    return requirement;
  }

  bool satisfies(const Pin& pin, const SpecifierSet& set) const {
    const auto version = Version::parse(pin.version);
    return !version || set.contains(*version, pin.version);
  }
  bool satisfies(const Pin& pin, const Requirement& requirement,
                 const std::vector<SpecifierSet>& any_of) const {
    const auto one = [&](const SpecifierSet& set) { return satisfies(pin, set); };
    return satisfies(pin, requirement.specifiers) &&
           (any_of.empty() || std::ranges::any_of(any_of, one));
  }

  /// Overrides on a name: nullopt if there are none.
  std::optional<std::vector<const InputRequirement*>> overrides_of(const std::string& name) const {
    bool any = false;
    std::vector<const InputRequirement*> active;
    for (const InputRequirement& line : request_.inputs.overrides) {
      if (normalize_name(line.requirement.name) != name) continue;
      any = true;
      if (line.requirement.marker.evaluate(environment_)) active.push_back(&line);
    }
    if (!any) return std::nullopt;
    return active;
  }

  void require(const Requirement& requirement, const std::vector<SpecifierSet>& any_of,
               const std::string& by) {
    const std::string name = normalize_name(requirement.name);
    const auto overrides = overrides_of(name);
    if (overrides && overrides->empty()) return;
    const auto found = pins_.find(name);
    if (found == pins_.end()) return complain("unpinned", name + ", asked for by " + by);
    const Pin& pin = *found->second;
    if (!overrides && !satisfies(pin, requirement, any_of)) {
      complain("unsatisfied",
               name + "==" + pin.version + ", but " + by + " asks for " + requirement.to_string());
    }
    reach(name, {});
    for (const std::string& extra : requirement.extras) reach(name, normalize_name(extra));
  }

  void reach(const std::string& name, const std::string& extra) {
    if (reached_.emplace(name, extra).second) todo_.emplace_back(name, extra);
  }

  Fact ask(Want want) {
    want.id = next_id_;
    next_id_ += 2;
    facts_.request({want});
    for (;;) {
      for (Fact& fact : facts_.wait()) {
        if (fact.want_id == want.id) return std::move(fact);
      }
    }
  }

  const DependencyView* metadata(const Pin& pin) {
    const auto [found, fresh] = metadata_.try_emplace(pin.name);
    if (!fresh) return found->second.second.valid() ? &found->second.second : nullptr;
    Want want;
    want.kind = Want::Kind::kMetadata;
    want.project = pin.name;
    want.version = pin.version;
    want.index_url = pin.index_url;
    for (const bool best : {true, false}) {
      for (const PinFile& file : pin.files) {
        if (file.best == best && (best || file.is_wheel)) {
          want.files.push_back({file.filename, file.url, file.size, file.sha256, true, {}});
        }
      }
    }
    const Fact fact = ask(std::move(want));
    if (const auto* known = std::get_if<MetadataKnown>(&fact.answer)) {
      found->second.first = known->record;
      found->second.second = DependencyView::open(known->record.bytes);
    }
    return found->second.second.valid() ? &found->second.second : nullptr;
  }

  void follow(const Pin& pin, const std::string& extra) {
    const bool local = pin.files.empty() && pin.index_url.empty();
    if (local) return follow_texts(pin, extra, pin.requires_dist);
    const DependencyView* view = metadata(pin);
    if (view == nullptr) return complain("unknown", pin.name + "==" + pin.version);
    if (!python_ok(view->requires_python_text())) {
      complain("python", pin.name + "==" + pin.version + " needs Python " +
                             std::string(view->requires_python_text()));
    }
    std::vector<std::string> texts;
    for (std::uint32_t i = 0; i < view->requirement_count(); ++i) {
      texts.emplace_back(view->requirement(i).text);
    }
    follow_texts(pin, extra, texts);
  }

  void follow_texts(const Pin& pin, const std::string& extra,
                    const std::vector<std::string>& texts) {
    const std::vector<std::string> extras{extra};
    for (const std::string& text : texts) {
      const auto requirement = Requirement::parse_lenient(text);
      if (!requirement) {
        complain("unknown", pin.name + " requires \"" + text + "\"");
        continue;
      }
      const bool holds = extra.empty() ? requirement->marker.evaluate(environment_)
                                       : requirement->marker.evaluate(environment_, extras);
      if (holds) require(*requirement, {}, pin.name + "==" + pin.version);
    }
  }

  bool python_ok(std::string_view requires_python) const {
    if (request_.options.ignore_requires_python || requires_python.empty()) return true;
    if (!request_.options.respect_python_upper_bounds) return true;
    const auto set = parse_specifiers_lenient(requires_python);
    const auto python = Version::parse(request_.target.python.full());
    return !set || !python || set->contains(*python);
  }

  /// Some file of the version is for the target, of an allowed format and early enough.
  void check_files(const Pin& pin) {
    if (pin.index_url.empty() && pin.files.size() <= 1) return;  // an artifact
    Want want;
    want.project = pin.name;
    const Fact fact = ask(std::move(want));
    const auto* found = std::get_if<PageFound>(&fact.answer);
    if (found == nullptr) return complain("unknown", pin.name + " has no page");
    const PageView page = PageView::open(found->record, pin.name);
    const auto version = Version::parse(pin.version);
    if (!version) return complain("unknown", pin.name + "==" + pin.version);
    for (std::uint32_t i = 0; i < page.version_count(); ++i) {
      const auto other = Version::parse(page.version_text(i));
      if (!other || *other != *version) continue;
      for (std::uint32_t file = page.file_begin(i); file < page.file_begin(i + 1); ++file) {
        if (usable(page, file, pin.name)) return;
      }
    }
    complain("unusable", pin.name + "==" + pin.version);
  }

  static bool names(const FormatPolicy& policy, const std::string& project) {
    return std::ranges::find(policy.names, project) != policy.names.end();
  }

  bool usable(const PageView& page, std::uint32_t file, const std::string& project) {
    const FileTraits traits = page.traits(file);
    const auto details = page.details(file);
    if (!details) return false;
    if (!python_ok(page.requires_python(traits.requires_python).text)) return false;
    const ResolveOptions& options = request_.options;
    auto cutoff = options.uploaded_prior_to;
    if (const auto own = options.uploaded_prior_to_by_project.find(project);
        own != options.uploaded_prior_to_by_project.end()) {
      cutoff = own->second;
    }
    if (cutoff && !details->url.starts_with("file:") &&
        (details->uploaded == 0 || details->uploaded >= cutoff->time_since_epoch().count())) {
      return false;
    }
    const bool only = names(options.only_binary, project);
    const bool none = names(options.no_binary, project);
    if (!traits.is_wheel()) return !only && (none || !options.only_binary.all);
    if (!only && (none || (options.no_binary.all && !options.only_binary.all))) return false;
    const auto wheel = WheelFilename::parse(details->filename);
    if (!wheel) return false;
    const auto tags = parse_tag_set(wheel->tag_set);
    if (!tags) return false;
    if (supported_.empty()) {
      for (const Tag& tag : request_.target.tags()) supported_.insert(tag.to_string());
    }
    return std::ranges::any_of(
        *tags, [&](const Tag& tag) { return supported_.contains(tag.to_string()); });
  }

  void check_limits(const std::vector<InputRequirement>& lines,
                    const std::vector<InputRequirement>& resolved) {
    for (const InputRequirement& line : lines) {
      if (!line.requirement.marker.evaluate(environment_)) continue;
      const Requirement requirement = named(line, resolved);
      const auto found = pins_.find(normalize_name(requirement.name));
      if (found == pins_.end() || satisfies(*found->second, requirement, line.any_of)) continue;
      complain("unsatisfied", found->first + "==" + found->second->version + ", but " +
                                  line.origin.file + " asks for " + requirement.to_string());
    }
  }

  void check_reached() {
    for (const Pin& pin : resolution_.pins) {
      if (!reached_.contains({pin.name, {}})) complain("unreachable", pin.name);
      for (const std::string& extra : pin.extras) {
        if (!reached_.contains({pin.name, extra})) {
          complain("unreachable", pin.name + "[" + extra + "]");
        }
      }
    }
    for (const auto& [name, extra] : reached_) {
      const auto& extras = pins_.at(name)->extras;
      if (!extra.empty() && std::ranges::find(extras, extra) == extras.end()) {
        complain("unpinned", name + "[" + extra + "]");
      }
    }
  }

  const ResolveRequest& request_;
  const Resolution& resolution_;
  FactSource& facts_;
  const MarkerEnvironment environment_;
  std::map<std::string, const Pin*> pins_;
  std::map<std::string, std::pair<RecordBytes, DependencyView>> metadata_;
  std::set<std::pair<std::string, std::string>> reached_;
  std::deque<std::pair<std::string, std::string>> todo_;
  std::set<std::string> supported_;
  std::vector<std::string> complaints_;
  std::uint64_t next_id_ = std::uint64_t{1} << 40;
};

}  // namespace

std::vector<std::string> check_pins(const ResolveRequest& request, const Resolution& resolution,
                                    FactSource& facts) {
  return PinChecker(request, resolution, facts).run();
}

}  // namespace pincompile
