/* SPDX-License-Identifier: MIT */
/* Sizes by name, and the byte order of the network (RFC 791 appendix B). */
#ifndef _LINUX_TYPES_H
#define _LINUX_TYPES_H

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;
typedef signed int s32;
typedef u16 __be16;
typedef u32 __be32;
typedef u16 __sum16;
typedef u32 __wsum;
typedef __SIZE_TYPE__ size_t;
typedef long ssize_t;
typedef unsigned int gfp_t;
typedef _Bool bool;

#define true	1
#define false	0
#define NULL	((void *)0)
#define GFP_KERNEL	0u
#define GFP_ATOMIC	1u

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define htons(x)	__builtin_bswap16((u16)(x))
#define htonl(x)	__builtin_bswap32((u32)(x))
#else
#define htons(x)	((u16)(x))
#define htonl(x)	((u32)(x))
#endif
#define ntohs(x)	htons(x)
#define ntohl(x)	htonl(x)

#endif
