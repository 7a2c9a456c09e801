#pragma once

#include <arsenal/memory/detail/byte_rows.hpp>
#include <arsenal/platform/config.hpp>

#include <cstddef>
#include <cstdint>

// The compiled functions behind the byte functions, on the widest vectors that the machine has. All take any
// alignment; p may be null where n is 0. What finds returns n where there is nothing.

namespace arsenal::inline ARSENAL_ABI::detail {

/// Fewer bytes are looked at in place: a call costs more.
inline constexpr std::size_t shortest_byte_call = 8;

std::size_t bytes_find_last(const void* p, std::size_t n, std::uint8_t value) noexcept;
std::size_t bytes_count(const void* p, std::size_t n, std::uint8_t value) noexcept;
std::size_t bytes_mismatch(const void* p, const void* q, std::size_t n) noexcept;
/// The place of the m bytes at q; 2 <= m <= n. O(n + m).
std::size_t bytes_search(const void* p, std::size_t n, const void* q, std::size_t m) noexcept;
/// The first of the m bytes at q; m > 1.
std::size_t bytes_find_any(const void* p, std::size_t n, const void* q, std::size_t m) noexcept;
/// The first of a set's bytes, more than few_bytes.
std::size_t bytes_find_rows(const void* p, std::size_t n, const byte_rows& rows) noexcept;

// Between arrays that do not overlap.
void bytes_reverse_copy(void* to, const void* from, std::size_t n) noexcept;
void bytes_stream_copy(void* to, const void* from, std::size_t n) noexcept;
/// Whether the thread's strategy asks for stream_copy of n bytes.
bool bytes_copy_streams(std::size_t n) noexcept;
/// memcpy of much, or that.
void bytes_copy_much(void* to, const void* from, std::size_t n) noexcept;

} // namespace arsenal::inline ARSENAL_ABI::detail
