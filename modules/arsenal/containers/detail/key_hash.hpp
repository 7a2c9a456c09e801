#pragma once

#include <arsenal/containers/detail/std_core.hpp>
#include <arsenal/hash/detail/bytes.hpp>
#include <arsenal/hash/detail/mix.hpp>
#include <arsenal/hash/is_avalanching.hpp>
#include <arsenal/platform/config.hpp>

// Which hash a table uses. Where Hash is std::hash of a string or a floating-point type, the table may hash
// by its own function, since no program can tell: std::hash's values are unspecified, its object has no
// state, and users cannot specialise it for those types. Everything else is asked through the user's own
// object.

namespace arsenal::inline ARSENAL_ABI::detail {

/// Whether Key is std::basic_string or std::basic_string_view with std's own hash.
#if defined(__GLIBCXX__)
// The library's marker for slow hashes, which it specialises for just these (and long double, which has no
// data()).
template <class Key>
concept std_string = !std::__is_fast_hash<std::hash<Key>>::value && requires(const Key& k) {
    typename Key::traits_type;
    { k.data() } -> std::same_as<const typename Key::value_type*>;
    k.size();
};
#else
template <class Key>
inline constexpr bool is_std_string = false;
template <class C, class A>
inline constexpr bool is_std_string<std::basic_string<C, std::char_traits<C>, A>> =
    requires { std::hash<std::basic_string<C, std::char_traits<C>, A>>{}; };
template <class C>
inline constexpr bool is_std_string<std::basic_string_view<C>> = true;
template <class Key>
concept std_string = is_std_string<Key>;
#endif

/// Functions that take other types than the key's, too ([unord.req]).
template <class Hash, class Pred>
concept transparent = requires {
    typename Hash::is_transparent;
    typename Pred::is_transparent;
};

template <class Key>
concept std_float = std::same_as<Key, float> || std::same_as<Key, double>;

template <class Key, class Hash>
struct key_hash {
    static constexpr bool is_std_hash = std::is_same_v<Hash, std::hash<Key>>;
    static constexpr bool own_hash = [] {
        if constexpr (is_std_hash) return std_string<Key> || std_float<Key>;
        return false;
    }();
    static constexpr bool avalanching = [] {
        if constexpr (own_hash)
            return true;
        else
            return is_avalanching<Hash>::value;
    }();

    template <class K>
    static std::uint64_t compute(const Hash& hash, const K& key) {
        if constexpr (!own_hash) {
            return static_cast<std::uint64_t>(hash(key));
        } else if constexpr (std_float<Key>) {
            using bits = std::conditional_t<sizeof(Key) == 4, std::uint32_t, std::uint64_t>;
            return mix(key == 0 ? 0 : std::bit_cast<bits>(static_cast<Key>(key)));
        } else {
            return hash_bytes_short(key.data(), key.size() * sizeof(*key.data()), 0);
        }
    }
};

} // namespace arsenal::inline ARSENAL_ABI::detail
