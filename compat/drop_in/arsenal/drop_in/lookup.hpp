// Which names of <algorithm> and <numeric> a program has functions of its own for, that argument-dependent lookup finds.
//
// In `sort(v.begin(), v.end())` lookup adds the functions of std and of the element's namespace. A program whose own sort
// is constrained wins there against the platform's, which is not; an overload of the drop-in, constrained too, would be
// ambiguous with it. So the overloads step aside where the program has such a function: the same call is tried, from a
// namespace that sees no other sort, against a constrained stand-in for std's. It is ambiguous exactly where the
// program's would have won. The iterator in that call is another type with the same associated namespaces, because the
// question may not depend on its own answer: lookup finds the overloads of the drop-in, too.

#pragma GCC system_header

#ifndef __ARSENAL_DROP_IN_LOOKUP
#define __ARSENAL_DROP_IN_LOOKUP 1

namespace std::__arsenal_lookup {

template <class _It>
struct __iterator {
    using iterator_concept = conditional_t<contiguous_iterator<_It>, contiguous_iterator_tag, random_access_iterator_tag>;
    using iterator_category = random_access_iterator_tag;
    using value_type = iter_value_t<_It>;
    using difference_type = iter_difference_t<_It>;
    using reference = iter_reference_t<_It>;
    using pointer = remove_reference_t<reference>*;

    reference operator*() const;
    pointer operator->() const;
    reference operator[](difference_type) const;
    __iterator& operator++();
    __iterator operator++(int);
    __iterator& operator--();
    __iterator operator--(int);
    __iterator& operator+=(difference_type);
    __iterator& operator-=(difference_type);
    friend __iterator operator+(__iterator, difference_type);
    friend __iterator operator+(difference_type, __iterator);
    friend __iterator operator-(__iterator, difference_type);
    friend difference_type operator-(const __iterator&, const __iterator&);
    friend bool operator==(const __iterator&, const __iterator&);
    friend strong_ordering operator<=>(const __iterator&, const __iterator&);
};

template <class _It>
inline constexpr bool __is_stand_in = false;
template <class _It>
inline constexpr bool __is_stand_in<__iterator<_It>> = true;

template <class _It>
__iterator<_It> __like();

template <class>
concept __constrained = true;

/// What the stand-ins for std's functions return.
struct __std {};

// The stand-ins for std's forms of a name; and whether one of them is called with iterators like those and the rest.

#define __ARSENAL_LOOKUP(name)                                                                                                 \
    template <class _It, class... _Rest>                                                                                       \
    concept __finds_std_##name = requires {                                                                                    \
        { name(__like<_It>(), __like<_It>(), declval<_Rest>()...) } -> same_as<__std>;                                         \
    }
#define __ARSENAL_LOOKUP_RANGE(name)                                                                                           \
    template <__constrained _It>                                                                                               \
    __std name(_It, _It);                                                                                                      \
    template <__constrained _It, class _Compare>                                                                               \
    __std name(_It, _It, _Compare);                                                                                            \
    __ARSENAL_LOOKUP(name)
#define __ARSENAL_LOOKUP_VALUE(name)                                                                                           \
    template <__constrained _It, class _Tp>                                                                                    \
    __std name(_It, _It, const _Tp&);                                                                                          \
    template <__constrained _It, class _Tp, class _Compare>                                                                    \
    __std name(_It, _It, const _Tp&, _Compare);                                                                                \
    __ARSENAL_LOOKUP(name)
#define __ARSENAL_LOOKUP_PARTS(name)                                                                                           \
    template <__constrained _It>                                                                                               \
    __std name(_It, _It, _It);                                                                                                 \
    template <__constrained _It, class _Compare>                                                                               \
    __std name(_It, _It, _It, _Compare);                                                                                       \
    template <class _It, class... _Compare>                                                                                    \
    concept __finds_std_##name = requires {                                                                                    \
        { name(__like<_It>(), __like<_It>(), __like<_It>(), declval<_Compare>()...) } -> same_as<__std>;                       \
    }
#define __ARSENAL_LOOKUP_TWO_RANGES(name)                                                                                      \
    template <__constrained _It1, class _It2>                                                                                  \
    __std name(_It1, _It1, _It2);                                                                                              \
    template <__constrained _It1, class _It2>                                                                                  \
    __std name(_It1, _It1, _It2, _It2);                                                                                        \
    template <class _It1, class... _It2>                                                                                       \
    concept __finds_std_##name = requires {                                                                                    \
        { name(__like<_It1>(), __like<_It1>(), __like<_It2>()...) } -> same_as<__std>;                                         \
    }

__ARSENAL_LOOKUP_RANGE(is_sorted);
__ARSENAL_LOOKUP_RANGE(is_sorted_until);
__ARSENAL_LOOKUP_RANGE(max_element);
__ARSENAL_LOOKUP_RANGE(min_element);
__ARSENAL_LOOKUP_RANGE(minmax_element);
__ARSENAL_LOOKUP_RANGE(reverse);
__ARSENAL_LOOKUP_RANGE(sort);
__ARSENAL_LOOKUP_RANGE(sort_heap);
__ARSENAL_LOOKUP_RANGE(stable_sort);
__ARSENAL_LOOKUP_RANGE(unique);

__ARSENAL_LOOKUP_VALUE(binary_search);
__ARSENAL_LOOKUP_VALUE(count);
__ARSENAL_LOOKUP_VALUE(equal_range);
__ARSENAL_LOOKUP_VALUE(find);
__ARSENAL_LOOKUP_VALUE(lower_bound);
__ARSENAL_LOOKUP_VALUE(remove);
__ARSENAL_LOOKUP_VALUE(upper_bound);

__ARSENAL_LOOKUP_PARTS(inplace_merge);
__ARSENAL_LOOKUP_PARTS(nth_element);
__ARSENAL_LOOKUP_PARTS(partial_sort);
__ARSENAL_LOOKUP_PARTS(rotate);

__ARSENAL_LOOKUP_TWO_RANGES(equal);
__ARSENAL_LOOKUP_TWO_RANGES(is_permutation);
__ARSENAL_LOOKUP_TWO_RANGES(lexicographical_compare);
__ARSENAL_LOOKUP_TWO_RANGES(mismatch);
__ARSENAL_LOOKUP_TWO_RANGES(partial_sum);
__ARSENAL_LOOKUP_TWO_RANGES(search);

template <__constrained _It, class _Tp>
__std replace(_It, _It, const _Tp&, const _Tp&);
__ARSENAL_LOOKUP(replace);

template <__constrained _It, class _Tp>
__std accumulate(_It, _It, _Tp);
__ARSENAL_LOOKUP(accumulate);

template <__constrained _It>
__std reduce(_It, _It);
template <__constrained _It, class _Tp>
__std reduce(_It, _It, _Tp);
__ARSENAL_LOOKUP(reduce);

template <__constrained _It1, class _It2, class _Out>
__std merge(_It1, _It1, _It2, _It2, _Out);
template <__constrained _It1, class _It2, class _Out, class _Compare>
__std merge(_It1, _It1, _It2, _It2, _Out, _Compare);
template <class _It1, class _It2, class _Out, class... _Compare>
concept __finds_std_merge = requires {
    {
        merge(__like<_It1>(), __like<_It1>(), __like<_It2>(), __like<_It2>(), __like<_Out>(), declval<_Compare>()...)
    } -> same_as<__std>;
};

#undef __ARSENAL_LOOKUP_TWO_RANGES
#undef __ARSENAL_LOOKUP_PARTS
#undef __ARSENAL_LOOKUP_VALUE
#undef __ARSENAL_LOOKUP_RANGE
#undef __ARSENAL_LOOKUP

} // namespace std::__arsenal_lookup

#endif
