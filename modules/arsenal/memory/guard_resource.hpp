#pragma once

#include <arsenal/memory/detail/mapped_blocks.hpp>
#include <arsenal/memory/raw_resource.hpp>
#include <arsenal/memory/resource_allocator.hpp>
#include <arsenal/platform/throw.hpp>

#include <array>
#include <cstddef>

namespace arsenal::inline ARSENAL_ABI {

/// Finds who writes or reads where it may not, without a sanitizer: each block has pages of its own between
/// pages that nobody may touch, so that running past it ends the program (SIGSEGV) at the very instruction.
///
///   +---------+------------------------+---------+   side::end    (the end of the block is watched)
///   |  guard  | filler         | block |  guard  |
///   +---------+------------------------+---------+   side::begin  (its beginning is)
///   |  guard  | block | filler         |  guard  |
///   +---------+------------------------+---------+
///
/// With side::end up to alignment - 1 bytes of filler lie behind the block. What was written to filler is
/// found when the block is given back, as are wrong sizes, foreign addresses and blocks given back twice: the
/// program ends with a report that has the address, in every hardening mode. The pages of a block that was
/// given back are made inaccessible; the last `quarantine_length` such blocks stay so, and using them ends
/// the program. (This is Electric Fence's way: Bruce Perens, 1987.)
///
/// When not to use it: but for finding errors. A block takes a page at the least and several system calls,
/// and a process has some 65000 mappings, which is 20000 blocks; later ones are refused. Under
/// AddressSanitizer any heap shows as much; there the filler is poisoned besides.
///
/// Any alignment. Blocks that are alive at the end go back with the resource.
class guard_resource final : public memory_resource_of<guard_resource> {
public:
    enum class side { begin, end };
    static constexpr std::size_t quarantine_length = 1024;

    explicit guard_resource(side watched = side::end) noexcept : watched_(watched) {}
    ~guard_resource();

    [[nodiscard]] void* allocate(std::size_t bytes, std::size_t alignment = alignof(std::max_align_t)) {
        void* const p = try_allocate(bytes, alignment);
        if (p == nullptr) [[unlikely]]
            detail::throw_bad_alloc();
        return p;
    }
    [[nodiscard]] void* try_allocate(std::size_t bytes,
                                     std::size_t alignment = alignof(std::max_align_t)) noexcept;
    void deallocate(void* p, std::size_t bytes, std::size_t alignment = alignof(std::max_align_t)) noexcept;

    /// Of live blocks with the pages around them.
    bool owns(const void* p) const noexcept;

private:
    void quarantine(detail::mapped_block& block) noexcept;
    void forget_oldest() noexcept;

    side watched_;
    detail::mapped_blocks blocks_; // live ones, and those in quarantine
    // Those in quarantine in the order they came, from oldest_ on; null: nobody's place yet.
    std::array<char*, quarantine_length> quarantined_{};
    std::size_t oldest_ = 0;
};

template <class T>
using guard_allocator = resource_allocator<T, guard_resource>;

} // namespace arsenal::inline ARSENAL_ABI
