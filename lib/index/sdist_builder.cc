// SPDX-License-Identifier: MIT
#include "index/sdist_builder.h"

#include <fmt/format.h>

#include "index/metadata_json.h"

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

}  // namespace

SdistBuilder::SdistBuilder(const SdistPolicy& policy, ProgramRunner* programs)
    : policy_(policy), programs_(programs) {}

Result<void> SdistBuilder::check_interpreter(const std::stop_token& stop) {
  ProgramLimits limits;
  limits.stop = stop;
  const auto result = programs_->run({policy_.python, "-c", kAskVersion}, limits);
  if (!result) return result.error();
  if (result->exit_status != 0) {
    return Error{ErrorKind::kInvalidArgument, fmt::format("{} cannot be run", policy_.python)};
  }
  const std::string_view found = last_line(result->standard_output);
  if (found == policy_.target_python + " " + policy_.target_implementation) return {};
  return Error{ErrorKind::kInvalidArgument,
               fmt::format("{} is Python {}, the target is {} {}", policy_.python, found,
                           policy_.target_python, policy_.target_implementation)};
}

Result<CoreMetadata> SdistBuilder::metadata_of(const std::string& file,
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
  const auto result = programs_->run({policy_.python, "-m", "pip", "install", "-q", "--dry-run",
                                      "--ignore-installed", "--no-deps", "--report", "-", file},
                                     limits);
  if (!result) return result.error();
  if (result->exit_status != 0) {
    return Error{ErrorKind::kUnsupported,
                 fmt::format("its build failed: {}", last_line(result->standard_error))};
  }
  return read_pip_report(result->standard_output);
}

}  // namespace pincompile
