/* SPDX-License-Identifier: MIT */
/* More steps than arrows can show: a matrix stands in place of the picture. */
enum link_state { LINK_IDLE, LINK_PROBE, LINK_READY, LINK_OPEN, LINK_BUSY, LINK_WAIT, LINK_ERROR, LINK_CLOSED };

struct link {
	enum link_state state;
	int event;
};

/* what follows a state, by the event */
#define GO(number, to) case number: l->state = LINK_##to; break;
#define FROM(name, from, steps) \
	void from_##name(struct link *l) \
	{ \
		if (l->state == LINK_##from) \
			switch (l->event) { steps } \
	}

FROM(idle, IDLE, GO(0, PROBE) GO(1, ERROR) GO(2, CLOSED))
FROM(probe, PROBE, GO(0, READY) GO(1, ERROR) GO(2, IDLE))
FROM(ready, READY, GO(0, OPEN) GO(1, ERROR) GO(2, CLOSED))
FROM(open, OPEN, GO(0, BUSY) GO(1, WAIT) GO(2, ERROR) GO(3, READY))
FROM(busy, BUSY, GO(0, OPEN) GO(1, WAIT) GO(2, ERROR))
FROM(wait, WAIT, GO(0, OPEN) GO(1, BUSY) GO(2, ERROR) GO(3, READY))
FROM(error, ERROR, GO(0, IDLE) GO(1, CLOSED))
FROM(closed, CLOSED, GO(0, IDLE))
