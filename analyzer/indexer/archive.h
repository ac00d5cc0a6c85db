/* SPDX-License-Identifier: MIT */
/* libarchive, loaded when the first index is packed or unpacked (base/lazy.h). */
#ifndef KPATH_INDEXER_ARCHIVE_H
#define KPATH_INDEXER_ARCHIVE_H

#include <archive.h>
#include <archive_entry.h>

#include "base/lazy.h"

#define archive_entry_clear LAZY(KPATH_LAZY_ARCHIVE, archive_entry_clear)
#define archive_entry_filetype LAZY(KPATH_LAZY_ARCHIVE, archive_entry_filetype)
#define archive_entry_free LAZY(KPATH_LAZY_ARCHIVE, archive_entry_free)
#define archive_entry_hardlink LAZY(KPATH_LAZY_ARCHIVE, archive_entry_hardlink)
#define archive_entry_new LAZY(KPATH_LAZY_ARCHIVE, archive_entry_new)
#define archive_entry_pathname LAZY(KPATH_LAZY_ARCHIVE, archive_entry_pathname)
#define archive_entry_set_filetype LAZY(KPATH_LAZY_ARCHIVE, archive_entry_set_filetype)
#define archive_entry_set_mtime LAZY(KPATH_LAZY_ARCHIVE, archive_entry_set_mtime)
#define archive_entry_set_pathname LAZY(KPATH_LAZY_ARCHIVE, archive_entry_set_pathname)
#define archive_entry_set_perm LAZY(KPATH_LAZY_ARCHIVE, archive_entry_set_perm)
#define archive_entry_set_size LAZY(KPATH_LAZY_ARCHIVE, archive_entry_set_size)
#define archive_entry_size LAZY(KPATH_LAZY_ARCHIVE, archive_entry_size)
#define archive_entry_size_is_set LAZY(KPATH_LAZY_ARCHIVE, archive_entry_size_is_set)
#define archive_error_string LAZY(KPATH_LAZY_ARCHIVE, archive_error_string)
#define archive_read_data LAZY(KPATH_LAZY_ARCHIVE, archive_read_data)
#define archive_read_free LAZY(KPATH_LAZY_ARCHIVE, archive_read_free)
#define archive_read_new LAZY(KPATH_LAZY_ARCHIVE, archive_read_new)
#define archive_read_next_header LAZY(KPATH_LAZY_ARCHIVE, archive_read_next_header)
#define archive_read_open_fd LAZY(KPATH_LAZY_ARCHIVE, archive_read_open_fd)
#define archive_read_support_filter_zstd LAZY(KPATH_LAZY_ARCHIVE, archive_read_support_filter_zstd)
#define archive_read_support_format_tar LAZY(KPATH_LAZY_ARCHIVE, archive_read_support_format_tar)
#define archive_write_add_filter_zstd LAZY(KPATH_LAZY_ARCHIVE, archive_write_add_filter_zstd)
#define archive_write_close LAZY(KPATH_LAZY_ARCHIVE, archive_write_close)
#define archive_write_data LAZY(KPATH_LAZY_ARCHIVE, archive_write_data)
#define archive_write_free LAZY(KPATH_LAZY_ARCHIVE, archive_write_free)
#define archive_write_header LAZY(KPATH_LAZY_ARCHIVE, archive_write_header)
#define archive_write_new LAZY(KPATH_LAZY_ARCHIVE, archive_write_new)
#define archive_write_open_fd LAZY(KPATH_LAZY_ARCHIVE, archive_write_open_fd)
#define archive_write_set_format_pax_restricted LAZY(KPATH_LAZY_ARCHIVE, archive_write_set_format_pax_restricted)

#endif
