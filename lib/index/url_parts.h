// URLs taken apart, joined and shown (RFC 3986). Showing never shows a user part or a query.
// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace pincompile {

/// The five components of a URL, the authority in two: `scheme://user@host/path?query#fragment`.
struct UrlParts {
  std::string scheme;  ///< lower case, without colon; empty for a relative reference
  bool has_authority = false;
  std::string user;  ///< `name` or `name:password`, percent-encoded as written; empty = none
  std::string host;  ///< lower case, with `:port` unless it is the scheme's own
  std::string path;
  bool has_query = false;
  std::string query;
  std::string fragment;

  /// Total: every text has components.
  static UrlParts parse(std::string_view text);
  std::string to_string() const;  ///< everything, for use
  std::string shown() const;      ///< for messages: `https://****@host/path?...`
  /// Who credentials are given for: `https://host:port`, empty without authority.
  std::string origin() const;
  std::string host_name() const;  ///< `host` without port and IPv6 brackets

  friend bool operator==(const UrlParts&, const UrlParts&) = default;
};

/// `reference` as seen from a page at `base` (RFC 3986 5.2), user part and fragment of the answer
/// as the reference has them, except that a relative one never inherits the user part.
std::string join_url(std::string_view base, std::string_view reference);

std::string url_for_display(std::string_view url);
/// `%41` to `A`; a broken escape stays as it is.
std::string percent_decoded(std::string_view text);
/// Everything but RFC 3986's unreserved characters and `/` escaped.
std::string percent_encoded_path(std::string_view path);
/// The last path segment, decoded: the file name of a distribution.
std::string url_filename(std::string_view url);
/// `localhost`, `127.0.0.0/8`, `[::1]`.
bool is_loopback(std::string_view host_name);

}  // namespace pincompile
