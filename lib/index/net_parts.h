// NetParts: everything that needs libcurl, libxml2 or libarchive, behind one abstract factory. A
// run answered from the cache neither links nor loads these libraries (about 6 ms of start-up).
// Made by `pincompile_net_parts`, the one symbol of the loadable module libpincompile-net, which in
// turn loads libpincompile-formats for HTML and archives.
// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dist/archive.h"
#include "pincompile/http_transport.h"
#include "pincompile/index_options.h"
#include "pincompile/result.h"

namespace pincompile {

/// An anchor of an HTML page; attribute names in lower case.
struct HtmlAnchor {
  std::string href;
  std::string text;
  std::vector<std::pair<std::string, std::string>> attributes = {};
};

/// A PEP 503 page, or any page with links, as far as we look at it.
struct HtmlPage {
  std::string base_href;    ///< of <base>, empty without one
  std::string api_version;  ///< content of <meta name="pypi:repository-version">
  std::string status;       ///< content of <meta name="pypi:project-status"> (PEP 792)
  std::string status_reason;
  std::vector<HtmlAnchor> anchors = {};
};

/// What libxml2 and libarchive are for.
///
/// threads  any.
class FormatParts {
 public:
  virtual ~FormatParts() = default;

  /// errors   kParse.
  virtual Result<HtmlPage> read_html(std::string_view text) = 0;
  /// As the functions of dist/archive.h.
  virtual Result<ArchiveContent> read_archive(std::string_view bytes, const MemberChooser& choose,
                                              std::size_t max_member_bytes) = 0;
  virtual Result<std::string> write_tar_gz(std::span<const ArchiveMember> members) = 0;
};

/// threads  make_transport once.
class NetParts : public FormatParts {
 public:
  /// errors   kInvalidArgument: a certificate file that cannot be read.
  virtual Result<std::unique_ptr<HttpTransport>> make_transport(
      const TransportOptions& options) = 0;
};

/// Gives FormatParts when they are first needed.
///
/// errors   kInternal naming the module that could not be opened.
using FormatPartsLoader = std::function<Result<std::unique_ptr<FormatParts>>()>;

/// NetParts with libcurl.
std::unique_ptr<NetParts> make_net_parts(FormatPartsLoader load);

/// Gives NetParts when they are first needed: the loader of the module, or the linked-in factory.
///
/// errors   kInternal naming the module that could not be opened.
using NetPartsLoader = std::function<Result<NetParts*>()>;

/// Changes with every change of the two, so that a module of another build is refused.
inline constexpr unsigned kNetPartsVersion = 2;

}  // namespace pincompile

/// The caller owns the answer; null if `version` is not the module's kNetPartsVersion.
extern "C" PINCOMPILE_API pincompile::NetParts* pincompile_net_parts(unsigned version);
/// The one symbol of libpincompile-formats; as the other.
extern "C" PINCOMPILE_API pincompile::FormatParts* pincompile_format_parts(unsigned version);
