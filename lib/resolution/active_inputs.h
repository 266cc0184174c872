// ActiveInputs: the lines of a request whose marker holds on the target, and what they and the
// options say about each project (behaviour.md 4.2 to 4.9).
// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <tsl/ordered_map.h>

#include "packaging/marker_program.h"
#include "pincompile/request.h"
#include "resolution/admission.h"
#include "resolution/specifier_pool.h"

namespace pincompile {

/// Lines whose marker is true, in reading order.
struct ActiveInputs {
  std::vector<InputRequirement> requirements = {};
  std::vector<InputRequirement> constraints = {};
  std::vector<InputRequirement> overrides = {};
  std::vector<InputRequirement> upgrades = {};  ///< -P with specifiers
};
ActiveInputs active_inputs(const ResolveRequest& request, const MarkerEnvironment& environment);

using LineKind = RequiredBy::LineKind;

/// One line as the solver sees it; its group id is its position.
struct Line {
  LineKind kind = LineKind::kRequirement;  ///< kNone: -P
  std::uint32_t number = 0;                ///< in the list of its kind in ActiveInputs
  Id64 name = 0;
  std::string project;                   ///< normalised
  std::vector<std::string> extras = {};  ///< normalised, sorted, unique
  SpecifierId specifier;
};

/// What replaces the requirements on a name (behaviour.md 4.4).
struct Override {
  bool active = false;  ///< false: all its lines are off: the name is dropped
  SpecifierId specifier;
  std::vector<std::uint32_t> lines = {};  ///< numbers in ActiveInputs::overrides
};

/// Lines and rules by name.
class InputRules {
 public:
  InputRules(const ResolveRequest& request, const ActiveInputs& active, SpecifierPool& pool);

  /// For the search of the smallest change of a line.
  void prefer_nearest(Id64 name, SpecifierId to) { rules_[name].nearest_to = to.value(); }

  const std::vector<Line>& lines() const { return lines_; }
  const Override* override_of(Id64 name) const;
  ProjectRules rules_of(Id64 name, const std::string& project) const;
  /// Existing pins that count, by name, in file order. By text: most names of a run are never
  /// hashed.
  const tsl::ordered_map<std::string_view, std::string_view>& pinned() const { return pinned_; }
  /// -P names in the order of solver.md 7.5: direct ones in input order, then by name key.
  std::vector<std::pair<Id64, std::string>> targets() const;

 private:
  void add_line(LineKind kind, std::uint32_t number, const InputRequirement& input,
                SpecifierPool& pool);
  void add_overrides(const ResolveRequest& request, const ActiveInputs& active,
                     SpecifierPool& pool);
  void add_pins(const ResolveRequest& request);

  const ResolveOptions& options_;
  std::vector<Line> lines_;
  tsl::ordered_map<Id64, Override> overrides_;
  tsl::ordered_map<Id64, ProjectRules> rules_;
  tsl::ordered_map<std::string_view, std::string_view> pinned_;  // name -> version, of the request
  std::vector<std::pair<Id64, std::string>> upgrades_;
};

/// The specifier set of a line, any_of included.
SpecifierId specifier_of(const InputRequirement& input, SpecifierPool& pool);

}  // namespace pincompile
