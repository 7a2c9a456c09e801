#pragma once

#include <arsenal/platform/config.hpp>

#include <cstddef>
#include <span>

namespace arsenal::inline ARSENAL_ABI::mem {

/// memset of zeros that the optimiser keeps, though nobody reads them: for keys and passwords. (It reaches
/// neither what the compiler left in registers nor what it spilt elsewhere.) glibc's explicit_bzero
inline void zero_secure(std::span<std::byte> secret) noexcept {
    if (secret.empty()) return;
    __builtin_memset(secret.data(), 0, secret.size());
    asm volatile("" : : "r"(secret.data()) : "memory");
}

} // namespace arsenal::inline ARSENAL_ABI::mem
