// Refuses what the shadow headers were not tested with: they rest on how the platform's library is written. Then
// __ARSENAL_DROP_IN_REFUSED is defined and the platform's headers are passed through, so that the refusal is the only
// error.

#pragma GCC system_header

#ifndef ARSENAL_DROP_IN
#define ARSENAL_DROP_IN 1

#if !defined(__cplusplus) || __cplusplus < 202002L
#error "arsenal::drop_in needs C++20 or newer: compile with -std=c++20"
#define __ARSENAL_DROP_IN_REFUSED 1
#endif

#include <version>

#if defined(_LIBCPP_VERSION)
#if _LIBCPP_VERSION / 10000 != 22
#error "arsenal::drop_in is tested with libstdc++ 12 (g++ 12, clang 22) and libc++ 22: this libc++ is another version"
#define __ARSENAL_DROP_IN_REFUSED 1
#endif
#elif defined(__GLIBCXX__)
#if _GLIBCXX_RELEASE != 12
#error "arsenal::drop_in is tested with libstdc++ 12 (g++ 12, clang 22) and libc++ 22: this libstdc++ is another version"
#define __ARSENAL_DROP_IN_REFUSED 1
#endif
#else
#error "arsenal::drop_in is tested with libstdc++ 12 (g++ 12, clang 22) and libc++ 22: this standard library is neither"
#define __ARSENAL_DROP_IN_REFUSED 1
#endif

#endif
