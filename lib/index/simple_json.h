// JSON pages of the simple repository API (PEP 691, 700, 714, 792): text to the values of a page
// record.
// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "pincompile/fact_source.h"
#include "pincompile/http_transport.h"
#include "pincompile/result.h"

namespace pincompile {

struct PageContent;

/// Bytes that must be readable behind the end of a body (simdjson reads ahead).
inline constexpr std::size_t kSpareBytes = 64;

/// Where a page came from.
struct PageOrigin {
  std::string project;  ///< normalised name that was asked for
  std::string url;      ///< of the page after redirects: base of relative file URLs
};

/// body     UTF-8, followed by kSpareBytes readable bytes; outlives what is returned, which views
/// it.
/// returns  files that are wheels or sdists of this project; entries that cannot be read are
/// skipped.
/// errors   kCorrupt: not a page, or of another project; kUnsupported: API version 2 or
/// later (PEP 629).
/// threads  any.
Result<PageContent> read_json_page(std::string_view body, const PageOrigin& origin);

/// A JSON page to its record, while the body comes.
class JsonPage final : public BodyReader {
 public:
  explicit JsonPage(PageOrigin origin);
  ~JsonPage() override;

  /// Takes whole files.
  std::size_t take(std::string& body) override;
  /// rest     what `take` has left of the body, or all of it; followed by kSpareBytes bytes.
  /// errors   as read_json_page.
  Result<RecordBytes> finish(std::string_view rest);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace pincompile
