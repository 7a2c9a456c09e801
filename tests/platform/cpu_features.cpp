#include <catch2/catch_test_macros.hpp>

#include <bit>
#include <cstddef>
#include <type_traits>

#if ARSENAL_TEST_IMPORT
import arsenal.platform;
#else
#include <arsenal/platform.hpp>
#endif

TEST_CASE("cpu() is read once and cannot be changed") {
    static_assert(std::is_same_v<decltype(arsenal::cpu()), const arsenal::cpu_features&>);
    static_assert(noexcept(arsenal::cpu()));
    CHECK(&arsenal::cpu() == &arsenal::cpu());
}

TEST_CASE("cache sizes are plausible") {
    const arsenal::cpu_features& cpu = arsenal::cpu();
    CHECK(std::has_single_bit(cpu.cache_line_bytes));
    CHECK(cpu.cache_line_bytes >= 16);
    CHECK(cpu.cache_line_bytes <= 256);
    if (cpu.l2_bytes != 0) CHECK(cpu.l1_data_bytes <= cpu.l2_bytes);
    if (cpu.l3_bytes != 0) CHECK(cpu.l2_bytes <= cpu.l3_bytes);
}

TEST_CASE("a wider family implies what it is built on") {
    const arsenal::cpu_features& cpu = arsenal::cpu();
    if (cpu.avx2) CHECK(cpu.avx);
    if (cpu.avx) CHECK(cpu.sse4_2);
    if (cpu.fma) CHECK(cpu.avx);
    if (cpu.avx512f) CHECK(cpu.avx2);
    if (cpu.avx512bw || cpu.avx512dq || cpu.avx512vl || cpu.avx512cd) CHECK(cpu.avx512f);
    if (cpu.avx512vbmi2) CHECK(cpu.avx512bw);
    if (cpu.sve) CHECK(cpu.neon);
    if (cpu.sve2) CHECK(cpu.sve);
}

#if defined(__x86_64__)

// The compiler's run-time library reads CPUID and XCR0 for itself.
TEST_CASE("x86 flags agree with the compiler's own") {
    const arsenal::cpu_features& cpu = arsenal::cpu();
    __builtin_cpu_init();
#define ARSENAL_CHECK_FLAG(member, name) CHECK(cpu.member == (__builtin_cpu_supports(name) != 0))
    ARSENAL_CHECK_FLAG(sse2, "sse2");
    ARSENAL_CHECK_FLAG(sse3, "sse3");
    ARSENAL_CHECK_FLAG(ssse3, "ssse3");
    ARSENAL_CHECK_FLAG(sse4_1, "sse4.1");
    ARSENAL_CHECK_FLAG(sse4_2, "sse4.2");
    ARSENAL_CHECK_FLAG(avx, "avx");
    ARSENAL_CHECK_FLAG(avx2, "avx2");
    ARSENAL_CHECK_FLAG(fma, "fma");
    ARSENAL_CHECK_FLAG(avx512f, "avx512f");
    ARSENAL_CHECK_FLAG(avx512cd, "avx512cd");
    ARSENAL_CHECK_FLAG(avx512bw, "avx512bw");
    ARSENAL_CHECK_FLAG(avx512dq, "avx512dq");
    ARSENAL_CHECK_FLAG(avx512vl, "avx512vl");
    ARSENAL_CHECK_FLAG(avx512ifma, "avx512ifma");
    ARSENAL_CHECK_FLAG(avx512vbmi, "avx512vbmi");
    ARSENAL_CHECK_FLAG(avx512vbmi2, "avx512vbmi2");
    ARSENAL_CHECK_FLAG(avx512vnni, "avx512vnni");
    ARSENAL_CHECK_FLAG(avx512bitalg, "avx512bitalg");
    ARSENAL_CHECK_FLAG(avx512vpopcntdq, "avx512vpopcntdq");
    ARSENAL_CHECK_FLAG(aes, "aes");
    ARSENAL_CHECK_FLAG(pclmul, "pclmul");
    ARSENAL_CHECK_FLAG(popcnt, "popcnt");
    ARSENAL_CHECK_FLAG(bmi1, "bmi");
    ARSENAL_CHECK_FLAG(bmi2, "bmi2");
    ARSENAL_CHECK_FLAG(gfni, "gfni");
    ARSENAL_CHECK_FLAG(vpclmulqdq, "vpclmulqdq");
#undef ARSENAL_CHECK_FLAG
    CHECK((cpu.vendor == arsenal::cpu_vendor::amd) == (__builtin_cpu_is("amd") != 0));
    CHECK((cpu.vendor == arsenal::cpu_vendor::intel) == (__builtin_cpu_is("intel") != 0));
    CHECK(cpu.rdtsc);
}

#elif defined(__aarch64__)

TEST_CASE("arm64 always has NEON") {
    CHECK(arsenal::cpu().neon);
    CHECK_FALSE(arsenal::cpu().sse2);
}

#endif
