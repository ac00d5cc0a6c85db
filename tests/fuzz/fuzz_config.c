/* SPDX-License-Identifier: MIT */
/* A tree's .config, its Makefile, and what a failed make printed; a 0xff byte
 * ends each. */
#include "base/fileio.h"
#include "build/arch.h"
#include "build/flags.h"
#include "build/linux_tree.h"
#include "build/toolchain.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const names[] = { ".config", "Makefile" };
	struct linux_tree lt;
	struct arena a = ARENA_INIT;
	const uint8_t *part;
	const char *arch, *package;
	char path[256], *text;
	size_t i, len;

	dir_make_all(fuzz_path(path, "arch"), 0777, NULL);
	fuzz_put(fuzz_path(path, "Kbuild"), "", 0);
	for (i = 0; i < 2; i++) {
		part = fuzz_cut(&data, &size, &len);
		fuzz_put(fuzz_path(path, names[i]), part, part ? len : 0);
	}
	if (!linux_config_arch(fuzz_dir(), &a, &arch)) {
		FUZZ_CHECK(*arch && strlen(arch) < 512);
		arch_target(arch);
		fuzz_took();
	}
	if (linux_tree_read(&lt, fuzz_dir()))
		FUZZ_CHECK(memchr(lt.version, '.', sizeof(lt.version)));
	linux_tree_in_place(fuzz_dir());
	text = fuzz_text(data, size);
	package = package_for_output(text);
	FUZZ_CHECK(!package || *package);
	free(text);
	arena_release(&a);
	return 0;
}
