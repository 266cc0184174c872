// The C API: version, errors, options and requests.
// SPDX-License-Identifier: MIT
#include "pincompile/c.h"

#include <algorithm>

#include "api/c_handles.h"
#include "pincompile/library_version.h"

namespace pincompile::c_api {
namespace {

constexpr std::uint64_t kMostJobs = 64;
constexpr std::uint64_t kMostSeconds = 1000000;

Result<void> set_text(pincompile_options& options, pincompile_option option, std::string text) {
  switch (option) {
    case PINCOMPILE_OPTION_CACHE_DIRECTORY:
      options.world.cache_directory = std::move(text);
      break;
    case PINCOMPILE_OPTION_SNAPSHOT:
      options.world.snapshot = std::move(text);
      break;
    case PINCOMPILE_OPTION_WORKING_DIRECTORY:
      options.working_directory = std::move(text);
      break;
    case PINCOMPILE_OPTION_INDEX:
      options.indexes.indexes.push_back(std::move(text));
      break;
    case PINCOMPILE_OPTION_FIND_LINKS:
      options.indexes.find_links.push_back(std::move(text));
      break;
    case PINCOMPILE_OPTION_TRUSTED_HOST:
      options.indexes.trusted_hosts.push_back(std::move(text));
      break;
    case PINCOMPILE_OPTION_PROXY:
      options.indexes.transport.proxy = std::move(text);
      break;
    case PINCOMPILE_OPTION_CA_FILE:
      options.indexes.transport.ca_file = std::move(text);
      break;
    case PINCOMPILE_OPTION_NETRC:
      options.indexes.netrc = std::move(text);
      break;
    default:
      return not_an_option(true);
  }
  return {};
}

Result<void> set_number(pincompile_options& options, pincompile_option option,
                        std::uint64_t value) {
  switch (option) {
    case PINCOMPILE_OPTION_CACHE_BYTES:
      options.world.cache_bytes = value;
      break;
    case PINCOMPILE_OPTION_OFFLINE:
      options.world.offline = value != 0;
      break;
    case PINCOMPILE_OPTION_REVALIDATE:
      options.world.revalidate_pages = value != 0;
      break;
    case PINCOMPILE_OPTION_RECORD:
      options.world.record = value != 0;
      break;
    case PINCOMPILE_OPTION_REFRESH:
      options.world.refresh = value != 0;
      break;
    case PINCOMPILE_OPTION_JOBS:
      options.indexes.jobs = static_cast<unsigned>(std::min(value, kMostJobs));
      break;
    case PINCOMPILE_OPTION_RETRIES:
      options.indexes.retries = static_cast<unsigned>(std::min<std::uint64_t>(value, 100));
      break;
    case PINCOMPILE_OPTION_TIMEOUT_SECONDS:
      options.indexes.transport.timeout = std::chrono::seconds(std::min(value, kMostSeconds));
      break;
    case PINCOMPILE_OPTION_MERGE_INDEXES:
      options.indexes.strategy =
          value != 0 ? IndexStrategy::kUnsafeBestMatch : IndexStrategy::kFirstIndex;
      break;
    default:
      return not_an_option(false);
  }
  return {};
}

Result<void> add_input(pincompile_request& request, pincompile_input input, std::string name) {
  if (input != PINCOMPILE_INPUT_REQUIREMENTS && input != PINCOMPILE_INPUT_CONSTRAINTS &&
      input != PINCOMPILE_INPUT_OVERRIDES)
    return Error{ErrorKind::kInvalidArgument, "no kind of input has that number"};
  if (name.empty()) return Error{ErrorKind::kInvalidArgument, "an input needs a name"};
  request.names[input].push_back(std::move(name));
  return {};
}

void add_format(FormatPolicy& policy, const std::string& text) {
  if (text == ":all:") {
    policy.all = true;
    return;
  }
  policy.names.push_back(normalize_name(text));
  std::ranges::sort(policy.names);
}

Result<void> add_upgrade(pincompile_request& request, std::string text) {
  Result<Requirement> requirement = Requirement::parse(text);
  if (!requirement) return requirement.error();
  InputRequirement line;
  line.requirement = *std::move(requirement);
  line.text = std::move(text);
  line.origin.annotation = line.origin.file = "the upgraded packages";
  request.options.upgrade_packages.push_back(std::move(line));
  return {};
}

Result<void> set_text(pincompile_request& request, pincompile_request_option option,
                      std::string text) {
  switch (option) {
    case PINCOMPILE_REQUEST_PYTHON: {
      const Result<PythonVersion> python = PythonVersion::parse(text);
      if (!python) return python.error();
      request.python = *python;
      break;
    }
    case PINCOMPILE_REQUEST_PLATFORM: {
      const Result<Platform> platform = Platform::parse(text);
      if (!platform) return platform.error();
      request.target.platform = *platform;
      break;
    }
    case PINCOMPILE_REQUEST_EXISTING: {
      Result<PinsFile> pins = parse_pins(text, "the existing pins");
      if (!pins) return pins.error();
      request.existing = std::move(pins->pins);
      break;
    }
    case PINCOMPILE_REQUEST_UPGRADE_PACKAGE:
      return add_upgrade(request, std::move(text));
    case PINCOMPILE_REQUEST_EXTRA:
      request.extras.push_back(std::move(text));
      break;
    case PINCOMPILE_REQUEST_GROUP:
      request.groups.push_back(std::move(text));
      break;
    case PINCOMPILE_REQUEST_ONLY_BINARY:
      add_format(request.options.only_binary, text);
      break;
    case PINCOMPILE_REQUEST_NO_BINARY:
      add_format(request.options.no_binary, text);
      break;
    default:
      return not_an_option(true);
  }
  return {};
}

/// An enumerator by its number.
template <class Enum>
Result<void> choose(Enum& chosen, std::uint64_t value, Enum last) {
  if (value > static_cast<std::uint64_t>(last))
    return Error{ErrorKind::kInvalidArgument, "the option has no value of that number"};
  chosen = static_cast<Enum>(value);
  return {};
}

Result<void> set_number(pincompile_request& request, pincompile_request_option option,
                        std::uint64_t value) {
  ResolveOptions& options = request.options;
  switch (option) {
    case PINCOMPILE_REQUEST_OBJECTIVE:
      return choose(options.objective, value, Objective::kGreedy);
    case PINCOMPILE_REQUEST_RESOLUTION:
      return choose(options.resolution, value, ResolutionMode::kLowestDirect);
    case PINCOMPILE_REQUEST_PRERELEASE:
      return choose(options.prerelease, value, PrereleaseMode::kDisallow);
    case PINCOMPILE_REQUEST_UPLOADED_PRIOR_TO:
      options.uploaded_prior_to = std::chrono::sys_seconds(
          std::chrono::seconds(std::min<std::uint64_t>(value, std::uint64_t{1} << 40)));
      break;
    case PINCOMPILE_REQUEST_PREFER_BINARY:
      options.prefer_binary = value != 0;
      break;
    case PINCOMPILE_REQUEST_UPGRADE:
      options.upgrade = value != 0;
      break;
    case PINCOMPILE_REQUEST_REQUIRE_HASHES:
      options.require_hashes = value != 0;
      break;
    case PINCOMPILE_REQUEST_MAX_CONFLICTS:
      options.max_conflicts = value;
      break;
    case PINCOMPILE_REQUEST_MAX_FETCHES:
      options.max_fetches = value;
      break;
    case PINCOMPILE_REQUEST_MAX_MILLISECONDS:
      options.max_time = std::chrono::milliseconds(std::min(value, kMostSeconds * 1000));
      break;
    case PINCOMPILE_REQUEST_PYPY:
      request.target.implementation = value != 0 ? Implementation::kPyPy : Implementation::kCPython;
      break;
    default:
      return not_an_option(false);
  }
  return {};
}

/// Both kinds of options take texts and numbers in the same way.
template <class Handle, class Option>
pincompile_status say_text(Handle* handle, Option option, const char* text, std::size_t length,
                           pincompile_error** error) {
  return guarded(error, [&]() -> Result<void> {
    if (handle == nullptr) return null_handle("the handle");
    Result<std::string> given = text_of(text, length);
    if (!given) return given.error();
    return set_text(*handle, option, *std::move(given));
  });
}

template <class Handle, class Option>
pincompile_status say_number(Handle* handle, Option option, std::uint64_t value,
                             pincompile_error** error) {
  return guarded(error, [&]() -> Result<void> {
    if (handle == nullptr) return null_handle("the handle");
    return set_number(*handle, option, value);
  });
}

const char* nth(const std::vector<std::string>& texts, std::size_t i) {
  return i < texts.size() ? texts[i].c_str() : nullptr;
}

}  // namespace
}  // namespace pincompile::c_api

using namespace pincompile::c_api;

const char* pincompile_version(void) { return PINCOMPILE_VERSION; }

const char* pincompile_error_get_text(const pincompile_error* error, pincompile_error_field field,
                                      size_t i) {
  if (error == nullptr) return nullptr;
  const auto& where = error->error.where;
  switch (field) {
    case PINCOMPILE_ERROR_WHOLE:
      return error->whole.c_str();
    case PINCOMPILE_ERROR_MESSAGE:
      return error->error.message.c_str();
    case PINCOMPILE_ERROR_FILE:
      return i < where.size() ? where[i].file.c_str() : nullptr;
    case PINCOMPILE_ERROR_CAUSE:
      return nth(error->error.causes, i);
    case PINCOMPILE_ERROR_HINT:
      return nth(error->error.hints, i);
    default:
      return nullptr;
  }
}

uint64_t pincompile_error_get_number(const pincompile_error* error, pincompile_error_field field,
                                     size_t i) {
  if (error == nullptr) return 0;
  const auto& where = error->error.where;
  switch (field) {
    case PINCOMPILE_ERROR_PLACE_COUNT:
      return where.size();
    case PINCOMPILE_ERROR_LINE:
      return i < where.size() ? where[i].line : 0;
    case PINCOMPILE_ERROR_COLUMN:
      return i < where.size() ? where[i].column : 0;
    case PINCOMPILE_ERROR_CAUSE_COUNT:
      return error->error.causes.size();
    case PINCOMPILE_ERROR_HINT_COUNT:
      return error->error.hints.size();
    default:
      return 0;
  }
}

void pincompile_error_free(pincompile_error* error) { delete error; }

pincompile_options* pincompile_options_new(void) { return made<pincompile_options>(); }

pincompile_status pincompile_options_set_text(pincompile_options* options, pincompile_option option,
                                              const char* text, size_t length,
                                              pincompile_error** error) {
  return say_text(options, option, text, length, error);
}

pincompile_status pincompile_options_set_number(pincompile_options* options,
                                                pincompile_option option, uint64_t value,
                                                pincompile_error** error) {
  return say_number(options, option, value, error);
}

void pincompile_options_free(pincompile_options* options) { delete options; }

pincompile_request* pincompile_request_new(void) { return made<pincompile_request>(); }

pincompile_status pincompile_request_add_text(pincompile_request* request, pincompile_input input,
                                              const char* name, size_t name_length,
                                              const char* text, size_t length,
                                              pincompile_error** error) {
  return guarded(error, [&]() -> pincompile::Result<void> {
    if (request == nullptr) return null_handle("the request");
    pincompile::Result<std::string> called = text_of(name, name_length);
    if (!called) return called.error();
    pincompile::Result<std::string> content = text_of(text, length);
    if (!content) return content.error();
    if (request->texts.contains(*called))
      return pincompile::Error{pincompile::ErrorKind::kInvalidArgument,
                               "there is a text of that name already"};
    if (auto added = add_input(*request, input, *called); !added) return added;
    request->texts.emplace(*std::move(called), *std::move(content));
    return {};
  });
}

pincompile_status pincompile_request_add_file(pincompile_request* request, pincompile_input input,
                                              const char* path, size_t length,
                                              pincompile_error** error) {
  return guarded(error, [&]() -> pincompile::Result<void> {
    if (request == nullptr) return null_handle("the request");
    pincompile::Result<std::string> given = text_of(path, length);
    if (!given) return given.error();
    return add_input(*request, input, *std::move(given));
  });
}

pincompile_status pincompile_request_set_text(pincompile_request* request,
                                              pincompile_request_option option, const char* text,
                                              size_t length, pincompile_error** error) {
  return say_text(request, option, text, length, error);
}

pincompile_status pincompile_request_set_number(pincompile_request* request,
                                                pincompile_request_option option, uint64_t value,
                                                pincompile_error** error) {
  return say_number(request, option, value, error);
}

void pincompile_request_free(pincompile_request* request) { delete request; }
