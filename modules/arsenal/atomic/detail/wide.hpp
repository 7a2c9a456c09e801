#pragma once

#include <arsenal/atomic/detail/bits.hpp>
#include <arsenal/atomic/detail/native.hpp>
#include <arsenal/platform/config.hpp>

#include <atomic>

// Sixteen bytes at an aligned address. One path per process, chosen at the first operation:
//
//   vector  x86-64 with AVX, Intel or AMD: both guarantee that an aligned 16-byte vector load or store is one
//           access where AVX is; the rest is cmpxchg16b. The only lock-free path.
//   tsan    ThreadSanitizer's runtime is in the program: its own functions, which see the accesses.
//   locked  everything else: the table of locks. A load by cmpxchg16b, or by ldxp and stxp, would write, and
//           so fault on a read-only page. On arm64 with LSE2 ldp would do: not written, for nothing here can
//           run it.

namespace arsenal::inline ARSENAL_ABI::detail {

enum class wide_path : unsigned char { unchosen, vector, tsan, locked };

wide_path current_wide_path() noexcept;
// For tests of the other paths: while no sixteen-byte atomic is in use, and not `vector` where that is not
// chosen.
void set_wide_path(wide_path path) noexcept;

// Both orders of a compare_exchange, in one register.
struct compare_orders {
    std::memory_order success, failure;
};

struct wide_access {
    static constexpr bool is_always_lock_free = false;
    static bool is_lock_free() noexcept { return current_wide_path() == wide_path::vector; }

    static wide_bits load(const void* object, std::memory_order order) noexcept;
    static void store(void* object, wide_bits desired, std::memory_order order) noexcept;
    static wide_bits exchange(void* object, wide_bits desired, std::memory_order order) noexcept;
    template <bool Weak>
    static bool compare_exchange(void* object, wide_bits& expected, wide_bits desired,
                                 std::memory_order success, std::memory_order failure) noexcept {
        const wide_bits found =
            exchange_if(object, expected, desired, {both_orders(success, failure), failure});
        const bool equal = found == expected;
        if (!equal) expected = found;
        return equal;
    }

private:
    // Writes `desired` if it finds `expected`; returns what it finds. All in registers.
    static wide_bits exchange_if(void* object, wide_bits expected, wide_bits desired,
                                 compare_orders orders) noexcept;
};

} // namespace arsenal::inline ARSENAL_ABI::detail
