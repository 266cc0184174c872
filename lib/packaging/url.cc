// Finding the user part and the query of a URL by RFC 3986's delimiters.
// SPDX-License-Identifier: MIT
#include "packaging/url.h"

#include <algorithm>

#include "packaging/character_class.h"

namespace pincompile {
namespace {

constexpr auto kNone = std::string_view::npos;

// Where the user part lies; `end` is behind its `@`. begin == end: there is none.
struct UserPart {
  std::size_t begin = 0;
  std::size_t end = 0;
};

// `host:port`: digits or nothing behind the last colon.
bool has_plausible_port(std::string_view authority) {
  const auto colon = authority.rfind(':');
  if (colon == kNone || authority.ends_with(']')) return true;
  return std::ranges::all_of(authority.substr(colon + 1), is_digit);
}

UserPart find_user_part(std::string_view url) {
  const auto scheme = url.find("://");
  if (scheme == kNone) return {};
  const std::size_t begin = scheme + 3;
  const std::size_t end = std::min(url.find_first_of("/?#\\", begin), url.size());
  const auto authority = url.substr(begin, end - begin);
  if (const auto at = authority.rfind('@'); at != kNone) return {begin, begin + at + 1};
  // A password with an unescaped delimiter: better hide too much.
  if (!has_plausible_port(authority)) {
    if (const auto at = url.rfind('@'); at != kNone && at > begin) return {begin, at + 1};
  }
  return {};
}

bool is_scheme_character(char c) { return is_alphanumeric(c) || c == '+' || c == '-' || c == '.'; }
bool ends_url(char c) {
  return is_space(c) || c == '"' || c == '\'' || c == '<' || c == '>' || c == '`' || c == '\0';
}

// Where a URL's text really ends if a blank or quote stands in its password: `https://me:p
// w@host/`. What looks like a host with nothing behind it may be a user and the beginning of a
// password, too: `https://me:1 w@host/`. There the rest is looked for before the next URL only.
std::size_t behind_password(std::string_view text, std::size_t begin, std::size_t end) {
  const std::string_view url = text.substr(begin, end - begin);
  if (url.find('@') != kNone) return end;
  const auto authority = url.substr(0, url.find_first_of("/?#\\"));
  const bool plausible = has_plausible_port(authority);
  if (plausible && (authority.size() < url.size() || authority.find(':') == kNone)) return end;
  std::size_t limit = std::min(text.find('\n', end), text.size());
  if (plausible) limit = std::min(limit, text.find("://", end));
  const std::size_t at = text.substr(0, limit).rfind('@');
  if (at == kNone || at < end) return end;
  const bool leads_to_host =
      at + 1 < limit && (is_alphanumeric(text[at + 1]) || text[at + 1] == '[');
  if (plausible && !leads_to_host) return end;
  std::size_t last = at + 1;
  while (last < limit && !ends_url(text[last])) ++last;
  return last;
}

}  // namespace

std::string Url::to_string() const {
  const std::string_view url = text_;
  const auto user = find_user_part(url);
  std::string out(url.substr(0, user.begin));
  if (user.end > user.begin) out += "****@";
  const auto rest = url.substr(user.end);
  const std::size_t fragment = std::min(rest.find('#'), rest.size());
  const std::size_t query = std::min(rest.find('?'), fragment);
  out += rest.substr(0, query);
  if (query < fragment) out += "?...";
  out += rest.substr(fragment);
  return out;
}

std::string without_user_part(std::string_view url) {
  const auto user = find_user_part(url);
  return std::string(url.substr(0, user.begin)) += url.substr(user.end);
}

bool has_user_part(std::string_view url) {
  const auto user = find_user_part(url);
  return user.end > user.begin;
}

bool is_pypi(std::string_view index_url) {
  const auto scheme = index_url.find("://");
  if (scheme == kNone) return false;
  const std::size_t host_end = std::min(index_url.find('/', scheme + 3), index_url.size());
  std::string origin(index_url.substr(0, host_end));
  std::ranges::transform(origin, origin.begin(), to_lower);
  std::string_view path = index_url.substr(host_end);
  while (path.ends_with('/')) path.remove_suffix(1);
  return (origin == "https://pypi.org" || origin == "https://pypi.org:443") && path == "/simple";
}

std::string redact_urls(std::string_view text) {
  std::string out;
  std::size_t done = 0;
  for (std::size_t mark = text.find("://"); mark != kNone; mark = text.find("://", done)) {
    std::size_t begin = mark;
    while (begin > done && is_scheme_character(text[begin - 1])) --begin;
    std::size_t end = mark + 3;
    while (end < text.size() && !ends_url(text[end])) ++end;
    end = behind_password(text, mark + 3, end);
    out += text.substr(done, begin - done);
    out += Url(std::string(text.substr(begin, end - begin))).to_string();
    done = end;
  }
  return out += text.substr(done);
}

}  // namespace pincompile
