#pragma once

#include <arsenal/algorithms/detail/callables.hpp>
#include <arsenal/algorithms/detail/key_sort.hpp>
#include <arsenal/algorithms/detail/keys.hpp>
#include <arsenal/algorithms/detail/scan.hpp>
#include <arsenal/algorithms/detail/std_core.hpp>
#include <arsenal/algorithms/equal.hpp>
#include <arsenal/platform/config.hpp>

// is_permutation ([alg.is.permutation]). Contiguous numbers and pointers are copied and sorted, where there
// is memory for the copies; other elements are counted one by one, as std has it.

namespace arsenal::inline ARSENAL_ABI {

namespace detail {

enum class answer : unsigned char { no, yes, unknown };

/// Whether two arrays of n keys of `size` bytes hold the same, by ==; unknown where there is no memory.
answer same_keys(const void* p, const void* q, std::size_t n, std::size_t size, key_kind kind) noexcept;

/// `within` compares two elements of the first range, `across` one of either. No element of the one is before
/// first1.
template <class I1, class S1, class I2, class S2, class Within, class Across>
constexpr bool counts_alike(I1 first1, S1 last1, I2 first2, S2 last2, const Within& within,
                            const Across& across) {
    for (I1 i = first1; i != last1; ++i) {
        I1 seen = first1;
        while (seen != i && !within(*seen, *i)) ++seen;
        if (seen != i) continue; // its like were counted
        std::iter_difference_t<I2> missing = 0;
        for (I2 k = first2; k != last2; ++k)
            if (across(*i, *k)) ++missing;
        if (missing == 0) return false;
        for (I1 k = i; k != last1; ++k)
            if (within(*i, *k)) --missing;
        if (missing != 0) return false;
    }
    return true;
}

/// Of ranges of one length.
template <class I1, class S1, class I2, class S2, class Within, class Across>
constexpr bool permuted(I1 first1, S1 last1, I2 first2, S2 last2, const Within& within,
                        const Across& across) {
    auto at = detail::first_mismatch(std::move(first1), last1, std::move(first2), last2, across);
    if constexpr (scannable_pair<I1, S1, I2, S2>) {
        using element = std::iter_value_t<I1>;
        if constexpr (is_key_equality<Across, element>) {
            const auto n = static_cast<std::size_t>(last1 - at.in1);
            constexpr std::size_t worth_sorting = 16;
            if (!std::is_constant_evaluated() && n >= worth_sorting) {
                const answer same = detail::same_keys(std::to_address(at.in1), std::to_address(at.in2), n,
                                                      sizeof(element), key_kind_of<element>);
                if (same != answer::unknown) return same == answer::yes;
            }
        }
    }
    return detail::counts_alike(std::move(at.in1), last1, std::move(at.in2), last2, within, across);
}

template <class I1, class S1, class I2, class S2, class Within, class Across>
constexpr bool permuted_if_as_long(I1 first1, S1 last1, I2 first2, S2 last2, const Within& within,
                                   const Across& across) {
    if (std::ranges::distance(first1, last1) != std::ranges::distance(first2, last2)) return false;
    return detail::permuted(std::move(first1), last1, std::move(first2), last2, within, across);
}

struct is_permutation_fn {
    template <class ForwardIterator1, class ForwardIterator2>
    constexpr bool operator()(ForwardIterator1 first1, ForwardIterator1 last1,
                              ForwardIterator2 first2) const {
        return (*this)(std::move(first1), std::move(last1), std::move(first2), plain_equal{});
    }
    template <class ForwardIterator1, class ForwardIterator2, class BinaryPredicate>
        requires(!std::is_same_v<ForwardIterator2, BinaryPredicate>)
    constexpr bool operator()(ForwardIterator1 first1, ForwardIterator1 last1, ForwardIterator2 first2,
                              BinaryPredicate pred) const {
        const auto equal = detail::call_of(pred);
        const auto last2 = std::next(first2, std::distance(first1, last1));
        return detail::permuted(std::move(first1), std::move(last1), std::move(first2), last2, equal, equal);
    }
    template <class ForwardIterator1, class ForwardIterator2>
    constexpr bool operator()(ForwardIterator1 first1, ForwardIterator1 last1, ForwardIterator2 first2,
                              ForwardIterator2 last2) const {
        return (*this)(std::move(first1), std::move(last1), std::move(first2), std::move(last2),
                       plain_equal{});
    }
    template <class ForwardIterator1, class ForwardIterator2, class BinaryPredicate>
    constexpr bool operator()(ForwardIterator1 first1, ForwardIterator1 last1, ForwardIterator2 first2,
                              ForwardIterator2 last2, BinaryPredicate pred) const {
        const auto equal = detail::call_of(pred);
        if (std::distance(first1, last1) != std::distance(first2, last2)) return false;
        return detail::permuted(std::move(first1), std::move(last1), std::move(first2), std::move(last2),
                                equal, equal);
    }
};

struct ranges_is_permutation_fn {
    template <std::forward_iterator I1, std::sentinel_for<I1> S1, std::forward_iterator I2,
              std::sentinel_for<I2> S2, class Proj1 = std::identity, class Proj2 = std::identity,
              std::indirect_equivalence_relation<std::projected<I1, Proj1>, std::projected<I2, Proj2>> Pred =
                  std::ranges::equal_to>
    constexpr bool operator()(I1 first1, S1 last1, I2 first2, S2 last2, Pred pred = {}, Proj1 proj1 = {},
                              Proj2 proj2 = {}) const {
        return detail::permuted_if_as_long(std::move(first1), last1, std::move(first2), last2,
                                           detail::call_of(pred, proj1, proj1),
                                           detail::call_of(pred, proj1, proj2));
    }
    template <std::ranges::forward_range R1, std::ranges::forward_range R2, class Proj1 = std::identity,
              class Proj2 = std::identity,
              std::indirect_equivalence_relation<std::projected<std::ranges::iterator_t<R1>, Proj1>,
                                                 std::projected<std::ranges::iterator_t<R2>, Proj2>>
                  Pred = std::ranges::equal_to>
    constexpr bool operator()(R1&& r1, R2&& r2, Pred pred = {}, Proj1 proj1 = {}, Proj2 proj2 = {}) const {
        return (*this)(std::ranges::begin(r1), std::ranges::end(r1), std::ranges::begin(r2),
                       std::ranges::end(r2), std::move(pred), std::move(proj1), std::move(proj2));
    }
};

} // namespace detail

/// Whether some permutation of the one range equals the other. O(n log n) for contiguous numbers and pointers
/// where there is memory for two copies of what differs, else O(n^2) comparisons; none where the lengths
/// differ. Throws what the comparisons throw. [alg.is.permutation]
inline constexpr detail::is_permutation_fn is_permutation{};

namespace ranges {
inline constexpr detail::ranges_is_permutation_fn is_permutation{};
} // namespace ranges

} // namespace arsenal::inline ARSENAL_ABI
