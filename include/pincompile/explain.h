// `why`, `why-not` and `--explain` in words (behaviour.md 9.4), and why there is no answer (8.2
// nos. 1 to 6, 13). Read from the resolved graph and from what the resolver says about versions it
// did not take.
// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "pincompile/graph.h"

namespace pincompile {

/// Every path from a source to a pin, shared beginnings once, the specifiers that act on it, and
/// whether it is proven. Without `all` long lists are cut: at most 40 lines.
PINCOMPILE_API std::string why_text(const ResolvedGraph& graph, std::size_t pin, bool all);

/// Why the versions newer than a pin were not taken; one paragraph per version, newest known last.
PINCOMPILE_API std::string why_not_newer_text(const ResolvedGraph& graph, std::size_t pin);

/// `--explain`: why the newest version of each held-back pin was not taken, a line each, in pin
/// order. Without `all` a list of more than 38 lines is cut.
PINCOMPILE_API std::string explain_text(const ResolvedGraph& graph, bool all);

/// The verdict on a version of a project that Resolver::why_not gave. Without `all` a list of more
/// than 30 facts or pins is cut.
PINCOMPILE_API std::string why_not_text(const WhyNot& answer, const std::string& name, bool all);

/// A conflict as an error message, folded to 100 columns. `all` as in why_not_text.
PINCOMPILE_API Error conflict_error(const Conflict& conflict, bool all);
PINCOMPILE_API Error exhausted_error(const Exhausted& exhausted);

}  // namespace pincompile
