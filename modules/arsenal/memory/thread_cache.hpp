#pragma once

#include <arsenal/memory/detail/alignment.hpp>
#include <arsenal/memory/detail/block_checks.hpp>
#include <arsenal/memory/detail/block_depot.hpp>
#include <arsenal/memory/detail/cache_classes.hpp>
#include <arsenal/memory/detail/live_blocks.hpp>
#include <arsenal/memory/detail/memory_misuse.hpp>
#include <arsenal/memory/detail/thread_slots.hpp>
#include <arsenal/memory/detail/upstream.hpp>
#include <arsenal/memory/raw_resource.hpp>
#include <arsenal/memory/resource_allocator.hpp>
#include <arsenal/platform/config.hpp>
#include <arsenal/platform/hardening.hpp>
#include <arsenal/platform/sanitizer.hpp>
#include <arsenal/platform/throw.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory_resource>
#include <new>
#include <type_traits>

// For each thread a store of blocks in front of a resource, so that most allocations touch nothing that
// another thread touches: no lock, no atomic.
//
// Not for one thread. Not in front of what has such a store already (mimalloc, and less so the C library's
// malloc), unless that is slow for other reasons. Not where memory is scarce: blocks wait in the stores of
// threads that do not need them. Blocks have no owner: who frees another thread's block may use it next, and
// then two threads' blocks lie on one cache line; what is written all the time is worth padding (padded<T>).
//
// The upstream is referred to, and outlives this. It is called by any thread, at any time: it must be for
// many at once (lock_free_pool, synchronized<...>, std::pmr::new_delete_resource()). So must `bookkeeping`,
// where the stores themselves come from.
//
// Design (J. Bonwick and J. Adams, "Magazines and Vmem", USENIX 2001, but for the locks, and with the
// magazine's blocks inside the thread's record):
//
//   thread's record:   one magazine per size: | count | up to 64 blocks |
//                            empty: a batch of 32 comes,   full: the older 32 go
//   depot:             one shelf per size: batches of 32, exchanged without a lock (detail/basic_depot.hpp)
//                            no batch: as many as 1, 2, 4, ... 32 are asked for,   full: 32 are given back
//   upstream:          all at once where it can (detail/upstream.hpp)
//
// A block freed by another thread than had it goes into the magazine of who freed it, and comes back with a
// batch. Sizes: 16, 32, ... 128, and four for each doubling up to 1024, of which the upstream is asked for
// blocks, aligned to 16. What is larger or more aligned passes through. In front of an upstream with blocks
// of one size (block_bytes(), block_alignment()) there is that one.
//
// A thread that ends gives back what it has. When the cache ends, so does what threads have that live on: no
// thread may use it any more, but they may be ending. The child of a fork() by one of several threads can do
// nothing with it, nor end it: another thread may have been about to give back what it had.
//
// Complexity: constant; a 32nd of the calls copy 32 pointers, and may call the upstream. The C library is
// asked for a thread's record at its first use, 11 KB (600 bytes in front of blocks of one size). Nothing is
// asked for by deallocate() that it cannot do without.
//
// Exceptions: the upstream's, after what this thread and the depot have has gone back to it.
//
// Mode debug finds blocks freed twice, pointers that are not blocks of the cache's, and what was written
// behind a block that is smaller than its size's; AddressSanitizer every use of a free block, and of what is
// behind the bytes that were asked for.

namespace arsenal::inline ARSENAL_ABI::detail {

/// The blocks of one size that a thread has.
struct block_magazine {
    static constexpr std::uint32_t batch = block_depot::batch_size;
    static constexpr std::uint32_t capacity = 2 * batch;

    std::uint32_t count = 0;
    std::uint32_t next_refill = 1; // how many to ask the upstream for
    void* blocks[capacity];        // the newest last

    /// Forgets the oldest.
    void drop(std::uint32_t n) noexcept {
        count -= n;
        std::memmove(blocks, blocks + n, count * sizeof(void*));
    }
};

template <std::size_t Classes>
struct cache_record : thread_slot {
    std::array<block_magazine, Classes> magazines;
};

} // namespace arsenal::inline ARSENAL_ABI::detail

namespace arsenal::inline ARSENAL_ABI {

struct thread_cache_options {
    /// Of each size, that are free and belong to no thread: beyond it blocks go back to the upstream.
    std::size_t depot_bytes = 256 << 10;
};

template <raw_resource Upstream>
class thread_cache final : public memory_resource_of<thread_cache<Upstream>>, detail::thread_slots {
public:
    explicit thread_cache(Upstream& upstream, const thread_cache_options& options = {},
                          std::pmr::memory_resource* bookkeeping = std::pmr::get_default_resource())
        : thread_slots(give_back), upstream_(upstream), classes_(upstream), bookkeeping_(bookkeeping),
          depot_bytes_(options.depot_bytes), depot_(*bookkeeping) {}

    // pre: no thread uses it any more
    ~thread_cache() override {
        thread_slots::end();
        release_depot();
    }

    [[nodiscard]] void* allocate(std::size_t bytes, std::size_t alignment = detail::default_alignment) {
        void* const p = take_own(bytes, class_of(bytes, alignment));
        return p != nullptr ? p : allocate_otherwise(bytes, alignment);
    }
    [[nodiscard]] void* try_allocate(std::size_t bytes,
                                     std::size_t alignment = detail::default_alignment) noexcept {
        void* const p = take_own(bytes, class_of(bytes, alignment));
        return p != nullptr ? p : try_otherwise(bytes, alignment);
    }

    void deallocate(void* p, std::size_t bytes, std::size_t alignment = detail::default_alignment) noexcept {
        const std::size_t c = class_of(bytes, alignment);
        if (c == none) [[unlikely]]
            return upstream_.deallocate(p, bytes, alignment);
        take_back(p, bytes, c);
        if (record* const mine = own_record(); mine != nullptr) [[likely]]
            if (detail::block_magazine& magazine = mine->magazines[c];
                magazine.count != detail::block_magazine::capacity) [[likely]] {
                magazine.blocks[magazine.count++] = p;
                return;
            }
        put_away(p, c);
    }

    /// Gives the upstream what the calling thread has and what the depot has.
    void release() noexcept {
        if (record* const mine = own_record())
            for (std::size_t c = 0; c != classes::count; ++c) empty(mine->magazines[c], c);
        release_depot();
    }

    bool owns(const void* p) const noexcept
        requires owning_resource<Upstream>
    {
        return upstream_.owns(p);
    }

    std::size_t block_bytes() const noexcept
        requires detail::fixed_size_resource<Upstream>
    {
        return upstream_.block_bytes();
    }
    std::size_t block_alignment() const noexcept
        requires detail::fixed_size_resource<Upstream>
    {
        return upstream_.block_alignment();
    }

    Upstream& upstream() const noexcept { return upstream_; }

private:
    using classes = detail::cache_classes<Upstream>;
    using record = detail::cache_record<classes::count>;
    static constexpr std::size_t none = classes::count;
    static constexpr bool is_checked = ARSENAL_HARDENING >= ARSENAL_HARDENING_DEBUG;

    std::size_t class_of(std::size_t bytes, std::size_t alignment) const noexcept {
        ARSENAL_DEBUG_ASSERT(detail::is_alignment(alignment), "an alignment is a power of two");
        return classes_.of(bytes, alignment);
    }

    record* own_record() const noexcept { return static_cast<record*>(mine()); }

    // nullptr: there is none of the class, or no such class.
    void* take_own(std::size_t bytes, std::size_t c) noexcept {
        record* const mine = own_record();
        if (c == none || mine == nullptr) [[unlikely]]
            return nullptr;
        detail::block_magazine& magazine = mine->magazines[c];
        return magazine.count != 0 ? hand_out(magazine.blocks[--magazine.count], bytes, c) : nullptr;
    }

    [[gnu::noinline]] void* allocate_otherwise(std::size_t bytes, std::size_t alignment) {
        const std::size_t c = class_of(bytes, alignment);
        if (c == none) return upstream_.allocate(bytes, alignment);
        if (void* const p = try_otherwise(bytes, alignment)) return p;
        void* p = upstream_.allocate(classes_.size(c), classes_.alignment()); // which should throw
        p = hand_out(from_upstream(p, c), bytes, c);
        if (p == nullptr) detail::throw_bad_alloc();
        return p;
    }
    [[gnu::noinline]] void* try_otherwise(std::size_t bytes, std::size_t alignment) noexcept {
        const std::size_t c = class_of(bytes, alignment);
        if (c == none) return detail::try_allocate_from(upstream_, bytes, alignment);
        void* const p = refill_and_take(c);
        return p != nullptr ? hand_out(p, bytes, c) : nullptr;
    }

    // What is in the cache is poisoned. nullptr: mode debug has no memory to remember it.
    void* hand_out(void* p, std::size_t bytes, std::size_t c) noexcept {
        if constexpr (is_checked) {
            if (!live_.add(p)) {
                to_upstream(&p, 1, c);
                return nullptr;
            }
            detail::asan_unpoison(p, classes_.size(c));
            detail::fill_behind(p, bytes, classes_.size(c));
            detail::asan_poison(static_cast<std::byte*>(p) + bytes, classes_.size(c) - bytes);
        } else {
            detail::asan_unpoison(p, bytes);
        }
        return p;
    }
    void take_back(void* p, [[maybe_unused]] std::size_t bytes, std::size_t c) noexcept {
        if constexpr (is_checked) {
            live_.remove(p, bytes);
            detail::asan_unpoison(p, classes_.size(c));
            if (detail::is_written_behind(p, bytes, classes_.size(c)))
                detail::memory_misused(detail::misuse::overrun, "thread_cache", p, bytes);
        }
        detail::asan_poison(p, classes_.size(c));
    }

    void* from_upstream(void* p, std::size_t c) const noexcept {
        detail::asan_poison(p, classes_.size(c));
        return p;
    }
    void to_upstream(void* const* blocks, std::size_t n, std::size_t c) noexcept {
        for (std::size_t i = 0; i != n; ++i) detail::asan_unpoison(blocks[i], classes_.size(c));
        detail::deallocate_batch_to(upstream_, blocks, n, classes_.size(c), classes_.alignment());
    }

    // The calling thread's, made if it has none. nullptr: there is no memory for it, or the thread ends.
    record* need_record() noexcept {
        if (record* const mine = own_record(); mine != nullptr || thread_ends()) return mine;
        void* const memory = detail::try_allocate_from(*bookkeeping_, sizeof(record), alignof(record));
        if (memory == nullptr) return nullptr;
        auto* const made = ::new (memory) record;
        if (attach(*made)) return made;
        destroy(*made);
        return nullptr;
    }
    void destroy(record& old) noexcept {
        old.~record();
        bookkeeping_->deallocate(&old, sizeof(record), alignof(record));
    }

    // nullptr: the upstream has none, though everything went back to it that could.
    void* refill_and_take(std::size_t c) noexcept {
        record* const mine = need_record();
        if (mine == nullptr) {
            void* const p = detail::try_allocate_from(upstream_, classes_.size(c), classes_.alignment());
            return p != nullptr ? from_upstream(p, c) : nullptr;
        }
        detail::block_magazine& magazine = mine->magazines[c];
        if (magazine.count == 0 && !refill(magazine, c)) {
            release();
            if (!refill(magazine, c)) return nullptr;
        }
        return magazine.blocks[--magazine.count];
    }
    bool refill(detail::block_magazine& magazine, std::size_t c) noexcept {
        if (depot_.take(c, magazine.blocks)) {
            magazine.count = magazine.batch;
            return true;
        }
        const std::size_t had = detail::allocate_batch_from(upstream_, magazine.blocks, magazine.next_refill,
                                                            classes_.size(c), classes_.alignment());
        for (std::size_t i = 0; i != had; ++i) from_upstream(magazine.blocks[i], c);
        magazine.count = static_cast<std::uint32_t>(had);
        magazine.next_refill = std::min(magazine.next_refill * 2, magazine.batch);
        return had != 0;
    }

    [[gnu::noinline]] void put_away(void* p, std::size_t c) noexcept {
        record* const mine = need_record();
        if (mine == nullptr) return to_upstream(&p, 1, c);
        detail::block_magazine& magazine = mine->magazines[c];
        if (magazine.count == magazine.capacity) pass_on(magazine, c);
        magazine.blocks[magazine.count++] = p;
    }
    // The oldest of at least a batch.
    void pass_on(detail::block_magazine& magazine, std::size_t c) noexcept {
        const std::size_t most = depot_bytes_ / (classes_.size(c) * magazine.batch);
        if (!depot_.put(c, magazine.blocks, static_cast<std::int32_t>(std::min<std::size_t>(most, 1U << 20))))
            to_upstream(magazine.blocks, magazine.batch, c);
        magazine.drop(magazine.batch);
    }
    void empty(detail::block_magazine& magazine, std::size_t c) noexcept {
        to_upstream(magazine.blocks, magazine.count, c);
        magazine.count = 0;
    }

    // Called of a thread that ends, and of each thread when the cache does.
    static void give_back(thread_slots& owner, detail::thread_slot& slot) noexcept {
        auto& cache = static_cast<thread_cache&>(owner);
        auto& old = static_cast<record&>(slot);
        for (std::size_t c = 0; c != classes::count; ++c) {
            detail::block_magazine& magazine = old.magazines[c];
            while (magazine.count >= magazine.batch) cache.pass_on(magazine, c);
            cache.empty(magazine, c);
        }
        cache.destroy(old);
    }

    void release_depot() noexcept {
        void* batch[detail::block_depot::batch_size];
        for (std::size_t c = 0; c != classes::count; ++c)
            while (depot_.take(c, batch)) to_upstream(batch, detail::block_depot::batch_size, c);
    }

    Upstream& upstream_;
    classes classes_;
    std::pmr::memory_resource* bookkeeping_;
    std::size_t depot_bytes_;
    detail::block_depot depot_;
    [[no_unique_address]] std::conditional_t<is_checked, detail::live_blocks, detail::no_live_blocks> live_;
};

template <class T, raw_resource Upstream>
using thread_cache_allocator = resource_allocator<T, thread_cache<Upstream>>;

} // namespace arsenal::inline ARSENAL_ABI
