/* SPDX-License-Identifier: MIT */
/* Included by C and by assembler: what it says is other things to both. */
DECLARE_IDTENTRY(0, exc_divide_error);
DECLARE_IDTENTRY_ERR(14, exc_page_fault);
#ifdef CONFIG_NEVER
DECLARE_IDTENTRY(2, exc_never);
#endif
