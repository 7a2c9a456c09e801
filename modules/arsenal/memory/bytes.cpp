#include <arsenal/memory/detail/bytes.hpp>

#include <arsenal/algorithms/detail/scan.hpp>
#include <arsenal/memory/detail/byte_kernel.hpp>
#include <arsenal/memory/detail/two_way.hpp>
#include <arsenal/platform/cpu.hpp>
#include <arsenal/platform/strategy.hpp>

#include <algorithm>
#include <atomic>

namespace arsenal::inline ARSENAL_ABI::detail {

namespace {

constinit std::atomic<const byte_kernel*> in_use{nullptr};

[[gnu::cold, gnu::noinline]] const byte_kernel& choose() noexcept {
    const byte_kernel* widest = &bytes_baseline;
#if defined(__x86_64__)
    if (byte_kernel_runs(bytes_avx2)) widest = &bytes_avx2;
    if (byte_kernel_runs(bytes_avx512)) widest = &bytes_avx512;
#endif
    in_use.store(widest, std::memory_order_relaxed);
    return *widest;
}

inline const byte_kernel& kernel() noexcept {
    const byte_kernel* const known = in_use.load(std::memory_order_relaxed); // the tables are constants
    return known != nullptr ? *known : choose();
}

} // namespace

bool byte_kernel_runs(const byte_kernel& kernel) noexcept {
#if defined(__x86_64__)
    const cpu_features& has = cpu();
    if (&kernel == &bytes_avx2) return has.avx2;
    if (&kernel == &bytes_avx512)
        return has.avx512f && has.avx512bw && has.avx512dq && has.avx512vl && has.avx512vbmi;
#endif
    return &kernel == &bytes_baseline;
}

void force_byte_kernel(const byte_kernel* kernel) noexcept {
    in_use.store(kernel, std::memory_order_relaxed);
}

std::size_t bytes_find_last(const void* p, std::size_t n, std::uint8_t value) noexcept {
    return kernel().find_last(p, n, value);
}

std::size_t bytes_count(const void* p, std::size_t n, std::uint8_t value) noexcept {
    return detail::scan_count(p, n, value);
}

std::size_t bytes_mismatch(const void* p, const void* q, std::size_t n) noexcept {
    return detail::scan_mismatch<std::uint8_t>(p, q, n);
}

void bytes_reverse_copy(void* to, const void* from, std::size_t n) noexcept {
    kernel().reverse_copy(to, from, n);
}

std::size_t bytes_find_rows(const void* p, std::size_t n, const byte_rows& rows) noexcept {
    return kernel().find_rows(p, n, rows);
}

std::size_t bytes_find_any(const void* p, std::size_t n, const void* q, std::size_t m) noexcept {
    if (m <= few_bytes) return kernel().find_few(p, n, q, m);
    return kernel().find_many(p, n, q, m);
}

namespace {

// Where the kernel gives up, which it does after work that its way made is worth, a stretch is searched by
// the two-way algorithm; long enough for the next attempt of the kernel to be paid for.
[[gnu::noinline]] std::size_t search_on(const void* p, std::size_t n, const void* q, std::size_t m,
                                        std::size_t from) noexcept {
    const auto* const bytes = static_cast<const std::uint8_t*>(p);
    const two_way_needle needle(static_cast<const std::uint8_t*>(q), m);
    std::size_t stretch = std::max<std::size_t>(std::size_t{64} << 10, m < n / 4 ? 4 * m : n);
    for (;;) {
        const std::size_t places = n - from - m + 1;
        const std::size_t now = std::min(places, stretch);
        const std::size_t at = needle.find(bytes + from, now);
        if (at != now) return from + at;
        if (now == places) return n;
        from += now;
        stretch = stretch < n / 2 ? 2 * stretch : n;
        const byte_search_result tried = kernel().search(bytes + from, n - from, q, m);
        if (tried.end == byte_search_end::absent) return n;
        from += tried.at;
        if (tried.end == byte_search_end::found) return from;
    }
}

} // namespace

std::size_t bytes_search(const void* p, std::size_t n, const void* q, std::size_t m) noexcept {
    const byte_search_result tried = kernel().search(p, n, q, m);
    return tried.end != byte_search_end::spent ? tried.at : detail::search_on(p, n, q, m, tried.at);
}

namespace {

/// What a copy has to exceed for its target to be gone from the caches before anybody reads it. A machine
/// that tells of no third level may have one: virtual ones hide it.
std::size_t last_level_bytes() noexcept {
    constexpr std::size_t usual = std::size_t{32} << 20;
    const cpu_features& machine = cpu();
    return machine.l3_bytes != 0 ? machine.l3_bytes : std::max(machine.l2_bytes, usual);
}

} // namespace

bool bytes_copy_streams(std::size_t n) noexcept {
    const strategy wanted = current_strategy();
    return (wanted == strategy::throughput || wanted == strategy::maximal_speed) &&
           n > detail::last_level_bytes();
}

void bytes_copy_much(void* to, const void* from, std::size_t n) noexcept {
    if (detail::bytes_copy_streams(n)) {
        detail::bytes_stream_copy(to, from, n);
    } else {
        __builtin_memcpy(to, from, n);
    }
}

} // namespace arsenal::inline ARSENAL_ABI::detail
