// The graph of all requirements that a resolve looked at.
// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "manual_clock.h"
#include "pincompile/graph.h"
#include "questions.h"
#include "result_matchers.h"
#include "universe_facts.h"

namespace pincompile::testing {
namespace {

using ::testing::ElementsAre;

class RequirementGraphOf : public ::testing::Test {
 protected:
  /// boto3 and a rival of it need botocore, that needs urllib3; an old one needs six instead.
  RequirementGraphOf() {
    facts.add("boto3", "1.0", {"botocore<2", "six"});
    facts.add("boto3", "2.0", {"botocore (>=2)"});
    facts.add("botocore", "1.0", {"urllib3<2"});
    facts.add("botocore", "2.0", {"urllib3<2", "tool"});
    facts.add("tool", "1.0", {"botocore"});
    facts.add("urllib3", "1.26");
    facts.add("urllib3", "2.0");
    facts.add("six", "1.0");
  }
  RequirementGraph graph(const std::vector<std::string>& lines) {
    auto made = RequirementGraph::of(facts, clock, question(lines));
    EXPECT_OK(made);
    return *std::move(made);
  }
  static std::vector<std::string> names(const RequirementGraph& graph,
                                        const std::vector<std::uint32_t>& nodes) {
    std::vector<std::string> list;
    for (const std::uint32_t node : nodes) list.push_back(graph.nodes()[node].project);
    return list;
  }

  UniverseFacts facts;
  ManualClock clock;
};

TEST_F(RequirementGraphOf, KnowsWhatIsNeededAlsoWhereThereIsNoAnswer) {
  const RequirementGraph found = graph({"boto3", "urllib3>=2"});
  const auto urllib3 = found.find("urllib3"), botocore = found.find("botocore");
  ASSERT_TRUE(urllib3 && botocore);
  EXPECT_TRUE(found.nodes()[*urllib3].direct);
  EXPECT_THAT(names(found, found.dependents_of(*urllib3)), ElementsAre("boto3", "botocore"));
  EXPECT_FALSE(found.find("flask"));
}

TEST_F(RequirementGraphOf, FindsWhatEveryPathGoesThroughAndWhatNeedsEachOther) {
  const RequirementGraph found = graph({"boto3>=2"});
  EXPECT_EQ(found.dominator_of(*found.find("urllib3")), found.find("botocore"));
  EXPECT_EQ(found.dominator_of(*found.find("boto3")), std::nullopt);
  const auto cycles = found.cycles();
  ASSERT_EQ(cycles.size(), 1u);
  EXPECT_THAT(names(found, cycles[0]), ElementsAre("botocore", "tool"));
  const auto paths = found.paths_to(*found.find("urllib3"), 5);
  ASSERT_EQ(paths.size(), 1u);
  EXPECT_THAT(names(found, paths[0]), ElementsAre("boto3", "botocore", "urllib3"));
  EXPECT_THAT(names(found, found.dependencies_of(*found.find("botocore"))),
              ElementsAre("tool", "urllib3"));
}

TEST_F(RequirementGraphOf, TellsWhatTheNewestVersionStates) {
  const RequirementGraph found = graph({"boto3>=2"});
  ASSERT_FALSE(found.edges().empty());
  const RequirementGraph::Edge& edge = found.edges().front();
  EXPECT_EQ(found.nodes()[edge.from].project, "boto3");
  EXPECT_EQ(edge.text, "botocore>=2");
  EXPECT_EQ(edge.version, "2.0");
  EXPECT_EQ(edge.versions, 1u);
}

}  // namespace
}  // namespace pincompile::testing
