/* SPDX-License-Identifier: MIT */
/*
 * The border between the stack and the program it lives in. The stack's files
 * see nothing of the C library but this; the files of host/ see nothing of the
 * stack's headers but this and host/view.h.
 */
#ifndef HOST_HOST_H
#define HOST_HOST_H

/* host.c */
void *host_alloc(unsigned long size);		/* zeroed; ends the program where there is none */
void host_free(void *p);
void host_message(const char *text, int fatal);	/* a line of the machine's log */
unsigned long host_write_console(const void *text, unsigned long len);
int host_in_use(void);				/* pieces of memory not yet freed */
extern int host_verbose;

/* context.c: execution contexts, each with a stack of its own */
void *host_context_new(void (*fn)(void *), void *arg);
void *host_context_main(void);
void host_context_free(void *context);
void host_context_switch(void *from, void *to);

/* clock.c: the machine's clock is made up, unless a TAP interface waits for a real one */
void host_clock_real(void);
int host_clock_is_real(void);
/* Ticks since the start. `sleep` ticks may pass, less where a watched file has something. */
unsigned long host_clock_wait(unsigned long now, unsigned long until);
/* Hardware: line `irq` is to be raised at tick `at`. */
void host_interrupt_at(unsigned long at, unsigned irq);
void host_watch(int fd, unsigned irq);

/* tapfd.c: one Ethernet frame a call; -1 where there is none */
int host_tap_open(const char *name);
int host_tap_pair(int fd[2]);
long host_frame_read(int fd, void *frame, unsigned long size);
long host_frame_write(int fd, const void *frame, unsigned long len);
void host_close(int fd);

/* main.c: the TAP device of the host to use, or NULL */
extern const char *host_tap_name;

/* pcap.c */
int host_pcap_open(const char *file);
void host_pcap_frame(unsigned long ticks, const void *frame, unsigned long len);
void host_pcap_pause(int paused);	/* what is meant to be broken is no example */
int host_pcap_close(void);

/* What the hardware calls: an interrupt was raised. Set by the stack. */
extern void (*host_interrupt)(unsigned irq);

#endif
