// The C API: questions about outcomes, and texts made of them.
// SPDX-License-Identifier: MIT
#include <utility>

#include "api/c_handles.h"
#include "pincompile/c.h"
#include "pincompile/library_version.h"

namespace pincompile::c_api {
namespace {

/// Element i of a list, or null.
template <class T>
const T* nth(const std::vector<T>& list, std::size_t i) {
  return i < list.size() ? &list[i] : nullptr;
}

/// A member's text, or null if there is no object.
template <class T>
const char* text(const T* object, std::string T::*member) {
  return object == nullptr ? nullptr : (object->*member).c_str();
}

const char* text(const std::string* object) {
  return object == nullptr ? nullptr : object->c_str();
}

/// The input line behind a reason; null if a pin stands behind it.
const InputRequirement* line_of(const Resolution& resolution, const RequiredBy* reason) {
  using LineKind = RequiredBy::LineKind;
  if (reason == nullptr || !reason->line) return nullptr;
  switch (reason->line_kind) {
    case LineKind::kConstraint:
      return nth(resolution.constraints, *reason->line);
    case LineKind::kOverride:
      return nth(resolution.overrides, *reason->line);
    default:
      return nth(resolution.requirements, *reason->line);
  }
}

const char* pin_text(const Resolution& resolution, const Pin& pin, pincompile_field field,
                     std::size_t j) {
  const RequiredBy* reason = nth(pin.required_by, j);
  const HeldBack* held = nth(pin.held_back, j);
  const PinFile* file = nth(pin.files, j);
  switch (field) {
    case PINCOMPILE_PIN_NAME:
      return pin.name.c_str();
    case PINCOMPILE_PIN_VERSION:
      return pin.version.c_str();
    case PINCOMPILE_PIN_NEWEST:
      return pin.newest.c_str();
    case PINCOMPILE_PIN_CHANGED_FROM:
      return pin.changed_from.c_str();
    case PINCOMPILE_PIN_INDEX:
      return pin.index_url.c_str();
    case PINCOMPILE_EXTRA:
      return text(nth(pin.extras, j));
    case PINCOMPILE_REASON_PIN:
      return text(reason, &RequiredBy::parent);
    case PINCOMPILE_REASON_TEXT:
      return text(reason, &RequiredBy::text);
    case PINCOMPILE_REASON_FILE: {
      const InputRequirement* line = line_of(resolution, reason);
      return reason != nullptr && line == nullptr
                 ? ""
                 : text(line == nullptr ? nullptr : &line->origin.file);
    }
    case PINCOMPILE_HELD_BACK_VERSION:
      return text(held, &HeldBack::version);
    case PINCOMPILE_HELD_BACK_CODE:
      return held == nullptr ? nullptr : to_string(held->code).data();
    case PINCOMPILE_HELD_BACK_TEXT:
      return text(held, &HeldBack::text);
    case PINCOMPILE_FILE_NAME:
      return text(file, &PinFile::filename);
    case PINCOMPILE_FILE_URL:
      return text(file, &PinFile::url);
    case PINCOMPILE_FILE_SHA256:
      return text(file, &PinFile::sha256);
    default:
      return nullptr;
  }
}

std::uint64_t pin_number(const Resolution& resolution, const Pin& pin, pincompile_field field,
                         std::size_t j) {
  const PinFile* file = nth(pin.files, j);
  const InputRequirement* line = line_of(resolution, nth(pin.required_by, j));
  switch (field) {
    case PINCOMPILE_PIN_PROVEN:
      return pin.status == ProofStatus::kProven;
    case PINCOMPILE_PIN_DIRECT:
      return pin.direct;
    case PINCOMPILE_PIN_YANKED:
      return pin.yanked;
    case PINCOMPILE_EXTRA_COUNT:
      return pin.extras.size();
    case PINCOMPILE_REASON_COUNT:
      return pin.required_by.size();
    case PINCOMPILE_REASON_LINE:
      return line == nullptr ? 0 : line->origin.line;
    case PINCOMPILE_HELD_BACK_COUNT:
      return pin.held_back.size();
    case PINCOMPILE_FILE_COUNT:
      return pin.files.size();
    case PINCOMPILE_FILE_SIZE:
      return file == nullptr ? 0 : file->size;
    default:
      return 0;
  }
}

const char* suggestion_text(const Conflict::Suggestion* suggestion, pincompile_field field) {
  switch (field) {
    case PINCOMPILE_SUGGESTION_EDIT:
      return text(suggestion, &Conflict::Suggestion::edit);
    case PINCOMPILE_SUGGESTION_RESULT:
      return text(suggestion, &Conflict::Suggestion::result);
    default:
      return nullptr;
  }
}

const char* conflict_text(const Conflict& conflict, pincompile_field field, std::size_t i) {
  const Conflict::Step* step = nth(conflict.steps, i);
  switch (field) {
    case PINCOMPILE_HEADLINE:
      return conflict.headline.c_str();
    case PINCOMPILE_STEP_TEXT:
      return text(step, &Conflict::Step::text);
    case PINCOMPILE_STEP_FILE:
      return step == nullptr ? nullptr : step->origin ? step->origin->file.c_str() : "";
    case PINCOMPILE_CORE_FILE:
      return text(nth(conflict.core, i), &Origin::file);
    default:
      return suggestion_text(nth(conflict.suggestions, i), field);
  }
}

std::uint64_t conflict_number(const Conflict& conflict, pincompile_field field, std::size_t i) {
  const Conflict::Step* step = nth(conflict.steps, i);
  const Origin* core = nth(conflict.core, i);
  switch (field) {
    case PINCOMPILE_STEP_COUNT:
      return conflict.steps.size();
    case PINCOMPILE_STEP_LINE:
      return step != nullptr && step->origin ? step->origin->line : 0;
    case PINCOMPILE_CORE_COUNT:
      return conflict.core.size();
    case PINCOMPILE_CORE_LINE:
      return core == nullptr ? 0 : core->line;
    case PINCOMPILE_MINIMAL:
      return conflict.minimal;
    case PINCOMPILE_SUGGESTION_COUNT:
      return conflict.suggestions.size();
    default:
      return 0;
  }
}

const char* exhausted_text(const Exhausted& exhausted, pincompile_field field, std::size_t i) {
  switch (field) {
    case PINCOMPILE_BUSY_NAME:
      return text(nth(exhausted.busiest, i), &Exhausted::Busy::name);
    default:
      return suggestion_text(nth(exhausted.suggestions, i), field);
  }
}

std::uint64_t exhausted_number(const Exhausted& exhausted, pincompile_field field, std::size_t i) {
  const Exhausted::Busy* busy = nth(exhausted.busiest, i);
  switch (field) {
    case PINCOMPILE_BUSY_COUNT:
      return exhausted.busiest.size();
    case PINCOMPILE_BUSY_PERCENT:
      return busy == nullptr ? 0 : busy->percent;
    case PINCOMPILE_SUGGESTION_COUNT:
      return exhausted.suggestions.size();
    default:
      return 0;
  }
}

std::string requirements_text(const Resolution& resolution, unsigned layout) {
  RequirementsTxtOptions options;
  options.fingerprint = false;
  options.hashes = (layout & PINCOMPILE_WITH_HASHES) != 0;
  options.header = (layout & PINCOMPILE_WITHOUT_HEADER) == 0;
  options.annotate = (layout & PINCOMPILE_WITHOUT_ANNOTATIONS) == 0;
  return requirements_txt(resolution, options);
}

std::string report_text(const pincompile_outcome& outcome) {
  JsonReport report;
  report.tool_version = PINCOMPILE_VERSION;
  report.command = "pin-compile";
  report.target = outcome.target;
  report.objective = outcome.options.objective;
  report.cutoff = outcome.options.uploaded_prior_to;
  report.outcome = &outcome.outcome;
  return json_report(report);
}

Result<std::string> text_of(const pincompile_outcome& outcome, pincompile_format format,
                            unsigned layout) {
  if (format == PINCOMPILE_JSON_REPORT) return report_text(outcome);
  const auto* resolution = std::get_if<Resolution>(&outcome.outcome);
  if (resolution == nullptr) return Error{ErrorKind::kInvalidArgument, "the outcome has no pins"};
  switch (format) {
    case PINCOMPILE_REQUIREMENTS_TXT:
      return requirements_text(*resolution, layout);
    case PINCOMPILE_PYLOCK_TOML: {
      PylockOptions options;
      options.fingerprint = false;
      return pylock_toml(*resolution, options);
    }
    case PINCOMPILE_EXPLANATION:
      return explain_text(ResolvedGraph(*resolution), true);
    default:
      return Error{ErrorKind::kInvalidArgument, "no format has that number"};
  }
}

}  // namespace
}  // namespace pincompile::c_api

using namespace pincompile;
using namespace pincompile::c_api;

pincompile_outcome_kind pincompile_outcome_get_kind(const pincompile_outcome* outcome) {
  if (outcome == nullptr) return PINCOMPILE_OUTCOME_NONE;
  if (std::holds_alternative<Resolution>(outcome->outcome)) return PINCOMPILE_OUTCOME_RESOLUTION;
  return std::holds_alternative<Conflict>(outcome->outcome) ? PINCOMPILE_OUTCOME_CONFLICT
                                                            : PINCOMPILE_OUTCOME_EXHAUSTED;
}

const char* pincompile_outcome_get_text(const pincompile_outcome* outcome, pincompile_field field,
                                        size_t i, size_t j) {
  if (outcome == nullptr) return nullptr;
  if (const auto* resolution = std::get_if<Resolution>(&outcome->outcome)) {
    if (field == PINCOMPILE_WARNING) return text(nth(resolution->warnings, i));
    const Pin* pin = nth(resolution->pins, i);
    return pin == nullptr ? nullptr : pin_text(*resolution, *pin, field, j);
  }
  if (field == PINCOMPILE_MESSAGE) return outcome->message.c_str();
  if (const auto* conflict = std::get_if<Conflict>(&outcome->outcome))
    return conflict_text(*conflict, field, i);
  return exhausted_text(std::get<Exhausted>(outcome->outcome), field, i);
}

uint64_t pincompile_outcome_get_number(const pincompile_outcome* outcome, pincompile_field field,
                                       size_t i, size_t j) {
  if (outcome == nullptr) return 0;
  const ResolveStats& stats = std::visit(
      [](const auto& any) -> const ResolveStats& { return any.stats; }, outcome->outcome);
  switch (field) {
    case PINCOMPILE_CONFLICTS:
      return stats.conflicts;
    case PINCOMPILE_DECISIONS:
      return stats.decisions;
    case PINCOMPILE_FETCHES:
      return stats.fetches;
    default:
      break;
  }
  if (const auto* conflict = std::get_if<Conflict>(&outcome->outcome))
    return conflict_number(*conflict, field, i);
  if (const auto* exhausted = std::get_if<Exhausted>(&outcome->outcome))
    return exhausted_number(*exhausted, field, i);
  const Resolution& resolution = std::get<Resolution>(outcome->outcome);
  switch (field) {
    case PINCOMPILE_PIN_COUNT:
      return resolution.pins.size();
    case PINCOMPILE_WARNING_COUNT:
      return resolution.warnings.size();
    case PINCOMPILE_PROVEN:
      return resolution.proven;
    default:
      break;
  }
  const Pin* pin = nth(resolution.pins, i);
  return pin == nullptr ? 0 : pin_number(resolution, *pin, field, j);
}

pincompile_status pincompile_outcome_write(pincompile_outcome* outcome, pincompile_format format,
                                           unsigned layout, const char** text, size_t* length,
                                           pincompile_error** error) {
  if (text != nullptr) *text = nullptr;
  if (length != nullptr) *length = 0;
  return guarded(error, [&]() -> Result<void> {
    if (outcome == nullptr) return null_handle("the outcome");
    if (text == nullptr) return null_handle("the place for the text");
    Result<std::string> made = text_of(*outcome, format, layout);
    if (!made) return made.error();
    outcome->written = *std::move(made);
    *text = outcome->written.c_str();
    if (length != nullptr) *length = outcome->written.size();
    return {};
  });
}

void pincompile_outcome_free(pincompile_outcome* outcome) { delete outcome; }
