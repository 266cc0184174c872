// BodyBudget: how much of the bodies of unfinished answers is in memory. Dozens of connections to
// one host would otherwise bring in dozens of pages side by side; they come in no earlier than one
// after the other. Pausing is for HTTP/1.1, where it stops one connection.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>

namespace pincompile {

class BodyBudget {
 public:
  /// Beyond this one answer goes on alone.
  static constexpr std::size_t kMostBytes = std::size_t{1} << 19;

  /// Whether `bytes` more of an answer may come in. If not, it is to be paused.
  bool take(std::uint64_t id, std::size_t bytes);
  /// The answer is whole, or given up.
  void ended(std::uint64_t id);
  /// Takes out the paused ones if they may go on; those for whom there is no room are paused again.
  std::set<std::uint64_t> take_paused();

 private:
  std::map<std::uint64_t, std::size_t> bytes_of_;
  std::size_t bytes_ = 0;
  std::uint64_t alone_ = 0;  ///< who goes on beyond the limit; 0 = nobody
  std::set<std::uint64_t> paused_;
};

}  // namespace pincompile
