// PEP 508 and PEP 751 against the recorded answers of PyPA's packaging: requirements, markers and
// their values on recorded targets.
// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>
#include <simdjson.h>

#include <algorithm>
#include <map>

#include "conformance_set.h"
#include "packaging/marker_code.h"
#include "packaging/marker_program.h"
#include "pincompile/name.h"
#include "pincompile/requirement.h"
#include "recorded_json.h"

namespace pincompile::testing {
namespace {

using simdjson::dom::element;

bool is_contested(element object) {
  return any_flag(object,
                  {"differs_in_packaging_25", "non_ascii", "quirk_marker", "backslash_escape"});
}

// A marker tree as nested lists. packaging keeps written parentheses, so groups directly inside a
// group of their own kind are dissolved on both sides before trees are compared.
struct Tree {
  std::string kind;  // and, or; empty for a comparison
  std::string comparison;
  std::vector<Tree> terms;

  void add(Tree term) {
    if (term.kind == kind && !kind.empty()) {
      for (auto& inner : term.terms) terms.push_back(std::move(inner));
    } else {
      terms.push_back(std::move(term));
    }
  }
  std::string show() const {
    std::string out = kind + comparison;
    if (!kind.empty()) out += "(";
    for (const auto& term : terms) out += term.show() + ";";
    return kind.empty() ? out : out + ")";
  }
};

std::string operand(element side) {
  std::string_view name;
  if (side["var"].get(name) == simdjson::SUCCESS) return "$" + std::string(name);
  return "'" + std::string(std::string_view(side["str"]));
}

Tree expected_tree(element ast) {
  const auto list = ast.get_array();
  std::string_view head;
  if (list.at(0).get(head) != simdjson::SUCCESS) {
    return {"",
            operand(list.at(0)) + " " + std::string(std::string_view(list.at(1))) + " " +
                operand(list.at(2)),
            {}};
  }
  Tree tree{std::string(head), "", {}};
  for (std::size_t i = 1; i < list.size(); ++i) tree.add(expected_tree(list.at(i)));
  return tree;
}

std::string operand(std::uint8_t code, std::string_view literal) {
  return code == marker_code::kLiteral ? "'" + std::string(literal)
                                       : "$" + std::string(marker_operand_name(code));
}

Tree tree_of(const Marker& marker) {
  std::vector<Tree> open(1);
  MarkerReader reader(marker_program(marker));
  for (;;) {
    switch (reader.next()) {
      case MarkerReader::Step::kAnd:
        open.push_back({"and", "", {}});
        break;
      case MarkerReader::Step::kOr:
        open.push_back({"or", "", {}});
        break;
      case MarkerReader::Step::kClose: {
        Tree done = std::move(open.back());
        open.pop_back();
        open.back().add(std::move(done));
        break;
      }
      case MarkerReader::Step::kComparison: {
        const auto& c = reader.comparison();
        open.back().add({"",
                         operand(c.left, c.left_text) + " " + std::string(to_string(c.op)) + " " +
                             operand(c.right, c.right_text),
                         {}});
        break;
      }
      default:
        return open.front().terms.empty() ? Tree() : open.front().terms.front();
    }
  }
}

// Tree, and the law that printing and parsing again changes nothing.
std::string marker_trouble(const Marker& marker, element ast) {
  const auto got = tree_of(marker).show();
  const auto wanted = expected_tree(ast).show();
  if (got != wanted) return got + " instead of " + wanted;
  const auto again = Marker::parse(marker.to_string());
  return again && *again == marker ? "" : marker.to_string() + " does not read back";
}

std::string requirement_trouble(element object) {
  auto requirement = Requirement::parse(text(object, "input"));
  if (!requirement) return "rejected: " + requirement.error().to_string();
  auto extras = requirement->extras;
  std::ranges::sort(extras);
  if (requirement->name != text(object, "name")) return "name " + requirement->name;
  if (normalize_name(requirement->name) != text(object, "normalized_name"))
    return "normal form of the name";
  if (extras != texts(object["extras"])) return "extras";
  if (requirement->specifiers.to_string() != text(object, "specifier"))
    return requirement->specifiers.to_string();
  if (requirement->url != text(object, "url")) return "url " + requirement->url;
  const bool has_marker = !object["marker_ast"].is_null();
  if (requirement->marker.empty() == has_marker) return "marker is there or not";
  const auto again = Requirement::parse(requirement->to_string());
  if (!again || again->to_string() != requirement->to_string())
    return requirement->to_string() + " does not read back";
  return has_marker ? marker_trouble(requirement->marker, object["marker_ast"]) : "";
}

// Names, extras and specifiers in canonical form.
bool equal(Requirement a, Requirement b) {
  for (auto* requirement : {&a, &b}) {
    requirement->name = normalize_name(requirement->name);
    for (auto& extra : requirement->extras) extra = normalize_name(extra);
    std::ranges::sort(requirement->extras);
  }
  return a == b;
}

void score_requirements(Score& score, element document) {
  for (const element object : document["valid"].get_array()) {
    const auto trouble = requirement_trouble(object);
    score.add("valid", text(object, "id"), trouble.empty(), is_contested(object),
              text(object, "input") + ": " + trouble);
  }
  for (const element object : document["invalid"].get_array()) {
    score.add("invalid", text(object, "id"), !Requirement::parse(text(object, "input")),
              is_contested(object), "accepts " + text(object, "input"));
  }
  for (const element object : document["requirement_equality"].get_array()) {
    const bool got = equal(*Requirement::parse(text(object, "left")),
                           *Requirement::parse(text(object, "right")));
    score.add("requirement_equality", text(object, "id"), got == flag(object, "equal"),
              is_contested(object), text(object, "left") + " and " + text(object, "right"));
  }
}

void score_markers(Score& score, element document) {
  for (const element object : document["marker_valid"].get_array()) {
    const auto marker = Marker::parse(text(object, "input"));
    const auto trouble = marker ? marker_trouble(*marker, object["ast"]) : "rejected";
    score.add("marker_valid", text(object, "id"), trouble.empty(), is_contested(object),
              text(object, "input") + ": " + trouble);
  }
  for (const element object : document["marker_invalid"].get_array()) {
    score.add("marker_invalid", text(object, "id"), !Marker::parse(text(object, "input")),
              is_contested(object), "accepts " + text(object, "input"));
  }
}

MarkerEnvironment environment(element document, element object) {
  MarkerEnvironment values;
  for (std::size_t i = 0; i < kMarkerVariableCount; ++i) {
    const auto name = std::string(to_string(static_cast<MarkerVariable>(i)));
    values.values[i] = text(document["environments"][text(object, "environment")], name.c_str());
    std::string_view laid_over;
    if (object["overrides"][name].get(laid_over) == simdjson::SUCCESS) values.values[i] = laid_over;
  }
  return values;
}

void score_values(Score& score, element document) {
  for (const element object : document["marker_eval"].get_array()) {
    const auto marker = Marker::parse(text(object, "marker"));
    const auto extra = text(object, "extra");
    bool right = false;
    if (marker) {
      const MarkerEvaluator evaluator(environment(document, object));
      std::vector<std::string> extras;
      if (!extra.empty()) extras.push_back(normalize_name(extra));
      right = evaluator.evaluate(marker_program(*marker), extras) == flag(object, "expected");
    }
    score.add(
        "marker_eval", text(object, "id"), right, is_contested(object),
        text(object, "marker") + " on " + text(object, "environment") + " with extra " + extra);
  }
  // Comparisons without meaning, which packaging refuses to answer: false, and nothing worse. In a
  // larger marker the other comparisons still decide.
  for (const element object : document["marker_eval_undefined"].get_array()) {
    const auto marker = Marker::parse(text(object, "marker"));
    bool right = false;
    if (marker) {
      const bool value =
          MarkerEvaluator(environment(document, object)).evaluate(marker_program(*marker));
      right = !tree_of(*marker).kind.empty() || !value;
    }
    score.add("marker_eval_undefined", text(object, "id"), right, is_contested(object),
              text(object, "marker"));
  }
  for (const element object : document["marker_eval_lockfile"].get_array()) {
    const auto marker = Marker::parse(text(object, "marker"));
    bool right = false;
    if (marker) {
      auto extras = texts(object["extras"]);
      auto groups = texts(object["dependency_groups"]);
      for (auto* names : {&extras, &groups}) {
        for (auto& name : *names) name = normalize_name(name);
      }
      right =
          MarkerEvaluator(environment(document, object))
              .evaluate_lock(marker_program(*marker), extras, groups) == flag(object, "expected");
    }
    score.add("marker_eval_lockfile", text(object, "id"), right, is_contested(object),
              text(object, "marker"));
  }
}

TEST(Conformance, Pep508) {
  const auto json = read_conformance_file("pep508.json");
  if (!json) GTEST_SKIP();
  simdjson::dom::parser parser;
  const element document = parser.parse(json->data(), json->size(), false);
  Score score("pep508");
  score_requirements(score, document);
  score_markers(score, document);
  score_values(score, document);
  EXPECT_TRUE(score.report());
}

}  // namespace
}  // namespace pincompile::testing
