// Resolver: one request after the other on one book of facts.
// SPDX-License-Identifier: MIT
#include "pincompile/resolver.h"

#include "resolution/conflict.h"
#include "resolution/session.h"
#include "resolution/suggestions.h"
#include "resolution/why.h"
#include "resolution/why_not.h"

namespace pincompile {

struct Resolver::State {
  State(FactSource& facts, Clock& with_clock) : book(facts), clock(with_clock) {}

  FactBook book;
  Clock& clock;
};

Resolver::Resolver(FactSource& facts, Clock& clock)
    : state_(std::make_unique<State>(facts, clock)) {}

Resolver::~Resolver() { state_->book.cancel(); }

Result<Outcome> Resolver::resolve(const ResolveRequest& request, ResolveObserver* observer) {
  auto session = Session::open(request, {state_->book, state_->clock, observer});
  if (!session) return session.error();
  const auto step = (*session)->solve();
  if (!step) return step.error();
  if (*step == solver::Step::kUnsatisfiable) return explain_conflict(**session);
  if (*step == solver::Step::kOutOfBudget) return explain_exhausted(**session);
  const AnswerParts parts = (*session)->answer_parts();
  Answer answer = make_answer(parts);
  add_held_back(parts, answer);
  return Outcome(std::move(answer.resolution));
}

Result<WhyNot> Resolver::why_not(const ResolveRequest& request, std::string_view project,
                                 std::string_view version, ResolveObserver* observer) {
  return explain_absence(request, {state_->book, state_->clock, observer}, project, version);
}

}  // namespace pincompile
