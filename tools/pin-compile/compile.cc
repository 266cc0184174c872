// The path from a job to the text of its output.
// SPDX-License-Identifier: MIT
#include "compile.h"

#include <fmt/format.h>

#include <algorithm>

#include "api/open_world.h"
#include "cache_place.h"
#include "cutoff.h"
#include "emitted_options.h"
#include "given_digests.h"
#include "header_command.h"
#include "index_setup.h"
#include "input_reader.h"
#include "kept_hashes.h"
#include "layout.h"
#include "missing_digests.h"
#include "newline.h"
#include "output_names.h"
#include "packaging/url.h"
#include "paths.h"
#include "pincompile/fingerprint.h"
#include "pincompile/name.h"
#include "pincompile/pylock_toml.h"
#include "progress.h"
#include "remote_file.h"
#include "resolve_options.h"
#include "source_hints.h"

namespace pincompile::tool {
namespace {

Compiler::Failure input_failure(Error error) {
  const ExitStatus status = status_of_input_error(error.kind);
  return {std::move(error), status};
}

bool any_hash(const Inputs& inputs) {
  auto hashed = [](const InputRequirement& line) { return !line.hashes.empty(); };
  return std::ranges::any_of(inputs.requirements, hashed) ||
         std::ranges::any_of(inputs.constraints, hashed);
}

/// Requires-Python as PEP 751 has it; empty where one specifier set cannot say it.
std::string requires_python_text(const RequiresPython& python) {
  if (SpecifierSet::parse(python.text)) return python.text;
  return python.any_of.size() == 1 ? python.any_of.front().to_string() : "";
}

std::string pylock_text(const Compiled& compiled, const RequirementsTxtOptions& writer) {
  PylockOptions options;
  options.command = writer.command;
  options.fingerprint = writer.fingerprint;
  options.inputs_digest = writer.inputs_digest;
  options.options_digest = writer.options_digest;
  options.hash_scope = writer.hash_scope;
  options.strip_markers = writer.strip_markers;
  options.mark_best_known = writer.mark_best_known;
  options.provided = writer.provided;
  if (!compiled.inputs.requires_python.empty())
    options.requires_python = requires_python_text(compiled.inputs.requires_python.front());
  return pylock_toml(*compiled.resolution(), options);
}

}  // namespace

std::optional<Compiler::Failure> Compiler::compile(Compiled& compiled) {
  const Job& job = compiled.job;
  JobView view(job, run_.environment, fresh_, fresh_only_);
  if (auto failure = prepare(compiled, view)) return failure;
  const Settings& settings = job.settings;
  RequirementsTxtOptions writer = writer_options(settings, job.pip_compile);
  // To pip-compile hashes of the sources limit the files, and are no wish for hashes (2.11).
  if (!job.pip_compile)
    writer.hashes = writer.hashes || compiled.options.require_hashes || any_hash(compiled.inputs);
  compiled.options.with_details = writer.hashes || job.pylock || settings.given(Opt::kReport);
  if (auto failure = resolve(compiled, view)) return failure;
  if (compiled.resolution() == nullptr) return std::nullopt;
  if (writer.hashes && settings.is_on(Opt::kReuseHashes)) {
    auto kept = kept_hashes(compiled, writer.hash_scope);
    if (!kept) return Failure{kept.error(), ExitStatus::kNoAnswer};
    writer.kept_hashes = *std::move(kept);
  }
  if (compiled.options.with_details) {
    // A report alone is no reason to fetch files.
    const auto fetches =
        writer.hashes || job.pylock ? DigestsOf::kAllFiles : DigestsOf::kLocalFiles;
    if (auto found = find_missing_digests(run_, compiled, view.disk, world_->snapshot_context(),
                                          writer, fetches);
        !found)
      return Failure{found.error(), ExitStatus::kWorld};
    if (auto fit = check_given_digests(*compiled.resolution()); !fit)
      return Failure{fit.error(), ExitStatus::kNoAnswer};
  }
  const std::string directory = job.output == "-" ? "" : directory_of(job.output);
  writer.command = compiled.command;
  writer.working_directory = view.environment.working_directory;
  writer.inputs_digest = inputs_digest(compiled.inputs, directory);
  writer.options_digest =
      options_digest(option_records(settings, compiled.inputs.options, directory, view.environment,
                                    compiled.target->dockerfile_record));
  std::vector<std::string> redacted;
  writer.option_lines = option_lines(option_block(settings, compiled.inputs.options, job.output,
                                                  view.environment, job.pip_compile, run_.messages),
                                     &redacted);
  for (const std::string& line : redacted)
    run_.messages.warning(fmt::format(
        "the user part of a URL is not written: {}; use netrc, keyring, or ${{VAR}} in the source",
        line));
  writer.provided = compiled.inputs.provided;
  writer.newline = newline_for(job, compiled.old_text, view.files);
  compiled.text =
      job.pylock ? pylock_text(compiled, writer) : requirements_txt(*compiled.resolution(), writer);
  if (job.output != "-") view.files.put(job.output, compiled.text);
  compiled.seconds = run_.seconds();
  return std::nullopt;
}

Result<Inputs> Compiler::read_job_inputs(Compiled& compiled, JobView& view) {
  const Job& job = compiled.job;
  const Settings& settings = job.settings;
  InputReader reader = input_reader(settings, view.files, view.environment);
  reader.variable = [&compiled, &view](const std::string& name) {
    std::optional<std::string> value = view.environment.variable(name);
    if (value && !value->empty()) compiled.substituted.insert(*value);
    return value;
  };
  if (std::ranges::find(job.sources, "-") != job.sources.end()) {
    if (!standard_input_) {
      Result<std::string> text = read_standard_input();
      if (!text) return text.error();
      standard_input_ = *std::move(text);
    }
    reader.standard_input = *standard_input_;
  }
  if (settings.given(Opt::kReplay)) {
    reader.fetch = [this](const std::string& url) { return recorded_text(url); };
  } else if (settings.is_on(Opt::kOffline)) {
    reader.fetch = [](const std::string& url) -> Result<std::string> {
      return Error{ErrorKind::kNetwork,
                   fmt::format("cannot open {} (--offline asks nobody)", Url(url).to_string()),
                   {},
                   {},
                   {"keep a copy of it on disk, and name that"}};
    };
  } else {
    reader.fetch = [this, &settings, &compiled](const std::string& url) {
      Result<std::string> text = fetch_text(run_, settings, url);
      if (text) compiled.fetched[url] = *text;
      return text;
    };
  }
  return read_inputs(reader, job.sources, settings.list(Opt::kConstraint),
                     settings.list(Opt::kOverride));
}

/// Text of a remote source under --replay.
Result<std::string> Compiler::recorded_text(const std::string& url) const {
  const std::string shown = Url(url).to_string();
  if (const SnapshotContext* context = world_ ? world_->snapshot_context() : nullptr)
    for (const auto& [path, text] : context->sources)
      if (path == shown) return text;
  return Error{ErrorKind::kNetwork,
               fmt::format("the snapshot does not hold {} (not-recorded)", shown)};
}

std::optional<Compiler::Failure> Compiler::prepare(Compiled& compiled, JobView& view) {
  const Job& job = compiled.job;
  const Settings& settings = job.settings;
  Result<Inputs> inputs = read_job_inputs(compiled, view);
  if (!inputs) return input_failure(with_source_hint(inputs.error(), job, view.files));
  compiled.inputs = *std::move(inputs);
  hide_host_constraints(settings, compiled.inputs);
  compiled.standard_input = standard_input_.value_or("");
  for (const std::string& note : compiled.inputs.notes) run_.messages.note(note);
  for (const std::string& warning : compiled.inputs.warnings) run_.messages.warning(warning);

  if (job.output != "-") {
    Result<std::string> old_text = view.files.read(job.output);
    if (!old_text && old_text.error().kind != ErrorKind::kNotFound)
      return input_failure(old_text.error());
    if (old_text) compiled.old_text = *std::move(old_text);
  }
  if (compiled.old_text) {
    Result<PinsFile> old = parse_pins(*compiled.old_text, job.output);
    if (old) {
      compiled.old = *std::move(old);
    } else if (!settings.is_on(Opt::kUpgrade)) {
      return input_failure(old.error());
    }
    if (compiled.old_text->empty() && settings.given(Opt::kUpgradePackage))
      run_.messages.warning(fmt::format("{} is empty: every package will be upgraded", job.output));
  }
  if (!compiled.old_text && !job.pip_compile) note_pins_of_pip_compile(job, view.disk);
  if (Result<void> opened = open_world(settings); !opened)
    return Failure{opened.error(),
                   status_of_open_error(opened.error().kind, settings.given(Opt::kReplay))};
  Result<TargetChoice> target =
      choose_target(settings, compiled.inputs.python_version, view.environment, view.disk,
                    run_.programs, world_->interpreters());
  if (!target) return input_failure(target.error());
  compiled.target = *std::move(target);
  for (const std::string& note : compiled.target->notes) run_.messages.note(note);
  const auto recorded = Fingerprint::parse(compiled.old.fingerprint);
  if (recorded && compiled.target->target.from_host &&
      recorded->target != compiled.target->target.id())
    run_.messages.warning(fmt::format("{} was compiled for {}; this machine's target is {}",
                                      job.output, recorded->target, compiled.target->target.id()));
  Result<ResolveOptions> options =
      resolve_options(settings, compiled.inputs.options, run_.clock.now());
  if (!options) return input_failure(options.error());
  compiled.options = *std::move(options);
  take_recorded(compiled);
  if (compiled.options.max_time)
    run_.messages.warning("--max-seconds makes the answer depend on this machine's speed");
  compiled.command = header_command(job, view.environment);
  return std::nullopt;
}

/// Who comes from pip-compile may think that its pins are kept.
void Compiler::note_pins_of_pip_compile(const Job& job, FileSystem& disk) const {
  if (job.sources.size() != 1 || job.settings.given(Opt::kOutputFile)) return;
  const std::string other = pip_compile_output_name_for(job.sources.front());
  const Result<std::string> text = disk.read(other);
  if (text && text->find("autogenerated by pip-compile") != std::string::npos)
    run_.messages.note(fmt::format(
        "the pins in {} are not read; -o {} keeps them and replaces the file", other, other));
}

/// Under --replay the pins that stood before are the recorded ones, and a cutoff given as an age
/// means the recorded instant.
void Compiler::take_recorded(Compiled& compiled) const {
  const SnapshotContext* context = world_ ? world_->snapshot_context() : nullptr;
  if (context == nullptr) return;
  compiled.old.pins.clear();
  for (const SnapshotPin& recorded : context->existing) {
    ExistingPin pin;
    pin.name = recorded.name;
    pin.version = recorded.version;
    pin.hashes = recorded.hashes;
    compiled.old.pins.push_back(std::move(pin));
  }
  const auto recorded = context->options.find("--uploaded-prior-to");
  if (recorded == context->options.end() ||
      recorded->second != compiled.job.settings.value(Opt::kUploadedPriorTo))
    return;
  if (auto cutoff = parse_cutoff(context->cutoff, {})) compiled.options.uploaded_prior_to = *cutoff;
}

Result<void> Compiler::open_world(const Settings& settings) {
  if (world_) return {};
  WorldOptions options;
  options.cache_directory = cache_directory(settings, run_.environment);
  Result<std::uint64_t> size = parse_size(settings.value(Opt::kCacheSize));
  if (!size) return size.error();
  options.cache_bytes = *size;
  options.offline = settings.is_on(Opt::kOffline);
  options.revalidate_pages = settings.is_on(Opt::kUpgrade) || settings.is_on(Opt::kOnline);
  options.refresh = settings.is_on(Opt::kRefresh);
  for (const std::string& name : settings.list(Opt::kRefreshPackage))
    options.refresh_projects.push_back(normalize_name(name));
  for (const std::string& text : settings.list(Opt::kUpgradePackage))
    if (auto requirement = Requirement::parse(text))
      options.refresh_projects.push_back(normalize_name(requirement->name));
  options.record = settings.given(Opt::kRecord);
  if (settings.given(Opt::kReplay)) {
    Result<std::string> bytes = run_.files.read(settings.value(Opt::kReplay));
    if (!bytes) return bytes.error();
    options.snapshot = *std::move(bytes);
    options.cache_directory.clear();
  }
  WorldPorts ports;
  ports.files = &run_.files;
  ports.clock = &run_.clock;
  ports.programs = &run_.programs;
  if (run_.messages.level() >= 1) {
    ports.trace = [this](int level, std::string_view line) { run_.messages.line(level, line); };
  }
  Result<std::unique_ptr<World>> world =
      pincompile::open_world(std::move(options), std::move(ports), run_.net);
  if (!world) {
    Error error = world.error();
    if (settings.given(Opt::kReplay) && error.where.empty())
      error.where.push_back({settings.value(Opt::kReplay), 0, 0, {}});
    return error;
  }
  world_ = *std::move(world);
  return {};
}

ResolveRequest request_of(const Compiled& compiled) {
  ResolveRequest request;
  request.inputs = compiled.inputs;
  request.directory = compiled.job.directory;
  const MarkerEnvironment environment = compiled.target->target.marker_environment();
  for (const ExistingPin& pin : compiled.old.pins)
    if (!compiled.options.upgrade && pin.marker.evaluate(environment))
      request.existing.push_back(pin);
  // Also under -U, where they are no preferences: most of them will be in the new output.
  for (const ExistingPin& pin : compiled.old.pins) request.likely.push_back(pin.name);
  request.target = compiled.target->target;
  request.options = compiled.options;
  return request;
}

std::optional<Compiler::Failure> Compiler::resolve(Compiled& compiled, JobView& view) {
  const Settings& settings = compiled.job.settings;
  Result<IndexOptions> index =
      index_options(settings, compiled.inputs.options, view.environment, view.disk, run_.messages);
  if (!index) return input_failure(index.error());
  index->sdists.python = compiled.target->interpreter;
  index->sdists.target_python = compiled.target->target.python.short_form();
  index->sdists.target_implementation =
      compiled.target->target.implementation == Implementation::kPyPy ? "pypy" : "cpython";
  // A line of batch finds the world open: pages that it wants to be revalidated are so beside those
  // of other lines.
  index->revalidate_pages =
      fresh_only_ && (settings.is_on(Opt::kUpgrade) || settings.given(Opt::kUpgradePackage));
  Result<Resolver*> resolver = world_->resolver_for(*index);
  if (!resolver) return Failure{resolver.error(), status_of_resolve_error(resolver.error().kind)};
  compiled.resolver = *resolver;
  const Job& job = compiled.job;
  world_->begin_question(fmt::format("{}\n{}\n{}",
                                     joined(view.environment.working_directory, job.output),
                                     fmt::join(job.sources, "\n"), compiled.target->target.id()));
  const ResolveRequest request = request_of(compiled);
  ProgressDisplay progress(run_.messages, run_.clock, view.environment,
                           !settings.is_on(Opt::kNoProgress));
  Result<Outcome> outcome = (*resolver)->resolve(request, &progress);
  run_.messages.status("");
  if (!fresh_only_)
    for (const std::string& warning : world_->warnings()) run_.messages.warning(warning);
  if (!outcome) {
    Error error = outcome.error();
    if (error.causes.empty())
      for (const std::string& fact : world_->missing_facts())
        error.causes.push_back("not recorded: " + fact);
    const ExitStatus status = status_of_resolve_error(error.kind);
    return Failure{std::move(error), status};
  }
  compiled.outcome = *std::move(outcome);
  if (const Resolution* resolution = compiled.resolution()) {
    for (const std::string& warning : resolution->warnings) run_.messages.warning(warning);
    for (const std::string& note : resolution->notes) run_.messages.note(note);
  }
  return std::nullopt;
}

}  // namespace pincompile::tool
