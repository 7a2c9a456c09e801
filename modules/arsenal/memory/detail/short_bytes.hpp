#pragma once

#include <arsenal/platform/config.hpp>

#include <cstddef>
#include <cstdint>

namespace arsenal::inline ARSENAL_ABI::detail {

#if defined(__SSE2__)

/// Arrays of 8 to 32 bytes, looked at in place and without a branch on what is in them: to call the widest
/// kernel takes as long again. A bit per byte, the first byte's lowest; what two loads cover has a bit once.
struct short_bytes {
    static constexpr std::size_t longest = 32;

    static std::uint64_t equal(const void* p, std::size_t n, std::uint8_t value) noexcept {
        const sixteen all = value - sixteen{};
        if (n < 16) return spread(bits_of(two_halves(p, n) == all), n);
        return bits_of(load(p, 0) == all) | bits_of(load(p, n - 16) == all) << (n - 16);
    }

    static std::uint64_t different(const void* p, const void* q, std::size_t n) noexcept {
        if (n < 16) return spread(bits_of(two_halves(p, n) != two_halves(q, n)), n);
        return bits_of(load(p, 0) != load(q, 0)) | bits_of(load(p, n - 16) != load(q, n - 16)) << (n - 16);
    }

private:
    typedef std::uint8_t sixteen __attribute__((vector_size(16)));
    typedef std::uint64_t two_words __attribute__((vector_size(16)));
    typedef char sixteen_chars __attribute__((vector_size(16)));

    static sixteen load(const void* p, std::size_t at) noexcept {
        sixteen v;
        __builtin_memcpy(&v, static_cast<const char*>(p) + at, sizeof(v));
        return v;
    }
    /// The first 8 of n < 16 bytes, and the last 8.
    static sixteen two_halves(const void* p, std::size_t n) noexcept {
        std::uint64_t first;
        std::uint64_t last;
        __builtin_memcpy(&first, p, sizeof(first));
        __builtin_memcpy(&last, static_cast<const char*>(p) + n - sizeof(last), sizeof(last));
        return reinterpret_cast<sixteen>(two_words{first, last});
    }
    template <class Mask>
    static std::uint64_t bits_of(Mask m) noexcept {
        return static_cast<std::uint32_t>(__builtin_ia32_pmovmskb128(reinterpret_cast<sixteen_chars>(m)));
    }
    static std::uint64_t spread(std::uint64_t halves, std::size_t n) noexcept {
        return (halves & 0xff) | halves >> 8 << (n - 8);
    }
};

#else

struct short_bytes { // none
    static constexpr std::size_t longest = 0;

    static std::uint64_t equal(const void*, std::size_t, std::uint8_t) noexcept { return 0; }
    static std::uint64_t different(const void*, const void*, std::size_t) noexcept { return 0; }
};

#endif

} // namespace arsenal::inline ARSENAL_ABI::detail
