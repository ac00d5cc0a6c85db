/* SPDX-License-Identifier: MIT */
/* libdw, loaded when the first debug information is read (base/lazy.h). */
#ifndef KPATH_STACK_LIBDW_H
#define KPATH_STACK_LIBDW_H

#include <dwarf.h>
#include <elfutils/libdwfl.h>

#include "base/lazy.h"

#define dwarf_attr LAZY(KPATH_LAZY_LIBDW, dwarf_attr)
#define dwarf_diename LAZY(KPATH_LAZY_LIBDW, dwarf_diename)
#define dwarf_filesrc LAZY(KPATH_LAZY_LIBDW, dwarf_filesrc)
#define dwarf_formudata LAZY(KPATH_LAZY_LIBDW, dwarf_formudata)
#define dwarf_getscopes LAZY(KPATH_LAZY_LIBDW, dwarf_getscopes)
#define dwarf_getsrcfiles LAZY(KPATH_LAZY_LIBDW, dwarf_getsrcfiles)
#define dwarf_tag LAZY(KPATH_LAZY_LIBDW, dwarf_tag)
#define dwfl_begin LAZY(KPATH_LAZY_LIBDW, dwfl_begin)
#define dwfl_build_id_find_elf LAZY(KPATH_LAZY_LIBDW, dwfl_build_id_find_elf)
#define dwfl_end LAZY(KPATH_LAZY_LIBDW, dwfl_end)
#define dwfl_errmsg LAZY(KPATH_LAZY_LIBDW, dwfl_errmsg)
#define dwfl_lineinfo LAZY(KPATH_LAZY_LIBDW, dwfl_lineinfo)
#define dwfl_module_addrdie LAZY(KPATH_LAZY_LIBDW, dwfl_module_addrdie)
#define dwfl_module_getdwarf LAZY(KPATH_LAZY_LIBDW, dwfl_module_getdwarf)
#define dwfl_module_getsrc LAZY(KPATH_LAZY_LIBDW, dwfl_module_getsrc)
#define dwfl_module_getsym LAZY(KPATH_LAZY_LIBDW, dwfl_module_getsym)
#define dwfl_module_getsymtab LAZY(KPATH_LAZY_LIBDW, dwfl_module_getsymtab)
#define dwfl_offline_section_address LAZY(KPATH_LAZY_LIBDW, dwfl_offline_section_address)
#define dwfl_report_end LAZY(KPATH_LAZY_LIBDW, dwfl_report_end)
#define dwfl_report_offline LAZY(KPATH_LAZY_LIBDW, dwfl_report_offline)
#define dwfl_standard_find_debuginfo LAZY(KPATH_LAZY_LIBDW, dwfl_standard_find_debuginfo)

#endif
