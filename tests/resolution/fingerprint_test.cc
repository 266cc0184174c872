// Which changes of inputs, options and pins a fingerprint sees (behaviour.md 7.1).
// SPDX-License-Identifier: MIT
#include "pincompile/fingerprint.h"

#include <gtest/gtest.h>

#include "questions.h"

namespace pincompile::testing {
namespace {

Inputs inputs_of(const std::vector<std::string>& lines,
                 const std::string& file = "requirements.in") {
  Inputs inputs;
  inputs.requirements = input_lines(lines, file);
  return inputs;
}

TEST(Fingerprint, SpellingDoesNotCountButOrderDoes) {
  const std::string digest =
      inputs_digest(inputs_of({"Foo_Bar[B,a] >=1, <2 ; python_version>'3'", "c"}));
  EXPECT_EQ(digest, inputs_digest(inputs_of({"foo-bar[A,b]<2,>=1;python_version > \"3\"", "c"})));
  EXPECT_NE(digest, inputs_digest(inputs_of({"c", "foo-bar[a,b]<2,>=1;python_version > \"3\""})));
  EXPECT_NE(digest, inputs_digest(inputs_of({"foo-bar[a,b]<3,>=1;python_version > \"3\"", "c"})));
}

TEST(Fingerprint, PathsAreThoseSeenFromTheOutput) {
  EXPECT_EQ(inputs_digest(inputs_of({"a"}, "sub/requirements.in"), "sub"),
            inputs_digest(inputs_of({"a"}, "requirements.in"), ""));
  EXPECT_NE(inputs_digest(inputs_of({"a"}, "other.in")),
            inputs_digest(inputs_of({"a"}, "requirements.in")));
}

TEST(Fingerprint, UserPartsOfUrlsDoNotCount) {
  EXPECT_EQ(inputs_digest(inputs_of({"a @ https://me:secret@host.example/a-1.0.zip"})),
            inputs_digest(inputs_of({"a @ https://host.example/a-1.0.zip"})));
}

TEST(Fingerprint, ConstraintsAreNotRequirements) {
  Inputs constraints;
  constraints.constraints = input_lines({"a"});
  EXPECT_NE(inputs_digest(constraints), inputs_digest(inputs_of({"a"})));
}

TEST(Fingerprint, PinsIgnoreLineEndsAndTrailingBlankLines) {
  EXPECT_EQ(pins_digest("a==1\nb==2\n"), pins_digest("a==1\r\nb==2\r\n\r\n"));
  EXPECT_NE(pins_digest("a==1\nb==2\n"), pins_digest("a==1\nb==3\n"));
}

TEST(Fingerprint, LineRoundTrip) {
  const std::string line =
      "1 cp312-linux-x86_64 inputs:4be1a0f0c3d29a57 options:91d3e6b2a7c80f14 pins:0c77d1a2b4e96f38";
  const auto parsed = Fingerprint::parse(line);
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->target, "cp312-linux-x86_64");
  EXPECT_EQ(parsed->pins, "0c77d1a2b4e96f38");
  EXPECT_EQ(parsed->to_string(), line);
  for (const char* broken :
       {"", "2 t inputs:4be1a0f0c3d29a57 options:91d3e6b2a7c80f14 pins:0c77d1a2b4e96f38",
        "1 t inputs:4be1 options:91d3e6b2a7c80f14 pins:0c77d1a2b4e96f38",
        "1 t inputs:4be1a0f0c3d29a57 options:91d3e6b2a7c80f14 pins:0c77d1a2b4e96f38 x"}) {
    EXPECT_FALSE(Fingerprint::parse(broken)) << broken;
  }
}

}  // namespace
}  // namespace pincompile::testing
