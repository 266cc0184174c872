// Pages judged again for other targets.
// SPDX-License-Identifier: MIT
#include "resolution/other_pythons.h"

#include <algorithm>

#include "packaging/version_key.h"
#include "target/python_tables.h"

namespace pincompile {
namespace {

std::vector<PythonVersion> nearest_first(const Target& target) {
  const PythonVersion& own = target.python;
  std::vector<PythonVersion> earlier, pythons;
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
    pythons.push_back(python);
  }
  pythons.insert(pythons.end(), earlier.begin(), earlier.end());
  return pythons;
}

bool is_about_python(const Loss& loss) {
  return loss.code == ExclusionCode::kRequiresPython || loss.code == ExclusionCode::kPlatform;
}

bool is_usable_for(Session& failed, const Loss& loss, const PythonVersion& python) {
  const Project& project = failed.projects()[loss.project];
  Target target = failed.request().target;
  target.python = python;
  const TagRanks tags(target);
  const auto version = Version::parse(python.full());
  if (!version) return false;
  AdmissionContext context = failed.projects().context();
  context.tags = &tags;
  context.python_key = version_key(*version);
  if (project.artifact != nullptr)
    return python_admitted(project.artifact->view.requires_python(), context);
  const PageView& page = failed.projects().book().page(project.page).view;
  const Admission admission = admit(page, project.rules, context);
  for (std::uint32_t i = 0; i < page.version_count(); ++i) {
    if (test_bit(loss.versions, i) && admission.codes[i] == ExclusionCode::kNone) return true;
  }
  return false;
}

}  // namespace

std::vector<PythonVersion> pythons_for(Session& failed, const std::vector<Loss>& losses) {
  if (std::ranges::none_of(losses, is_about_python)) return {};
  std::vector<PythonVersion> pythons = nearest_first(failed.request().target);
  std::erase_if(pythons, [&](const PythonVersion& python) {
    return std::ranges::any_of(losses, [&](const Loss& loss) {
      return is_about_python(loss) && !is_usable_for(failed, loss, python);
    });
  });
  return pythons;
}

std::string option_text(const PythonVersion& python) {
  return (python.patch_given ? python.full() : python.short_form()) +
         (python.free_threaded ? "t" : "");
}

}  // namespace pincompile
