#pragma once

#include <arsenal/algorithms/detail/forms.hpp>
#include <arsenal/algorithms/detail/key_ranges.hpp>
#include <arsenal/algorithms/detail/selection.hpp>
#include <arsenal/algorithms/detail/std_core.hpp>
#include <arsenal/platform/config.hpp>

// nth_element, classic and in ranges ([alg.nth.element]).

namespace arsenal::inline ARSENAL_ABI {

namespace detail {

struct nth_element_body {
    template <class I, class Less>
    static constexpr void run(I first, I nth, I last, const Less& less) {
        if (nth == last) return;
        if constexpr (orders_keys<I, Less>) {
            if (!std::is_constant_evaluated()) return detail::select_keys_of<Less>(first, nth, last);
        }
        detail::select(first, nth, last, detail::constant_less<I>(less));
    }
};

} // namespace detail

/// Puts the element at nth that would be there if [first, last) were sorted; none before it is greater than
/// it, none after it less. Keys in the order of a machine's comparison by vector kernels, else by the
/// selection of Floyd and Rivest: on average O(n) comparisons, at worst O(n log n). Throws what comparing and
/// moving throw; all elements are in the range then. [alg.nth.element]
inline constexpr detail::ordering_about_fn<detail::nth_element_body> nth_element{};

namespace ranges {
inline constexpr detail::ranges_ordering_about_fn<detail::nth_element_body> nth_element{};
} // namespace ranges

} // namespace arsenal::inline ARSENAL_ABI
