// Resolver: one request after the other on one book of facts.
// SPDX-License-Identifier: MIT
#include "pincompile/resolver.h"

#include <optional>
#include <set>
#include <string>

#include "resolution/conflict.h"
#include "resolution/exhausted.h"
#include "resolution/session.h"
#include "resolution/why.h"
#include "resolution/why_not.h"

namespace pincompile {
namespace {

Result<Outcome> resolve_once(const ResolveRequest& request, const SessionPorts& ports) {
  auto session = Session::open(request, ports);
  if (!session) return session.error();
  const auto step = (*session)->solve();
  if (!step) return step.error();
  if (*step == solver::Step::kUnsatisfiable) return explain_conflict(**session);
  if (*step == solver::Step::kOutOfBudget) return explain_exhausted(**session);
  const AnswerParts parts = (*session)->answer_parts();
  Answer answer = make_answer(parts);
  if (const auto& damage = ports.book.damage()) return *damage;
  add_held_back(parts, answer);
  return Outcome(std::move(answer.resolution));
}

}  // namespace

struct Resolver::State {
  State(FactSource& with_facts, Clock& with_clock)
      : facts(with_facts), book(std::in_place, with_facts), clock(with_clock) {}

  FactSource& facts;
  std::optional<FactBook> book;
  Clock& clock;

  SessionPorts ports(ResolveObserver* observer) { return {*book, clock, observer}; }
  template <class Work>
  auto with_sound_pages(const Work& work);
};

/// Does the work, and if a stored page turns out to be damaged, again from the start: facts do not
/// change under a solver. No page is distrusted twice. What a cancelled run waited for is dropped.
template <class Work>
auto Resolver::State::with_sound_pages(const Work& work) {
  auto answer = work();
  std::set<std::string> damages;
  while (book->damage() && damages.insert(book->damage()->message).second) {
    book->distrust_damaged_page();
    book.emplace(facts);
    answer = work();
  }
  // A program may be under way, which is not to outlive the run that started it.
  if (!answer && answer.error().kind == ErrorKind::kCancelled) book->cancel();
  return answer;
}

Resolver::Resolver(FactSource& facts, Clock& clock)
    : state_(std::make_unique<State>(facts, clock)) {}

Resolver::~Resolver() { state_->book->cancel(); }

Result<Outcome> Resolver::resolve(const ResolveRequest& request, ResolveObserver* observer) {
  return state_->with_sound_pages([&] { return resolve_once(request, state_->ports(observer)); });
}

Result<WhyNot> Resolver::why_not(const ResolveRequest& request, std::string_view project,
                                 std::string_view version, ResolveObserver* observer) {
  return state_->with_sound_pages(
      [&] { return explain_absence(request, state_->ports(observer), project, version); });
}

}  // namespace pincompile
