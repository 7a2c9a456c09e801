#pragma once

#include <algorithm>
#include <cstddef>
#include <new>

namespace bench {

/// What every `counting_allocator` of a program has handed out, in bytes.
struct allocation_counts {
    std::size_t live = 0;   ///< asked for and not given back
    std::size_t peak = 0;   ///< the most that `live` has been
    std::size_t chunks = 0; ///< as `live`, in glibc's chunks: eight bytes more, rounded to 16, at least 32

    static constexpr std::size_t chunk(std::size_t bytes) {
        return std::max<std::size_t>(32, (bytes + 8 + 15) / 16 * 16);
    }
};

inline allocation_counts counts;

template <class T>
struct counting_allocator {
    using value_type = T;

    counting_allocator() = default;
    template <class U>
    counting_allocator(const counting_allocator<U>&) {}

    T* allocate(std::size_t n) {
        const std::size_t bytes = n * sizeof(T);
        counts.live += bytes;
        counts.chunks += allocation_counts::chunk(bytes);
        counts.peak = std::max(counts.peak, counts.live);
        return static_cast<T*>(::operator new(bytes, std::align_val_t(alignof(T))));
    }

    void deallocate(T* p, std::size_t n) {
        const std::size_t bytes = n * sizeof(T);
        counts.live -= bytes;
        counts.chunks -= allocation_counts::chunk(bytes);
        ::operator delete(p, std::align_val_t(alignof(T)));
    }

    friend bool operator==(counting_allocator, counting_allocator) { return true; }
};

} // namespace bench
