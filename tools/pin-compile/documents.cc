// Reports, graphs and snapshots.
// SPDX-License-Identifier: MIT
#include "documents.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "interrupt.h"
#include "layout.h"
#include "output/graph_text.h"
#include "output_names.h"
#include "paths.h"
#include "pincompile/graph.h"
#include "pincompile/inputs.h"
#include "pincompile/json_report.h"
#include "pincompile/library_version.h"
#include "pincompile/name.h"
#include "snapshot_context.h"

namespace pincompile::tool {
namespace {

Result<void> write_document(Run& run, const std::string& path, std::string_view text) {
  if (path != "-") {
    const WholeWrite whole;
    return run.files.write_atomically(path, text);
  }
  if (std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0)
    return {};
  return Error{ErrorKind::kIo, "cannot write to standard output"};
}

Result<std::string> svg_of(Run& run, const std::string& dot, const std::string& path) {
  const std::string source = path + ".dot.tmp";
  const WholeWrite whole;
  if (auto written = run.files.write_atomically(source, dot); !written) return written.error();
  Result<ProgramResult> drawn =
      run.programs.run({"dot", "-Tsvg", joined(run.environment.working_directory, source)}, {});
  (void)run.files.remove(source).has_value();
  if (!drawn || drawn->exit_status != 0)
    return Error{ErrorKind::kInvalidArgument,
                 fmt::format("{} is drawn by the program dot, which {}", path,
                             drawn ? "failed" : "is not installed"),
                 {},
                 {},
                 {"write .dot or .mmd"}};
  return drawn->standard_output;
}

Result<void> write_graph(Run& run, const Compiled& compiled, const std::string& path) {
  const ResolvedGraph graph(*compiled.resolution());
  std::vector<std::string> unsafe =
      writer_options(compiled.job.settings, compiled.job.pip_compile).unsafe_packages;
  for (std::string& name : unsafe) name = normalize_name(name);
  if (path.ends_with(".mmd")) return write_document(run, path, mermaid_text(graph, unsafe));
  const std::string dot = dot_text(graph, unsafe);
  if (!path.ends_with(".svg")) return write_document(run, path, dot);
  Result<std::string> svg = svg_of(run, dot, path);
  if (!svg) return svg.error();
  return write_document(run, path, *svg);
}

JsonReport report_of(const Compiled& compiled, double seconds) {
  const Job& job = compiled.job;
  JsonReport report;
  report.tool_version = PINCOMPILE_VERSION;
  report.command = compiled.command;
  if (!compiled.text.empty())
    if (const auto written = parse_pins(compiled.text, job.output))
      report.fingerprint = written->fingerprint;
  if (compiled.target) report.target = compiled.target->target;
  report.cutoff = compiled.options.uploaded_prior_to;
  report.output = job.output;
  report.seconds = seconds;
  report.hash_scope = writer_options(job.settings, job.pip_compile).hash_scope;
  const std::string objective = job.settings.value(Opt::kObjective);
  if (objective == "newest") report.objective = Objective::kNewest;
  if (objective == "greedy") report.objective = Objective::kGreedy;
  return report;
}

Result<void> write_record(Run& run, const Settings& settings, World* world,
                          const SnapshotContext& context) {
  if (world == nullptr) return {};
  Result<std::string> bytes = world->recorded_snapshot(context);
  if (!bytes) return bytes.error();
  const WholeWrite whole;
  return run.files.write_atomically(settings.value(Opt::kRecord), *bytes);
}

}  // namespace

Result<void> check_graph_name(const Settings& settings) {
  if (!settings.given(Opt::kGraph)) return {};
  const std::string path = settings.value(Opt::kGraph);
  if (path == "-" || path.ends_with(".dot") || path.ends_with(".mmd") || path.ends_with(".svg"))
    return {};
  return Error{ErrorKind::kInvalidArgument,
               fmt::format("--graph cannot tell a format from {}", path),
               {},
               {},
               {"a name that ends in .dot, .mmd or .svg, or - for DOT"}};
}

Result<void> write_documents(Run& run, const Compiled& compiled, World* world) {
  const Settings& settings = compiled.job.settings;
  if (settings.given(Opt::kReport)) {
    JsonReport report = report_of(compiled, run.seconds());
    report.outcome = &compiled.outcome;
    if (auto written = write_document(run, settings.value(Opt::kReport), json_report(report));
        !written)
      return written.error();
  }
  if (settings.given(Opt::kGraph) && compiled.resolution() != nullptr)
    if (auto written = write_graph(run, compiled, settings.value(Opt::kGraph)); !written)
      return written.error();
  if (settings.given(Opt::kRecord))
    return write_record(run, settings, world, snapshot_context_of(run, compiled));
  return {};
}

void write_failure_documents(Run& run, const Compiled& compiled, const Error& error, World* world) {
  const Settings& settings = compiled.job.settings;
  if (settings.given(Opt::kReport)) {
    JsonReport report = report_of(compiled, run.seconds());
    report.error = &error;
    if (auto written = write_document(run, settings.value(Opt::kReport), json_report(report));
        !written)
      run.messages.warning(written.error().to_string());
  }
  if (settings.given(Opt::kRecord)) {
    if (auto written = write_record(run, settings, world, snapshot_context_of(run, compiled));
        !written)
      run.messages.warning(written.error().to_string());
  }
}

}  // namespace pincompile::tool
