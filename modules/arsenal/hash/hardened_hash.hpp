#pragma once

// arsenal::hardened_hash: for keys that an adversary chooses. It is arsenal::hash with these differences.
//
//   - SipHash-1-3 under a key of 128 bits that differs from object to object, and so from table to table and
//   from run to run: nobody can prepare keys that collide. Iteration orders that rest on it differ as well.
//   - Takes 1.8 times as long as arsenal::hash for integers, 1.4 to 3 times for strings up to 100 bytes, 6
//   times for 1000 (./run bench hash); and 16 bytes in every table, where arsenal::hash is empty.
//   - hardened_hash<T>{}(x) == hardened_hash<T>{}(x) is false: equal keys hash alike under one object and its
//   copies.
//   - A disengaged optional, a smart pointer and what they hold do not hash alike, as std::hash's do.
//   - The process's hash seed does not go in.
//
// What it does not protect: a type with a std::hash or arsenal::hash of its own goes in as that hash's
// result, and keys that collide there collide here. Give such a type a hash_append.

#include <arsenal/hash/detail/hash_key.hpp>
#include <arsenal/hash/hash.hpp>
#include <arsenal/hash/siphash.hpp>
#include <arsenal/platform/config.hpp>

namespace arsenal::inline ARSENAL_ABI::detail {

template <class T>
concept has_hash = std::is_default_constructible_v<hash<T>>;

template <class T>
concept hardened_as_text = std::is_base_of_v<generated_hash, hash<T>> && kind_of<T>() == hash_kind::text;

template <class T>
struct hardened_rule;

template <class T>
    requires(!has_hash<T>)
struct hardened_rule<T> {
    hardened_rule() = delete;
    hardened_rule(const hardened_rule&) = delete;
    hardened_rule& operator=(const hardened_rule&) = delete;
};

struct keyed_hash {
    using is_avalanching = void;

    keyed_hash() noexcept : key_(next_hash_key()) {}
    explicit keyed_hash(const siphash_key& key) noexcept : key_(key) {}

protected:
    siphash_key key_;
};

template <hardened_as_text T>
struct hardened_rule<T> : keyed_hash {
    using is_transparent = void;
    using keyed_hash::keyed_hash;

    std::size_t operator()(std::basic_string_view<typename T::value_type> text) const noexcept {
        return static_cast<std::size_t>(
            siphash_1_3::hash(text.data(), text.size() * sizeof(typename T::value_type), key_));
    }
};

template <class T>
    requires(has_hash<T> && !hardened_as_text<T>)
struct hardened_rule<T> : keyed_hash {
    using keyed_hash::keyed_hash;

    std::size_t operator()(const T& value) const noexcept(std::is_scalar_v<T> && noexcept(hash<T>{}(value))) {
        siphash_1_3 state(key_);
        hash_append(state, value);
        return static_cast<std::size_t>(state.digest());
    }
};

} // namespace arsenal::inline ARSENAL_ABI::detail

namespace arsenal::inline ARSENAL_ABI {

// A function object that maps equal values of T to equal numbers which nobody can foresee; disabled where
// arsenal::hash<T> is. Strings and views: SipHash-1-3 of their bytes, transparent. Other types: of what
// hash_append makes of them.
//
//   hardened_hash()       a key of its own. Costs one atomic addition and two short digests; the first in the
//                         process asks the system's random source
//   hardened_hash(key)    that key, to repeat a run
//
// Copies and moves keep the key, as containers copy their hash. Complexity: linear in the bytes of the key.
// Throws what the key's iterators or own hash throw; for scalars and strings nothing.
template <class T>
struct hardened_hash : detail::hardened_rule<T> {
    using detail::hardened_rule<T>::hardened_rule;
};

} // namespace arsenal::inline ARSENAL_ABI
