#pragma once

#include <arsenal/algorithms/detail/forms.hpp>
#include <arsenal/algorithms/detail/key_ranges.hpp>
#include <arsenal/algorithms/detail/powersort.hpp>
#include <arsenal/algorithms/detail/scratch.hpp>
#include <arsenal/algorithms/detail/stable_strings.hpp>
#include <arsenal/algorithms/detail/std_core.hpp>
#include <arsenal/algorithms/insertion_sort.hpp>
#include <arsenal/platform/config.hpp>

// stable_sort, classic and in ranges ([stable.sort]).

namespace arsenal::inline ARSENAL_ABI {

namespace detail {

/// Sorts floats, equal zeros of either sign in the order that they had. False, and nothing done, without the
/// memory that this takes: a bit for each zero, if there are some of both signs.
template <class Float>
bool sort_floats_stably(Float* v, std::size_t n, key_order order) noexcept {
    using bits = std::conditional_t<sizeof(Float) == 4, std::uint32_t, std::uint64_t>;
    constexpr bits sign = bits{1} << (sizeof(bits) * 8 - 1);
    std::size_t zeros = 0;
    std::size_t negative_zeros = 0;
    for (std::size_t i = 0; i < n; ++i) {
        const bits b = std::bit_cast<bits>(v[i]);
        zeros += (b & ~sign) == 0;
        negative_zeros += b == sign;
    }
    if (negative_zeros == 0 || negative_zeros == zeros) {
        detail::sort_keys(v, n, key_kind_of<Float>, order);
        return true;
    }
    scratch<std::uint64_t> signs((zeros + 63) / 64);
    if (signs.capacity() * 64 < zeros) return false;
    std::uint64_t* const words = signs.data();
    std::size_t seen = 0;
    for (std::size_t i = 0; i < n; ++i) {
        const bits b = std::bit_cast<bits>(v[i]);
        if ((b & ~sign) != 0) continue;
        if (seen % 64 == 0) words[seen / 64] = 0;
        words[seen / 64] |= std::uint64_t{b != 0} << (seen % 64);
        ++seen;
    }
    detail::sort_keys(v, n, key_kind_of<Float>, order);
    const auto before_zeros = [&](Float x) { return order == key_order::ascending ? x < 0 : x > 0; };
    Float* at = v;
    for (std::size_t rest = n; rest > 0;) {
        const std::size_t half = rest / 2;
        if (before_zeros(at[half])) {
            at += half + 1;
            rest -= half + 1;
        } else {
            rest = half;
        }
    }
    for (std::size_t i = 0; i < zeros; ++i) {
        at[i] = std::bit_cast<Float>((words[i / 64] >> (i % 64) & 1) != 0 ? sign : bits{0});
    }
    return true;
}

struct stable_sort_body {
    template <class I, class Less>
    static constexpr void run(I first, I last, const Less& less) {
        if (std::is_constant_evaluated()) {
            stable_sort_body::sort_in_place(first, last - first, less);
            return;
        }
        if constexpr (orders_keys<I, Less>) {
            using T = std::iter_value_t<I>;
            if constexpr (!floating_key<T>) {
                return detail::sort_keys_of<Less>(first, last); // equal ones are the same
            } else if (first == last || detail::sort_floats_stably(detail::array_of(first, last),
                                                                   static_cast<std::size_t>(last - first),
                                                                   memory_order_of<I, Less>)) {
                return;
            }
        }
        if constexpr (std::is_pointer_v<I> &&
                      stable_string_order<Less, std::iter_value_t<I>> != key_order::none) {
            constexpr int worth_keys = 24;
            if (last - first >= worth_keys) {
                I end = first + 1;
                while (end != last && !less(*end, *(end - 1))) ++end;
                if (end == last ||
                    detail::sort_strings_stably<stable_string_order<Less, std::iter_value_t<I>>>(
                        first, static_cast<std::size_t>(last - first))) {
                    return;
                }
            }
        }
        stable_sort_body::sort_with_buffer(first, last - first, less);
    }

private:
    template <class I, class Less>
    static constexpr void sort_in_place(I first, std::iter_difference_t<I> n, const Less& less) {
        if (n <= 8) return detail::insert_each(first, first, first + n, less);
        const auto half = n / 2;
        stable_sort_body::sort_in_place(first, half, less);
        stable_sort_body::sort_in_place(first + half, n - half, less);
        detail::merge_adjacent<merging::in_blocks>(first, first + half, first + n, half, n - half, nullptr, 0,
                                                   less);
    }

    template <class I, class Less>
    static void sort_with_buffer(I first, std::iter_difference_t<I> n, const Less& less) {
        using T = std::iter_value_t<I>;
        if (n < 2) return;
        const auto size = static_cast<std::size_t>(n);
        if constexpr (std::is_pointer_v<I> && copies_cheaply<I>) {
            if (size <= small_stable_sort_limit<T>) {
                I end = first + 1;
                while (end < first + n && !less(*end, *(end - 1))) ++end;
                if (end < first + n) detail::small_stable_sort(first, size, less);
                return;
            }
        } else if (n <= 10) {
            return detail::insert_each(first, first, first + n, less);
        }
        scratch<T> buffer(size - size / 2);
        powersort<I, Less>(buffer.data(), buffer.capacity(), less).sort(first, n);
    }
};

} // namespace detail

/// Sorts [first, last); equal elements keep their order. Keys in the order of a machine's comparison by
/// vector kernels; else at most about n log2(n) comparisons and moves with memory for n / 2 elements, less
/// where runs are in order already; O(n log^2 n) with less memory or none, which is no error. Throws what
/// comparing and moving throw; all elements are in the range then. [stable.sort]
inline constexpr detail::ordering_fn<detail::stable_sort_body> stable_sort{};

namespace ranges {
inline constexpr detail::ranges_ordering_fn<detail::stable_sort_body> stable_sort{};
} // namespace ranges

} // namespace arsenal::inline ARSENAL_ABI
