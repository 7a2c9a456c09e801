#include <arsenal/atomic/detail/wide.hpp>

#include <arsenal/atomic/detail/fence.hpp>
#include <arsenal/atomic/detail/locked.hpp>
#include <arsenal/platform/cpu.hpp>

#include <bit>

// ThreadSanitizer's runtime, where it is in the program (<sanitizer/tsan_interface_atomic.h>); its orders are
// numbered as the language's.
__extension__ typedef unsigned __int128 tsan_word;
extern "C" {
[[gnu::weak]] tsan_word __tsan_atomic128_load(const volatile tsan_word* object, int order);
[[gnu::weak]] void __tsan_atomic128_store(volatile tsan_word* object, tsan_word desired, int order);
[[gnu::weak]] tsan_word __tsan_atomic128_exchange(volatile tsan_word* object, tsan_word desired, int order);
[[gnu::weak]] int __tsan_atomic128_compare_exchange_strong(volatile tsan_word* object, tsan_word* expected,
                                                           tsan_word desired, int success, int failure);
}

namespace arsenal::inline ARSENAL_ABI::detail {

namespace {

#if defined(__x86_64__)

using vector __attribute__((vector_size(16))) = long long;

bool has_vector_path() noexcept {
    return cpu().avx && cpu().cx16 && (cpu().vendor == cpu_vendor::intel || cpu().vendor == cpu_vendor::amd);
}

// x86 keeps all orders but that of a store and a later load: the instructions are the same for each, and only
// a seq_cst store needs a fence behind it.

wide_bits vector_load(const void* object) noexcept {
    vector bits;
    __asm__ volatile("vmovdqa %1, %0" : "=x"(bits) : "m"(*static_cast<const vector*>(object)) : "memory");
    return std::bit_cast<wide_bits>(bits);
}

void vector_store(void* object, wide_bits desired, std::memory_order order) noexcept {
    const auto bits = std::bit_cast<vector>(desired);
    __asm__ volatile("vmovdqa %1, %0" : "=m"(*static_cast<vector*>(object)) : "x"(bits) : "memory");
    if (order == std::memory_order_seq_cst) thread_fence(order);
}

bool vector_compare_exchange(void* object, wide_bits& expected, wide_bits desired) noexcept {
    bool equal;
    __asm__ volatile("lock cmpxchg16b %1"
                     : "=@ccz"(equal), "+m"(*static_cast<vector*>(object)), "+a"(expected.low),
                       "+d"(expected.high)
                     : "b"(desired.low), "c"(desired.high)
                     : "memory");
    return equal;
}

wide_bits vector_exchange(void* object, wide_bits desired) noexcept {
    wide_bits old = vector_load(object);
    while (!vector_compare_exchange(object, old, desired)) {
    }
    return old;
}

#else

bool has_vector_path() noexcept { return false; }
wide_bits vector_load(const void*) noexcept { __builtin_unreachable(); }
void vector_store(void*, wide_bits, std::memory_order) noexcept { __builtin_unreachable(); }
bool vector_compare_exchange(void*, wide_bits&, wide_bits) noexcept { __builtin_unreachable(); }
wide_bits vector_exchange(void*, wide_bits) noexcept { __builtin_unreachable(); }

#endif

wide_path choose_path() noexcept {
    if (&__tsan_atomic128_load != nullptr) return wide_path::tsan;
    return has_vector_path() ? wide_path::vector : wide_path::locked;
}

// Every thread that finds it unchosen chooses the same.
constinit unsigned char chosen_path = static_cast<unsigned char>(wide_path::unchosen);

} // namespace

wide_path current_wide_path() noexcept {
    auto path = static_cast<wide_path>(__atomic_load_n(&chosen_path, __ATOMIC_RELAXED));
    if (path == wide_path::unchosen) [[unlikely]] {
        path = choose_path();
        set_wide_path(path);
    }
    return path;
}

void set_wide_path(wide_path path) noexcept {
    __atomic_store_n(&chosen_path, static_cast<unsigned char>(path), __ATOMIC_RELAXED);
}

wide_bits wide_access::load(const void* object, std::memory_order order) noexcept {
    switch (current_wide_path()) {
    [[likely]] case wide_path::vector:
        return vector_load(object);
    case wide_path::tsan:
        return std::bit_cast<wide_bits>(
            __tsan_atomic128_load(static_cast<const tsan_word*>(object), static_cast<int>(order)));
    default:
        return locked_access<wide_bits>::load(object, order);
    }
}

void wide_access::store(void* object, wide_bits desired, std::memory_order order) noexcept {
    switch (current_wide_path()) {
    [[likely]] case wide_path::vector:
        return vector_store(object, desired, order);
    case wide_path::tsan:
        return __tsan_atomic128_store(static_cast<tsan_word*>(object), std::bit_cast<tsan_word>(desired),
                                      static_cast<int>(order));
    default:
        return locked_access<wide_bits>::store(object, desired, order);
    }
}

wide_bits wide_access::exchange(void* object, wide_bits desired, std::memory_order order) noexcept {
    switch (current_wide_path()) {
    [[likely]] case wide_path::vector:
        return vector_exchange(object, desired);
    case wide_path::tsan:
        return std::bit_cast<wide_bits>(__tsan_atomic128_exchange(
            static_cast<tsan_word*>(object), std::bit_cast<tsan_word>(desired), static_cast<int>(order)));
    default:
        return locked_access<wide_bits>::exchange(object, desired, order);
    }
}

bool wide_access::compare_exchange_strong(void* object, wide_bits& expected, wide_bits desired,
                                          std::memory_order success, std::memory_order failure) noexcept {
    switch (current_wide_path()) {
    [[likely]] case wide_path::vector:
        return vector_compare_exchange(object, expected, desired);
    case wide_path::tsan: {
        auto found = std::bit_cast<tsan_word>(expected);
        const bool equal = __tsan_atomic128_compare_exchange_strong(
            static_cast<tsan_word*>(object), &found, std::bit_cast<tsan_word>(desired),
            static_cast<int>(both_orders(success, failure)), static_cast<int>(failure));
        expected = std::bit_cast<wide_bits>(found);
        return equal;
    }
    default:
        return locked_access<wide_bits>::compare_exchange<false>(object, expected, desired, success, failure);
    }
}

} // namespace arsenal::inline ARSENAL_ABI::detail
