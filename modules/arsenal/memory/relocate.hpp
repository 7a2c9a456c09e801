#pragma once

#include <arsenal/memory/detail/object_bytes.hpp>
#include <arsenal/memory/is_trivially_relocatable.hpp>
#include <arsenal/platform/config.hpp>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>

// Relocation (P1144R12): an object moves elsewhere, and what is left of it is destroyed; its old place is
// then memory without an object. What is_trivially_relocatable says is copied as bytes: by std::memmove where
// both ranges are arrays, one call for all of them.
//
// Not for potentially-overlapping subobjects (bases and [[no_unique_address]] members), in whose tail another
// object may live: all sizeof(T) bytes are written.
//
// If a move throws, its source is destroyed all the same; the ranges' functions then destroy what they have
// made and what is still in the source, so that nothing is left in either.

namespace arsenal::inline ARSENAL_ABI {

namespace detail {

template <class T>
inline constexpr bool relocates_as_bytes = is_trivially_relocatable_v<T> && !std::is_volatile_v<T>;

/// Destroys an object at the end of the scope.
template <class T>
struct destroyed_after {
    T* object;
    constexpr ~destroyed_after() { std::destroy_at(object); }
};

struct relocate_at_fn {
    template <class T>
        requires std::is_object_v<T> && (!std::is_const_v<T>) && (!std::is_array_v<T>)
    constexpr T* operator()(T* source, T* dest) const noexcept(is_nothrow_relocatable_v<T>) {
        if constexpr (relocates_as_bytes<T>) {
            if (!std::is_constant_evaluated()) {
                detail::copy_object_bytes(source, 1, dest);
                return std::launder(dest);
            }
        }
        const destroyed_after<T> guard{source};
        return std::construct_at(dest, std::move(*source));
    }
};

struct relocate_fn {
    template <class T>
        requires std::is_object_v<T> && (!std::is_array_v<T>)
    constexpr std::remove_cv_t<T> operator()(T* source) const
        noexcept(std::is_nothrow_constructible_v<std::remove_cv_t<T>, T> && // bytes cannot be returned
                 std::is_nothrow_destructible_v<T>) {
        const destroyed_after<T> guard{source};
        return std::move(*source);
    }
};

} // namespace detail

/// Relocates *source to the memory at dest, and returns dest. The two may be the same place or overlap only
/// if T is trivially relocatable.
inline constexpr detail::relocate_at_fn relocate_at{};

/// Takes the object out of its memory: returns it, moved, and destroys the original.
inline constexpr detail::relocate_fn relocate{};

namespace detail {

/// Whether n objects at the one iterator become n at the other by a copy of their bytes.
template <class From, class To>
concept relocatable_arrays = std::contiguous_iterator<From> && std::contiguous_iterator<To> &&
                             std::is_same_v<std::remove_reference_t<std::iter_reference_t<From>>,
                                            std::remove_reference_t<std::iter_reference_t<To>>> &&
                             !std::is_const_v<std::remove_reference_t<std::iter_reference_t<To>>> &&
                             relocates_as_bytes<std::remove_reference_t<std::iter_reference_t<From>>>;

template <class From, class To>
inline constexpr bool relocates_nothrow =
    relocatable_arrays<From, To> ||
    (std::contiguous_iterator<From> && std::contiguous_iterator<To> && // others may throw themselves
     is_nothrow_relocatable_v<std::iter_value_t<From>> &&
     std::is_nothrow_constructible_v<std::iter_value_t<To>, std::iter_rvalue_reference_t<From>>);

/// Relocates the element at one iterator to the other, whose element types may differ.
template <class From, class To>
constexpr void relocate_element(From& from, To& to) {
    using source = std::remove_reference_t<std::iter_reference_t<From>>;
    const destroyed_after<source> guard{std::addressof(*from)};
    std::construct_at(std::addressof(*to), std::ranges::iter_move(from));
}

// Destroys, unless it is told that all went well, what has been made and what has not yet been taken.
template <class From, class Last, class To>
struct relocation {
    From from;
    Last last;
    To made_first;
    To made_last;
    bool done = false;

    constexpr ~relocation() {
        if (done) return;
        std::destroy(made_first, made_last);
        ++from; // its element is gone
        for (; from != last; ++from) std::destroy_at(std::addressof(*from));
    }
};

struct uninitialized_relocate_fn {
    template <class InputIterator, class ForwardIterator>
    constexpr ForwardIterator operator()(InputIterator first, InputIterator last,
                                         ForwardIterator result) const
        noexcept(relocates_nothrow<InputIterator, ForwardIterator>) {
        if constexpr (relocatable_arrays<InputIterator, ForwardIterator>) {
            if (!std::is_constant_evaluated()) {
                const auto n = static_cast<std::size_t>(last - first);
                detail::copy_object_bytes(std::to_address(first), n, std::to_address(result));
                return result + (last - first);
            }
        }
        relocation<InputIterator, InputIterator, ForwardIterator> all{first, last, result, result};
        for (; all.from != all.last; ++all.from, static_cast<void>(++all.made_last))
            detail::relocate_element(all.from, all.made_last);
        all.done = true;
        return all.made_last;
    }
};

struct uninitialized_relocate_n_fn {
    template <class InputIterator, class Size, class ForwardIterator>
    constexpr std::pair<InputIterator, ForwardIterator> operator()(InputIterator first, Size n,
                                                                   ForwardIterator result) const
        noexcept(relocates_nothrow<InputIterator, ForwardIterator>) {
        using difference = std::iter_difference_t<InputIterator>;
        const auto count = std::max<difference>(static_cast<difference>(n), 0);
        if constexpr (relocatable_arrays<InputIterator, ForwardIterator>) {
            if (!std::is_constant_evaluated()) {
                detail::copy_object_bytes(std::to_address(first), static_cast<std::size_t>(count),
                                          std::to_address(result));
                return {first + count, result + count};
            }
        }
        using counted = std::counted_iterator<InputIterator>;
        relocation<counted, std::default_sentinel_t, ForwardIterator> all{
            {std::move(first), count}, {}, result, result};
        for (; all.from != all.last; ++all.from, static_cast<void>(++all.made_last))
            detail::relocate_element(all.from, all.made_last);
        all.done = true;
        return {all.from.base(), all.made_last};
    }
};

struct uninitialized_relocate_backward_fn {
    template <class FromIterator, class ToIterator>
    constexpr ToIterator operator()(FromIterator first, FromIterator last, ToIterator result) const
        noexcept(relocates_nothrow<FromIterator, ToIterator>) {
        if constexpr (relocatable_arrays<FromIterator, ToIterator>) {
            if (!std::is_constant_evaluated()) {
                const ToIterator made = result - (last - first);
                detail::copy_object_bytes(std::to_address(first), static_cast<std::size_t>(last - first),
                                          std::to_address(made));
                return made;
            }
        }
        return uninitialized_relocate_fn{}(std::make_reverse_iterator(last),
                                           std::make_reverse_iterator(first),
                                           std::make_reverse_iterator(result))
            .base();
    }
};

} // namespace detail

/// Relocates [first, last) to the uninitialised memory at result, front to back, and returns the end of what
/// is there then. The ranges may overlap if result comes before first.
inline constexpr detail::uninitialized_relocate_fn uninitialized_relocate{};

/// The same of n elements, fewer than 0 being none; returns the ends of both ranges.
inline constexpr detail::uninitialized_relocate_n_fn uninitialized_relocate_n{};

/// Relocates [first, last) to the memory that ends at result, back to front, and returns where it begins. The
/// ranges may overlap if result comes after last.
inline constexpr detail::uninitialized_relocate_backward_fn uninitialized_relocate_backward{};

} // namespace arsenal::inline ARSENAL_ABI
