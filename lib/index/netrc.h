// The netrc file: logins by host.
// source  https://www.gnu.org/software/inetutils/manual/html_node/The-_002enetrc-file.html, quoting
// as
//         Python's netrc module.
// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace pincompile {

struct Login {
  std::string user;
  std::string password;

  friend bool operator==(const Login&, const Login&) = default;
};

/// The entry of `host`, else the default entry. Text that cannot be read ends the search.
std::optional<Login> find_in_netrc(std::string_view netrc, std::string_view host);

}  // namespace pincompile
