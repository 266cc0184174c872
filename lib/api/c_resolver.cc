// The C API: resolvers.
// SPDX-License-Identifier: MIT
#include <utility>

#include "api/c_facts.h"
#include "api/c_handles.h"
#include "api/c_http.h"
#include "pincompile/c.h"

namespace pincompile::c_api {
namespace {

class Watcher : public ResolveObserver {
 public:
  explicit Watcher(pincompile_resolver& resolver) : resolver_(resolver) {}

  void on_progress(const Progress& progress) override {
    if (resolver_.progress == nullptr) return;
    if (resolver_.progress(resolver_.progress_data, progress.packages_known,
                           progress.packages_wanted, progress.fetched, progress.conflicts) != 0)
      resolver_.cancelled = true;
  }
  bool should_cancel() override { return resolver_.cancelled; }

 private:
  pincompile_resolver& resolver_;
};

std::vector<std::string> names_of(const pincompile_request& request, pincompile_input input) {
  const auto found = request.names.find(input);
  return found == request.names.end() ? std::vector<std::string>() : found->second;
}

Result<Inputs> read(pincompile_resolver& resolver, const pincompile_request& request) {
  const std::vector<std::string> sources = names_of(request, PINCOMPILE_INPUT_REQUIREMENTS);
  if (sources.empty()) return Error{ErrorKind::kInvalidArgument, "the request has no requirements"};
  TextFiles files(resolver.disk.get());
  for (const auto& [name, text] : request.texts) files.put(name, text);
  InputReader reader;
  reader.files = &files;
  reader.extras = request.extras;
  reader.groups = request.groups;
  if (resolver.world)
    reader.fetch = [&resolver](const std::string& url) {
      return resolver.world->fetch_text(resolver.indexes, url);
    };
  return read_inputs(reader, sources, names_of(request, PINCOMPILE_INPUT_CONSTRAINTS),
                     names_of(request, PINCOMPILE_INPUT_OVERRIDES));
}

/// What a snapshot says was asked. Only texts that the caller gave stand in it, no file of the
/// disk.
SnapshotContext context_of(const ResolveRequest& request, const pincompile_request& asked) {
  SnapshotContext context;
  context.tool_version = pincompile_version();
  context.target = request.target.id();
  for (const ExistingPin& pin : request.existing)
    context.existing.push_back({pin.name, pin.version, pin.hashes});
  context.sources.assign(asked.texts.begin(), asked.texts.end());
  return context;
}

std::string message_of(const Outcome& outcome) {
  if (const auto* conflict = std::get_if<Conflict>(&outcome))
    return conflict_error(*conflict, true).to_string();
  if (const auto* exhausted = std::get_if<Exhausted>(&outcome))
    return exhausted_error(*exhausted).to_string();
  return {};
}

/// What a request asks, of whom.
struct Question {
  ResolveRequest request = {};
  Resolver* engine = nullptr;
};

Result<Question> question_of(pincompile_resolver& resolver, const pincompile_request& asked) {
  if (!asked.python) return Error{ErrorKind::kInvalidArgument, "the request names no Python"};
  Result<Inputs> inputs = read(resolver, asked);
  if (!inputs) return inputs.error();
  Question question;
  ResolveRequest& request = question.request;
  request.inputs = *std::move(inputs);
  request.target = asked.target;
  request.target.python = *asked.python;
  request.options = asked.options;
  const MarkerEnvironment environment = request.target.marker_environment();
  for (const ExistingPin& pin : asked.existing)
    if (!request.options.upgrade && pin.marker.evaluate(environment))
      request.existing.push_back(pin);
  IndexOptions indexes = resolver.indexes;
  add_file_lines(request.inputs.options, request.options, indexes);
  indexes.sdists.target_python = request.target.python.short_form();
  question.engine = resolver.on_facts.get();
  if (!resolver.world) return question;
  const Result<Resolver*> found = resolver.world->resolver_for(indexes);
  if (!found) return found.error();
  question.engine = *found;
  if (resolver.records) resolver.asked = context_of(request, asked);
  return question;
}

Result<void> resolve(pincompile_resolver& resolver, const pincompile_request& asked,
                     pincompile_outcome*& outcome) {
  Result<Question> question = question_of(resolver, asked);
  if (!question) return question.error();
  Watcher watcher(resolver);
  Result<Outcome> answer = question->engine->resolve(question->request, &watcher);
  resolver.cancelled = false;
  if (!answer) return answer.error();
  std::string message = message_of(*answer);
  outcome = new pincompile_outcome{*std::move(answer), std::move(question->request.target),
                                   std::move(question->request.options), std::move(message)};
  return {};
}

constexpr pincompile_verdict verdict_of(WhyNot::Verdict verdict) {
  switch (verdict) {
    case WhyNot::Verdict::kPinned:
      return PINCOMPILE_VERDICT_PINNED;
    case WhyNot::Verdict::kNotNeeded:
      return PINCOMPILE_VERDICT_NOT_NEEDED;
    case WhyNot::Verdict::kNoSuchVersion:
      return PINCOMPILE_VERDICT_NO_SUCH_VERSION;
    case WhyNot::Verdict::kUnavailable:
      return PINCOMPILE_VERDICT_UNAVAILABLE;
    case WhyNot::Verdict::kForbidden:
      return PINCOMPILE_VERDICT_FORBIDDEN;
    case WhyNot::Verdict::kTradeOff:
      return PINCOMPILE_VERDICT_TRADE_OFF;
    case WhyNot::Verdict::kUnknown:
      return PINCOMPILE_VERDICT_UNKNOWN;
  }
  return PINCOMPILE_VERDICT_UNKNOWN;
}

Result<WhyNot> why_not(pincompile_resolver& resolver, const pincompile_request& asked,
                       const std::string& project, const std::string& version) {
  Result<Question> question = question_of(resolver, asked);
  if (!question) return question.error();
  Watcher watcher(resolver);
  Result<WhyNot> answer =
      question->engine->why_not(question->request, normalize_name(project), version, &watcher);
  resolver.cancelled = false;
  return answer;
}

WorldPorts ports_of(const pincompile_options& options) {
  WorldPorts ports;
  if (options.http == nullptr) return ports;
  ports.make_transport = [answer = options.http, data = options.http_data](
                             const TransportOptions&) -> Result<std::unique_ptr<HttpTransport>> {
    return std::unique_ptr<HttpTransport>(std::make_unique<CallbackTransport>(answer, data));
  };
  return ports;
}

std::unique_ptr<FileSystem> disk_of(const pincompile_options& options) {
  return options.working_directory.empty() ? nullptr : machine_files(options.working_directory);
}

}  // namespace
}  // namespace pincompile::c_api

using namespace pincompile::c_api;

pincompile_status pincompile_resolver_new(const pincompile_options* options,
                                          pincompile_resolver** resolver,
                                          pincompile_error** error) {
  if (resolver != nullptr) *resolver = nullptr;
  return guarded(error, [&]() -> pincompile::Result<void> {
    if (options == nullptr) return null_handle("the options handle");
    if (resolver == nullptr) return null_handle("the place for the resolver");
    auto world = pincompile::World::open(options->world, ports_of(*options));
    if (!world) return world.error();
    auto opened = std::make_unique<pincompile_resolver>();
    opened->disk = disk_of(*options);
    opened->indexes = options->indexes;
    opened->records = options->world.record;
    opened->world = *std::move(world);
    *resolver = opened.release();
    return {};
  });
}

pincompile_status pincompile_resolver_new_on_facts(const pincompile_options* options,
                                                   pincompile_facts* facts,
                                                   pincompile_resolver** resolver,
                                                   pincompile_error** error) {
  if (resolver != nullptr) *resolver = nullptr;
  return guarded(error, [&]() -> pincompile::Result<void> {
    if (facts == nullptr) return null_handle("the fact source");
    if (resolver == nullptr) return null_handle("the place for the resolver");
    auto opened = std::make_unique<pincompile_resolver>();
    if (options != nullptr) opened->disk = disk_of(*options);
    opened->clock = pincompile::machine_clock();
    opened->on_facts = std::make_unique<pincompile::Resolver>(facts->source, *opened->clock);
    *resolver = opened.release();
    return {};
  });
}

void pincompile_resolver_set_progress(pincompile_resolver* resolver, pincompile_progress progress,
                                      void* data) {
  if (resolver == nullptr) return;
  resolver->progress = progress;
  resolver->progress_data = data;
}

pincompile_status pincompile_resolver_resolve(pincompile_resolver* resolver,
                                              const pincompile_request* request,
                                              pincompile_outcome** outcome,
                                              pincompile_error** error) {
  if (outcome != nullptr) *outcome = nullptr;
  return guarded(error, [&]() -> pincompile::Result<void> {
    if (resolver == nullptr) return null_handle("the resolver");
    if (request == nullptr) return null_handle("the request");
    if (outcome == nullptr) return null_handle("the place for the outcome");
    return resolve(*resolver, *request, *outcome);
  });
}

pincompile_status pincompile_resolver_why_not(pincompile_resolver* resolver,
                                              const pincompile_request* request,
                                              const char* project, size_t project_length,
                                              const char* version, size_t version_length,
                                              pincompile_verdict* verdict, const char** text,
                                              size_t* length, pincompile_error** error) {
  if (verdict != nullptr) *verdict = PINCOMPILE_VERDICT_UNKNOWN;
  if (text != nullptr) *text = nullptr;
  if (length != nullptr) *length = 0;
  return guarded(error, [&]() -> pincompile::Result<void> {
    if (resolver == nullptr) return null_handle("the resolver");
    if (request == nullptr) return null_handle("the request");
    const auto name = text_of(project, project_length);
    if (!name) return name.error();
    const auto wanted = text_of(version, version_length);
    if (!wanted) return wanted.error();
    const auto answer = why_not(*resolver, *request, *name, *wanted);
    if (!answer) return answer.error();
    resolver->explained = pincompile::why_not_text(*answer, *name, true);
    if (verdict != nullptr) *verdict = verdict_of(answer->verdict);
    if (text != nullptr) *text = resolver->explained.c_str();
    if (length != nullptr) *length = resolver->explained.size();
    return {};
  });
}

pincompile_status pincompile_resolver_snapshot(pincompile_resolver* resolver, const char** bytes,
                                               size_t* length, pincompile_error** error) {
  if (bytes != nullptr) *bytes = nullptr;
  if (length != nullptr) *length = 0;
  return guarded(error, [&]() -> pincompile::Result<void> {
    if (resolver == nullptr) return null_handle("the resolver");
    if (bytes == nullptr || length == nullptr) return null_handle("the place for the snapshot");
    if (!resolver->records) {
      return pincompile::Error{pincompile::ErrorKind::kInvalidArgument,
                               "the resolver does not record (PINCOMPILE_OPTION_RECORD)"};
    }
    auto made = resolver->world->recorded_snapshot(resolver->asked);
    if (!made) return made.error();
    resolver->snapshot = *std::move(made);
    *bytes = resolver->snapshot.data();
    *length = resolver->snapshot.size();
    return {};
  });
}

void pincompile_resolver_cancel(pincompile_resolver* resolver) {
  if (resolver != nullptr) resolver->cancelled = true;
}

pincompile_status pincompile_resolver_keep(pincompile_resolver* resolver,
                                           pincompile_error** error) {
  return guarded(error, [&]() -> pincompile::Result<void> {
    if (resolver == nullptr) return null_handle("the resolver");
    return resolver->world ? resolver->world->keep() : pincompile::Result<void>();
  });
}

void pincompile_resolver_free(pincompile_resolver* resolver) { delete resolver; }
