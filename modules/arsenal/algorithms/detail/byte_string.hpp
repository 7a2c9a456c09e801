#pragma once

#include <arsenal/algorithms/detail/std_core.hpp>
#include <arsenal/platform/config.hpp>

#include <string>
#include <string_view>

namespace arsenal::inline ARSENAL_ABI::detail {

/// Whether T is a string that std compares as unsigned bytes. What only converts to one may compare
/// otherwise.
template <class T>
inline constexpr bool is_byte_string = false;
template <class Alloc>
inline constexpr bool is_byte_string<std::basic_string<char, std::char_traits<char>, Alloc>> = true;
template <>
inline constexpr bool is_byte_string<std::string_view> = true;

} // namespace arsenal::inline ARSENAL_ABI::detail
