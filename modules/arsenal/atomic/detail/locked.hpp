#pragma once

#include <arsenal/atomic/detail/bits.hpp>
#include <arsenal/platform/config.hpp>

#include <atomic>
#include <cstddef>

// Objects of sizes for which there is no instruction: each operation under the lock that the object's address
// has in a table, and so seq_cst, whatever order it was told. A load does not write to the object. Not for
// signal handlers: an operation that was interrupted holds its lock.

namespace arsenal::inline ARSENAL_ABI::detail {

void locked_load(const void* object, void* result, std::size_t bytes) noexcept;
void locked_store(void* object, const void* desired, std::size_t bytes) noexcept;
void locked_exchange(void* object, const void* desired, void* old, std::size_t bytes) noexcept;
bool locked_compare_exchange(void* object, void* expected, const void* desired, std::size_t bytes) noexcept;

template <class Bits>
struct locked_access {
    static constexpr bool is_always_lock_free = false;
    static bool is_lock_free() noexcept { return false; }

    static Bits load(const void* object, std::memory_order) noexcept {
        Bits bits;
        locked_load(object, &bits, sizeof bits);
        return bits;
    }
    static void store(void* object, const Bits& desired, std::memory_order) noexcept {
        locked_store(object, &desired, sizeof desired);
    }
    static Bits exchange(void* object, const Bits& desired, std::memory_order) noexcept {
        Bits old;
        locked_exchange(object, &desired, &old, sizeof old);
        return old;
    }
    template <bool Weak>
    static bool compare_exchange(void* object, Bits& expected, const Bits& desired, std::memory_order,
                                 std::memory_order) noexcept {
        return locked_compare_exchange(object, &expected, &desired, sizeof desired);
    }
};

} // namespace arsenal::inline ARSENAL_ABI::detail
