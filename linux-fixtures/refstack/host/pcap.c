/* SPDX-License-Identifier: MIT */
/* A capture file (www.ietf.org/archive/id/draft-ietf-opsawg-pcap): Ethernet, microseconds. */
#include <stdint.h>
#include <stdio.h>

#include "host.h"

static FILE *out;
static int paused;

int host_pcap_open(const char *file)
{
	static const struct {
		uint32_t magic;
		uint16_t major, minor;
		uint32_t zone, accuracy, snaplen, linktype;
	} head = { 0xa1b2c3d4, 2, 4, 0, 0, 65535, 1 };

	out = fopen(file, "wb");
	if (!out)
		return -1;
	fwrite(&head, sizeof(head), 1, out);
	return 0;
}

void host_pcap_frame(unsigned long ticks, const void *frame, unsigned long len)
{
	uint32_t head[4] = { (uint32_t)(ticks / 1000), (uint32_t)(ticks % 1000 * 1000), (uint32_t)len, (uint32_t)len };

	if (!out || paused)
		return;
	fwrite(head, sizeof(head), 1, out);
	fwrite(frame, 1, len, out);
}

void host_pcap_pause(int on)
{
	paused = on;
}

int host_pcap_close(void)
{
	int bad;

	if (!out)
		return 0;
	bad = ferror(out);
	bad |= fclose(out);
	out = NULL;
	return bad ? -1 : 0;
}
