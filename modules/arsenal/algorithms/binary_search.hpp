#pragma once

#include <arsenal/algorithms/detail/bisect.hpp>
#include <arsenal/algorithms/detail/callables.hpp>
#include <arsenal/algorithms/detail/forms.hpp>
#include <arsenal/algorithms/detail/std_core.hpp>
#include <arsenal/platform/config.hpp>

// lower_bound, upper_bound, equal_range, binary_search ([binary.search]) and partition_point
// ([alg.partitions]), classic and in ranges. detail/bisect.hpp says how they search.

namespace arsenal::inline ARSENAL_ABI {

namespace detail {

// What a search asks of one element. The projection is the elements' alone, not the value's.

/// Whether element < value: what lower_bound partitions by.
template <class T, class Comp, class Proj>
struct before_value {
    const T& value;
    Comp& comp;
    Proj& proj;
    template <class E>
    constexpr bool operator()(E&& element) const {
        return static_cast<bool>(
            detail::invoke(comp, detail::invoke(proj, static_cast<E&&>(element)), value));
    }
};

/// Whether !(value < element): what upper_bound partitions by.
template <class T, class Comp, class Proj>
struct not_after_value {
    const T& value;
    Comp& comp;
    Proj& proj;
    template <class E>
    constexpr bool operator()(E&& element) const {
        return !static_cast<bool>(
            detail::invoke(comp, value, detail::invoke(proj, static_cast<E&&>(element))));
    }
};

// The bodies, of n elements from first.

struct lower_bound_body : found_iterator {
    template <class I, class T, class Comp, class Proj>
    static constexpr I run(I first, distance_of<I> n, const T& value, Comp& comp, Proj& proj) {
        return detail::bisect<comparing_is_cheap<I, Comp, Proj>>(
            std::move(first), n, before_value<T, Comp, Proj>{value, comp, proj});
    }
};

struct upper_bound_body : found_iterator {
    template <class I, class T, class Comp, class Proj>
    static constexpr I run(I first, distance_of<I> n, const T& value, Comp& comp, Proj& proj) {
        return detail::bisect<comparing_is_cheap<I, Comp, Proj>>(
            std::move(first), n, not_after_value<T, Comp, Proj>{value, comp, proj});
    }
};

struct equal_range_body {
    template <class I, class T, class Comp, class Proj>
    static constexpr std::pair<I, I> run(I first, distance_of<I> n, const T& value, Comp& comp, Proj& proj) {
        return detail::bisect_twice<comparing_is_cheap<I, Comp, Proj>>(
            std::move(first), n, before_value<T, Comp, Proj>{value, comp, proj},
            not_after_value<T, Comp, Proj>{value, comp, proj});
    }
};

/// Whether the element at the lower bound, if there is one, is not after value.
struct binary_search_body : found_answer {
    template <class I, class T, class Comp, class Proj>
    static constexpr bool run(I first, distance_of<I> n, const T& value, Comp& comp, Proj& proj) {
        if (n == 0) return false;
        if constexpr (jumps<I>) {
            const I lower = lower_bound_body::run(first, n, value, comp, proj);
            return lower - first != n && not_after_value<T, Comp, Proj>{value, comp, proj}(*lower);
        } else { // the last element is no end: it is asked again
            const I lower = lower_bound_body::run(std::move(first), n - 1, value, comp, proj);
            return !before_value<T, Comp, Proj>{value, comp, proj}(*lower) &&
                   not_after_value<T, Comp, Proj>{value, comp, proj}(*lower);
        }
    }
};

/// f(first, last, value) and f(first, last, value, comp).
template <class Body>
struct sorted_search_fn {
    template <class ForwardIterator, class T>
    constexpr typename Body::template result<ForwardIterator>
    operator()(ForwardIterator first, ForwardIterator last, const T& value) const {
        return (*this)(first, last, value, plain_less{});
    }
    template <class ForwardIterator, class T, class Compare>
    constexpr typename Body::template result<ForwardIterator>
    operator()(ForwardIterator first, ForwardIterator last, const T& value, Compare comp) const {
        return Body::run(first, detail::length_of(first, last), value, comp, no_projection);
    }
};

template <class Body>
struct ranges_sorted_search_fn {
    template <std::forward_iterator I, std::sentinel_for<I> S, class T, class Proj = std::identity,
              std::indirect_strict_weak_order<const T*, std::projected<I, Proj>> Comp = std::ranges::less>
    constexpr typename Body::template result<I> operator()(I first, S last, const T& value, Comp comp = {},
                                                           Proj proj = {}) const {
        return Body::run(first, std::ranges::distance(first, last), value, comp, proj);
    }
    template <std::ranges::forward_range R, class T, class Proj = std::identity,
              std::indirect_strict_weak_order<const T*, std::projected<std::ranges::iterator_t<R>, Proj>>
                  Comp = std::ranges::less>
    constexpr typename Body::template result_in<R> operator()(R&& r, const T& value, Comp comp = {},
                                                              Proj proj = {}) const {
        return Body::run(std::ranges::begin(r), std::ranges::distance(r), value, comp, proj);
    }
};

struct partition_point_fn {
    template <class ForwardIterator, class Predicate>
    constexpr ForwardIterator operator()(ForwardIterator first, ForwardIterator last, Predicate pred) const {
        return detail::bisect<comparing_is_cheap<ForwardIterator, Predicate, const std::identity>>(
            first, detail::length_of(first, last), detail::call_of(pred));
    }
};

struct equal_range_fn {
    template <class ForwardIterator, class T>
    constexpr std::pair<ForwardIterator, ForwardIterator>
    operator()(ForwardIterator first, ForwardIterator last, const T& value) const {
        return (*this)(first, last, value, plain_less{});
    }
    template <class ForwardIterator, class T, class Compare>
    constexpr std::pair<ForwardIterator, ForwardIterator>
    operator()(ForwardIterator first, ForwardIterator last, const T& value, Compare comp) const {
        return equal_range_body::run(first, detail::length_of(first, last), value, comp, no_projection);
    }
};

struct ranges_partition_point_fn {
    template <std::forward_iterator I, std::sentinel_for<I> S, class Proj = std::identity,
              std::indirect_unary_predicate<std::projected<I, Proj>> Pred>
    constexpr I operator()(I first, S last, Pred pred, Proj proj = {}) const {
        return detail::bisect<comparing_is_cheap<I, Pred, Proj>>(first, std::ranges::distance(first, last),
                                                                 detail::call_of(pred, proj));
    }
    template <std::ranges::forward_range R, class Proj = std::identity,
              std::indirect_unary_predicate<std::projected<std::ranges::iterator_t<R>, Proj>> Pred>
    constexpr std::ranges::borrowed_iterator_t<R> operator()(R&& r, Pred pred, Proj proj = {}) const {
        return detail::bisect<comparing_is_cheap<std::ranges::iterator_t<R>, Pred, Proj>>(
            std::ranges::begin(r), std::ranges::distance(r), detail::call_of(pred, proj));
    }
};

struct ranges_equal_range_fn {
    template <std::forward_iterator I, std::sentinel_for<I> S, class T, class Proj = std::identity,
              std::indirect_strict_weak_order<const T*, std::projected<I, Proj>> Comp = std::ranges::less>
    constexpr std::ranges::subrange<I> operator()(I first, S last, const T& value, Comp comp = {},
                                                  Proj proj = {}) const {
        auto [lower, upper] =
            equal_range_body::run(first, std::ranges::distance(first, last), value, comp, proj);
        return {std::move(lower), std::move(upper)};
    }
    template <std::ranges::forward_range R, class T, class Proj = std::identity,
              std::indirect_strict_weak_order<const T*, std::projected<std::ranges::iterator_t<R>, Proj>>
                  Comp = std::ranges::less>
    constexpr std::ranges::borrowed_subrange_t<R> operator()(R&& r, const T& value, Comp comp = {},
                                                             Proj proj = {}) const {
        auto [lower, upper] =
            equal_range_body::run(std::ranges::begin(r), std::ranges::distance(r), value, comp, proj);
        return {std::move(lower), std::move(upper)};
    }
};

} // namespace detail

/// The first element that is not less than value, or last, in a range that is partitioned by the value, as
/// sorted ones are. log2(n) + O(1) comparisons, and n steps where the iterators cannot jump. Throws what the
/// comparator and the projection throw. [lower.bound]
inline constexpr detail::sorted_search_fn<detail::lower_bound_body> lower_bound{};

/// The first element that value is less than, or last. Range, complexity and exceptions as of lower_bound.
/// [upper.bound]
inline constexpr detail::sorted_search_fn<detail::upper_bound_body> upper_bound{};

/// What lower_bound and upper_bound return, as one: 2 log2(n) + O(1) comparisons, otherwise as of
/// lower_bound. [equal.range]
inline constexpr detail::equal_range_fn equal_range{};

/// Whether an element is neither less nor greater than value. Range, complexity and exceptions as of
/// lower_bound. [binary.search]
inline constexpr detail::sorted_search_fn<detail::binary_search_body> binary_search{};

/// The first element of which pred is false, in a range that begins with those of which it is true. log2(n) +
/// O(1) applications; throws what they throw. [alg.partitions]
inline constexpr detail::partition_point_fn partition_point{};

namespace ranges {
inline constexpr detail::ranges_sorted_search_fn<detail::lower_bound_body> lower_bound{};
inline constexpr detail::ranges_sorted_search_fn<detail::upper_bound_body> upper_bound{};
inline constexpr detail::ranges_equal_range_fn equal_range{};
inline constexpr detail::ranges_sorted_search_fn<detail::binary_search_body> binary_search{};
inline constexpr detail::ranges_partition_point_fn partition_point{};
} // namespace ranges

} // namespace arsenal::inline ARSENAL_ABI
