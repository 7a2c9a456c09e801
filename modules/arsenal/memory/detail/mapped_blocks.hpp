#pragma once

#include <arsenal/memory/pages.hpp>

#include <cstddef>
#include <type_traits>

namespace arsenal::inline ARSENAL_ABI::detail {

/// A block that has pages of its own.
struct mapped_block {
    char* pages;              ///< the first; the block begins here or later
    std::size_t mapped_bytes; ///< from there on, what goes back to the system
    char* block;              ///< what was given out
    std::size_t bytes;        ///< as asked for
    std::size_t alignment;    ///< as asked for
    unsigned kind;            ///< the resource's own

    bool holds(const void* p) const noexcept { return p >= pages && p < pages + mapped_bytes; }
};

/// The blocks of a resource, in the order of their addresses: an array in pages of its own, so that the
/// resource asks nobody but the system. Finding is a binary search; adding and taking out moves what comes
/// after.
class mapped_blocks {
public:
    /// Makes room for one more. Whether there was memory.
    bool reserve() noexcept;
    /// There is room, and no other block has these pages.
    void insert(const mapped_block& block) noexcept;
    void erase(mapped_block* block) noexcept;

    /// The block among whose pages p points; nullptr if there is none.
    mapped_block* find(const void* p) const noexcept;

    mapped_block* begin() const noexcept { return static_cast<mapped_block*>(array_.data()); }
    mapped_block* end() const noexcept { return begin() + size_; }
    bool empty() const noexcept { return size_ == 0; }
    void clear() noexcept { size_ = 0; }

private:
    static_assert(std::is_trivially_copyable_v<mapped_block>);

    mapping array_;
    std::size_t size_ = 0;
};

} // namespace arsenal::inline ARSENAL_ABI::detail
