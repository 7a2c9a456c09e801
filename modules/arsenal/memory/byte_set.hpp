#pragma once

#include <arsenal/memory/bytes.hpp>
#include <arsenal/memory/detail/byte_rows.hpp>
#include <arsenal/memory/detail/bytes.hpp>
#include <arsenal/platform/config.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <type_traits>

// byte_set, and find_any, which is strpbrk for arrays that may contain zeros. Worth making once, as a
// constant at best, where many arrays are looked through, or short ones; find_any of a span makes it anew, or
// does without.

namespace arsenal::inline ARSENAL_ABI {

namespace detail {

constexpr void insert_byte(byte_rows& rows, std::uint8_t c) noexcept {
    std::uint8_t& entry = rows.half[c >> 7][c & 15];
    entry = static_cast<std::uint8_t>(entry | 1U << (c >> 4 & 7));
}
constexpr bool contains_byte(const byte_rows& rows, std::uint8_t c) noexcept {
    return (rows.half[c >> 7][c & 15] >> (c >> 4 & 7) & 1) != 0;
}

/// Whether n bytes are rather compared with m in place: a call takes as long.
constexpr bool few_pairs(std::size_t n, std::size_t m) noexcept {
    return n < shortest_byte_call && m <= 12 && n * m <= 12;
}

} // namespace detail

namespace mem {

/// A set of bytes: 40 bytes, trivially copyable.
class byte_set {
public:
    constexpr byte_set() = default;
    constexpr explicit byte_set(std::span<const std::byte> members) noexcept {
        for (const std::byte member : members) insert(member);
    }
    /// Of the characters of a string, the zero at its end excepted.
    constexpr explicit byte_set(std::string_view members) noexcept {
        for (const char member : members) insert(static_cast<std::byte>(member));
    }

    constexpr void insert(std::byte member) noexcept {
        if (contains(member)) return;
        const auto c = static_cast<std::uint8_t>(member);
        detail::insert_byte(rows_, c);
        if (size_ < detail::few_bytes) few_[size_] = c;
        ++size_;
    }
    [[nodiscard]] constexpr bool contains(std::byte value) const noexcept {
        return detail::contains_byte(rows_, static_cast<std::uint8_t>(value));
    }
    [[nodiscard]] constexpr std::size_t size() const noexcept { return size_; }
    [[nodiscard]] constexpr bool empty() const noexcept { return size_ == 0; }

private:
    friend constexpr std::optional<std::size_t> find_any(std::span<const std::byte> bytes,
                                                         const byte_set& set) noexcept;

    detail::byte_rows rows_{};
    std::uint8_t few_[detail::few_bytes]{}; // the first members
    std::uint16_t size_ = 0;
};

/// The offset of the first byte that is in the set. O(n), nothing allocated.
[[nodiscard]] constexpr std::optional<std::size_t> find_any(std::span<const std::byte> bytes,
                                                            const byte_set& set) noexcept {
    const std::size_t n = bytes.size();
    std::size_t at = 0;
    if (std::is_constant_evaluated() || n < detail::shortest_byte_call) {
        while (at != n && !set.contains(bytes[at])) ++at;
    } else if (set.size_ > detail::few_bytes) {
        at = detail::bytes_find_rows(bytes.data(), n, set.rows_);
    } else {
        if (set.size_ < 2) return set.empty() ? std::nullopt : mem::find(bytes, std::byte{set.few_[0]});
        at = detail::bytes_find_any(bytes.data(), n, set.few_, set.size_);
    }
    return at != n ? std::optional(at) : std::nullopt;
}

/// The offset of the first byte that is one of `set`, which may be in any order and repeat. O(n + m), nothing
/// allocated. [alg.find.first.of] of equal bytes
[[nodiscard]] constexpr std::optional<std::size_t> find_any(std::span<const std::byte> bytes,
                                                            std::span<const std::byte> set) noexcept {
    const std::size_t n = bytes.size();
    const std::size_t m = set.size();
    std::size_t at = 0;
    if (std::is_constant_evaluated() || m == 0 || detail::few_pairs(n, m)) {
        const auto is_wanted = [set](std::byte value) {
            for (const std::byte wanted : set)
                if (wanted == value) return true;
            return false;
        };
        while (at != n && !is_wanted(bytes[at])) ++at;
    } else if (m == 1) {
        return mem::find(bytes, set[0]);
    } else {
        at = detail::bytes_find_any(bytes.data(), n, set.data(), m);
    }
    return at != n ? std::optional(at) : std::nullopt;
}

} // namespace mem

} // namespace arsenal::inline ARSENAL_ABI
