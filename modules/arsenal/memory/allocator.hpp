#pragma once

#include <arsenal/memory/detail/general_heap.hpp>
#include <arsenal/platform/throw.hpp>

#include <cstddef>
#include <limits>
#include <memory>
#include <type_traits>

namespace arsenal::inline ARSENAL_ABI {

/// Which heap is behind allocator and heap: "mimalloc 2.0.9", say, or "C library" (where mimalloc is not
/// installed, in a statically linked program, under a sanitizer that watches malloc, or with ARSENAL_HEAP=c
/// in the environment).
const char* heap_library() noexcept;

/// A block and for how many objects it has room (std::allocation_result of C++23).
template <class Pointer, class SizeType = std::size_t>
struct allocation_result {
    Pointer ptr;
    SizeType count;
};

/// std::allocator over mimalloc, which the rest of the program does not get to see: malloc and operator new
/// stay what they are (arsenal::malloc_override replaces those, and then all is one heap).
///
/// When not to use it: with code that replaces ::operator new and wants to see every request, which std's
/// allocator makes there and this one does not (a new-handler is asked when memory runs out, as there). And
/// measure: of the cells of `run bench memory heap` mimalloc wins most, but not blocks that threads leave to
/// each other when they end.
///
/// Beyond std::allocator: allocate_at_least() as C++23's, and try_expand(). Constant time; any thread, also
/// before and after main(), and after fork(). In constant expressions it is std::allocator.
template <class T>
class allocator {
    static_assert(!std::is_const_v<T> && !std::is_volatile_v<T>,
                  "an allocator's value type is not cv-qualified");

public:
    using value_type = T;
    using size_type = std::size_t;
    using difference_type = std::ptrdiff_t;
    using propagate_on_container_move_assignment = std::true_type;
    using is_always_equal = std::true_type;

    constexpr allocator() noexcept = default;
    template <class U>
    constexpr allocator(const allocator<U>&) noexcept {}

    /// Throws std::bad_array_new_length if no array is that long, and std::bad_alloc.
    [[nodiscard]] constexpr T* allocate(std::size_t n) {
        if (n > std::numeric_limits<std::size_t>::max() / sizeof(T)) [[unlikely]]
            detail::throw_bad_array_new_length();
        if (std::is_constant_evaluated()) return std::allocator<T>().allocate(n);
        void* p = detail::general_allocate(n * sizeof(T), alignof(T));
        if (p == nullptr) [[unlikely]]
            p = detail::general_allocate_or_throw(n * sizeof(T), alignof(T));
        return static_cast<T*>(p);
    }
    /// Room for n objects and for as many more as the heap would leave unused behind them; deallocate() takes
    /// any count from n to the result's.
    [[nodiscard]] constexpr allocation_result<T*> allocate_at_least(std::size_t n) {
        T* const p = allocate(n);
        if (std::is_constant_evaluated()) return {p, n};
        return {p, detail::general_usable_size(p) / sizeof(T)};
    }
    constexpr void deallocate(T* p, std::size_t n) noexcept {
        if (std::is_constant_evaluated()) return std::allocator<T>().deallocate(p, n);
        detail::general_deallocate(p);
    }

    /// Whether the block at p, allocated for old_n objects, is now one for new_n: larger or smaller, at the
    /// same place. It is where the heap rounded it up to that; nothing beyond is had, and nothing given back.
    [[nodiscard]] constexpr bool try_expand(T* p, std::size_t old_n, std::size_t new_n) noexcept {
        if (std::is_constant_evaluated() || new_n <= old_n)
            return new_n == old_n || !std::is_constant_evaluated();
        return new_n <= detail::general_usable_size(p) / sizeof(T);
    }

    template <class U>
    friend constexpr bool operator==(const allocator&, const allocator<U>&) noexcept {
        return true;
    }
};

} // namespace arsenal::inline ARSENAL_ABI
