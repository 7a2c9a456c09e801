#pragma once

#include <arsenal/algorithms/detail/callables.hpp>
#include <arsenal/algorithms/detail/scan.hpp>
#include <arsenal/algorithms/detail/std_core.hpp>
#include <arsenal/platform/config.hpp>

// unique ([alg.unique]). Contiguous numbers and pointers under their own equality go to a compiled kernel.

namespace arsenal::inline ARSENAL_ABI {

namespace detail {

template <class I, class S, class Equal>
constexpr I unique_body(I first, S last, const Equal& equal) {
    if constexpr (scannable_range<I, S>) {
        using element = std::iter_value_t<I>;
        if constexpr (is_key_equality<Equal, element>) {
            const auto n = static_cast<std::size_t>(last - first);
            if (!std::is_constant_evaluated() && n >= shortest_compression)
                return first + static_cast<std::iter_difference_t<I>>(
                                   detail::scan_unique<equality_word<element>>(std::to_address(first), n));
            if (n == 0) return first;
            element before = *first;
            I out = ++first;
            for (; first != last; ++first) {
                const element x = *first;
                *out = x;
                out += !(x == before);
                before = x;
            }
            return out;
        }
    }
    if (first == last) return first;
    I kept = first; // the last of those
    while (++first != last && !equal(*kept, *first)) kept = first;
    if (first == last) return first;
    while (++first != last)
        if (!equal(*kept, *first)) *++kept = std::ranges::iter_move(first);
    return ++kept;
}

struct unique_fn {
    template <class ForwardIterator>
    constexpr ForwardIterator operator()(ForwardIterator first, ForwardIterator last) const {
        return (*this)(std::move(first), std::move(last), plain_equal{});
    }
    template <class ForwardIterator, class BinaryPredicate>
    constexpr ForwardIterator operator()(ForwardIterator first, ForwardIterator last,
                                         BinaryPredicate pred) const {
        return detail::unique_body(std::move(first), std::move(last), detail::call_of(pred));
    }
};

struct ranges_unique_fn {
    template <std::permutable I, std::sentinel_for<I> S, class Proj = std::identity,
              std::indirect_equivalence_relation<std::projected<I, Proj>> Comp = std::ranges::equal_to>
    constexpr std::ranges::subrange<I> operator()(I first, S last, Comp comp = {}, Proj proj = {}) const {
        I end = std::ranges::next(first, last);
        return {detail::unique_body(std::move(first), end, detail::call_of(comp, proj)), end};
    }
    template <std::ranges::forward_range R, class Proj = std::identity,
              std::indirect_equivalence_relation<std::projected<std::ranges::iterator_t<R>, Proj>> Comp =
                  std::ranges::equal_to>
        requires std::permutable<std::ranges::iterator_t<R>>
    constexpr std::ranges::borrowed_subrange_t<R> operator()(R&& r, Comp comp = {}, Proj proj = {}) const {
        return (*this)(std::ranges::begin(r), std::ranges::end(r), std::move(comp), std::move(proj));
    }
};

} // namespace detail

/// Keeps the first of each run of equal elements; the end of what is kept, in its order. What is behind it is
/// valid and unspecified. n - 1 comparisons; throws what they and the assignments throw. [alg.unique]
inline constexpr detail::unique_fn unique{};

namespace ranges {
inline constexpr detail::ranges_unique_fn unique{};
} // namespace ranges

} // namespace arsenal::inline ARSENAL_ABI
