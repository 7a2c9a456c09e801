#pragma once

#include <arsenal/platform/config.hpp>

#include <cstdint>
#include <ctime>

// Sleeping on a 4-byte word until another thread of this process wakes it: Linux's futex(2), private. Where
// the system has none, a short sleep: every caller looks again, since a wait may end for no reason. errno
// stays.

namespace arsenal::inline ARSENAL_ABI::detail {

enum class futex_clock : unsigned char { monotonic, realtime };

// Sleeps if *word is `expected`, until a wake, a signal, or no reason.
void futex_wait(const void* word, std::uint32_t expected) noexcept;

// The same, until `deadline` of the clock at most. False if that is what ended it.
// pre: deadline.tv_nsec is a part of a second
bool futex_wait_until(const void* word, std::uint32_t expected, const std::timespec& deadline,
                      futex_clock clock) noexcept;

// Lets another thread that could run on this core do so, if there is one.
void yield_core() noexcept;

// Wakes as many as `count` of those that sleep on *word, which is not read. Returns how many.
int futex_wake(const void* word, int count) noexcept;

// The same for sleepers of different kinds on one word, each a bit of `kinds`: only those are woken that have
// one of them.
// pre: kinds != 0
void futex_wait_as(const void* word, std::uint32_t expected, std::uint32_t kinds) noexcept;
int futex_wake_as(const void* word, int count, std::uint32_t kinds) noexcept;

} // namespace arsenal::inline ARSENAL_ABI::detail
