#pragma once

#include <arsenal/platform/config.hpp>

// ARSENAL_ASSERT(condition, "what the caller did wrong")        checked in modes fast and debug
// ARSENAL_DEBUG_ASSERT(condition, "what the caller did wrong")  checked in mode debug
//
// Both are expressions of type void, usable in constant expressions (a violated one does not compile). The
// message is a string literal. A check that is off still compiles its condition and evaluates nothing.

namespace arsenal::inline ARSENAL_ABI {

// A failed check, as its handler sees it. The strings last until its thread ends or fails another check.
struct hardening_failure {
    const char* condition;
    const char* message;
    const char* file;
    unsigned line;
};

// Called on a failed check. It may log, throw or exit; if it returns, the program traps.
using hardening_handler = void (*)(const hardening_failure&);

// Replaces the process's handler; nullptr restores the default, which prints one line on stderr.
// Returns the handler it replaces (nullptr for the default). Safe to call from any thread.
hardening_handler set_hardening_handler(hardening_handler handler) noexcept;

} // namespace arsenal::inline ARSENAL_ABI

namespace arsenal::inline ARSENAL_ABI::detail {

// `site` is "condition\0message\0file\0line": one pointer keeps the failing branch two instructions long.
[[noreturn, gnu::cold]] void hardening_failed(const char* site);

} // namespace arsenal::inline ARSENAL_ABI::detail

#define ARSENAL_DETAIL_STRINGIZE_(x) #x
#define ARSENAL_DETAIL_STRINGIZE(x) ARSENAL_DETAIL_STRINGIZE_(x)
#define ARSENAL_DETAIL_CHECK(condition, message)                                                             \
    (__builtin_expect(static_cast<bool>(condition), 1)                                                       \
         ? static_cast<void>(0)                                                                              \
         : ::arsenal::detail::hardening_failed(#condition "\0" message "\0" __FILE__                         \
                                                          "\0" ARSENAL_DETAIL_STRINGIZE(__LINE__)))
#define ARSENAL_DETAIL_IGNORE(condition) static_cast<void>(sizeof(static_cast<bool>(condition)))

#if ARSENAL_HARDENING >= ARSENAL_HARDENING_FAST
#define ARSENAL_ASSERT(condition, message) ARSENAL_DETAIL_CHECK(condition, message)
#else
#define ARSENAL_ASSERT(condition, message) ARSENAL_DETAIL_IGNORE(condition)
#endif

#if ARSENAL_HARDENING >= ARSENAL_HARDENING_DEBUG
#define ARSENAL_DEBUG_ASSERT(condition, message) ARSENAL_DETAIL_CHECK(condition, message)
#else
#define ARSENAL_DEBUG_ASSERT(condition, message) ARSENAL_DETAIL_IGNORE(condition)
#endif
