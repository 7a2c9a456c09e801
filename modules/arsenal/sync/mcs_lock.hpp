#pragma once

#include <arsenal/platform/config.hpp>
#include <arsenal/platform/hardening.hpp>
#include <arsenal/sync/detail/policy.hpp>
#include <arsenal/sync/detail/watched_lock.hpp>

// When not to use it: where there may be more threads than processors, or for throughput of few threads, both
// for the reasons that ticket_lock gives; where hardly ever more than two threads meet (spinlock is as good,
// in a byte). As with those, waiters burn their processor and never sleep. Worth it where many threads, each
// on a processor of its own, want one lock at once: each waits at a line of its own, and a hand-over costs
// the same however many wait.

namespace arsenal::inline ARSENAL_ABI::detail {

// A queue of waiters: J. M. Mellor-Crummey, M. L. Scott: "Algorithms for Scalable Synchronization on
// Shared-Memory Multiprocessors", ACM TOCS 1991. Each brings a node, which there lives until the lock is
// left, so that std's guards have no place for it. Here as in the K42 kernel's variant (M. L. Scott:
// "Shared-Memory Synchronization", 2013, chapter 4) the lock has a node of its own that takes the holder's
// place in the queue: the waiter's stays in lock()'s frame, and is no longer needed when lock() returns.
// Against nodes from a thread-local pool: no allocation, no limit of locks held at once, no thread's end to
// think of; it costs one more read-modify-write for a waiter behind whom nobody stands.
//
// Both in one queue: who has a place for a node may bring it to lock(node) and unlock(node), which is the
// lock of 1991 and does without that.
//
//   own_.word_   the tail: whoever came last; nullptr: nobody holds the lock
//   own_.next_   while the holder came by lock(): who comes after him; else nullptr
//   node.word_   of a waiter: the node itself; nullptr: his turn has come
//   node.next_   who comes after him, as soon as that one has said so; nullptr while the node is not in use
//
// Orders: the tail's: who finds the lock free acquires what the last holder released; who finds somebody
// acquires that one's node, made or emptied before it was put there (released), and shows its own. The link
// to a waiter releases his node to whoever will write his turn there, which releases what was done under the
// lock.
template <class Policy>
class basic_mcs_lock {
public:
    /// A place in the queue. It lasts, and stays where it is, from lock(node) to the end of unlock(node);
    /// then it may be used again, for any lock. Nodes that lie together are worth padding.
    class node {
    public:
        constexpr node() noexcept = default;
        node(const node&) = delete;
        node& operator=(const node&) = delete;

    private:
        friend basic_mcs_lock;
        typename Policy::template atomic<node*> word_{nullptr};
        typename Policy::template atomic<node*> next_{nullptr};
    };

    constexpr basic_mcs_lock() noexcept = default;
    basic_mcs_lock(const basic_mcs_lock&) = delete;
    basic_mcs_lock& operator=(const basic_mcs_lock&) = delete;

    ~basic_mcs_lock() = default;
    ~basic_mcs_lock()
        requires(ARSENAL_HARDENING >= ARSENAL_HARDENING_DEBUG)
    {
        ARSENAL_DEBUG_ASSERT(!is_held(), "mcs_lock destroyed while it is held");
    }

    void lock() noexcept {
        if (!take(own_, acquire)) [[unlikely]]
            wait_and_take();
    }
    [[nodiscard]] bool try_lock() noexcept { return !is_held() && take(own_, acquire); }
    // pre: this thread took it by lock() or try_lock()
    void unlock() noexcept { leave(own_); }

    void lock(node& mine) noexcept { queue(mine); }
    [[nodiscard]] bool try_lock(node& mine) noexcept { return !is_held() && take(mine, acq_rel); }
    // pre: this thread took it with this node
    void unlock(node& mine) noexcept { leave(mine); }

private:
    auto& tail() noexcept { return own_.word_; }
    bool is_held() const noexcept { return own_.word_.load(relaxed) != nullptr; }

    // Becomes the only one in the queue, with a node that the order releases: own_ has been since its last
    // use.
    template <class Order>
    bool take(node& mine, Order order) noexcept {
        node* nobody = nullptr;
        return tail().compare_exchange_strong(nobody, &mine, order, relaxed);
    }

    // Waits for its turn at the end of the queue.
    void queue(node& mine) noexcept {
        mine.word_.store(&mine, relaxed);
        node* const before = tail().exchange(&mine, acq_rel);
        if (before == nullptr) return;
        before->next_.store(&mine, release);
        for (unsigned turn = 0; mine.word_.load(acquire) != nullptr;) Policy::spin_behind(1, turn);
    }

    [[gnu::noinline]] void wait_and_take() noexcept {
        node mine;
        queue(mine);
        replace_by_own(mine);
    }

    void replace_by_own(node& mine) noexcept {
        node* const next = next_unless_last(mine, &own_);
        if (next != nullptr) own_.next_.store(next, relaxed);
    }

    void leave(node& holder) noexcept {
        node* const next = next_unless_last(holder, nullptr);
        if (next == nullptr) return;
        // Before the next one has it: then the node may be in the queue again at once, and the lock gone.
        holder.next_.store(nullptr, relaxed);
        next->word_.store(nullptr, release);
    }

    // Who comes after the holder. If that is nobody, puts `instead` where the holder's node stands.
    node* next_unless_last(node& holder, node* instead) noexcept {
        if (node* const next = holder.next_.load(acquire)) return next;
        node* last = &holder;
        if (tail().compare_exchange_strong(last, instead, release, relaxed)) return nullptr;
        unsigned turn = 0; // somebody is between his exchange and his link
        node* next;
        while ((next = holder.next_.load(acquire)) == nullptr) Policy::spin_behind(1, turn);
        return next;
    }

    node own_;
};

} // namespace arsenal::inline ARSENAL_ABI::detail

namespace arsenal::inline ARSENAL_ABI {

/// Two words; Lockable ([thread.req.lockable.req]). First come, first served, but for who comes while it is
/// free.
class mcs_lock : public detail::watched_lock<detail::basic_mcs_lock<detail::lock_policy>> {
public:
    /// Holds the lock, with a node of its own, from its construction to its destruction.
    class guard {
    public:
        [[nodiscard]] explicit guard(mcs_lock& held) noexcept : lock_(held) { lock_.lock(node_); }
        ~guard() { lock_.unlock(node_); }
        guard(const guard&) = delete;
        guard& operator=(const guard&) = delete;

    private:
        mcs_lock& lock_;
        node node_;
    };
};

static_assert(sizeof(mcs_lock) == 2 * sizeof(void*));

} // namespace arsenal::inline ARSENAL_ABI
