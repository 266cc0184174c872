// The C API: facts of the caller's.
// SPDX-License-Identifier: MIT
#include "api/c_facts.h"

#include <algorithm>
#include <utility>

#include "api/c_handles.h"

namespace pincompile::c_api {

void CallbackFacts::request(std::vector<Want> wants) {
  for (Want& want : wants) waiting_.push_back(std::move(want));
}

/// One at a time, so that a resolve that was cancelled meanwhile asks no further.
std::vector<Fact> CallbackFacts::wait() {
  std::vector<Fact> facts;
  if (waiting_.empty()) return facts;
  facts.push_back(answer(waiting_.front()));
  waiting_.erase(waiting_.begin());
  return facts;
}

void CallbackFacts::cancel() { waiting_.clear(); }

Fact CallbackFacts::answer(const Want& want) const {
  return want.kind == Want::Kind::kPage ? answer_page(want) : answer_metadata(want);
}

Fact CallbackFacts::answer_page(const Want& want) const {
  pincompile_fact said;
  said.is_page = true;
  said.page.project = want.project;
  page_(data_, want.project.c_str(), &said);
  if (said.failure) return {want.id, Failed{*std::move(said.failure)}};
  if (said.page.files.empty()) return {want.id, PageAbsent{}};
  return {want.id, PageFound{make_page(said.page), {}}};
}

Fact CallbackFacts::answer_metadata(const Want& want) const {
  using Reason = MetadataUnavailable::Reason;
  pincompile_fact said;
  said.metadata.project = want.project;
  said.metadata.version = want.version;
  if (!want.files.empty()) said.metadata.filename = want.files.front().filename;
  metadata_(data_, want.project.c_str(), want.version.c_str(), said.metadata.filename.c_str(),
            &said);
  if (said.failure) return {want.id, Failed{*std::move(said.failure)}};
  if (said.unusable) return {want.id, MetadataUnavailable{Reason::kBadMetadata, *said.unusable}};
  Result<RecordBytes> record = make_metadata(said.metadata);
  if (!record) return {want.id, MetadataUnavailable{Reason::kBadMetadata, record.error().message}};
  return {want.id, MetadataKnown{*std::move(record)}};
}

namespace {

Result<void> say(pincompile_fact& fact, pincompile_fact_field field, std::string text) {
  if (fact.is_page != (field <= PINCOMPILE_FACT_FILE_UPLOADED))
    return Error{ErrorKind::kInvalidArgument, "the question is about something else"};
  if (fact.is_page && field != PINCOMPILE_FACT_FILE && fact.page.files.empty())
    return Error{ErrorKind::kInvalidArgument, "no file was added yet"};
  switch (field) {
    case PINCOMPILE_FACT_FILE:
      fact.page.files.push_back({std::move(text)});
      break;
    case PINCOMPILE_FACT_FILE_URL:
      fact.page.files.back().url = std::move(text);
      break;
    case PINCOMPILE_FACT_FILE_SHA256:
      fact.page.files.back().sha256 = std::move(text);
      break;
    case PINCOMPILE_FACT_FILE_REQUIRES_PYTHON:
      fact.page.files.back().requires_python = std::move(text);
      break;
    case PINCOMPILE_FACT_FILE_YANKED:
      fact.page.files.back().yanked = true;
      fact.page.files.back().yanked_reason = std::move(text);
      break;
    case PINCOMPILE_FACT_REQUIREMENT:
      fact.metadata.requires_dist.push_back(std::move(text));
      break;
    case PINCOMPILE_FACT_EXTRA:
      fact.metadata.provides_extra.push_back(std::move(text));
      break;
    case PINCOMPILE_FACT_REQUIRES_PYTHON:
      fact.metadata.requires_python = std::move(text);
      break;
    case PINCOMPILE_FACT_UNUSABLE:
      fact.unusable = std::move(text);
      break;
    default:
      return not_an_option(true);
  }
  return {};
}

Result<void> say(pincompile_fact& fact, pincompile_fact_field field, std::uint64_t value) {
  if (!fact.is_page || fact.page.files.empty())
    return Error{ErrorKind::kInvalidArgument, "no file was added"};
  if (field == PINCOMPILE_FACT_FILE_SIZE) {
    fact.page.files.back().size = value;
  } else if (field == PINCOMPILE_FACT_FILE_UPLOADED) {
    fact.page.files.back().uploaded = std::chrono::sys_seconds(
        std::chrono::seconds(std::min<std::uint64_t>(value, std::uint64_t{1} << 40)));
  } else {
    return not_an_option(false);
  }
  return {};
}

/// The kind behind a status; INTERNAL for those that are not a failure of the world.
ErrorKind kind_of(pincompile_status status) {
  for (const ErrorKind kind : {ErrorKind::kNotFound, ErrorKind::kIo, ErrorKind::kNetwork,
                               ErrorKind::kUnauthorized, ErrorKind::kCorrupt})
    if (status_of(kind) == status) return kind;
  return ErrorKind::kInternal;
}

}  // namespace
}  // namespace pincompile::c_api

using namespace pincompile::c_api;

pincompile_facts* pincompile_facts_new(pincompile_page_callback page,
                                       pincompile_metadata_callback metadata, void* data) {
  if (page == nullptr || metadata == nullptr) return nullptr;
  return made<pincompile_facts>(CallbackFacts(page, metadata, data));
}

pincompile_status pincompile_fact_set_text(pincompile_fact* fact, pincompile_fact_field field,
                                           const char* text, size_t length,
                                           pincompile_error** error) {
  return guarded(error, [&]() -> pincompile::Result<void> {
    if (fact == nullptr) return null_handle("the fact");
    pincompile::Result<std::string> given = text_of(text, length);
    if (!given) return given.error();
    return say(*fact, field, *std::move(given));
  });
}

pincompile_status pincompile_fact_set_number(pincompile_fact* fact, pincompile_fact_field field,
                                             uint64_t value, pincompile_error** error) {
  return guarded(error, [&]() -> pincompile::Result<void> {
    if (fact == nullptr) return null_handle("the fact");
    return say(*fact, field, value);
  });
}

pincompile_status pincompile_fact_fail(pincompile_fact* fact, pincompile_status status,
                                       const char* message, size_t length,
                                       pincompile_error** error) {
  return guarded(error, [&]() -> pincompile::Result<void> {
    if (fact == nullptr) return null_handle("the fact");
    pincompile::Result<std::string> given = text_of(message, length);
    if (!given) return given.error();
    fact->failure = pincompile::Error{kind_of(status), *std::move(given)};
    return {};
  });
}

void pincompile_facts_free(pincompile_facts* facts) { delete facts; }
