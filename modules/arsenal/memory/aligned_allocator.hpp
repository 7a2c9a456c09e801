#pragma once

#include <arsenal/memory/detail/alignment.hpp>
#include <arsenal/platform/config.hpp>
#include <arsenal/platform/throw.hpp>

#include <cstddef>
#include <limits>
#include <memory>
#include <new>
#include <type_traits>

namespace arsenal::inline ARSENAL_ABI {

/// std::allocator whose arrays begin at a multiple of Align, a power of two, or of what T needs if that is
/// more:
///
///   std::vector<float, aligned_allocator<float, 64>> v; // v.data() is a cache line's first byte
///
/// Not needed for T of more than the default alignment: std::allocator sees to alignof(T) itself. It says
/// nothing of single nodes: a list's values lie behind its links, wherever those begin.
///
/// allocate() throws std::bad_array_new_length if n objects are more than PTRDIFF_MAX bytes, otherwise
/// std::bad_alloc as operator new does.
template <class T, std::size_t Align>
class aligned_allocator {
    static_assert(detail::is_alignment(Align), "an alignment is a power of two");

public:
    using value_type = T;
    using size_type = std::size_t;
    using difference_type = std::ptrdiff_t;
    using is_always_equal = std::true_type;
    using propagate_on_container_move_assignment = std::true_type;
    template <class U>
    struct rebind {
        using other = aligned_allocator<U, Align>;
    };

    constexpr aligned_allocator() noexcept = default;
    template <class U>
    constexpr aligned_allocator(const aligned_allocator<U, Align>&) noexcept {}

    /// What allocate() aligns to.
    static constexpr std::size_t alignment() noexcept { return Align > alignof(T) ? Align : alignof(T); }

    [[nodiscard]] constexpr T* allocate(std::size_t n) {
        static_assert(sizeof(T) != 0, "an incomplete type cannot be allocated");
        if (std::is_constant_evaluated()) return std::allocator<T>().allocate(n);
        // what is less does not wrap when an alignment is added
        if (n > std::size_t{std::numeric_limits<std::ptrdiff_t>::max()} / sizeof(T)) [[unlikely]]
            detail::throw_bad_array_new_length();
        return static_cast<T*>(::operator new(n * sizeof(T), std::align_val_t(alignment())));
    }
    constexpr void deallocate(T* p, std::size_t n) noexcept {
        if (std::is_constant_evaluated()) return std::allocator<T>().deallocate(p, n);
        ::operator delete(static_cast<void*>(p), std::align_val_t(alignment()));
    }

    template <class U>
    friend constexpr bool operator==(aligned_allocator, aligned_allocator<U, Align>) noexcept {
        return true;
    }
};

} // namespace arsenal::inline ARSENAL_ABI
