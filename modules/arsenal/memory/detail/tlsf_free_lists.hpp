#pragma once

#include <arsenal/memory/detail/tlsf_block.hpp>
#include <arsenal/platform/config.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace arsenal::inline ARSENAL_ABI::detail {

// The free blocks of a tlsf by size, in 32 * 32 classes, each with a list; two levels of bits say which lists
// hold something. In granules of 16 bytes:
//
//    class       0 ... 31 | 32 ... 63 | 64  65 ... 95  | 96  97 ... 127   | ... | 992 ... 1023
//    granules    0 ... 31 | 32 ... 63 | 64  66 ... 126 | 128 132 ... 252  | ... | 2^35 ... 2^36 - 2^30
//    level              0 |         1 |              2 |                3 | ... |         31
//
// that is, below 1 KiB a class for each size, and above it 32 between a power of two and the next (the
// paper's first and second level with SLI = 5).
struct tlsf_classes {
    static constexpr unsigned per_level = 32;
    static constexpr unsigned count = 32 * per_level;

    // Granules that make up the difference of two neighbouring classes, as a power of two.
    static constexpr unsigned step_exponent(std::size_t granules) noexcept {
        return static_cast<unsigned>(std::bit_width(granules | per_level)) - 6;
    }
    // The class that a block of so many bytes belongs to.
    static constexpr unsigned of(std::size_t bytes) noexcept {
        const std::size_t granules = bytes / tlsf_block::granularity;
        const unsigned step = step_exponent(granules);
        return step * per_level + static_cast<unsigned>(granules >> step);
    }
    // The first class all of whose blocks have so many bytes.
    static constexpr unsigned all_with(std::size_t bytes) noexcept {
        const std::size_t granules = bytes / tlsf_block::granularity;
        const unsigned step = step_exponent(granules);
        const std::size_t rounding = (std::size_t{1} << step) - 1;
        return step * per_level + static_cast<unsigned>((granules + rounding) >> step);
    }
    // The least size in a class.
    static constexpr std::size_t least_bytes(unsigned index) noexcept {
        const unsigned step = index < 2 * per_level ? 0 : index / per_level - 1;
        return (std::size_t{index - step * per_level} << step) * tlsf_block::granularity;
    }
};

class tlsf_free_lists {
public:
    // The largest block that is asked for: the least of the last class.
    static constexpr std::size_t most_bytes = tlsf_classes::least_bytes(tlsf_classes::count - 1);

    void insert(tlsf_block* block, std::size_t bytes) noexcept {
        const unsigned index = tlsf_classes::of(bytes);
        levels_ |= 1U << index / tlsf_classes::per_level;
        classes_[index / tlsf_classes::per_level] |= 1U << index % tlsf_classes::per_level;
        block->enter(&heads_[index]);
    }

    void remove(tlsf_block* block) noexcept {
        if (block->leave()) forget_if_empty(tlsf_classes::of(block->bytes()));
    }

    // The first block of the first list from that class on, or nullptr.
    tlsf_block* first_from(unsigned index) const noexcept {
        unsigned level = index / tlsf_classes::per_level;
        std::uint32_t in_level = classes_[level] & (~0U << index % tlsf_classes::per_level);
        if (in_level == 0) {
            const std::uint32_t above = levels_ & (~1U << level);
            if (above == 0) return nullptr;
            level = static_cast<unsigned>(std::countr_zero(above));
            in_level = classes_[level];
        }
        return first_of(level * tlsf_classes::per_level + static_cast<unsigned>(std::countr_zero(in_level)));
    }
    // The first block of that class, or nullptr.
    tlsf_block* first_of(unsigned index) const noexcept { return tlsf_block::at(heads_[index]); }

    // What the bits say, for checks.
    bool says_empty(unsigned index) const noexcept {
        const std::uint32_t in_level = classes_[index / tlsf_classes::per_level];
        return (in_level >> index % tlsf_classes::per_level & 1) == 0;
    }
    bool levels_agree() const noexcept {
        for (unsigned level = 0; level != classes_.size(); ++level)
            if ((levels_ >> level & 1) != (classes_[level] != 0)) return false;
        return true;
    }
    // The last class that has a block, or 0, which never has.
    unsigned last_class() const noexcept {
        if (levels_ == 0) return 0;
        const auto level = static_cast<unsigned>(std::bit_width(levels_)) - 1;
        return level * tlsf_classes::per_level + static_cast<unsigned>(std::bit_width(classes_[level])) - 1;
    }
    const tlsf_word* head(unsigned index) const noexcept { return &heads_[index]; }

private:
    void forget_if_empty(unsigned index) noexcept {
        if (heads_[index] != 0) return;
        std::uint32_t& in_level = classes_[index / tlsf_classes::per_level];
        in_level &= ~(1U << index % tlsf_classes::per_level);
        if (in_level == 0) levels_ &= ~(1U << index / tlsf_classes::per_level);
    }

    std::uint32_t levels_ = 0; // bit l: classes_[l] is not 0
    std::array<std::uint32_t, tlsf_classes::per_level>
        classes_{};                                           // bit c: the list of class 32 l + c has a block
    std::array<std::uintptr_t, tlsf_classes::count> heads_{}; // read and written as tlsf_words
};

static_assert(tlsf_classes::of(tlsf_block::least_bytes) == 2);
static_assert(tlsf_classes::of((std::size_t{1} << 40) - tlsf_block::granularity) == tlsf_classes::count - 1);
static_assert(tlsf_classes::all_with(tlsf_free_lists::most_bytes) == tlsf_classes::count - 1);

} // namespace arsenal::inline ARSENAL_ABI::detail
