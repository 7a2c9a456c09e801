#pragma once

#include <arsenal/algorithms/detail/keys.hpp>
#include <arsenal/algorithms/detail/std_core.hpp>
#include <arsenal/platform/config.hpp>

// Keys as unsigned integers in the order asked for: that of the kernels, for code that has none.

namespace arsenal::inline ARSENAL_ABI::detail {

/// The unsigned integer of a number, as it stands in the order: NaNs last in both.
template <key_order order, class Key>
constexpr auto ordered_bits(Key key) noexcept {
    constexpr bool descending = order == key_order::descending;
    if constexpr (floating_key<Key>) {
        using bits_type = std::conditional_t<sizeof(Key) == 4, std::uint32_t, std::uint64_t>;
        constexpr int top_bit = 8 * sizeof(Key) - 1;
        constexpr bits_type top = bits_type{1} << top_bit;
        constexpr bits_type infinity = std::bit_cast<bits_type>(std::numeric_limits<Key>::infinity());
        const bits_type bits = std::bit_cast<bits_type>(key);
        const bits_type ascending = bits ^ (-(bits >> top_bit) | top);
        const bits_type number = descending ? ~ascending : ascending;
        return (bits & ~top) > infinity ? static_cast<bits_type>(~bits_type{0}) : number;
    } else if constexpr (std::is_enum_v<Key>) {
        return detail::ordered_bits<order>(static_cast<std::underlying_type_t<Key>>(key));
    } else if constexpr (std::is_same_v<Key, bool> || std::is_same_v<Key, std::byte>) {
        return detail::ordered_bits<order>(static_cast<unsigned char>(key));
    } else if constexpr (std::is_pointer_v<Key>) {
        return detail::ordered_bits<order>(std::bit_cast<std::uintptr_t>(key));
    } else if constexpr (sizeof(Key) == 16) {
        constexpr uint128 top = std::is_same_v<Key, int128> ? uint128{1} << 127 : uint128{0};
        const uint128 ascending = static_cast<uint128>(key) ^ top;
        return descending ? ~ascending : ascending;
    } else {
        using bits_type = std::make_unsigned_t<Key>;
        constexpr bits_type top = std::is_signed_v<Key>
                                      ? static_cast<bits_type>(bits_type{1} << (8 * sizeof(Key) - 1))
                                      : bits_type{0};
        const bits_type ascending = static_cast<bits_type>(static_cast<bits_type>(key) ^ top);
        return descending ? static_cast<bits_type>(~ascending) : ascending;
    }
}

/// The order of the kernels as a callable.
template <key_order order>
struct bits_less {
    template <class Key>
    constexpr bool operator()(const Key& a, const Key& b) const noexcept {
        return detail::ordered_bits<order>(a) < detail::ordered_bits<order>(b);
    }
};

} // namespace arsenal::inline ARSENAL_ABI::detail
