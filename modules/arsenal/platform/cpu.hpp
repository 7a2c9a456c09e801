#pragma once

#include <arsenal/platform/config.hpp>

#include <cstddef>

namespace arsenal::inline ARSENAL_ABI {

enum class cpu_vendor : unsigned char { unknown, intel, amd, arm, apple };

// What the processor can do and the operating system lets it do. A flag of a wide-register family is set only
// if the system saves those registers on a context switch. Flags of other architectures are false; sizes are
// in bytes, 0 where the system does not tell (cache_line_bytes is then the architecture's usual one).
struct cpu_features {
    cpu_vendor vendor = cpu_vendor::unknown;

    // x86
    bool sse2 = false;
    bool sse3 = false;
    bool ssse3 = false;
    bool sse4_1 = false;
    bool sse4_2 = false;
    bool avx = false;
    bool fma = false;
    bool f16c = false;
    bool avx2 = false;
    bool avx512f = false;
    bool avx512cd = false;
    bool avx512bw = false;
    bool avx512dq = false;
    bool avx512vl = false;
    bool avx512ifma = false;
    bool avx512vbmi = false;
    bool avx512vbmi2 = false;
    bool avx512vnni = false;
    bool avx512bitalg = false;
    bool avx512vpopcntdq = false;
    bool avx512bf16 = false;
    bool avx512fp16 = false;
    bool vaes = false;
    bool vpclmulqdq = false;
    bool gfni = false;
    bool sha = false;
    bool bmi1 = false;
    bool bmi2 = false;
    bool lzcnt = false;
    bool movbe = false;
    bool cx16 = false; // CMPXCHG16B
    bool rdrand = false;
    bool rdseed = false;
    bool rdtsc = false;
    bool invariant_tsc = false; // the time-stamp counter runs at one rate in every power state
    bool hypervisor = false;

    // arm64
    bool neon = false;
    bool sve = false;
    bool sve2 = false;
    bool crc32 = false;
    bool lse = false; // single-instruction atomics
    bool sha2 = false;

    // both
    bool aes = false;
    bool pclmul = false; // carry-less multiplication: PCLMULQDQ, PMULL
    bool popcnt = false;

    std::size_t cache_line_bytes = 64;
    std::size_t l1_data_bytes = 0;
    std::size_t l2_bytes = 0;
    std::size_t l3_bytes = 0;
};

// The features of the machine, read once, at the first call. Any thread; no exceptions, no allocation.
const cpu_features& cpu() noexcept;

} // namespace arsenal::inline ARSENAL_ABI
