// What the overloads of the drop-in are constrained to: which iterators walk arrays.

#pragma GCC system_header

#ifndef __ARSENAL_DROP_IN_ARRAYS
#define __ARSENAL_DROP_IN_ARRAYS 1

#include <arsenal/algorithms/detail/keys.hpp>

#include <arsenal/drop_in/lookup.hpp>

namespace std {

// Each is one condition in the eyes of the compiler: were std::random_access_iterator a part of it, the overload would
// silently win against a program's own function that asks for no more than that.

/// Random access to elements that are objects in memory: no proxies.
template <class _It>
inline constexpr bool __arsenal_is_sequence = false;
template <class _It>
    requires(!__arsenal_lookup::__is_stand_in<_It> && random_access_iterator<_It> &&
             is_lvalue_reference_v<iter_reference_t<_It>> && !is_volatile_v<remove_reference_t<iter_reference_t<_It>>>)
inline constexpr bool __arsenal_is_sequence<_It> = true;
template <class _It>
concept __arsenal_sequence = __arsenal_is_sequence<_It>;

/// An array of numbers or pointers.
template <class _It>
inline constexpr bool __arsenal_is_numbers = false;
template <class _It>
    requires(__arsenal_is_sequence<_It> && contiguous_iterator<_It> && ::arsenal::detail::key<iter_value_t<_It>>)
inline constexpr bool __arsenal_is_numbers<_It> = true;
template <class _It>
concept __arsenal_numbers = __arsenal_is_numbers<_It>;

/// Two arrays of numbers or pointers of one type.
template <class _It1, class _It2>
inline constexpr bool __arsenal_are_alike = false;
template <class _It1, class _It2>
    requires(__arsenal_is_numbers<_It1> && __arsenal_is_numbers<_It2>)
inline constexpr bool __arsenal_are_alike<_It1, _It2> = is_same_v<iter_value_t<_It1>, iter_value_t<_It2>>;
template <class _It1, class _It2>
concept __arsenal_alike = __arsenal_are_alike<_It1, _It2>;

/// A comparator that asks for ascending or descending order of numbers.
template <class _It, class _Compare>
inline constexpr bool __arsenal_orders_numbers = false;
template <class _It, class _Compare>
    requires __arsenal_is_numbers<_It>
inline constexpr bool __arsenal_orders_numbers<_It, _Compare> =
    ::arsenal::detail::comparator_order<_Compare, iter_value_t<_It>> != ::arsenal::detail::key_order::none;
template <class _It, class _Compare>
concept __arsenal_ordered_numbers = __arsenal_orders_numbers<_It, _Compare>;

} // namespace std

#endif
