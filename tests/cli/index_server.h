// A small package index in the test's own process (PEP 691 pages, PEP 658 metadata), and what it
// was asked.
// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace pincompile::testing {

struct Release {
  std::vector<std::string> needs = {};
  std::vector<std::string> extras = {};
  std::string requires_python = {};
  std::string yanked = {};  ///< reason; empty = not yanked
  std::string uploaded = "2026-01-01T00:00:00Z";
  std::string tag = "py3-none-any";
  bool without_digest = false;
};

class IndexServer {
 public:
  IndexServer();
  ~IndexServer();

  /// Before the first request.
  void add(const std::string& name, const std::string& version, Release release = {});
  /// Any other path with its answer, for example a requirements file.
  void serve(const std::string& path, const std::string& text,
             const std::string& type = "text/plain");
  void redirect(const std::string& path, const std::string& location);
  /// Every answer is held back for so long.
  void delay(std::chrono::milliseconds time);
  /// Every request needs this user and password. Asked as a proxy, the server wants them for itself
  /// and answers in the place of any host.
  void require_user(const std::string& user, const std::string& password);

  /// `Basic ...` as a client sends it.
  static std::string authorization(const std::string& user, const std::string& password);

  std::string url() const;   ///< of the simple index
  std::string root() const;  ///< `http://127.0.0.1:PORT`
  std::string host() const;  ///< `127.0.0.1:PORT`
  std::vector<std::string> requests() const;
  static std::string digest(const std::string& name, const std::string& version);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace pincompile::testing
