// ProofWriter: flat arrays that only grow.
// SPDX-License-Identifier: MIT
#include "solver/proof_writer.h"

namespace pincompile::solver {

std::uint32_t ProofWriter::begin(ProofKind kind, std::uint32_t subject) {
  if (!enabled_) return 0;
  ProofStep step;
  step.kind = kind;
  step.subject = subject;
  step.literals_begin = step.literals_end = static_cast<std::uint32_t>(log_.literals.size());
  step.antecedents_begin = static_cast<std::uint32_t>(log_.antecedents.size());
  step.antecedents_end = step.antecedents_begin;
  step.tags_begin = static_cast<std::uint32_t>(log_.tags.size());
  log_.steps.push_back(step);
  return static_cast<std::uint32_t>(log_.steps.size() - 1);
}

void ProofWriter::literal(PackageId package, const Word* set, std::uint32_t width) {
  if (!enabled_) return;
  log_.literals.push_back({package, static_cast<std::uint32_t>(log_.words.size()), width});
  log_.words.insert(log_.words.end(), set, set + width);
  log_.steps.back().literals_end = static_cast<std::uint32_t>(log_.literals.size());
}

void ProofWriter::antecedents(std::span<const ProofAntecedent> chain) {
  if (!enabled_) return;
  log_.antecedents.insert(log_.antecedents.end(), chain.begin(), chain.end());
  log_.steps.back().antecedents_end = static_cast<std::uint32_t>(log_.antecedents.size());
}

void ProofWriter::set_unit(PackageId package, std::uint32_t step) {
  if (units_.size() <= package.value()) units_.resize(package.value() + 1);
  units_[package.value()] = step;
}

}  // namespace pincompile::solver
