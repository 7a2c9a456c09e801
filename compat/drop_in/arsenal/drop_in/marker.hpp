// Marks the object file: arsenal_check_mix takes every object that defines this symbol as one built with the drop-in.

#pragma GCC system_header

#ifndef __ARSENAL_DROP_IN_MARKER
#define __ARSENAL_DROP_IN_MARKER 1

extern "C" {
inline __attribute__((__used__, __visibility__("hidden"))) const char __arsenal_drop_in_unordered = 1;
}

#endif
