// SPDX-License-Identifier: MIT
#include "nginx_server.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

extern char** environ;

namespace pincompile::testing {
namespace {

pid_t start(const std::vector<std::string>& argv) {
  std::vector<char*> words;
  for (const std::string& word : argv) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  for (const int stream : {0, 1, 2})
    posix_spawn_file_actions_addopen(&actions, stream, "/dev/null", O_RDWR, 0);
  pid_t process = -1;
  if (posix_spawn(&process, words[0], &actions, nullptr, words.data(), environ) != 0) process = -1;
  posix_spawn_file_actions_destroy(&actions);
  return process;
}

bool run(const std::vector<std::string>& argv) {
  const pid_t process = start(argv);
  int status = 1;
  return process > 0 && waitpid(process, &status, 0) == process && status == 0;
}

bool listens(std::uint16_t port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  const bool connected =
      ::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  ::close(socket);
  return connected;
}

std::vector<std::string> nginx_command(const TemporaryFolder& folder, const std::string& servers) {
  std::filesystem::create_directories(folder.path() + "/root");
  std::string text = "daemon off; master_process off; pid " + folder.path() + "/nginx.pid;\n";
  text +=
      "error_log " + folder.path() + "/error.log;\nevents { worker_connections 512; }\nhttp {\n";
  text +=
      "  log_format plain '$server_protocol $status $connection $request_uri "
      "$http_authorization';\n";
  text += "  access_log " + folder.path() + "/access.log plain;\n";
  for (const char* kind : {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"}) {
    text += std::string("  ") + kind + "_temp_path " + folder.path() + "/" + kind + ";\n";
  }
  text += "  types { text/html html; application/vnd.pypi.simple.v1+json json; }\n";
  text += "  default_type application/octet-stream;\n" + servers + "}\n";
  folder.write("nginx.conf", text);
  return {find_program("nginx"), "-p", folder.path(), "-c", folder.path() + "/nginx.conf"};
}

}  // namespace

TemporaryFolder::TemporaryFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "pincompile-test-XXXXXX").string();
  path_ = ::mkdtemp(name.data()) == nullptr ? std::string() : name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
}

void TemporaryFolder::write(const std::string& name, const std::string& content) const {
  const std::filesystem::path file = std::filesystem::path(path_) / name;
  std::filesystem::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << content;
}

std::string TemporaryFolder::read(const std::string& name) const {
  std::ostringstream content;
  content << std::ifstream(path_ + "/" + name, std::ios::binary).rdbuf();
  return content.str();
}

std::string find_program(const std::string& name) {
  for (const char* folder :
       {"/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"}) {
    const std::string path = std::string(folder) + "/" + name;
    if (::access(path.c_str(), X_OK) == 0) return path;
  }
  return {};
}

bool make_certificates(const TemporaryFolder& folder) {
  const std::string openssl = find_program("openssl");
  if (openssl.empty()) return false;
  const std::string at = folder.path() + "/";
  folder.write("server.ext", "subjectAltName=IP:127.0.0.1,DNS:localhost\n");
  const auto key = [&](const std::string& name) {
    return run({openssl, "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out",
                at + name + ".key"});
  };
  const auto sign = [&](const std::string& name, const std::vector<std::string>& more) {
    std::vector<std::string> command = {openssl,
                                        "x509",
                                        "-req",
                                        "-in",
                                        at + name + ".csr",
                                        "-CA",
                                        at + "ca.pem",
                                        "-CAkey",
                                        at + "ca.key",
                                        "-CAcreateserial",
                                        "-days",
                                        "2",
                                        "-out",
                                        at + name + ".crt"};
    command.insert(command.end(), more.begin(), more.end());
    return run({openssl, "req", "-new", "-key", at + name + ".key", "-subj", "/CN=" + name, "-out",
                at + name + ".csr"}) &&
           run(command);
  };
  const bool made = key("ca") && key("server") && key("client") &&
                    run({openssl, "req", "-x509", "-new", "-key", at + "ca.key", "-days", "2",
                         "-subj", "/CN=Test CA", "-out", at + "ca.pem"}) &&
                    sign("server", {"-extfile", at + "server.ext"}) && sign("client", {});
  if (!made) return false;
  folder.write("server.pem", folder.read("server.crt"));
  folder.write("client.pem", folder.read("client.crt") + folder.read("client.key"));
  return true;
}

ServerProgram::ServerProgram(const std::vector<std::string>& argv, std::uint16_t port) {
  if (argv.front().empty()) return;
  process_ = start(argv);
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(5);
  while (process_ > 0 && !is_up_ && std::chrono::steady_clock::now() < end) {
    is_up_ = listens(port);
    if (!is_up_) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
}

ServerProgram::~ServerProgram() {
  if (process_ <= 0) return;
  ::kill(process_, SIGTERM);
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(2);
  int status = 0;
  while (::waitpid(process_, &status, WNOHANG) == 0) {
    if (std::chrono::steady_clock::now() > end) ::kill(process_, SIGKILL);
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
}

NginxServer::NginxServer(const TemporaryFolder& folder, std::uint16_t port,
                         const std::string& servers)
    : program_(nginx_command(folder, servers), port) {}

}  // namespace pincompile::testing
