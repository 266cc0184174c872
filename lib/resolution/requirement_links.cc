// The facts a solver took in, project by project.
// SPDX-License-Identifier: MIT
#include "resolution/requirement_links.h"

#include <algorithm>
#include <map>
#include <set>

#include "resolution/reasons.h"
#include "resolution/session.h"

namespace pincompile {
namespace {

struct Seen {
  std::set<std::uint32_t> versions = {};  ///< page order
  std::string text = {};                  ///< of the newest
};
using SeenLinks = std::map<std::pair<std::string, std::string>, Seen>;

std::string text_of(Session& session, const solver::Requirement& requirement) {
  const RequirementPlace& place = session.encoder().place(requirement.text);
  const ProjectId parent = session.encoder().package(place.parent).project;
  return plain_requirement(
      session.projects().dependencies(parent, place.rank).requirement(place.number).text);
}

void collect(Session& session, const solver::DependencyFact& fact, SeenLinks& seen) {
  const Project& from = session.projects()[session.encoder().package(fact.package).project];
  const std::uint32_t version = from.artifact ? 0u : from.order.version_of[fact.rank];
  for (const solver::Requirement& requirement : fact.requirements) {
    const Project& to = session.projects()[session.encoder().package(requirement.package).project];
    if (to.name == from.name) continue;
    Seen& link = seen[{from.text, to.text}];
    const bool is_newest = link.versions.empty() || version > *link.versions.rbegin();
    link.versions.insert(version);
    if (is_newest) link.text = text_of(session, requirement);
  }
}

std::string version_text(Session& session, const std::string& name, std::uint32_t version) {
  const ProjectId id = session.projects().named(id64(name), name);
  const Project& project = session.projects()[id];
  const Rank rank = project.artifact ? Rank{0} : project.order.rank_of[version];
  return std::string(session.projects().version_text(id, rank));
}

}  // namespace

Result<RequirementLinks> requirement_links(FactSource& facts, Clock& clock,
                                           const ResolveRequest& request,
                                           ResolveObserver* observer) {
  FactBook book(facts);
  auto session = Session::open(request, {book, clock, observer});
  if (!session) return session.error();
  const auto step = (*session)->solve();
  book.cancel();
  if (!step) return step.error();
  RequirementLinks result;
  for (const Line& line : (*session)->rules().lines())
    if (line.kind == LineKind::kRequirement) result.direct.push_back(line.project);
  std::ranges::sort(result.direct);
  result.direct.erase(std::unique(result.direct.begin(), result.direct.end()), result.direct.end());
  SeenLinks seen;
  for (const solver::Fact& fact : (*session)->solver().facts().facts())
    if (const auto* known = std::get_if<solver::DependencyFact>(&fact))
      collect(**session, *known, seen);
  for (const auto& [names, link] : seen) {
    result.links.push_back({names.first, names.second, link.text,
                            version_text(**session, names.first, *link.versions.rbegin()),
                            static_cast<std::uint32_t>(link.versions.size())});
  }
  return result;
}

}  // namespace pincompile
