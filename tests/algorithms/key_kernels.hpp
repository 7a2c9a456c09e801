#pragma once

// Arrays of keys for the kernels' tests: every bit pattern that matters, between guards; and the order they
// must come out in, written down a second time.

#include "precompiled.hpp"

#include <arsenal/algorithms/detail/key_kernel.hpp>

#include <cmath>
#include <cstring>

namespace key_test {

using arsenal::detail::key_kernel;
using arsenal::detail::key_kind;
using arsenal::detail::key_order;
using arsenal::detail::uint128;

template <class T>
struct record {
    T key;
    std::uint64_t payload;
};

template <std::size_t Bytes>
struct bits_of_size;
template <>
struct bits_of_size<1> {
    using type = std::uint8_t;
};
template <>
struct bits_of_size<2> {
    using type = std::uint16_t;
};
template <>
struct bits_of_size<4> {
    using type = std::uint32_t;
};
template <>
struct bits_of_size<8> {
    using type = std::uint64_t;
};
template <>
struct bits_of_size<16> {
    using type = uint128;
};
template <class T>
using bits = typename bits_of_size<sizeof(T)>::type;

template <class T>
bits<T> bits_of(const T& x) {
    bits<T> b;
    std::memcpy(&b, &x, sizeof(T));
    return b;
}

// 0: before all NaNs.
template <class T>
bool is_nan([[maybe_unused]] T x) {
    if constexpr (std::is_floating_point_v<T>) {
        return std::isnan(x);
    } else {
        return false;
    }
}

// The order key_sort.hpp promises.
template <class T>
bool before(T a, T b, key_order order) {
    if (is_nan(a) || is_nan(b)) return !is_nan(a) && is_nan(b);
    if (order == key_order::descending) std::swap(a, b);
    if (a != b) return a < b;
    if constexpr (std::is_floating_point_v<T>) return std::signbit(a) && !std::signbit(b);
    return false;
}

enum class pattern { random, few, special, sorted, reversed, equal, runs, pipe, tail, strays, last };

template <class T>
std::vector<T> make(std::size_t n, pattern p, std::mt19937_64& random) {
    using limits = std::numeric_limits<T>;
    std::vector<bits<T>> special = {0, 1, static_cast<bits<T>>(~bits<T>{0}),
                                    static_cast<bits<T>>(bits<T>{1} << (sizeof(T) * 8 - 1)),
                                    static_cast<bits<T>>(~bits<T>{0} >> 1)};
    if constexpr (std::is_floating_point_v<T>) {
        for (T x : {T{0}, T{1}, limits::infinity(), limits::denorm_min(), limits::min(), limits::max(),
                    limits::quiet_NaN(), limits::signaling_NaN()}) {
            special.push_back(bits_of(x));
            special.push_back(bits_of(-x));
            special.push_back(static_cast<bits<T>>(bits_of(x) + 1));
        }
    }
    std::vector<bits<T>> b(n);
    for (std::size_t i = 0; i < n; ++i) {
        const std::uint64_t r = random();
        bits<T> any = static_cast<bits<T>>(r);
        if constexpr (sizeof(T) == 16) any = any << 64 | random();
        switch (p) {
        case pattern::random:
            b[i] = any;
            break;
        case pattern::few:
            b[i] = static_cast<bits<T>>(any & 3);
            break;
        case pattern::special:
            b[i] = special[r % special.size()];
            break;
        case pattern::sorted:
            b[i] = static_cast<bits<T>>(i);
            break;
        case pattern::reversed:
            b[i] = static_cast<bits<T>>(n - i);
            break;
        case pattern::equal:
            b[i] = 7;
            break;
        case pattern::pipe: // rises to its middle, then falls
            b[i] = static_cast<bits<T>>(i < n / 2 ? 2 * i : 2 * (n - i));
            break;
        case pattern::tail:
            b[i] = i < n - n / 16 ? static_cast<bits<T>>(i) : any;
            break;
        case pattern::strays:
            b[i] = r % 32 != 0 ? static_cast<bits<T>>(i) : any;
            break;
        default:
            b[i] = static_cast<bits<T>>(i % 100);
        }
    }
    std::vector<T> keys(n);
    if (n != 0) std::memcpy(keys.data(), b.data(), n * sizeof(T));
    return keys;
}

template <class T>
std::vector<bits<T>> multiset(const std::vector<T>& keys) {
    std::vector<bits<T>> b;
    for (const T& k : keys) b.push_back(bits_of(k));
    std::sort(b.begin(), b.end());
    return b;
}

// f works on a copy of `elements` that lies in an array of that size exactly (ASan sees every byte beyond),
// or, where `guarded`, between bytes that have to keep their value.
template <class T, class F>
std::vector<T> in_place(const std::vector<T>& elements, bool guarded, const F& f) {
    const std::size_t guard = guarded ? 256 : 0;
    const std::size_t size = elements.size() * sizeof(T);
    const auto bytes = std::make_unique<unsigned char[]>(size + 2 * guard + 1);
    std::memset(bytes.get(), 0xa5, size + 2 * guard);
    if (size != 0) std::memcpy(bytes.get() + guard, elements.data(), size);
    f(bytes.get() + guard);
    for (std::size_t i = 0; i < guard; ++i) {
        if (bytes[i] != 0xa5 || bytes[guard + size + i] != 0xa5) FAIL("written outside of the array");
    }
    std::vector<T> result(elements.size());
    if (size != 0) std::memcpy(result.data(), bytes.get() + guard, size);
    return result;
}

template <class F>
void with_each_kernel(const F& f) {
    const auto& kernels = arsenal::detail::supported_key_kernels();
    for (std::size_t i = 0; i < kernels.count; ++i) {
        INFO(kernels.all[i]->name);
        f(*kernels.all[i]);
    }
}

} // namespace key_test
