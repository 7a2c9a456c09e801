#pragma once

#include <arsenal/algorithms/detail/callables.hpp>
#include <arsenal/algorithms/detail/iterators.hpp>
#include <arsenal/algorithms/detail/keys.hpp>
#include <arsenal/algorithms/detail/std_core.hpp>
#include <arsenal/platform/config.hpp>

// Bisection: where a predicate turns false in a range that begins with the elements of which it is true.
//
// Half of a binary search's branches are mispredicted, and a misprediction costs more than a step in cache
// does. So where the elements are an array and comparing reads nothing but the element, a step selects
// instead of branching, and the last four elements are counted at once. Selecting gives up what a wrong guess
// still does: fetching the next element. Beyond the caches that is the dearer half, hence the prefetch of
// both candidates in large arrays.
//
// Where comparing follows a pointer (strings), the guess is worth more than what it loses, at every size: one
// step in two has its memory under way already. There each step branches, by force, as clang would select.

namespace arsenal::inline ARSENAL_ABI::detail {

template <class I>
using distance_of = std::iter_difference_t<I>;

/// Whether iterators advance in one step: C++20's do, and the classic ones that say so.
template <class I>
inline constexpr bool jumps = std::random_access_iterator<I>;
template <class I>
    requires(!std::random_access_iterator<I> &&
             requires { typename std::iterator_traits<I>::iterator_category; })
inline constexpr bool jumps<I> =
    std::is_base_of_v<std::random_access_iterator_tag, typename std::iterator_traits<I>::iterator_category>;

template <class I>
constexpr distance_of<I> length_of(I first, I last) {
    if constexpr (jumps<I>) {
        return last - first;
    } else {
        distance_of<I> n = 0;
        for (; first != last; ++first) ++n;
        return n;
    }
}

template <class I>
constexpr void step(I& i, distance_of<I> n) {
    if constexpr (jumps<I>) {
        i += n;
    } else {
        for (; n > 0; --n) ++i;
    }
}

/// Whether what comparing reads lies in the element itself, as far as types tell: a small plain value, asked
/// by callables that hold nothing.
template <class T>
inline constexpr bool is_plain_value =
    std::is_trivially_copy_constructible_v<T> && std::is_trivially_destructible_v<T> && sizeof(T) <= 64;
template <class T>
inline constexpr bool is_plain_value<T*> = false;
template <class T>
    requires requires(const T& view) { view.data(); }
inline constexpr bool is_plain_value<T> = requires { std::tuple_size<T>::value; }; // arrays

template <class Callable>
inline constexpr bool holds_nothing =
    std::is_empty_v<Callable> || std::is_member_object_pointer_v<std::remove_cv_t<Callable>>;

template <class I, class Comp, class Proj>
inline constexpr bool comparing_is_cheap =
    (is_plain_value<std::iter_value_t<I>> && holds_nothing<Comp> && holds_nothing<Proj>) ||
    order_of<projected_call<Comp, Proj>, std::iter_value_t<I>> != key_order::none;

/// Whether [I, I + n) is an array that may be read as often as it suits. Its elements are asked as the
/// iterator gives them, const or not.
template <class I>
concept plain_array =
    std::contiguous_iterator<I> && !std::is_volatile_v<std::remove_reference_t<std::iter_reference_t<I>>>;

/// condition ? at + n : at, without a branch.
template <class T>
constexpr T* advanced_if(bool condition, T* at, std::size_t n) {
    if (std::is_constant_evaluated()) return condition ? at + n : at;
#if defined(__clang__)
    return __builtin_unpredictable(condition) ? at + n : at;
#else
    std::size_t mask = -static_cast<std::size_t>(condition);
    __asm__("" : "+r"(mask)); // hides from g++ that it could branch
    return at + (n & mask);
#endif
}

/// Arrays above it are prefetched from: they do not fit the caches near the core.
inline constexpr std::size_t prefetch_bytes = std::size_t{1} << 18;

/// One of two searches over the same n elements at `at`, which it narrows to n - n / 2.
template <class T, class Pred>
constexpr void narrow(T*& at, std::size_t n, const Pred& pred) {
    const std::size_t half = n / 2;
    at = detail::advanced_if(pred(at[half - 1]), at, half);
}

/// The same, with both elements fetched that the next step may ask.
template <class T, class Pred>
void narrow_prefetching(T*& at, std::size_t n, const Pred& pred) {
    const std::size_t half = n / 2;
    const std::size_t next = (n - half) / 2;
    __builtin_prefetch(at + next - 1);
    __builtin_prefetch(at + half + next - 1);
    detail::narrow(at, n, pred);
}

/// Narrows every `at` (pred by pred) until last_elements are left of n, or all of them, if there are no more.
template <std::size_t last_elements, class... Searches>
constexpr std::size_t narrow_all(std::size_t n, std::size_t element_bytes, Searches... search) {
    if (!std::is_constant_evaluated() && n * element_bytes > prefetch_bytes) {
        const std::size_t near = 128 / element_bytes + last_elements;
        for (; n > near; n -= n / 2) (search(n, std::true_type{}), ...);
    }
    for (; n > last_elements; n -= n / 2) (search(n, std::false_type{}), ...);
    return n;
}

template <class T, class Pred>
struct array_search {
    T*& at;
    const Pred& pred;
    template <bool prefetching>
    constexpr void operator()(std::size_t n, std::bool_constant<prefetching>) const {
        if constexpr (prefetching) {
            detail::narrow_prefetching(at, n, pred);
        } else {
            detail::narrow(at, n, pred);
        }
    }
};

inline constexpr std::size_t counted_at_once = 4;

/// Where pred turns false in the n > 0 elements at `first`, of which `at` and what follows are left.
template <class T, class Pred>
constexpr std::size_t count_last(T* first, std::size_t n, T* at, const Pred& pred) {
    if (n < counted_at_once) return static_cast<std::size_t>(at - first) + pred(*at);
    T* const window = std::min(at, first + (n - counted_at_once));
    std::size_t count = static_cast<std::size_t>(window - first);
    for (std::size_t i = 0; i < counted_at_once; ++i) count += pred(window[i]);
    return count;
}

template <class T, class Pred>
constexpr std::size_t bisect_array(T* first, std::size_t n, const Pred& pred) {
    if (n == 0) return 0;
    T* at = first;
    const array_search<T, Pred> search{at, pred};
    if (n < counted_at_once) {
        detail::narrow_all<1>(n, sizeof(T), search);
    } else {
        detail::narrow_all<counted_at_once>(n, sizeof(T), search);
    }
    return detail::count_last(first, n, at, pred);
}

template <class I, class Pred>
constexpr I bisect_branching(I first, distance_of<I> n, const Pred& pred) {
    while (n > 0) {
        const distance_of<I> half = n / 2;
        I middle = first;
        detail::step(middle, half);
        if (pred(*middle)) {
            if (!std::is_constant_evaluated()) __asm__ volatile(""); // a branch, not a selection
            first = std::move(++middle);
            n -= half + 1;
        } else {
            n = half;
        }
    }
    return first;
}

/// The first of n elements from first for which pred is false. At most log2(n) + O(1) calls of pred.
template <bool cheap, class I, class Pred>
constexpr I bisect(I first, distance_of<I> n, const Pred& pred) {
    if constexpr (cheap && plain_array<I>) {
        if (n == 0) return first;
        return first + static_cast<distance_of<I>>(
                           detail::bisect_array(std::to_address(first), static_cast<std::size_t>(n), pred));
    } else {
        return detail::bisect_branching(std::move(first), n, pred);
    }
}

/// The same of two predicates, the first of which implies the second.
template <bool cheap, class I, class Lower, class Upper>
constexpr std::pair<I, I> bisect_twice(I first, distance_of<I> n, const Lower& lower, const Upper& upper) {
    if constexpr (cheap && plain_array<I>) {
        if (n == 0) return {first, first};
        using element = std::remove_reference_t<decltype(*std::to_address(first))>;
        const std::size_t size = static_cast<std::size_t>(n);
        element* const begin = std::to_address(first);
        element* low = begin;
        element* high = begin;
        detail::narrow_all<1>(size, sizeof(element), array_search<element, Lower>{low, lower},
                              array_search<element, Upper>{high, upper});
        low += lower(*low);
        high += upper(*high);
        return {first + (low - begin), first + (std::max(low, high) - begin)};
    } else {
        while (n > 0) { // down to the first element that is in the answer: it parts the two searches
            const distance_of<I> half = n / 2;
            I middle = first;
            detail::step(middle, half);
            if (lower(*middle)) {
                if (!std::is_constant_evaluated()) __asm__ volatile("");
                first = std::move(++middle);
                n -= half + 1;
            } else if (!upper(*middle)) {
                n = half;
            } else {
                I low = detail::bisect_branching(std::move(first), half, lower);
                ++middle;
                return {std::move(low), detail::bisect_branching(std::move(middle), n - half - 1, upper)};
            }
        }
        return {first, first};
    }
}

} // namespace arsenal::inline ARSENAL_ABI::detail
