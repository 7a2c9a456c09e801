// bump_memory against sums that cannot wrap: every alignment, and sizes around each power of two.

#include <catch2/catch_test_macros.hpp>

#include <arsenal/memory/detail/bump.hpp>

#include <cstddef>
#include <cstdint>

namespace {

using arsenal::detail::memory_address;

#if defined(__SIZEOF_INT128__)
__extension__ using wide = unsigned __int128;

alignas(64) std::byte memory[256];

// Whether a block of so many bytes is given out where it must be, `used` bytes being so already, or refused.
bool is_right(std::size_t used, std::size_t bytes, std::size_t alignment) {
    const std::size_t size = bytes == 0 ? 1 : bytes;
    const wide first = (wide{memory_address(memory)} + used + alignment - 1) / alignment * alignment;
    const bool has_room = first + size <= wide{memory_address(memory)} + sizeof memory;

    std::byte* const before = arsenal::detail::memory_at(memory_address(memory) + used - 1);
    std::byte* tip = before;
    void* p = nullptr;
    if (!arsenal::detail::bump_memory(tip, memory + sizeof memory - 1, bytes, alignment, p))
        return !has_room && tip == before;
    return has_room && memory_address(p) == first && memory_address(tip) == first + size - 1;
}

TEST_CASE("bump_memory: no sum of a size and an alignment wraps") {
    bool all_right = is_right(0, 0, 1);
    for (int size_bit = 0; size_bit != 64; ++size_bit)
        for (int alignment_bit = 0; alignment_bit != 64; ++alignment_bit)
            for (const std::size_t used : {0, 1, 63, 200, 255, 256})
                for (std::size_t delta = 0; delta != 5; ++delta) // two less up to two more
                    all_right &= is_right(used, (std::size_t{1} << size_bit) + delta - 2,
                                          std::size_t{1} << alignment_bit);
    CHECK(all_right);
}
#endif

} // namespace
