// Dependency records with mutated bytes: reading and evaluating stay inside the record.
// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cstdint>
#include <cstring>
#include <vector>

#include "cache/dependency_record.h"
#include "cache/record_builder.h"
#include "packaging/marker_program.h"

namespace {

using namespace pincompile;

std::size_t read_requirement(const DependencyView& view, std::uint32_t i,
                             const MarkerEvaluator& evaluator) {
  static const std::vector<std::string> kExtras = {"test"};
  const RequirementView requirement = view.requirement(i);
  std::size_t sum = requirement.text.size() + requirement.url.size() + requirement.name_text.size();
  for (std::size_t e = 0; e < requirement.extras.size(); ++e) sum += requirement.extras[e].size();
  sum += requirement.specifiers.contains(KeyView{}, requirement.text) ? 1 : 0;
  const std::string_view program = view.marker_program(requirement.marker);
  return sum + (evaluator.evaluate(program, kExtras) ? 1 : 0) +
         (program_mentions_extra(program) ? 1 : 0);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const MarkerEvaluator evaluator{MarkerEnvironment{}};
  std::vector<std::uint64_t> words(std::max<std::size_t>(4, (size + 7) / 8));
  std::memcpy(words.data(), data, size);
  RecordEnvelope envelope;
  std::memcpy(&envelope, words.data(), sizeof(envelope));
  envelope.magic = kRecordMagic;
  envelope.schema = kRecordSchema;
  envelope.kind = static_cast<std::uint32_t>(RecordKind::kDependencies);
  envelope.total_size = words.size() * 8;
  std::memcpy(words.data(), &envelope, sizeof(envelope));
  const auto bytes = std::as_bytes(std::span(words));
  volatile std::size_t sum = record_is_intact(bytes) ? 1 : 0;
  const DependencyView view = DependencyView::open(bytes);
  const std::uint32_t count = std::min<std::uint32_t>(view.requirement_count(), 200);
  for (std::uint32_t i = 0; i <= count; ++i) sum = sum + read_requirement(view, i, evaluator);
  for (std::size_t i = 0; i < std::min<std::size_t>(view.provided_extras().size(), 200); ++i) {
    sum = sum + view.provided_extras()[i].size();
  }
  sum = sum + view.requires_python().text.size() + view.unavailable_text().size() +
        view.file().size();
  return 0;
}
