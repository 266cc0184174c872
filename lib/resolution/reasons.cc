// Axioms of the proof, grouped by who needs whom.
// SPDX-License-Identifier: MIT
#include "resolution/reasons.h"

#include <algorithm>

#include <fmt/format.h>

#include "resolution/extras.h"
#include "resolution/version_runs.h"

namespace pincompile {
namespace {

using solver::ProofKind;

/// Where there are more wordings than this, none of them is told.
constexpr std::size_t kMostCompared = 32;

void unite(std::vector<Word>& into, Bits other) {
  for (std::size_t i = 0; i < into.size() && i < other.size(); ++i) into[i] |= other[i];
}

bool is_within(Bits inner, Bits outer) {
  for (std::size_t i = 0; i < inner.size(); ++i) {
    if ((inner[i] & ~outer[i]) != 0) return false;
  }
  return true;
}

class Collector {
 public:
  Collector(Session& session, const Refutation& refutation, const std::vector<std::uint32_t>& lines)
      : session_(session),
        projects_(session.projects()),
        refutation_(refutation),
        proof_(refutation.proof()),
        lines_(lines) {}

  Reasons collect() {
    for (const std::uint32_t number : refutation_.leaves()) {
      const solver::ProofStep& leaf = proof_.steps[number];
      if (leaf.kind == ProofKind::kUnavailable) collect_unavailable(leaf);
      if (leaf.kind == ProofKind::kDependency) collect_need(leaf);
    }
    for (Need& need : reasons_.needs) leave_out_unwanted(need);
    for (Need& need : reasons_.needs) {
      collect_texts(need);
      drop_narrower(need);
      for (NeedText& text : need.texts) keep_telling_extras(need.to, text.text);
    }
    collect_exclusions();
    return std::move(reasons_);
  }

 private:
  const Line& line(std::uint32_t number) const { return session_.rules().lines()[number]; }

  /// Ranks of a literal's set, or of its complement, in page order.
  std::vector<Word> versions_of(const solver::ProofLiteral& literal, bool complement) const {
    const Project& project = projects_[session_.encoder().package(literal.package).project];
    std::vector<Word> versions(words_for(project.count()));
    const Bits set = proof_.set_of(literal);
    for (Rank rank = 0; rank < project.count(); ++rank) {
      if (test_bit(set, rank) == complement) continue;
      // A proof's sets are cut to the admissible ranks; so is their complement here.
      if (project.artifact == nullptr && project.order.exclusion[rank] != 0) continue;
      set_bit(versions, project.artifact ? 0 : project.order.version_of[rank]);
    }
    return versions;
  }

  void collect_unavailable(const solver::ProofStep& leaf) {
    const PackageId package = proof_.literals_of(leaf)[0].package;
    const Rank rank = static_cast<Rank>(leaf.subject);
    const ProjectId id = session_.encoder().package(package).project;
    const Project& project = projects_[id];
    ExclusionCode code = ExclusionCode::kBadMetadata;
    for (const solver::Fact& fact : session_.solver().facts().facts()) {
      const auto* lost = std::get_if<solver::UnavailableFact>(&fact);
      if (lost && lost->package == package && lost->rank == rank) {
        code = static_cast<ExclusionCode>(lost->code);
      }
    }
    add_loss(id, code, project.artifact ? 0u : project.order.version_of[rank]);
  }

  void add_loss(ProjectId id, ExclusionCode code, std::uint32_t version) {
    const auto same = [&](const Loss& loss) { return loss.project == id && loss.code == code; };
    auto found = std::ranges::find_if(reasons_.losses, same);
    if (found == reasons_.losses.end()) {
      reasons_.losses.push_back({id, code, std::vector<Word>(words_for(projects_[id].count()))});
      found = reasons_.losses.end() - 1;
    }
    set_bit(found->versions, version);
  }

  void collect_need(const solver::ProofStep& leaf) {
    const auto literals = proof_.literals_of(leaf);
    const std::vector<Word> versions = versions_of(literals[0], true);
    if (literals.size() > 1) {
      const ProjectId to = session_.encoder().package(literals[1].package).project;
      return add_need(literals[0].package, to, versions, versions_of(literals[1], false));
    }
    // Nothing is allowed, so the axiom does not tell whom it is about.
    const Project& from = projects_[session_.encoder().package(literals[0].package).project];
    for (const Link& link : refutation_.links()) {
      if (link.from != literals[0].package) continue;
      std::vector<Word> without(versions.size());
      for (Rank rank = 0; rank < from.count(); ++rank) {
        const std::uint32_t version = from.artifact ? 0u : from.order.version_of[rank];
        if (test_bit(versions, version) && refutation_.admits_nothing(link, rank)) {
          set_bit(without, version);
        }
      }
      if (count_bits(without) != 0) add_need(link.from, link.to, without, {});
    }
  }

  void add_need(PackageId from, ProjectId to, const std::vector<Word>& versions, Bits allowed) {
    const Package& package = session_.encoder().package(from);
    if (package.project == to) return;
    const auto same = [&](const Need& need) {
      return need.from == package.project && need.extra == package.extra && need.to == to;
    };
    auto found = std::ranges::find_if(reasons_.needs, same);
    if (found == reasons_.needs.end()) {
      Need need;
      need.from = package.project;
      need.extra = package.extra;
      need.to = to;
      need.versions.resize(versions.size());
      need.allowed.resize(words_for(projects_.judge(to).count()));
      reasons_.needs.push_back(std::move(need));
      found = reasons_.needs.end() - 1;
    }
    unite(found->versions, versions);
    unite(found->allowed, allowed);
  }

  /// Versions that another need or a line rules out anyway need not be told of.
  void leave_out_unwanted(Need& need) const {
    if (projects_[need.from].artifact != nullptr) return;
    std::vector<Word> wanted = need.versions;
    for (const Need& other : reasons_.needs) {
      if (other.to != need.from || count_bits(other.allowed) == 0) continue;
      for (std::size_t i = 0; i < wanted.size(); ++i) wanted[i] &= other.allowed[i];
    }
    for (const std::uint32_t number : lines_) {
      if (line(number).name != projects_[need.from].name) continue;
      const std::vector<Word> set = admitted(need.from, line(number).specifier);
      for (std::size_t i = 0; i < wanted.size(); ++i) wanted[i] &= set[i];
    }
    if (count_bits(wanted) != 0) need.versions = std::move(wanted);
  }

  /// What the versions of a need say, newest first.
  void collect_texts(Need& need) {
    const Project& project = projects_[need.from];
    const Id64 wanted = projects_[need.to].name;
    std::vector<std::uint32_t> numbers;
    for (std::uint32_t version = project.count(); version-- > 0;) {
      if (!test_bit(need.versions, version)) continue;
      const Rank rank = project.artifact ? Rank{0} : project.order.rank_of[version];
      const DependencyView& view = projects_.dependencies(need.from, rank);
      numbers.clear();
      append_active(view, session_.encoder().markers(), need.extra, numbers);
      SpecifierPool& pool = projects_.book().specifiers();
      SpecifierId specifier = pool.any();
      std::string text;
      for (const std::uint32_t number : numbers) {
        const RequirementView requirement = view.requirement(number);
        if (requirement.name != wanted) continue;
        const auto asked = effective(requirement, session_.rules(), pool);
        if (!asked) continue;
        specifier = pool.both(specifier, asked->specifier);
        const std::string one = plain_requirement(requirement.text);
        if (text.find(one) == std::string::npos) text += (text.empty() ? "" : " and ") + one;
      }
      add_text(need, specifier, text, version);
    }
  }

  static void add_text(Need& need, SpecifierId specifier, const std::string& text,
                       std::uint32_t version) {
    auto found = std::ranges::find(need.texts, specifier, &NeedText::specifier);
    if (found == need.texts.end()) {
      need.texts.push_back({specifier, text, std::vector<Word>(need.versions.size())});
      found = need.texts.end() - 1;
    }
    set_bit(found->versions, version);
  }

  std::vector<Word> admitted(ProjectId id, SpecifierId specifier) const {
    const Bits set = projects_.book().versions_in(projects_[id].page, specifier);
    return {set.begin(), set.end()};
  }

  /// A text that admits no version which another one does not admit is told by that one.
  void drop_narrower(Need& need) const {
    if (projects_[need.to].artifact != nullptr || need.texts.size() > kMostCompared) return;
    for (std::size_t i = 0; i < need.texts.size();) {
      const std::vector<Word> inner = admitted(need.to, need.texts[i].specifier);
      const auto wider = std::ranges::find_if(need.texts, [&](const NeedText& other) {
        return count_bits(inner) != 0 && &other != &need.texts[i] &&
               is_within(inner, admitted(need.to, other.specifier));
      });
      if (wider == need.texts.end()) {
        ++i;
        continue;
      }
      unite(wider->versions, need.texts[i].versions);
      need.texts.erase(need.texts.begin() + static_cast<std::ptrdiff_t>(i));
    }
  }

  /// A long list of extras is cut to those whose own needs are told.
  void keep_telling_extras(ProjectId to, std::string& text) const {
    const std::size_t open = text.find('['), close = text.find(']');
    if (open == std::string::npos || close == std::string::npos || close < open) return;
    if (std::count(text.begin(), text.end(), ',') < 2) return;
    std::string kept;
    for (const Need& need : reasons_.needs) {
      if (need.from != to || need.extra.empty()) continue;
      if (kept.find(need.extra) == std::string::npos)
        kept += (kept.empty() ? "" : ",") + need.extra;
    }
    text.replace(open, close - open + 1, kept.empty() ? "" : "[" + kept + "]");
  }

  /// Projects that have versions as wanted, but none that may be chosen.
  void collect_exclusions() {
    std::vector<ProjectId> all;
    const auto mention = [&](ProjectId id) {
      if (std::ranges::find(all, id) == all.end()) all.push_back(id);
    };
    for (const std::uint32_t number : lines_) {
      mention(projects_.named(line(number).name, line(number).project));
    }
    for (const Need& need : reasons_.needs) mention(need.to);
    for (const ProjectId id : all) {
      if (projects_[id].artifact == nullptr) collect_exclusions_of(id);
    }
  }

  void collect_exclusions_of(ProjectId id) {
    const Project& project = projects_.judge(id);
    std::vector<Word> wanted(words_for(project.count()), ~Word{0});
    const auto keep = [&](Bits set) {
      for (std::size_t i = 0; i < wanted.size(); ++i) wanted[i] &= set[i];
    };
    for (const std::uint32_t number : lines_) {
      if (line(number).name == project.name) keep(admitted(id, line(number).specifier));
    }
    for (const Need& need : reasons_.needs) {
      if (need.to != id) continue;
      // Several texts for one need: any of them will do.
      std::vector<Word> any(wanted.size());
      for (const NeedText& text : need.texts) unite(any, admitted(id, text.specifier));
      if (count_bits(any) == 0) reasons_.unmatched.push_back(id);
      keep(any);
    }
    const auto& codes = project.admission.codes;
    for (std::uint32_t i = 0; i < project.count(); ++i) {
      if (test_bit(wanted, i) && codes[i] == ExclusionCode::kNone) return;
    }
    for (std::uint32_t i = 0; i < project.count(); ++i) {
      if (test_bit(wanted, i)) add_loss(id, codes[i], i);
    }
  }

  Session& session_;
  Projects& projects_;
  const Refutation& refutation_;
  const solver::ProofLog& proof_;
  const std::vector<std::uint32_t>& lines_;
  Reasons reasons_;
};

}  // namespace

std::string plain_requirement(std::string_view text) {
  text = text.substr(0, text.find(';'));
  std::string plain;
  for (const char c : text) {
    if (c != ' ' && c != '(' && c != ')') plain += c;
  }
  return plain;
}

namespace {

/// What a version's metadata, or the failure to get them, say for a loss.
std::string said_by_metadata(const KnownMetadata& known, ExclusionCode code) {
  if (code == ExclusionCode::kRequiresPython)
    return known.state == Known::kFound ? std::string(known.view.requires_python_text()) : "";
  return known.state == Known::kAbsent ? known.unavailable.text : "";
}

/// Whether the page says of no file which Python it needs; if it does, that has been told.
bool page_is_silent_of_python(const PageView& page, Bits versions) {
  for (std::uint32_t version = 0; version < page.version_count(); ++version) {
    if (test_bit(versions, version) &&
        std::ranges::any_of(page.files_of(version),
                            [](const FileTraits& file) { return file.requires_python != 0; }))
      return false;
  }
  return true;
}

}  // namespace

std::string said_of(Projects& projects, const Loss& loss) {
  const Project& project = projects[loss.project];
  if (project.artifact != nullptr) return {};
  const bool is_of_metadata =
      loss.code == ExclusionCode::kNeedsBuild || loss.code == ExclusionCode::kBadMetadata ||
      (loss.code == ExclusionCode::kRequiresPython &&
       page_is_silent_of_python(projects.book().page(project.page).view, loss.versions));
  if (!is_of_metadata) return {};
  for (std::uint32_t version = static_cast<std::uint32_t>(project.order.rank_of.size());
       version-- > 0;) {
    if (!test_bit(loss.versions, version)) continue;
    const Rank rank = project.order.rank_of[version];
    if (rank == solver::kNoRank) continue;
    const KnownMetadata& known = projects.book().metadata(projects.metadata_of(loss.project, rank));
    const std::string said = said_by_metadata(known, loss.code);
    if (said.empty()) continue;
    return count_bits(loss.versions) == 1
               ? ": " + said
               : fmt::format(" ({}: {})", projects.version_text(loss.project, rank), said);
  }
  return {};
}

Reasons collect_reasons(Session& session, const Refutation& refutation,
                        const std::vector<std::uint32_t>& lines) {
  return Collector(session, refutation, lines).collect();
}

}  // namespace pincompile
