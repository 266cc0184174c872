// nginx on the loopback address, in a folder of its own, for as long as the object lives; and the
// keys and certificates that tests of TLS need, made by the openssl program.
// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

namespace pincompile::testing {

/// A folder that is removed with all that is in it.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::string& path() const { return path_; }
  /// Writes a file, folders included.
  void write(const std::string& name, const std::string& content) const;
  std::string read(const std::string& name) const;

 private:
  std::string path_;
};

/// `ca.pem`, `server.pem` + `server.key` (for 127.0.0.1 and localhost), `client.pem` (certificate
/// and key). False where there is no openssl program.
bool make_certificates(const TemporaryFolder& folder);

/// A program that runs until the object goes; given up on when nobody listens on `port` in 5 s.
class ServerProgram {
 public:
  ServerProgram(const std::vector<std::string>& argv, std::uint16_t port);
  ~ServerProgram();
  ServerProgram(const ServerProgram&) = delete;
  ServerProgram& operator=(const ServerProgram&) = delete;

  bool is_up() const { return is_up_; }

 private:
  pid_t process_ = -1;
  bool is_up_ = false;
};

/// nginx with the text of one or more server blocks; files are served from `folder`/root.
class NginxServer {
 public:
  NginxServer(const TemporaryFolder& folder, std::uint16_t port, const std::string& servers);

  bool is_up() const { return program_.is_up(); }

 private:
  ServerProgram program_;
};

/// Path of the program, empty if it is not installed.
std::string find_program(const std::string& name);

}  // namespace pincompile::testing
