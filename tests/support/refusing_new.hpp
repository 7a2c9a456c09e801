#pragma once

#include <cstddef>
#include <cstdlib>
#include <limits>
#include <new>

// The global operator new and delete of a program whose library asks for memory by std::nothrow or without:
// they refuse what a test says. To be included by one file of the program.

namespace support {

/// What operator new refuses, and how often it was asked.
struct refusals {
    static constexpr int never = -1;
    static constexpr std::size_t any_size = std::numeric_limits<std::size_t>::max();

    static inline int refused_after = never;              // so many more requests
    static inline std::size_t largest_granted = any_size; // bytes
    static inline int requests = 0;
};

inline void* granted(std::size_t bytes, std::size_t alignment) noexcept {
    ++refusals::requests;
    if (bytes > refusals::largest_granted) return nullptr;
    if (refusals::refused_after != refusals::never && refusals::refused_after-- == 0) return nullptr;
    if (alignment <= alignof(std::max_align_t)) return std::malloc(bytes == 0 ? 1 : bytes);
    return std::aligned_alloc(alignment, (bytes + alignment - 1) / alignment * alignment);
}

} // namespace support

void* operator new(std::size_t bytes) {
    if (void* p = support::granted(bytes, 1)) return p;
    throw std::bad_alloc();
}
void* operator new(std::size_t bytes, std::align_val_t alignment) {
    if (void* p = support::granted(bytes, static_cast<std::size_t>(alignment))) return p;
    throw std::bad_alloc();
}
void* operator new(std::size_t bytes, const std::nothrow_t&) noexcept { return support::granted(bytes, 1); }
void* operator new(std::size_t bytes, std::align_val_t alignment, const std::nothrow_t&) noexcept {
    return support::granted(bytes, static_cast<std::size_t>(alignment));
}
// g++ 12 takes a free() that it inlines for a mismatch.
[[gnu::noinline]] void operator delete(void* p) noexcept { std::free(p); }
[[gnu::noinline]] void operator delete(void* p, std::size_t) noexcept { std::free(p); }
[[gnu::noinline]] void operator delete(void* p, std::align_val_t) noexcept { std::free(p); }
[[gnu::noinline]] void operator delete(void* p, std::size_t, std::align_val_t) noexcept { std::free(p); }
