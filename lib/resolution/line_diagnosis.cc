// Looks at the page behind each line: which versions the line admits, and what shut them out.
// SPDX-License-Identifier: MIT
#include "resolution/line_diagnosis.h"

#include <algorithm>
#include <array>
#include <chrono>

#include <fmt/format.h>

#include "resolution/conflict.h"
#include "resolution/version_runs.h"
#include "resolution/why.h"
#include "support/edit_distance.h"
#include "target/python_tables.h"

namespace pincompile {
namespace {

using ModuleName = std::pair<std::string_view, std::string_view>;
/// Modules that are asked for by their import name most often; sorted.
constexpr std::array kModules = std::to_array<ModuleName>({
    {"attr", "attrs"},
    {"bs4", "beautifulsoup4"},
    {"cairo", "pycairo"},
    {"crypto", "pycryptodome"},
    {"cv2", "opencv-python"},
    {"dateutil", "python-dateutil"},
    {"docx", "python-docx"},
    {"dotenv", "python-dotenv"},
    {"fitz", "pymupdf"},
    {"git", "gitpython"},
    {"github", "pygithub"},
    {"google-protobuf", "protobuf"},
    {"igraph", "python-igraph"},
    {"jose", "python-jose"},
    {"jwt", "pyjwt"},
    {"ldap", "python-ldap"},
    {"magic", "python-magic"},
    {"markdown-it", "markdown-it-py"},
    {"mpl-toolkits", "matplotlib"},
    {"mysqldb", "mysqlclient"},
    {"nacl", "pynacl"},
    {"openssl", "pyopenssl"},
    {"pil", "pillow"},
    {"pkg-resources", "setuptools"},
    {"pptx", "python-pptx"},
    {"serial", "pyserial"},
    {"skimage", "scikit-image"},
    {"sklearn", "scikit-learn"},
    {"slugify", "python-slugify"},
    {"usb", "pyusb"},
    {"websocket", "websocket-client"},
    {"wx", "wxpython"},
    {"yaml", "pyyaml"},
    {"zmq", "pyzmq"},
});

class LineDiagnosis {
 public:
  explicit LineDiagnosis(Session& failed) : failed_(failed), projects_(failed.projects()) {}

  std::optional<Conflict> diagnose(const Line& line) {
    const ProjectId id = projects_.named(line.name, line.project);
    const Project& project = projects_[id];
    if (project.artifact != nullptr) return std::nullopt;
    const KnownPage& page = projects_.book().page(project.page);
    if (page.state == Known::kAbsent) return unknown_name(line, page);
    if (page.state != Known::kFound) return std::nullopt;
    projects_.judge(id);
    const Bits set = projects_.book().versions_in(project.page, line.specifier);
    const std::vector<Word> versions(set.begin(), set.end());
    if (count_bits(versions) == 0) return no_such_version(line, page.view);
    return all_excluded(line, project, page.view, versions);
  }

 private:
  Conflict begin(const Line& line, std::string headline) const {
    Conflict conflict;
    conflict.headline = std::move(headline);
    conflict.core.push_back(line_input(failed_.inputs(), line).origin);
    return conflict;
  }
  const std::string& text(const Line& line) const {
    return line_input(failed_.inputs(), line).text;
  }

  Conflict unknown_name(const Line& line, const KnownPage& page) const {
    Conflict conflict = begin(
        line,
        fmt::format("{}: no package named \"{}\" on {}", line_place(failed_.inputs(), line),
                    line_input(failed_.inputs(), line).requirement.name, index_names(page.asked)));
    if (const auto project = project_of_module(line.project); !project.empty()) {
      conflict.hints.push_back(fmt::format("{} provides the module {}", project,
                                           line_input(failed_.inputs(), line).requirement.name));
      return conflict;
    }
    std::vector<std::string_view> known;
    for (std::size_t i = 0; i < projects_.size(); ++i) {
      const Project& other = projects_[ProjectId(i)];
      if (other.artifact != nullptr || projects_.book().page(other.page).state == Known::kFound) {
        known.push_back(other.text);
      }
    }
    std::ranges::sort(known);
    if (const auto close = nearest(line.project, known)) {
      conflict.hints.push_back(fmt::format("did you mean {}?", *close));
    }
    return conflict;
  }

  Conflict no_such_version(const Line& line, const PageView& page) const {
    Conflict conflict = begin(
        line, fmt::format("{}: no version of {} matches {}", line_place(failed_.inputs(), line),
                          line.project,
                          line_input(failed_.inputs(), line).requirement.specifiers.to_string()));
    if (page.version_count() == 0) {
      conflict.steps.push_back({"the index lists no file of it that can be read", {}});
      return conflict;
    }
    std::uint32_t newest = page.version_count() - 1;
    while (newest > 0 && page.is_prerelease(newest)) --newest;
    if (page.is_prerelease(newest)) newest = page.version_count() - 1;
    std::string step = "newest is " + std::string(page.version_text(newest));
    std::uint32_t uploaded = 0;
    for (const FileTraits& file : page.files_of(newest)) {
      if (file.uploaded != 0 && (uploaded == 0 || file.uploaded < uploaded)) {
        uploaded = file.uploaded;
      }
    }
    if (uploaded != 0) {
      const std::chrono::year_month_day day(std::chrono::floor<std::chrono::days>(
          std::chrono::sys_seconds(std::chrono::seconds(uploaded))));
      step += fmt::format(" ({:04}-{:02}-{:02})", static_cast<int>(day.year()),
                          static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
    }
    conflict.steps.push_back({std::move(step), {}});
    return conflict;
  }

  /// Verdict on a version, found on the page or in its metadata.
  ExclusionCode code_of(const Project& project, std::uint32_t version) const {
    const ExclusionCode code = project.admission.codes[version];
    if (code != ExclusionCode::kNone) return code;
    for (const solver::Fact& fact : failed_.solver().facts().facts()) {
      const auto* unavailable = std::get_if<solver::UnavailableFact>(&fact);
      if (unavailable != nullptr && unavailable->package == project.package &&
          unavailable->rank == project.order.rank_of[version]) {
        return static_cast<ExclusionCode>(unavailable->code);
      }
    }
    return ExclusionCode::kNone;
  }

  std::optional<Conflict> all_excluded(const Line& line, const Project& project,
                                       const PageView& page, Bits versions) {
    std::vector<std::vector<Word>> by_code(static_cast<std::size_t>(ExclusionCode::kConflict) + 1,
                                           std::vector<Word>(versions.size()));
    for (std::uint32_t version = 0; version < page.version_count(); ++version) {
      if (!test_bit(versions, version)) continue;
      const ExclusionCode code = code_of(project, version);
      if (code == ExclusionCode::kNone) return std::nullopt;
      set_bit(by_code[static_cast<std::size_t>(code)], version);
    }
    std::vector<ExclusionCode> codes;
    for (std::size_t i = 0; i < by_code.size(); ++i) {
      if (count_bits(by_code[i]) != 0) codes.push_back(static_cast<ExclusionCode>(i));
    }
    // The reason that most versions share makes the headline; all reasons are told.
    const auto main = *std::ranges::max_element(codes, {}, [&](ExclusionCode code) {
      return count_bits(by_code[static_cast<std::size_t>(code)]);
    });
    Conflict conflict = begin(line, headline(line, main, count_bits(versions)));
    for (const ExclusionCode code : codes) {
      add_step(conflict, line, page, by_code[static_cast<std::size_t>(code)], code);
    }
    add_hints(conflict, line, project, page, main, versions);
    return conflict;
  }

  std::string headline(const Line& line, ExclusionCode code, std::size_t count) const {
    const Target& target = failed_.request().target;
    switch (code) {
      case ExclusionCode::kRequiresPython:
        return fmt::format(
            "{} has no version for Python {}", text(line),
            target.python.patch_given ? target.python.full() : target.python.short_form());
      case ExclusionCode::kPlatform:
        return fmt::format("no usable file for {} on {}", text(line), target.id());
      case ExclusionCode::kNeedsBuild:
        return count == 1 ? fmt::format(
                                "{}: the one matching version needs a build to read its "
                                "metadata",
                                line.project)
                          : fmt::format(
                                "{}: all {} matching versions need a build to read their "
                                "metadata",
                                line.project, count);
      default:
        return fmt::format("{}: no usable version of {} matches {}",
                           line_place(failed_.inputs(), line), line.project, text(line));
    }
  }

  void add_step(Conflict& conflict, const Line& line, const PageView& page, Bits versions,
                ExclusionCode code) const {
    std::uint32_t last = page.version_count() - 1;
    while (!test_bit(versions, last)) --last;
    const std::string which = describe_versions(page, versions);
    const bool many = count_bits(versions) > 1 && !which.ends_with("or later");
    conflict.steps.push_back({line.project + " " + which + " " +
                                  loss_text(page, last, code, many, failed_.request().target),
                              {}});
  }

  /// The nearest released Python for which the page has a usable one of these versions: a later
  /// patch release of the target's, later ones, earlier ones. Limits that only METADATA tells are
  /// not looked at: its versions count as shut out everywhere.
  std::optional<std::string> python_that_would_do(const Project& project, const PageView& page,
                                                  Bits versions) const {
    Target target = failed_.request().target;
    const PythonVersion own = target.python;
    std::vector<PythonVersion> earlier, candidates;
    for (const PythonRelease& release : python_releases()) {
      if (release.implementation != target.implementation || release.major != own.major) continue;
      PythonVersion python{release.major, release.minor, 0, own.free_threaded};
      if (release.minor < own.minor) {
        earlier.insert(earlier.begin(), python);
        continue;
      }
      if (release.minor == own.minor) {
        if (release.newest_patch <= own.patch) continue;
        python.patch = release.newest_patch;
        python.patch_given = true;
      }
      candidates.push_back(python);
    }
    candidates.insert(candidates.end(), earlier.begin(), earlier.end());
    AdmissionContext context = projects_.context();
    for (const PythonVersion& python : candidates) {
      target.python = python;
      const TagRanks tags(target);
      const auto version = Version::parse(python.full());
      if (!version) continue;
      context.tags = &tags;
      context.python_key = version_key(*version);
      const Admission admission = admit(page, project.rules, context);
      for (std::uint32_t i = 0; i < page.version_count(); ++i) {
        if (test_bit(versions, i) && admission.codes[i] == ExclusionCode::kNone &&
            project.admission.codes[i] == ExclusionCode::kRequiresPython)
          return (python.patch_given ? python.full() : python.short_form()) +
                 (python.free_threaded ? "t" : "");
      }
    }
    return std::nullopt;
  }

  void add_hints(Conflict& conflict, const Line& line, const Project& project, const PageView& page,
                 ExclusionCode code, Bits versions) const {
    std::string newest;
    for (std::uint32_t i = page.version_count(); i-- > 0 && newest.empty();) {
      if (code_of(project, i) == ExclusionCode::kNone && !page.is_prerelease(i)) {
        newest = std::string(page.version_text(i));
      }
    }
    const Target& target = failed_.request().target;
    if (code == ExclusionCode::kNeedsBuild) {
      conflict.hints = build_hints(kBuildHint, failed_.request().options);
    } else if (code == ExclusionCode::kRequiresPython) {
      std::string hint;
      if (!newest.empty())
        hint = fmt::format("{} {} is the newest for {}", line.project, newest,
                           target.python.short_form());
      if (const auto python = python_that_would_do(project, page, versions))
        hint += fmt::format("{}--python-version {}", hint.empty() ? "" : "; or ", *python);
      conflict.hints.push_back(hint.empty() ? "--python-version chooses another Python" : hint);
    } else if (code == ExclusionCode::kPlatform && target.platform.system == System::kMusllinux) {
      conflict.hints.push_back("use a glibc image (not alpine), or another version");
    } else if (!newest.empty()) {
      conflict.hints.push_back(
          fmt::format("{} {} is the newest that is usable", line.project, newest));
    }
  }

  Session& failed_;
  Projects& projects_;
};

/// Whether the Python part of a tag set may be the target's, whatever its platform.
bool is_for_python(std::string_view tags, const Target& target) {
  const std::string_view python = tags.substr(0, tags.find('-'));
  const std::string own = fmt::format("cp{}{}", target.python.major, target.python.minor);
  return python.find("py3") != std::string_view::npos ||
         python.find(own) != std::string_view::npos ||
         tags.find("-abi3-") != std::string_view::npos;
}

/// What a version's wheels are for: their platforms, or their Pythons where none is the target's.
std::string wheel_kinds(const PageView& page, std::uint32_t version, const Target& target) {
  std::vector<std::string_view> wheels;
  for (const FileTraits& file : page.files_of(version)) {
    if (file.is_wheel()) wheels.push_back(page.tag_set(file.tag_set).text);
  }
  const bool platforms = std::ranges::any_of(
      wheels, [&](std::string_view tags) { return is_for_python(tags, target); });
  std::vector<std::string> names;
  for (const std::string_view tags : wheels) {
    if (platforms && !is_for_python(tags, target)) continue;
    std::string_view name = platforms ? tags.substr(tags.rfind('-') + 1) : tags;
    name = name.substr(0, name.find(platforms ? '.' : '-'));
    if (std::ranges::find(names, name) == names.end()) names.emplace_back(name);
  }
  std::string text;
  for (std::size_t i = 0; i < names.size() && i < 5; ++i) text += (i ? ", " : "") + names[i];
  if (names.size() > 5) text += fmt::format(" and {} more", names.size() - 5);
  return text;
}

}  // namespace

std::string index_names(const std::vector<std::string>& asked) {
  std::string text;
  for (const std::string& index : asked) {
    const bool pypi = index.starts_with("https://pypi.org/simple");
    text += (text.empty() ? "" : ", ") + (pypi ? "PyPI" : index);
  }
  return text.empty() ? "the index" : text;
}

std::vector<std::string> build_hints(std::string_view first, const ResolveOptions& options) {
  std::vector<std::string> hints = {std::string(first)};
  if (options.strict_sdist_metadata) {
    hints.push_back(
        "or leave out --sdist-metadata strict: then what authors recorded in sdists is believed");
  }
  return hints;
}

std::string loss_text(const PageView& page, std::uint32_t last, ExclusionCode code, bool many,
                      const Target& target) {
  if (code == ExclusionCode::kPlatform) {
    return (many ? "have wheels only for " : "has wheels only for ") +
           wheel_kinds(page, last, target);
  }
  if (code == ExclusionCode::kNeedsBuild && many) return "need a build to read their metadata";
  std::string text = exclusion_text(page, last, code);
  if (!many) return text;
  constexpr std::array kPlurals = std::to_array<std::pair<std::string_view, std::string_view>>(
      {{"was ", "were "},
       {"has ", "have "},
       {"is a pre-release", "are pre-releases"},
       {"is ", "are "},
       {"needs ", "need "},
       {"depends ", "depend "},
       {"contradicts itself", "contradict themselves"}});
  for (const auto& [one, several] : kPlurals) {
    if (text.starts_with(one)) return std::string(several) + text.substr(one.size());
  }
  return text;
}

std::string_view project_of_module(std::string_view name) {
  const auto found = std::ranges::lower_bound(kModules, name, {}, &ModuleName::first);
  return found != kModules.end() && found->first == name ? found->second : std::string_view();
}

std::optional<Conflict> diagnose_lines(Session& failed) {
  LineDiagnosis diagnosis(failed);
  for (const Line& line : failed.rules().lines()) {
    if (line.kind != LineKind::kRequirement) continue;
    if (auto conflict = diagnosis.diagnose(line)) return conflict;
  }
  return std::nullopt;
}

}  // namespace pincompile
