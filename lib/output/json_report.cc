// Writes the report; `stats` is the only part that may differ between equal runs.
// SPDX-License-Identifier: MIT
#include "pincompile/json_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "output/json_error.h"
#include "output/json_writer.h"
#include "output/pin_line.h"
#include "pincompile/explain.h"

namespace pincompile {
namespace {

constexpr std::size_t kNearestHeldBack = 3;

std::string instant(std::chrono::sys_seconds when) {
  const auto day = std::chrono::floor<std::chrono::days>(when);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss time{when - day};
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     time.hours().count(), time.minutes().count(), time.seconds().count());
}

std::string_view objective_text(Objective objective) {
  switch (objective) {
    case Objective::kFresh:
      return "fresh";
    case Objective::kNewest:
      return "newest";
    case Objective::kGreedy:
      return "greedy";
  }
  return "fresh";
}

void write_environment(JsonWriter& json, const std::optional<Target>& target) {
  json.key("environment").begin_object();
  if (target) {
    const MarkerEnvironment environment = target->marker_environment();
    for (std::size_t i = 0; i < kMarkerVariableCount; ++i)
      json.member(to_string(static_cast<MarkerVariable>(i)), environment.values[i]);
  }
  json.end_object();
}

bool in_scope(const PinFile& file, HashScope scope) {
  return scope == HashScope::kAll || (scope == HashScope::kTarget ? file.usable : file.best);
}

void write_download(JsonWriter& json, const Resolution& resolution, const Pin& pin) {
  json.key("download_info").begin_object();
  const InputRequirement* line = direct_line(resolution, pin);
  if (line != nullptr && line->editable) {
    json.member("url", line->requirement.url.empty() ? line->path : line->requirement.url);
    json.key("dir_info").begin_object().key("editable").boolean(true).end_object();
    json.end_object();
    return;
  }
  const auto best = std::ranges::find_if(pin.files, &PinFile::best);
  if (best != pin.files.end()) {
    json.member("url", file_url_text(best->url));
    json.key("archive_info").begin_object().key("hashes").begin_object();
    json.member_if("sha256", best->sha256).end_object().end_object();
  } else if (line != nullptr) {
    json.member("url", direct_url_text(line->requirement.url));
    const bool archive = line->kind == InputRequirement::Kind::kUrl;
    json.key(archive ? "archive_info" : "dir_info").begin_object().end_object();
  }
  json.end_object();
}

void write_required_by(JsonWriter& json, const Resolution& resolution, const Pin& pin) {
  json.key("required_by").begin_array();
  for (const RequiredBy& reason : pin.required_by) {
    json.begin_object();
    if (!reason.parent.empty()) {
      json.member("name", reason.parent);
    } else if (reason.line) {
      const auto& lines =
          reason.line_kind == RequiredBy::LineKind::kConstraint ? resolution.constraints
          : reason.line_kind == RequiredBy::LineKind::kOverride ? resolution.overrides
                                                                : resolution.requirements;
      if (*reason.line < lines.size()) {
        json.member("source", lines[*reason.line].origin.annotation);
        json.key("line").number(lines[*reason.line].origin.line);
      }
    }
    json.member("specifier", reason.specifier).member_if("marker", reason.marker);
    json.member_if("extra", reason.parent_extra).end_object();
  }
  json.end_array();
}

void write_pin_details(JsonWriter& json, const Resolution& resolution, const Pin& pin,
                       HashScope scope) {
  json.key("pin_compile").begin_object();
  json.member("status", pin.status == ProofStatus::kProven ? "proven" : "best-known");
  json.member_if("newest", pin.newest)
      .member_if("changed_from", pin.changed_from)
      .member_if("index", pin.index_url);
  if (pin.uploaded) json.member("upload_time", instant(*pin.uploaded));
  json.member_if("metadata_source", pin.metadata_source);
  write_required_by(json, resolution, pin);
  json.key("held_back").begin_array();
  for (std::size_t i = 0; i < pin.held_back.size() && i < kNearestHeldBack; ++i) {
    const HeldBack& held = pin.held_back[i];
    json.begin_object().member("version", held.version).member("reason", to_string(held.code));
    json.member_if("text", held.text).member_list("by", held.by).end_object();
  }
  json.end_array();
  json.key("files").begin_array();
  for (const PinFile& file : pin.files) {
    if (!in_scope(file, scope)) continue;
    json.begin_object().member("filename", file.filename).member("url", file_url_text(file.url));
    json.member_if("sha256", file.sha256);
    if (file.size != 0) json.key("size").number(file.size);
    json.end_object();
  }
  json.end_array().end_object();
}

void write_pin(JsonWriter& json, const Resolution& resolution, const Pin& pin, HashScope scope) {
  json.begin_object();
  json.key("metadata").begin_object().member("metadata_version", "2.1");
  json.member("name", pin.name)
      .member("version", pin.version)
      .member_list("requires_dist", pin.requires_dist);
  json.member_if("requires_python", pin.requires_python)
      .member_list("provides_extra", pin.provides_extra)
      .end_object();
  write_download(json, resolution, pin);
  json.key("is_direct").boolean(pin.direct_line.has_value());
  json.key("is_yanked").boolean(pin.yanked);
  json.key("requested").boolean(pin.direct);
  if (!pin.extras.empty()) json.member_list("requested_extras", pin.extras);
  write_pin_details(json, resolution, pin, scope);
  json.end_object();
}

const ResolveStats& stats_of(const Outcome& outcome) {
  return std::visit([](const auto& answer) -> const ResolveStats& { return answer.stats; },
                    outcome);
}

void write_unavailable(JsonWriter& json, const Resolution& resolution) {
  json.key("unavailable").begin_array();
  for (const Pin& pin : resolution.pins)
    for (const HeldBack& held : pin.held_back) {
      if (held.code == ExclusionCode::kNone || held.code == ExclusionCode::kConflict) continue;
      json.begin_object().member("name", pin.name).member("version", held.version);
      json.member("code", to_string(held.code)).member("text", held.text).end_object();
    }
  json.end_array();
}

void write_run(JsonWriter& json, const JsonReport& report) {
  const Resolution* resolution =
      report.outcome == nullptr ? nullptr : std::get_if<Resolution>(report.outcome);
  json.key("pin_compile").begin_object();
  json.key("schema").number(1);
  json.member("tool_version", report.tool_version).member("command", report.command);
  json.member_if("fingerprint", report.fingerprint);
  json.member_if("target", report.target ? report.target->id() : "");
  json.member_if("tags_floor", report.target ? report.target->platform.to_string() : "");
  json.member("objective", objective_text(report.objective));
  if (resolution != nullptr) {
    json.key("proven").boolean(resolution->proven);
    json.key("worst_bucket").number(resolution->worst_bucket);
  }
  if (report.cutoff) json.member("cutoff", instant(*report.cutoff));
  if (resolution != nullptr) write_unavailable(json, *resolution);
  json.member_list("warnings",
                   resolution == nullptr ? std::vector<std::string>{} : resolution->warnings);
  json.member("output", report.output);
  json.key("stats").begin_object();
  if (report.outcome != nullptr) {
    const ResolveStats& stats = stats_of(*report.outcome);
    json.key("conflicts").number(stats.conflicts).key("decisions").number(stats.decisions);
    json.key("fetches").number(stats.fetches).key("bytes").number(stats.bytes);
    json.key("cache_hits").number(stats.cache_hits);
  }
  json.key("seconds").real(report.seconds).end_object().end_object();
}

void write_conflict(JsonWriter& json, const Conflict& conflict) {
  json.member("code", "conflict").member("text", conflict.headline).key("causes").begin_array();
  for (const Conflict::Step& step : conflict.steps) {
    json.begin_object();
    if (step.origin) json.member("file", step.origin->file).key("line").number(step.origin->line);
    json.member("text", step.text).end_object();
  }
  json.end_array().key("suggestions").begin_array();
  for (const Conflict::Suggestion& suggestion : conflict.suggestions)
    json.begin_object()
        .member("edit", suggestion.edit)
        .member("result", suggestion.result)
        .end_object();
  json.end_array();
}

}  // namespace

void write_json_error(JsonWriter& json, const Outcome* outcome, const Error* error) {
  json.begin_object();
  if (error != nullptr) {
    json.member("code", to_string(error->kind)).member("text", error->message);
    json.key("causes").begin_array();
    for (const Context& place : error->where)
      json.begin_object()
          .member("file", place.file)
          .key("line")
          .number(place.line)
          .member("text", place.text)
          .end_object();
    for (const std::string& cause : error->causes)
      json.begin_object().member("text", cause).end_object();
    json.end_array().key("suggestions").begin_array().end_array();
  } else if (const auto* conflict = std::get_if<Conflict>(outcome)) {
    write_conflict(json, *conflict);
  } else if (const auto* exhausted = std::get_if<Exhausted>(outcome)) {
    json.member("code", "exhausted");
    json.member("text", exhausted_error(*exhausted).message);
    json.key("causes").begin_array();
    for (const Exhausted::Busy& busy : exhausted->busiest)
      json.begin_object()
          .member("text", fmt::format("{} {} %", busy.name, busy.percent))
          .end_object();
    json.end_array().key("suggestions").begin_array();
    for (const Conflict::Suggestion& suggestion : exhausted->suggestions)
      json.begin_object()
          .member("edit", suggestion.edit)
          .member("result", suggestion.result)
          .end_object();
    json.end_array();
  }
  json.end_object();
}

std::string json_report(const JsonReport& report) {
  JsonWriter json;
  const Resolution* resolution =
      report.outcome == nullptr ? nullptr : std::get_if<Resolution>(report.outcome);
  json.begin_object().member("version", "1");
  write_environment(json, report.target);
  json.key("install").begin_array();
  if (resolution != nullptr)
    for (const Pin& pin : resolution->pins) write_pin(json, *resolution, pin, report.hash_scope);
  json.end_array();
  write_run(json, report);
  if (resolution == nullptr) write_json_error(json.key("error"), report.outcome, report.error);
  return json.end_object().take();
}

}  // namespace pincompile
