#pragma once

#include <cstddef>
#include <support/arena.hpp>
#include <type_traits>

namespace support {

/// Memory from the arena it was made with; no default constructor; equal when the arena is the same;
/// propagates on no assignment and no swap (propagating_allocator has the others).
template <class T>
class stateful_allocator {
public:
    using value_type = T;
    using is_always_equal = std::false_type;

    explicit stateful_allocator(arena& source) noexcept : source_(&source) {}
    template <class U>
    stateful_allocator(const stateful_allocator<U>& other) noexcept : source_(&other.source()) {}

    T* allocate(std::size_t n) { return source_->template allocate<T>(n); }
    void deallocate(T* p, std::size_t n) noexcept { source_->deallocate(p, n); }

    arena& source() const noexcept { return *source_; }

    template <class U>
    friend bool operator==(const stateful_allocator& a, const stateful_allocator<U>& b) noexcept {
        return &a.source() == &b.source();
    }

private:
    arena* source_;
};

} // namespace support
