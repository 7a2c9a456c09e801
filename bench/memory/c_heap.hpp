#pragma once

#include <cstddef>
#include <cstdlib>

namespace bench {

/// The C library's heap, as a resource; null where there is no memory.
struct c_heap {
    void* allocate(std::size_t bytes, std::size_t alignment) {
        return alignment <= 16
                   ? std::malloc(bytes)
                   : std::aligned_alloc(alignment, (bytes + alignment - 1) / alignment * alignment);
    }
    void deallocate(void* p, std::size_t, std::size_t) { std::free(p); }
};

} // namespace bench
