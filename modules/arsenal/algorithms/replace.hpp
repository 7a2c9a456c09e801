#pragma once

#include <arsenal/algorithms/detail/callables.hpp>
#include <arsenal/algorithms/detail/scan.hpp>
#include <arsenal/algorithms/detail/std_core.hpp>
#include <arsenal/platform/config.hpp>

// replace and replace_if ([alg.replace]). A value among contiguous numbers or pointers is replaced by a
// compiled kernel, which writes others with it, but nothing if there is none. The values
// may be elements: numbers and pointers are read once.

namespace arsenal::inline ARSENAL_ABI {

namespace detail {

template <class I, class S, class T1, class T2, class Projection>
constexpr I replace_each(I first, S last, const T1& from, const T2& to, Projection& projection) {
    for (; first != last; ++first)
        if (detail::equals(detail::invoke(projection, *first), from)) *first = to;
    return first;
}

template <class I, class S, class T1, class T2, class Projection>
constexpr I replace_value(I first, S last, const T1& from, const T2& to, Projection& projection) {
    if constexpr (scannable_range<I, S> && std::is_same_v<std::remove_const_t<Projection>, std::identity>) {
        using element = std::iter_value_t<I>;
        if constexpr (equality_value<element, T1> && equality_value<element, T2>) {
            const auto n = static_cast<std::size_t>(last - first);
            using word = equality_word<element>;
            const auto [wanted, exists] = detail::seek<element>(from);
            if (!exists) return first + (last - first);
            if constexpr (std::is_same_v<element, float> && std::is_same_v<T2, double>) {
                // Beyond float's range, it may be converted only if an element is replaced.
                constexpr double limit = std::numeric_limits<float>::max();
                if (to > limit || to < -limit)
                    return detail::replace_each(std::move(first), last, wanted, to, projection);
            }
            const auto value = static_cast<element>(to);
            if (!std::is_constant_evaluated() && n >= shortest_vectorised_scan) {
                detail::scan_replace(std::to_address(first), n, detail::word_of<word>(wanted),
                                     detail::word_of<word>(value));
                return first + (last - first);
            }
            for (; first != last; ++first)
                if (*first == wanted) *first = value;
            return first;
        } else {
            return detail::replace_each(std::move(first), last, from, to, projection);
        }
    } else {
        return detail::replace_each(std::move(first), last, from, to, projection);
    }
}

template <class I, class S, class Pred, class T>
constexpr I replace_where(I first, S last, const Pred& pred, const T& to) {
    for (; first != last; ++first)
        if (pred(*first)) *first = to;
    return first;
}

struct replace_fn {
    template <class ForwardIterator, class T>
    constexpr void operator()(ForwardIterator first, ForwardIterator last, const T& from, const T& to) const {
        detail::replace_value(std::move(first), std::move(last), from, to, no_projection);
    }
};

struct replace_if_fn {
    template <class ForwardIterator, class Predicate, class T>
    constexpr void operator()(ForwardIterator first, ForwardIterator last, Predicate pred,
                              const T& to) const {
        detail::replace_where(std::move(first), std::move(last), detail::call_of(pred), to);
    }
};

struct ranges_replace_fn {
    template <std::input_iterator I, std::sentinel_for<I> S, class T1, class T2, class Proj = std::identity>
        requires std::indirectly_writable<I, const T2&> &&
                 std::indirect_binary_predicate<std::ranges::equal_to, std::projected<I, Proj>, const T1*>
    constexpr I operator()(I first, S last, const T1& from, const T2& to, Proj proj = {}) const {
        return detail::replace_value(std::move(first), last, from, to, proj);
    }
    template <std::ranges::input_range R, class T1, class T2, class Proj = std::identity>
        requires std::indirectly_writable<std::ranges::iterator_t<R>, const T2&> &&
                 std::indirect_binary_predicate<std::ranges::equal_to,
                                                std::projected<std::ranges::iterator_t<R>, Proj>, const T1*>
    constexpr std::ranges::borrowed_iterator_t<R> operator()(R&& r, const T1& from, const T2& to,
                                                             Proj proj = {}) const {
        return detail::replace_value(std::ranges::begin(r), std::ranges::end(r), from, to, proj);
    }
};

struct ranges_replace_if_fn {
    template <std::input_iterator I, std::sentinel_for<I> S, class T, class Proj = std::identity,
              std::indirect_unary_predicate<std::projected<I, Proj>> Pred>
        requires std::indirectly_writable<I, const T&>
    constexpr I operator()(I first, S last, Pred pred, const T& to, Proj proj = {}) const {
        return detail::replace_where(std::move(first), last, detail::call_of(pred, proj), to);
    }
    template <std::ranges::input_range R, class T, class Proj = std::identity,
              std::indirect_unary_predicate<std::projected<std::ranges::iterator_t<R>, Proj>> Pred>
        requires std::indirectly_writable<std::ranges::iterator_t<R>, const T&>
    constexpr std::ranges::borrowed_iterator_t<R> operator()(R&& r, Pred pred, const T& to,
                                                             Proj proj = {}) const {
        return detail::replace_where(std::ranges::begin(r), std::ranges::end(r), detail::call_of(pred, proj),
                                     to);
    }
};

} // namespace detail

/// Assigns `to` to each element of [first, last) that equals `from`. n comparisons; throws what they and the
/// assignments throw. Beyond std's contract: if a contiguous number or pointer equals `from`, others may be
/// written, too, with the value they have, so no other thread may use them meanwhile.
/// [alg.replace]
inline constexpr detail::replace_fn replace{};

/// The same where pred holds, and nowhere else. n applications; throws what they and the assignments throw.
/// [alg.replace]
inline constexpr detail::replace_if_fn replace_if{};

namespace ranges {
inline constexpr detail::ranges_replace_fn replace{};
inline constexpr detail::ranges_replace_if_fn replace_if{};
} // namespace ranges

} // namespace arsenal::inline ARSENAL_ABI
