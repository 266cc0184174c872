// SPDX-License-Identifier: MIT
#include "index/credentials.h"

#include <fmt/format.h>

namespace pincompile {
namespace {

std::string base64(std::string_view bytes) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t group = 0;
    for (std::size_t j = 0; j < 3; ++j) {
      group = group << 8 | (i + j < bytes.size() ? static_cast<unsigned char>(bytes[i + j]) : 0u);
    }
    for (std::size_t j = 0; j < 4; ++j) {
      out += i + j <= bytes.size() ? kDigits[group >> (18 - 6 * j) & 63] : '=';
    }
  }
  return out;
}

std::string basic(const Login& login) {
  return "Basic " + base64(login.user + ":" + login.password);
}

std::string user_part(const Login& login) {
  const auto encoded = [](const std::string& text) {
    std::string out;
    for (const char c : percent_encoded_path(text)) out += c == '/' ? "%2F" : std::string(1, c);
    return out;
  };
  return encoded(login.user) + ":" + encoded(login.password);
}

std::string user_name(const UrlParts& url) {
  return percent_decoded(url.user.substr(0, url.user.find(':')));
}

bool has_password(const UrlParts& url) { return url.user.find(':') != std::string::npos; }

Login login_of(const UrlParts& url) {
  const std::size_t colon = url.user.find(':');
  return {user_name(url),
          colon == std::string::npos ? "" : percent_decoded(url.user.substr(colon + 1))};
}

std::string_view first_line(std::string_view text) {
  text = text.substr(0, text.find('\n'));
  return text.ends_with('\r') ? text.substr(0, text.size() - 1) : text;
}

}  // namespace

Credentials::Credentials(const std::vector<std::string>& urls, std::string netrc, bool use_keyring,
                         ProgramRunner* programs)
    : netrc_(std::move(netrc)),
      use_keyring_(use_keyring && programs != nullptr),
      programs_(programs) {
  for (const std::string& url : urls) {
    UrlParts parts = UrlParts::parse(url);
    if (parts.has_authority) configured_.push_back(std::move(parts));
  }
}

// The configured URL of the same origin that goes furthest along with the path; two indexes on one
// host may have different users.
const UrlParts* Credentials::configured_for(const UrlParts& url) const {
  const UrlParts* best = nullptr;
  std::size_t best_length = 0;
  for (const UrlParts& candidate : configured_) {
    if (candidate.user.empty() || candidate.origin() != url.origin()) continue;
    const std::size_t length = url.path.starts_with(candidate.path) ? candidate.path.size() + 1 : 0;
    if (best == nullptr || length > best_length) {
      best = &candidate;
      best_length = length;
    }
  }
  return best;
}

std::optional<std::string> Credentials::authorization(const UrlParts& url) const {
  const std::optional<Login> login = login_for(url);
  return login ? std::optional(basic(*login)) : std::nullopt;
}

std::string Credentials::with_login(const std::string& url) const {
  UrlParts parts = UrlParts::parse(url);
  const std::optional<Login> login = login_for(parts);
  if (login) parts.user = user_part(*login);
  return parts.to_string();
}

std::optional<Login> Credentials::login_for(const UrlParts& url) const {
  if (const auto known = keyring_.find(url.origin()); known != keyring_.end() && known->second) {
    return known->second;
  }
  const UrlParts* configured = configured_for(url);
  if (configured != nullptr && has_password(*configured)) return login_of(*configured);
  std::optional<Login> login = find_in_netrc(netrc_, url.host_name());
  const bool fits = login && (configured == nullptr || login->user == user_name(*configured));
  if (fits && !login->password.empty()) return login;
  // A user part without password is what token-only hosts ask for; with a keyring the password may
  // be there, and the first request goes out without.
  if (configured != nullptr && !use_keyring_) return login_of(*configured);
  return std::nullopt;
}

bool Credentials::may_ask_keyring(const UrlParts& url) const {
  return use_keyring_ && !keyring_.contains(url.origin());
}

void Credentials::remember(const UrlParts& url, std::optional<Login> login) {
  keyring_[url.origin()] = std::move(login);
}

// As pip: the configured index URL first, then the host; `--mode creds` when no user is known.
std::optional<Login> Credentials::ask_keyring(const UrlParts& url,
                                              const std::stop_token& stop) const {
  const UrlParts* with_user = configured_for(url);
  std::vector<std::string> services;
  for (const UrlParts& candidate : configured_) {
    if (candidate.origin() != url.origin()) continue;
    UrlParts clean = candidate;
    clean.user.clear();
    services.push_back(clean.to_string());
    break;
  }
  services.push_back(url.host);
  for (const std::string& service : services) {
    const std::string user = with_user == nullptr ? std::string() : user_name(*with_user);
    if (std::optional<Login> login = run_keyring(service, user, stop)) return login;
  }
  return std::nullopt;
}

std::optional<Login> Credentials::run_keyring(const std::string& service, const std::string& user,
                                              const std::stop_token& stop) const {
  std::vector<std::string> command = {"keyring"};
  if (user.empty()) {
    command.insert(command.end(), {"--mode", "creds", "get", service});
  } else {
    command.insert(command.end(), {"get", service, user});
  }
  ProgramLimits limits;
  limits.stop = stop;
  const Result<ProgramResult> result = programs_->run(command, limits);
  if (!result || result->exit_status != 0) return std::nullopt;
  const std::string_view out = result->standard_output;
  const std::string_view first = first_line(out);
  if (first.empty()) return std::nullopt;
  if (!user.empty()) return Login{user, std::string(first)};
  const std::size_t end = out.find('\n');
  const std::string_view second =
      end == std::string_view::npos ? "" : first_line(out.substr(end + 1));
  return second.empty() ? std::nullopt
                        : std::optional(Login{std::string(first), std::string(second)});
}

std::string Credentials::tried(const UrlParts& url) const {
  const bool has_user = configured_for(url) != nullptr;
  std::string tried;
  const auto add = [&tried](std::string_view what) {
    if (!tried.empty()) tried += ", ";
    tried += what;
  };
  if (has_user) add("user in the URL");
  if (find_in_netrc(netrc_, url.host_name())) add("netrc");
  if (keyring_.contains(url.origin())) add("keyring");
  return "credentials tried: " + (tried.empty() ? "none" : tried) +
         (has_user ? "" : "; no user in the URL");
}

Error refusal(int status, const UrlParts& url, const Credentials& credentials) {
  if (status == 401 || status == 403) {
    return {ErrorKind::kUnauthorized,
            fmt::format("{} refused access ({})", url.host, status),
            {},
            {credentials.tried(url)},
            {"netrc entry, https://${USER}:${TOKEN}@..., or --keyring-provider subprocess"}};
  }
  return {ErrorKind::kNetwork, fmt::format("{} answered {} for {}", url.host, status, url.shown())};
}

}  // namespace pincompile
