#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <new>
#include <utility>

#include <support/under_test.hpp>

namespace incremental {

/// A bijection that spreads (MurmurHash3's finaliser, Appleby).
constexpr std::uint64_t spread(std::uint64_t x) {
    x = (x + 1) * 0x9e3779b97f4a7c15;
    x = (x ^ (x >> 33)) * 0xff51afd7ed558ccd;
    x = (x ^ (x >> 33)) * 0xc4ceb9fe1a85ec53;
    return x ^ (x >> 33);
}

struct work {
    std::size_t moves = 0; // of mapped values, copies included
    std::size_t hashes = 0;
    std::size_t bytes = 0; // allocated
};
inline work done;
inline std::size_t live_bytes = 0;

struct counted {
    counted(int) noexcept {}
    counted(const counted&) noexcept { ++done.moves; }
    counted(counted&&) noexcept { ++done.moves; }
    ~counted() {}
};
struct counted_hash {
    std::size_t operator()(std::uint64_t x) const noexcept {
        ++done.hashes;
        return x;
    }
};
template <class T>
struct byte_counter {
    using value_type = T;
    byte_counter() = default;
    template <class U>
    byte_counter(const byte_counter<U>&) noexcept {}
    T* allocate(std::size_t n) {
        T* const p = std::allocator<T>().allocate(n);
        done.bytes += n * sizeof(T);
        live_bytes += n * sizeof(T);
        return p;
    }
    void deallocate(T* p, std::size_t n) noexcept {
        live_bytes -= n * sizeof(T);
        std::allocator<T>().deallocate(p, n);
    }
    friend bool operator==(byte_counter, byte_counter) noexcept { return true; }
};
using counted_alloc = byte_counter<std::pair<const std::uint64_t, counted>>;
using counted_map =
    arsenal::incremental_hash_map<std::uint64_t, counted, counted_hash, std::equal_to<>, counted_alloc>;
using counted_doubling_map =
    arsenal::flat_hash_map<std::uint64_t, counted, counted_hash, std::equal_to<>, counted_alloc>;

/// The hash is the key, leading bits and all.
struct identity {
    using is_avalanching = void;
    std::size_t operator()(std::uint64_t x) const noexcept { return x; }
};
struct constant {
    using is_avalanching = void;
    std::size_t operator()(int) const noexcept { return 42; }
};
using routed_map = arsenal::incremental_hash_map<std::uint64_t, std::uint64_t, identity>;

} // namespace incremental
