#pragma once

#include <arsenal/atomic/padded.hpp>
#include <arsenal/memory/detail/basic_chunk_table.hpp>
#include <arsenal/memory/detail/basic_index_stack.hpp>
#include <arsenal/platform/config.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

// The numbers of what nobody has, on several stacks: a thread gives back to its own and takes from it, so
// that threads seldom meet. Where its own is empty it takes from another's, several at once, the rest of
// which it keeps there: that saves the next walks, and what lies together goes to the same thread.
//
//   Policy::stacks                          how many
//   static std::uint32_t Policy::own_stack()   the calling thread's, below that
//
// What is taken to be kept is in nobody's sight for a moment. Where that may not be, nothing is kept (moved
// == 1), and then take() finds nothing only if there was a moment at which nothing was there: it looks at all
// stacks twice, and nothing was taken from any between the first look and the second, so that what was pushed
// in between would still be there.

namespace arsenal::inline ARSENAL_ABI::detail {

template <class Policy, class Chunk>
class basic_lock_free_pool {
public:
    using stack_type = basic_index_stack<Policy>;
    using table_type = basic_chunk_table<Policy, Chunk>;

    explicit constexpr basic_lock_free_pool(std::uint32_t first_size, std::uint32_t moved) noexcept
        : table_(first_size), moved_(moved) {}

    const table_type& table() const noexcept { return table_; }

    void give(const index_chain& numbers) noexcept { own().push(table_, numbers); }

    /// At most that many from the thread's own stack.
    index_chain take_own(std::uint32_t most) noexcept { return own().take(table_, most); }

    /// At most that many, from wherever there are some.
    index_chain take(std::uint32_t most) noexcept {
        for (std::uint64_t before = ~std::uint64_t{0};;) {
            std::uint64_t takes = 0;
            const std::uint32_t mine = Policy::own_stack();
            for (std::uint32_t i = 0; i != Policy::stacks; ++i) {
                stack_type& stack = *stacks_[(mine + i) % Policy::stacks];
                const index_chain taken = stack.take(table_, std::max(most, moved_), takes);
                if (taken.size != 0) return give_rest(taken, most);
            }
            if (takes == before) return {};
            before = takes;
        }
    }

    /// A chunk whose links are made; the caller gives its numbers. By one thread at a time.
    void add(Chunk& added) noexcept { table_.add(added); }

private:
    stack_type& own() noexcept { return *stacks_[Policy::own_stack()]; }

    // The first of these numbers, which are the caller's, `most` at most; the others are given back.
    index_chain give_rest(const index_chain& taken, std::uint32_t most) noexcept {
        if (taken.size <= most) return taken;
        std::uint32_t last = taken.first;
        for (std::uint32_t i = 1; i != most; ++i) last = table_.of(last).load(relaxed);
        give({table_.of(last).load(relaxed), taken.last, taken.size - most});
        return {taken.first, last, most};
    }

    std::array<padded<stack_type>, Policy::stacks> stacks_{};
    table_type table_;
    std::uint32_t moved_;
};

} // namespace arsenal::inline ARSENAL_ABI::detail
