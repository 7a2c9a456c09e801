#pragma once

#include <arsenal/algorithms/detail/forms.hpp>
#include <arsenal/algorithms/detail/scan.hpp>
#include <arsenal/algorithms/detail/std_core.hpp>
#include <arsenal/platform/config.hpp>
#include <arsenal/platform/hardening.hpp>

// min_element, max_element, minmax_element and min, max, minmax ([alg.min.max]). Contiguous numbers or
// pointers in the machine's own order go to a compiled kernel. What is found among floats that hold NaNs is
// what std's loops find.
//
// As function objects min, max and minmax take no explicit template arguments: std::max<long>(a, b) stays
// std's.

namespace arsenal::inline ARSENAL_ABI {

namespace detail {

/// What a kernel looks for among the elements of [I, S) in the order of Less.
template <class I, class S, class Less>
consteval key_order scan_order() {
    if constexpr (scannable_range<I, S>) {
        return order_of<Less, std::iter_value_t<I>>;
    } else {
        return key_order::none;
    }
}

template <bool Max>
struct extreme_element_body : found_iterator {
    static constexpr bool takes_forward = true;

    template <class I, class S, class Less>
    static constexpr I run(I first, S last, const Less& less) {
        if (first == last) return first;
        if constexpr (constexpr key_order order = detail::scan_order<I, S, Less>();
                      order != key_order::none) {
            using element = std::iter_value_t<I>;
            using word = order_word<element>;
            const auto n = static_cast<std::size_t>(last - first);
            if (!std::is_constant_evaluated() && n >= shortest_scan<element>) {
                const element* const p = std::to_address(first);
                constexpr bool largest = Max == (order == key_order::ascending);
                const std::size_t at = largest ? detail::scan_max<word>(p, n) : detail::scan_min<word>(p, n);
                return first + static_cast<std::iter_difference_t<I>>(at);
            }
        }
        I best = first;
        while (++first != last)
            if (Max ? less(*best, *first) : less(*first, *best)) best = first;
        return best;
    }
};

/// The first smallest and the last largest, in pairs: at most 3 n / 2 comparisons.
template <class I, class S, class Less>
constexpr std::ranges::min_max_result<I> extreme_elements(I first, S last, const Less& less) {
    if constexpr (detail::scan_order<I, S, Less>() == key_order::ascending) {
        using element = std::iter_value_t<I>;
        const auto n = static_cast<std::size_t>(last - first);
        if (!std::is_constant_evaluated() && n >= shortest_scan<element>) {
            const scan_pair at = detail::scan_minmax<order_word<element>>(std::to_address(first), n);
            using distance = std::iter_difference_t<I>;
            if (at.min != n) // no NaNs
                return {first + static_cast<distance>(at.min), first + static_cast<distance>(at.max)};
        }
    }
    std::ranges::min_max_result<I> found{first, first};
    if (first == last || ++first == last) return found;
    if (less(*first, *found.min)) {
        found.min = first;
    } else {
        found.max = first;
    }
    while (++first != last) {
        I low = first;
        I high = first;
        if (++first == last) {
            if (less(*low, *found.min)) {
                found.min = low;
            } else if (!less(*low, *found.max)) {
                found.max = low;
            }
            break;
        }
        if (less(*first, *low)) {
            low = first;
        } else {
            high = first;
        }
        if (less(*low, *found.min)) found.min = low;
        if (!less(*high, *found.max)) found.max = high;
    }
    return found;
}

/// Of n > 0 numbers or pointers.
template <bool Max, class T>
constexpr T extreme_key(const T* p, std::size_t n) {
    using word = order_word<T>;
    if (!std::is_constant_evaluated() && n >= shortest_vectorised_scan) {
        if constexpr (floating_key<T>) { // which zero
            return p[Max ? detail::scan_max<word>(p, n) : detail::scan_min<word>(p, n)];
        } else {
            const word best = Max ? detail::scan_max_value<word>(p, n) : detail::scan_min_value<word>(p, n);
            return std::bit_cast<T>(best);
        }
    }
    T best = p[0];
    for (std::size_t i = 1; i != n; ++i)
        if (Max ? best < p[i] : p[i] < best) best = p[i];
    return best;
}

/// The value of an extreme of a range that is not empty.
template <bool Max, class R, class Less>
constexpr std::ranges::range_value_t<R> extreme_value(R&& r, const Less& less) {
    auto first = std::ranges::begin(r);
    const auto last = std::ranges::end(r);
    ARSENAL_ASSERT(first != last, "the extreme of an empty range");
    using I = std::ranges::iterator_t<R>;
    if constexpr (constexpr key_order order = detail::scan_order<I, std::ranges::sentinel_t<R>, Less>();
                  order != key_order::none) {
        return detail::extreme_key<Max == (order == key_order::ascending)>(
            std::to_address(first), static_cast<std::size_t>(last - first));
    } else if constexpr (std::ranges::forward_range<R>) {
        return *extreme_element_body<Max>::run(first, last, less);
    } else {
        std::ranges::range_value_t<R> best(*first);
        while (++first != last) {
            auto&& x = *first;
            if (Max ? less(best, x) : less(x, best)) best = static_cast<decltype(x)>(x);
        }
        return best;
    }
}

template <class R, class Less>
constexpr std::ranges::minmax_result<std::ranges::range_value_t<R>> extreme_values(R&& r, const Less& less) {
    using value = std::ranges::range_value_t<R>;
    auto first = std::ranges::begin(r);
    const auto last = std::ranges::end(r);
    ARSENAL_ASSERT(first != last, "the extreme of an empty range");
    using reference = std::ranges::range_reference_t<R>;
    if constexpr (std::ranges::forward_range<R> && !std::is_rvalue_reference_v<reference>) {
        const auto at = detail::extreme_elements(first, last, less);
        return {*at.min, *at.max};
    } else { // each element is read once: it may be moved from
        value one(*first);
        std::ranges::minmax_result<value> found{one, std::move(one)};
        while (++first != last) {
            value low(*first);
            if (++first == last) {
                if (less(low, found.min)) {
                    found.min = std::move(low);
                } else if (!less(low, found.max)) {
                    found.max = std::move(low);
                }
                break;
            }
            value high(*first);
            if (less(high, low)) std::ranges::swap(low, high);
            if (less(low, found.min)) found.min = std::move(low);
            if (!less(high, found.max)) found.max = std::move(high);
        }
        return found;
    }
}

struct minmax_element_fn {
    template <class ForwardIterator>
    constexpr std::pair<ForwardIterator, ForwardIterator> operator()(ForwardIterator first,
                                                                     ForwardIterator last) const {
        return (*this)(std::move(first), std::move(last), plain_less{});
    }
    template <class ForwardIterator, class Compare>
    constexpr std::pair<ForwardIterator, ForwardIterator>
    operator()(ForwardIterator first, ForwardIterator last, Compare comp) const {
        auto at = detail::extreme_elements(std::move(first), std::move(last), detail::call_of(comp));
        return {std::move(at.min), std::move(at.max)};
    }
};

template <bool Max>
struct extreme_fn {
    template <class T>
    constexpr const T& operator()(const T& a, const T& b) const {
        return (*this)(a, b, plain_less{});
    }
    template <class T, class Compare>
    constexpr const T& operator()(const T& a, const T& b, Compare comp) const {
        const auto less = detail::call_of(comp);
        return (Max ? less(a, b) : less(b, a)) ? b : a;
    }
    template <class T>
    constexpr T operator()(std::initializer_list<T> values) const {
        return (*this)(values, plain_less{});
    }
    template <class T, class Compare>
    constexpr T operator()(std::initializer_list<T> values, Compare comp) const {
        return detail::extreme_value<Max>(values, detail::call_of(comp));
    }
};

struct minmax_fn {
    template <class T>
    constexpr std::pair<const T&, const T&> operator()(const T& a, const T& b) const {
        return (*this)(a, b, plain_less{});
    }
    template <class T, class Compare>
    constexpr std::pair<const T&, const T&> operator()(const T& a, const T& b, Compare comp) const {
        if (detail::call_of(comp)(b, a)) return {b, a};
        return {a, b};
    }
    template <class T>
    constexpr std::pair<T, T> operator()(std::initializer_list<T> values) const {
        return (*this)(values, plain_less{});
    }
    template <class T, class Compare>
    constexpr std::pair<T, T> operator()(std::initializer_list<T> values, Compare comp) const {
        auto found = detail::extreme_values(values, detail::call_of(comp));
        return {std::move(found.min), std::move(found.max)};
    }
};

struct ranges_minmax_element_fn {
    template <std::forward_iterator I, std::sentinel_for<I> S, class Proj = std::identity,
              std::indirect_strict_weak_order<std::projected<I, Proj>> Comp = std::ranges::less>
    constexpr std::ranges::minmax_element_result<I> operator()(I first, S last, Comp comp = {},
                                                               Proj proj = {}) const {
        return detail::extreme_elements(std::move(first), last, detail::call_of(comp, proj));
    }
    template <std::ranges::forward_range R, class Proj = std::identity,
              std::indirect_strict_weak_order<std::projected<std::ranges::iterator_t<R>, Proj>> Comp =
                  std::ranges::less>
    constexpr std::ranges::minmax_element_result<std::ranges::borrowed_iterator_t<R>>
    operator()(R&& r, Comp comp = {}, Proj proj = {}) const {
        auto at =
            detail::extreme_elements(std::ranges::begin(r), std::ranges::end(r), detail::call_of(comp, proj));
        return {std::move(at.min), std::move(at.max)};
    }
};

template <bool Max>
struct ranges_extreme_fn {
    template <class T, class Proj = std::identity,
              std::indirect_strict_weak_order<std::projected<const T*, Proj>> Comp = std::ranges::less>
    constexpr const T& operator()(const T& a, const T& b, Comp comp = {}, Proj proj = {}) const {
        const auto less = detail::call_of(comp, proj);
        return (Max ? less(a, b) : less(b, a)) ? b : a;
    }
    template <std::copyable T, class Proj = std::identity,
              std::indirect_strict_weak_order<std::projected<const T*, Proj>> Comp = std::ranges::less>
    constexpr T operator()(std::initializer_list<T> values, Comp comp = {}, Proj proj = {}) const {
        return detail::extreme_value<Max>(values, detail::call_of(comp, proj));
    }
    template <std::ranges::input_range R, class Proj = std::identity,
              std::indirect_strict_weak_order<std::projected<std::ranges::iterator_t<R>, Proj>> Comp =
                  std::ranges::less>
        requires std::indirectly_copyable_storable<std::ranges::iterator_t<R>, std::ranges::range_value_t<R>*>
    constexpr std::ranges::range_value_t<R> operator()(R&& r, Comp comp = {}, Proj proj = {}) const {
        return detail::extreme_value<Max>(r, detail::call_of(comp, proj));
    }
};

struct ranges_minmax_fn {
    template <class T, class Proj = std::identity,
              std::indirect_strict_weak_order<std::projected<const T*, Proj>> Comp = std::ranges::less>
    constexpr std::ranges::minmax_result<const T&> operator()(const T& a, const T& b, Comp comp = {},
                                                              Proj proj = {}) const {
        if (detail::call_of(comp, proj)(b, a)) return {b, a};
        return {a, b};
    }
    template <std::copyable T, class Proj = std::identity,
              std::indirect_strict_weak_order<std::projected<const T*, Proj>> Comp = std::ranges::less>
    constexpr std::ranges::minmax_result<T> operator()(std::initializer_list<T> values, Comp comp = {},
                                                       Proj proj = {}) const {
        return detail::extreme_values(values, detail::call_of(comp, proj));
    }
    template <std::ranges::input_range R, class Proj = std::identity,
              std::indirect_strict_weak_order<std::projected<std::ranges::iterator_t<R>, Proj>> Comp =
                  std::ranges::less>
        requires std::indirectly_copyable_storable<std::ranges::iterator_t<R>, std::ranges::range_value_t<R>*>
    constexpr std::ranges::minmax_result<std::ranges::range_value_t<R>> operator()(R&& r, Comp comp = {},
                                                                                   Proj proj = {}) const {
        return detail::extreme_values(r, detail::call_of(comp, proj));
    }
};

} // namespace detail

/// The first smallest element of [first, last), the first largest; last where there is none. n - 1
/// comparisons; throws what they throw. [alg.min.max]
inline constexpr detail::order_question_fn<detail::extreme_element_body<false>> min_element{};
inline constexpr detail::order_question_fn<detail::extreme_element_body<true>> max_element{};

/// The first smallest element and the last largest. At most 3 n / 2 comparisons; throws what they throw.
/// [alg.min.max]
inline constexpr detail::minmax_element_fn minmax_element{};

/// The smaller of two or of a list, the first of those that are equivalent; the larger, the first, too. A
/// list may not be empty, which is checked. n - 1 comparisons; throws what they and copying throw.
/// [alg.min.max]
inline constexpr detail::extreme_fn<false> min{};
inline constexpr detail::extreme_fn<true> max{};

/// The smallest, the first of those that are equivalent, and the largest, the last. At most 3 n / 2
/// comparisons; otherwise as min. [alg.min.max]
inline constexpr detail::minmax_fn minmax{};

namespace ranges {
inline constexpr detail::ranges_order_question_fn<detail::extreme_element_body<false>> min_element{};
inline constexpr detail::ranges_order_question_fn<detail::extreme_element_body<true>> max_element{};
inline constexpr detail::ranges_minmax_element_fn minmax_element{};
inline constexpr detail::ranges_extreme_fn<false> min{};
inline constexpr detail::ranges_extreme_fn<true> max{};
inline constexpr detail::ranges_minmax_fn minmax{};
} // namespace ranges

} // namespace arsenal::inline ARSENAL_ABI
