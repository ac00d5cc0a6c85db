/* SPDX-License-Identifier: MIT */
/* What scripts/subarch.include (Linux 6.1) makes of uname -m, and compilers of their triples. */
#include "arch.h"

#include <string.h>
#include <sys/utsname.h>

#include "base/xalloc.h"

static const struct {
	const char *name, *kbuild, *target;
} arches[] = {
	{ "x86", "x86", "x86_64-linux-gnu" },
	{ "x86_64", "x86", "x86_64-linux-gnu" },
	{ "i386", "x86", "i686-linux-gnu" },
	{ "i686", "x86", "i686-linux-gnu" },
	{ "arm64", "arm64", "aarch64-linux-gnu" },
	{ "aarch64", "arm64", "aarch64-linux-gnu" },
	{ "arm", "arm", "arm-linux-gnueabi" },
	{ "armv7l", "arm", "arm-linux-gnueabi" },
	{ "riscv", "riscv", "riscv64-linux-gnu" },
	{ "riscv64", "riscv", "riscv64-linux-gnu" },
	{ "powerpc", "powerpc", "powerpc64le-linux-gnu" },
	{ "ppc64le", "powerpc", "powerpc64le-linux-gnu" },
	{ "s390", "s390", "s390x-linux-gnu" },
	{ "s390x", "s390", "s390x-linux-gnu" },
	{ "mips", "mips", "mipsel-linux-gnu" },
	{ "mips64", "mips", "mips64el-linux-gnuabi64" },
	{ "loongarch", "loongarch", "loongarch64-linux-gnusf" },
	{ "loongarch64", "loongarch", "loongarch64-linux-gnusf" },
	{ "sparc", "sparc", "sparc64-linux-gnu" },
	{ "sparc64", "sparc", "sparc64-linux-gnu" },
	{ "hexagon", "hexagon", "hexagon-linux-musl" },
	{ "um", "um", NULL },
};

const char *arch_target(const char *arch)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(arches); i++)
		if (!strcmp(arches[i].name, arch))
			return arches[i].target;
	return NULL;
}

const char *arch_of_host(void)
{
	struct utsname u;
	size_t i;

	if (uname(&u) < 0)
		return "";
	for (i = 0; i < ARRAY_SIZE(arches); i++)
		if (!strcmp(arches[i].name, u.machine))
			return arches[i].kbuild;
	return "";
}
