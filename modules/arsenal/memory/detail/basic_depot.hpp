#pragma once

#include <arsenal/atomic/padded.hpp>
#include <arsenal/memory/detail/basic_chunk_table.hpp>
#include <arsenal/memory/detail/basic_index_stack.hpp>
#include <arsenal/platform/config.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

// Where the threads' caches exchange blocks: full batches on shelves, one for each size, and the batches that
// are empty. A block that is freed by another thread than the one that had it comes back on this way, with
// others, so that neither thread does anything for a single block that the other sees.
//
// The depot of J. Bonwick and J. Adams, "Magazines and Vmem", USENIX 2001, without its lock: a shelf is a
// stack of numbers, each of which stands for a batch (basic_index_stack.hpp). What is in a batch belongs to
// who has its number, and is handed on with it.
//
//   Chunk::batch_size      blocks in a batch
//   Chunk::batch(offset)   the batch of one of its numbers: an array of Policy::plain<void*>

namespace arsenal::inline ARSENAL_ABI::detail {

template <class Policy, class Chunk>
class basic_depot {
public:
    using table_type = basic_chunk_table<Policy, Chunk>;

    explicit constexpr basic_depot(std::uint32_t first_size) noexcept : table_(first_size) {}

    const table_type& table() const noexcept { return table_; }

    /// Whether the shelf has `most` batches: one more or less for each thread that is just at it.
    bool has(std::size_t shelf, std::int32_t most) const noexcept {
        return shelves_[shelf]->batches.load(relaxed) >= most;
    }

    /// Leaves a batch on the shelf. False: it has `most` already, or there is no empty one.
    bool put(std::size_t shelf, void* const* blocks, std::int32_t most) noexcept {
        shelf_type& its = *shelves_[shelf];
        if (has(shelf, most)) return false;
        const index_chain one = empty_->take(table_, 1);
        if (one.size == 0) return false;
        auto& places = batch_of(one.first);
        for (std::size_t i = 0; i != Chunk::batch_size; ++i) places[i] = blocks[i];
        its.batches.fetch_add(1, relaxed);
        its.full.push(table_, one);
        return true;
    }

    /// Has a batch from the shelf. False: there is none.
    bool take(std::size_t shelf, void** blocks) noexcept {
        shelf_type& its = *shelves_[shelf];
        const index_chain one = its.full.take(table_, 1);
        if (one.size == 0) return false;
        its.batches.fetch_sub(1, relaxed);
        auto& places = batch_of(one.first);
        for (std::size_t i = 0; i != Chunk::batch_size; ++i) blocks[i] = places[i];
        empty_->push(table_, one);
        return true;
    }

    /// More empty ones, whose links are made. By one thread at a time.
    void add(Chunk& added, const index_chain& batches) noexcept {
        table_.add(added);
        empty_->push(table_, batches);
    }

private:
    struct shelf_type {
        basic_index_stack<Policy> full;
        typename Policy::template atomic<std::int32_t> batches{0};
    };

    auto& batch_of(std::uint32_t number) noexcept {
        const auto [k, offset] = table_.place_of(number);
        return table_[k].batch(offset);
    }

    table_type table_;
    padded<basic_index_stack<Policy>> empty_;
    std::array<padded<shelf_type>, Policy::shelves> shelves_{};
};

} // namespace arsenal::inline ARSENAL_ABI::detail
