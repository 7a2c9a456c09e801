#include <arsenal/atomic/detail/wide.hpp>

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

// The halves are put together in a register: by way of memory, a load would wait for two stores.
void vector_store(void* object, wide_bits desired, std::memory_order order) noexcept {
    vector bits;
    __asm__("vmovq %1, %0\n\tvpinsrq $1, %2, %0, %0" : "=&x"(bits) : "r"(desired.low), "r"(desired.high));
    __asm__ volatile("vmovdqa %1, %0" : "=m"(*static_cast<vector*>(object)) : "x"(bits) : "memory");
    if (order == std::memory_order_seq_cst) __asm__ volatile("lock orl $0, (%%rsp)" : : : "memory", "cc");
}

// What it finds, which is `expected` if and only if it writes.
wide_bits vector_exchange_if(void* object, wide_bits expected, wide_bits desired) noexcept {
    __asm__ volatile("lock cmpxchg16b %0"
                     : "+m"(*static_cast<vector*>(object)), "+a"(expected.low), "+d"(expected.high)
                     : "b"(desired.low), "c"(desired.high)
                     : "memory", "cc");
    return expected;
}

wide_bits vector_exchange(void* object, wide_bits desired) noexcept {
    wide_bits expected = vector_load(object);
    for (;;) {
        const wide_bits found = vector_exchange_if(object, expected, desired);
        if (found == expected) return found;
        expected = found;
    }
}

#else

bool has_vector_path() noexcept { return false; }
wide_bits vector_load(const void*) noexcept { __builtin_unreachable(); }
void vector_store(void*, wide_bits, std::memory_order) noexcept { __builtin_unreachable(); }
wide_bits vector_exchange_if(void*, wide_bits, wide_bits) noexcept { __builtin_unreachable(); }
wide_bits vector_exchange(void*, wide_bits) noexcept { __builtin_unreachable(); }

#endif

wide_path choose_path() noexcept {
    if (&__tsan_atomic128_load != nullptr) return wide_path::tsan;
    return has_vector_path() ? wide_path::vector : wide_path::locked;
}

// Every thread that finds it unchosen chooses the same.
constinit unsigned char chosen_path = static_cast<unsigned char>(wide_path::unchosen);

wide_path path_or_unchosen() noexcept {
    return static_cast<wide_path>(__atomic_load_n(&chosen_path, __ATOMIC_RELAXED));
}

// The paths that take a call anyway, and the first operation.

[[gnu::noinline]] wide_bits load_otherwise(const void* object, std::memory_order order) noexcept {
    switch (current_wide_path()) {
    case wide_path::vector:
        return vector_load(object);
    case wide_path::tsan:
        return std::bit_cast<wide_bits>(
            __tsan_atomic128_load(static_cast<const tsan_word*>(object), static_cast<int>(order)));
    default:
        return locked_access<wide_bits>::load(object, order);
    }
}

[[gnu::noinline]] void store_otherwise(void* object, wide_bits desired, std::memory_order order) noexcept {
    switch (current_wide_path()) {
    case wide_path::vector:
        return vector_store(object, desired, order);
    case wide_path::tsan:
        return __tsan_atomic128_store(static_cast<tsan_word*>(object), std::bit_cast<tsan_word>(desired),
                                      static_cast<int>(order));
    default:
        return locked_access<wide_bits>::store(object, desired, order);
    }
}

[[gnu::noinline]] wide_bits exchange_otherwise(void* object, wide_bits desired,
                                               std::memory_order order) noexcept {
    switch (current_wide_path()) {
    case wide_path::vector:
        return vector_exchange(object, desired);
    case wide_path::tsan:
        return std::bit_cast<wide_bits>(__tsan_atomic128_exchange(
            static_cast<tsan_word*>(object), std::bit_cast<tsan_word>(desired), static_cast<int>(order)));
    default:
        return locked_access<wide_bits>::exchange(object, desired, order);
    }
}

[[gnu::noinline]] wide_bits exchange_if_otherwise(void* object, wide_bits expected, wide_bits desired,
                                                  compare_orders orders) noexcept {
    switch (current_wide_path()) {
    case wide_path::vector:
        return vector_exchange_if(object, expected, desired);
    case wide_path::tsan: {
        auto found = std::bit_cast<tsan_word>(expected);
        __tsan_atomic128_compare_exchange_strong(
            static_cast<tsan_word*>(object), &found, std::bit_cast<tsan_word>(desired),
            static_cast<int>(orders.success), static_cast<int>(orders.failure));
        return std::bit_cast<wide_bits>(found);
    }
    default:
        locked_access<wide_bits>::compare_exchange<false>(object, expected, desired, orders.success,
                                                          orders.failure);
        return expected;
    }
}

} // namespace

wide_path current_wide_path() noexcept {
    wide_path path = path_or_unchosen();
    if (path == wide_path::unchosen) {
        path = choose_path();
        set_wide_path(path);
    }
    return path;
}

void set_wide_path(wide_path path) noexcept {
    __atomic_store_n(&chosen_path, static_cast<unsigned char>(path), __ATOMIC_RELAXED);
}

wide_bits wide_access::load(const void* object, std::memory_order order) noexcept {
    if (path_or_unchosen() == wide_path::vector) [[likely]]
        return vector_load(object);
    return load_otherwise(object, order);
}

void wide_access::store(void* object, wide_bits desired, std::memory_order order) noexcept {
    if (path_or_unchosen() == wide_path::vector) [[likely]]
        return vector_store(object, desired, order);
    store_otherwise(object, desired, order);
}

wide_bits wide_access::exchange(void* object, wide_bits desired, std::memory_order order) noexcept {
    if (path_or_unchosen() == wide_path::vector) [[likely]]
        return vector_exchange(object, desired);
    return exchange_otherwise(object, desired, order);
}

wide_bits wide_access::exchange_if(void* object, wide_bits expected, wide_bits desired,
                                   compare_orders orders) noexcept {
    if (path_or_unchosen() == wide_path::vector) [[likely]]
        return vector_exchange_if(object, expected, desired);
    return exchange_if_otherwise(object, expected, desired, orders);
}

} // namespace arsenal::inline ARSENAL_ABI::detail
