#pragma once

#include <arsenal/algorithms/detail/std_core.hpp>
#include <arsenal/platform/config.hpp>

// How sorts move elements, whatever the iterator: of the classic kind (std::vector<bool>'s included) or of
// the ranges kind, whose references may be proxies.

namespace arsenal::inline ARSENAL_ABI::detail {

/// Whether moving elements of this type about throws nothing.
template <class T>
inline constexpr bool moves_nothrow =
    std::is_nothrow_move_constructible_v<T> && std::is_nothrow_move_assignable_v<T>;

/// Whether moving an element of I away and another into its place throws nothing. The reference may be a
/// proxy, whose assignment is not the elements'.
template <class I>
inline constexpr bool moves_at_nothrow =
    moves_nothrow<std::iter_value_t<I>> &&
    std::is_nothrow_assignable_v<std::iter_reference_t<I>, std::iter_value_t<I>> &&
    (std::is_lvalue_reference_v<std::iter_reference_t<I>> || noexcept(*std::declval<const I&>()));
/// Whether exchanging two elements throws nothing.
template <class I>
inline constexpr bool swaps_at_nothrow = moves_at_nothrow<I>;
template <class I>
    requires(std::is_same_v<std::iter_reference_t<I>, std::iter_value_t<I>&>)
inline constexpr bool swaps_at_nothrow<I> = std::is_nothrow_swappable_v<std::iter_value_t<I>>;

/// Whether an iterator's elements are objects of that very type, which can be copied as bytes.
template <class I>
inline constexpr bool is_trivial_walk =
    std::is_trivially_copyable_v<std::iter_value_t<I>> &&
    std::is_convertible_v<const std::iter_value_t<I>&, std::iter_value_t<I>> &&
    std::is_copy_assignable_v<std::iter_value_t<I>> &&
    std::is_same_v<std::iter_reference_t<I>, std::iter_value_t<I>&>;

/// An element taken out of its place, which is put back into the hole wherever that is by then: when the
/// hole goes, or when an exception passes. So a comparator may throw at any time. If the putting back throws
/// while another exception is under way, this one element is lost.
template <class I>
class hole {
    using value_type = std::iter_value_t<I>;

public:
    constexpr explicit hole(I at) : at_(at), value_(std::ranges::iter_move(at)) {}
    hole(const hole&) = delete;
    hole& operator=(const hole&) = delete;
    constexpr ~hole() noexcept(moves_at_nothrow<I>) {
        if constexpr (moves_at_nothrow<I>) {
            *at_ = std::move(value_);
        } else {
            if (open_) fill_while_unwinding();
        }
    }

    constexpr value_type& value() noexcept { return value_; }
    constexpr const I& at() const noexcept { return at_; }
    /// Moves the element at `from` into the hole, which is there now.
    constexpr void move_from(I from) {
        *at_ = std::ranges::iter_move(from);
        at_ = from;
    }
    /// Fills the hole from a, and that from b: the hole is there now.
    constexpr void move_from(I a, I b) {
        move_from(a);
        move_from(b);
    }
    /// Puts the element back: to be called at the end, where moving may throw.
    constexpr void close() {
        if constexpr (!moves_at_nothrow<I>) {
            *at_ = std::move(value_);
            open_ = false;
        }
    }

private:
    constexpr void fill_while_unwinding() noexcept {
#if ARSENAL_HAS_EXCEPTIONS
        try {
            *at_ = std::move(value_);
        } catch (...) {
        }
#endif
    }

    I at_;
    value_type value_;
    bool open_ = true;
};

/// Exchanges so many of n bytes as come in parts of one type, and returns how many that are.
template <class Part>
std::size_t swap_in_parts(unsigned char* p, unsigned char* q, std::size_t n) noexcept {
    std::size_t at = 0;
    for (; n - at >= sizeof(Part); at += sizeof(Part)) {
        Part x;
        Part y;
        __builtin_memcpy(&x, p + at, sizeof(Part));
        __builtin_memcpy(&y, q + at, sizeof(Part));
        __builtin_memcpy(p + at, &y, sizeof(Part));
        __builtin_memcpy(q + at, &x, sizeof(Part));
    }
    return at;
}

/// Exchanges large elements through registers. Compilers put one of them on the stack as a whole, from where
/// it is loaded before it has arrived: 7 ns for 64 bytes in place of 2.
template <class T>
void swap_large(T& a, T& b) noexcept {
    typedef std::uint64_t sixteen_bytes __attribute__((vector_size(16)));
    auto* const p = reinterpret_cast<unsigned char*>(std::addressof(a));
    auto* const q = reinterpret_cast<unsigned char*>(std::addressof(b));
    constexpr std::size_t n = sizeof(T);
    std::size_t at = detail::swap_in_parts<sixteen_bytes>(p, q, n);
    at += detail::swap_in_parts<std::uint64_t>(p + at, q + at, n - at);
    at += detail::swap_in_parts<std::uint32_t>(p + at, q + at, n - at);
    detail::swap_in_parts<unsigned char>(p + at, q + at, n - at);
}

/// Exchanges two elements; where that may throw, so that both stay.
template <class I>
constexpr void swap_at(const I& a, const I& b) {
    // in an array: elsewhere the padding at an element's end may be another object's
    if constexpr (std::contiguous_iterator<I> && is_trivial_walk<I> && sizeof(std::iter_value_t<I>) >= 32) {
        if (!std::is_constant_evaluated()) return detail::swap_large(*a, *b);
    }
    if constexpr (!swaps_at_nothrow<I>) {
        if (a == b) return;
        hole<I> taken(a);
        taken.move_from(b);
        taken.close();
    } else if constexpr (std::indirectly_swappable<I>) {
        std::ranges::iter_swap(a, b);
    } else {
        std::iter_swap(a, b);
    }
}

} // namespace arsenal::inline ARSENAL_ABI::detail
