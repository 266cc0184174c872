// One case per option, in the order pip applies them.
// SPDX-License-Identifier: MIT
#include "requirements/file_options.h"

#include <fmt/format.h>

#include <algorithm>

#include "pincompile/name.h"
#include "requirements/locations.h"

namespace pincompile {
namespace {

std::vector<std::string> split_commas(std::string_view value) {
  std::vector<std::string> names;
  for (std::size_t begin = 0; begin <= value.size();) {
    const std::size_t end = std::min(value.find(',', begin), value.size());
    names.emplace_back(value.substr(begin, end - begin));
    begin = end + 1;
  }
  return names;
}

// -f DIR is relative to the file that holds it if something is there, else to the working
// directory. Its text stays as it is, for those who show it (behaviour.md 2.11).
std::string find_links_location(const std::string& value, const FilePlace& place,
                                FileSystem& files) {
  if (is_url(value) || is_url(place.location)) return value;
  const std::string_view folder = directory_of(place.location);
  const bool is_beside = !folder.empty() && !value.starts_with('/') &&
                         files.exists(join_path(folder, value)) != FileSystem::Kind::kNothing;
  return is_beside ? fmt::format("{}/{}", folder, value) : value;
}

void clear_indexes(FileOptions& options) {
  options.index_url.reset();
  options.index_url_text.clear();
  options.extra_index_urls.clear();
  options.extra_index_url_texts.clear();
}

Result<void> apply_names(const LineOptionText& option, std::vector<std::string>& target,
                         std::vector<std::string>& other) {
  if (option.value.starts_with('-')) {
    return Error{ErrorKind::kParse,
                 fmt::format("option {} needs a value", option_name(option.option))};
  }
  apply_name_list(option.value, target, other);
  return {};
}

}  // namespace

void apply_name_list(std::string_view value, std::vector<std::string>& target,
                     std::vector<std::string>& other) {
  std::vector<std::string> names = split_commas(value);
  while (true) {
    const auto all = std::ranges::find(names, ":all:");
    if (all == names.end()) break;
    other.clear();
    target.assign({":all:"});
    names.erase(names.begin(), all + 1);
    if (std::ranges::find(names, ":none:") == names.end()) return;
  }
  for (const std::string& written : names) {
    if (written == ":none:") {
      target.clear();
      continue;
    }
    const std::string name = normalize_name(written);
    std::erase(other, name);
    if (std::ranges::find(target, name) == target.end()) target.push_back(name);
  }
}

Result<std::vector<LineOptionText>> read_line_options(std::string_view written,
                                                      std::string_view expanded) {
  Result<std::vector<OptionWord>> as_written = read_options(written);
  if (written == expanded && !as_written) return as_written.error();
  Result<std::vector<OptionWord>> used = written == expanded ? as_written : read_options(expanded);
  if (!used) {
    if (!as_written) return as_written.error();
    return Error{ErrorKind::kParse, "the options cannot be read once ${...} is replaced"};
  }
  const bool pairs_up = as_written && std::ranges::equal(*as_written, *used, {},
                                                         &OptionWord::option, &OptionWord::option);
  std::vector<LineOptionText> options;
  for (std::size_t i = 0; i < used->size(); ++i) {
    OptionWord& word = (*used)[i];
    std::string text = pairs_up ? (*as_written)[i].value : "****";
    options.push_back({word.option, std::move(word.value), std::move(text)});
  }
  return options;
}

Result<void> apply_file_option(const LineOptionText& option, const FilePlace& place,
                               FileSystem& files, FileContent& content) {
  FileOptions& options = content.options;
  switch (option.option) {
    case LineOption::kIndexUrl:
      if (options.no_index) break;  // nothing undoes --no-index
      clear_indexes(options);
      options.index_url = option.value;
      options.index_url_text = option.written;
      break;
    case LineOption::kExtraIndexUrl:
      if (options.no_index) break;
      options.extra_index_urls.push_back(option.value);
      options.extra_index_url_texts.push_back(option.written);
      break;
    case LineOption::kNoIndex:
      clear_indexes(options);
      options.no_index = true;
      break;
    case LineOption::kFindLinks:
      options.find_links.push_back(find_links_location(option.value, place, files));
      options.find_links_texts.push_back(option.written);
      break;
    case LineOption::kNoBinary:
      if (auto done = apply_names(option, options.no_binary, options.only_binary); !done)
        return done;
      break;
    case LineOption::kOnlyBinary:
      if (auto done = apply_names(option, options.only_binary, options.no_binary); !done)
        return done;
      break;
    case LineOption::kAllReleases:
      if (auto done = apply_names(option, options.all_releases, options.only_final); !done)
        return done;
      break;
    case LineOption::kOnlyFinal:
      if (auto done = apply_names(option, options.only_final, options.all_releases); !done)
        return done;
      break;
    case LineOption::kPreferBinary:
      options.prefer_binary = true;
      break;
    case LineOption::kPre:
      options.pre = true;
      break;
    case LineOption::kRequireHashes:
      options.require_hashes = true;
      break;
    case LineOption::kNoRequireHashes:
      options.require_hashes = false;
      break;
    case LineOption::kTrustedHost:
      options.trusted_hosts.push_back(option.value);
      break;
    case LineOption::kUseFeature:
      content.features.push_back(option.value);
      return {};
    case LineOption::kRequirement:
    case LineOption::kConstraint:
    case LineOption::kEditable:
    case LineOption::kHash:
    case LineOption::kConfigSettings:
      return {};
  }
  if (place.is_remote) return {};
  const std::string_view name = option_name(option.option);
  options.lines.push_back(option.written.empty() ? std::string(name)
                                                 : fmt::format("{} {}", name, option.written));
  return {};
}

}  // namespace pincompile
