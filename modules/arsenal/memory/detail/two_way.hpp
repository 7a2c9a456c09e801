#pragma once

#include <arsenal/platform/config.hpp>

#include <cstddef>
#include <cstdint>

namespace arsenal::inline ARSENAL_ABI::detail {

/// A sequence of m > 1 bytes, prepared for searches that take linear time and no memory: M. Crochemore,
/// D. Perrin, "Two-way string-matching", JACM 38, 1991. The bytes at q have to stay.
///
/// The sequence is split where its local period is its period. A mismatch in the right part, compared from
/// left to right, tells to go on behind it; one in the left part, to go on by the period.
class two_way_needle {
public:
    two_way_needle(const std::uint8_t* q, std::size_t m) noexcept;

    /// The first of `places` places from p on, at which m bytes each can be read; `places` if it is at none.
    std::size_t find(const std::uint8_t* p, std::size_t places) const noexcept;

private:
    /// The first place from `place` on where the right part's first byte fits; `places` if there is none.
    std::size_t first_split_byte(const std::uint8_t* p, std::size_t place, std::size_t places) const noexcept;

    const std::uint8_t* q_;
    std::size_t m_;
    std::size_t split_;
    std::size_t period_;
    bool periodic_; // else period_ is a bound below it
};

} // namespace arsenal::inline ARSENAL_ABI::detail
