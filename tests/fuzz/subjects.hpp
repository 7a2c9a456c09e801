#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <utility>

#include <fuzz/byte_source.hpp>
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

template <class Key, class Mapped, class Hash, class Equal>
using map_of =
    ut::unordered_map<Key, Mapped, Hash, Equal, support::failing_allocator<std::pair<const Key, Mapped>>>;
template <class Key, class Hash, class Equal>
using set_of = ut::unordered_set<Key, Hash, Equal, support::failing_allocator<Key>>;
template <class Key, class Mapped, class Hash, class Equal>
using multimap_of = ut::unordered_multimap<Key, Mapped, Hash, Equal,
                                           support::failing_allocator<std::pair<const Key, Mapped>>>;
template <class Key, class Hash, class Equal>
using multiset_of = ut::unordered_multiset<Key, Hash, Equal, support::failing_allocator<Key>>;

/// One input: its first byte chooses the container type, the second the stride of integer keys and whether
/// operations may fail. The rest is for drive(type, in, may_fail).
template <class Drive>
int run_input(const std::uint8_t* data, std::size_t size, Drive drive) {
    byte_source in(data, size);
    const unsigned type = in.byte(), options = in.byte();
    static constexpr std::array<std::uint64_t, 8> strides{
        1, 3, 8, 1000, 65536, 1409, std::uint64_t{1} << 40, std::uint64_t{1} << 51};
    stride = strides[options % strides.size()];
    support::faults.disarm();
    drive(type, in, (options & strides.size()) != 0);
    return 0;
}

} // namespace fuzz
