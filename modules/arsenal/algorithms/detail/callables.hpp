#pragma once

#include <arsenal/algorithms/detail/std_core.hpp>
#include <arsenal/platform/config.hpp>

// The classic and the ranges form of an algorithm share one body, which takes one callable: what a comparator
// (or a predicate) and a projection make together. It refers to both and copies neither, so that callables
// work which cannot be copied, or which count. Its type still tells what they are: keys.hpp finds the orders
// that machines have.

namespace arsenal::inline ARSENAL_ABI::detail {

/// a < b: what a classic algorithm without a comparator asks.
struct plain_less {
    template <class A, class B>
    constexpr bool operator()(A&& a, B&& b) const {
        return static_cast<bool>(static_cast<A&&>(a) < static_cast<B&&>(b));
    }
};

/// a == b: what a classic algorithm without a predicate asks.
struct plain_equal {
    template <class A, class B>
    constexpr bool operator()(A&& a, B&& b) const {
        return static_cast<bool>(static_cast<A&&>(a) == static_cast<B&&>(b));
    }
};

inline constexpr std::identity no_projection{};

/// std::invoke, which is in <functional> alone.
template <class F, class... Args>
constexpr decltype(auto) invoke(F& f, Args&&... args) {
    if constexpr (!std::is_member_pointer_v<std::remove_cv_t<F>>) {
        return f(static_cast<Args&&>(args)...);
    } else {
#if defined(__GLIBCXX__)
        return std::__invoke(f, static_cast<Args&&>(args)...);
#else
        return std::invoke(f, static_cast<Args&&>(args)...);
#endif
    }
}

/// callable(projection(arguments)...), of two objects that outlive it. A pointer to a member is copied: then
/// a compiler knows, of a copy of this, that no element's assignment changes it.
template <class Callable, class Projection>
struct projected_call {
    using kept_projection = std::conditional_t<std::is_member_pointer_v<std::remove_cv_t<Projection>>,
                                               const Projection, Projection&>;

    Callable& callable;
    kept_projection projection;

    template <class... Args>
    constexpr bool operator()(Args&&... args) const {
        if constexpr (std::is_same_v<std::remove_const_t<Projection>, std::identity>) {
            return static_cast<bool>(detail::invoke(callable, static_cast<Args&&>(args)...));
        } else {
            return static_cast<bool>(
                detail::invoke(callable, detail::invoke(projection, static_cast<Args&&>(args))...));
        }
    }
};

template <class Callable>
constexpr projected_call<Callable, const std::identity> call_of(Callable& callable) noexcept {
    return {callable, no_projection};
}
template <class Callable, class Projection>
constexpr projected_call<Callable, Projection> call_of(Callable& callable, Projection& projection) noexcept {
    return {callable, projection};
}

/// callable(projection1(a), projection2(b)), for elements of two ranges.
template <class Callable, class Projection1, class Projection2>
struct pair_call {
    Callable& callable;
    Projection1& projection1;
    Projection2& projection2;

    template <class A, class B>
    constexpr bool operator()(A&& a, B&& b) const {
        return static_cast<bool>(detail::invoke(callable, detail::invoke(projection1, static_cast<A&&>(a)),
                                                detail::invoke(projection2, static_cast<B&&>(b))));
    }
};

/// The simplest callable that does it: without projections the one that keys.hpp knows.
template <class Callable, class Projection1, class Projection2>
constexpr auto call_of(Callable& callable, Projection1& projection1, Projection2& projection2) noexcept {
    if constexpr (std::is_same_v<std::remove_const_t<Projection1>, std::identity> &&
                  std::is_same_v<std::remove_const_t<Projection2>, std::identity>) {
        return detail::call_of(callable);
    } else {
        return pair_call<Callable, Projection1, Projection2>{callable, projection1, projection2};
    }
}

} // namespace arsenal::inline ARSENAL_ABI::detail
