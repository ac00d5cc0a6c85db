/* SPDX-License-Identifier: MIT */
#include "static_call.h"

void __static_call_update(struct static_call_key *key, void *tramp, void *func)
{
	key->func = func;
}
