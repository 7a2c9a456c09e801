#pragma once

// What the soak does to a lock, whatever kind it is; and how what is not quite a lock is one.

#include <support/soak.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <shared_mutex>
#include <vector>

namespace sync_tests {

using support::soak_counter;
using support::soak_load;
using support::soak_require;
using support::soak_worker;

template <class Lock>
concept timed_lock = requires(Lock& lock) { lock.try_lock_for(std::chrono::microseconds(1)); };
template <class Lock>
concept shared_lock = requires(Lock& lock) { lock.lock_shared(); };
template <class Lock>
concept timed_shared_lock = requires(Lock& lock) { lock.try_lock_shared_for(std::chrono::microseconds(1)); };

/// Two variables under the lock, changed one after the other. Where readers share it, one operation in
/// `Period` writes.
template <class Lock, unsigned Period = 2>
class soak_lock final : public soak_load {
public:
    explicit soak_lock(int) {}

    void run(soak_worker& self) override {
        std::int64_t times = 0;
        while (!self.is_over()) {
            if (shared_lock<Lock> && self.below(Period) != 0) {
                if constexpr (shared_lock<Lock>) read(self);
            } else if (const std::unique_lock guard = enter(self)) {
                write(self);
                ++times;
            }
            self.linger();
            self.progress();
        }
        entered_.fetch_add(times, std::memory_order_relaxed);
    }
    std::vector<soak_counter> counters() const override {
        return {{"entered", entered_.load()}, {"first", first_}, {"second", second_}};
    }

private:
    std::unique_lock<Lock> enter(soak_worker& self) {
        const unsigned way = self.below(8);
        if (way == 0) return std::unique_lock(lock_, std::try_to_lock);
        if constexpr (timed_lock<Lock>) {
            if (way == 1) return std::unique_lock(lock_, self.moment());
            if (way == 2) return std::unique_lock(lock_, std::chrono::system_clock::now() + self.moment());
        }
        return std::unique_lock(lock_);
    }
    std::shared_lock<Lock> enter_shared(soak_worker& self) {
        const unsigned way = self.below(8);
        if (way == 0) return std::shared_lock(lock_, std::try_to_lock);
        if constexpr (timed_shared_lock<Lock>)
            if (way == 1) return std::shared_lock(lock_, self.moment());
        return std::shared_lock(lock_);
    }

    void write(soak_worker& self) {
        const std::int64_t before = first_;
        soak_require(second_ == before, "a lock let two threads in");
        first_ = before + 1;
        self.linger();
        second_ = before + 1;
        soak_require(first_ == before + 1, "a lock let two threads in");
    }
    void read(soak_worker& self) {
        const std::shared_lock guard = enter_shared(self);
        if (!guard) return;
        const std::int64_t before = first_;
        self.linger();
        soak_require(second_ == before, "a lock let a writer in beside a reader");
    }

    Lock lock_{};
    std::int64_t first_ = 0;
    std::int64_t second_ = 0;
    std::atomic<std::int64_t> entered_{0};
};

/// A recursive lock, held twice.
template <class Lock>
class held_twice {
public:
    void lock() {
        lock_.lock();
        soak_require(lock_.try_lock(), "a recursive lock was not had by its holder");
    }
    bool try_lock() { return had_once_more(lock_.try_lock()); }
    bool try_lock_for(std::chrono::microseconds time)
        requires timed_lock<Lock>
    {
        return had_once_more(lock_.try_lock_for(time));
    }
    template <class Time>
    bool try_lock_until(const Time& time)
        requires timed_lock<Lock>
    {
        return had_once_more(lock_.try_lock_until(time));
    }
    void unlock() {
        lock_.unlock();
        lock_.unlock();
    }

private:
    bool had_once_more(bool had) {
        if (had) lock_.lock();
        return had;
    }
    Lock lock_;
};

/// One permit.
template <class Semaphore>
class permit {
public:
    void lock() { semaphore_.acquire(); }
    bool try_lock() { return semaphore_.try_acquire(); }
    bool try_lock_for(std::chrono::microseconds time) { return semaphore_.try_acquire_for(time); }
    bool try_lock_until(const auto& time) { return semaphore_.try_acquire_until(time); }
    void unlock() { semaphore_.release(); }

private:
    Semaphore semaphore_{1};
};

/// An event that lets one go on, who sets it when he leaves.
template <class Event>
class signal_to_one {
public:
    void lock() { event_.wait(); }
    bool try_lock() { return event_.reset(); }
    bool try_lock_for(std::chrono::microseconds time) { return event_.wait_for(time); }
    bool try_lock_until(const auto& time) { return event_.wait_until(time); }
    void unlock() { event_.set(); }

private:
    Event event_{true};
};

/// A queue's lock, with a node of each thread's.
template <class Lock>
class with_node {
public:
    void lock() { lock_.lock(node()); }
    bool try_lock() { return lock_.try_lock(node()); }
    void unlock() { lock_.unlock(node()); }

private:
    static typename Lock::node& node() {
        static thread_local typename Lock::node mine;
        return mine;
    }
    Lock lock_;
};

} // namespace sync_tests
