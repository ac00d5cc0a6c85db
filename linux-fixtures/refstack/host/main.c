/* SPDX-License-Identifier: MIT */
/* The command line. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "demo.h"
#include "host.h"
#include "view.h"

const char *host_tap_name;

struct options {
	const char *pcap, *trace;
	int zh;
	struct tap_options tap;
};

static int usage(FILE *f)
{
	fprintf(f,
		"usage: refstack demo [--lang en|zh] [--pcap FILE] [--trace FILE]\n"
		"       refstack list [--lang en|zh]\n"
		"       refstack run SCENARIO...|all [--pcap FILE] [--trace FILE] [-v]\n"
		"       refstack tap IFNAME [--address A/LEN] [--peer A] [--connect PORT] [--ping N]\n"
		"                [--time SECONDS] [--pcap FILE] [--trace FILE]\n"
		"\n"
		"  demo   tells how a connection comes to be, step by step\n"
		"  run    runs scenarios between the two hosts; exit code 1 where one fails\n"
		"  tap    joins a TAP device: serves echo (TCP and UDP, port 7), answers pings,\n"
		"         and may connect to the machine's own stack (needs root)\n");
	return f == stderr ? 2 : 0;
}

static int parse_address(const char *text, unsigned *address, int *prefixlen)
{
	unsigned a, b, c, d, len = 24;
	char end;
	int n = sscanf(text, "%u.%u.%u.%u/%u%c", &a, &b, &c, &d, &len, &end);

	if ((n != 4 && n != 5) || a > 255 || b > 255 || c > 255 || d > 255 || len > 32)
		return -1;
	*address = a << 24 | b << 16 | c << 8 | d;
	if (prefixlen)
		*prefixlen = (int)len;
	return 0;
}

static int parse_number(const char *text, unsigned max, unsigned *value)
{
	char *end;
	unsigned long n = strtoul(text, &end, 10);

	*value = (unsigned)n;
	return *text < '0' || *text > '9' || *end || n > max ? -1 : 0;
}

/* Takes the options out of argv; the number of words left, or -1. */
static int take_options(int argc, char **argv, struct options *o)
{
	int i, left = 0, bad = 0;
	unsigned n;

	for (i = 0; i < argc && !bad; i++) {
		const char *word = argv[i], *value = i + 1 < argc ? argv[i + 1] : NULL;

		if (!strcmp(word, "-v")) {
			host_verbose = 1;
			continue;
		}
		if (strncmp(word, "--", 2)) {
			argv[left++] = argv[i];
			continue;
		}
		if (!value)
			return -1;
		i++;
		if (!strcmp(word, "--pcap"))
			o->pcap = value;
		else if (!strcmp(word, "--trace"))
			o->trace = value;
		else if (!strcmp(word, "--lang"))
			bad = strcmp(value, "en") && strcmp(value, "zh") ? 1 : (o->zh = !strcmp(value, "zh"), 0);
		else if (!strcmp(word, "--address"))
			bad = parse_address(value, &o->tap.address, &o->tap.prefixlen);
		else if (!strcmp(word, "--peer"))
			bad = parse_address(value, &o->tap.peer, NULL);
		else if (!strcmp(word, "--connect"))
			bad = parse_number(value, 65535, &o->tap.connect_port);
		else if (!strcmp(word, "--time"))
			bad = parse_number(value, 3600, &o->tap.seconds);
		else if (!strcmp(word, "--ping"))
			bad = parse_number(value, 100, &n) ? 1 : (o->tap.ping = (int)n, 0);
		else
			return -1;
	}
	return bad ? -1 : left;
}

static int run_scenarios(int argc, char **argv)
{
	int i, j, n = refstack_scenarios(), failed = 0;

	for (i = 0; i < argc; i++) {
		int all = !strcmp(argv[i], "all"), known = all;

		for (j = 0; j < n; j++) {
			int bad;

			if (!all && strcmp(argv[i], refstack_name(j)))
				continue;
			known = 1;
			bad = refstack_run(j);
			printf("%-14s %s\n", refstack_name(j), bad ? "FAILED" : "ok");
			fflush(stdout);
			failed += !!bad;
		}
		if (!known) {
			fprintf(stderr, "refstack: there is no scenario %s; refstack list names them\n", argv[i]);
			return 2;
		}
	}
	return failed ? 1 : 0;
}

static int dispatch(const char *command, int argc, char **argv, const struct options *o)
{
	if (!strcmp(command, "demo") && argc == 0) {
		demo_language(o->zh);
		refstack_boot();
		return refstack_demo() ? 1 : 0;
	}
	if (!strcmp(command, "run") && argc > 0) {
		refstack_boot();
		return run_scenarios(argc, argv);
	}
	if (!strcmp(command, "tap") && argc == 1) {
		host_tap_name = argv[0];
		host_clock_real();
		refstack_boot();
		return refstack_tap(&o->tap) ? 1 : 0;
	}
	return usage(stderr);
}

int main(int argc, char **argv)
{
	struct options o = {
		.tap = { .address = 0x0a4d0002, .peer = 0x0a4d0001, .prefixlen = 24, .seconds = 10 },
	};
	int i, left, ret;

	if (argc < 2)
		return usage(stderr);
	if (!strcmp(argv[1], "-h") || !strcmp(argv[1], "--help"))
		return usage(stdout);
	left = take_options(argc - 2, argv + 2, &o);
	if (left < 0)
		return usage(stderr);
	if (!strcmp(argv[1], "list") && left == 0) {
		for (i = 0; i < refstack_scenarios(); i++)
			printf("%-14s %s\n", refstack_name(i), refstack_about(i, o.zh));
		return 0;
	}
	if (trace_start(argv[0]) && o.trace) {
		fprintf(stderr, "refstack: this program has no symbols: no trace\n");
		return 1;
	}
	if (o.pcap && host_pcap_open(o.pcap)) {
		perror(o.pcap);
		return 1;
	}
	ret = dispatch(argv[1], left, argv + 2, &o);
	if (host_pcap_close()) {
		perror(o.pcap);
		ret = 1;
	}
	if (o.trace && ret != 2 && trace_write(o.trace))
		ret = 1;
	return ret;
}
