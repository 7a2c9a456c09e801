#pragma once

#include <arsenal/platform/config.hpp>

#include <array>
#include <deque>
#include <exception>
#include <forward_list>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

// Which of std's class templates may be relocated as bytes. Their moves and destructors are written by hand,
// so that no compiler can tell; and it depends on how the platform's library keeps its objects: whether any
// part of one, or of what it owns, holds an address within it. Included by is_trivially_relocatable.hpp
// alone.
//
//                     libstdc++  libc++  because
//   allocator            yes      yes    it has no members
//   unique_ptr           yes      yes    a pointer and a deleter, if those may
//   shared_ptr, weak_ptr yes      yes    two pointers; who shares knows the control block alone
//   vector               yes      yes    pointers into the heap (vector<bool>: with bit numbers), and an
//                                        allocator, if those may
//   deque                yes      yes    the same; libstdc++'s iterators in it point into the heap, too
//   forward_list         yes      yes    the nodes point forwards alone, never at the list
//   basic_string         no       yes    libstdc++: points to the characters that it holds itself (but not
//                                        the reference-counted one of _GLIBCXX_USE_CXX11_ABI=0);
//                                        libc++: not where AddressSanitizer watches such characters
//   function             yes      no     libstdc++: holds itself only what is trivially copyable, and moves
//                                        bytes; libc++: points to the callable that it holds itself
//   exception_ptr        yes      yes    a pointer to an object that is counted
//   unique_lock          yes      yes    a pointer and a flag
//   optional, variant, pair, tuple, array
//                        if their elements may: those are all they hold, and an index
//
// Never: list, map, set and their multi and unordered kin (nodes or buckets point at the container); any
// (holds itself what is no more than cheap to move); in libstdc++'s debug mode any container (its iterators
// are on a list that begins in it).

#if defined(_GLIBCXX_DEBUG)
#define ARSENAL_DETAIL_CONTAINERS_RELOCATE 0
#else
#define ARSENAL_DETAIL_CONTAINERS_RELOCATE 1
#endif
#if defined(__GLIBCXX__) && _GLIBCXX_USE_CXX11_ABI
#define ARSENAL_DETAIL_STRINGS_RELOCATE 0
#elif defined(_LIBCPP_VERSION) && defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARSENAL_DETAIL_STRINGS_RELOCATE 0
#endif
#endif
#if !defined(ARSENAL_DETAIL_STRINGS_RELOCATE)
#define ARSENAL_DETAIL_STRINGS_RELOCATE 1
#endif

namespace arsenal::inline ARSENAL_ABI {

template <class T>
struct is_trivially_relocatable;

namespace detail {

/// Of what holds a T each, or refers to it.
template <class... T>
using all_relocatable =
    std::bool_constant<((std::is_reference_v<T> || is_trivially_relocatable<T>::value) && ...)>;

/// Of what holds nothing but an allocator and its pointers.
template <class Alloc>
using relocates_as_allocator = all_relocatable<Alloc, typename std::allocator_traits<Alloc>::pointer>;

} // namespace detail

template <class T>
struct is_trivially_relocatable<std::allocator<T>> : std::true_type {};
template <class T, class Deleter>
struct is_trivially_relocatable<std::unique_ptr<T, Deleter>>
    : detail::all_relocatable<typename std::unique_ptr<T, Deleter>::pointer, Deleter> {};
template <class T>
struct is_trivially_relocatable<std::shared_ptr<T>> : std::true_type {};
template <class T>
struct is_trivially_relocatable<std::weak_ptr<T>> : std::true_type {};
template <>
struct is_trivially_relocatable<std::exception_ptr> : std::true_type {};
template <class Mutex>
struct is_trivially_relocatable<std::unique_lock<Mutex>> : std::true_type {};

#if ARSENAL_DETAIL_CONTAINERS_RELOCATE
template <class T, class Alloc>
struct is_trivially_relocatable<std::vector<T, Alloc>> : detail::relocates_as_allocator<Alloc> {};
template <class T, class Alloc>
struct is_trivially_relocatable<std::deque<T, Alloc>> : detail::relocates_as_allocator<Alloc> {};
template <class T, class Alloc>
struct is_trivially_relocatable<std::forward_list<T, Alloc>> : detail::relocates_as_allocator<Alloc> {};
#endif
#if ARSENAL_DETAIL_STRINGS_RELOCATE
template <class Char, class Traits, class Alloc>
struct is_trivially_relocatable<std::basic_string<Char, Traits, Alloc>>
    : detail::relocates_as_allocator<Alloc> {};
#endif
#if defined(__GLIBCXX__)
template <class Result, class... Arguments>
struct is_trivially_relocatable<std::function<Result(Arguments...)>> : std::true_type {};
#endif

template <class T>
struct is_trivially_relocatable<std::optional<T>> : is_trivially_relocatable<T> {};
template <class... T>
struct is_trivially_relocatable<std::variant<T...>> : detail::all_relocatable<T...> {};
template <class T, class U>
struct is_trivially_relocatable<std::pair<T, U>> : detail::all_relocatable<T, U> {};
template <class... T>
struct is_trivially_relocatable<std::tuple<T...>> : detail::all_relocatable<T...> {};
template <class T, std::size_t N>
struct is_trivially_relocatable<std::array<T, N>> : is_trivially_relocatable<T> {};

} // namespace arsenal::inline ARSENAL_ABI

#undef ARSENAL_DETAIL_CONTAINERS_RELOCATE
#undef ARSENAL_DETAIL_STRINGS_RELOCATE
