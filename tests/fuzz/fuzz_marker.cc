// Markers and marker programs: what is accepted prints and reads back as the same program; any
// bytes can be evaluated.
// SPDX-License-Identifier: MIT
#include <cstdlib>
#include <string>

#include "packaging/marker_program.h"

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

const pincompile::MarkerEvaluator& evaluator() {
  static const pincompile::MarkerEvaluator kEvaluator(pincompile::MarkerEnvironment{
      {"cpython", "3.12.4", "posix", "x86_64", "CPython", "5.15.0-91-generic", "Linux", "#1",
       "3.12.4", "3.12", "linux"}});
  return kEvaluator;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::vector<std::string> extras = {"a", "test"};
  // As a program.
  (void)evaluator().evaluate(text, extras);
  (void)pincompile::program_mentions_extra(text);
  if (const auto marker = pincompile::marker_from_program(text))
    require(pincompile::marker_program(*marker) == text);
  // As a text.
  const auto marker = pincompile::Marker::parse(text);
  if (!marker) return 0;
  const auto again = pincompile::Marker::parse(marker->to_string());
  require(again.has_value() && *again == *marker);
  require(pincompile::marker_from_program(pincompile::marker_program(*marker)).has_value());
  require(marker->mentions_extra() ==
          pincompile::program_mentions_extra(pincompile::marker_program(*marker)));
  const auto without = marker->without_extras();
  require(!without.mentions_extra());
  require(without.empty() || *pincompile::Marker::parse(without.to_string()) == without);
  const auto joined = marker->either(*pincompile::Marker::parse("os_name == 'nt'"));
  require(*pincompile::Marker::parse(joined.to_string()) == joined);
  const auto program = pincompile::marker_program(*marker);
  require(!evaluator().evaluate(program, extras) ||
          evaluator().evaluate(pincompile::marker_program(joined), extras));
  return 0;
}
