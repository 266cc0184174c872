// SPDX-License-Identifier: MIT
#pragma once
#include <fmt/format.h>
#include "support/id.h"
