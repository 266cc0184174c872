// Why a version newer than the pin was not taken (solver.md 10.2). Its exclusion code, the pins and
// lines whose requirements shut it out, or the pins that would have to move.
// SPDX-License-Identifier: MIT
#pragma once

#include "resolution/answer.h"

namespace pincompile {

/// Fills in Pin::held_back: the three nearest newer versions and the newest, pre-releases left out
/// (unless the pin is one).
void add_held_back(const AnswerParts& parts, Answer& answer);

}  // namespace pincompile
