#pragma once

// arsenal::hash: std::hash's contract, with these differences.
//
//   - Every bit of the key changes every bit of the result with probability 1/2, and says so
//   (is_avalanching).
//   - Enabled for pairs, tuples, forward ranges, unordered containers and types with a hash_append too, which
//   std
//     leaves disabled. A type that neither std::hash nor these rules know is disabled here as there.
//   - hash of strings and views is transparent.
//   - The process's hash seed goes into every value (set_process_hash_seed; off by default).

#include <arsenal/hash/detail/bytes.hpp>
#include <arsenal/hash/detail/kind.hpp>
#include <arsenal/hash/detail/mix.hpp>
#include <arsenal/hash/detail/words.hpp>
#include <arsenal/hash/hash_append.hpp>
#include <arsenal/hash/hash_state.hpp>
#include <arsenal/hash/is_avalanching.hpp>
#include <arsenal/hash/seed.hpp>
#include <arsenal/platform/config.hpp>

namespace arsenal::inline ARSENAL_ABI::detail {

template <class T, hash_kind Kind>
struct hash_rule;

// [unord.hash]: a disabled hash can be named, and nothing else.
template <class T>
struct hash_rule<T, hash_kind::disabled> {
    hash_rule() = delete;
    hash_rule(const hash_rule&) = delete;
    hash_rule& operator=(const hash_rule&) = delete;
};

struct avalanching_hash : generated_hash {
    using is_avalanching = void;
};

template <class T, hash_kind Kind>
    requires(Kind == hash_kind::integer || Kind == hash_kind::pointer)
struct hash_rule<T, Kind> : avalanching_hash {
    std::size_t operator()(T value) const noexcept {
        if constexpr (sizeof(T) <= 8) {
            return static_cast<std::size_t>(mix(to_word(value) ^ hash_seed()));
        } else {
            hash_state state;
            append_integer(state, value);
            return static_cast<std::size_t>(state.digest());
        }
    }
};

template <class T>
struct hash_rule<T, hash_kind::floating> : avalanching_hash {
    std::size_t operator()(T value) const noexcept {
        if constexpr (sizeof(T) <= 8) {
            return static_cast<std::size_t>(mix(to_floating_words(value).low ^ hash_seed()));
        } else {
            hash_state state;
            append_floating(state, value);
            return static_cast<std::size_t>(state.digest());
        }
    }
};

template <class T>
struct hash_rule<T, hash_kind::text> : avalanching_hash {
    using is_transparent = void;

    std::size_t operator()(std::basic_string_view<typename T::value_type> text) const noexcept {
        return static_cast<std::size_t>(
            hash_bytes_short(text.data(), text.size() * sizeof(typename T::value_type), hash_seed()));
    }
};

template <class T>
struct hash_rule<T, hash_kind::optional> : avalanching_hash {
    using value_hash = hash<std::remove_const_t<typename T::value_type>>;

    std::size_t operator()(const T& value) const noexcept(noexcept(value_hash{}(*value))) {
        return value ? value_hash{}(*value) : static_cast<std::size_t>(mix(byte_secret[0] ^ hash_seed()));
    }
};

template <class T>
struct hash_rule<T, hash_kind::smart_pointer> : avalanching_hash {
    using pointer_hash = hash<std::remove_cvref_t<decltype(std::declval<const T&>().get())>>;

    std::size_t operator()(const T& value) const noexcept(noexcept(pointer_hash{}(value.get()))) {
        return pointer_hash{}(value.get());
    }
};

template <class T>
struct hash_rule<T, hash_kind::platform> : avalanching_hash {
    std::size_t operator()(const T& value) const noexcept(noexcept(std::hash<T>{}(value))) {
        return static_cast<std::size_t>(mix(std::hash<T>{}(value) ^ hash_seed()));
    }
};

// Types of several fields: their own hash_append, pairs and tuples, variants, ranges.
template <class T, hash_kind Kind>
struct hash_rule : avalanching_hash {
    std::size_t operator()(const T& value) const {
        hash_state state;
        hash_append(state, value);
        return static_cast<std::size_t>(state.digest());
    }
};

} // namespace arsenal::inline ARSENAL_ABI::detail

namespace arsenal::inline ARSENAL_ABI {

// A function object that maps equal values of T to equal numbers, disabled where T has no hash.
//
// Returns a number that is the same for equal keys in one process and, with the seed off, in every run of one
// version of Arsenal; it is no stable digest. Complexity: linear in the bytes of the key. Throws what the
// key's iterators or own hash throw; for scalars, strings and smart pointers nothing.
template <class T>
struct hash : detail::hash_rule<T, detail::kind_of<T>()> {};

// A function object that hashes a Key as a table needs it.
template <class Hash, class Key>
concept hasher = requires(const Hash& hash, const Key& key) {
    { hash(key) } -> std::convertible_to<std::size_t>;
};

} // namespace arsenal::inline ARSENAL_ABI
