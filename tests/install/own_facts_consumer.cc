// A fact source of one's own: an index in memory.
// SPDX-License-Identifier: MIT
#include <pincompile/pincompile.h>

#include <cstdio>
#include <map>
#include <string>
#include <utility>
#include <vector>

using namespace pincompile;

namespace {

/// project -> version -> what it needs.
using Universe = std::map<std::string, std::map<std::string, std::vector<std::string>>>;

class MemoryFacts : public FactSource {
 public:
  explicit MemoryFacts(Universe universe) : universe_(std::move(universe)) {}

  void request(std::vector<Want> wants) override {
    for (Want& want : wants) waiting_.push_back(std::move(want));
  }
  std::vector<Fact> wait() override {
    std::vector<Fact> facts;
    for (const Want& want : std::exchange(waiting_, {})) facts.push_back(answer(want));
    return facts;
  }
  void cancel() override { waiting_.clear(); }

 private:
  Fact answer(const Want& want) const {
    const auto project = universe_.find(want.project);
    if (project == universe_.end()) return {want.id, PageAbsent{}};
    if (want.kind == Want::Kind::kPage) {
      PlainPage page{want.project};
      for (const auto& [version, needs] : project->second)
        page.files.push_back({want.project + "-" + version + "-py3-none-any.whl"});
      return {want.id, PageFound{make_page(page), {}}};
    }
    PlainMetadata metadata{want.project, want.version, want.files.front().filename};
    metadata.requires_dist = project->second.at(want.version);
    Result<RecordBytes> record = make_metadata(metadata);
    if (!record) return {want.id, Failed{record.error()}};
    return {want.id, MetadataKnown{*std::move(record)}};
  }

  Universe universe_;
  std::vector<Want> waiting_;
};

}  // namespace

int main() {
  MemoryFacts facts({{"shop", {{"1.0", {"cart>=2"}}, {"1.1", {"cart>=3"}}}}, {"cart", {{"2.0", {}}}}});
  const auto clock = machine_clock();
  Resolver resolver(facts, *clock);
  TextFiles files;
  files.put("requirements.in", "shop\n");
  InputReader reader;
  reader.files = &files;
  ResolveRequest request;
  request.inputs = read_inputs(reader, {"requirements.in"}).value();
  request.target.python = PythonVersion::parse("3.12").value();
  const auto outcome = resolver.resolve(request);
  if (!outcome) return std::fputs(outcome.error().to_string().c_str(), stderr), 1;
  RequirementsTxtOptions layout;
  layout.header = false;
  const auto* resolution = std::get_if<Resolution>(&*outcome);
  if (resolution == nullptr) return 1;
  std::fputs(requirements_txt(*resolution, layout).c_str(), stdout);
  return 0;
}
