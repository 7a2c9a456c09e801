#include <arsenal/algorithms/detail/key_sort.hpp>

#include <arsenal/algorithms/detail/key_kernel.hpp>
#include <arsenal/platform/cpu.hpp>

#include <cstdint>
#include <cstring>

namespace arsenal::inline ARSENAL_ABI::detail {

namespace {

key_kernels find_kernels() noexcept {
    key_kernels found = {};
    const auto add = [&](const key_kernel& kernel) { found.all[found.count++] = &kernel; };
#if defined(__x86_64__)
    const cpu_features& can = cpu();
    if (can.avx512f && can.avx512bw && can.avx512dq && can.avx512vl) add(key_kernel_avx512);
    if (can.avx2 && can.popcnt) add(key_kernel_avx2);
    if (can.sse4_2 && can.popcnt) add(key_kernel_sse4);
#elif defined(__aarch64__)
    add(key_kernel_neon);
#endif
    add(key_kernel_scalar);
    return found;
}

const key_kernel& fastest_kernel() noexcept {
    static const key_kernel& fastest = *supported_key_kernels().all[0];
    return fastest;
}

// Of 16 bits and more.
constexpr key_code code_for(key_kind kind, bool descending) noexcept {
    constexpr std::uint64_t all = ~std::uint64_t{0};
    key_code code;
    switch (kind) {
    case key_kind::u16:
        code.flip = std::uint64_t{1} << 15;
        break;
    case key_kind::u32:
        code.flip = std::uint64_t{1} << 31;
        break;
    case key_kind::u64:
    case key_kind::u128:
        code.flip = std::uint64_t{1} << 63;
        break;
    case key_kind::f32:
        code.floating = all;
        code.shift = 0x7fffff; // NaNs of one sign
        break;
    case key_kind::f64:
        code.floating = all;
        code.shift = 0xfffffffffffff;
        break;
    default:
        break;
    }
    if (descending) code.flip = ~code.flip;
    return code;
}

// A table, since making a code takes as long as sorting a few keys.
struct key_codes {
    static constexpr std::size_t kinds = static_cast<std::size_t>(key_kind::f64) + 1;
    key_code of[kinds][2];

    consteval key_codes() : of() {
        for (std::size_t kind = 0; kind < kinds; ++kind) {
            for (const bool descending : {false, true})
                of[kind][descending] = code_for(static_cast<key_kind>(kind), descending);
        }
    }
};
constexpr key_codes codes;

const key_code& code_of(key_kind kind, key_order order) noexcept {
    return codes.of[static_cast<std::size_t>(kind)][order == key_order::descending];
}

// Bytes. Up to so many are widened on the stack and go to the kernel for 16 bits; more are counted.
constexpr std::size_t most_widened = 1024;

// How many from the first on are in order, but for those of a block. A block at a time, so that the compiler
// has a loop to vectorise.
std::size_t ordered_bytes(const std::uint8_t* k, std::size_t n, unsigned flip) noexcept {
    constexpr std::size_t block = 256;
    const auto code = [&](std::size_t i) { return static_cast<std::uint8_t>(k[i] ^ flip); };
    std::size_t i = 1;
    for (; i + block <= n; i += block) {
        bool broken = false;
        for (std::size_t j = i; j < i + block; ++j) broken |= code(j) < code(j - 1);
        if (broken) return i;
    }
    for (; i < n; ++i) {
        if (code(i) < code(i - 1)) return i;
    }
    return n;
}

// A byte ^ flip is in unsigned order.
unsigned flip_of_bytes(key_kind kind, key_order order) noexcept {
    const unsigned sign = kind == key_kind::i8 ? 0x80 : 0;
    return order == key_order::descending ? sign ^ 0xff : sign;
}

template <class F>
void with_widened(std::uint8_t* k, std::size_t n, unsigned flip, const F& f) noexcept {
    std::int16_t wide[most_widened];
    for (std::size_t i = 0; i < n; ++i) wide[i] = static_cast<std::int16_t>(k[i] ^ flip);
    f(wide);
    for (std::size_t i = 0; i < n; ++i)
        k[i] = static_cast<std::uint8_t>(static_cast<unsigned>(wide[i]) ^ flip);
}

void sort_bytes(const key_kernel& kernel, std::uint8_t* k, std::size_t n, unsigned flip) noexcept {
    if (n <= most_widened) {
        return with_widened(k, n, flip,
                            [&](std::int16_t* wide) { kernel.sort_16(wide, n, {}, quicksort_levels(n)); });
    }
    if (ordered_bytes(k, n, flip) == n) return;
    // Four counters for each value: a run of equal bytes would wait for its own counter's last increment.
    std::size_t counts[4][256] = {};
    std::size_t i = 0;
    for (; i + 4 <= n; i += 4) {
        for (std::size_t j = 0; j < 4; ++j) ++counts[j][k[i + j]];
    }
    for (; i < n; ++i) ++counts[0][k[i]];
    for (unsigned code = 0; code < 256; ++code) {
        const unsigned byte = code ^ flip;
        const std::size_t count = counts[0][byte] + counts[1][byte] + counts[2][byte] + counts[3][byte];
        std::memset(k, static_cast<int>(byte), count);
        k += count;
    }
}

void select_bytes(const key_kernel& kernel, std::uint8_t* k, std::size_t n, std::size_t nth,
                  unsigned flip) noexcept {
    if (n > most_widened) return sort_bytes(kernel, k, n, flip); // in linear time
    with_widened(k, n, flip,
                 [&](std::int16_t* wide) { kernel.select_16(wide, n, nth, {}, quicksort_levels(n)); });
}

} // namespace

const key_kernels& supported_key_kernels() noexcept {
    static const key_kernels found = find_kernels();
    return found;
}

void sort_keys_with(const key_kernel& kernel, void* keys, std::size_t n, key_kind kind,
                    key_order order) noexcept {
    switch (kind) {
    case key_kind::none:
        return;
    case key_kind::u8:
    case key_kind::i8:
        return sort_bytes(kernel, static_cast<std::uint8_t*>(keys), n, flip_of_bytes(kind, order));
    case key_kind::u16:
    case key_kind::i16:
        kernel.sort_16(keys, n, code_of(kind, order), quicksort_levels(n));
        return;
    case key_kind::u32:
    case key_kind::i32:
    case key_kind::f32:
        kernel.sort_32(keys, n, code_of(kind, order), quicksort_levels(n));
        return;
    case key_kind::u64:
    case key_kind::i64:
    case key_kind::f64:
        kernel.sort_64(keys, n, code_of(kind, order), quicksort_levels(n));
        return;
    case key_kind::u128:
    case key_kind::i128:
        kernel.sort_128(keys, n, code_of(kind, order), quicksort_levels(n));
        return;
    }
}

void select_keys_with(const key_kernel& kernel, void* keys, std::size_t n, std::size_t nth, key_kind kind,
                      key_order order) noexcept {
    if (nth >= n) return;
    switch (kind) {
    case key_kind::none:
        return;
    case key_kind::u8:
    case key_kind::i8:
        return select_bytes(kernel, static_cast<std::uint8_t*>(keys), n, nth, flip_of_bytes(kind, order));
    case key_kind::u16:
    case key_kind::i16:
        kernel.select_16(keys, n, nth, code_of(kind, order), quicksort_levels(n));
        return;
    case key_kind::u32:
    case key_kind::i32:
    case key_kind::f32:
        kernel.select_32(keys, n, nth, code_of(kind, order), quicksort_levels(n));
        return;
    case key_kind::u64:
    case key_kind::i64:
    case key_kind::f64:
        kernel.select_64(keys, n, nth, code_of(kind, order), quicksort_levels(n));
        return;
    case key_kind::u128:
    case key_kind::i128:
        kernel.select_128(keys, n, nth, code_of(kind, order), quicksort_levels(n));
        return;
    }
}

std::size_t ordered_keys_with(const key_kernel& kernel, const void* keys, std::size_t n, key_kind kind,
                              key_order order) noexcept {
    switch (kind) {
    case key_kind::none:
        break;
    case key_kind::u8:
    case key_kind::i8:
        return n == 0 ? 0
                      : ordered_bytes(static_cast<const std::uint8_t*>(keys), n, flip_of_bytes(kind, order));
    case key_kind::u16:
    case key_kind::i16:
        return kernel.ordered_16(keys, n, code_of(kind, order));
    case key_kind::u32:
    case key_kind::i32:
    case key_kind::f32:
        return kernel.ordered_32(keys, n, code_of(kind, order));
    case key_kind::u64:
    case key_kind::i64:
    case key_kind::f64:
        return kernel.ordered_64(keys, n, code_of(kind, order));
    case key_kind::u128:
    case key_kind::i128:
        return kernel.ordered_128(keys, n, code_of(kind, order));
    }
    return 0;
}

void sort_records_with(const key_kernel& kernel, void* records, std::size_t n, key_kind kind,
                       key_order order) noexcept {
    kernel.sort_records(records, n, code_of(kind, order), quicksort_levels(n));
}

void sort_keys(void* keys, std::size_t n, key_kind kind, key_order order) noexcept {
    sort_keys_with(fastest_kernel(), keys, n, kind, order);
}

void select_keys(void* keys, std::size_t n, std::size_t nth, key_kind kind, key_order order) noexcept {
    select_keys_with(fastest_kernel(), keys, n, nth, kind, order);
}

std::size_t ordered_keys(const void* keys, std::size_t n, key_kind kind, key_order order) noexcept {
    return ordered_keys_with(fastest_kernel(), keys, n, kind, order);
}

void sort_records(void* records, std::size_t n, key_kind kind, key_order order) noexcept {
    sort_records_with(fastest_kernel(), records, n, kind, order);
}

} // namespace arsenal::inline ARSENAL_ABI::detail
