#include <arsenal/platform/cpu.hpp>

#include <cstdint>

#if defined(__linux__)
#include <unistd.h>
#endif

#if defined(__x86_64__) || defined(__i386__)

#include <cpuid.h>

namespace arsenal::inline ARSENAL_ABI {

namespace {

struct cpuid_registers {
    unsigned eax = 0;
    unsigned ebx = 0;
    unsigned ecx = 0;
    unsigned edx = 0;
};

// All zero where the processor has no such leaf.
cpuid_registers cpuid(unsigned leaf, unsigned subleaf = 0) {
    cpuid_registers r;
    __get_cpuid_count(leaf, subleaf, &r.eax, &r.ebx, &r.ecx, &r.edx);
    return r;
}

bool bit(unsigned word, unsigned index) { return (word >> index & 1) != 0; }

// XCR0: the register files that the system saves.
std::uint64_t saved_register_files() {
    unsigned low;
    unsigned high;
    __asm__("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    return std::uint64_t{high} << 32 | low;
}

constexpr std::uint64_t saves_ymm = 0x06;
constexpr std::uint64_t saves_zmm = 0xe6;

cpu_vendor read_vendor() {
    switch (cpuid(0).ebx) {
    case signature_INTEL_ebx:
        return cpu_vendor::intel;
    case signature_AMD_ebx:
        return cpu_vendor::amd;
    default:
        return cpu_vendor::unknown;
    }
}

void read_basic(cpu_features& f, const cpuid_registers& leaf1) {
    f.sse2 = bit(leaf1.edx, 26);
    f.rdtsc = bit(leaf1.edx, 4);
    f.sse3 = bit(leaf1.ecx, 0);
    f.pclmul = bit(leaf1.ecx, 1);
    f.ssse3 = bit(leaf1.ecx, 9);
    f.cx16 = bit(leaf1.ecx, 13);
    f.sse4_1 = bit(leaf1.ecx, 19);
    f.sse4_2 = bit(leaf1.ecx, 20);
    f.movbe = bit(leaf1.ecx, 22);
    f.popcnt = bit(leaf1.ecx, 23);
    f.aes = bit(leaf1.ecx, 25);
    f.rdrand = bit(leaf1.ecx, 30);
    f.hypervisor = bit(leaf1.ecx, 31);
}

void read_extended(cpu_features& f, const cpuid_registers& leaf7) {
    f.bmi1 = bit(leaf7.ebx, 3);
    f.bmi2 = bit(leaf7.ebx, 8);
    f.rdseed = bit(leaf7.ebx, 18);
    f.sha = bit(leaf7.ebx, 29);
    f.gfni = bit(leaf7.ecx, 8);
    f.lzcnt = bit(cpuid(0x80000001).ecx, 5);
    f.invariant_tsc = bit(cpuid(0x80000007).edx, 8);
}

void read_ymm(cpu_features& f, const cpuid_registers& leaf1, const cpuid_registers& leaf7) {
    f.avx = bit(leaf1.ecx, 28);
    f.fma = bit(leaf1.ecx, 12);
    f.f16c = bit(leaf1.ecx, 29);
    f.avx2 = bit(leaf7.ebx, 5);
    f.vaes = bit(leaf7.ecx, 9);
    f.vpclmulqdq = bit(leaf7.ecx, 10);
}

void read_zmm(cpu_features& f, const cpuid_registers& leaf7) {
    f.avx512f = bit(leaf7.ebx, 16);
    f.avx512dq = bit(leaf7.ebx, 17);
    f.avx512ifma = bit(leaf7.ebx, 21);
    f.avx512cd = bit(leaf7.ebx, 28);
    f.avx512bw = bit(leaf7.ebx, 30);
    f.avx512vl = bit(leaf7.ebx, 31);
    f.avx512vbmi = bit(leaf7.ecx, 1);
    f.avx512vbmi2 = bit(leaf7.ecx, 6);
    f.avx512vnni = bit(leaf7.ecx, 11);
    f.avx512bitalg = bit(leaf7.ecx, 12);
    f.avx512vpopcntdq = bit(leaf7.ecx, 14);
    f.avx512fp16 = bit(leaf7.edx, 23);
    f.avx512bf16 = bit(cpuid(7, 1).eax, 5);
}

void read_caches(cpu_features& f, const cpuid_registers& leaf1) {
    const std::size_t line = std::size_t{leaf1.ebx >> 8 & 0xff} * 8;
    if (line != 0) f.cache_line_bytes = line;

    // Intel's leaf 4 and AMD's 0x8000001d have one form: a subleaf per cache.
    const unsigned leaf = f.vendor == cpu_vendor::amd ? 0x8000001d : 4;
    for (unsigned subleaf = 0; subleaf != 8; ++subleaf) {
        const cpuid_registers r = cpuid(leaf, subleaf);
        const unsigned type = r.eax & 0x1f;
        if (type == 0) break;
        const std::size_t ways = (r.ebx >> 22) + 1;
        const std::size_t partitions = (r.ebx >> 12 & 0x3ff) + 1;
        const std::size_t line_bytes = (r.ebx & 0xfff) + 1;
        const std::size_t bytes = ways * partitions * line_bytes * (std::size_t{r.ecx} + 1);
        constexpr unsigned instruction_cache = 2;
        switch (r.eax >> 5 & 7) {
        case 1:
            if (type != instruction_cache) f.l1_data_bytes = bytes;
            break;
        case 2:
            f.l2_bytes = bytes;
            break;
        case 3:
            f.l3_bytes = bytes;
            break;
        default:
            break;
        }
    }
}

cpu_features read_cpu() {
    cpu_features f;
    f.vendor = read_vendor();
    const cpuid_registers leaf1 = cpuid(1);
    const cpuid_registers leaf7 = cpuid(7);
    read_basic(f, leaf1);
    read_extended(f, leaf7);
    constexpr unsigned osxsave = 27;
    const std::uint64_t saved = bit(leaf1.ecx, osxsave) ? saved_register_files() : 0;
    if ((saved & saves_ymm) == saves_ymm) read_ymm(f, leaf1, leaf7);
    if ((saved & saves_zmm) == saves_zmm) read_zmm(f, leaf7);
    read_caches(f, leaf1);
    return f;
}

} // namespace

} // namespace arsenal::inline ARSENAL_ABI

#elif defined(__aarch64__)

#if defined(__linux__)
#include <sys/auxv.h>
#endif

namespace arsenal::inline ARSENAL_ABI {

namespace {

#if defined(__linux__)

// From the kernel's arch/arm64 user ABI.
bool bit(unsigned long word, unsigned index) { return (word >> index & 1) != 0; }

std::size_t positive_or_zero(long value) { return value > 0 ? static_cast<std::size_t>(value) : 0; }

cpu_features read_cpu() {
    cpu_features f;
    f.vendor = cpu_vendor::arm;
    const unsigned long capabilities = getauxval(AT_HWCAP);
    f.neon = bit(capabilities, 1);
    f.aes = bit(capabilities, 3);
    f.pclmul = bit(capabilities, 4);
    f.sha2 = bit(capabilities, 6);
    f.crc32 = bit(capabilities, 7);
    f.lse = bit(capabilities, 8);
    f.sve = bit(capabilities, 22);
    f.sve2 = bit(getauxval(AT_HWCAP2), 1);
    f.popcnt = f.neon; // CNT is part of it
    if (const std::size_t line = positive_or_zero(sysconf(_SC_LEVEL1_DCACHE_LINESIZE)))
        f.cache_line_bytes = line;
    f.l1_data_bytes = positive_or_zero(sysconf(_SC_LEVEL1_DCACHE_SIZE));
    f.l2_bytes = positive_or_zero(sysconf(_SC_LEVEL2_CACHE_SIZE));
    f.l3_bytes = positive_or_zero(sysconf(_SC_LEVEL3_CACHE_SIZE));
    return f;
}

#else

cpu_features read_cpu() {
    cpu_features f;
    f.neon = f.popcnt = true;
#if defined(__APPLE__)
    f.vendor = cpu_vendor::apple;
    f.cache_line_bytes = 128;
#endif
    return f;
}

#endif

} // namespace

} // namespace arsenal::inline ARSENAL_ABI

#else

namespace arsenal::inline ARSENAL_ABI {

namespace {

cpu_features read_cpu() { return {}; }

} // namespace

} // namespace arsenal::inline ARSENAL_ABI

#endif

namespace arsenal::inline ARSENAL_ABI {

const cpu_features& cpu() noexcept {
    static const cpu_features features = read_cpu();
    return features;
}

} // namespace arsenal::inline ARSENAL_ABI
