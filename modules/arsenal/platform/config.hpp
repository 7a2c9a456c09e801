#pragma once

// The project's only public macros (macros do not cross an import: include this header for them).
//
//   ARSENAL_VERSION_{MAJOR,MINOR,PATCH}
//   ARSENAL_HARDENING      one of ARSENAL_HARDENING_{NONE,FAST,DEBUG}; project-wide, FAST unless defined
//   ARSENAL_ABI            the inline namespace: version and hardening mode, so that objects built
//                          with different modes do not link
//   ARSENAL_HAS_EXCEPTIONS 1 unless compiled with -fno-exceptions

#define ARSENAL_VERSION_MAJOR 0
#define ARSENAL_VERSION_MINOR 1
#define ARSENAL_VERSION_PATCH 0

#define ARSENAL_HARDENING_NONE 0
#define ARSENAL_HARDENING_FAST 1
#define ARSENAL_HARDENING_DEBUG 2

#ifndef ARSENAL_HARDENING
#define ARSENAL_HARDENING ARSENAL_HARDENING_FAST
#endif

#if ARSENAL_HARDENING == ARSENAL_HARDENING_NONE
#define ARSENAL_ABI v0_1_none
#elif ARSENAL_HARDENING == ARSENAL_HARDENING_FAST
#define ARSENAL_ABI v0_1_fast
#elif ARSENAL_HARDENING == ARSENAL_HARDENING_DEBUG
#define ARSENAL_ABI v0_1_debug
#else
#error "ARSENAL_HARDENING must be ARSENAL_HARDENING_NONE, _FAST or _DEBUG"
#endif

#if defined(__cpp_exceptions) && __cpp_exceptions
#define ARSENAL_HAS_EXCEPTIONS 1
#else
#define ARSENAL_HAS_EXCEPTIONS 0
#endif

namespace arsenal::inline ARSENAL_ABI::detail {

// Every header of Arsenal includes this, and so asks the linker for the archive of its mode. Two modes in a
// program, whatever they share, are then the error that hardening_mode.cpp tells of.
extern const char hardening_mode;
[[gnu::used, gnu::visibility("hidden")]] inline const char* const asked_for_hardening_mode = &hardening_mode;

} // namespace arsenal::inline ARSENAL_ABI::detail
