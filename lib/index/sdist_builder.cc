// SPDX-License-Identifier: MIT
#include "index/sdist_builder.h"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "index/find_links.h"
#include "index/metadata_json.h"
#include "packaging/url.h"

namespace pincompile {
namespace {

constexpr const char* kAskVersion =
    "import sys; print('%d.%d %s' % (sys.version_info[0], sys.version_info[1], "
    "sys.implementation.name))";
constexpr std::chrono::minutes kBuildTime{10};

std::string_view last_line(std::string_view text) {
  while (text.ends_with('\n') || text.ends_with('\r')) text.remove_suffix(1);
  return text.substr(text.rfind('\n') + 1);
}

// Why pip failed. Behind what a build printed, and behind an error, pip adds notes of its own.
std::string_view failure_line(std::string_view text) {
  const std::size_t end_of_output = text.rfind("[end of output]");
  if (end_of_output != std::string_view::npos) {
    text = text.substr(0, text.rfind('\n', end_of_output) + 1);
  } else if (const std::size_t error = text.rfind("ERROR: "); error != std::string_view::npos) {
    text = text.substr(error, text.find('\n', error) - error);
  }
  std::string_view line = last_line(text);
  line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
  return line;
}

// A place as pip's requirements files take it: what ends a word or is replaced there is escaped.
std::string as_word(const std::string& location) {
  const std::optional<std::string> path = local_path(location);
  const std::string url =
      path ? file_url_of(std::filesystem::absolute(*path).lexically_normal().string()) : location;
  std::string word;
  for (const char c : url) {
    const bool plain = c > ' ' && c != '"' && c != '\'' && c != '\\' && c != '$' && c != 0x7f;
    word += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return word;
}

// What pip has no lines in a requirements file for.
std::vector<std::string> variables(const TransportOptions& transport) {
  std::vector<std::string> all = {"PIP_NO_INPUT=1", "PIP_DISABLE_PIP_VERSION_CHECK=1"};
  const auto add = [&all](const char* name, const std::string& value) {
    if (!value.empty()) all.push_back(fmt::format("{}={}", name, value));
  };
  add("PIP_PROXY", transport.proxy);
  add("PIP_CERT", transport.ca_file);
  add("PIP_CLIENT_CERT", transport.client_certificate);
  return all;
}

}  // namespace

SdistBuilder::SdistBuilder(const IndexOptions& options, ProgramRunner* programs)
    : options_(options), programs_(programs) {}

std::string SdistBuilder::question(const FileReference& sdist,
                                   const Credentials& credentials) const {
  std::string text = options_.indexes.empty() ? "--no-index\n" : "";
  const auto add = [&](std::string_view option, const std::string& location) {
    text += fmt::format("{} {}\n", option, as_word(credentials.with_login(location)));
  };
  for (const std::string& index : options_.indexes)
    add(&index == &options_.indexes.back() ? "--index-url" : "--extra-index-url", index);
  for (const std::string& links : options_.find_links) add("--find-links", links);
  for (const std::string& host : options_.trusted_hosts)
    text += fmt::format("--trusted-host {}\n", host);
  text += as_word(credentials.with_login(sdist.url));
  if (!local_path(sdist.url) && !sdist.sha256.empty()) text += "#sha256=" + sdist.sha256;
  return text + "\n";
}

Result<void> SdistBuilder::check_interpreter(const std::stop_token& stop) {
  if (options_.sdists.python.empty()) {
    return Error{ErrorKind::kInvalidArgument,
                 "no Python was found to build it; --python names one"};
  }
  ProgramLimits limits;
  limits.stop = stop;
  const auto result = programs_->run({options_.sdists.python, "-c", kAskVersion}, limits);
  if (!result) return result.error();
  if (result->exit_status != 0) {
    return Error{ErrorKind::kInvalidArgument,
                 fmt::format("{} cannot be run", options_.sdists.python)};
  }
  const std::string_view found = last_line(result->standard_output);
  if (found == options_.sdists.target_python + " " + options_.sdists.target_implementation)
    return {};
  return Error{ErrorKind::kInvalidArgument,
               fmt::format("{} is Python {}, the target is {} {}: --python names who builds",
                           options_.sdists.python, found, options_.sdists.target_python,
                           options_.sdists.target_implementation)};
}

Result<CoreMetadata> SdistBuilder::metadata_of(const std::string& question,
                                               const std::stop_token& stop) {
  if (!checked_) {
    Result<void> checked = check_interpreter(stop);
    // Of an interpreter that was stopped nothing is known.
    if (!checked && checked.error().kind == ErrorKind::kCancelled) return checked.error();
    checked_ = std::move(checked);
  }
  if (!*checked_) return checked_->error();
  ProgramLimits limits;
  limits.time = kBuildTime;
  limits.stop = stop;
  limits.input = question;
  limits.environment = variables(options_.transport);
  const auto result =
      programs_->run({options_.sdists.python, "-m", "pip", "install", "-q", "--dry-run",
                      "--ignore-installed", "--no-deps", "--report", "-", "-r", "/dev/stdin"},
                     limits);
  if (!result) return result.error();
  if (result->exit_status != 0) {
    return Error{
        ErrorKind::kUnsupported,
        fmt::format("its build failed: {}", redact_urls(failure_line(result->standard_error)))};
  }
  return read_pip_report(result->standard_output);
}

}  // namespace pincompile
