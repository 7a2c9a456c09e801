#pragma once

#include "../support/rng.hpp"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

// The element types of the grids. Each says how a random element is made, how two compare, which member is
// sorted by, and gives a digest of an element, all of whose bits count.

namespace bench {

enum class sorted_by { itself, projection, comparator };

__extension__ using u128 = unsigned __int128;

template <class T>
struct number {
    using type = T;
    static constexpr sorted_by by = sorted_by::itself;

    static type random(rng& random) {
        if constexpr (std::is_floating_point_v<T>) {
            return static_cast<T>(static_cast<double>(static_cast<std::int64_t>(random())) * 0x1p-40);
        } else if constexpr (sizeof(T) == 16) {
            return static_cast<T>(random()) << 64 | random();
        } else {
            return static_cast<T>(random());
        }
    }
    static bool less(type a, type b) { return a < b; }
    static u64 digest(const type& value) {
        u64 words[2] = {};
        std::memcpy(words, &value, sizeof value);
        return mix(words[0] ^ mix(words[1]));
    }
    static const void* elsewhere(const type&) { return nullptr; }
};

/// A key and what it drags along; digests tell apart elements of equal keys.
template <class Key, std::size_t Bytes, sorted_by By>
struct record {
    struct type {
        Key key;
        unsigned char payload[Bytes - sizeof(Key)];
    };
    static constexpr sorted_by by = By;
    static constexpr auto key = &type::key;

    static type random(rng& random) {
        type made;
        const u64 bits = random();
        made.key = static_cast<Key>(bits);
        std::memset(made.payload, 0, sizeof made.payload);
        const u64 name = random();
        std::memcpy(made.payload, &name, sizeof name);
        return made;
    }
    static bool less(const type& a, const type& b) { return a.key < b.key; }
    static u64 digest(const type& value) {
        u64 name;
        std::memcpy(&name, value.payload, sizeof name);
        return mix(value.key ^ mix(name));
    }
    static const void* elsewhere(const type&) { return nullptr; }
};

template <std::size_t Prefix, std::size_t Shortest, std::size_t Longest>
struct text {
    using type = std::string;
    static constexpr sorted_by by = sorted_by::itself;

    static type random(rng& random) {
        std::string made(Prefix, '/');
        const std::size_t length = Shortest + random.below(Longest - Shortest + 1);
        while (made.size() < length) made += static_cast<char>('a' + random.below(26));
        return made;
    }
    static bool less(const type& a, const type& b) { return a < b; }
    static u64 digest(const type& value) { return mix(std::hash<std::string_view>{}(value)); }
    static const void* elsewhere(const type& value) { return value.data(); }
};

/// Pointers to objects that lie in memory in another order.
template <sorted_by By>
struct pointer {
    struct item {
        u64 key;
        u64 rest[5];
    };
    using type = const item*;
    static constexpr sorted_by by = By;
    static constexpr auto key = [](type p) { return p->key; };

    static type random(rng& random) {
        static std::deque<item> items;
        items.push_back({random(), {}});
        return &items.back();
    }
    static bool less(type a, type b) { return a->key < b->key; }
    static u64 digest(const type& value) { return mix(value->key); }
    static const void* elsewhere(const type& value) { return value; }
};

// By the names that the runner knows.
namespace elements {
using u8 = number<std::uint8_t>;
using u16 = number<std::uint16_t>;
using u32 = number<std::uint32_t>;
using u64 = number<std::uint64_t>;
using f32 = number<float>;
using f64 = number<double>;
using u128 = number<bench::u128>;
using rec16 = record<std::uint64_t, 16, sorted_by::projection>;
using rec16_cmp = record<std::uint64_t, 16, sorted_by::comparator>;
using rec64 = record<std::uint32_t, 64, sorted_by::projection>;
using rec64_cmp = record<std::uint32_t, 64, sorted_by::comparator>;
using string = text<0, 4, 23>;
using string64 = text<40, 64, 64>;
using ptr = pointer<sorted_by::projection>;
using ptr_cmp = pointer<sorted_by::comparator>;
} // namespace elements

/// What rivals are given for records and pointers.
template <class Element>
struct less_of {
    bool operator()(const typename Element::type& a, const typename Element::type& b) const {
        return Element::less(a, b);
    }
};

/// Calls a classic algorithm with the order that the elements are raced in.
template <class Element>
void by_own_order(auto algorithm, auto... iterators) {
    if constexpr (Element::by == sorted_by::itself)
        algorithm(iterators...);
    else
        algorithm(iterators..., less_of<Element>{});
}

template <class Element>
inline constexpr bool is_number =
    Element::by == sorted_by::itself && !std::is_same_v<typename Element::type, std::string>;

} // namespace bench
