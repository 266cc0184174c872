// SPDX-License-Identifier: MIT
#include "index/url_parts.h"

#include "packaging/url.h"

namespace pincompile {
namespace {

bool is_alpha(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  }
  return out;
}

int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// Length of `scheme:` at the front, 0 if there is none. One letter is a drive of Windows, no
// scheme.
std::size_t scheme_length(std::string_view text) {
  if (text.empty() || !is_alpha(text[0])) return 0;
  std::size_t end = 1;
  while (end < text.size() && (is_alpha(text[end]) || is_digit(text[end]) || text[end] == '+' ||
                               text[end] == '-' || text[end] == '.')) {
    ++end;
  }
  return end > 1 && end < text.size() && text[end] == ':' ? end + 1 : 0;
}

std::string without_default_port(std::string_view scheme, std::string host) {
  const std::string_view port = scheme == "https" ? ":443" : scheme == "http" ? ":80" : "";
  if (!port.empty() && host.ends_with(port)) host.resize(host.size() - port.size());
  if (host.ends_with(':')) host.pop_back();
  return host;
}

std::string without_dot_segments(std::string_view path) {
  std::string out;
  while (!path.empty()) {
    const std::size_t slash = path.find('/', 1);
    const std::string_view segment = path.substr(0, slash);
    path = slash == std::string_view::npos ? std::string_view() : path.substr(slash);
    const bool last = path.empty();
    if (segment == "/..") {
      const std::size_t cut = out.rfind('/');
      out.resize(cut == std::string::npos ? 0 : cut);
      if (last) out += '/';
    } else if (segment == "/.") {
      if (last) out += '/';
    } else if (segment != "." && segment != "..") {
      out += segment;
    }
  }
  return out;
}

std::string merged_path(const UrlParts& base, std::string_view path) {
  if (base.has_authority && base.path.empty()) return "/" + std::string(path);
  const std::size_t slash = base.path.rfind('/');
  return (slash == std::string::npos ? std::string() : base.path.substr(0, slash + 1)) +
         std::string(path);
}

}  // namespace

UrlParts UrlParts::parse(std::string_view text) {
  UrlParts parts;
  if (const std::size_t hash = text.find('#'); hash != std::string_view::npos) {
    parts.fragment = text.substr(hash + 1);
    text = text.substr(0, hash);
  }
  if (const std::size_t length = scheme_length(text); length > 0) {
    parts.scheme = lower(text.substr(0, length - 1));
    text.remove_prefix(length);
  }
  if (const std::size_t mark = text.find('?'); mark != std::string_view::npos) {
    parts.has_query = true;
    parts.query = text.substr(mark + 1);
    text = text.substr(0, mark);
  }
  if (text.starts_with("//")) {
    parts.has_authority = true;
    text.remove_prefix(2);
    std::string_view authority = text.substr(0, text.find('/'));
    text.remove_prefix(authority.size());
    if (const std::size_t at = authority.rfind('@'); at != std::string_view::npos) {
      parts.user = authority.substr(0, at);
      authority.remove_prefix(at + 1);
    }
    parts.host = without_default_port(parts.scheme, lower(authority));
  }
  parts.path = text;
  return parts;
}

std::string UrlParts::to_string() const {
  std::string out;
  if (!scheme.empty()) out += scheme + ":";
  if (has_authority) out += "//" + (user.empty() ? std::string() : user + "@") + host;
  out += path;
  if (has_query) out += "?" + query;
  if (!fragment.empty()) out += "#" + fragment;
  return out;
}

std::string UrlParts::shown() const { return Url(to_string()).to_string(); }

std::string UrlParts::origin() const {
  return has_authority ? scheme + "://" + host : std::string();
}

std::string UrlParts::host_name() const {
  if (host.starts_with('[')) {
    const std::size_t end = host.find(']');
    return host.substr(1, end == std::string::npos ? end : end - 1);
  }
  return host.substr(0, host.find(':'));
}

std::string join_url(std::string_view base_text, std::string_view reference) {
  UrlParts target = UrlParts::parse(reference);
  if (!target.scheme.empty()) {
    target.path = without_dot_segments(target.path);
    return target.to_string();
  }
  const UrlParts base = UrlParts::parse(base_text);
  target.scheme = base.scheme;
  if (target.has_authority) {
    target.host = without_default_port(target.scheme, target.host);
    target.path = without_dot_segments(target.path);
    return target.to_string();
  }
  target.has_authority = base.has_authority;
  target.host = base.host;
  if (target.path.empty()) {
    target.path = base.path;
    if (!target.has_query) {
      target.has_query = base.has_query;
      target.query = base.query;
    }
  } else {
    target.path = without_dot_segments(
        target.path.starts_with('/') ? target.path : merged_path(base, target.path));
  }
  return target.to_string();
}

std::string url_for_display(std::string_view url) { return Url(std::string(url)).to_string(); }

std::string percent_decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escape = text[i] == '%' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 &&
                        hex_value(text[i + 2]) >= 0;
    if (escape) {
      out += static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

std::string percent_encoded_path(std::string_view path) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  constexpr std::string_view kKept = "-._~/";
  std::string out;
  for (const char c : path) {
    if (is_alpha(c) || is_digit(c) || kKept.find(c) != std::string_view::npos) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += '%';
      out += kHex[byte >> 4];
      out += kHex[byte & 15];
    }
  }
  return out;
}

std::string url_filename(std::string_view url) {
  const UrlParts parts = UrlParts::parse(url);
  return percent_decoded(parts.path.substr(parts.path.rfind('/') + 1));
}

bool is_loopback(std::string_view host) {
  return host == "localhost" || host == "::1" || host.starts_with("127.") ||
         host.ends_with(".localhost");
}

}  // namespace pincompile
