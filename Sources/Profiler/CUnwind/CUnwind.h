// The C interface of libunwind for stacks of another program of the same processor.

#pragma once

#include <libunwind-x86_64.h>

// Exported, but in no header: finds the entry of an instruction in a table of call frame information.
int _Ux86_64_dwarf_search_unwind_table(unw_addr_space_t space, unw_word_t ip, unw_dyn_info_t *info,
                                       unw_proc_info_t *result, int needs_unwind_info, void *arg);
