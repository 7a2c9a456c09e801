#pragma once

#include <arsenal/platform/config.hpp>

#include <cstddef>
#include <cstdint>

// The scans of arrays of numbers, compiled for one instruction set. All tables compute the same functions,
// and read nothing outside [p, p + n). What they have in common:
//
//   Word    an element: an unsigned integer where only equality counts (for signed ones and pointers, too),
//   an
//           integer of either sign where order counts, float or double. Equality of floats is ==, not that of
//           bits.
//   p       its array, aligned as Words are
//   result  an index; n where nothing was found

namespace arsenal::inline ARSENAL_ABI::detail {

struct scan_pair {
    std::size_t min;
    std::size_t max;
};

template <class Word>
struct equality_scans {
    std::size_t (*find)(const void* p, std::size_t n, Word value) noexcept;
    std::size_t (*find_not)(const void* p, std::size_t n, Word value) noexcept;
    std::size_t (*count)(const void* p, std::size_t n, Word value) noexcept;
    // The first place in [0, n - m] of the m words at q; 2 <= m <= n.
    std::size_t (*search)(const void* p, std::size_t n, const void* q, std::size_t m) noexcept;
    void (*replace)(void* p, std::size_t n, Word from, Word to) noexcept;
    // What remains is moved to the front; the result is its length, what is behind it unspecified.
    std::size_t (*remove)(void* p, std::size_t n, Word value) noexcept;
    std::size_t (*unique)(void* p, std::size_t n) noexcept; // n > 0
};

template <class Word>
struct move_scans { // of anything as large
    void (*reverse)(void* p, std::size_t n) noexcept;
};

template <class Word>
struct sum_scans { // of narrow integers, modulo 2^64
    std::uint64_t (*sum)(const void* p, std::size_t n) noexcept;
};

template <class Word>
struct prefix_scans { // of integers, modulo their own size
    // out[i] = p[0] + ... + p[i]; out may be p.
    void (*partial_sum)(const void* p, void* out, std::size_t n) noexcept;
};

template <class Word>
struct float_scans {
    Word (*unordered_sum)(const void* p, std::size_t n) noexcept;
};

// NaNs: what std's loops give. The smallest is p[0] if that is a NaN, and no other NaN ever is.
template <class Word>
struct order_scans {
    std::size_t (*min)(const void* p, std::size_t n) noexcept; // the first smallest; n > 0
    std::size_t (*max)(const void* p, std::size_t n) noexcept; // the first largest
    // The first smallest and the last largest; {n, n} where there is a NaN.
    scan_pair (*minmax)(const void* p, std::size_t n) noexcept;
};

template <class Word>
struct value_scans { // of integers; n > 0
    Word (*min)(const void* p, std::size_t n) noexcept;
    Word (*max)(const void* p, std::size_t n) noexcept;
};

template <class Word>
struct pair_scans {
    std::size_t (*mismatch)(const void* p, const void* q, std::size_t n) noexcept; // the first p[i] != q[i]
    std::size_t (*disorder)(const void* p, const void* q, std::size_t n) noexcept; // the first < or >
};

struct scan_kernel : equality_scans<std::uint8_t>,
                     equality_scans<std::uint16_t>,
                     equality_scans<std::uint32_t>,
                     equality_scans<std::uint64_t>,
                     equality_scans<float>,
                     equality_scans<double>,
                     order_scans<std::uint8_t>,
                     order_scans<std::int8_t>,
                     order_scans<std::uint16_t>,
                     order_scans<std::int16_t>,
                     order_scans<std::uint32_t>,
                     order_scans<std::int32_t>,
                     order_scans<std::uint64_t>,
                     order_scans<std::int64_t>,
                     order_scans<float>,
                     order_scans<double>,
                     value_scans<std::uint8_t>,
                     value_scans<std::int8_t>,
                     value_scans<std::uint16_t>,
                     value_scans<std::int16_t>,
                     value_scans<std::uint32_t>,
                     value_scans<std::int32_t>,
                     value_scans<std::uint64_t>,
                     value_scans<std::int64_t>,
                     pair_scans<std::uint8_t>, // of integers of every width: the index of a byte
                     pair_scans<float>,
                     pair_scans<double>,
                     move_scans<std::uint8_t>,
                     move_scans<std::uint16_t>,
                     move_scans<std::uint32_t>,
                     move_scans<std::uint64_t>,
                     sum_scans<std::uint8_t>,
                     sum_scans<std::int8_t>,
                     sum_scans<std::uint16_t>,
                     sum_scans<std::int16_t>,
                     prefix_scans<std::uint8_t>,
                     prefix_scans<std::uint16_t>,
                     prefix_scans<std::uint32_t>,
                     float_scans<float>,
                     float_scans<double> {};

extern const scan_kernel scan_baseline;
#if defined(__x86_64__)
extern const scan_kernel scan_avx2;
extern const scan_kernel scan_avx512; // of Ice Lake, Zen 4 and later: with VBMI and VBMI2
#endif

/// Whether this machine runs `kernel`.
bool scan_kernel_runs(const scan_kernel& kernel) noexcept;
/// Has every scan of the process use `kernel`, or the widest that runs where it is null: for tests.
void force_scan_kernel(const scan_kernel* kernel) noexcept;

} // namespace arsenal::inline ARSENAL_ABI::detail
