// The index, on cpp-httplib.
// SPDX-License-Identifier: MIT
#include "index_server.h"

#include <fmt/format.h>
#include <httplib.h>

#include <map>
#include <mutex>
#include <thread>

#include "support/digest.h"

namespace pincompile::testing {
namespace {

std::string file_name(const std::string& name, const std::string& version, const Release& release) {
  std::string stem = name;
  for (char& c : stem)
    if (c == '-') c = '_';
  return fmt::format("{}-{}-{}.whl", stem, version, release.tag);
}

std::string metadata_text(const std::string& name, const std::string& version,
                          const Release& release) {
  std::string text = fmt::format("Metadata-Version: 2.1\nName: {}\nVersion: {}\n", name, version);
  if (!release.requires_python.empty())
    text += fmt::format("Requires-Python: {}\n", release.requires_python);
  for (const std::string& extra : release.extras)
    text += fmt::format("Provides-Extra: {}\n", extra);
  for (const std::string& need : release.needs) text += fmt::format("Requires-Dist: {}\n", need);
  return text + "\n";
}

}  // namespace

struct IndexServer::State {
  httplib::Server server;
  std::thread thread;
  int port = 0;
  std::map<std::string, std::map<std::string, Release>> projects;
  std::map<std::string, std::pair<std::string, std::string>> others;  // text and type
  std::map<std::string, std::string> redirects;
  std::string authorization;
  std::chrono::milliseconds delay{0};
  mutable std::mutex mutex;
  std::vector<std::string> requests;

  std::string page(const std::string& name) const {
    std::string files;
    std::string versions;
    for (const auto& [version, release] : projects.at(name)) {
      const std::string file = file_name(name, version, release);
      if (!files.empty()) {
        files += ",";
        versions += ",";
      }
      versions += fmt::format("\"{}\"", version);
      files += fmt::format(
          R"({{"filename":"{0}","url":"/files/{1}/{0}","hashes":{{{2}}},"size":100,"upload-time":"{3}",)"
          R"("core-metadata":{{"sha256":"{4}"}}{5}{6}}})",
          file, name,
          release.without_digest ? "" : fmt::format(R"("sha256":"{}")", digest(name, version)),
          release.uploaded, to_hex(sha256(metadata_text(name, version, release))),
          release.requires_python.empty()
              ? ""
              : fmt::format(R"(,"requires-python":"{}")", release.requires_python),
          release.yanked.empty() ? "" : fmt::format(R"(,"yanked":"{}")", release.yanked));
    }
    return fmt::format(
        R"({{"meta":{{"api-version":"1.1"}},"name":"{}","versions":[{}],"files":[{}]}})", name,
        versions, files);
  }

  std::chrono::milliseconds current_delay() {
    const std::scoped_lock lock(mutex);
    return delay;
  }

  void answer(const httplib::Request& request, httplib::Response& response) {
    const std::scoped_lock lock(mutex);
    const bool as_proxy = request.path.starts_with("http://");
    const std::string path =
        as_proxy ? request.path.substr(request.path.find('/', 7)) : request.path;
    requests.push_back(path);
    const char* const header = as_proxy ? "Proxy-Authorization" : "Authorization";
    if (!authorization.empty() && request.get_header_value(header) != authorization) {
      response.status = as_proxy ? 407 : 401;
      return;
    }
    const auto elsewhere = redirects.find(path);
    if (elsewhere != redirects.end()) return response.set_redirect(elsewhere->second);
    const auto other = others.find(path);
    if (other != others.end())
      return response.set_content(other->second.first, other->second.second.c_str());
    for (const auto& [name, releases] : projects) {
      if (path == "/simple/" + name + "/") {
        response.set_header("Cache-Control", "max-age=600");
        response.set_header("ETag", "\"1\"");
        if (request.get_header_value("If-None-Match") == "\"1\"") {
          response.status = 304;
          return;
        }
        return response.set_content(page(name), "application/vnd.pypi.simple.v1+json");
      }
      for (const auto& [version, release] : releases)
        if (path == fmt::format("/files/{}/{}.metadata", name, file_name(name, version, release)))
          return response.set_content(metadata_text(name, version, release),
                                      "application/octet-stream");
      for (const auto& [version, release] : releases)
        if (request.path == fmt::format("/files/{}/{}", name, file_name(name, version, release)))
          return response.set_content(name + version, "application/octet-stream");
    }
    response.status = 404;
  }
};

IndexServer::IndexServer() : state_(std::make_unique<State>()) {
  state_->server.Get(".*", [this](const httplib::Request& request, httplib::Response& response) {
    std::this_thread::sleep_for(state_->current_delay());
    state_->answer(request, response);
  });
  state_->server.new_task_queue = [] { return new httplib::ThreadPool(32); };
  state_->server.set_keep_alive_max_count(1000);
  state_->port = state_->server.bind_to_any_port("127.0.0.1");
  state_->thread = std::thread([this] { state_->server.listen_after_bind(); });
  while (!state_->server.is_running()) std::this_thread::yield();
}

IndexServer::~IndexServer() {
  state_->server.stop();
  state_->thread.join();
}

void IndexServer::add(const std::string& name, const std::string& version, Release release) {
  const std::scoped_lock lock(state_->mutex);
  state_->projects[name][version] = std::move(release);
}

void IndexServer::serve(const std::string& path, const std::string& text, const std::string& type) {
  const std::scoped_lock lock(state_->mutex);
  state_->others[path] = {text, type};
}

void IndexServer::redirect(const std::string& path, const std::string& location) {
  const std::scoped_lock lock(state_->mutex);
  state_->redirects[path] = location;
}

void IndexServer::delay(std::chrono::milliseconds time) {
  const std::scoped_lock lock(state_->mutex);
  state_->delay = time;
}

void IndexServer::require_user(const std::string& user, const std::string& password) {
  const std::scoped_lock lock(state_->mutex);
  state_->authorization = authorization(user, password);
}

std::string IndexServer::authorization(const std::string& user, const std::string& password) {
  return httplib::make_basic_authentication_header(user, password).second;
}

std::string IndexServer::root() const { return "http://" + host(); }
std::string IndexServer::host() const { return fmt::format("127.0.0.1:{}", state_->port); }
std::string IndexServer::url() const { return root() + "/simple/"; }

std::vector<std::string> IndexServer::requests() const {
  const std::scoped_lock lock(state_->mutex);
  return state_->requests;
}

std::string IndexServer::digest(const std::string& name, const std::string& version) {
  return to_hex(sha256(name + version));
}

}  // namespace pincompile::testing
