// One job after the other: read inputs, resolve, make the output's text. Nothing is written here.
// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "job_view.h"
#include "pincompile/inputs.h"
#include "pincompile/outcome.h"
#include "pincompile/world.h"
#include "pincompile/writer.h"
#include "run.h"
#include "target_choice.h"

namespace pincompile::tool {

/// A job and all that came of it; after a failure, all that came of it before.
struct Compiled {
  Job job;
  Inputs inputs = {};
  std::optional<TargetChoice> target = {};  ///< none: the job failed before it was known
  ResolveOptions options = {};
  std::optional<std::string> old_text = {};  ///< content of the output before this run
  PinsFile old = {};
  std::string command = {};  ///< COMMAND of the header
  std::string standard_input = {};  ///< text of the source `-`
  std::map<std::string, std::string> fetched = {};  ///< texts of remote sources, by URL
  std::set<std::string> substituted = {};           ///< values of `${VAR}` in sources: secrets
  std::map<std::string, std::string> digests = {};  ///< of files whose page has none: see digest_place
  Outcome outcome = {};
  Resolver* resolver = nullptr;  ///< that gave the outcome; lives as long as the compiler
  std::string text = {};         ///< the output's new content, if there is a resolution
  double seconds = 0;

  const Resolution* resolution() const { return std::get_if<Resolution>(&outcome); }
};

class Compiler {
 public:
  explicit Compiler(Run& run) : run_(run) {}

  /// An Error has the status beside it.
  struct Failure {
    Error error;
    ExitStatus status = ExitStatus::kUsage;
  };
  /// Compiles the job in `compiled` and puts beside it what comes of it; its text feeds the jobs
  /// after it.
  std::optional<Failure> compile(Compiled& compiled);

  /// Opens the cache or snapshot; done by the first job otherwise.
  Result<void> open_world(const Settings& settings);
  /// Text of the source `-`; read from standard input if nobody sets it.
  void set_standard_input(std::string text) { standard_input_ = std::move(text); }
  FreshTexts& fresh() { return fresh_; }
  /// From now on inputs and earlier outputs are read from `fresh` alone, never from the disk, and
  /// what is said of the world as a whole is left to the caller.
  void see_fresh_texts_only() { fresh_only_ = true; }
  World* world() const { return world_.get(); }

 private:
  std::optional<Failure> prepare(Compiled& compiled, JobView& view);
  std::optional<Failure> resolve(Compiled& compiled, JobView& view);
  void take_recorded(Compiled& compiled) const;
  Result<std::string> recorded_text(const std::string& url) const;
  void note_pins_of_pip_compile(const Job& job, FileSystem& disk) const;
  Result<Inputs> read_job_inputs(Compiled& compiled, JobView& view);

  Run& run_;
  FreshTexts fresh_;
  bool fresh_only_ = false;
  std::unique_ptr<World> world_;
  std::optional<std::string> standard_input_;
};

/// What the resolver was asked.
ResolveRequest request_of(const Compiled& compiled);

}  // namespace pincompile::tool
