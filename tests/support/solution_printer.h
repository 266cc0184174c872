// SolutionPrinter: all that a solver's answer shows, as text in the universe's own numbers.
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include "universe_driver.h"

namespace pincompile::oracle {

class SolutionPrinter {
 public:
  explicit SolutionPrinter(const UniverseDriver& world) : world_(world) {}

  void tags(std::span<const solver::Tag> tags) {
    std::vector<std::string> texts;
    for (const solver::Tag& tag : tags) {
      const bool is_package =
          tag.kind != solver::TagKind::kGroup && tag.kind != solver::TagKind::kExclusion;
      const std::uint32_t id = is_package ? world_.index(solver::PackageId(tag.id)) : tag.id;
      texts.push_back(std::to_string(static_cast<int>(tag.kind)) + ":" + std::to_string(id));
    }
    // A core is a set; its order is that of the caller's ids.
    std::ranges::sort(texts);
    for (const std::string& text : texts) out << ' ' << text;
  }

  void choices(const char* what, const std::vector<solver::Choice>& choices) {
    out << what;
    for (const solver::Choice& c : choices) out << ' ' << world_.index(c.package) << '=' << c.rank;
    out << '\n';
  }

  void counters(const solver::Counters& c) {
    out << "conflicts " << c.conflicts << " decisions " << c.decisions << " propagations "
        << c.propagations << " visits " << c.visits << " ticks " << c.ticks << " queries "
        << c.queries << " restarts " << c.restarts << " rounds " << c.rounds << " pages " << c.pages
        << " fetches " << c.fetches << '\n';
  }

  void solution(const solver::Solution& s) {
    for (const solver::PinnedRank& pin : s.pins) {
      out << 'p' << world_.index(pin.package) << '=' << pin.rank << (pin.proven ? " proven" : "")
          << " stage " << static_cast<int>(pin.stage) << " bucket " << pin.bucket << " core";
      tags(s.core_of(pin));
      out << '\n';
    }
    out << "worst " << s.worst_bucket << ' ' << s.worst_bucket_bound;
    tags(s.worst_bucket_core);
    choices("\ndirect caps", s.direct_caps);
    choices("caps", s.caps);
    out << "moved";
    for (const solver::PackageId p : s.moved_pins) out << ' ' << world_.index(p);
    for (const solver::Note& note : s.notes) {
      out << "\nnote " << static_cast<int>(note.kind) << ' ' << world_.index(note.package) << '='
          << note.rank;
      tags(note.tags);
    }
    out << '\n';
  }

  std::ostringstream out;

 private:
  const UniverseDriver& world_;
};

}  // namespace pincompile::oracle
