#pragma once

#include <cstddef>
#include <support/arena.hpp>
#include <type_traits>

namespace support {

/// The answers of an allocator to propagate_on_container_{copy_assignment, move_assignment, swap}.
struct propagation {
    bool on_copy;
    bool on_move;
    bool on_swap;
};

/// Memory from an arena; a copy-constructed container takes `on_copy_construction` when one was given
/// (select_on_container_copy_construction), the same arena otherwise. Equal when the arena is the same.
template <class T, propagation P>
class propagating_allocator {
public:
    using value_type = T;
    using is_always_equal = std::false_type;
    using propagate_on_container_copy_assignment = std::bool_constant<P.on_copy>;
    using propagate_on_container_move_assignment = std::bool_constant<P.on_move>;
    using propagate_on_container_swap = std::bool_constant<P.on_swap>;
    template <class U>
    struct rebind {
        using other = propagating_allocator<U, P>;
    };

    explicit propagating_allocator(arena& source, arena* on_copy_construction = nullptr) noexcept
        : source_(&source), on_copy_construction_(on_copy_construction) {}
    template <class U>
    propagating_allocator(const propagating_allocator<U, P>& other) noexcept
        : source_(&other.source()), on_copy_construction_(other.on_copy_construction()) {}

    T* allocate(std::size_t n) { return source_->template allocate<T>(n); }
    void deallocate(T* p, std::size_t n) noexcept { source_->deallocate(p, n); }
    propagating_allocator select_on_container_copy_construction() const noexcept {
        return propagating_allocator(on_copy_construction_ ? *on_copy_construction_ : *source_);
    }

    arena& source() const noexcept { return *source_; }
    arena* on_copy_construction() const noexcept { return on_copy_construction_; }

    template <class U>
    friend bool operator==(const propagating_allocator& a, const propagating_allocator<U, P>& b) noexcept {
        return &a.source() == &b.source();
    }

private:
    arena* source_;
    arena* on_copy_construction_;
};

} // namespace support
