#pragma once

#include <cstddef>
#include <new>
#include <support/arena.hpp>
#include <support/fault_injection.hpp>
#include <type_traits>

namespace support {

/// Throws std::bad_alloc where the injector says so for fault::allocate; otherwise memory from its arena.
/// `Propagate` answers for copy assignment, move assignment and swap alike. Equal when the arena is the same.
template <class T, bool Propagate = false>
class failing_allocator {
public:
    using value_type = T;
    using is_always_equal = std::false_type;
    using propagate_on_container_copy_assignment = std::bool_constant<Propagate>;
    using propagate_on_container_move_assignment = std::bool_constant<Propagate>;
    using propagate_on_container_swap = std::bool_constant<Propagate>;
    template <class U>
    struct rebind {
        using other = failing_allocator<U, Propagate>;
    };

    explicit failing_allocator(arena& source) noexcept : source_(&source) {}
    template <class U>
    failing_allocator(const failing_allocator<U, Propagate>& other) noexcept : source_(&other.source()) {}

    T* allocate(std::size_t n) {
        if (faults.step(fault::allocate)) throw std::bad_alloc();
        return source_->template allocate<T>(n);
    }
    void deallocate(T* p, std::size_t n) noexcept { source_->deallocate(p, n); }

    arena& source() const noexcept { return *source_; }

    template <class U>
    friend bool operator==(const failing_allocator& a, const failing_allocator<U, Propagate>& b) noexcept {
        return &a.source() == &b.source();
    }

private:
    arena* source_;
};

} // namespace support
