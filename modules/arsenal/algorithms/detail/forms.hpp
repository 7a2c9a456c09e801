#pragma once

#include <arsenal/algorithms/detail/callables.hpp>
#include <arsenal/algorithms/detail/std_core.hpp>
#include <arsenal/platform/config.hpp>

// The parameter lists that algorithms share, classic and in ranges. The algorithm is a Body's
//
//   run(...)                         run(first, last, less), run(first, middle, last, less) or
//                                    run(first, last, value, projection), whatever the form
//
// with, for those that put a range in order or ask about its order,
//
//   takes_bidirectional = true       if it needs no random access
//   takes_forward = true             if it needs not even that
//
// and, for those that return something of their own, what that is: found_iterator or one of its like.

namespace arsenal::inline ARSENAL_ABI::detail {

/// The iterators that the ranges form of a Body takes.
template <class I, class Body>
concept ordered_by =
    std::random_access_iterator<I> || (std::bidirectional_iterator<I> && Body::takes_bidirectional) ||
    (std::forward_iterator<I> && Body::takes_forward);

// Putting a range in order. A Body gets pointers in place of iterators over an array: each sort is compiled
// once for all of those.

/// A pointer for an iterator over an array; any other iterator as it is.
template <class I>
constexpr auto unwrapped(I i) {
    if constexpr (std::contiguous_iterator<I>) {
        return std::to_address(i);
    } else {
        return i;
    }
}
/// The same of the end of a range, which is not dereferenced.
template <class I>
constexpr auto unwrapped_end(I first, I last) {
    if constexpr (std::contiguous_iterator<I>) {
        return std::to_address(first) + (last - first);
    } else {
        static_cast<void>(first);
        return last;
    }
}

template <class Body, class I, class Less>
constexpr void run_on(I first, I last, const Less& less) {
    Body::run(detail::unwrapped(first), detail::unwrapped_end(first, last), less);
}
template <class Body, class I, class Less>
constexpr void run_on(I first, I middle, I last, const Less& less) {
    Body::run(detail::unwrapped(first), detail::unwrapped_end(first, middle),
              detail::unwrapped_end(first, last), less);
}

/// f(first, last) and f(first, last, comp).
template <class Body>
struct ordering_fn {
    template <class Iterator>
    constexpr void operator()(Iterator first, Iterator last) const {
        (*this)(first, last, plain_less{});
    }
    template <class Iterator, class Compare>
    constexpr void operator()(Iterator first, Iterator last, Compare comp) const {
        detail::run_on<Body>(first, last, detail::call_of(comp));
    }
};

template <class Body>
struct ranges_ordering_fn {
    template <ordered_by<Body> I, std::sentinel_for<I> S, class Comp = std::ranges::less,
              class Proj = std::identity>
        requires std::sortable<I, Comp, Proj>
    constexpr I operator()(I first, S last, Comp comp = {}, Proj proj = {}) const {
        I end = std::ranges::next(first, last);
        detail::run_on<Body>(first, end, detail::call_of(comp, proj));
        return end;
    }
    template <std::ranges::forward_range R, class Comp = std::ranges::less, class Proj = std::identity>
        requires ordered_by<std::ranges::iterator_t<R>, Body> &&
                 std::sortable<std::ranges::iterator_t<R>, Comp, Proj>
    constexpr std::ranges::borrowed_iterator_t<R> operator()(R&& r, Comp comp = {}, Proj proj = {}) const {
        auto first = std::ranges::begin(r);
        auto end = std::ranges::next(first, std::ranges::end(r));
        detail::run_on<Body>(first, end, detail::call_of(comp, proj));
        return end;
    }
};

/// f(first, middle, last) and f(first, middle, last, comp).
template <class Body>
struct ordering_about_fn {
    template <class Iterator>
    constexpr void operator()(Iterator first, Iterator middle, Iterator last) const {
        (*this)(first, middle, last, plain_less{});
    }
    template <class Iterator, class Compare>
    constexpr void operator()(Iterator first, Iterator middle, Iterator last, Compare comp) const {
        detail::run_on<Body>(first, middle, last, detail::call_of(comp));
    }
};

template <class Body>
struct ranges_ordering_about_fn {
    template <ordered_by<Body> I, std::sentinel_for<I> S, class Comp = std::ranges::less,
              class Proj = std::identity>
        requires std::sortable<I, Comp, Proj>
    constexpr I operator()(I first, I middle, S last, Comp comp = {}, Proj proj = {}) const {
        I end = std::ranges::next(middle, last);
        detail::run_on<Body>(first, middle, end, detail::call_of(comp, proj));
        return end;
    }
    template <std::ranges::forward_range R, class Comp = std::ranges::less, class Proj = std::identity>
        requires ordered_by<std::ranges::iterator_t<R>, Body> &&
                 std::sortable<std::ranges::iterator_t<R>, Comp, Proj>
    constexpr std::ranges::borrowed_iterator_t<R> operator()(R&& r, std::ranges::iterator_t<R> middle,
                                                             Comp comp = {}, Proj proj = {}) const {
        auto end = std::ranges::next(middle, std::ranges::end(r));
        detail::run_on<Body>(std::ranges::begin(r), middle, end, detail::call_of(comp, proj));
        return end;
    }
};

// What a Body returns: from iterators, classic and in ranges, and from a range.

struct found_iterator {
    template <class I>
    using result = I;
    template <class R>
    using result_in = std::ranges::borrowed_iterator_t<R>;
};
struct found_answer {
    template <class>
    using result = bool;
    template <class>
    using result_in = bool;
};
struct found_number {
    template <class I>
    using result = std::iter_difference_t<I>;
    template <class R>
    using result_in = std::ranges::range_difference_t<R>;
};

/// Parts a range by a predicate, f(first, last, pred): what is returned is the end of the elements in front,
/// in ranges the elements behind those.
template <class Body>
struct parting_fn {
    template <class ForwardIterator, class Predicate>
    constexpr ForwardIterator operator()(ForwardIterator first, ForwardIterator last, Predicate pred) const {
        return Body::run(std::move(first), std::move(last), detail::call_of(pred));
    }
};

template <class Body>
struct ranges_parting_fn {
    template <std::permutable I, std::sentinel_for<I> S, class Proj = std::identity,
              std::indirect_unary_predicate<std::projected<I, Proj>> Pred>
    constexpr std::ranges::subrange<I> operator()(I first, S last, Pred pred, Proj proj = {}) const {
        I end = std::ranges::next(first, last);
        return {Body::run(std::move(first), end, detail::call_of(pred, proj)), end};
    }
    template <std::ranges::forward_range R, class Proj = std::identity,
              std::indirect_unary_predicate<std::projected<std::ranges::iterator_t<R>, Proj>> Pred>
        requires std::permutable<std::ranges::iterator_t<R>>
    constexpr std::ranges::borrowed_subrange_t<R> operator()(R&& r, Pred pred, Proj proj = {}) const {
        return (*this)(std::ranges::begin(r), std::ranges::end(r), std::move(pred), std::move(proj));
    }
};

/// Asks about the order of a range: f(first, last) and f(first, last, comp).
template <class Body>
struct order_question_fn {
    template <class Iterator>
    constexpr typename Body::template result<Iterator> operator()(Iterator first, Iterator last) const {
        return (*this)(std::move(first), std::move(last), plain_less{});
    }
    template <class Iterator, class Compare>
    constexpr typename Body::template result<Iterator> operator()(Iterator first, Iterator last,
                                                                  Compare comp) const {
        return Body::run(std::move(first), std::move(last), detail::call_of(comp));
    }
};

template <class Body>
struct ranges_order_question_fn {
    template <ordered_by<Body> I, std::sentinel_for<I> S, class Proj = std::identity,
              std::indirect_strict_weak_order<std::projected<I, Proj>> Comp = std::ranges::less>
    constexpr typename Body::template result<I> operator()(I first, S last, Comp comp = {},
                                                           Proj proj = {}) const {
        return Body::run(std::move(first), std::move(last), detail::call_of(comp, proj));
    }
    template <std::ranges::forward_range R, class Proj = std::identity,
              std::indirect_strict_weak_order<std::projected<std::ranges::iterator_t<R>, Proj>> Comp =
                  std::ranges::less>
        requires ordered_by<std::ranges::iterator_t<R>, Body>
    constexpr typename Body::template result_in<R> operator()(R&& r, Comp comp = {}, Proj proj = {}) const {
        return Body::run(std::ranges::begin(r), std::ranges::end(r), detail::call_of(comp, proj));
    }
};

/// Asks for a value: f(first, last, value).
template <class Body>
struct value_question_fn {
    template <class Iterator, class T>
    constexpr typename Body::template result<Iterator> operator()(Iterator first, Iterator last,
                                                                  const T& value) const {
        return Body::run(std::move(first), std::move(last), value, no_projection);
    }
};

template <class Body>
struct ranges_value_question_fn {
    template <std::input_iterator I, std::sentinel_for<I> S, class T, class Proj = std::identity>
        requires std::indirect_binary_predicate<std::ranges::equal_to, std::projected<I, Proj>, const T*>
    constexpr typename Body::template result<I> operator()(I first, S last, const T& value,
                                                           Proj proj = {}) const {
        return Body::run(std::move(first), std::move(last), value, proj);
    }
    template <std::ranges::input_range R, class T, class Proj = std::identity>
        requires std::indirect_binary_predicate<std::ranges::equal_to,
                                                std::projected<std::ranges::iterator_t<R>, Proj>, const T*>
    constexpr typename Body::template result_in<R> operator()(R&& r, const T& value, Proj proj = {}) const {
        return Body::run(std::ranges::begin(r), std::ranges::end(r), value, proj);
    }
};

/// Asks a predicate of elements: f(first, last, pred).
template <class Body>
struct predicate_question_fn {
    template <class Iterator, class Predicate>
    constexpr typename Body::template result<Iterator> operator()(Iterator first, Iterator last,
                                                                  Predicate pred) const {
        return Body::run(std::move(first), std::move(last), detail::call_of(pred));
    }
};

template <class Body>
struct ranges_predicate_question_fn {
    template <std::input_iterator I, std::sentinel_for<I> S, class Proj = std::identity,
              std::indirect_unary_predicate<std::projected<I, Proj>> Pred>
    constexpr typename Body::template result<I> operator()(I first, S last, Pred pred, Proj proj = {}) const {
        return Body::run(std::move(first), std::move(last), detail::call_of(pred, proj));
    }
    template <std::ranges::input_range R, class Proj = std::identity,
              std::indirect_unary_predicate<std::projected<std::ranges::iterator_t<R>, Proj>> Pred>
    constexpr typename Body::template result_in<R> operator()(R&& r, Pred pred, Proj proj = {}) const {
        return Body::run(std::ranges::begin(r), std::ranges::end(r), detail::call_of(pred, proj));
    }
};

} // namespace arsenal::inline ARSENAL_ABI::detail
