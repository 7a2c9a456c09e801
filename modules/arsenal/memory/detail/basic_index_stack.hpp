#pragma once

#include <arsenal/atomic/memory_order.hpp>
#include <arsenal/platform/config.hpp>

#include <cstdint>

// A stack of numbers from 1, to which any thread pushes and from which any thread takes, one or several at
// once, without a lock: R. K. Treiber, "Systems Programming: Coping with Parallelism", IBM Research Report
// RJ 5118, 1986.
//
//   head_   63 ................ 32 31 ................ 0
//           how often was taken    the top, or none
//
// Each number has a link to the one below it. The links are not in the blocks that the numbers stand for: who
// is late looks at the link of a number that another thread has by now, which must not be that thread's data.
// (So has folly's IndexedMemPool; boost's lock-free freelist looks into the block.)
//
// ABA: who takes reads the head, then the top's link, and swaps the one for the other. If meanwhile the top
// was taken, and what is below it too, and the top was pushed again, then the link is outdated though the top
// is the same. The upper half tells: for it to be the same, too, 2^32 takes have to fit between the look and
// the swap. (16 bits beside a 48-bit pointer are gone round in a millisecond.)
//
// Links are read through an object that knows where they are:
//
//   links.of(number)     of a number that was pushed
//   links.find(number)   of a number read from an outdated link, perhaps; nullptr: the caller cannot know it
//
// Orders: a push releases what its thread did with the numbers before, its links included, to whoever takes
// them. The head is only ever changed by read-modify-writes, so a take continues what pushes before it
// released, and acquires by its look at the head alone. A take releases, too, for who sees by it that a
// number has left, and looks for it elsewhere: what its thread gave before, to another stack, is seen there.

namespace arsenal::inline ARSENAL_ABI::detail {

/// Numbers that are linked, first to last; what the last is linked to means nothing.
struct index_chain {
    std::uint32_t first = 0;
    std::uint32_t last = 0;
    std::uint32_t size = 0;
};

template <class Policy>
class basic_index_stack {
public:
    static constexpr std::uint32_t none = 0;

    constexpr basic_index_stack() noexcept = default;
    basic_index_stack(const basic_index_stack&) = delete;
    basic_index_stack& operator=(const basic_index_stack&) = delete;

    template <class Links>
    void push(Links& links, const index_chain& added) noexcept {
        auto& link = links.of(added.last);
        std::uint64_t head = head_.load(relaxed);
        do link.store(top_of(head), relaxed);
        while (!head_.compare_exchange_weak(head, with_top(head, added.first), release, relaxed));
    }

    /// The top ones, `most` of them or as many as there are; sometimes fewer, but not none.
    template <class Links>
    index_chain take(Links& links, std::uint32_t most) noexcept {
        std::uint64_t takes = 0;
        return take(links, most, takes);
    }

    /// If there are none, adds to `takes` how often something was taken: while that is the same, nothing has
    /// left.
    template <class Links>
    index_chain take(Links& links, std::uint32_t most, std::uint64_t& takes) noexcept {
        std::uint64_t head = head_.load(acquire);
        while (top_of(head) != none) {
            index_chain taken{top_of(head), top_of(head), 1};
            std::uint32_t below = links.of(taken.first).load(relaxed);
            for (; taken.size != most && below != none; ++taken.size) {
                auto* const link = links.find(below);
                if (link == nullptr) break;
                taken.last = below;
                below = link->load(relaxed);
            }
            if (head_.compare_exchange_weak(head, with_top(head + one_take, below), release, acquire))
                return taken;
        }
        takes += head / one_take;
        return {};
    }

private:
    static constexpr std::uint64_t one_take = std::uint64_t{1} << 32;

    static constexpr std::uint32_t top_of(std::uint64_t head) noexcept {
        return static_cast<std::uint32_t>(head);
    }
    static constexpr std::uint64_t with_top(std::uint64_t head, std::uint32_t top) noexcept {
        return (head & ~(one_take - 1)) | top;
    }

    typename Policy::template atomic<std::uint64_t> head_{0};
};

} // namespace arsenal::inline ARSENAL_ABI::detail
