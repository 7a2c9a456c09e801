#pragma once

#include "rng.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace bench {

/// A key of three fields, with the hash that a user would write for std and Boost; abseil and Arsenal are
/// told its fields.
struct point {
    std::uint32_t x, y, z;

    friend bool operator==(const point&, const point&) = default;
    friend std::size_t hash_value(const point& p) { // boost::hash_combine's formula
        std::size_t seed = 0;
        for (const std::size_t field : {p.x, p.y, p.z})
            seed ^= field + 0x9e3779b9 + (seed << 6) + (seed >> 2);
        return seed;
    }
    template <class H>
    friend H AbslHashValue(H h, const point& p) {
        return H::combine(std::move(h), p.x, p.y, p.z);
    }
    template <class H>
    friend void hash_append(H& h, const point& p) {
        for (const u64 field : {p.x, p.y, p.z})
            h.update_word(field); // arsenal::hash_append(h, p.x, p.y, p.z)
    }
};

/// Distinct keys in their natural order: the order in which a program would meet them.
///
///   random         64 random bits
///   sequential     b, b+1, b+2, ...                            strided64k   the same times 65536
///   pointers       a simulated malloc: chunks of 32 to 256 bytes, one object in four freed and reused
///   ptr16 ... ptr4096   a simulated slab heap: 64 KiB slabs of objects of one size
///   clusters128    128 dense ranges at random places, one after the other
///   stride2_K      i rotated left by K bits: multiples of 2^K, which wrap round to the low bits
///   stride1000     multiples of 1000                           shuffled     a dense range in random order
///   floats         bits of the doubles 0.01 * i                floats_int   bits of the doubles i
///   float32        bits of the floats i, in the low half       bit_reversed bits of i, reversed
///
///   zipf           as random; lookups are skewed (zipf.hpp)      repeated     random, each of them four
///   times
///
/// b is a random start below 2^20, so that small tables differ from one another.
///
/// `structs` are points that fill a grid of 64 by 64 by n, counted up from b.
///
/// The string families: `strings` has 6 to 31 characters, `strings100` has 100; the first six make a
/// set's strings distinct.
///
/// Absent keys are those that come next in the natural order (in `clusters128`, next in each range);
/// for heap addresses, a random choice among the objects.
template <class Key>
struct key_set {
    std::vector<Key> present;
    std::vector<Key> absent;
};

namespace detail {

inline u64 first_address(rng& random) { return 0x550000000000 + (random.below(1 << 28) << 12); }

inline std::vector<u64> malloc_addresses(std::size_t count, rng& random) {
    constexpr std::array<u64, 8> chunk_sizes{32, 32, 48, 48, 64, 80, 112, 256};
    struct object {
        u64 address;
        std::size_t size_class;
    };
    std::array<std::vector<u64>, chunk_sizes.size()> freed;
    std::vector<object> live;
    u64 top = first_address(random) + 16;
    while (live.size() < count) {
        const auto size_class = random.below(chunk_sizes.size());
        auto& reusable = freed[size_class];
        u64 address = top;
        if (reusable.empty()) {
            top += chunk_sizes[size_class];
        } else {
            address = reusable.back();
            reusable.pop_back();
        }
        live.push_back({address, size_class});
        if (random.below(4) == 0) {
            std::swap(live.back(), live[random.below(live.size())]);
            freed[live.back().size_class].push_back(live.back().address);
            live.pop_back();
        }
    }
    std::vector<u64> keys;
    for (const auto& o : live) keys.push_back(o.address);
    return keys;
}

inline std::vector<u64> slab_addresses(u64 size, std::size_t count, rng& random) {
    constexpr u64 slab = 65536;
    const u64 per_slab = slab / size - 1; // the first object's place holds the slab's header
    u64 base = first_address(random) & ~(slab - 1);
    std::vector<u64> keys;
    for (u64 i = 0; i < count; ++i) {
        if (i != 0 && i % per_slab == 0) base += slab * (1 + random.below(3));
        keys.push_back(base + (i % per_slab + 1) * size);
    }
    return keys;
}

inline u64 number_after(std::string_view name, std::size_t prefix) {
    return std::stoull(std::string(name.substr(prefix)));
}

inline std::vector<u64> clusters(std::size_t present, std::size_t absent, rng& random) {
    constexpr std::size_t ranges = 128;
    std::array<u64, ranges> next;
    for (auto& n : next) n = random();
    std::vector<u64> keys;
    for (const std::size_t part : {present, absent}) {
        const std::size_t length = (part + ranges - 1) / ranges;
        for (std::size_t i = 0; i < part; ++i) keys.push_back(next[i / length]++);
    }
    return keys;
}

inline std::vector<u64> integer_keys(std::string_view family, std::size_t count, rng& random) {
    if (family == "pointers") return malloc_addresses(count, random);
    if (family.starts_with("ptr")) {
        return slab_addresses(number_after(family, 3), count, random);
    }

    std::vector<u64> keys(count);
    const u64 start = random() >> 44;
    const auto fill = [&](auto key_at) {
        for (std::size_t i = 0; i < count; ++i) keys[i] = key_at(i);
    };
    if (family == "random" || family == "zipf") {
        fill([&](u64) { return random(); });
    } else if (family == "repeated") {
        const std::size_t distinct = (count + 3) / 4;
        fill([&](u64 i) { return i < distinct ? random() : keys[i - distinct]; });
    } else if (family == "sequential" || family == "shuffled") {
        fill([&](u64 i) { return start + i; });
    } else if (family == "strided64k") {
        fill([&](u64 i) { return (start + i) << 16; });
    } else if (family.starts_with("stride2_")) {
        const auto k = static_cast<int>(number_after(family, 8));
        fill([&](u64 i) { return std::rotl(start + i, k); });
    } else if (family == "stride1000") {
        fill([&](u64 i) { return (start + i) * 1000; });
    } else if (family == "floats") {
        fill([&](u64 i) { return std::bit_cast<u64>(0.01 * static_cast<double>(start + i)); });
    } else if (family == "floats_int") {
        fill([&](u64 i) { return std::bit_cast<u64>(static_cast<double>(start + i)); });
    } else if (family == "float32") {
        fill([&](u64 i) { return std::bit_cast<std::uint32_t>(static_cast<float>(start + i)); });
    } else if (family == "bit_reversed") {
        fill([&](u64 i) {
            u64 reversed = 0;
            for (int b = 0; b < 64; ++b) reversed |= ((start + i) >> b & 1) << (63 - b);
            return reversed;
        });
    } else {
        return {};
    }
    return keys;
}

inline std::vector<point> point_keys(std::size_t count, rng& random) {
    const u64 start = random() >> 44;
    std::vector<point> keys;
    keys.reserve(count);
    for (u64 i = start; i < start + count; ++i)
        keys.push_back({static_cast<std::uint32_t>(i % 64), static_cast<std::uint32_t>(i / 64 % 64),
                        static_cast<std::uint32_t>(i / 4096)});
    return keys;
}

inline std::vector<std::string> string_keys(std::string_view family, std::size_t count, rng& random) {
    constexpr std::string_view alphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
    const bool fixed = family == "strings100";
    const u64 start = random();
    std::vector<std::string> keys;
    keys.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        u64 head = ((start + i) * 0x9e3779b97f4a7c15) & 0xfffffffff; // odd multiple: distinct in 36 bits
        std::string key(fixed ? 100 : 6 + random.below(26), '\0');
        for (std::size_t c = 0; c < 6; ++c, head >>= 6) key[c] = alphabet[head & 63];
        u64 bits = 0;
        for (std::size_t c = 6; c < key.size(); ++c, bits >>= 6) {
            if (c % 10 == 6) bits = random();
            key[c] = alphabet[bits & 63];
        }
        keys.push_back(std::move(key));
    }
    return keys;
}

} // namespace detail

inline bool is_string_family(std::string_view family) { return family.starts_with("strings"); }

/// An unknown family gives an empty set.
template <class Key>
key_set<Key> make_keys(std::string_view family, std::size_t present, std::size_t absent, rng& random) {
    std::vector<Key> all;
    if constexpr (std::is_same_v<Key, std::string>) {
        all = detail::string_keys(family, present + absent, random);
    } else if constexpr (std::is_same_v<Key, point>) {
        all = detail::point_keys(present + absent, random);
    } else if (family == "repeated") { // absent ones are not to be among the repetitions
        all = detail::integer_keys(family, present, random);
        const auto others = detail::integer_keys("random", absent, random);
        all.insert(all.end(), others.begin(), others.end());
    } else if (family == "clusters128") {
        all = detail::clusters(present, absent, random);
    } else {
        all = detail::integer_keys(family, present + absent, random);
    }

    key_set<Key> set;
    set.present.reserve(present);
    set.absent.reserve(absent);
    const bool interleaved = family.starts_with("p");
    for (std::size_t left = all.size(); auto& key : all) {
        const std::size_t wanted = present - set.present.size();
        const bool take = interleaved ? random.below(left) < wanted : wanted != 0;
        (take ? set.present : set.absent).push_back(std::move(key));
        --left;
    }
    return set;
}

} // namespace bench

template <>
struct std::hash<bench::point> {
    std::size_t operator()(const bench::point& p) const { return hash_value(p); }
};
