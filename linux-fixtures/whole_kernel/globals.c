/* SPDX-License-Identifier: MIT */
#define DEFINE_GLOBALS
#include "ops.h"

static int other;
int get_other(void) { return other; }
