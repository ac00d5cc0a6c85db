/* SPDX-License-Identifier: MIT */
#define __ASSEMBLY__
#include "linkage.h"

SYM_FUNC_START(clear_page_rep)
	ret
SYM_FUNC_END(clear_page_rep)
