#include <arsenal/memory/detail/bytes.hpp>

#include <cstdint>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace arsenal::inline ARSENAL_ABI::detail {

#if defined(__SSE2__)

namespace {

constexpr std::size_t line = 64;

/// A whole line of the target, which then need not be read before it is written.
void stream_line(char* to, const char* from) noexcept {
    const auto* const source = reinterpret_cast<const __m128i*>(from);
    auto* const target = reinterpret_cast<__m128i*>(to);
    const __m128i a = _mm_loadu_si128(source);
    const __m128i b = _mm_loadu_si128(source + 1);
    const __m128i c = _mm_loadu_si128(source + 2);
    const __m128i d = _mm_loadu_si128(source + 3);
    _mm_stream_si128(target, a);
    _mm_stream_si128(target + 1, b);
    _mm_stream_si128(target + 2, c);
    _mm_stream_si128(target + 3, d);
}

} // namespace

void bytes_stream_copy(void* target, const void* source, std::size_t n) noexcept {
    auto* to = static_cast<char*>(target);
    const auto* from = static_cast<const char*>(source);
    const std::size_t head = -reinterpret_cast<std::uintptr_t>(to) % line;
    if (n < head + line) {
        if (n != 0) __builtin_memcpy(to, from, n);
        return;
    }
    __builtin_memcpy(to, from, head);
    std::size_t i = head;
    for (; n - i >= line; i += line) detail::stream_line(to + i, from + i);
    _mm_sfence(); // streamed stores are ordered with no others
    __builtin_memcpy(to + i, from + i, n - i);
}

#else

void bytes_stream_copy(void* to, const void* from, std::size_t n) noexcept {
    if (n != 0) __builtin_memcpy(to, from, n);
}

#endif

} // namespace arsenal::inline ARSENAL_ABI::detail
