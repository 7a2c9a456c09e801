#pragma once

#include <arsenal/algorithms/detail/callables.hpp>
#include <arsenal/algorithms/detail/forms.hpp>
#include <arsenal/algorithms/detail/scan.hpp>
#include <arsenal/algorithms/detail/std_core.hpp>
#include <arsenal/algorithms/find.hpp>
#include <arsenal/platform/config.hpp>

// remove and remove_if ([alg.remove]). A value among contiguous numbers or pointers is removed by a compiled
// kernel, and where a predicate decides about those, the loop does not branch on it. The value may be one of
// the elements: numbers and pointers are read once, before any is moved, whatever n.

namespace arsenal::inline ARSENAL_ABI {

namespace detail {

struct remove_if_body {
    template <class I, class Test>
    static constexpr I run(I first, I last, const Test& unwanted) {
        first = detail::first_element(std::move(first), last, unwanted);
        if (first == last) return first;
        I out = first;
        ++first;
        if constexpr (scannable_range<I>) {
            for (; first != last; ++first) {
                const bool kept = !unwanted(*first);
                const auto x = *first;
                *out = x;
                out += kept;
            }
        } else {
            for (; first != last; ++first) {
                if (unwanted(*first)) continue;
                *out = std::ranges::iter_move(first);
                ++out;
            }
        }
        return out;
    }
};

template <class I, class T, class Projection>
constexpr I remove_value(I first, I last, const T& value, Projection& projection) {
    if constexpr (scannable_range<I> && std::is_same_v<std::remove_const_t<Projection>, std::identity>) {
        using element = std::iter_value_t<I>;
        if constexpr (equality_value<element, T>) {
            const auto n = static_cast<std::size_t>(last - first);
            const sought<element> unwanted = detail::seek<element>(value);
            if (!unwanted.exists) return first + (last - first);
            if (!std::is_constant_evaluated() && n >= shortest_compression) {
                return first + static_cast<std::iter_difference_t<I>>(detail::scan_remove(
                                   std::to_address(first), n,
                                   detail::word_of<equality_word<element>>(unwanted.value)));
            }
            return remove_if_body::run(std::move(first), last, [&unwanted](const element& x) {
                return detail::equals(x, unwanted.value);
            });
        }
    }
    return remove_if_body::run(std::move(first), last, [&](auto&& x) {
        return detail::equals(detail::invoke(projection, static_cast<decltype(x)>(x)), value);
    });
}

struct remove_fn {
    template <class ForwardIterator, class T>
    constexpr ForwardIterator operator()(ForwardIterator first, ForwardIterator last, const T& value) const {
        return detail::remove_value(std::move(first), std::move(last), value, no_projection);
    }
};

struct ranges_remove_fn {
    template <std::permutable I, std::sentinel_for<I> S, class T, class Proj = std::identity>
        requires std::indirect_binary_predicate<std::ranges::equal_to, std::projected<I, Proj>, const T*>
    constexpr std::ranges::subrange<I> operator()(I first, S last, const T& value, Proj proj = {}) const {
        I end = std::ranges::next(first, last);
        return {detail::remove_value(std::move(first), end, value, proj), end};
    }
    template <std::ranges::forward_range R, class T, class Proj = std::identity>
        requires std::permutable<std::ranges::iterator_t<R>> &&
                 std::indirect_binary_predicate<std::ranges::equal_to,
                                                std::projected<std::ranges::iterator_t<R>, Proj>, const T*>
    constexpr std::ranges::borrowed_subrange_t<R> operator()(R&& r, const T& value, Proj proj = {}) const {
        return (*this)(std::ranges::begin(r), std::ranges::end(r), value, std::move(proj));
    }
};

} // namespace detail

/// Moves the elements of [first, last) that do not equal value to the front, in their order; the end of them.
/// What is behind it is valid and unspecified. n comparisons; throws what they and moving throw.
/// [alg.remove]
inline constexpr detail::remove_fn remove{};

/// The same of the elements for which pred does not hold. n applications; throws what they and moving throw.
/// [alg.remove]
inline constexpr detail::parting_fn<detail::remove_if_body> remove_if{};

namespace ranges {
inline constexpr detail::ranges_remove_fn remove{};
inline constexpr detail::ranges_parting_fn<detail::remove_if_body> remove_if{};
} // namespace ranges

} // namespace arsenal::inline ARSENAL_ABI
