#pragma once

#include <cstddef>
#include <new>

namespace memory_tests {

/// A resource of a few kilobytes that says no without an exception and knows its own. It takes nothing back.
template <class Derived, template <class> class Base>
class small_buffer : public Base<Derived> {
public:
    static constexpr std::size_t capacity = 4096;

    void* allocate(std::size_t bytes, std::size_t alignment) {
        void* const p = try_allocate(bytes, alignment);
        if (p == nullptr) throw std::bad_alloc();
        return p;
    }
    void* try_allocate(std::size_t bytes, std::size_t alignment) noexcept {
        if (bytes == 0) bytes = 1;
        const std::size_t start = (used + alignment - 1) / alignment * alignment;
        if (alignment > alignof(std::max_align_t) || start > capacity || bytes > capacity - start)
            return nullptr;
        used = start + bytes;
        ++live;
        return memory + start;
    }
    void deallocate(void*, std::size_t, std::size_t) noexcept { --live; }
    bool owns(const void* p) const noexcept {
        return p >= memory && p < memory + capacity; // pointers of one address space, here
    }

    std::size_t used = 0;
    int live = 0;

private:
    alignas(std::max_align_t) std::byte memory[capacity];
};

} // namespace memory_tests
