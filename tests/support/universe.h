// A whole small world as numbers: every package, rank and requirement, in the terms of the solver
// but in plain vectors, without any of its code. Generators make universes, the reference judges
// answers on them, a driver feeds them to the solver, and to_text prints one for a report.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace pincompile::oracle {

/// Ranks of one package; element r says whether rank r belongs to the set.
using RankSet = std::vector<bool>;

/// "package `package` must have a rank of set `set`"; also a root line or a constraint line.
struct Need {
  std::uint32_t package = 0;
  std::uint32_t set = 0;  // index into Universe::sets

  friend bool operator==(const Need&, const Need&) = default;
};

/// One rank of a package.
struct Release {
  std::vector<Need> needs;   // in list order
  std::uint16_t age = 0;     // position in newest-first version order
  std::uint16_t stamp = 0;   // half-months, 0 = unknown
  bool excluded = false;     // known from the page
  bool unavailable = false;  // found out when its metadata is asked for
  bool reluctant = false;    // a pre-release under if-necessary
};

struct Package {
  std::vector<Release> releases;          // by rank, 0 = most preferred
  std::optional<std::uint32_t> extra_of;  // same ranks as that package
  bool pinned = false;                    // rank 0 is the existing pin
  std::uint64_t name_key = 0;
};

class Universe {
 public:
  std::vector<Package> packages;
  std::vector<RankSet> sets;
  std::vector<Need> roots;  // in input order
  std::vector<Need> constraints;
  std::vector<std::uint32_t> upgrades;  // packages of -P: their pin is already gone

  /// Appends `count` packages of `ranks` releases each, ages equal to ranks; returns the first.
  std::uint32_t add_packages(std::size_t count, std::size_t ranks);
  /// Index of an equal set, stored at its first use.
  std::uint32_t intern(const RankSet& set);
  /// Ranks low..high (both included) of `package`, clamped to what it has.
  std::uint32_t interval(std::uint32_t package, long low, long high);
  std::uint32_t any(std::uint32_t package);

  void require(std::uint32_t package, std::size_t rank, std::uint32_t needed, std::uint32_t set) {
    packages[package].releases[rank].needs.push_back({needed, set});
  }
  std::size_t ranks(std::uint32_t package) const { return packages[package].releases.size(); }
  bool allows(const Need& need, std::size_t rank) const { return sets[need.set][rank]; }

  /// Named by a root line.
  bool is_direct(std::uint32_t package) const;
  /// Direct packages in input order, each once.
  std::vector<std::uint32_t> direct() const;

 private:
  std::map<RankSet, std::uint32_t> index_;
};

/// Direct packages in input order, then all others by name key: the order of targets, of kept pins
/// and of releases from reluctance.
std::vector<std::uint32_t> priority_order(const Universe& universe);

/// Everything, one line per rank: what a report of a mismatch shows.
std::string to_text(const Universe& universe);
std::string to_text(const RankSet& set);

}  // namespace pincompile::oracle
