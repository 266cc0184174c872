// Credentials for indexes: user parts of configured URLs, netrc, the keyring program. They are
// given out only for the scheme, host and port they belong to, and never leave this class but as a
// header value.
// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "index/netrc.h"
#include "index/url_parts.h"
#include "pincompile/program_runner.h"
#include "pincompile/result.h"

namespace pincompile {

class Credentials {
 public:
  /// urls      configured URLs, with or without user part.
  /// programs  may be null if `use_keyring` is false.
  Credentials(const std::vector<std::string>& urls, std::string netrc, bool use_keyring,
              ProgramRunner* programs);

  /// Value of an Authorization header for the first request to `url`.
  std::optional<std::string> authorization(const UrlParts& url) const;
  /// The URL with what `authorization` would send as its user part: for programs that ask for
  /// themselves.
  std::string with_login(const std::string& url) const;
  /// Whether to ask the keyring after 401 or 403: each origin is asked for once.
  bool may_ask_keyring(const UrlParts& url) const;
  /// What the keyring has for `url`. Runs programs, and looks at nothing that changes: so it may
  /// run on another thread than the rest.
  std::optional<Login> ask_keyring(const UrlParts& url, const std::stop_token& stop) const;
  /// What the keyring said.
  void remember(const UrlParts& url, std::optional<Login> login);
  /// What was tried for `url`, as a cause of an error: `credentials tried: netrc; no user in the
  /// URL`.
  std::string tried(const UrlParts& url) const;

 private:
  std::optional<Login> login_for(const UrlParts& url) const;
  const UrlParts* configured_for(const UrlParts& url) const;
  std::optional<Login> run_keyring(const std::string& service, const std::string& user,
                                   const std::stop_token& stop) const;

  std::vector<UrlParts> configured_;
  const std::string netrc_;
  const bool use_keyring_;
  ProgramRunner* const programs_;
  std::map<std::string, std::optional<Login>> keyring_;  ///< by origin
};

/// The error that an answer other than success and absence stands for (behaviour.md 8.2 no. 12).
Error refusal(int status, const UrlParts& url, const Credentials& credentials);

}  // namespace pincompile
