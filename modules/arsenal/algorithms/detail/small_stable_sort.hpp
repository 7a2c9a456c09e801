#pragma once

#include <arsenal/algorithms/detail/merging.hpp>
#include <arsenal/algorithms/detail/moving.hpp>
#include <arsenal/algorithms/detail/std_core.hpp>
#include <arsenal/algorithms/insertion_sort.hpp>
#include <arsenal/platform/config.hpp>

// The stable sort of few elements that copy cheaply: a network of four and merges from both ends, which
// branch on lengths only.

namespace arsenal::inline ARSENAL_ABI::detail {

/// Sorts from[0, 4) into `to`, five comparisons: each pair, the least of all and the greatest, and the two
/// that are left. A permutation whatever less answers.
template <class T, class Less>
void sort_four(T* from, T* to, const Less& less) {
    const bool first = less(from[1], from[0]);
    const bool second = less(from[3], from[2]);
    T* const a = from + first;
    T* const b = from + !first;
    T* const c = from + 2 + second;
    T* const d = from + 2 + !second;
    const bool c_is_least = less(*c, *a);
    const bool b_is_greatest = less(*d, *b);
    T* const least = detail::either(c_is_least, c, a);
    T* const greatest = detail::either(b_is_greatest, b, d);
    T* const left = detail::either(c_is_least, a, detail::either(b_is_greatest, c, b));
    T* const right = detail::either(b_is_greatest, d, detail::either(c_is_least, b, c));
    const bool swapped = less(*right, *left);
    detail::copy_bytes(to, least);
    detail::copy_bytes(to + 1, detail::either(swapped, right, left));
    detail::copy_bytes(to + 2, detail::either(swapped, left, right));
    detail::copy_bytes(to + 3, greatest);
}

/// Copies n elements back over a range that an exception left half written.
template <class T>
struct rescue {
    const T* from;
    T* to;
    std::size_t n;

    ~rescue() { detail::copy_bytes(to, from, n); }
};

/// Merges elements[0, middle) and [middle, n) of `from` into `to`; where the order is none, copies them.
template <class T, class Less>
void merge_or_copy(T* from, std::size_t middle, std::size_t n, T* to, const Less& less) {
    if (!detail::merge_from_ends<merging::freely>(from, middle, from + middle, n - middle, to, less)) {
        detail::copy_bytes(to, from, n);
    }
}

/// The same into the range that the elements were copied from.
template <merging How, class T, class Less>
void merge_back(T* from, std::size_t middle, std::size_t n, T* to, const Less& less) {
    rescue<T> copies{from, to, n};
    if (detail::merge_from_ends<How>(from, middle, from + middle, n - middle, to, less)) copies.n = 0;
}

template <class T>
inline constexpr std::size_t small_stable_sort_limit = sizeof(T) <= 16 ? 32 : 16;

/// Sorts v[0, n), n no more than small_stable_sort_limit.
template <class T, class Less>
void small_stable_sort(T* v, std::size_t n, const Less& less) {
    if (n < 4) {
        return detail::insert_each(v, v, v + n, less);
    }
    constexpr std::size_t limit = small_stable_sort_limit<T>;
    alignas(T) std::byte storage[2][limit * sizeof(T)];
    T* from = reinterpret_cast<T*>(storage[0]);
    T* to = reinterpret_cast<T*>(storage[1]);
    std::size_t block = 0;
    for (; block + 4 <= n; block += 4) detail::sort_four(v + block, from + block, less);
    if (n == 4) return detail::copy_bytes(v, from, 4);
    if (block < n) {
        detail::copy_bytes(from + block, v + block, n - block);
        detail::insert_each(from + block, from + block, from + n, less);
    }
    std::size_t width = 4;
    for (; 2 * width < n; width *= 2) {
        for (std::size_t i = 0; i < n; i += 2 * width) {
            const std::size_t rest = n - i;
            detail::merge_or_copy(from + i, rest < width ? rest : width, rest < 2 * width ? rest : 2 * width,
                                  to + i, less);
        }
        std::swap(from, to);
    }
    detail::merge_back<merging::freely>(from, width, n, v, less);
}

} // namespace arsenal::inline ARSENAL_ABI::detail
