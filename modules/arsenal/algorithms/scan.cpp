#include <arsenal/algorithms/detail/scan.hpp>

#include <arsenal/algorithms/detail/scan_kernel.hpp>
#include <arsenal/algorithms/rotate.hpp>
#include <arsenal/platform/cpu.hpp>

#include <atomic>

namespace arsenal::inline ARSENAL_ABI::detail {

namespace {

constinit std::atomic<const scan_kernel*> in_use{nullptr};

[[gnu::cold, gnu::noinline]] const scan_kernel& choose() noexcept {
    const scan_kernel* widest = &scan_baseline;
#if defined(__x86_64__)
    if (scan_kernel_runs(scan_avx2)) widest = &scan_avx2;
    if (scan_kernel_runs(scan_avx512)) widest = &scan_avx512;
#endif
    in_use.store(widest, std::memory_order_relaxed);
    return *widest;
}

inline const scan_kernel& kernel() noexcept {
    const scan_kernel* const known = in_use.load(std::memory_order_relaxed); // the tables are constants
    return known != nullptr ? *known : choose();
}

} // namespace

bool scan_kernel_runs(const scan_kernel& kernel) noexcept {
#if defined(__x86_64__)
    const cpu_features& has = cpu();
    if (&kernel == &scan_avx2) return has.avx2 && has.popcnt;
    if (&kernel == &scan_avx512)
        return has.avx512f && has.avx512bw && has.avx512dq && has.avx512vl && has.avx512vbmi &&
               has.avx512vbmi2 && has.popcnt;
#endif
    return &kernel == &scan_baseline;
}

void force_scan_kernel(const scan_kernel* kernel) noexcept {
    in_use.store(kernel, std::memory_order_relaxed);
}

namespace {

constexpr std::size_t rotate_buffer = 4096;

void swap_blocks(char* p, char* q, std::size_t n) noexcept {
    char buffer[512];
    while (n != 0) {
        const std::size_t now = n < sizeof(buffer) ? n : sizeof(buffer);
        __builtin_memcpy(buffer, p, now);
        __builtin_memcpy(p, q, now);
        __builtin_memcpy(q, buffer, now);
        p += now;
        q += now;
        n -= now;
    }
}

} // namespace

void rotate_bytes(void* bytes, std::size_t left, std::size_t right) noexcept {
    char* p = static_cast<char*>(bytes);
    while (left > rotate_buffer &&
           right > rotate_buffer) { // either block to its place, as often as the shorter is long
        if (left <= right) {
            swap_blocks(p, p + left, left);
            p += left;
            right -= left;
        } else {
            swap_blocks(p + left - right, p + left, right);
            left -= right;
        }
    }
    char buffer[rotate_buffer];
    if (left <= right) {
        __builtin_memcpy(buffer, p, left);
        __builtin_memmove(p, p + left, right);
        __builtin_memcpy(p + right, buffer, left);
    } else {
        __builtin_memcpy(buffer, p + left, right);
        __builtin_memmove(p + right, p, left);
        __builtin_memcpy(p, buffer, right);
    }
}

template <class Word>
std::size_t scan_find(const void* p, std::size_t n, Word value) noexcept {
    return kernel().equality_scans<Word>::find(p, n, value);
}
template <class Word>
std::size_t scan_find_not(const void* p, std::size_t n, Word value) noexcept {
    return kernel().equality_scans<Word>::find_not(p, n, value);
}
template <class Word>
std::size_t scan_count(const void* p, std::size_t n, Word value) noexcept {
    return kernel().equality_scans<Word>::count(p, n, value);
}
template <class Word>
std::size_t scan_min(const void* p, std::size_t n) noexcept {
    return kernel().order_scans<Word>::min(p, n);
}
template <class Word>
std::size_t scan_max(const void* p, std::size_t n) noexcept {
    return kernel().order_scans<Word>::max(p, n);
}
template <class Word>
scan_pair scan_minmax(const void* p, std::size_t n) noexcept {
    return kernel().order_scans<Word>::minmax(p, n);
}
template <class Word>
Word scan_min_value(const void* p, std::size_t n) noexcept {
    return kernel().value_scans<Word>::min(p, n);
}
template <class Word>
Word scan_max_value(const void* p, std::size_t n) noexcept {
    return kernel().value_scans<Word>::max(p, n);
}
template <class Word>
std::size_t scan_mismatch(const void* p, const void* q, std::size_t n) noexcept {
    return kernel().pair_scans<Word>::mismatch(p, q, n);
}
template <class Word>
std::size_t scan_disorder(const void* p, const void* q, std::size_t n) noexcept {
    return kernel().pair_scans<Word>::disorder(p, q, n);
}

template <class Word>
std::size_t scan_search(const void* p, std::size_t n, const void* q, std::size_t m) noexcept {
    return kernel().equality_scans<Word>::search(p, n, q, m);
}
template <class Word>
void scan_replace(void* p, std::size_t n, Word from, Word to) noexcept {
    kernel().equality_scans<Word>::replace(p, n, from, to);
}
template <class Word>
std::size_t scan_remove(void* p, std::size_t n, Word value) noexcept {
    return kernel().equality_scans<Word>::remove(p, n, value);
}
template <class Word>
std::size_t scan_unique(void* p, std::size_t n) noexcept {
    return kernel().equality_scans<Word>::unique(p, n);
}
template <class Word>
void scan_reverse(void* p, std::size_t n) noexcept {
    kernel().move_scans<Word>::reverse(p, n);
}
template <class Word>
std::uint64_t scan_sum(const void* p, std::size_t n) noexcept {
    return kernel().sum_scans<Word>::sum(p, n);
}
template <class Word>
void scan_partial_sum(const void* p, void* out, std::size_t n) noexcept {
    kernel().prefix_scans<Word>::partial_sum(p, out, n);
}
template <class Word>
Word scan_unordered_sum(const void* p, std::size_t n) noexcept {
    return kernel().float_scans<Word>::unordered_sum(p, n);
}

#define ARSENAL_EQUALITY_SCANS(Word)                                                                         \
    template std::size_t scan_find<Word>(const void*, std::size_t, Word) noexcept;                           \
    template std::size_t scan_find_not<Word>(const void*, std::size_t, Word) noexcept;                       \
    template std::size_t scan_count<Word>(const void*, std::size_t, Word) noexcept;                          \
    template std::size_t scan_search<Word>(const void*, std::size_t, const void*, std::size_t) noexcept;     \
    template void scan_replace<Word>(void*, std::size_t, Word, Word) noexcept;                               \
    template std::size_t scan_remove<Word>(void*, std::size_t, Word) noexcept;                               \
    template std::size_t scan_unique<Word>(void*, std::size_t) noexcept;
#define ARSENAL_ORDER_SCANS(Word)                                                                            \
    template std::size_t scan_min<Word>(const void*, std::size_t) noexcept;                                  \
    template std::size_t scan_max<Word>(const void*, std::size_t) noexcept;                                  \
    template scan_pair scan_minmax<Word>(const void*, std::size_t) noexcept;
#define ARSENAL_VALUE_SCANS(Word)                                                                            \
    template Word scan_min_value<Word>(const void*, std::size_t) noexcept;                                   \
    template Word scan_max_value<Word>(const void*, std::size_t) noexcept;
#define ARSENAL_PAIR_SCANS(Word)                                                                             \
    template std::size_t scan_mismatch<Word>(const void*, const void*, std::size_t) noexcept;                \
    template std::size_t scan_disorder<Word>(const void*, const void*, std::size_t) noexcept;

#define ARSENAL_SUM_SCAN(Word) template std::uint64_t scan_sum<Word>(const void*, std::size_t) noexcept;
#define ARSENAL_REVERSE_SCAN(Word) template void scan_reverse<Word>(void*, std::size_t) noexcept;
#define ARSENAL_PREFIX_SCAN(Word)                                                                            \
    template void scan_partial_sum<Word>(const void*, void*, std::size_t) noexcept;
#define ARSENAL_FLOAT_SCAN(Word) template Word scan_unordered_sum<Word>(const void*, std::size_t) noexcept;

ARSENAL_EQUALITY_SCANS(std::uint8_t)
ARSENAL_EQUALITY_SCANS(std::uint16_t)
ARSENAL_EQUALITY_SCANS(std::uint32_t)
ARSENAL_EQUALITY_SCANS(std::uint64_t)
ARSENAL_EQUALITY_SCANS(float)
ARSENAL_EQUALITY_SCANS(double)
ARSENAL_ORDER_SCANS(std::uint8_t)
ARSENAL_ORDER_SCANS(std::int8_t)
ARSENAL_ORDER_SCANS(std::uint16_t)
ARSENAL_ORDER_SCANS(std::int16_t)
ARSENAL_ORDER_SCANS(std::uint32_t)
ARSENAL_ORDER_SCANS(std::int32_t)
ARSENAL_ORDER_SCANS(std::uint64_t)
ARSENAL_ORDER_SCANS(std::int64_t)
ARSENAL_ORDER_SCANS(float)
ARSENAL_ORDER_SCANS(double)
ARSENAL_VALUE_SCANS(std::uint8_t)
ARSENAL_VALUE_SCANS(std::int8_t)
ARSENAL_VALUE_SCANS(std::uint16_t)
ARSENAL_VALUE_SCANS(std::int16_t)
ARSENAL_VALUE_SCANS(std::uint32_t)
ARSENAL_VALUE_SCANS(std::int32_t)
ARSENAL_VALUE_SCANS(std::uint64_t)
ARSENAL_VALUE_SCANS(std::int64_t)
ARSENAL_PAIR_SCANS(std::uint8_t)
ARSENAL_PAIR_SCANS(float)
ARSENAL_PAIR_SCANS(double)
ARSENAL_REVERSE_SCAN(std::uint8_t)
ARSENAL_REVERSE_SCAN(std::uint16_t)
ARSENAL_REVERSE_SCAN(std::uint32_t)
ARSENAL_REVERSE_SCAN(std::uint64_t)
ARSENAL_SUM_SCAN(std::uint8_t)
ARSENAL_SUM_SCAN(std::int8_t)
ARSENAL_SUM_SCAN(std::uint16_t)
ARSENAL_SUM_SCAN(std::int16_t)
ARSENAL_PREFIX_SCAN(std::uint8_t)
ARSENAL_PREFIX_SCAN(std::uint16_t)
ARSENAL_PREFIX_SCAN(std::uint32_t)
ARSENAL_FLOAT_SCAN(float)
ARSENAL_FLOAT_SCAN(double)

} // namespace arsenal::inline ARSENAL_ABI::detail
