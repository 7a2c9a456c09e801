#pragma once

#include <arsenal/platform/config.hpp>
#include <arsenal/sync/detail/policy.hpp>

#include <cstdint>
#include <limits>

// Which locks one thread holds as a reader, where nobody else writes: so readers of one lock do not fetch
// each other's cache lines. A writer looks through the records of all threads (D. Dice and A. Kogan, "BRAVO:
// Biased Locking for Reader-Writer Locks", USENIX ATC 2019; here each thread has its own record instead of a
// place in a table of all, so entering takes no read-modify-write).
//
// Who announces and then looks whether it was in time, and who changes what is looked at and then looks for
// announcements: one of the two sees the other, by the fences between (light_fence on the frequent side,
// heavy_fence on the rare one).

namespace arsenal::inline ARSENAL_ABI::detail {

template <class Policy>
class basic_reader_record {
public:
    constexpr basic_reader_record() noexcept = default;
    basic_reader_record(const basic_reader_record&) = delete;
    basic_reader_record& operator=(const basic_reader_record&) = delete;

    // By the thread whose record it is:

    /// False: there is no place left. Otherwise the thread looks at the lock next, with acquire.
    bool announce(const void* lock) noexcept {
        place* const found = find(nullptr);
        if (found == nullptr) return false;
        found->store(lock, relaxed);
        Policy::light_fence();
        return true;
    }
    /// False: the lock is not here. The lock may be gone once it is withdrawn; the record stays.
    bool withdraw(const void* lock) noexcept {
        place* const found = find(lock);
        if (found == nullptr) return false;
        found->store(nullptr, release);
        Policy::light_fence();
        if (awaited_.load(relaxed) != 0) wake();
        return true;
    }

    // By any thread, after a heavy_fence:

    bool names(const void* lock) const noexcept {
        for (const place& one : places_)
            if (one.load(acquire) == lock) return true;
        return false;
    }
    /// Returns once the lock is not here. pre: it is not announced again meanwhile for long
    void await_withdrawal(const void* lock) noexcept {
        for (int turn = 0; turn != Policy::spins && names(lock); ++turn) Policy::pause(turn);
        while (names(lock)) {
            awaited_.store(1, relaxed);
            Policy::heavy_fence();
            if (names(lock)) Policy::futex_wait(awaited_, 1);
        }
    }

    /// relaxed: by the thread whose record it is.
    bool is_empty() const noexcept {
        for (const place& one : places_)
            if (one.load(relaxed) != nullptr) return false;
        return true;
    }

private:
    using place = typename Policy::template atomic<const void*>;

    // relaxed: the thread sees what it has stored itself.
    place* find(const void* lock) noexcept {
        for (place& one : places_)
            if (one.load(relaxed) == lock) return &one;
        return nullptr;
    }

    [[gnu::noinline]] void wake() noexcept {
        awaited_.store(0, relaxed);
        Policy::futex_wake(awaited_, std::numeric_limits<int>::max());
    }

    place places_[Policy::places_per_record]{};
    typename Policy::template atomic<std::uint32_t> awaited_{0}; // 1: somebody may sleep until one is empty
};

} // namespace arsenal::inline ARSENAL_ABI::detail
