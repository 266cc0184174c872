// SPDX-License-Identifier: MIT
#include <fmt/format.h>
