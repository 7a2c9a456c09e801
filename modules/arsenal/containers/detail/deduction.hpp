#pragma once

#include <arsenal/containers/detail/std_core.hpp>
#include <arsenal/platform/config.hpp>

// The words of the containers' deduction guides ([container.alloc.reqmts], [unord.req]): what they must not
// take for an iterator, an allocator or a hash, and the types that come of an iterator or a range.

namespace arsenal::inline ARSENAL_ABI::detail {

template <class A>
concept allocator_like = requires(A& a) {
    typename A::value_type;
    a.allocate(std::size_t{1});
};
template <class H>
concept hash_like = !std::is_integral_v<H> && !allocator_like<H>;
template <class It>
concept input_iterator_like = requires { typename std::iterator_traits<It>::iterator_category; };

template <class R>
using range_iterator = decltype(std::begin(std::declval<R&>()));
template <class It>
using iter_value = typename std::iterator_traits<It>::value_type;
template <class It>
using iter_key = std::remove_const_t<typename iter_value<It>::first_type>;
template <class It>
using iter_mapped = typename iter_value<It>::second_type;
template <class R>
using range_value = iter_value<range_iterator<R>>;
template <class R>
using range_key = iter_key<range_iterator<R>>;
template <class R>
using range_mapped = iter_mapped<range_iterator<R>>;

} // namespace arsenal::inline ARSENAL_ABI::detail
