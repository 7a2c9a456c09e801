#pragma once

#include <arsenal/platform/config.hpp>

namespace arsenal::inline ARSENAL_ABI::mem {

enum class access : unsigned char { read, write };
/// How many levels of cache are to keep the line after its use: none of them, ..., all.
enum class locality : unsigned char { none, low, moderate, high };

/// Asks for the cache line of p: a hint, which may be given of any address. Worth it tens to hundreds of
/// nanoseconds ahead of an access that the processor does not foresee by itself.
template <access Access = access::read, locality Locality = locality::high>
inline void prefetch(const void* p) noexcept {
    __builtin_prefetch(p, static_cast<int>(Access), static_cast<int>(Locality));
}

} // namespace arsenal::inline ARSENAL_ABI::mem
