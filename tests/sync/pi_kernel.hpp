#pragma once

#include <arsenal/sync/detail/futex_pi.hpp>

#include <bit>
#include <cerrno>
#include <optional>
#include <support/interleave/policy.hpp>
#include <sync/explored.hpp>

// The kernel's part of a pi_mutex, for the explorer: FUTEX_LOCK_PI and FUTEX_UNLOCK_PI by futex(2) and
// Linux 6's kernel/futex/pi.c. It is a model: what is shown with it holds for a kernel that does as it says.
//
// Assumed:
// - The word changes together with the kernel's queue, in one step (the kernel does both under a lock).
// - These steps order nothing in user space: relaxed read-modify-writes, weaker than the kernel's, which are
//   full barriers. What orders is then the code under test, as ThreadSanitizer wants it, too. But UNLOCK_PI
//   is the last to touch the word; that this comes before the end of its life is for the kernel's order
//   (Unlock, release) to say.
// - LOCK_PI takes the word if nobody holds it, says EDEADLK to its holder, and else sets the waiters' bit,
//   queues and sleeps until the word is its own (the kernel loses no wake: it looks until it is).
// - UNLOCK_PI makes the word a waiter's, with the waiters' bit even if no other is left, or 0 if nobody
//   waits, and does not look at the word any more.
// - The waiter of the lowest number is the first. (Programs whose threads do the same lose nothing by that;
//   the others are explored both ways round.)
// - `spurious` times a thread is told EAGAIN, or takes the word from a waiter that has been given it and has
//   not run since (the kernel does that for a higher priority).
// - Time may be up at any moment of a sleep. Who has been given the word by then has it.
// Not modelled: threads that end, more than one mutex, memory that runs out.

namespace explored {

/// The word, and in its upper half what the kernel knows: the waiters, one bit each, and whether the holder
/// has been given the word without having run since. To the code under test it is the lower half.
class pi_word {
    using order = std::memory_order;
    using site = std::source_location;
    using both = std::uint64_t;

public:
    pi_word(std::uint32_t value = 0, site where = site::current()) : state_(value, where) {}

    std::uint32_t load(order said, site where = site::current()) const {
        return user(state_.load(said, where));
    }
    void store(std::uint32_t value, order said, site where = site::current()) {
        exchange(value, said, where);
    }
    std::uint32_t exchange(std::uint32_t value, order said, site where = site::current()) {
        return user(step([=](both old) { return std::optional(kernel(old) | value); }, said, said, where));
    }
    std::uint32_t fetch_or(std::uint32_t bits, order said, site where = site::current()) {
        return user(state_.fetch_or(bits, said, where));
    }
    bool compare_exchange_strong(std::uint32_t& expected, std::uint32_t desired, order said, order failure,
                                 site where = site::current()) {
        const std::uint32_t asked = expected;
        const auto next = [=](both old) {
            return user(old) == asked ? std::optional(kernel(old) | desired) : std::nullopt;
        };
        expected = user(step(next, said, failure, where));
        return expected == asked;
    }

private:
    template <std::memory_order, std::uint32_t>
    friend struct basic_pi_kernel;

    static std::uint32_t user(both state) { return static_cast<std::uint32_t>(state); }
    static both kernel(both state) { return state >> 32 << 32; }

    /// Stores what `update` makes of the state, if anything, and returns the state before.
    template <class Update>
    both step(Update update, order said, order failure, site where = site::current()) {
        support::interleave::request wanted;
        wanted.kind = support::interleave::event_kind::read_modify_write;
        wanted.order = said;
        wanted.failure = failure;
        wanted.conditional = true;
        wanted.object = &state_;
        wanted.update = update;
        wanted.site = where;
        return support::interleave::engine::current().perform(wanted).read;
    }
    template <class Update>
    both kernel_step(Update update, order said = order::relaxed) {
        return step(update, said, order::relaxed);
    }

    support::interleave::atomic<both> state_;
};

template <std::memory_order Unlock, std::uint32_t Waiters>
struct basic_pi_kernel : model_policy {
    template <class T>
    using atomic = pi_word;

    static int futex_lock_pi(pi_word& word) { return lock(word, false); }
    template <class Deadline>
    static int futex_lock_pi_until(pi_word& word, const Deadline&) {
        return lock(word, true);
    }

    static int futex_unlock_pi(pi_word& word) {
        const state before = word.kernel_step(
            [me = self()](state old) -> std::optional<state> {
                if (owner(old) != me) return {};
                return waiters(old) == 0 ? 0 : given(old, first(old));
            },
            Unlock);
        return owner(before) == self() ? 0 : EPERM;
    }

private:
    using state = std::uint64_t;
    using bits = arsenal::detail::futex_pi_word;

    static constexpr state has_not_run = state{1} << 63;

    static std::uint32_t owner(state s) { return static_cast<std::uint32_t>(s) & bits::owner; }
    static state waiters(state s) { return (s & ~has_not_run) >> 32; }
    static std::uint32_t first(state s) { return static_cast<std::uint32_t>(std::countr_zero(waiters(s))); }
    static state waiter(std::uint32_t thread) { return state{1} << (32 + thread); }
    static state queued(state s, std::uint32_t thread) { return s | Waiters | waiter(thread); }
    static state given(state s, std::uint32_t heir) {
        return (waiters(s) << 32 & ~waiter(heir)) | has_not_run | Waiters | heir;
    }

    static bool unusual(std::source_location where = std::source_location::current()) {
        return support::interleave::engine::current().spurious(where);
    }

    static int lock(pi_word& word, bool timed) {
        if (unusual()) return EAGAIN;
        const std::uint32_t me = self();
        const state before = word.kernel_step([=](state old) -> std::optional<state> {
            if (owner(old) == me) return {};
            return owner(old) == 0 ? old | me : queued(old, me);
        });
        if (owner(before) == me) return EDEADLK;
        if (owner(before) == 0) return 0;
        if ((before & has_not_run) != 0 && unusual() && rob(word)) return 0;
        while (!run(word)) {
            if (timed && support::interleave::choose(2) == 1) return give_up(word);
            support::interleave::spin();
        }
        return 0;
    }

    // Whoever was given it waits again.
    static bool rob(pi_word& word) {
        const auto can_be_robbed = [me = self()](state s) {
            return (s & has_not_run) != 0 && owner(s) != me;
        };
        const state before = word.kernel_step([=, me = self()](state old) {
            return can_be_robbed(old) ? std::optional(given(queued(old, owner(old)), me) & ~has_not_run)
                                      : std::nullopt;
        });
        return can_be_robbed(before);
    }

    // If the calling thread has been given the word, it runs now.
    static bool run(pi_word& word) {
        const state before = word.kernel_step([me = self()](state old) {
            return owner(old) == me ? std::optional(old & ~has_not_run) : std::nullopt;
        });
        return owner(before) == self();
    }

    static int give_up(pi_word& word) {
        const state before = word.kernel_step([me = self()](state old) {
            return std::optional(owner(old) == me ? old & ~has_not_run : old & ~waiter(me));
        });
        return owner(before) == self() ? 0 : ETIMEDOUT;
    }
};

using pi_kernel = basic_pi_kernel<std::memory_order::relaxed, arsenal::detail::futex_pi_word::waiters>;
using pi_kernel_in_order =
    basic_pi_kernel<std::memory_order::release, arsenal::detail::futex_pi_word::waiters>;
using pi_kernel_without_waiters = basic_pi_kernel<std::memory_order::relaxed, 0>;

} // namespace explored
