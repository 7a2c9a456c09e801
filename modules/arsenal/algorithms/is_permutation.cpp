#include <arsenal/algorithms/is_permutation.hpp>

#include <arsenal/algorithms/detail/key_sort.hpp>
#include <arsenal/algorithms/detail/scan.hpp>

#include <cstddef>
#include <cstdlib>

namespace arsenal::inline ARSENAL_ABI::detail {

namespace {

answer same_bytes(const void* p, const void* q, std::size_t n) noexcept {
    std::size_t count[256] = {};
    for (std::size_t i = 0; i != n; ++i) {
        ++count[static_cast<const unsigned char*>(p)[i]];
        --count[static_cast<const unsigned char*>(q)[i]];
    }
    for (const std::size_t c : count)
        if (c != 0) return answer::no;
    return answer::yes;
}

bool equal_keys(const void* p, const void* q, std::size_t n, key_kind kind, std::size_t bytes) noexcept {
    if (kind == key_kind::f32) return detail::scan_mismatch<float>(p, q, n) == n;
    if (kind == key_kind::f64) return detail::scan_mismatch<double>(p, q, n) == n;
    return __builtin_memcmp(p, q, bytes) == 0;
}

// A NaN equals nothing, itself neither: sorted, it would stand beside others.
bool has_nan(const void* p, std::size_t n, key_kind kind) noexcept {
    return (kind == key_kind::f32 || kind == key_kind::f64) && !equal_keys(p, p, n, kind, 0);
}

answer same_when_sorted(char* copies, const void* p, const void* q, std::size_t n, key_kind kind,
                        std::size_t bytes) noexcept {
    __builtin_memcpy(copies, p, bytes);
    __builtin_memcpy(copies + bytes, q, bytes);
    detail::sort_keys(copies, n, kind, key_order::ascending);
    detail::sort_keys(copies + bytes, n, kind, key_order::ascending);
    return equal_keys(copies, copies + bytes, n, kind, bytes) ? answer::yes : answer::no;
}

} // namespace

answer same_keys(const void* p, const void* q, std::size_t n, std::size_t size, key_kind kind) noexcept {
    const std::size_t bytes = n * size;
    if (size == 1) return same_bytes(p, q, n);
    if (has_nan(p, n, kind)) return answer::no;
    alignas(16) char small[4096];
    if (2 * bytes <= sizeof(small)) return same_when_sorted(small, p, q, n, kind, bytes);
    char* const copies = static_cast<char*>(std::malloc(2 * bytes));
    if (copies == nullptr) return answer::unknown;
    const answer same = same_when_sorted(copies, p, q, n, kind, bytes);
    std::free(copies);
    return same;
}

} // namespace arsenal::inline ARSENAL_ABI::detail
