#pragma once

#include <arsenal/hash/xxh3.hpp>
#include <arsenal/platform/config.hpp>

// XXH3 compiled for one instruction set. All kernels compute the same function over the same state.

namespace arsenal::inline ARSENAL_ABI::detail {

struct xxh3_kernel {
    std::uint64_t (*hash_64)(const void* bytes, std::size_t n, std::uint64_t seed) noexcept;
    digest128 (*hash_128)(const void* bytes, std::size_t n, std::uint64_t seed) noexcept;
    void (*update_64)(xxh3_state& state, const void* bytes, std::size_t n) noexcept;
    void (*update_128)(xxh3_state& state, const void* bytes, std::size_t n) noexcept;
};

extern const xxh3_kernel xxh3_baseline;
#if defined(__x86_64__)
extern const xxh3_kernel xxh3_avx2;
extern const xxh3_kernel xxh3_avx512;
#endif

} // namespace arsenal::inline ARSENAL_ABI::detail
