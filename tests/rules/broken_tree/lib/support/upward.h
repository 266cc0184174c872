// SPDX-License-Identifier: MIT
#pragma once
#include "solver/search.h"
