// Names to pages, pages to verdicts, verdicts to ranks.
// SPDX-License-Identifier: MIT
#include "resolution/projects.h"

#include "support/require.h"

namespace pincompile {
namespace {

bool is_gone(const KnownMetadata& metadata) {
  return metadata.state == Known::kAbsent &&
         metadata.unavailable.reason == MetadataUnavailable::Reason::kMissing;
}

}  // namespace

ProjectId Projects::named(Id64 name, std::string_view text) {
  const auto [found, fresh] = by_name_.try_emplace(name, ProjectId(all_.size()));
  if (fresh) {
    Project project;
    project.name = name;
    project.text = std::string(text);
    project.artifact = artifacts_.find(name);
    if (project.artifact == nullptr) project.page = book_.page_named(text);
    all_.push_back(std::move(project));
  }
  return found->second;
}

bool Projects::is_known(ProjectId id) const {
  const Project& project = all_[id.value()];
  if (project.artifact != nullptr) return true;
  const Known state = book_.page(project.page).state;
  return state != Known::kUnasked && state != Known::kAsked;
}

Project& Projects::judge(ProjectId id) {
  Project& project = all_[id.value()];
  if (project.judged) return project;
  PINCOMPILE_REQUIRE(is_known(id), "verdicts are final, so the page must be there");
  project.judged = true;
  project.rules = rules_.rules_of(project.name, project.text);
  if (project.artifact != nullptr) return project;
  const PageView& page = book_.page(project.page).view;
  const bool oldest_first =
      request_.options.resolution == ResolutionMode::kLowest ||
      (request_.options.resolution == ResolutionMode::kLowestDirect && project.rules.direct);
  project.admission = admit(page, project.rules, context_);
  if (project.admission.damaged) book_.note_damage(project.page);
  project.order = preference_order(page, project.admission, project.rules, oldest_first,
                                   request_.options.prefer_binary);
  if (project.rules.nearest_to) {
    order_by_distance(book_.versions_in(project.page, SpecifierId(*project.rules.nearest_to)),
                      project.order);
  }
  return project;
}

// Not remembered: the solver does that, and the sets of versions are (FactBook::versions_in).
Bits Projects::ranks_in(ProjectId id, SpecifierId specifier) {
  const Project& project = judge(id);
  ranks_.assign(words_for(project.count()), 0);
  if (project.artifact != nullptr) {
    const Artifact& artifact = *project.artifact;
    // A directory that does not tell its version satisfies what it is asked for.
    if (artifact.key.empty() ||
        book_.specifiers().contains(specifier, key_view(artifact.key), artifact.version)) {
      set_bit(ranks_, 0);
    }
  } else {
    permute(project.order, book_.versions_in(project.page, specifier), ranks_);
  }
  return ranks_;
}

MetadataId Projects::metadata_of(ProjectId id, Rank rank) {
  Project& project = all_[id.value()];
  if (project.artifact != nullptr) return MetadataId();
  if (project.metadata.empty()) project.metadata.resize(project.count());
  MetadataId& known = project.metadata[rank];
  if (known.is_none()) {
    const std::uint32_t version = project.order.version_of[rank];
    known = book_.metadata_of(project.page, version, project.admission.best_file[version]);
  }
  return known;
}

bool Projects::is_metadata_settled(ProjectId id, Rank rank) {
  const MetadataId first = metadata_of(id, rank);
  if (first.is_none()) return true;
  const KnownMetadata& known = book_.metadata(first);
  if (is_open(known.state)) return false;
  if (!is_gone(known)) return true;
  Project& project = all_[id.value()];
  const PageView& page = book_.page(project.page).view;
  const std::uint32_t version = project.order.version_of[rank];
  if (!page.traits(known.file).is_wheel()) return true;
  for (const std::uint32_t wheel : usable_wheels(page, version, project.rules, context_)) {
    const MetadataId next = book_.metadata_of(project.page, version, wheel);
    book_.ask(next, {&wheel, 1}, false);  // those passed over count too: the answer rests on them
    if (is_gone(book_.metadata(next))) continue;
    project.metadata[rank] = next;
    return !is_open(book_.metadata(next).state);
  }
  return true;
}

const DependencyView& Projects::dependencies(ProjectId id, Rank rank) {
  const Project& project = all_[id.value()];
  if (project.artifact != nullptr) return project.artifact->view;
  return book_.metadata(metadata_of(id, rank)).view;
}

void Projects::ask_metadata(ProjectId id, Rank rank, bool ahead) {
  const Project& project = all_[id.value()];
  if (project.artifact != nullptr) return;
  const MetadataId metadata = metadata_of(id, rank);
  const KnownMetadata& known = book_.metadata(metadata);
  if (known.state != Known::kUnasked) {
    if (!ahead && known.ahead) book_.ask(metadata, {}, false);
    return;
  }
  const std::uint32_t version = project.order.version_of[rank];
  book_.ask(
      metadata,
      metadata_files(book_.page(project.page).view, version, project.admission.best_file[version]),
      ahead);
}

std::string_view Projects::version_text(ProjectId id, Rank rank) const {
  const Project& project = all_[id.value()];
  if (project.artifact != nullptr) return project.artifact->version;
  return book_.page(project.page).view.version_text(project.order.version_of[rank]);
}

}  // namespace pincompile
