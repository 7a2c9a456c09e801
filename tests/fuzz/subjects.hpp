#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <utility>

#include <fuzz/byte_source.hpp>
#include <fuzz/require.hpp>
#include <support/arena.hpp>
#include <support/failing_allocator.hpp>
#include <support/fault_injection.hpp>
#include <support/throwing_value.hpp>

#include <support/under_test.hpp>

// What the targets drive their containers with: keys, mapped values and hashes, and an integer id for each
// key.
namespace fuzz {

struct key_tag;
struct mapped_tag;
using heavy_key = support::throwing_value<key_tag>;
using heavy_mapped = support::throwing_value<mapped_tag>;

/// What an id is multiplied by to make an integer key; chosen per input.
inline std::uint64_t stride = 1;

template <class Key>
struct key_traits;
template <>
struct key_traits<std::uint64_t> {
    static std::uint64_t make(int id) { return static_cast<std::uint64_t>(id) * stride; }
    static int id(std::uint64_t k) { return static_cast<int>(k / stride); }
};
template <>
struct key_traits<heavy_key> {
    static heavy_key make(int id) { return heavy_key(id); }
    static int id(const heavy_key& k) { return k.id(); }
};

template <class Mapped>
struct mapped_traits;
template <>
struct mapped_traits<int> {
    static int make(int payload) { return payload; }
    static int payload(int v) { return v; }
};
template <>
struct mapped_traits<heavy_mapped> {
    static heavy_mapped make(int payload) { return heavy_mapped(payload); }
    static int payload(const heavy_mapped& v) { return v.id(); }
};

inline std::uint64_t bits_of(std::uint64_t k) { return k; }
inline std::uint64_t bits_of(const heavy_key& k) { return static_cast<std::uint64_t>(k.id()); }
/// What heterogeneous lookups ask for.
struct key_view {
    std::uint64_t bits;
};
inline std::uint64_t bits_of(key_view k) { return k.bits; }
inline key_view view_of(const std::uint64_t& k) { return {k}; }
inline key_view view_of(const heavy_key& k) { return {bits_of(k)}; }

struct identity {
    static std::size_t of(std::uint64_t x) { return x; }
};
struct constant {
    static std::size_t of(std::uint64_t) { return 7; }
};
struct low_entropy {
    static std::size_t of(std::uint64_t x) { return x & 3; }
};
struct high_bits {
    static std::size_t of(std::uint64_t x) { return x << 58; }
};
struct scrambled {
    using is_avalanching = void;
    static std::size_t of(std::uint64_t x) {
        x *= 0x9e3779b97f4a7c15u;
        x ^= x >> 32;
        x *= 0xd6e8feb86659fd93u;
        return x ^ x >> 32;
    }
};

/// A transparent hash by one of the functions above, each call a step of the injector.
template <class Function>
struct stepping_hash {
    using is_transparent = void;
    template <class K>
    std::size_t operator()(const K& k) const {
        support::faults.step_or_throw(support::fault::hash);
        return Function::of(bits_of(k));
    }
};
template <>
struct stepping_hash<scrambled> {
    using is_transparent = void;
    using is_avalanching = void;
    template <class K>
    std::size_t operator()(const K& k) const {
        support::faults.step_or_throw(support::fault::hash);
        return scrambled::of(bits_of(k));
    }
};
struct stepping_equal {
    using is_transparent = void;
    template <class A, class B>
    bool operator()(const A& a, const B& b) const {
        support::faults.step_or_throw(support::fault::equal);
        return bits_of(a) == bits_of(b);
    }
};

/// What goes with a hash.
template <class Hash>
struct equal_for {
    using type = stepping_equal;
};
template <class Key>
struct equal_for<std::hash<Key>> {
    using type = std::equal_to<Key>;
};

/// A family of containers, with allocators that can fail.
template <template <class...> class Map, template <class...> class Set>
struct family {
    template <class Key, class Mapped, class Hash>
    using map_of = Map<Key, Mapped, Hash, typename equal_for<Hash>::type,
                       support::failing_allocator<std::pair<const Key, Mapped>>>;
    template <class Key, class Hash>
    using set_of = Set<Key, Hash, typename equal_for<Hash>::type, support::failing_allocator<Key>>;
};

/// Elements by number.
template <class Container>
struct elements {
    using key_type = typename Container::key_type;
    using value_type = typename Container::value_type;
    using keys = key_traits<key_type>;
    static constexpr bool is_map = requires { typename Container::mapped_type; };

    static value_type make(int id, int payload) {
        if constexpr (is_map)
            return value_type(keys::make(id), mapped_traits<typename Container::mapped_type>::make(payload));
        else
            return keys::make(id);
    }
    static int id_of(const value_type& v) {
        if constexpr (is_map)
            return keys::id(v.first);
        else
            return keys::id(v);
    }
    static int payload_of(const value_type& v) {
        if constexpr (is_map)
            return mapped_traits<typename Container::mapped_type>::payload(v.second);
        else
            return 0;
    }
};

inline void require_nothing_left(const support::arena& memory, const support::arena& other_memory) {
    require(memory.clean() && other_memory.clean(), "memory leaked or was returned wrongly");
    require(heavy_key::live() == 0 && heavy_mapped::live() == 0, "elements leaked or were destroyed twice");
    require(heavy_key::errors() == 0 && heavy_mapped::errors() == 0, "an element was used after its end");
}

template <class Driver>
void drive(byte_source& in, bool may_fail) {
    Driver d(in, may_fail);
    d.run();
    d.finish();
}

/// One input: its first byte chooses the driver, the second the stride of integer keys and whether operations
/// may fail; the rest are operations.
template <class... Drivers>
int run_input(const std::uint8_t* data, std::size_t size) {
    byte_source in(data, size);
    const unsigned type = in.byte(), options = in.byte();
    static constexpr std::array<std::uint64_t, 8> strides{
        1, 3, 8, 1000, 65536, 1409, std::uint64_t{1} << 40, std::uint64_t{1} << 51};
    stride = strides[options % strides.size()];
    const bool may_fail = (options & strides.size()) != 0;
    support::faults.disarm();
    static constexpr std::array drives{&drive<Drivers>...};
    drives[type % drives.size()](in, may_fail);
    return 0;
}

} // namespace fuzz
