// Secrets stay secret (behaviour.md 8.1): the program as chatty as it gets, with every document it
// can write, on every way to hand it a password, in success and in every kind of failure. Then all
// bytes it has written are searched: streams, outputs, documents, the unpacked record, the cache.
// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <fstream>
#include <functional>
#include <sstream>

#include "index_server.h"
#include "program.h"

namespace pincompile::testing {
namespace {

const std::string kPassword = "s3cr/t&x";   // as a person knows it
const std::string kInUrl = "s3cr%2Ft%26x";  // as URLs spell it
const std::string kBody = "{\"meta\":{\"api-version\":\"1.1\"},\"name\":\"signed\",\"files\":[";

class Secrets : public ::testing::Test {
 protected:
  Secrets() {
    index.require_user("me", kPassword);
    index.add("shop", "1.0", {{"cart"}});
    index.add("shop", "0.9", {{"cart<1"}});
    index.add("cart", "1.0");
    index.add("clash", "1.0", {{"cart<1"}});
    index.serve("/simple/garbage/", "{\"s\": 1}");
    index.redirect("/simple/moved/", "http://me:" + kInUrl + "@127.0.0.1:1/x/?token=" + kInUrl);
    // Files behind signed links: their query is a secret, too.
    index.serve("/simple/signed/",
                kBody +
                    "{\"filename\":\"signed-1.0-py3-none-any.whl\",\"hashes\":{},"
                    "\"core-metadata\":true,\"url\":\"/f/signed-1.0-py3-none-any.whl?key=" +
                    kInUrl + "\"}]}",
                "application/vnd.pypi.simple.v1+json");
    index.serve("/f/signed-1.0-py3-none-any.whl", "a wheel whose page has no digest");
    index.serve("/f/signed-1.0-py3-none-any.whl.metadata",
                "Metadata-Version: 2.1\nName: signed\nVersion: 1.0\n");
    index.serve("/x/", "{\"s\": 1}");
    program.write("given/till-1.0/PKG-INFO", "Metadata-Version: 2.2\nName: till\nVersion: 1.0\n");
    const std::string given = (program.folder() / "work" / "given").string();
    EXPECT_EQ(std::system(("cd " + given + " && tar -czf sdist till-1.0").c_str()), 0);
    index.serve("/f/till-1.0.tar.gz", program.read("given/sdist").value_or(""));
    program.variables["TOKEN"] = kInUrl;
    std::filesystem::create_directories(program.folder() / "home");
  }

  /// `http://me:PASSWORD@host/PATH`.
  std::string with_password(const std::string& path) const {
    return "http://me:" + kInUrl + "@" + index.host() + path;
  }
  void write_home(const std::string& path, const std::string& text) {
    std::filesystem::create_directories((program.folder() / "home" / path).parent_path());
    std::ofstream(program.folder() / "home" / path) << text;
  }

  /// Compiles `lines` with all that can be written and everything said.
  ProgramAnswer compile(const std::string& lines, std::vector<std::string> words) {
    program.write("given/requirements.in", lines);
    words.insert(words.end(),
                 {"-vvv", "--retries", "0", "--timeout", "2", "-o", "out.txt", "--generate-hashes",
                  "--emit-index-url", "--emit-find-links", "--explain", "--report", "report.json",
                  "--record", "run.tar.gz", "--graph", "graph.dot", "given/requirements.in"});
    const ProgramAnswer answer = program.run(words);
    const std::string unpack = "gzip -dkf " + (program.folder() / "work/run.tar.gz").string();
    if (program.exists("run.tar.gz")) {
      EXPECT_EQ(std::system(unpack.c_str()), 0);
    }
    return answer;
  }

  /// What a client sends in their place.
  static std::string basic(const std::string& password) {
    return IndexServer::authorization("me", password).substr(6);
  }

  /// Nothing that was written holds a secret; what the test itself wrote aside.
  void expect_no_secret(const std::string& when) {
    const std::string secrets[] = {kPassword, kInUrl, basic(kPassword), basic(kInUrl)};
    for (const auto& entry : std::filesystem::recursive_directory_iterator(program.folder())) {
      const std::string path = entry.path().lexically_relative(program.folder()).string();
      if (!entry.is_regular_file() || path.starts_with("work/given") || path.starts_with("home"))
        continue;
      std::stringstream content;
      content << std::ifstream(entry.path(), std::ios::binary).rdbuf();
      ++files_searched;
      for (const std::string& secret : secrets)
        EXPECT_EQ(content.str().find(secret), std::string::npos) << when << ": " << path;
    }
  }

  /// Success and every kind of failure, with the password handed over as `words` and `head` do.
  void expect_silence(const std::string& way, const std::vector<std::string>& words,
                      const std::string& head = "") {
    const std::pair<const char*, int> cases[] = {{"shop\n", 0},          {"signed\n", 0},
                                                 {"shop\nclash\n", 1},   {"nowhere\n", 1},
                                                 {"shop>=2\n", 1},       {"garbage\n", 4},
                                                 {"moved\n", 4},         {"shop=1 ${TOKEN}\n", 2},
                                                 {"cart @ ${URL}\n", 2}, {"till @ ${SDIST}\n", 0}};
    program.variables["SDIST"] = with_password("/f/till-1.0.tar.gz?key=" + kInUrl);
    program.variables["URL"] = with_password("/none-1.0.tar.gz?key=" + kInUrl);
    for (const auto& [lines, status] : cases) {
      const ProgramAnswer answer = compile(head + lines, words);
      EXPECT_EQ(answer.status, status) << way << ": " << lines << answer.err;
      expect_no_secret(way + ": " + lines);
    }
    EXPECT_EQ(compile(head + "shop\n", words).status, 0) << "from the cache";
    expect_no_secret(way + ", once more");
    for (std::vector<std::string> other : {std::vector<std::string>{"why", "cart"},
                                           {"why-not", "shop==0.9"},
                                           {"--check"},
                                           {"-n", "-U"}}) {
      other.insert(other.end(), words.begin(), words.end());
      other.insert(other.end(), {"-vvv", "-o", "out.txt", "given/requirements.in"});
      EXPECT_LE(program.run(other).status, 1) << way << ": " << other.front();
      expect_no_secret(way + ": " + other.front());
    }
  }

  IndexServer index;
  Program program;
  int files_searched = 0;
};

TEST_F(Secrets, OfUrlsAreNotWritten) {
  expect_silence("--index-url", {"-i", with_password("/simple/")});
  program.variables["PIP_INDEX_URL"] = with_password("/simple/");
  expect_silence("PIP_INDEX_URL", {});
  program.variables["PIP_INDEX_URL"] = "";
  program.variables["PIN_COMPILE_EXTRA_INDEX_URL"] = with_password("/simple/");
  expect_silence("PIN_COMPILE_EXTRA_INDEX_URL", {"-i", with_password("/")});
  EXPECT_GT(files_searched, 200);
}

TEST_F(Secrets, OfFilesAreNotWritten) {
  expect_silence("a source", {}, "--index-url " + with_password("/simple/") + "\n");
  program.write("given/pin-compile.toml", "index-url = \"" + with_password("/simple/") + "\"\n");
  expect_silence("configuration", {"--config", "given/pin-compile.toml"});
  program.write("given/pip.conf", "[global]\nindex-url = " + with_password("/simple/") + "\n");
  program.variables["PIP_CONFIG_FILE"] = (program.folder() / "work/given/pip.conf").string();
  expect_silence("pip.conf", {});
}

TEST_F(Secrets, OfVariablesAreNotWritten) {
  expect_silence("${VAR}", {}, "--index-url http://me:${TOKEN}@" + index.host() + "/simple/\n");
}

TEST_F(Secrets, OfNetrcAndKeyringAreNotWritten) {
  program.write("given/netrc", "machine 127.0.0.1 login me password " + kPassword + "\n");
  program.variables["NETRC"] = (program.folder() / "work/given/netrc").string();
  expect_silence("netrc", {"-i", index.url()});
  program.variables["NETRC"] = "/dev/null";
  write_home("bin/keyring", "#!/bin/sh\necho '" + kPassword + "'\n");
  ASSERT_EQ(::chmod((program.folder() / "home/bin/keyring").c_str(), 0755), 0);
  program.variables["PATH"] = (program.folder() / "home/bin").string() + ":/usr/bin:/bin";
  std::filesystem::remove_all(program.folder() / "cache");
  expect_silence("keyring", {"--keyring-provider", "subprocess", "-i",
                             "http://me@" + index.host() + "/simple/"});
}

// A build whose code tells all that pip was told.
TEST_F(Secrets, OfBuildsAreNotWritten) {
  write_home("python3.12",
             "#!/bin/sh\ncase \"$*\" in\n*-m\\ pip*) ;;\n*) echo 3.12 cpython; exit;;\nesac\n"
             "echo \"$@\" >> ../home/words\n"
             "echo $(cat /dev/stdin) >> ../home/told\n"
             "tail -n 1 ../home/told >&2\nexit 1\n");
  ASSERT_EQ(::chmod((program.folder() / "home/python3.12").c_str(), 0755), 0);
  program.write("given/plain-1.0/setup.py", "");
  const std::string given = (program.folder() / "work" / "given").string();
  ASSERT_EQ(std::system(("cd " + given + " && tar -czf plain plain-1.0").c_str()), 0);
  index.serve("/f/plain-1.0.tar.gz", program.read("given/plain").value_or(""));
  program.variables["PLAIN"] = with_password("/f/plain-1.0.tar.gz?key=" + kInUrl);
  index.serve("/simple/plain/",
              "{\"meta\":{\"api-version\":\"1.1\"},\"name\":\"plain\",\"files\":[{\"filename\":"
              "\"plain-1.0.tar.gz\",\"hashes\":{},\"url\":\"/f/plain-1.0.tar.gz?key=" +
                  kInUrl + "\"}]}",
              "application/vnd.pypi.simple.v1+json");
  const std::string python = (program.folder() / "home/python3.12").string();
  ProgramAnswer answer;
  for (const char* line : {"plain\n", "plain @ ${PLAIN}\n"}) {
    answer = compile(line, {"--build-sdists", "--python", python, "-i", with_password("/simple/")});
    EXPECT_GT(answer.status, 0);
    expect_no_secret(std::string("a build of ") + line);
  }
  EXPECT_THAT(answer.err, ::testing::HasSubstr("its build failed: --index-url http://****@"));
  const std::string words = *program.read("../home/words");
  EXPECT_EQ(words.find(kInUrl), std::string::npos) << "seen in a list of processes";
  EXPECT_NE(program.read("../home/told")->find("me:" + kInUrl + "@"), std::string::npos);
}

TEST_F(Secrets, OfProxiesAreNotWritten) {
  expect_silence("proxy", {"--proxy", with_password(""), "-i", "http://index.example/simple/",
                           "--trusted-host", "index.example"});
}

TEST_F(Secrets, AreNotWrittenWhenTheyAreOfNoUse) {
  index.require_user("me", "another");
  EXPECT_EQ(compile("shop\n", {"-i", with_password("/simple/")}).status, 4);
  expect_no_secret("refused");
  EXPECT_EQ(compile("shop\n", {"-i", "http://me:" + kInUrl + "@127.0.0.1:1/simple/"}).status, 4);
  expect_no_secret("nobody there");
  EXPECT_EQ(compile("shop\n", {"-i", "http://me:" + kInUrl + "@index.example/simple/"}).status, 4);
  expect_no_secret("without TLS");
  EXPECT_EQ(
      compile("shop\n", {"-i", index.url(), "--proxy", "http://me:" + kInUrl + "@127.0.0.1:1"})
          .status,
      4);
  expect_no_secret("no proxy there");
}

}  // namespace
}  // namespace pincompile::testing
