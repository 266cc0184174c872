// Which package indexes are asked, and how: the options of World::resolver_for.
// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pincompile {

/// PyPI's simple index.
inline constexpr std::string_view kPypi = "https://pypi.org/simple";

/// What happens when several indexes know a name (behaviour.md 4.6).
enum class IndexStrategy : std::uint8_t {
  kFirstIndex,       ///< the first index that knows it is the only one looked at
  kUnsafeBestMatch,  ///< the pages of all indexes are merged
};

/// How the metadata of versions without a wheel is found (behaviour.md 4.7).
struct SdistPolicy {
  bool recorded = true;            ///< false: --sdist-metadata strict
  bool build = false;              ///< --build-sdists; then `recorded` is not looked at
  std::string python = {};         ///< interpreter that builds
  std::string target_python = {};  ///< `3.12`; the interpreter must be this one
  std::string target_implementation = "cpython";  ///< the same, `cpython` or `pypy`
};

/// How to reach the network. Retries are not the transport's business (IndexOptions::retries).
struct TransportOptions {
  std::string proxy = {};  ///< for every request; beats the four below
  /// Values of the usual environment variables, read by the caller.
  std::string http_proxy = {};
  std::string https_proxy = {};            ///< see http_proxy
  std::string all_proxy = {};              ///< see http_proxy
  std::string no_proxy = {};               ///< see http_proxy
  std::string ca_file = {};                ///< PEM bundle; empty: the system's
  std::string ca_directory = {};           ///< folder of hashed certificates; empty: the system's
  std::string client_certificate = {};     ///< PEM file with certificate and key
  std::chrono::seconds timeout{15};        ///< to connect, and without a byte while reading
  std::string user_agent = "pin-compile";  ///< sent with every request
};

/// Which indexes there are and how to talk to them. URLs may hold a user part; it is used and never
/// shown. `${VAR}` is already expanded.
struct IndexOptions {
  /// In order of search: extras first, --index-url last. Empty: no index is asked; add_file_lines
  /// (file_lines.h) puts PyPI there.
  std::vector<std::string> indexes = {};
  std::vector<std::string> find_links = {};  ///< directories (absolute), pages
  IndexStrategy strategy = IndexStrategy::kFirstIndex;  ///< if several indexes know a name
  /// Name or `prefix*` to the only index asked for it.
  std::vector<std::pair<std::string, std::string>> package_index = {};
  std::vector<std::string> absent_on_403 = {};  ///< hosts, beside the built-in ones
  std::vector<std::string> trusted_hosts = {};  ///< `HOST` or `HOST:PORT`
  std::string netrc = {};                       ///< text of the netrc file
  bool keyring = false;                         ///< ask the keyring program after 401 and 403
  TransportOptions transport = {};              ///< how to reach them
  unsigned retries = 5;                         ///< tries of a request after the first one
  unsigned jobs = 0;                            ///< worker threads; 0 = parse on the calling thread
  SdistPolicy sdists = {};                      ///< versions without a wheel
  bool revalidate_pages = false;                ///< as WorldOptions::revalidate_pages, here only
};

/// What was done over the network so far, for reports.
struct IndexCounts {
  std::uint64_t requests = 0;  ///< sent, retries included
  std::uint64_t bytes = 0;     ///< of decoded bodies
};

}  // namespace pincompile
