#pragma once

// ARSENAL_TEST_ASAN: whether this is compiled with AddressSanitizer. Where it is: what of an object is
// poisoned.

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARSENAL_TEST_ASAN 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__)
#define ARSENAL_TEST_ASAN 1
#endif

#if ARSENAL_TEST_ASAN

#include <cstddef>
#include <memory_resource>
#include <sanitizer/asan_interface.h>

namespace support {

/// No byte of the n at p is poisoned.
inline bool addressable(const void* p, std::size_t n) {
    return __asan_region_is_poisoned(const_cast<void*>(p), n) == nullptr;
}
template <class T>
bool addressable(const T* object) {
    return addressable(object, sizeof(T));
}
/// Every byte of the object is poisoned.
template <class T>
bool poisoned(const T* object) {
    auto* bytes = reinterpret_cast<const char*>(object);
    for (std::size_t i = 0; i < sizeof(T); ++i)
        if (!__asan_address_is_poisoned(bytes + i)) return false;
    return true;
}

/// Memory that is the test's, so that it can be looked at when the allocator has it back.
struct watched_memory {
    alignas(64) std::byte bytes[1 << 16] = {};
    std::pmr::monotonic_buffer_resource resource{bytes, sizeof bytes, std::pmr::null_memory_resource()};

    bool all_addressable() const { return addressable(bytes, sizeof bytes); }
};

/// The keys from 0 up to n.
void fill(auto& map, int n) {
    for (int i = 0; i < n; ++i) map.try_emplace(i);
}

} // namespace support

#endif
