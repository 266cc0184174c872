// Markers: grammar, canonical spelling, values; programs against a reference evaluator.
// SPDX-License-Identifier: MIT
#include "pincompile/marker.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <array>

#include "packaging/marker_program.h"
#include "pincompile/specifier.h"
#include "result_matchers.h"
#include "split_mix.h"

namespace pincompile {
namespace {

MarkerEnvironment linux312() {
  return MarkerEnvironment{{"cpython", "3.12.4", "posix", "x86_64", "CPython", "5.15.0-91-generic",
                            "Linux", "#101-Ubuntu SMP", "3.12.4", "3.12", "linux"}};
}

Marker marker(std::string_view text) {
  auto parsed = Marker::parse(text);
  EXPECT_OK(parsed) << text;
  return parsed ? *parsed : Marker();
}

struct Spelling {
  const char* written;
  const char* canonical;
};

TEST(Marker, PrintsCanonically) {
  constexpr Spelling kCases[] = {
      {"python_version<'3'", "python_version < \"3\""},
      {"((os.name=='nt'))", "os_name == \"nt\""},
      {"python_implementation=='PyPy'", "platform_python_implementation == \"PyPy\""},
      {"(os_name=='a' and os_name=='b') and os_name=='c'",
       "os_name == \"a\" and os_name == \"b\" and os_name == \"c\""},
      {"os_name=='a' or (os_name=='b' and os_name=='c')",
       "os_name == \"a\" or os_name == \"b\" and os_name == \"c\""},
      {"(os_name=='a' or os_name=='b')and os_name=='c'",
       "(os_name == \"a\" or os_name == \"b\") and os_name == \"c\""},
      {"os_name  not  in 'a,b'", "os_name not in \"a,b\""},
      {"extra=='Foo_Bar'", "extra == \"foo-bar\""},
      {"os_name=='a\"b'", "os_name == 'a\"b'"},
      {"os_name=='\\x41\\n'", "os_name == \"A\\x0a\""},
      {"'3.8'<=python_version", "\"3.8\" <= python_version"}};
  for (const auto& [written, canonical] : kCases) {
    EXPECT_EQ(marker(written).to_string(), canonical);
    EXPECT_EQ(marker(canonical), marker(written)) << written;
  }
}

TEST(Marker, RejectsWhatTheGrammarRejects) {
  for (const std::string_view text :
       {"", " ", "os_name", "os_name==", "os_name=='a", "os_name='a'", "(os_name=='a'", "()",
        "os_name=='a' and", "'3.6'inpython_version", "'a' not os_name", "python_version>=3",
        "os_name==\"a\\\"", "os_name == 'a'\n", "os_name IN 'a'", "os_namex=='a'",
        "os_name=='a' xor os_name=='b'", "os_name=='\\N{BULLET}'", "os_name=='\\xZZ'"}) {
    EXPECT_ERROR(Marker::parse(text), ErrorKind::kParse) << text;
  }
}

TEST(Marker, SaysWhatWasExpectedAndWhere) {
  const auto error = Marker::parse("os_name == 'nt' and 3").error();
  EXPECT_EQ(error.message,
            "expected a marker variable or a quoted text in the marker, found \"3\"");
  EXPECT_EQ(error.where.front().column, 21u);
}

TEST(Marker, TakesDeepParenthesesAndRefusesDeeperOnes) {
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '(') + "os_name=='a'" + std::string(depth, ')');
  };
  EXPECT_EQ(marker(nested(199)).to_string(), "os_name == \"a\"");
  EXPECT_ERROR(Marker::parse(nested(200)), ErrorKind::kParse);
  EXPECT_ERROR(Marker::parse(std::string(1000000, '(')), ErrorKind::kParse);
  std::string alternating = "os_name=='z'";
  for (int i = 0; i < 198; ++i)
    alternating =
        "os_name=='a' " + std::string(i % 2 == 0 ? "and" : "or") + " (" + alternating + ")";
  const auto deep = marker(alternating);
  EXPECT_EQ(marker(deep.to_string()), deep);
  EXPECT_FALSE(deep.evaluate(linux312()));
}

struct Value {
  const char* marker;
  bool value;
};

TEST(Marker, ComparesVersionsWhereTheStandardDoes) {
  constexpr Value kCases[] = {
      {"python_version >= '3.9'", true},
      {"python_version < '3.9'", false},
      {"python_full_version == '3.12.*'", true},
      {"'3.9' <= python_version", true},
      {"'3.9' in python_version", false},
      {"'.1' in python_version", true},
      {"platform_release >= '5'", false},
      {"sys_platform >= 'linux'", true},
      {"sys_platform > 'a'", false},
      {"python_version ~= '3.8'", true},
      {"python_version >= 'x'", false},
      {"python_version != 'x'", true},
      {"python_version === '3.12'", true},
      {"python_version === ' 3.12'", true},
      {"'3.12 ' === python_version", false},
      {"os_name ~= 'posix'", false},
      {"sys_platform == 'linux' and (os_name == 'nt' or platform_machine == 'x86_64')", true},
      {"'nt' in os_name or 'win' in sys_platform", false}};
  for (const auto& [text, value] : kCases)
    EXPECT_EQ(marker(text).evaluate(linux312()), value) << text;
}

TEST(Marker, LooksAtEachExtraByItself) {
  const auto both = marker("extra == 'a' and extra == 'b'");
  const auto either = marker("extra == 'a' or extra == 'b'");
  const std::vector<std::string> extras = {"a", "b"};
  EXPECT_FALSE(both.evaluate(linux312(), extras));
  EXPECT_TRUE(either.evaluate(linux312(), extras));
  EXPECT_FALSE(either.evaluate(linux312()));
  EXPECT_TRUE(marker("extra != 'a'").evaluate(linux312()));
  EXPECT_TRUE(either.mentions_extra());
  EXPECT_FALSE(marker("os_name == 'extra'").mentions_extra());
}

TEST(Marker, LosesItsExtraTerms) {
  EXPECT_EQ(marker("extra == 'a' and os_name == 'nt'").without_extras().to_string(),
            "os_name == \"nt\"");
  EXPECT_TRUE(marker("extra == 'a'").without_extras().empty());
  EXPECT_EQ(marker("os_name == 'a' or (extra == 'x' and (os_name == 'b' or os_name == 'c'))")
                .without_extras(),
            marker("os_name == 'a' or os_name == 'b' or os_name == 'c'"));
  EXPECT_TRUE(Marker().without_extras().empty());
}

TEST(Marker, JoinsWithOr) {
  const auto a = marker("os_name == 'a'");
  const auto b = marker("os_name == 'b' and os_name == 'c'");
  EXPECT_EQ(a.either(b).to_string(), "os_name == \"a\" or os_name == \"b\" and os_name == \"c\"");
  EXPECT_EQ(a.either(b), marker(a.either(b).to_string()));
  EXPECT_EQ(a.either(a), a);
  EXPECT_EQ(a.either(b).either(a), a.either(b));
  EXPECT_TRUE(a.either(Marker()).empty());
}

// A tree that is printed as text and evaluated by the rules as they are written, without any
// program.
struct Tree {
  char kind = 'c';  // c comparison, a and, o or
  std::string left, op, right;
  std::vector<Tree> terms;
};

constexpr std::array<std::string_view, 13> kNames = {"implementation_name",
                                                     "implementation_version",
                                                     "os_name",
                                                     "platform_machine",
                                                     "platform_python_implementation",
                                                     "platform_release",
                                                     "platform_system",
                                                     "platform_version",
                                                     "python_full_version",
                                                     "python_version",
                                                     "sys_platform",
                                                     "extra",
                                                     "extra"};

Tree random_tree(oracle::SplitMix& random, int depth) {
  constexpr std::array<std::string_view, 10> kOperators = {"==", "!=", "<",   "<=", ">",
                                                           ">=", "~=", "===", "in", "not in"};
  constexpr std::array<std::string_view, 14> kLiterals = {"3",
                                                          "3.8",
                                                          "3.12",
                                                          "3.12.4",
                                                          "3.*",
                                                          "linux",
                                                          "Linux",
                                                          "posix",
                                                          "a",
                                                          "b",
                                                          "5.15.0-91-generic",
                                                          "",
                                                          "3.12.4rc1",
                                                          "2.7, 3.12"};
  Tree tree;
  if (depth > 0 && random.below(2) == 0) {
    tree.kind = random.below(2) == 0 ? 'a' : 'o';
    for (std::uint64_t count = 2 + random.below(2); count > 0; --count)
      tree.terms.push_back(random_tree(random, depth - 1));
    return tree;
  }
  tree.left = kNames[random.below(kNames.size())];
  tree.op = kOperators[random.below(kOperators.size())];
  tree.right = "'" + std::string(kLiterals[random.below(kLiterals.size())]) + "'";
  if (random.below(4) == 0) std::swap(tree.left, tree.right);
  return tree;
}

std::string write(const Tree& tree) {
  if (tree.kind == 'c') return tree.left + " " + tree.op + " " + tree.right;
  std::string out;
  for (const auto& term : tree.terms) {
    if (!out.empty()) out += tree.kind == 'a' ? " and " : " or ";
    out += "(" + write(term) + ")";
  }
  return out;
}

bool reference_value(const Tree& tree, const MarkerEnvironment& environment,
                     const std::string& extra) {
  if (tree.kind != 'c') {
    const auto holds = [&](const Tree& term) { return reference_value(term, environment, extra); };
    return tree.kind == 'a' ? std::ranges::all_of(tree.terms, holds)
                            : std::ranges::any_of(tree.terms, holds);
  }
  const auto value = [&](const std::string& side) {
    if (side.front() == '\'') return side.substr(1, side.size() - 2);
    const auto index = static_cast<std::size_t>(std::ranges::find(kNames, side) - kNames.begin());
    return index < kMarkerVariableCount ? environment.values[index] : extra;
  };
  const std::string& name = tree.left.front() == '\'' ? tree.right : tree.left;
  const std::string left = value(tree.left);
  const std::string right = value(tree.right);
  const bool versions = name == "python_version" || name == "python_full_version" ||
                        name == "implementation_version" || name == "platform_release";
  if (versions && tree.op != "in" && tree.op != "not in") {
    if (const auto specifier = Specifier::parse(tree.op + right)) {
      SpecifierSet set = *SpecifierSet::parse(tree.op + right);
      return set.contains_text(left);
    }
  }
  if (tree.op == "in") return right.find(left) != std::string::npos;
  if (tree.op == "not in") return right.find(left) == std::string::npos;
  if (tree.op == "!=") return left != right;
  return (tree.op == "==" || tree.op == "<=" || tree.op == ">=") && left == right;
}

TEST(MarkerLaws, ProgramsAgreeWithAReferenceEvaluatorAndReadBack) {
  oracle::SplitMix random(508);
  auto second = linux312();
  second[MarkerVariable::kPythonVersion] = "3.8";
  second[MarkerVariable::kPythonFullVersion] = "3.8.1rc2";
  second[MarkerVariable::kImplementationVersion] = "";
  second[MarkerVariable::kPlatformRelease] = "10";
  for (int i = 0; i < 3000; ++i) {
    const Tree tree = random_tree(random, 3);
    const std::string text = write(tree);
    const Marker parsed = marker(text);
    const auto again = Marker::parse(parsed.to_string());
    ASSERT_OK(again) << text;
    ASSERT_EQ(*again, parsed) << text;
    const auto from_program = marker_from_program(marker_program(parsed));
    ASSERT_OK(from_program) << text;
    ASSERT_EQ(*from_program, parsed);
    for (const auto& environment : {linux312(), second}) {
      const MarkerEvaluator evaluator(environment);
      for (const std::string extra : {"", "a", "b"}) {
        ASSERT_EQ(evaluator.evaluate_for(marker_program(parsed), extra),
                  reference_value(tree, environment, extra))
            << text << " with extra \"" << extra << "\"";
      }
    }
  }
}

TEST(MarkerProgram, DamagedBytesAreFalseAndNothingWorse) {
  oracle::SplitMix random(7);
  const MarkerEvaluator evaluator(linux312());
  const std::string program(
      marker_program(marker("python_version >= '3.8' and (os_name == 'posix' or extra == 'a')")));
  for (int i = 0; i < 20000; ++i) {
    std::string damaged = program.substr(0, 1 + random.below(program.size()));
    damaged[random.below(damaged.size())] = static_cast<char>(random.below(256));
    (void)evaluator.evaluate(damaged);
    (void)program_mentions_extra(damaged);
    (void)marker_from_program(damaged);
  }
  EXPECT_FALSE(evaluator.evaluate(std::string(2000, '\1')));
  EXPECT_TRUE(evaluator.evaluate(""));
}

}  // namespace
}  // namespace pincompile
