/* SPDX-License-Identifier: MIT */
#include "remake.h"

#include <string.h>

#include "base/xalloc.h"
#include "store/index_p.h"

#define CHANGE 8

enum { SET, SET_NEAR, SET_HUGE, COPY_WORD, COPY_RECORD, SWAP, CUT, HOW_NR };

struct change {
	uint8_t section, how, word;
	uint32_t record;
	uint16_t value;
};

static struct change get_change(const uint8_t *p)
{
	return (struct change){
		.section = (uint8_t)(SECTION_ARRAYS + p[0] % (SECTION_NR - SECTION_ARRAYS)),
		.how = p[1] % HOW_NR, .record = p[2] | (uint32_t)p[3] << 8 | (uint32_t)p[4] << 16,
		.word = p[5], .value = (uint16_t)(p[6] | p[7] << 8),
	};
}

static void make_change(struct graph *g, struct change c)
{
	const struct section *s = &index_section[c.section];
	uint32_t words = (uint32_t)strlen(s->words), nr = *section_nr(s, g), *rec = *section_array(s, g);
	uint32_t *a, *b, i, v;

	if (nr < 2)
		return;
	a = rec + (size_t)(c.record % nr) * words;
	b = rec + (size_t)(c.value % nr) * words;
	c.word = (uint8_t)(c.word % words);
	switch (c.how) {
	case SET:
		a[c.word] = c.value;
		break;
	case SET_NEAR:
		a[c.word] += (uint32_t)(int16_t)c.value % 8;
		break;
	case SET_HUGE:
		a[c.word] = UINT32_MAX - c.value % 4;
		break;
	case COPY_WORD:
		a[c.word] = b[c.word];
		break;
	case COPY_RECORD:
		memmove(a, b, words * sizeof(*a));
		break;
	case SWAP:
		for (i = 0; i < words; i++) {
			v = a[i];
			a[i] = b[i];
			b[i] = v;
		}
		break;
	default:
		*section_nr(s, g) = 1 + c.record % nr;
	}
}

int remake_index(const char *from, const char *to, const uint8_t *data, size_t size,
		 struct strbuf *err)
{
	struct index *idx;
	int ret = index_open(&idx, from, err);

	if (ret)
		return -1;
	ret = index_need(idx, INDEX_ALL, err);
	for (; !ret && size >= CHANGE; data += CHANGE, size -= CHANGE)
		make_change(index_graph(idx), get_change(data));
	if (!ret)
		ret = index_write_unchecked(to, index_graph(idx), err);
	index_close(idx);
	return ret ? -1 : 0;
}
