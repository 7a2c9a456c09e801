#pragma once

#include <arsenal/atomic/memory_order.hpp>
#include <arsenal/platform/config.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

// Where the things are that numbers from 1 stand for: in chunks, each of twice as many as the one before,
// that are added one by one and stay. (So a number is found by counting its leading zeros.)
//
//   Chunk::link(offset)   the link (basic_index_stack.hpp) of one of its numbers

namespace arsenal::inline ARSENAL_ABI::detail {

template <class Policy, class Chunk>
class basic_chunk_table {
public:
    /// The first chunk has `first_size` numbers, a power of two.
    explicit constexpr basic_chunk_table(std::uint32_t first_size) noexcept
        : shift_(static_cast<std::uint32_t>(std::countr_zero(first_size))) {}
    basic_chunk_table(const basic_chunk_table&) = delete;
    basic_chunk_table& operator=(const basic_chunk_table&) = delete;

    /// How many chunks the caller may know of: all of those from which it has a number, at least.
    std::uint32_t size() const noexcept { return size_.load(acquire); }
    Chunk& operator[](std::uint32_t k) const noexcept { return *static_cast<Chunk*>(chunks_[k]); }

    /// The first number of chunk k, which is also how many numbers the chunks before it have, plus 1.
    std::uint64_t first_of(std::uint32_t k) const noexcept { return (chunk_size(k) - chunk_size(0)) + 1; }
    std::uint64_t chunk_size(std::uint32_t k) const noexcept { return std::uint64_t{1} << (shift_ + k); }

    // By one thread at a time.
    void add(Chunk& added) noexcept {
        const std::uint32_t k = size_.load(relaxed);
        chunks_[k] = &added;
        size_.store(k + 1, release);
    }

    struct place {
        std::uint32_t chunk;
        std::uint32_t offset;
    };
    place place_of(std::uint32_t number) const noexcept {
        const std::uint64_t n = std::uint64_t{number} - 1 + chunk_size(0);
        const auto top = static_cast<std::uint32_t>(std::bit_width(n) - 1);
        return {top - shift_, static_cast<std::uint32_t>(n - (std::uint64_t{1} << top))};
    }

    auto& of(std::uint32_t number) const noexcept {
        const place p = place_of(number);
        return (*this)[p.chunk].link(p.offset);
    }
    auto* find(std::uint32_t number) const noexcept {
        const place p = place_of(number);
        return p.chunk < size() ? &(*this)[p.chunk].link(p.offset) : nullptr;
    }

private:
    // A chunk was added before a number of it could be had from a stack, so who has one needs no order here.
    std::array<typename Policy::template plain<Chunk*>, Policy::most_chunks> chunks_{};
    typename Policy::template atomic<std::uint32_t> size_{0};
    std::uint32_t shift_;
};

} // namespace arsenal::inline ARSENAL_ABI::detail
