#pragma once

#include <arsenal/platform/config.hpp>

#include <cstddef>

namespace arsenal::inline ARSENAL_ABI::detail {

// AddressSanitizer's entry points if its runtime is in the program, null otherwise. They are resolved by the
// linker, not by the preprocessor, so that plain and instrumented translation units take the same branch.
using asan_region_function = void (*)(const volatile void* address, std::size_t bytes);
extern const asan_region_function asan_poison_region;
extern const asan_region_function asan_unpoison_region;

// Marks [p, p + bytes) as not to be touched by instrumented code; one load and a branch without ASan.
inline void asan_poison(const volatile void* p, std::size_t bytes) noexcept {
    if (__builtin_expect(asan_poison_region != nullptr, 0)) asan_poison_region(p, bytes);
}

// Makes [p, p + bytes) addressable again. Memory goes back to its allocator unpoisoned.
inline void asan_unpoison(const volatile void* p, std::size_t bytes) noexcept {
    if (__builtin_expect(asan_unpoison_region != nullptr, 0)) asan_unpoison_region(p, bytes);
}

// The same of ThreadSanitizer.
using tsan_address_function = void (*)(void* address);
extern const tsan_address_function tsan_acquire_address;
extern const tsan_address_function tsan_release_address;

// Tells ThreadSanitizer what synchronises by means that it does not see (uninstrumented code, a fence): what
// a thread did before its tsan_release of an address happens before what another does after its later
// tsan_acquire of the same address.
inline void tsan_acquire(const volatile void* p) noexcept {
    if (__builtin_expect(tsan_acquire_address != nullptr, 0)) tsan_acquire_address(const_cast<void*>(p));
}
inline void tsan_release(const volatile void* p) noexcept {
    if (__builtin_expect(tsan_release_address != nullptr, 0)) tsan_release_address(const_cast<void*>(p));
}

// Between the two ThreadSanitizer takes no notice of what the calling thread does: for a tool inside the
// program, whose own synchronisation would hide that the program has none. They nest.
void tsan_ignore_begin() noexcept;
void tsan_ignore_end() noexcept;

} // namespace arsenal::inline ARSENAL_ABI::detail
