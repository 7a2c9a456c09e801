#pragma once

#include <arsenal/algorithms/detail/callables.hpp>
#include <arsenal/algorithms/detail/radix.hpp>
#include <arsenal/algorithms/detail/std_core.hpp>
#include <arsenal/platform/config.hpp>

// radix_sort, classic and in ranges: by the bytes of keys, not by comparing them.
//
// For structs and strings by a key from a thousand elements on. `sort` is the one to call for arrays of plain
// numbers, which its vector kernels sort faster, and where the range may be nearly sorted.

namespace arsenal::inline ARSENAL_ABI {

namespace detail {

template <class Comp, class Key>
inline constexpr key_order radix_order =
    comparator_order<Comp, int> != key_order::none ? comparator_order<Comp, int>
    : std::is_same_v<Comp, std::less<Key>>         ? key_order::ascending
    : std::is_same_v<Comp, std::greater<Key>>      ? key_order::descending
                                                   : key_order::none;

template <class I, class Proj>
using radix_key_type =
    std::remove_cvref_t<decltype(detail::invoke(std::declval<Proj&>(), *std::declval<I&>()))>;

/// Whether radix_sort sorts such elements, and by that comparator.
template <class I, class Comp, class Proj>
concept radix_sortable = radix_order<Comp, radix_key_type<I, Proj>> != key_order::none &&
                         radix_sortable_key<radix_key_type<I, Proj>, key_order::ascending>;

/// Whether Proj takes what an element T is or holds itself, which neither throws nor changes; anything that
/// is called might, be it the operator* of an element that points to the object with the member.
template <class Proj, class T>
inline constexpr bool reads_own_key = std::is_same_v<Proj, std::identity>;
template <class Member, class Class, class T>
inline constexpr bool reads_own_key<Member Class::*, T> =
    std::is_object_v<Member> && std::is_base_of_v<Class, T>;

template <class Comp, class I, class Proj>
constexpr void radix_sort_body(const I& first, const I& last, Proj& proj) {
    using key_type = radix_key_type<I, Proj>;
    const auto key_at = [&proj](auto&& element) -> decltype(auto) {
        return detail::invoke(proj, static_cast<decltype(element)>(element));
    };
    if constexpr (std::contiguous_iterator<I> && is_trivial_walk<I> &&
                  reads_own_key<Proj, std::iter_value_t<I>> &&
                  !std::is_volatile_v<std::remove_reference_t<decltype(key_at(*first))>>) {
        using value_type = std::iter_value_t<I>;
        if constexpr (sorts_last_byte_first<key_type, value_type>) {
            const auto n = static_cast<std::size_t>(last - first);
            constexpr key_order order = radix_order<Comp, key_type>;
            if (!std::is_constant_evaluated() && detail::is_worth_second_array<value_type>(n) &&
                detail::sort_last_byte_first<key_type, order>(std::to_address(first), n, key_at))
                return;
        }
    }
    radix_sorter<key_type, radix_order<Comp, key_type>, I, decltype(key_at)>(first, key_at)
        .sort(static_cast<std::size_t>(last - first));
}

struct radix_sort_fn {
    template <class RandomAccessIterator, class Compare = plain_less, class Proj = std::identity>
        requires radix_sortable<RandomAccessIterator, Compare, Proj>
    constexpr void operator()(RandomAccessIterator first, RandomAccessIterator last, Compare = {},
                              Proj proj = {}) const {
        detail::radix_sort_body<Compare>(first, last, proj);
    }
};

struct ranges_radix_sort_fn {
    template <std::random_access_iterator I, std::sentinel_for<I> S, class Comp = std::ranges::less,
              class Proj = std::identity>
        requires(std::permutable<I> && radix_sortable<I, Comp, Proj>)
    constexpr I operator()(I first, S last, Comp = {}, Proj proj = {}) const {
        const I end = std::ranges::next(first, last);
        detail::radix_sort_body<Comp>(first, end, proj);
        return end;
    }
    template <std::ranges::random_access_range R, class Comp = std::ranges::less, class Proj = std::identity>
        requires(std::permutable<std::ranges::iterator_t<R>> &&
                 radix_sortable<std::ranges::iterator_t<R>, Comp, Proj>)
    constexpr std::ranges::borrowed_iterator_t<R> operator()(R&& r, Comp comp = {}, Proj proj = {}) const {
        return (*this)(std::ranges::begin(r), std::ranges::end(r), std::move(comp), std::move(proj));
    }
};

} // namespace detail

/// Sorts [first, last) by what `proj` makes of the elements: a number, a pointer, an enumeration
/// without an operator of its own, a std::pair, tuple or array of such, a std::string or std::string_view.
/// The comparator only says which way: std::less, std::greater or those of std::ranges. Not stable. Numbers
/// stand as `sort` leaves them: -0 before +0, NaNs last in both orders. O(n * bytes of the key) projections
/// and exchanges, O(n log n) for strings without end; 100 KiB of stack at most. Takes no memory but for a
/// thousand elements and more, up to 4 MiB of them, that are copied as bytes and are numbers or have one as
/// the member `proj` names: then a second array, if there is memory for it. If the projection or an exchange
/// throws, all elements are still in the range. After Skarupke's ska_sort
/// (2016), as detail/buckets.hpp says.
inline constexpr detail::radix_sort_fn radix_sort{};

namespace ranges {
inline constexpr detail::ranges_radix_sort_fn radix_sort{};
} // namespace ranges

} // namespace arsenal::inline ARSENAL_ABI
