// URLs as texts: what may be shown of them, and what must not. Every URL that reaches a person, a
// file or a cache key goes through here (behaviour.md 8.1).
// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace pincompile {

/// A URL that may hold secrets. Printing it shows none; the whole text is for the transport alone.
class Url {
 public:
  Url() = default;
  explicit Url(std::string text) : text_(std::move(text)) {}

  /// The user part as `****`, the query as `?...`.
  ///
  /// Url("https://me:pw@host/f.whl?sig=1#sha256=0").to_string()  is
  /// "https://****@host/f.whl?...#sha256=0"
  std::string to_string() const;
  /// Everything, for opening a connection. Never for messages, files or keys.
  const std::string& with_secrets() const { return text_; }
  bool empty() const { return text_.empty(); }

  friend bool operator==(const Url&, const Url&) = default;

 private:
  std::string text_;
};

/// The URL with its user part gone: for keys, fingerprints and outputs.
///
/// without_user_part("https://me:pw@host/simple")  is  "https://host/simple"
std::string without_user_part(std::string_view url);
/// Whether it has a user part (`user:password@`).
bool has_user_part(std::string_view url);

/// Whether a simple index, given without user part, is PyPI's own: scheme, host and port compared as
/// URLs are, the path with or without final slashes.
///
/// is_pypi("https://PyPI.org:443/simple/")  holds,  is_pypi("https://pypi.org/simple-mirror")  not
bool is_pypi(std::string_view index_url);

/// A text in which every URL is redacted as by Url::to_string: messages of libraries and servers,
/// and requirement lines as written.
std::string redact_urls(std::string_view text);

}  // namespace pincompile
