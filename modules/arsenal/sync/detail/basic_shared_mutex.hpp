#pragma once

#include <arsenal/platform/config.hpp>
#include <arsenal/platform/hardening.hpp>
#include <arsenal/sync/detail/basic_reader_record.hpp>
#include <arsenal/sync/detail/policy.hpp>

#include <algorithm>
#include <cstdint>
#include <limits>

// Readers and writers in one word of 64 bits, over a futex on its upper half.
//
//   bit 63      passed
//       62      readers sleep
//   61 .. 32    how many writers wait
//   31 .. 23    how many reads were counted since the last write, or since the bias ended
//       22      biased
//   21 .. 0     how many readers are counted; all ones: a writer holds it
//
// Biased: readers enter by their own records (basic_reader_record) and change nothing here. The first of 2^9
// reads in a row that are counted sets it; the next writer takes it away and waits for those readers. So what
// a write costs is about what the reads before it have spared. (Counting for a time instead, eight times as
// long as that has taken, as BRAVO does, was slower: 0.4x to 0.9x where one operation in 1,000 or 10,000
// writes.)
//
// Passed: free, and meant for those that wait. Whoever takes it clears that; so a thread about to sleep, who
// has seen it held, finds another upper half if it has been passed meanwhile, or somebody holds it again.
//
// Who frees it knows from that same step whom to wake: another thread may end the lock's life right after, so
// the wake goes to an address. A writer is counted from before it sleeps until it takes the lock, and
// readers' mark is cleared by nobody but who wakes them all: whoever is woken, or finds the word changed,
// does take the lock and free it again.

namespace arsenal::inline ARSENAL_ABI::detail {

/// The two kinds of threads that sleep on a shared mutex.
enum class sleepers : std::uint32_t { readers = 1, writers = 2 };

template <class Policy, bool PrefersReaders>
class basic_shared_mutex {
public:
    constexpr basic_shared_mutex() noexcept = default;
    basic_shared_mutex(const basic_shared_mutex&) = delete;
    basic_shared_mutex& operator=(const basic_shared_mutex&) = delete;

    ~basic_shared_mutex() = default;
    ~basic_shared_mutex()
        requires(ARSENAL_HARDENING >= ARSENAL_HARDENING_DEBUG)
    {
        const word state = state_.load(relaxed);
        ARSENAL_DEBUG_ASSERT(is_free(state), "a shared mutex is destroyed while it is held");
        if ((state & biased) != 0) Policy::heavy_fence();
        ARSENAL_DEBUG_ASSERT((state & biased) == 0 || !has_announced_readers(),
                             "a shared mutex is destroyed while readers hold it");
    }

    void lock() noexcept {
        word state = state_.load(relaxed);
        if (!is_free(state) || !state_.compare_exchange_weak(state, with_writer(state), acquire, relaxed))
            state = lock_slowly();
        if ((state & biased) != 0) await_announced_readers();
    }
    bool try_lock() noexcept {
        word state = state_.load(relaxed);
        do
            if (!is_free(state)) return false;
        while (!state_.compare_exchange_weak(state, with_writer(state), acquire, relaxed));
        if ((state & biased) == 0) return true;
        Policy::heavy_fence();
        if (!has_announced_readers()) return true;
        leave(biased);
        return false;
    }
    // pre: the calling thread holds it alone
    void unlock() noexcept { leave(0); }

    // False: as many readers hold it as can be counted.
    bool lock_shared() noexcept {
        if ((state_.load(relaxed) & biased) != 0 && announce()) [[likely]]
            return true;
        return lock_counted();
    }
    bool try_lock_shared() noexcept {
        word state = state_.load(relaxed);
        if ((state & biased) != 0 && announce()) return true;
        while (admits_reader(state))
            if (state_.compare_exchange_weak(state, with_reader(state), acquire, relaxed)) return true;
        return false;
    }
    // pre: the calling thread holds it with others
    void unlock_shared() noexcept {
        if (!Policy::reader_record().withdraw(this)) [[unlikely]]
            unlock_counted();
    }

private:
    using word = std::uint64_t;

    static constexpr word writer = (word{1} << 22) - 1; // more than Linux has threads
    static constexpr word most_readers = writer - 1;
    static constexpr word biased = word{1} << 22;
    static constexpr word one_read = word{1} << 23;
    static constexpr word reads = (word{1} << 32) - one_read;
    static constexpr word one_writer_waits = word{1} << 32;
    static constexpr word passed = word{1} << 63;
    static constexpr word readers_sleep = word{1} << 62;
    static constexpr word writers_wait = readers_sleep - one_writer_waits;

    static constexpr word holders(word state) noexcept { return state & writer; }
    static constexpr bool is_free(word state) noexcept { return holders(state) == 0; }
    // Where writers are preferred, a reader waits behind those that wait already.
    static constexpr bool admits_reader(word state) noexcept {
        return holders(state) < most_readers && (PrefersReaders || (state & writers_wait) == 0);
    }
    static constexpr std::uint32_t upper_half(word state) noexcept {
        return static_cast<std::uint32_t>(state >> 32);
    }

    // What follows a state, by who takes it or has left it.
    static constexpr word with_writer(word state) noexcept {
        return (state & (readers_sleep | writers_wait)) | writer;
    }
    static constexpr word with_reader(word state) noexcept {
        if ((state & biased) == 0) {
            if ((state & reads) >= Policy::reads_before_bias * one_read)
                state = (state & ~reads) | biased;
            else
                state += one_read;
        }
        return (state & ~passed) + 1;
    }
    static constexpr bool next_is_writer(word state) noexcept {
        return (state & writers_wait) != 0 && !(PrefersReaders && (state & readers_sleep) != 0);
    }
    static constexpr word freed(word state) noexcept {
        const word waiting = state & (readers_sleep | writers_wait);
        return next_is_writer(state) ? waiting | passed : waiting & ~readers_sleep;
    }

    // The readers that are counted. Out of line: those that are not are many more.
    [[gnu::noinline]] bool lock_counted() noexcept {
        word state = state_.load(relaxed);
        return (admits_reader(state) &&
                state_.compare_exchange_weak(state, with_reader(state), acquire, relaxed)) ||
               lock_shared_slowly();
    }
    [[gnu::noinline]] void unlock_counted() noexcept {
        word state = state_.load(relaxed);
        word left;
        for (int failures = 0;; back_off(++failures)) {
            left = holders(state) == 1 ? freed(state) | (state & (biased | reads)) : state - 1;
            if (state_.compare_exchange_weak(state, left, release, relaxed)) break;
        }
        if (holders(state) == 1) wake(state);
    }

    // By its own record; false if the lock is no longer biased.
    bool announce() noexcept {
        auto& record = Policy::reader_record();
        if (!record.announce(this)) return false;
        // acquire: what the writer did who let readers in. Who came in between has only added to its release
        // sequence.
        if ((state_.load(acquire) & biased) != 0) return true;
        record.withdraw(this);
        return false;
    }

    // pre: this thread holds it as a writer, and has taken the bias away
    [[gnu::noinline]] void await_announced_readers() noexcept {
        Policy::heavy_fence();
        Policy::for_each_reader_record([this](auto& record) { record.await_withdrawal(this); });
    }
    bool has_announced_readers() const noexcept {
        bool has = false;
        Policy::for_each_reader_record([&](auto& record) { has = has || record.names(this); });
        return has;
    }

    // Readers who come and go fetch the line from each other; who has to wait for it tries less often. (With
    // it two threads or more, of whom one in 16 writes, are twice as fast.)
    static void back_off(int failures) noexcept {
        for (int i = 0; i < (1 << std::min(failures, 8)); ++i) Policy::pause(0);
    }

    // Looks for a while whether it becomes what is wanted, unless others wait for it.
    template <class Wanted>
    word spin(Wanted wanted) noexcept {
        word state = state_.load(relaxed);
        for (int turn = 0; turn != Policy::spins && !wanted(state) && upper_half(state) == 0; ++turn) {
            Policy::pause(turn);
            state = state_.load(relaxed);
        }
        return state;
    }

    // The state it was taken from.
    [[gnu::noinline]] word lock_slowly() noexcept {
        word counted = 0; // whether this writer is among those that wait
        for (;;) {
            word state = spin(is_free);
            if (is_free(state)) {
                if (state_.compare_exchange_weak(state, with_writer(state) - counted, acquire, relaxed))
                    return state;
                continue;
            }
            if (counted == 0) {
                if (!state_.compare_exchange_weak(state, state + one_writer_waits, relaxed, relaxed))
                    continue;
                counted = one_writer_waits;
                state += one_writer_waits;
            }
            Policy::futex_wait_upper(state_, upper_half(state), sleepers::writers);
        }
    }

    [[gnu::noinline]] bool lock_shared_slowly() noexcept {
        for (int failures = 0;;) {
            word state = spin(admits_reader);
            if (admits_reader(state)) {
                if (state_.compare_exchange_weak(state, with_reader(state), acquire, relaxed)) return true;
                back_off(++failures);
                continue;
            }
            if (holders(state) == most_readers) return false;
            if ((state & readers_sleep) == 0 &&
                !state_.compare_exchange_weak(state, state | readers_sleep, relaxed, relaxed))
                continue;
            Policy::futex_wait_upper(state_, upper_half(state | readers_sleep), sleepers::readers);
        }
    }

    // As a writer. `bias` is left behind.
    void leave(word bias) noexcept {
        word state = state_.load(relaxed);
        while (!state_.compare_exchange_weak(state, freed(state) | bias, release, relaxed)) {
        }
        wake(state);
    }

    void wake(word left) noexcept {
        if (upper_half(left) != 0) [[unlikely]]
            wake_sleepers(left);
    }
    [[gnu::noinline]] void wake_sleepers(word left) noexcept {
        if (next_is_writer(left))
            Policy::futex_wake_upper(state_, 1, sleepers::writers);
        else if ((left & readers_sleep) != 0)
            Policy::futex_wake_upper(state_, std::numeric_limits<int>::max(), sleepers::readers);
    }

    typename Policy::template atomic<word> state_{0};
};

} // namespace arsenal::inline ARSENAL_ABI::detail
