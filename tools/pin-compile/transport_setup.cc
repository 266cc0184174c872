// Options first, then the variables that curl and Python's requests know.
// SPDX-License-Identifier: MIT
#include "transport_setup.h"

#include <fmt/format.h>

#include "output/pins_header.h"
#include "pincompile/library_version.h"

namespace pincompile::tool {

Result<TransportOptions> transport_options(const Settings& settings,
                                           const Environment& environment) {
  TransportOptions transport;
  transport.proxy = settings.value(Opt::kProxy);
  if (transport.proxy.find(' ') != std::string::npos)
    return Error{ErrorKind::kInvalidArgument,
                 fmt::format("--proxy \"{}\" is no URL", with_hidden_user(transport.proxy)),
                 {},
                 {},
                 {"for example http://proxy.example.org:3128"}};
  transport.http_proxy =
      environment.variable("http_proxy").value_or(environment.variable("HTTP_PROXY").value_or(""));
  transport.https_proxy = environment.variable_of_either_case("HTTPS_PROXY").value_or("");
  transport.all_proxy = environment.variable_of_either_case("ALL_PROXY").value_or("");
  transport.no_proxy = environment.variable_of_either_case("NO_PROXY").value_or("");
  transport.ca_file = settings.value(Opt::kCert);
  for (const char* name : {"REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"})
    if (transport.ca_file.empty()) transport.ca_file = environment.variable(name).value_or("");
  transport.ca_directory = environment.variable("SSL_CERT_DIR").value_or("");
  transport.client_certificate = settings.value(Opt::kClientCert);
  auto timeout = number_of(settings, Opt::kTimeout);
  if (!timeout) return timeout.error();
  transport.timeout = std::chrono::seconds(*timeout);
  transport.user_agent = "pin-compile/" PINCOMPILE_VERSION;
  return transport;
}

Result<void> check_certificates(const Settings& settings, FileSystem& files) {
  if (settings.pip_compile) return {};
  for (Opt option : {Opt::kCert, Opt::kClientCert}) {
    const std::string path = settings.value(option);
    if (path.empty() || !settings.given(option, Level::kConfig)) continue;
    if (files.exists(path) == FileSystem::Kind::kNothing)
      return Error{ErrorKind::kNotFound, fmt::format("{}: cannot open {} (no such file)",
                                                     row_of(option).names.front(), path)};
  }
  return {};
}

}  // namespace pincompile::tool
