/* SPDX-License-Identifier: MIT */
/* More steps than arrows can show: a matrix stands in place of the picture. */
enum link_state { LINK_IDLE, LINK_PROBE, LINK_READY, LINK_OPEN, LINK_BUSY, LINK_WAIT, LINK_ERROR, LINK_CLOSED };

struct link {
	enum link_state state;
	int event;
};

/* what follows LINK_IDLE */
void from_idle(struct link *l)
{
	if (l->state != LINK_IDLE)
		return;
	switch (l->event) {
	case 0:
		l->state = LINK_PROBE;
		break;
	case 1:
		l->state = LINK_ERROR;
		break;
	case 2:
		l->state = LINK_CLOSED;
		break;
	}
}

/* what follows LINK_PROBE */
void from_probe(struct link *l)
{
	if (l->state != LINK_PROBE)
		return;
	switch (l->event) {
	case 0:
		l->state = LINK_READY;
		break;
	case 1:
		l->state = LINK_ERROR;
		break;
	case 2:
		l->state = LINK_IDLE;
		break;
	}
}

/* what follows LINK_READY */
void from_ready(struct link *l)
{
	if (l->state != LINK_READY)
		return;
	switch (l->event) {
	case 0:
		l->state = LINK_OPEN;
		break;
	case 1:
		l->state = LINK_ERROR;
		break;
	case 2:
		l->state = LINK_CLOSED;
		break;
	}
}

/* what follows LINK_OPEN */
void from_open(struct link *l)
{
	if (l->state != LINK_OPEN)
		return;
	switch (l->event) {
	case 0:
		l->state = LINK_BUSY;
		break;
	case 1:
		l->state = LINK_WAIT;
		break;
	case 2:
		l->state = LINK_ERROR;
		break;
	case 3:
		l->state = LINK_READY;
		break;
	}
}

/* what follows LINK_BUSY */
void from_busy(struct link *l)
{
	if (l->state != LINK_BUSY)
		return;
	switch (l->event) {
	case 0:
		l->state = LINK_OPEN;
		break;
	case 1:
		l->state = LINK_WAIT;
		break;
	case 2:
		l->state = LINK_ERROR;
		break;
	}
}

/* what follows LINK_WAIT */
void from_wait(struct link *l)
{
	if (l->state != LINK_WAIT)
		return;
	switch (l->event) {
	case 0:
		l->state = LINK_OPEN;
		break;
	case 1:
		l->state = LINK_BUSY;
		break;
	case 2:
		l->state = LINK_ERROR;
		break;
	case 3:
		l->state = LINK_READY;
		break;
	}
}

/* what follows LINK_ERROR */
void from_error(struct link *l)
{
	if (l->state != LINK_ERROR)
		return;
	switch (l->event) {
	case 0:
		l->state = LINK_IDLE;
		break;
	case 1:
		l->state = LINK_CLOSED;
		break;
	}
}

/* what follows LINK_CLOSED */
void from_closed(struct link *l)
{
	if (l->state != LINK_CLOSED)
		return;
	switch (l->event) {
	case 0:
		l->state = LINK_IDLE;
		break;
	}
}
