#pragma once

#include <arsenal/platform/config.hpp>
#include <arsenal/platform/hardening.hpp>
#include <arsenal/platform/throw.hpp>
#include <arsenal/sync/detail/futex_pi.hpp>
#include <arsenal/sync/detail/policy.hpp>

#include <cerrno>
#include <cstdint>

// A mutex whose word says who holds it, by futex(2)'s rules for priority inheritance:
//
//   0                   nobody
//   a thread's number   that thread, and nobody waits
//   ... | waiters       that thread, and the kernel hands it on
//
// Taking what is free and letting go what nobody waits for is a compare_exchange; all else is the kernel's,
// which writes the word, too. FUTEX_TRYLOCK_PI is for words whose holder has died, which here stay held.

namespace arsenal::inline ARSENAL_ABI::detail {

template <class Policy>
class basic_pi_mutex {
public:
    constexpr basic_pi_mutex() noexcept = default;
    basic_pi_mutex(const basic_pi_mutex&) = delete;
    basic_pi_mutex& operator=(const basic_pi_mutex&) = delete;

    ~basic_pi_mutex() = default;
    ~basic_pi_mutex()
        requires(ARSENAL_HARDENING >= ARSENAL_HARDENING_DEBUG)
    {
        ARSENAL_DEBUG_ASSERT(is_free(), "a pi_mutex is destroyed while it is held");
    }

    void lock() {
        if (!try_lock()) lock_slowly([this] { return Policy::futex_lock_pi(word_); });
    }
    bool try_lock() noexcept {
        std::uint32_t word = free;
        return word_.compare_exchange_strong(word, Policy::self(), acquire, relaxed);
    }
    template <class Deadline>
    bool try_lock_until(const Deadline& deadline) {
        return try_lock() || lock_slowly([&] { return Policy::futex_lock_pi_until(word_, deadline); });
    }

    // pre: the calling thread holds it
    void unlock() noexcept {
        std::uint32_t word = Policy::self();
        if (!word_.compare_exchange_strong(word, free, release, relaxed)) hand_on(word);
    }

    bool is_free() const noexcept { return word_.load(relaxed) == free; }

private:
    static constexpr std::uint32_t free = 0;

    // Call returns 0 or an errno value. False: there is no more time.
    template <class Call>
    [[gnu::noinline]] bool lock_slowly(Call call) {
        if (spin()) return true;
        int error = EAGAIN;
        while (error == EAGAIN) error = call();
        if (error == ETIMEDOUT) return false;
        bool holder_died = error == ESRCH;
        if (error == 0) {
            // The kernel's writes order nothing here (nor does ThreadSanitizer see them): this reads what
            // hand_on() has released.
            holder_died = (word_.load(acquire) & futex_pi_word::owner_died) != 0;
        }
        ARSENAL_ASSERT(!holder_died, "a thread has ended that held a pi_mutex");
        if (error != 0) throw_system_error(error, "pi_mutex");
        return true;
    }

    // About as long as a system call (without it two threads that hold it for 2.5 us take 1.5 times as long).
    // It only looks: who yielded the processor to a thread of its own priority might stand still for as long
    // as that runs, its priority not yet lent to who holds the mutex.
    bool spin() noexcept {
        for (int turn = 0; turn != Policy::spins; ++turn) {
            if (is_free() && try_lock()) return true;
            Policy::pause(0); // a turn that does not yield
        }
        return false;
    }

    // The kernel is the last to touch the word: whoever has it then may end its life.
    [[gnu::noinline]] void hand_on(std::uint32_t word) noexcept {
        ARSENAL_ASSERT((word & futex_pi_word::owner) == Policy::self(),
                       "unlock of a pi_mutex that another thread holds, or nobody");
        word_.fetch_or(futex_pi_word::waiters, release); // is set already; for the release
        [[maybe_unused]] const int error = Policy::futex_unlock_pi(word_);
        ARSENAL_ASSERT(error == 0,
                       "the kernel does not know a pi_mutex that is unlocked: was it overwritten?");
    }

    typename Policy::template atomic<std::uint32_t> word_{free};
};

} // namespace arsenal::inline ARSENAL_ABI::detail
