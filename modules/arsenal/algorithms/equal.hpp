#pragma once

#include <arsenal/algorithms/detail/callables.hpp>
#include <arsenal/algorithms/detail/scan.hpp>
#include <arsenal/algorithms/detail/std_core.hpp>
#include <arsenal/platform/config.hpp>

// equal, mismatch and lexicographical_compare ([alg.equal], [mismatch], [alg.lex.comparison]). Contiguous
// numbers or pointers of one type go to a compiled kernel, or to the C library's memcmp where that computes
// the same.

namespace arsenal::inline ARSENAL_ABI {

namespace detail {

/// Whether both are arrays of one type, the comparison of whose elements may be left to the machine.
template <class I1, class S1, class I2, class S2>
concept scannable_pair = scannable_range<I1, S1> && scannable_range<I2, S2> &&
                         std::is_same_v<std::iter_value_t<I1>, std::iter_value_t<I2>>;

struct unbounded {}; // the end of a second range that is said to be as long as the first
template <class I>
constexpr bool operator==(const I&, unbounded) noexcept {
    return false;
}

template <class I1, class S1, class I2, class S2, class Equal>
constexpr std::ranges::in_in_result<I1, I2> first_mismatch(I1 first1, S1 last1, I2 first2, S2 last2,
                                                           const Equal& equal) {
    constexpr bool one_length = std::is_same_v<S2, unbounded>;
    if constexpr (scannable_pair<I1, S1, I2, std::conditional_t<one_length, I2, S2>>) {
        using element = std::iter_value_t<I1>;
        if constexpr (is_key_equality<Equal, element>) {
            auto n = last1 - first1;
            if constexpr (!one_length) n = n < last2 - first2 ? n : last2 - first2;
            if (!std::is_constant_evaluated() && static_cast<std::size_t>(n) >= shortest_scan<element>) {
                const auto at = static_cast<std::iter_difference_t<I1>>(detail::first_difference<element>(
                    std::to_address(first1), std::to_address(first2), static_cast<std::size_t>(n)));
                return {first1 + at, first2 + at};
            }
        }
    }
    if constexpr (one_length && std::random_access_iterator<I1> && std::sized_sentinel_for<S1, I1> &&
                  std::random_access_iterator<I2>) {
        const auto at =
            detail::first_index(last1 - first1, [&](auto i) { return !equal(first1[i], first2[i]); });
        return {first1 + at, first2 + at};
    } else {
        while (first1 != last1 && first2 != last2 && equal(*first1, *first2)) {
            ++first1;
            ++first2;
        }
        return {std::move(first1), std::move(first2)};
    }
}

template <class I1, class S1, class I2, class Equal>
constexpr bool equal_prefix(I1 first1, S1 last1, I2 first2, const Equal& equal) {
    if constexpr (scannable_pair<I1, S1, I2, I2>) {
        using element = std::iter_value_t<I1>;
        if constexpr (is_key_equality<Equal, element> && !floating_key<element>) {
            if (!std::is_constant_evaluated()) {
                const auto n = static_cast<std::size_t>(last1 - first1);
                return n == 0 || __builtin_memcmp(std::to_address(first1), std::to_address(first2),
                                                  n * sizeof(element)) == 0;
            }
        }
    }
    return detail::first_mismatch(std::move(first1), last1, std::move(first2), unbounded{}, equal).in1 ==
           last1;
}

template <class I1, class S1, class I2, class S2, class Equal>
constexpr bool equal_ranges(I1 first1, S1 last1, I2 first2, S2 last2, const Equal& equal) {
    if constexpr (std::sized_sentinel_for<S1, I1> && std::sized_sentinel_for<S2, I2>) {
        if (last1 - first1 != last2 - first2) return false;
        return detail::equal_prefix(std::move(first1), last1, std::move(first2), equal);
    } else {
        const auto at = detail::first_mismatch(std::move(first1), last1, std::move(first2), last2, equal);
        return at.in1 == last1 && at.in2 == last2;
    }
}

template <class I1, class S1, class I2, class S2, class Less>
constexpr bool lexicographically_less(I1 first1, S1 last1, I2 first2, S2 last2, const Less& less) {
    if constexpr (scannable_pair<I1, S1, I2, S2>) {
        using element = std::iter_value_t<I1>;
        if constexpr (order_of<Less, element> != key_order::none) {
            const auto n1 = last1 - first1;
            const auto n2 = last2 - first2;
            const auto n = static_cast<std::size_t>(n1 < n2 ? n1 : n2);
            if (!std::is_constant_evaluated() && n >= shortest_scan<element>) {
                const element* const p = std::to_address(first1);
                const element* const q = std::to_address(first2);
                std::size_t at;
                if constexpr (key_kind_of<element> == key_kind::u8 &&
                              order_of<Less, element> == key_order::ascending) {
                    const int order = __builtin_memcmp(p, q, n);
                    return order != 0 ? order < 0 : n1 < n2;
                } else if constexpr (floating_key<element>) { // NaNs are equivalent to everything
                    at = detail::scan_disorder<element>(p, q, n);
                } else {
                    at = detail::first_difference(p, q, n);
                }
                return at != n ? less(p[at], q[at]) : n1 < n2;
            }
        }
    }
    for (; first1 != last1 && first2 != last2; ++first1, static_cast<void>(++first2)) {
        if (less(*first1, *first2)) return true;
        if (less(*first2, *first1)) return false;
    }
    return first1 == last1 && first2 != last2;
}

struct mismatch_fn {
    template <class I1, class I2>
    constexpr std::pair<I1, I2> operator()(I1 first1, I1 last1, I2 first2) const {
        return (*this)(std::move(first1), std::move(last1), std::move(first2), plain_equal{});
    }
    template <class I1, class I2, class Pred>
        requires(!std::is_same_v<I2, Pred>)
    constexpr std::pair<I1, I2> operator()(I1 first1, I1 last1, I2 first2, Pred pred) const {
        auto at = detail::first_mismatch(std::move(first1), std::move(last1), std::move(first2), unbounded{},
                                         detail::call_of(pred));
        return {std::move(at.in1), std::move(at.in2)};
    }
    template <class I1, class I2>
    constexpr std::pair<I1, I2> operator()(I1 first1, I1 last1, I2 first2, I2 last2) const {
        return (*this)(std::move(first1), std::move(last1), std::move(first2), std::move(last2),
                       plain_equal{});
    }
    template <class I1, class I2, class Pred>
    constexpr std::pair<I1, I2> operator()(I1 first1, I1 last1, I2 first2, I2 last2, Pred pred) const {
        auto at = detail::first_mismatch(std::move(first1), std::move(last1), std::move(first2),
                                         std::move(last2), detail::call_of(pred));
        return {std::move(at.in1), std::move(at.in2)};
    }
};

struct equal_fn {
    template <class I1, class I2>
    constexpr bool operator()(I1 first1, I1 last1, I2 first2) const {
        return (*this)(std::move(first1), std::move(last1), std::move(first2), plain_equal{});
    }
    template <class I1, class I2, class Pred>
        requires(!std::is_same_v<I2, Pred>)
    constexpr bool operator()(I1 first1, I1 last1, I2 first2, Pred pred) const {
        return detail::equal_prefix(std::move(first1), std::move(last1), std::move(first2),
                                    detail::call_of(pred));
    }
    template <class I1, class I2>
    constexpr bool operator()(I1 first1, I1 last1, I2 first2, I2 last2) const {
        return (*this)(std::move(first1), std::move(last1), std::move(first2), std::move(last2),
                       plain_equal{});
    }
    template <class I1, class I2, class Pred>
    constexpr bool operator()(I1 first1, I1 last1, I2 first2, I2 last2, Pred pred) const {
        return detail::equal_ranges(std::move(first1), std::move(last1), std::move(first2), std::move(last2),
                                    detail::call_of(pred));
    }
};

struct lexicographical_compare_fn {
    template <class I1, class I2>
    constexpr bool operator()(I1 first1, I1 last1, I2 first2, I2 last2) const {
        return (*this)(std::move(first1), std::move(last1), std::move(first2), std::move(last2),
                       plain_less{});
    }
    template <class I1, class I2, class Compare>
    constexpr bool operator()(I1 first1, I1 last1, I2 first2, I2 last2, Compare comp) const {
        return detail::lexicographically_less(std::move(first1), std::move(last1), std::move(first2),
                                              std::move(last2), detail::call_of(comp));
    }
};

struct ranges_mismatch_fn {
    template <std::input_iterator I1, std::sentinel_for<I1> S1, std::input_iterator I2,
              std::sentinel_for<I2> S2, class Pred = std::ranges::equal_to, class Proj1 = std::identity,
              class Proj2 = std::identity>
        requires std::indirectly_comparable<I1, I2, Pred, Proj1, Proj2>
    constexpr std::ranges::mismatch_result<I1, I2> operator()(I1 first1, S1 last1, I2 first2, S2 last2,
                                                              Pred pred = {}, Proj1 proj1 = {},
                                                              Proj2 proj2 = {}) const {
        return detail::first_mismatch(std::move(first1), last1, std::move(first2), last2,
                                      detail::call_of(pred, proj1, proj2));
    }
    template <std::ranges::input_range R1, std::ranges::input_range R2, class Pred = std::ranges::equal_to,
              class Proj1 = std::identity, class Proj2 = std::identity>
        requires std::indirectly_comparable<std::ranges::iterator_t<R1>, std::ranges::iterator_t<R2>, Pred,
                                            Proj1, Proj2>
    constexpr std::ranges::mismatch_result<std::ranges::borrowed_iterator_t<R1>,
                                           std::ranges::borrowed_iterator_t<R2>>
    operator()(R1&& r1, R2&& r2, Pred pred = {}, Proj1 proj1 = {}, Proj2 proj2 = {}) const {
        auto at = detail::first_mismatch(std::ranges::begin(r1), std::ranges::end(r1), std::ranges::begin(r2),
                                         std::ranges::end(r2), detail::call_of(pred, proj1, proj2));
        return {std::move(at.in1), std::move(at.in2)};
    }
};

struct ranges_equal_fn {
    template <std::input_iterator I1, std::sentinel_for<I1> S1, std::input_iterator I2,
              std::sentinel_for<I2> S2, class Pred = std::ranges::equal_to, class Proj1 = std::identity,
              class Proj2 = std::identity>
        requires std::indirectly_comparable<I1, I2, Pred, Proj1, Proj2>
    constexpr bool operator()(I1 first1, S1 last1, I2 first2, S2 last2, Pred pred = {}, Proj1 proj1 = {},
                              Proj2 proj2 = {}) const {
        return detail::equal_ranges(std::move(first1), last1, std::move(first2), last2,
                                    detail::call_of(pred, proj1, proj2));
    }
    template <std::ranges::input_range R1, std::ranges::input_range R2, class Pred = std::ranges::equal_to,
              class Proj1 = std::identity, class Proj2 = std::identity>
        requires std::indirectly_comparable<std::ranges::iterator_t<R1>, std::ranges::iterator_t<R2>, Pred,
                                            Proj1, Proj2>
    constexpr bool operator()(R1&& r1, R2&& r2, Pred pred = {}, Proj1 proj1 = {}, Proj2 proj2 = {}) const {
        const auto call = detail::call_of(pred, proj1, proj2);
        if constexpr (std::ranges::sized_range<R1> && std::ranges::sized_range<R2>) {
            if (std::ranges::distance(r1) != std::ranges::distance(r2)) return false;
            return detail::equal_prefix(std::ranges::begin(r1), std::ranges::end(r1), std::ranges::begin(r2),
                                        call);
        } else {
            return detail::equal_ranges(std::ranges::begin(r1), std::ranges::end(r1), std::ranges::begin(r2),
                                        std::ranges::end(r2), call);
        }
    }
};

struct ranges_lexicographical_compare_fn {
    template <std::input_iterator I1, std::sentinel_for<I1> S1, std::input_iterator I2,
              std::sentinel_for<I2> S2, class Proj1 = std::identity, class Proj2 = std::identity,
              std::indirect_strict_weak_order<std::projected<I1, Proj1>, std::projected<I2, Proj2>> Comp =
                  std::ranges::less>
    constexpr bool operator()(I1 first1, S1 last1, I2 first2, S2 last2, Comp comp = {}, Proj1 proj1 = {},
                              Proj2 proj2 = {}) const {
        return less(std::move(first1), last1, std::move(first2), last2, comp, proj1, proj2);
    }
    template <std::ranges::input_range R1, std::ranges::input_range R2, class Proj1 = std::identity,
              class Proj2 = std::identity,
              std::indirect_strict_weak_order<std::projected<std::ranges::iterator_t<R1>, Proj1>,
                                              std::projected<std::ranges::iterator_t<R2>, Proj2>>
                  Comp = std::ranges::less>
    constexpr bool operator()(R1&& r1, R2&& r2, Comp comp = {}, Proj1 proj1 = {}, Proj2 proj2 = {}) const {
        return less(std::ranges::begin(r1), std::ranges::end(r1), std::ranges::begin(r2),
                    std::ranges::end(r2), comp, proj1, proj2);
    }

private:
    // Each way round: an element of either range is projected by its own projection.
    template <class I1, class S1, class I2, class S2, class Comp, class Proj1, class Proj2>
    static constexpr bool less(I1 first1, S1 last1, I2 first2, S2 last2, Comp& comp, Proj1& proj1,
                               Proj2& proj2) {
        if constexpr (std::is_same_v<Proj1, std::identity> && std::is_same_v<Proj2, std::identity>) {
            return detail::lexicographically_less(std::move(first1), last1, std::move(first2), last2,
                                                  detail::call_of(comp));
        } else {
            const auto forward = detail::call_of(comp, proj1, proj2);
            const auto backward = detail::call_of(comp, proj2, proj1);
            for (; first1 != last1 && first2 != last2; ++first1, static_cast<void>(++first2)) {
                if (forward(*first1, *first2)) return true;
                if (backward(*first2, *first1)) return false;
            }
            return first1 == last1 && first2 != last2;
        }
    }
};

} // namespace detail

/// The first positions at which [first1, last1) and the range at first2, as long where no last2 is given,
/// differ, or at which either ends. At most min(n1, n2) comparisons; throws what they throw. [mismatch]
inline constexpr detail::mismatch_fn mismatch{};

/// Whether both ranges are as long and equal element by element. No comparison where their lengths are known
/// to differ, else at most n1; throws what they throw. [alg.equal]
inline constexpr detail::equal_fn equal{};

/// Whether the first range is less: at the first position where one element is less than the other, or as the
/// shorter. At most 2 min(n1, n2) comparisons; throws what they throw. [alg.lex.comparison]
inline constexpr detail::lexicographical_compare_fn lexicographical_compare{};

namespace ranges {
inline constexpr detail::ranges_mismatch_fn mismatch{};
inline constexpr detail::ranges_equal_fn equal{};
inline constexpr detail::ranges_lexicographical_compare_fn lexicographical_compare{};
} // namespace ranges

} // namespace arsenal::inline ARSENAL_ABI
