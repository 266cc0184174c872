// Words for exclusion codes.
// SPDX-License-Identifier: MIT
#include "resolution/exclusion_text.h"

#include <algorithm>
#include <array>
#include <chrono>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "packaging/url.h"
#include "support/digest.h"

namespace pincompile {
namespace {

constexpr std::size_t kMostKinds = 5;
constexpr std::size_t kMostDigests = 3;

std::string_view python_part(std::string_view tags) { return tags.substr(0, tags.find('-')); }
std::string_view platform_part(std::string_view tags) { return tags.substr(tags.rfind('-') + 1); }

/// Whether the Python part of a tag set may be the target's, whatever its platform.
bool is_for_python(std::string_view tags, const Target& target) {
  const std::string own = fmt::format("cp{}{}", target.python.major, target.python.minor);
  return python_part(tags).find("py3") != std::string_view::npos ||
         python_part(tags).find(own) != std::string_view::npos ||
         tags.find("-abi3-") != std::string_view::npos;
}

/// What the wheels of versions are for: their platforms, or their Pythons where none is the
/// target's; whole tags where both look right and only the ABI is not.
std::string wheel_kinds(const PageView& page, Bits versions, const Target& target) {
  std::vector<std::string_view> wheels;
  for (std::uint32_t version = page.version_count(); version-- > 0;) {
    if (!test_bit(versions, version)) continue;
    for (const FileTraits& file : page.files_of(version)) {
      if (file.is_wheel()) wheels.push_back(page.tag_set(file.tag_set).text);
    }
  }
  const bool is_python_right = std::ranges::any_of(
      wheels, [&](std::string_view tags) { return is_for_python(tags, target); });
  std::vector<std::string> names;
  for (const std::string_view tags : wheels) {
    if (is_python_right && !is_for_python(tags, target)) continue;
    std::string_view name = is_python_right ? platform_part(tags) : python_part(tags);
    name = name == "any" ? tags : name.substr(0, name.find('.'));
    if (std::ranges::find(names, name) == names.end()) names.emplace_back(name);
  }
  if (!is_python_right) {  // cp39 before cp310
    std::ranges::sort(names, {},
                      [](const std::string& name) { return std::pair(name.size(), name); });
  }
  std::string text;
  for (std::size_t i = 0; i < names.size() && i < kMostKinds; ++i) {
    text += (i ? ", " : "") + names[i];
  }
  if (names.size() > kMostKinds) text += fmt::format(" and {} more", names.size() - kMostKinds);
  return text;
}

}  // namespace

std::string exclusion_text(const PageView& page, std::uint32_t version, ExclusionCode code) {
  const auto files = page.files_of(version);
  switch (code) {
    case ExclusionCode::kRequiresPython:
      for (const FileTraits& file : files) {
        if (file.requires_python != 0) {
          return "needs Python " + std::string(page.requires_python(file.requires_python).text);
        }
      }
      return "needs another Python";
    case ExclusionCode::kPlatform:
      return "has no file for the target";
    case ExclusionCode::kFormat:
      return std::ranges::any_of(files, &FileTraits::is_wheel)
                 ? "has only wheels, which --no-binary rules out"
                 : "has only an sdist, which --only-binary rules out";
    case ExclusionCode::kYanked: {
      std::string text = "was yanked";
      if (!files.empty() && !page.yank_reason(files[0].yank_reason).empty()) {
        text += ": \"" + std::string(page.yank_reason(files[0].yank_reason)) + "\"";
      }
      return text;
    }
    case ExclusionCode::kCutoff:
      return "was uploaded after the cutoff";
    case ExclusionCode::kPrerelease:
      return "is a pre-release";
    case ExclusionCode::kHash:
      return "has no file with a digest of the inputs";
    case ExclusionCode::kQuarantined:
      return "is quarantined by the index";
    case ExclusionCode::kNeedsBuild:
      return "needs a build to read its metadata";
    case ExclusionCode::kBadMetadata:
      return "has broken metadata";
    case ExclusionCode::kUrlDependency:
      return "depends on a URL";
    case ExclusionCode::kNotRecorded:
      return "is not in the snapshot";
    case ExclusionCode::kConflict:
      return "contradicts itself";
    case ExclusionCode::kNone:
      break;
  }
  return {};
}

std::string loss_text(const PageView& page, Bits versions, ExclusionCode code, bool many,
                      const Target& target) {
  std::uint32_t newest = page.version_count() - 1;
  while (newest > 0 && !test_bit(versions, newest)) --newest;
  if (code == ExclusionCode::kPlatform) {
    return (many ? "have wheels only for " : "has wheels only for ") +
           wheel_kinds(page, versions, target);
  }
  if (code == ExclusionCode::kNeedsBuild && many) return "need a build to read their metadata";
  std::string text = exclusion_text(page, newest, code);
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

std::string newest_text(const PageView& page) {
  std::uint32_t newest = page.version_count() - 1;
  while (newest > 0 && page.is_prerelease(newest)) --newest;
  if (page.is_prerelease(newest)) newest = page.version_count() - 1;
  const std::uint32_t uploaded = page.first_upload(newest);
  const std::string text = "newest is " + std::string(page.version_text(newest));
  if (uploaded == 0) return text;
  const std::chrono::year_month_day day(std::chrono::floor<std::chrono::days>(
      std::chrono::sys_seconds(std::chrono::seconds(uploaded))));
  return text + fmt::format(" ({:04}-{:02}-{:02})", static_cast<int>(day.year()),
                            static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
}

std::string digests_text(const PageView& page, std::uint32_t version) {
  std::vector<std::string> digests;
  for (std::uint32_t file = page.file_begin(version); file < page.file_begin(version + 1); ++file) {
    const auto details = page.details(file);
    if (!details || details->sha256 == nullptr) continue;
    Sha256 digest;
    std::copy_n(details->sha256, digest.size(), digest.begin());
    digests.push_back("sha256:" + to_hex(digest));
  }
  if (digests.empty()) return {};
  const std::size_t shown = std::min(digests.size(), kMostDigests);
  std::string text =
      fmt::format("is listed with {}", fmt::join(digests.begin(), digests.begin() + shown, ", "));
  if (digests.size() > shown) text += fmt::format(" and {} more", digests.size() - shown);
  return text;
}

std::string index_names(const std::vector<std::string>& asked) {
  std::string text;
  for (const std::string& index : asked) {
    if (index.empty()) continue;
    text += (text.empty() ? "" : ", ") + (is_pypi(index) ? "PyPI" : index);
  }
  return text.empty() ? "the index" : text;
}

std::string absence_text(std::string_view name, const KnownPage& page) {
  if (page.nowhere) return fmt::format("no place to look for \"{}\": no index is asked", name);
  return fmt::format("no package named \"{}\" on {}", name, index_names(page.asked));
}

}  // namespace pincompile
