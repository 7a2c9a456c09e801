#pragma once

#include <arsenal/algorithms/detail/forms.hpp>
#include <arsenal/algorithms/detail/scan.hpp>
#include <arsenal/algorithms/detail/std_core.hpp>
#include <arsenal/platform/config.hpp>

// find, find_if, find_if_not, ranges::contains ([alg.find], [alg.contains]), and find_not, which std has only
// as a find_if_not. A value among contiguous numbers or pointers is sought by a compiled kernel; a
// predicate's inside is unknown, so that the others are the plain loop.

namespace arsenal::inline ARSENAL_ABI {

namespace detail {

template <class I, class S, class Test>
constexpr I first_element(I first, S last, const Test& test) {
    if constexpr (std::random_access_iterator<I> && std::sized_sentinel_for<S, I>) {
        return first + detail::first_index(last - first, [&](auto i) { return test(first[i]); });
    } else {
        while (first != last && !test(*first)) ++first;
        return first;
    }
}

template <bool Equal>
struct find_body : found_iterator {
    template <class I, class S, class T, class Projection>
    static constexpr I run(I first, S last, const T& value, Projection& projection) {
        if constexpr (scannable_range<I, S> &&
                      std::is_same_v<std::remove_const_t<Projection>, std::identity>) {
            using element = std::iter_value_t<I>;
            if constexpr (equality_value<element, T>) {
                const auto n = static_cast<std::size_t>(last - first);
                if (!std::is_constant_evaluated() && n >= shortest_scan<element>) {
                    const auto [wanted, exists] = detail::seek<element>(value);
                    if (!exists) return Equal ? first + (last - first) : first;
                    const auto word = detail::word_of<equality_word<element>>(wanted);
                    const element* const p = std::to_address(first);
                    const std::size_t at =
                        Equal ? detail::scan_find(p, n, word) : detail::scan_find_not(p, n, word);
                    return first + static_cast<std::iter_difference_t<I>>(at);
                }
            }
        }
        return detail::first_element(std::move(first), last, [&](auto&& x) {
            return detail::equals(detail::invoke(projection, static_cast<decltype(x)>(x)), value) == Equal;
        });
    }
};

template <bool Wanted>
struct find_if_body : found_iterator {
    template <class I, class S, class Pred>
    static constexpr I run(I first, S last, const Pred& pred) {
        return detail::first_element(std::move(first), last,
                                     [&](auto&& x) { return pred(static_cast<decltype(x)>(x)) == Wanted; });
    }
};

struct contains_body : found_answer {
    template <class I, class S, class T, class Projection>
    static constexpr bool run(I first, S last, const T& value, Projection& projection) {
        return find_body<true>::run(std::move(first), last, value, projection) != last;
    }
};

} // namespace detail

/// The first iterator i in [first, last) for which *i == value, or last. At most last - first comparisons;
/// throws what they throw. [alg.find]
inline constexpr detail::value_question_fn<detail::find_body<true>> find{};

/// The first iterator i for which *i == value is false, or last: std::find_if_not of a value. As find
/// otherwise.
inline constexpr detail::value_question_fn<detail::find_body<false>> find_not{};

/// The first element for which pred holds, or last. At most last - first applications; throws what they
/// throw. [alg.find]
inline constexpr detail::predicate_question_fn<detail::find_if_body<true>> find_if{};

/// The first element for which pred does not hold, or last. As find_if otherwise.
inline constexpr detail::predicate_question_fn<detail::find_if_body<false>> find_if_not{};

namespace ranges {
inline constexpr detail::ranges_value_question_fn<detail::find_body<true>> find{};
inline constexpr detail::ranges_value_question_fn<detail::find_body<false>> find_not{};
inline constexpr detail::ranges_predicate_question_fn<detail::find_if_body<true>> find_if{};
inline constexpr detail::ranges_predicate_question_fn<detail::find_if_body<false>> find_if_not{};
/// Whether find finds value, and at its cost: C++23's. [alg.contains]
inline constexpr detail::ranges_value_question_fn<detail::contains_body> contains{};
} // namespace ranges

} // namespace arsenal::inline ARSENAL_ABI
