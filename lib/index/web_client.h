// WebClient: GET requests with everything an index needs on top of plain HTTP: credentials,
// redirects, retries. Plain http and bad certificates are for trusted hosts only.
// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "index/credentials.h"
#include "pincompile/clock.h"
#include "pincompile/http_transport.h"

namespace pincompile {

struct WebOptions {
  unsigned retries = 5;
  std::vector<std::string> trusted_hosts = {};  ///< `HOST` or `HOST:PORT`
  /// One line per request for a person; no secrets in it. May be empty.
  std::function<void(std::string_view line)> trace = {};
};

/// What calls other programs, on a thread of its own; what it returns runs in a later turn on the
/// asking thread. Cancelling stops its programs, and nothing runs.
using ProgramJob = std::function<std::function<void()>(const std::stop_token& stop)>;
using StartProgramJob = std::function<void(ProgramJob job)>;

struct WebCounts {
  std::uint64_t requests = 0;
  std::uint64_t bytes = 0;
};

/// threads  one; callbacks run inside `turn`.
class WebClient {
 public:
  using Done = std::function<void(Result<HttpResponse>)>;
  using Time = std::chrono::steady_clock::time_point;

  /// programs  what the keyring is asked through.
  WebClient(HttpTransport& transport, Clock& clock, Credentials& credentials, WebOptions options,
            StartProgramJob programs);

  /// done  gets any answer but redirects and transient ones; errors: kNetwork after the last try,
  ///       kUnauthorized for what the trust rules forbid, kCorrupt for a body over `max_bytes`.
  void get(HttpRequest request, Done done);
  /// Makes a connection to a host that will be asked soon; nobody waits for it, and trouble is not
  /// told.
  void open_connection(const std::string& url);
  /// Requests that wait for the keyring are the business of who runs it.
  bool idle() const { return running_.empty() && waiting_.empty(); }
  /// Waits until something happens: an answer, the time of a retry, a wake of the transport, or
  /// `latest`. Further answers are taken while the caller `has_room` for them.
  void turn(Time latest, const std::function<bool()>& has_room);
  void cancel();
  const WebCounts& counts() const { return counts_; }

 private:
  struct Attempt {
    HttpRequest request;  ///< as asked for; `url` is the place the redirects have led to
    Done done;
    std::optional<std::string> authorization = std::nullopt;
    unsigned tries = 0;
    unsigned redirects = 0;
    Time begun = {};
  };
  struct Refused {
    Attempt attempt;
    HttpResponse response;
  };

  bool is_trusted(const UrlParts& url) const;
  Result<void> may_ask(const UrlParts& url) const;
  void send(Attempt attempt);
  void begin_due();
  void finish(HttpFinished finished);
  void answer(Attempt attempt, HttpResponse response);
  void ask_keyring(const UrlParts& url, Refused refused);
  void redirect(Attempt attempt, const HttpResponse& response);
  void try_again(Attempt attempt, const std::string& reason,
                 std::optional<std::chrono::seconds> pause);

  HttpTransport& transport_;
  Clock& clock_;
  Credentials& credentials_;
  const WebOptions options_;
  const StartProgramJob programs_;
  std::map<std::uint64_t, Attempt> running_;
  std::multimap<Time, Attempt> waiting_;
  std::map<std::string, std::vector<Refused>>
      refused_;                         ///< by origin, until the keyring has spoken
  std::vector<std::uint64_t> openers_;  ///< requests of open_connection
  WebCounts counts_;
};

/// Value of a header (name in lower case), empty without it.
std::string_view header_of(const HttpResponse& response, std::string_view name);

}  // namespace pincompile
