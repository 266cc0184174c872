// SPDX-License-Identifier: MIT
#include "index/curl_request.h"

#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <limits>

#include "index/simple_json.h"

namespace pincompile {
namespace {

// Fewer bytes a second than this, averaged over the time-out, is a stalled answer: a server that
// drips bytes must not hold a run for hours.
constexpr long kStallBytesPerSecond = 64;
// Bodies from this size on are read while they come. Smaller ones are the workers'.
constexpr std::size_t kPartBytes = std::size_t{1} << 18;

std::string proxy_for(const TransportOptions& options, std::string_view url) {
  if (!options.proxy.empty()) return options.proxy;
  const std::string& own = url.starts_with("https:") ? options.https_proxy : options.http_proxy;
  return own.empty() ? options.all_proxy : own;
}

std::string host_of(std::string_view url) {
  const std::size_t begin =
      std::min(url.find("://"), url.size() - std::min<std::size_t>(3, url.size())) + 3;
  return std::string(url.substr(begin, url.find_first_of("/?#", begin) - begin));
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\r' || text.back() == '\n')) {
    text.remove_suffix(1);
  }
  return text;
}

}  // namespace

CurlRequest::CurlRequest(std::uint64_t id, HttpRequest request, const TransportOptions& options,
                         BodyBudget& budget)
    : id_(id),
      request_(std::move(request)),
      budget_(budget),
      easy_(curl_easy_init()),
      read_at_(kPartBytes),
      patience_(std::max<std::int64_t>(1, options.timeout.count())) {
  if (easy_ == nullptr) return;
  curl_easy_setopt(easy_, CURLOPT_PRIVATE, this);
  curl_easy_setopt(easy_, CURLOPT_URL, request_.url.c_str());
  curl_easy_setopt(easy_, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(easy_, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy_, CURLOPT_ERRORBUFFER, message_.data());
  curl_easy_setopt(easy_, CURLOPT_WRITEFUNCTION, &CurlRequest::on_body);
  curl_easy_setopt(easy_, CURLOPT_WRITEDATA, this);
  curl_easy_setopt(easy_, CURLOPT_HEADERFUNCTION, &CurlRequest::on_header);
  curl_easy_setopt(easy_, CURLOPT_HEADERDATA, this);
  curl_easy_setopt(easy_, CURLOPT_USERAGENT, options.user_agent.c_str());
  curl_easy_setopt(easy_, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
  // With TLS the handshake tells at once whether streams can share the connection, and that is
  // worth waiting for. Without TLS it would be the whole first answer, and streams are never
  // shared.
  curl_easy_setopt(easy_, CURLOPT_PIPEWAIT, request_.url.starts_with("https:") ? 1L : 0L);
  curl_easy_setopt(easy_, CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(request_.max_bytes));
  set_connection(options);
  set_headers();
}

CurlRequest::~CurlRequest() {
  budget_.ended(id_);
  if (easy_ != nullptr) curl_easy_cleanup(easy_);
  curl_slist_free_all(static_cast<curl_slist*>(header_list_));
}

void CurlRequest::set_connection(const TransportOptions& options) {
  const long seconds = static_cast<long>(patience_.count());
  curl_easy_setopt(easy_, CURLOPT_CONNECTTIMEOUT, seconds);
  // Makes libcurl look at a silent transfer once a second, and so call on_progress.
  curl_easy_setopt(easy_, CURLOPT_LOW_SPEED_LIMIT, 1L);
  curl_easy_setopt(easy_, CURLOPT_LOW_SPEED_TIME, 4 * seconds);
  curl_easy_setopt(easy_, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(easy_, CURLOPT_XFERINFOFUNCTION, &CurlRequest::on_progress);
  curl_easy_setopt(easy_, CURLOPT_XFERINFODATA, this);
  // Always set, also to nothing: otherwise libcurl reads the environment, which is the program's
  // business.
  curl_easy_setopt(easy_, CURLOPT_PROXY, proxy_for(options, request_.url).c_str());
  curl_easy_setopt(easy_, CURLOPT_NOPROXY, options.no_proxy.c_str());
  if (!options.ca_file.empty()) curl_easy_setopt(easy_, CURLOPT_CAINFO, options.ca_file.c_str());
  if (!options.ca_directory.empty())
    curl_easy_setopt(easy_, CURLOPT_CAPATH, options.ca_directory.c_str());
  if (!options.client_certificate.empty()) {
    curl_easy_setopt(easy_, CURLOPT_SSLCERT, options.client_certificate.c_str());
    curl_easy_setopt(easy_, CURLOPT_SSLKEY, options.client_certificate.c_str());
  }
  if (request_.insecure) {
    curl_easy_setopt(easy_, CURLOPT_SSL_VERIFYPEER, 0L);
    curl_easy_setopt(easy_, CURLOPT_SSL_VERIFYHOST, 0L);
  }
}

void CurlRequest::set_headers() {
  bool encoding_given = false;
  curl_slist* list = nullptr;
  for (const auto& [name, value] : request_.headers) {
    encoding_given |= lower(name) == "accept-encoding";
    const std::string line = value.empty() ? name + ";" : name + ": " + value;
    if (curl_slist* longer = curl_slist_append(list, line.c_str())) list = longer;
  }
  header_list_ = list;
  curl_easy_setopt(easy_, CURLOPT_HTTPHEADER, list);
  if (request_.range) {
    const std::string range = fmt::format("{}-{}", request_.range->first, request_.range->second);
    curl_easy_setopt(easy_, CURLOPT_RANGE, range.c_str());
  } else if (!encoding_given) {
    curl_easy_setopt(easy_, CURLOPT_ACCEPT_ENCODING, "");  // all that this libcurl can decode
  }
}

std::size_t CurlRequest::on_header(char* bytes, std::size_t size, std::size_t count, void* self) {
  HttpResponse& response = static_cast<CurlRequest*>(self)->response_;
  const std::string_view line = trim({bytes, size * count});
  if (line.starts_with("HTTP/")) {
    response.headers.clear();  // of an interim answer, or of the proxy's
  } else if (const std::size_t colon = line.find(':'); colon != std::string_view::npos) {
    response.headers.emplace_back(lower(line.substr(0, colon)), trim(line.substr(colon + 1)));
  }
  return size * count;
}

std::size_t CurlRequest::on_body(char* bytes, std::size_t size, std::size_t count, void* self) {
  CurlRequest& request = *static_cast<CurlRequest*>(self);
  std::string& body = request.response_.body;
  const std::size_t length = size * count;
  if (request.response_.taken + body.size() + length > request.request_.max_bytes) {
    request.is_too_long_ = true;
    return 0;
  }
  if (!request.may_take(length)) return CURL_WRITEFUNC_PAUSE;
  if (body.empty()) {
    curl_off_t announced = -1;
    curl_easy_getinfo(request.easy_, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &announced);
    // The announced length counts encoded bytes and is the server's word: a first guess, with a
    // limit.
    if (announced > 0 && announced < (1 << 24))
      body.reserve(static_cast<std::size_t>(announced) + kSpareBytes);
  }
  body.append(bytes, length);
  if (body.size() >= request.read_at_) request.read_part();
  return length;
}

void CurlRequest::read_part() {
  read_at_ = std::numeric_limits<std::size_t>::max();
  if (!request_.reader_for) return;
  if (!response_.reader) {
    describe();
    response_.reader = request_.reader_for(response_);
    if (!response_.reader) return;
  }
  const std::size_t taken = response_.reader->take(response_.body);
  response_.taken += taken;
  // What could not be read is tried again with twice as much, so that it is not read too often.
  read_at_ = std::max(kPartBytes, taken == 0 ? 2 * response_.body.size() : 0);
}

// What is known once the body comes.
void CurlRequest::describe() {
  long status = 0;
  curl_easy_getinfo(easy_, CURLINFO_RESPONSE_CODE, &status);
  response_.status = static_cast<int>(status);
  response_.final_url = request_.url;
}

// Streams that share a connection are not paused: libcurl would hold the connection's other streams
// up as well (7.88).
bool CurlRequest::may_take(std::size_t bytes) {
  long version = 0;
  curl_easy_getinfo(easy_, CURLINFO_HTTP_VERSION, &version);
  is_paused_ = version < CURL_HTTP_VERSION_2_0 && !budget_.take(id_, bytes);
  return !is_paused_;
}

int CurlRequest::on_progress(void* self, std::int64_t, std::int64_t received, std::int64_t,
                             std::int64_t) {
  CurlRequest& request = *static_cast<CurlRequest*>(self);
  request.is_stalled_ = request.is_stalled(received);
  return request.is_stalled_ ? 1 : 0;
}

void CurlRequest::open_connection() { curl_easy_setopt(easy_, CURLOPT_FRESH_CONNECT, 1L); }

bool CurlRequest::is_connected() {
  curl_off_t connected = 0;
  if (!is_connected_) curl_easy_getinfo(easy_, CURLINFO_PRETRANSFER_TIME_T, &connected);
  if (connected > 0) {
    is_connected_ = true;
    good_at_ = std::chrono::steady_clock::now();
  }
  return is_connected_;
}

// The time to connect has a limit of its own and does not count.
bool CurlRequest::is_stalled(std::int64_t received) {
  if (!is_connected()) return false;
  const auto now = std::chrono::steady_clock::now();
  if (is_paused_ || received - good_bytes_ >= kStallBytesPerSecond * patience_.count()) {
    good_at_ = now;
    good_bytes_ = received;
  }
  return now - good_at_ >= patience_;
}

Result<HttpResponse> CurlRequest::finish(int code) {
  if (code != CURLE_OK) return error_for(code);
  describe();
  response_.body.reserve(response_.body.size() + kSpareBytes);
  return std::move(response_);
}

Error CurlRequest::too_long() const {
  return {ErrorKind::kCorrupt, fmt::format("the answer of {} is longer than {} bytes",
                                           host_of(request_.url), request_.max_bytes)};
}

Error CurlRequest::error_for(int code) const {
  const std::string host = host_of(request_.url);
  const std::string_view told = message_.data();
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
      return {ErrorKind::kNetwork, "host name not found"};
    case CURLE_COULDNT_RESOLVE_PROXY:
      return {ErrorKind::kNetwork, "host name of the proxy not found"};
    case CURLE_COULDNT_CONNECT:
      return {ErrorKind::kNetwork, told.find("timed out") != std::string_view::npos
                                       ? "connection timed out"
                                       : "connection refused"};
    case CURLE_OPERATION_TIMEDOUT:
      return {ErrorKind::kNetwork, told.find("onnect") != std::string_view::npos
                                       ? "connection timed out"
                                       : "the server stopped sending"};
    case CURLE_PEER_FAILED_VERIFICATION: {
      const std::size_t colon = told.find("problem: ");
      const std::string_view reason =
          colon == std::string_view::npos ? told : told.substr(colon + 9);
      return {ErrorKind::kUnauthorized,
              fmt::format("certificate of {} is not trusted: {}", host, reason),
              {},
              {},
              {"--cert FILE adds a CA"}};
    }
    case CURLE_SSL_CERTPROBLEM:
      return {ErrorKind::kInvalidArgument,
              "the client certificate cannot be used",
              {},
              {},
              {"--client-cert FILE names a PEM file with certificate and key"}};
    case CURLE_SSL_CACERT_BADFILE:
      return {ErrorKind::kInvalidArgument,
              "the CA file cannot be read",
              {},
              {},
              {"--cert FILE names a PEM file with CA certificates"}};
    case CURLE_ABORTED_BY_CALLBACK:
      return {ErrorKind::kNetwork, "the server stopped sending"};
    case CURLE_SSL_CONNECT_ERROR:
      return {ErrorKind::kNetwork, "TLS handshake failed"};
    case CURLE_WRITE_ERROR:
      if (is_too_long_) return too_long();
      return {ErrorKind::kNetwork, "the answer's compression is damaged"};
    case CURLE_BAD_CONTENT_ENCODING:
      return {ErrorKind::kNetwork, "the answer's compression is damaged"};
    case CURLE_PARTIAL_FILE:
      return {ErrorKind::kNetwork, "the answer ended early"};
    case CURLE_GOT_NOTHING:
      return {ErrorKind::kNetwork, "the server closed the connection without an answer"};
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
      return {ErrorKind::kNetwork, "connection reset"};
    case CURLE_PROXY:
      return {ErrorKind::kNetwork, "the proxy refused"};
    case CURLE_URL_MALFORMAT:
      return {ErrorKind::kInvalidArgument, "not an http or https URL"};
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_WEIRD_SERVER_REPLY:
      return {ErrorKind::kNetwork, "what the server sends is not HTTP"};
    case CURLE_FILESIZE_EXCEEDED:
      return too_long();
    default:
      return {ErrorKind::kNetwork, curl_easy_strerror(static_cast<CURLcode>(code))};
  }
}

}  // namespace pincompile
