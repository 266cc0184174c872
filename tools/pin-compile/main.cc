// pin-compile: the program. Reads the command line, chooses the form, returns the exit status.
// SPDX-License-Identifier: MIT
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <new>

#include "command_line.h"
#include "documents.h"
#include "environment.h"
#include "help.h"
#include "interrupt.h"
#include "messages.h"
#include "net_module.h"
#include "run.h"
#include "support/real_clock.h"
#include "support/real_file_system.h"

namespace pincompile::tool {
namespace {

constexpr const char* kCommands[] = {"why", "why-not", "cache", "batch"};

ExitStatus print(const std::string& text) {
  const bool written =
      std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
  return written ? ExitStatus::kDone : ExitStatus::kWorld;
}

bool has(const CommandLine& line, Opt option) {
  return std::ranges::any_of(line.options,
                             [option](const Occurrence& given) { return given.row->id == option; });
}

/// The texts made from the option table, for packagers: not options, so that --help stays short.
const std::string* generated_text(const std::vector<std::string>& words, std::string& text) {
  if (words.size() != 1 || !words[0].starts_with("--print-")) return nullptr;
  if (words[0] == "--print-bash-completion") text = bash_completion();
  if (words[0] == "--print-zsh-completion") text = zsh_completion();
  if (words[0] == "--print-fish-completion") text = fish_completion();
  if (words[0] == "--print-manual-page") text = manual_page();
  return text.empty() ? nullptr : &text;
}

Messages messages_for(const CommandLine& line, const Environment& environment) {
  int level = 0;
  std::string color = "auto";
  bool no_color = false;
  for (const Occurrence& option : line.options) {
    if (option.row->id == Opt::kVerbose) ++level;
    if (option.row->id == Opt::kQuiet) --level;
    if (option.row->id == Opt::kColor) color = option.value;
    if (option.row->id == Opt::kNoColor) no_color = true;
  }
  return Messages(level, wants_color(environment, color, no_color));
}

Messages messages_for(const Settings& settings, const Environment& environment) {
  return Messages(
      settings.count(Opt::kVerbose) - settings.count(Opt::kQuiet),
      wants_color(environment, settings.value(Opt::kColor), settings.is_on(Opt::kNoColor)));
}

ExitStatus refuse(Messages& messages, const Error& error) {
  messages.error(error);
  return status_of_input_error(error.kind);
}

ExitStatus run_form(const std::string& form, const std::vector<std::string>& words, Run& run,
                    Settings& settings) {
  if (form == "why" || form == "why-not") {
    if (settings.sources.empty())
      return refuse(run.messages,
                    {ErrorKind::kInvalidArgument, form + " needs the name of a package"});
    const std::string name = settings.sources.front();
    settings.sources.erase(settings.sources.begin());
    return run_why(run, name, form == "why-not", settings);
  }
  if (form == "cache") return run_cache(run, settings.sources, settings);
  if (form == "batch") return run_batch(run, words, settings);
  if (settings.is_on(Opt::kAll) && !settings.sources.empty())
    return refuse(run.messages, {ErrorKind::kInvalidArgument,
                                 "--all takes no sources: each file's own command names them"});
  if (Result<void> fine = check_graph_name(settings); !fine)
    return refuse(run.messages, fine.error());
  return settings.is_on(Opt::kCheck) && !settings.is_on(Opt::kOnline) ? run_check(run, settings)
                                                                      : run_compile(run, settings);
}

ExitStatus run_program(std::vector<std::string> words, const std::string& program) {
  RealClock clock;
  const auto started = clock.monotonic();
  Environment environment = Environment::read();
  environment.program_name = program;
  std::string form;
  if (!words.empty() && std::ranges::find(kCommands, words.front()) != std::end(kCommands)) {
    form = words.front();
    words.erase(words.begin());
  }
  std::string text;
  if (const std::string* generated = generated_text(words, text)) return print(*generated);
  Result<CommandLine> line = parse_command_line(words);
  if (!line) {
    Messages messages(0, wants_color(environment, "auto", false));
    return refuse(messages, line.error());
  }
  if (has(*line, Opt::kHelp)) return print(help_text());
  if (has(*line, Opt::kVersion)) return print(version_text());
  Messages messages = messages_for(*line, environment);
  RealFileSystem files(environment.working_directory);
  CommandLine for_settings = *line;
  std::vector<std::string> subject;
  // Words of `why` and `cache` are no sources: configuration is not looked for beside them.
  if (form == "cache" || ((form == "why" || form == "why-not") && !for_settings.sources.empty())) {
    const auto end =
        form == "cache" ? for_settings.sources.end() : for_settings.sources.begin() + 1;
    subject.assign(for_settings.sources.begin(), end);
    for_settings.sources.erase(for_settings.sources.begin(), end);
  }
  Result<Settings> settings = gather_settings(for_settings, environment, files);
  if (!settings) return refuse(messages, settings.error());
  settings->sources.insert(settings->sources.begin(), subject.begin(), subject.end());
  messages = messages_for(*settings, environment);
  for (const std::string& note : settings->notes) messages.note(note);
  for (const std::string& warning : settings->warnings) messages.warning(warning);
  if (settings->given(Opt::kMaxRounds))
    messages.note("--max-rounds has no meaning here; the budget is --max-conflicts");
  OwnPrograms programs;
  Run run{environment, messages, files, clock, programs, net_module_loader(environment.executable),
          started};
  return run_form(form, words, run, *settings);
}

}  // namespace
}  // namespace pincompile::tool

int main(int count, char** arguments) {
  using namespace pincompile::tool;
  fill_closed_streams();
  catch_interrupts();
  std::vector<std::string> words(arguments + (count > 0 ? 1 : 0), arguments + count);
  int status = static_cast<int>(ExitStatus::kInternal);
  try {
    status =
        static_cast<int>(run_program(std::move(words), count > 0 ? arguments[0] : "pin-compile"));
  } catch (const std::bad_alloc&) {
    std::fputs("error: out of memory\n", stderr);
  }
  std::fflush(stdout);
  std::fflush(stderr);
  end_programs();
  // Arenas, views and the module are not torn down: the process ends anyway.
  _exit(status);
}
