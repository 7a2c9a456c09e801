#pragma once

#include <arsenal/containers/detail/std_core.hpp>
#include <arsenal/platform/config.hpp>

#if defined(__cpp_lib_containers_ranges)
#include <ranges>
#endif

namespace arsenal::inline ARSENAL_ABI {

/// Tag of the constructors that take a range (C++23's std::from_range, which is accepted too where it
/// exists).
struct from_range_t {
    explicit from_range_t() = default;
};
inline constexpr from_range_t from_range{};

namespace detail {
#if defined(__cpp_lib_containers_ranges)
template <class T>
concept from_range_tag = std::same_as<T, from_range_t> || std::same_as<T, std::from_range_t>;
#else
template <class T>
concept from_range_tag = std::same_as<T, from_range_t>;
#endif

/// A range whose elements can become T: begin, end and a reference that converts.
template <class R, class T>
concept compatible_range = requires(R& r) {
    std::begin(r) != std::end(r);
    requires std::is_constructible_v<T, decltype(*std::begin(r))>;
};
} // namespace detail

} // namespace arsenal::inline ARSENAL_ABI
