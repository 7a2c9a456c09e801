#pragma once

#include <arsenal/algorithms/detail/forms.hpp>
#include <arsenal/algorithms/detail/scan.hpp>
#include <arsenal/algorithms/detail/std_core.hpp>
#include <arsenal/platform/config.hpp>

// count and count_if ([alg.count]). A value among contiguous numbers or pointers is counted by a compiled
// kernel; a predicate's inside is unknown, so that count_if is the plain loop.

namespace arsenal::inline ARSENAL_ABI {

namespace detail {

struct count_body : found_number {
    template <class I, class S, class T, class Projection>
    static constexpr std::iter_difference_t<I> run(I first, S last, const T& value, Projection& projection) {
        using count = std::iter_difference_t<I>;
        if constexpr (scannable_range<I, S> &&
                      std::is_same_v<std::remove_const_t<Projection>, std::identity>) {
            using element = std::iter_value_t<I>;
            if constexpr (equality_value<element, T>) {
                const auto n = static_cast<std::size_t>(last - first);
                if (!std::is_constant_evaluated() && n >= shortest_vectorised_scan) {
                    const auto [wanted, exists] = detail::seek<element>(value);
                    if (!exists) return 0;
                    return static_cast<count>(detail::scan_count(
                        std::to_address(first), n, detail::word_of<equality_word<element>>(wanted)));
                }
            }
        }
        count found = 0;
        for (; first != last; ++first)
            if (detail::equals(detail::invoke(projection, *first), value)) ++found;
        return found;
    }
};

struct count_if_body : found_number {
    template <class I, class S, class Pred>
    static constexpr std::iter_difference_t<I> run(I first, S last, const Pred& pred) {
        std::iter_difference_t<I> found = 0;
        for (; first != last; ++first)
            if (pred(*first)) ++found;
        return found;
    }
};

} // namespace detail

/// How many elements of [first, last) equal value. last - first comparisons; throws what they throw.
/// [alg.count]
inline constexpr detail::value_question_fn<detail::count_body> count{};

/// For how many pred holds. last - first applications; throws what they throw. [alg.count]
inline constexpr detail::predicate_question_fn<detail::count_if_body> count_if{};

namespace ranges {
inline constexpr detail::ranges_value_question_fn<detail::count_body> count{};
inline constexpr detail::ranges_predicate_question_fn<detail::count_if_body> count_if{};
} // namespace ranges

} // namespace arsenal::inline ARSENAL_ABI
