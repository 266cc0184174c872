// The C API: HTTP by the caller.
// SPDX-License-Identifier: MIT
#include "api/c_http.h"

#include <algorithm>

#include "api/c_handles.h"

namespace pincompile::c_api {
namespace {

constexpr std::size_t kSpareBytes = 64;  // HttpResponse::body

std::string lower(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

Result<void> set_text(pincompile_http_response& answer, pincompile_http_field field,
                      std::string text) {
  auto& headers = answer.response.headers;
  switch (field) {
    case PINCOMPILE_HTTP_BODY:
      answer.response.body = std::move(text);
      return {};
    case PINCOMPILE_HTTP_HEADER_NAME:
      headers.emplace_back(lower(std::move(text)), "");
      return {};
    case PINCOMPILE_HTTP_HEADER_VALUE:
      if (headers.empty()) return Error{ErrorKind::kInvalidArgument, "a header has no name yet"};
      headers.back().second = std::move(text);
      return {};
    default:
      return not_an_option(true);
  }
}

}  // namespace

std::uint64_t CallbackTransport::start(HttpRequest request) {
  waiting_.emplace_back(++last_, std::move(request));
  return last_;
}

std::optional<HttpFinished> CallbackTransport::wait_any(
    std::chrono::steady_clock::time_point deadline) {
  if (!waiting_.empty()) {
    auto [id, request] = std::move(waiting_.front());
    waiting_.pop_front();
    return HttpFinished{id, answer(std::move(request))};
  }
  if (deadline == std::chrono::steady_clock::time_point::max()) return std::nullopt;
  std::unique_lock lock(mutex_);
  changed_.wait_until(lock, deadline, [this] { return woken_; });
  woken_ = false;
  return std::nullopt;
}

void CallbackTransport::cancel(std::uint64_t id) {
  std::erase_if(waiting_, [id](const auto& waiting) { return waiting.first == id; });
}

void CallbackTransport::wake() {
  {
    const std::lock_guard lock(mutex_);
    woken_ = true;
  }
  changed_.notify_all();
}

Result<HttpResponse> CallbackTransport::answer(HttpRequest request) const {
  if (request.range)
    request.headers.emplace_back("Range", "bytes=" + std::to_string(request.range->first) + "-" +
                                              std::to_string(request.range->second));
  const std::uint64_t most = request.max_bytes;
  const pincompile_http_request asked{std::move(request)};
  pincompile_http_response given;
  callback_(data_, &asked, &given);
  if (given.failure) return *given.failure;
  if (given.response.status == 0)
    return Error{ErrorKind::kInvalidArgument, "the HTTP callback gave no status"};
  if (given.response.body.size() > most)
    return Error{ErrorKind::kCorrupt, "the HTTP callback gave more than was asked for"};
  given.response.body.reserve(given.response.body.size() + kSpareBytes);
  return std::move(given.response);
}

}  // namespace pincompile::c_api

using namespace pincompile::c_api;

pincompile_status pincompile_options_set_http(pincompile_options* options,
                                              pincompile_http_callback answer, void* data,
                                              pincompile_error** error) {
  return guarded(error, [&]() -> pincompile::Result<void> {
    if (options == nullptr) return null_handle("the options handle");
    if (answer == nullptr) return null_handle("the callback");
    options->http = answer;
    options->http_data = data;
    return {};
  });
}

const char* pincompile_http_request_get_text(const pincompile_http_request* request,
                                             pincompile_http_field field, size_t i) {
  if (request == nullptr) return nullptr;
  const pincompile::HttpRequest& asked = request->request;
  if (field == PINCOMPILE_HTTP_URL) return asked.url.c_str();
  if (i >= asked.headers.size()) return nullptr;
  if (field == PINCOMPILE_HTTP_HEADER_NAME) return asked.headers[i].first.c_str();
  if (field == PINCOMPILE_HTTP_HEADER_VALUE) return asked.headers[i].second.c_str();
  return nullptr;
}

uint64_t pincompile_http_request_get_number(const pincompile_http_request* request,
                                            pincompile_http_field field) {
  if (request == nullptr) return 0;
  if (field == PINCOMPILE_HTTP_HEADER_COUNT) return request->request.headers.size();
  if (field == PINCOMPILE_HTTP_MAX_BYTES) return request->request.max_bytes;
  if (field == PINCOMPILE_HTTP_INSECURE) return request->request.insecure ? 1 : 0;
  return 0;
}

pincompile_status pincompile_http_response_set_text(pincompile_http_response* answer,
                                                    pincompile_http_field field, const char* text,
                                                    size_t length, pincompile_error** error) {
  return guarded(error, [&]() -> pincompile::Result<void> {
    if (answer == nullptr) return null_handle("the answer");
    auto given = text_of(text, length);
    if (!given) return given.error();
    return set_text(*answer, field, *std::move(given));
  });
}

pincompile_status pincompile_http_response_set_number(pincompile_http_response* answer,
                                                      pincompile_http_field field, uint64_t value,
                                                      pincompile_error** error) {
  return guarded(error, [&]() -> pincompile::Result<void> {
    if (answer == nullptr) return null_handle("the answer");
    if (field != PINCOMPILE_HTTP_STATUS) return not_an_option(false);
    if (value < 100 || value > 599)
      return pincompile::Error{pincompile::ErrorKind::kInvalidArgument, "that is no HTTP status"};
    answer->response.status = static_cast<int>(value);
    return {};
  });
}

pincompile_status pincompile_http_response_fail(pincompile_http_response* answer,
                                                const char* message, size_t length,
                                                pincompile_error** error) {
  return guarded(error, [&]() -> pincompile::Result<void> {
    if (answer == nullptr) return null_handle("the answer");
    auto given = text_of(message, length);
    if (!given) return given.error();
    answer->failure = pincompile::Error{pincompile::ErrorKind::kNetwork, *std::move(given)};
    return {};
  });
}
