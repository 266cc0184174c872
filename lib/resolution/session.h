// Session: one solve of one request, with all it stands on: active lines, rules, projects, encoder,
// solver and driver. Explanations open further sessions on changed requests; facts are shared.
// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "resolution/answer.h"
#include "resolution/driver.h"

namespace pincompile {

/// What sessions of one run have in common.
struct SessionPorts {
  FactBook& book;
  Clock& clock;
  ResolveObserver* observer = nullptr;
};

/// How a session differs from what its request says.
struct SessionChanges {
  /// Ranks of these projects go by distance from what the specifier sets admit.
  std::vector<std::pair<Id64, SpecifierId>> nearest = {};
  /// The last requirement and the last constraint are demands of an explanation, not the user's.
  bool demands_last = false;
};

class Session {
 public:
  /// `request` outlives the session.
  static Result<std::unique_ptr<Session>> open(const ResolveRequest& request,
                                               const SessionPorts& ports,
                                               const SessionChanges& changes = {});
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  /// Solves for the request's objective; lookahead starts with it.
  Result<solver::Step> solve();
  /// Whether these lines alone (by number) have a solution, with a proof log kept.
  Result<solver::Step> try_lines(const std::vector<std::uint32_t>& lines);
  /// Of the last of either.
  solver::Solver& solver() { return *solver_; }
  bool is_late() const { return driver_->is_late(); }

  /// Whether a line (by number) is a demand of an explanation.
  bool is_demand(std::uint32_t line) const;

  const ResolveRequest& request() const { return request_; }
  const SessionPorts& ports() const { return ports_; }
  const ActiveInputs& inputs() const { return inputs_; }
  const InputRules& rules() const { return *rules_; }
  Projects& projects() { return *projects_; }
  Encoder& encoder() { return *encoder_; }
  AnswerParts answer_parts() {
    return {request_, inputs_, *encoder_, solver_->solution(), solver_->facts()};
  }

 private:
  Session(const ResolveRequest& request, const SessionPorts& ports);
  Result<void> prepare(const SessionChanges& changes);

  const ResolveRequest& request_;
  const SessionPorts ports_;
  const MarkerEvaluator markers_;
  const TagRanks tags_;
  AdmissionContext context_;
  ActiveInputs inputs_;
  bool demands_last_ = false;
  Artifacts artifacts_;
  std::optional<InputRules> rules_;
  std::optional<Projects> projects_;
  std::optional<Encoder> encoder_;
  std::optional<Lookahead> lookahead_;
  std::optional<Driver> driver_;
  std::optional<solver::Solver> solver_;
};

}  // namespace pincompile
