#pragma once

#include <arsenal/memory/detail/bytes.hpp>
#include <arsenal/memory/detail/short_bytes.hpp>
#include <arsenal/platform/config.hpp>
#include <arsenal/platform/hardening.hpp>

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <type_traits>

// Arrays of bytes, as std::span<const std::byte> (of anything else: std::as_bytes). What finds something
// returns its offset, or nothing; an array may be empty, and null then, aligned as it likes, and as long as
// memory is.
//
// copy, move, set, compare and find are the C library's memcpy, memmove, memset, memcmp and memchr, which
// compilers know: here they are typed on bytes, take null with no bytes, and check that what is written fits
// (hardening fast). The others are what the C library lacks or does slowly, and use the widest vectors of the
// machine. When not to use them: on a few bytes in a hot loop, where the loop is at least as fast; on
// elements of another type, where arsenal::find, count, search and mismatch do the same for all.

namespace arsenal::inline ARSENAL_ABI {

namespace detail {

/// Whether [p, p + n) and [q, q + n) have a byte in common.
inline bool bytes_overlap(const void* p, const void* q, std::size_t n) noexcept {
    const auto a = reinterpret_cast<std::uintptr_t>(p);
    const auto b = reinterpret_cast<std::uintptr_t>(q);
    return a < b ? b - a < n : n != 0 && a - b < n;
}

} // namespace detail

namespace mem {

/// memcpy. pre: from fits into `to` and does not overlap it (move, otherwise). A thread whose strategy is
/// throughput or maximal_speed copies what exceeds the last-level cache by stream_copy.
inline void copy(std::span<std::byte> to, std::span<const std::byte> from) noexcept {
    ARSENAL_ASSERT(from.size() <= to.size(), "mem::copy of more than fits into the target");
    ARSENAL_DEBUG_ASSERT(!detail::bytes_overlap(to.data(), from.data(), from.size()),
                         "mem::copy of bytes that overlap the target");
    constexpr std::size_t much = std::size_t{1} << 20;
    if (from.size() >= much) {
        detail::bytes_copy_much(to.data(), from.data(), from.size());
    } else if (!from.empty()) {
        __builtin_memcpy(to.data(), from.data(), from.size());
    }
}

/// memmove. pre: from fits into `to`; they may overlap.
inline void move(std::span<std::byte> to, std::span<const std::byte> from) noexcept {
    ARSENAL_ASSERT(from.size() <= to.size(), "mem::move of more than fits into the target");
    if (!from.empty()) __builtin_memmove(to.data(), from.data(), from.size());
}

/// memset of all of `to`.
inline void set(std::span<std::byte> to, std::byte value) noexcept {
    if (!to.empty()) __builtin_memset(to.data(), static_cast<int>(value), to.size());
}

/// The order of the first bytes that differ, as memcmp has it, or else of the sizes.
[[nodiscard]] constexpr std::strong_ordering compare(std::span<const std::byte> a,
                                                     std::span<const std::byte> b) noexcept {
    const std::size_t n = a.size() < b.size() ? a.size() : b.size();
    if (std::is_constant_evaluated()) {
        for (std::size_t i = 0; i != n; ++i)
            if (a[i] != b[i]) return a[i] <=> b[i];
    } else if (const int order = n != 0 ? __builtin_memcmp(a.data(), b.data(), n) : 0; order != 0) {
        return order <=> 0;
    }
    return a.size() <=> b.size();
}

/// The offset of the first byte equal to value: memchr.
[[nodiscard]] constexpr std::optional<std::size_t> find(std::span<const std::byte> bytes,
                                                        std::byte value) noexcept {
    if (std::is_constant_evaluated()) {
        for (std::size_t i = 0; i != bytes.size(); ++i)
            if (bytes[i] == value) return i;
    } else if (!bytes.empty()) {
        const void* const at = __builtin_memchr(bytes.data(), static_cast<int>(value), bytes.size());
        if (at != nullptr) return static_cast<std::size_t>(static_cast<const std::byte*>(at) - bytes.data());
    }
    return std::nullopt;
}

/// The offset of the last byte equal to value. O(distance from the end)
[[nodiscard]] constexpr std::optional<std::size_t> find_last(std::span<const std::byte> bytes,
                                                             std::byte value) noexcept {
    const std::size_t n = bytes.size();
    if (std::is_constant_evaluated() || n < detail::shortest_byte_call) {
        for (std::size_t i = n; i != 0; --i)
            if (bytes[i - 1] == value) return i - 1;
        return std::nullopt;
    }
    if (n <= detail::short_bytes::longest) {
        const std::uint64_t found =
            detail::short_bytes::equal(bytes.data(), n, static_cast<std::uint8_t>(value));
        return found != 0 ? std::optional<std::size_t>(63U - static_cast<unsigned>(__builtin_clzll(found)))
                          : std::nullopt;
    }
    const std::size_t at = detail::bytes_find_last(bytes.data(), n, static_cast<std::uint8_t>(value));
    return at != n ? std::optional(at) : std::nullopt;
}

/// How many bytes equal value. O(n) [alg.count]
[[nodiscard]] constexpr std::size_t count(std::span<const std::byte> bytes, std::byte value) noexcept {
    const std::size_t n = bytes.size();
    if (!std::is_constant_evaluated() && n >= detail::shortest_byte_call)
        return detail::bytes_count(bytes.data(), n, static_cast<std::uint8_t>(value));
    std::size_t found = 0;
    for (const std::byte each : bytes) found += each == value;
    return found;
}

/// The first offset at which a and b differ; where one is the beginning of the other, its size; nothing where
/// they are equal. O(offset) [mismatch], in the form of Java's Arrays.mismatch
[[nodiscard]] constexpr std::optional<std::size_t> mismatch(std::span<const std::byte> a,
                                                            std::span<const std::byte> b) noexcept {
    const std::size_t n = a.size() < b.size() ? a.size() : b.size();
    if (std::is_constant_evaluated() || n < detail::shortest_byte_call) {
        for (std::size_t i = 0; i != n; ++i)
            if (a[i] != b[i]) return i;
        return a.size() != b.size() ? std::optional(n) : std::nullopt;
    }
    std::size_t at = n;
    if (n > detail::short_bytes::longest) {
        at = detail::bytes_mismatch(a.data(), b.data(), n);
    } else if (const std::uint64_t found = detail::short_bytes::different(a.data(), b.data(), n);
               found != 0) {
        at = static_cast<unsigned>(__builtin_ctzll(found));
    }
    return at != n || a.size() != b.size() ? std::optional(at) : std::nullopt;
}

/// The offset of the first place where `wanted` stands in bytes: 0 if it is empty. O(n + m) whatever both
/// are, nothing allocated. [alg.search]; glibc's memmem
[[nodiscard]] constexpr std::optional<std::size_t> search(std::span<const std::byte> bytes,
                                                          std::span<const std::byte> wanted) noexcept {
    const std::size_t n = bytes.size();
    const std::size_t m = wanted.size();
    if (m == 0) return 0;
    if (m > n) return std::nullopt;
    if (std::is_constant_evaluated()) {
        for (std::size_t i = 0; i != n - m + 1; ++i)
            if (mem::compare(bytes.subspan(i, m), wanted) == 0) return i;
        return std::nullopt;
    }
    if (m == 1) return mem::find(bytes, wanted[0]);
    if (m == n) return mem::compare(bytes, wanted) == 0 ? std::optional<std::size_t>(0) : std::nullopt;
    const std::size_t at = detail::bytes_search(bytes.data(), n, wanted.data(), m);
    return at != n ? std::optional(at) : std::nullopt;
}

/// Copies the bytes of `from` to the beginning of `to` in reverse order. pre: they fit and do not overlap
/// (arsenal::reverse, otherwise). O(n) [alg.reverse]
constexpr void reverse_copy(std::span<std::byte> to, std::span<const std::byte> from) noexcept {
    const std::size_t n = from.size();
    ARSENAL_ASSERT(n <= to.size(), "mem::reverse_copy of more than fits into the target");
    if (std::is_constant_evaluated() || n < detail::shortest_byte_call) {
        for (std::size_t i = 0; i != n; ++i) to[i] = from[n - 1 - i];
    } else {
        ARSENAL_DEBUG_ASSERT(!detail::bytes_overlap(to.data(), from.data(), n),
                             "mem::reverse_copy of bytes that overlap the target");
        detail::bytes_reverse_copy(to.data(), from.data(), n);
    }
}

/// memcpy by non-temporal stores where the machine has them, which write lines without reading them first:
/// faster where the target exceeds the last-level cache. When not: below that, where it is slower, and
/// whoever reads the target then has it fetched from memory. What it does for others' data in the caches is
/// not shown:
/// `./run bench memory -- bytes stream` counts what a reader beside it gets done. pre: from fits into `to`
/// and does not overlap it. Other threads see what was written as they see plain stores.
inline void stream_copy(std::span<std::byte> to, std::span<const std::byte> from) noexcept {
    ARSENAL_ASSERT(from.size() <= to.size(), "mem::stream_copy of more than fits into the target");
    ARSENAL_DEBUG_ASSERT(!detail::bytes_overlap(to.data(), from.data(), from.size()),
                         "mem::stream_copy of bytes that overlap the target");
    detail::bytes_stream_copy(to.data(), from.data(), from.size());
}

} // namespace mem

} // namespace arsenal::inline ARSENAL_ABI
