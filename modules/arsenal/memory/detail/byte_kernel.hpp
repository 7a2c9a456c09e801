#pragma once

#include <arsenal/memory/detail/byte_rows.hpp>
#include <arsenal/platform/config.hpp>

#include <cstddef>
#include <cstdint>

// What the byte functions need beyond arsenal.algorithms' scans, compiled for one instruction set. All tables
// compute the same functions, read nothing outside [p, p + n) and return n where nothing was found.

namespace arsenal::inline ARSENAL_ABI::detail {

enum class byte_search_end : unsigned char {
    found,  // at `at`
    absent, // nowhere
    spent,  // not before `at`, and looking further in this manner could take more than linear time
};
struct byte_search_result {
    std::size_t at;
    byte_search_end end;
};

struct byte_kernel {
    std::size_t (*find_last)(const void* p, std::size_t n, std::uint8_t value) noexcept;
    // The first of the m bytes at q; 2 <= m <= few_bytes.
    std::size_t (*find_few)(const void* p, std::size_t n, const void* q, std::size_t m) noexcept;
    // The same of more of them.
    std::size_t (*find_many)(const void* p, std::size_t n, const void* q, std::size_t m) noexcept;
    std::size_t (*find_rows)(const void* p, std::size_t n, const byte_rows& rows) noexcept;
    // The first place of the m bytes at q; 2 <= m <= n.
    byte_search_result (*search)(const void* p, std::size_t n, const void* q, std::size_t m) noexcept;
    void (*reverse_copy)(void* to, const void* from, std::size_t n) noexcept; // that do not overlap
};

extern const byte_kernel bytes_baseline;
#if defined(__x86_64__)
extern const byte_kernel bytes_avx2;
extern const byte_kernel bytes_avx512; // with VBMI: of Ice Lake, Zen 4 and later
#endif

#if defined(__x86_64__)
/// What bytes_avx512 searches with, too: reads of 64 bytes at any alignment, of which each lies across two
/// cache lines, take longer than twice as many of 32.
byte_search_result bytes_avx2_search(const void* p, std::size_t n, const void* q, std::size_t m) noexcept;
#endif

/// Whether this machine runs `kernel`.
bool byte_kernel_runs(const byte_kernel& kernel) noexcept;
/// Has the byte functions of the process use `kernel`, or the widest that runs where it is null: for tests.
void force_byte_kernel(const byte_kernel* kernel) noexcept;

} // namespace arsenal::inline ARSENAL_ABI::detail
