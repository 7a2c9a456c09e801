#pragma once

#include <arsenal/platform/config.hpp>
#include <arsenal/sync/detail/basic_mutex.hpp>
#include <arsenal/sync/detail/policy.hpp>

#include <cstdint>

// A queue of waiters, each a node on its own stack with a word of its own to sleep on. So a notification goes
// to who has waited longest and to nobody who came after it: [thread.condition]/4 asks for one total order of
// waits and notifications, which a counter that everybody sleeps on does not give (a newcomer may take the
// wake of who came before).
//
// Who is taken out of the queue is told in its node, and does not touch the condition variable again: it may
// be destroyed as soon as all have been notified ([thread.condition.condvar]/4), whether or not they have
// returned. A waiter whose time is up takes itself out, and may find that it has just been notified; the
// destructor waits for those.

namespace arsenal::inline ARSENAL_ABI::detail {

template <class Policy>
class basic_condition_variable {
public:
    constexpr basic_condition_variable() noexcept = default;
    basic_condition_variable(const basic_condition_variable&) = delete;
    basic_condition_variable& operator=(const basic_condition_variable&) = delete;
    // pre: every waiter has been notified
    ~basic_condition_variable() {
        for (;;) {
            const std::uint32_t timed = timed_.load(acquire);
            if (timed == 0) return;
            Policy::futex_wait(timed_, timed);
        }
    }

    // pre: the calling thread holds `lock`
    template <class Lock>
    void wait(Lock& lock) {
        waiter self;
        append(self);
        lock.unlock();
        wait_for_notification(self);
        lock.lock();
    }

    // False: the deadline has passed, and no notification was taken.
    template <class Lock, class Deadline>
    bool wait_until(Lock& lock, const Deadline& deadline) {
        waiter self;
        timed_.fetch_add(1, relaxed);
        append(self);
        lock.unlock();
        const bool notified = wait_for_notification_until(self, deadline) || !remove(self);
        if (notified) wait_for_notification(self);
        leave();
        lock.lock();
        return notified;
    }

    void notify_one() noexcept {
        if (nobody_waits()) return;
        lock_.lock();
        waiter* const first = head_.load(relaxed);
        if (first != nullptr) unlink(*first);
        lock_.unlock();
        if (first != nullptr) tell(*first);
    }

    void notify_all() noexcept {
        if (nobody_waits()) return;
        lock_.lock();
        waiter* first = head_.load(relaxed);
        head_.store(nullptr, relaxed);
        tail_ = nullptr;
        for (waiter* w = first; w != nullptr; w = w->next) w->queued = false;
        lock_.unlock();
        while (first != nullptr) {
            waiter* const next = first->next; // the node ends with the telling
            tell(*first);
            first = next;
        }
    }

private:
    struct waiter {
        typename Policy::template plain<waiter*> next{nullptr}; // these three under lock_
        typename Policy::template plain<waiter*> previous{nullptr};
        typename Policy::template plain<bool> queued{true};
        typename Policy::template atomic<std::uint32_t> notified{0};
    };

    // Who started to wait before this thread's last lock of the user's mutex is seen: it was in the queue
    // before it unlocked that.
    bool nobody_waits() const noexcept { return head_.load(relaxed) == nullptr; }

    void append(waiter& w) noexcept {
        lock_.lock();
        w.previous = tail_;
        if (tail_ == nullptr)
            head_.store(&w, relaxed);
        else
            static_cast<waiter*>(tail_)->next = &w;
        tail_ = &w;
        lock_.unlock();
    }

    // pre: lock_ is held, the waiter is queued
    void unlink(waiter& w) noexcept {
        waiter* const next = w.next;
        waiter* const previous = w.previous;
        if (previous == nullptr)
            head_.store(next, relaxed);
        else
            previous->next = next;
        if (next == nullptr)
            tail_ = previous;
        else
            next->previous = previous;
        w.queued = false;
    }

    // False: it has been taken out already, and is being told.
    bool remove(waiter& w) noexcept {
        lock_.lock();
        const bool queued = w.queued;
        if (queued) unlink(w);
        lock_.unlock();
        return queued;
    }

    // release: what was read of the node was read before its end. After it the node is but an address.
    static void tell(waiter& w) noexcept {
        w.notified.store(1, release);
        Policy::futex_wake(w.notified, 1);
    }

    static bool spin(waiter& w) noexcept {
        for (int turn = 0; turn != Policy::spins; ++turn) {
            if (w.notified.load(acquire) != 0) return true;
            Policy::pause(turn);
        }
        return false;
    }
    static void wait_for_notification(waiter& w) noexcept {
        if (spin(w)) return;
        while (w.notified.load(acquire) == 0) Policy::futex_wait(w.notified, 0);
    }
    template <class Deadline>
    static bool wait_for_notification_until(waiter& w, const Deadline& deadline) {
        while (w.notified.load(relaxed) == 0) // who sees it looks again, in wait_for_notification()
            if (!Policy::futex_wait_until(w.notified, 0, deadline)) return false;
        return true;
    }

    // The last touch of a waiter with a deadline.
    void leave() noexcept {
        if (timed_.fetch_sub(1, release) == 1) Policy::futex_wake(timed_, 1);
    }

    basic_mutex<Policy> lock_;                                 // of the queue, held for a few instructions
    typename Policy::template atomic<std::uint32_t> timed_{0}; // waiters with a deadline
    typename Policy::template atomic<waiter*> head_{nullptr};  // changed under lock_
    typename Policy::template plain<waiter*> tail_{nullptr};   // under lock_
};

} // namespace arsenal::inline ARSENAL_ABI::detail
