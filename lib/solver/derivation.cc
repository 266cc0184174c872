// Derivation: the part of a proof log that one refutation rests on.
// SPDX-License-Identifier: MIT
#include <algorithm>

#include "solver/explanation.h"

namespace pincompile::solver {

namespace {

DerivationNode::Literal copy_of(const ProofLog& log, const ProofLiteral& literal) {
  const Bits set = log.set_of(literal);
  return {literal.package, std::vector<Word>(set.begin(), set.end())};
}

DerivationNode assumption(const Case& instance, const Tag& tag) {
  DerivationNode node;
  node.subject = tag.id;
  if (tag.kind == TagKind::kGroup) {
    const bool constraint = instance.groups()[instance.number_of(tag)].constraint;
    node.kind = constraint ? ProofKind::kConstraint : ProofKind::kRoot;
  } else if (tag.kind == TagKind::kExclusion) {
    node.kind = ProofKind::kExcluded;
  }
  return node;
}

}  // namespace

Derivation derivation_of(const ProofLog& log, std::uint32_t step, const Case& instance) {
  std::vector<bool> needed(step + 1);
  needed[step] = true;
  for (std::uint32_t i = step; i > 0; --i) {
    if (!needed[i]) continue;
    for (const ProofAntecedent& antecedent : log.antecedents_of(log.steps[i])) {
      needed[antecedent.step] = log.steps[antecedent.step].kind != ProofKind::kDomain;
    }
  }
  Derivation derivation;
  std::vector<std::uint32_t> node_of(step + 1, 0xFFFFFFFF);
  for (std::uint32_t i = 1; i <= step; ++i) {
    if (!needed[i]) continue;
    const ProofStep& from = log.steps[i];
    DerivationNode node;
    node.kind = from.kind == ProofKind::kCore ? ProofKind::kDerived : from.kind;
    node.subject = from.subject;
    for (const ProofAntecedent& antecedent : log.antecedents_of(from)) {
      const std::uint32_t earlier = node_of[antecedent.step];
      const bool known = earlier == 0xFFFFFFFF ||
                         std::ranges::find(node.antecedents, earlier) != node.antecedents.end();
      if (!known) node.antecedents.push_back(earlier);
    }
    const auto literals = log.literals_of(from);
    for (std::size_t k = 0; k < literals.size(); ++k) {
      if (from.kind != ProofKind::kCore) {
        node.literals.push_back(copy_of(log, literals[k]));
        continue;
      }
      DerivationNode leaf = assumption(instance, log.tags[from.tags_begin + k]);
      leaf.literals.push_back(copy_of(log, literals[k]));
      node.antecedents.push_back(static_cast<std::uint32_t>(derivation.nodes.size()));
      derivation.nodes.push_back(std::move(leaf));
    }
    node_of[i] = static_cast<std::uint32_t>(derivation.nodes.size());
    derivation.nodes.push_back(std::move(node));
  }
  return derivation;
}

}  // namespace pincompile::solver
