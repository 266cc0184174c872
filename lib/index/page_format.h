// What the two forms of a page have in common: the API version (PEP 629), the project's status (PEP
// 792), file URLs.
// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "cache/page_record.h"
#include "cache/page_texts.h"
#include "index/simple_json.h"

namespace pincompile {

/// errors   kUnsupported for version 2.0 or later. A text that is no version counts as 1.0.
Result<void> check_api_version(std::string_view version, const PageOrigin& origin);

/// Unknown texts count as active.
ProjectStatus project_status(std::string_view text);

/// File URLs of one page: absolute, without user part and fragment.
class FileUrls {
 public:
  /// base   of relative URLs.
  FileUrls(std::string base, PageTexts& texts) : base_(std::move(base)), texts_(texts) {}

  /// A view into `url` where it is already as wanted, else into the texts.
  std::string_view absolute(std::string_view url);

 private:
  const std::string base_;
  PageTexts& texts_;
  // Most files of a page lie in one folder, which then is joined once.
  std::string folder_;
  std::string joined_folder_;
};

}  // namespace pincompile
