#pragma once

#include <arsenal/algorithms/detail/callables.hpp>
#include <arsenal/algorithms/detail/scan.hpp>
#include <arsenal/algorithms/detail/std_core.hpp>
#include <arsenal/platform/config.hpp>

// search ([alg.search]). A sequence of numbers or pointers among more of their type goes to a compiled
// kernel, which looks for its first and its last element at once, then for the others. Other random access is
// std::search's, which is as fast as a loop of ours.

namespace arsenal::inline ARSENAL_ABI {

namespace detail {

/// More places than this are searched by the kernel: what fills a vector of any machine.
template <class T>
inline constexpr std::size_t shortest_search = sizeof(T) == 1 ? 64 : shortest_vectorised_scan;

template <class I1, class I2, class Equal>
constexpr I1 std_search(I1 first1, I1 last1, I2 first2, I2 last2, const Equal& equal) {
    using element = std::iter_value_t<I1>;
    if constexpr (std::is_same_v<element, std::iter_value_t<I2>> && scannable<element> &&
                  is_key_equality<Equal, element>) {
        return std::search(first1, last1, first2, last2); // shorter code
    } else {
        return std::search(first1, last1, first2, last2, [&equal](auto&& a, auto&& b) -> bool {
            return equal(static_cast<decltype(a)>(a), static_cast<decltype(b)>(b));
        });
    }
}

/// Where the sequence begins and ends; last twice where it is not.
template <class I1, class S1, class I2, class S2, class Equal>
constexpr std::pair<I1, I1> search_body(I1 first1, S1 last1, I2 first2, S2 last2, const Equal& equal) {
    if (first2 == last2) return {first1, first1};
    if constexpr (scannable_range<I1, S1> && scannable_range<I2, S2>) {
        using element = std::iter_value_t<I1>;
        if constexpr (std::is_same_v<element, std::iter_value_t<I2>> && is_key_equality<Equal, element>) {
            const auto n = static_cast<std::size_t>(last1 - first1);
            const auto m = static_cast<std::size_t>(last2 - first2);
            if (!std::is_constant_evaluated() && n >= shortest_search<element> + m) {
                using word = equality_word<element>;
                std::size_t at = n;
                if (m == 1) {
                    at = detail::scan_find(std::to_address(first1), n, detail::word_of<word>(*first2));
                } else {
                    at = detail::scan_search<word>(std::to_address(first1), n, std::to_address(first2), m);
                }
                const I1 begin = first1 + static_cast<std::iter_difference_t<I1>>(at);
                return {begin, at == n ? begin : begin + (last2 - first2)};
            }
        }
    }
    if constexpr (std::random_access_iterator<I1> && std::is_same_v<I1, S1> &&
                  std::random_access_iterator<I2> && std::is_same_v<I2, S2>) {
        const I1 begin = detail::std_search(first1, last1, first2, last2, equal);
        return {begin, begin == last1 ? begin : begin + (last2 - first2)};
    }
    for (;; ++first1) {
        I1 at = first1;
        for (I2 wanted = first2;; ++at, static_cast<void>(++wanted)) {
            if (wanted == last2) return {first1, at};
            if (at == last1) return {at, at};
            if (!equal(*at, *wanted)) break;
        }
    }
}

struct search_fn {
    template <class ForwardIterator1, class ForwardIterator2>
    constexpr ForwardIterator1 operator()(ForwardIterator1 first1, ForwardIterator1 last1,
                                          ForwardIterator2 first2, ForwardIterator2 last2) const {
        return (*this)(std::move(first1), std::move(last1), std::move(first2), std::move(last2),
                       plain_equal{});
    }
    template <class ForwardIterator1, class ForwardIterator2, class BinaryPredicate>
    constexpr ForwardIterator1 operator()(ForwardIterator1 first1, ForwardIterator1 last1,
                                          ForwardIterator2 first2, ForwardIterator2 last2,
                                          BinaryPredicate pred) const {
        return detail::search_body(std::move(first1), std::move(last1), std::move(first2), std::move(last2),
                                   detail::call_of(pred))
            .first;
    }
    template <class ForwardIterator, class Searcher>
    constexpr ForwardIterator operator()(ForwardIterator first, ForwardIterator last,
                                         const Searcher& searcher) const {
        return searcher(first, last).first;
    }
};

struct ranges_search_fn {
    template <std::forward_iterator I1, std::sentinel_for<I1> S1, std::forward_iterator I2,
              std::sentinel_for<I2> S2, class Pred = std::ranges::equal_to, class Proj1 = std::identity,
              class Proj2 = std::identity>
        requires std::indirectly_comparable<I1, I2, Pred, Proj1, Proj2>
    constexpr std::ranges::subrange<I1> operator()(I1 first1, S1 last1, I2 first2, S2 last2, Pred pred = {},
                                                   Proj1 proj1 = {}, Proj2 proj2 = {}) const {
        const auto found = detail::search_body(std::move(first1), last1, std::move(first2), last2,
                                               detail::call_of(pred, proj1, proj2));
        return {found.first, found.second};
    }
    template <std::ranges::forward_range R1, std::ranges::forward_range R2,
              class Pred = std::ranges::equal_to, class Proj1 = std::identity, class Proj2 = std::identity>
        requires std::indirectly_comparable<std::ranges::iterator_t<R1>, std::ranges::iterator_t<R2>, Pred,
                                            Proj1, Proj2>
    constexpr std::ranges::borrowed_subrange_t<R1> operator()(R1&& r1, R2&& r2, Pred pred = {},
                                                              Proj1 proj1 = {}, Proj2 proj2 = {}) const {
        return (*this)(std::ranges::begin(r1), std::ranges::end(r1), std::ranges::begin(r2),
                       std::ranges::end(r2), std::move(pred), std::move(proj1), std::move(proj2));
    }
};

} // namespace detail

/// The first place in [first1, last1) of the sequence [first2, last2), or last1; with a searcher, what that
/// finds. At most n m comparisons; throws what they throw. [alg.search]
inline constexpr detail::search_fn search{};

namespace ranges {
inline constexpr detail::ranges_search_fn search{};
} // namespace ranges

} // namespace arsenal::inline ARSENAL_ABI
