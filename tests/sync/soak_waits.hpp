#pragma once

// What the soak does to all that is waited for.

#include <sync/soak_locks.hpp>

#include <arsenal/sync.hpp>

#include <array>
#include <cstddef>
#include <deque>
#include <optional>
#include <thread>
#include <utility>

namespace sync_tests {

/// A short queue between threads of even numbers, who fill it, and of odd ones.
class soak_queue final : public soak_load {
public:
    explicit soak_queue(int threads) : producers_((threads + 1) / 2) {}

    void run(soak_worker& self) override { self.index() % 2 == 0 ? produce(self) : consume(self); }
    std::vector<soak_counter> counters() const override { return {{"pushed", pushed_}, {"popped", popped_}}; }

private:
    using guard = std::unique_lock<arsenal::mutex>;

    void produce(soak_worker& self) {
        for (; !self.is_over(); self.progress()) {
            guard lock(mutex_);
            wait(self, room_, lock, [&] { return values_.size() < 4; });
            const std::int64_t value = self.below(1000) + 1;
            values_.push_back(value);
            pushed_ += value;
            notify(self, filled_, lock);
            if (!lock.owns_lock()) self.dawdle();
        }
        const guard lock(mutex_);
        if (--producers_ == 0) filled_.notify_all();
    }
    void consume(soak_worker& self) {
        for (;; self.progress()) {
            guard lock(mutex_);
            wait(self, filled_, lock, [&] { return !values_.empty() || producers_ == 0; });
            if (values_.empty()) return;
            popped_ += values_.front();
            values_.pop_front();
            notify(self, room_, lock);
            if (!lock.owns_lock()) self.dawdle();
        }
    }

    template <class Predicate>
    static void wait(soak_worker& self, arsenal::condition_variable& variable, guard& lock, Predicate holds) {
        switch (self.below(4)) {
        case 0:
            while (!holds()) variable.wait(lock);
            break;
        case 1:
            while (!variable.wait_for(lock, self.moment(), holds)) {
            }
            break;
        case 2:
            while (!variable.wait_until(lock, std::chrono::system_clock::now() + self.moment(), holds)) {
            }
            break;
        default:
            variable.wait(lock, holds);
        }
        soak_require(lock.owns_lock(), "a wait came back without the lock");
    }
    static void notify(soak_worker& self, arsenal::condition_variable& variable, guard& lock) {
        if (self.below(2) == 0) lock.unlock();
        self.below(8) == 0 ? variable.notify_all() : variable.notify_one();
    }

    arsenal::mutex mutex_;
    arsenal::condition_variable room_;
    arsenal::condition_variable filled_;
    std::deque<std::int64_t> values_;
    int producers_;
    std::int64_t pushed_ = 0;
    std::int64_t popped_ = 0;
};

/// Three may be inside.
class soak_permits final : public soak_load {
public:
    explicit soak_permits(int) {}

    void run(soak_worker& self) override {
        for (; !self.is_over(); self.progress()) {
            if (!acquire(self)) continue;
            soak_require(inside_.fetch_add(1, std::memory_order_relaxed) < permits, "too many permits");
            self.linger();
            inside_.fetch_sub(1, std::memory_order_relaxed);
            semaphore_.release();
        }
    }
    std::vector<soak_counter> counters() const override {
        std::int64_t left = 0;
        while (semaphore_.try_acquire()) ++left;
        return {{"permits", permits}, {"left", left}};
    }

private:
    static constexpr int permits = 3;

    bool acquire(soak_worker& self) {
        const unsigned way = self.below(8);
        if (way == 0) return semaphore_.try_acquire();
        if (way == 1) return semaphore_.try_acquire_for(self.moment());
        if (way == 2) return semaphore_.try_acquire_until(std::chrono::system_clock::now() + self.moment());
        semaphore_.acquire();
        return true;
    }

    mutable arsenal::counting_semaphore<permits> semaphore_{permits};
    std::atomic<int> inside_{0};
};

/// One releases, several permits at once, and the others acquire.
class soak_permits_for_all final : public soak_load {
public:
    explicit soak_permits_for_all(int threads) : acquiring_(threads - 1) {}

    void run(soak_worker& self) override { self.index() == 0 ? release(self) : acquire(self); }
    std::vector<soak_counter> counters() const override {
        std::int64_t left = 0;
        while (semaphore_.try_acquire()) ++left;
        return {{"released", released_}, {"acquired or left", acquired_.load() + left}};
    }

private:
    // Goes on as long as anybody may wait.
    void release(soak_worker& self) {
        for (; acquiring_.load(std::memory_order_relaxed) != 0; self.progress()) {
            const std::int64_t count = self.below(4);
            semaphore_.release(count);
            released_ += count;
            self.dawdle();
            // Not far ahead, or nobody would ever wait.
            while (acquiring_.load(std::memory_order_relaxed) != 0 && semaphore_.try_acquire()) {
                semaphore_.release();
                std::this_thread::yield();
            }
        }
    }
    void acquire(soak_worker& self) {
        for (; !self.is_over(); self.progress()) {
            const bool acquired =
                self.below(4) == 0 ? semaphore_.try_acquire_for(self.moment()) : (semaphore_.acquire(), true);
            acquired_.fetch_add(acquired, std::memory_order_relaxed);
            self.linger();
        }
        acquiring_.fetch_sub(1, std::memory_order_relaxed);
    }

    mutable arsenal::counting_semaphore<> semaphore_{0};
    std::atomic<int> acquiring_;
    std::int64_t released_ = 0;
    std::atomic<std::int64_t> acquired_{0};
};

/// Thread 0 lets the others go on, and waits until all have: with a new latch for either, which takes the
/// place of the last but one.
class soak_latches final : public soak_load {
public:
    explicit soak_latches(int threads) : followers_(threads - 1) { slots_[0].emplace(followers_); }

    void run(soak_worker& self) override {
        std::int64_t met = 0;
        for (std::size_t round = 0;; ++round) {
            step& current = *slots_[round % 2];
            if (self.index() == 0) {
                slots_[(round + 1) % 2].emplace(followers_);
                is_last_ = self.is_over();
                started_ += followers_;
                self.dawdle();
                current.go.count_down();
                current.done.wait();
            } else {
                current.go.wait();
                ++met;
            }
            const bool ends = is_last_;
            if (self.index() != 0) {
                self.dawdle();
                current.done.count_down();
            }
            self.progress();
            if (ends) break;
        }
        met_.fetch_add(met, std::memory_order_relaxed);
    }
    std::vector<soak_counter> counters() const override {
        return {{"started", started_}, {"met", met_.load()}};
    }

private:
    struct step {
        explicit step(int followers) : go(1), done(followers) {}
        arsenal::latch go;
        arsenal::latch done;
    };

    int followers_;
    std::array<std::optional<step>, 2> slots_;
    bool is_last_ = false; // and started_: thread 0's until it counts down, and again when all have
    std::int64_t started_ = 0;
    std::atomic<std::int64_t> met_{0};
};

/// Phases, of which the completion function counts who should have been there. The last thread leaves early.
class soak_barrier final : public soak_load {
public:
    explicit soak_barrier(int threads)
        : arrived_(static_cast<std::size_t>(threads)), barrier_(threads, completion{this}), active_(threads) {
    }

    void run(soak_worker& self) override {
        std::int64_t& arrived = arrived_[static_cast<std::size_t>(self.index())];
        const std::int64_t leaves_after = self.index() + 1 == static_cast<int>(arrived_.size()) ? 100 : -1;
        do {
            ++arrived;
            if (arrived == leaves_after) {
                leaving_ = 1;
                return barrier_.arrive_and_drop();
            }
            if (self.below(2) == 0) {
                barrier_.arrive_and_wait();
            } else {
                auto token = barrier_.arrive();
                self.dawdle();
                barrier_.wait(std::move(token));
            }
            self.progress();
            if (self.is_over() && self.index() == 0) is_over_ = true;
        } while (!is_last_);
    }
    std::vector<soak_counter> counters() const override {
        std::int64_t sum = 0;
        for (const std::int64_t arrived : arrived_) sum += arrived;
        return {{"expected", expected_}, {"arrived", sum}};
    }

private:
    struct completion {
        void operator()() noexcept { owner->complete(); }
        soak_barrier* owner;
    };
    // Between two phases, when no other thread is at work.
    void complete() noexcept {
        std::int64_t sum = 0;
        for (const std::int64_t arrived : arrived_) sum += arrived;
        expected_ += active_;
        soak_require(sum == expected_, "a barrier went on without all");
        active_ -= std::exchange(leaving_, 0);
        is_last_ = is_over_;
    }

    std::vector<std::int64_t> arrived_;
    arsenal::barrier<completion> barrier_;
    int active_;
    int leaving_ = 0;      // the last thread's, and the completion's
    bool is_over_ = false; // thread 0's, and the completion's
    bool is_last_ = false; // the completion's, for all to read
    std::int64_t expected_ = 0;
};

/// Equal numbers, and readers who look whether they are.
template <arsenal::seqlock_writers Writers>
class soak_seqlock final : public soak_load {
public:
    explicit soak_seqlock(int) {}

    void run(soak_worker& self) override {
        constexpr int writers = Writers == arsenal::seqlock_writers::one ? 1 : 8;
        std::int64_t updates = 0;
        std::int64_t last = 0;
        for (; !self.is_over(); self.progress()) {
            if (self.index() < writers) updates += update(self);
            last = look_at_a_later_one(last);
        }
        updates_.fetch_add(updates, std::memory_order_relaxed);
    }
    std::vector<soak_counter> counters() const override {
        return {
            {"updates", updates_.load()}, {"first", value_.load().front()}, {"last", value_.load().back()}};
    }

private:
    using equal_numbers = std::array<std::int64_t, 8>;

    static equal_numbers all(std::int64_t number) {
        equal_numbers numbers;
        numbers.fill(number);
        return numbers;
    }

    std::int64_t update(soak_worker& self) {
        const std::int64_t times = self.below(64);
        for (std::int64_t i = 0; i != times; ++i)
            value_.update([](const equal_numbers& old) { return all(old[0] + 1); });
        value_.update([&](const equal_numbers& old) {
            self.linger();
            return all(old[0] + 1);
        });
        return times + 1;
    }
    std::int64_t look_at_a_later_one(std::int64_t last) const {
        const equal_numbers seen = value_.load();
        soak_require(seen == all(seen[0]), "a seqlock's reader saw half of a write");
        soak_require(seen[0] >= last, "a seqlock's reader saw an older value after a newer one");
        return seen[0];
    }

    arsenal::seqlock<equal_numbers, Writers> value_{all(0)};
    std::atomic<std::int64_t> updates_{0};
};

/// A block of flags, each called by all threads, some of which throw; then the next block.
class soak_once_flags final : public soak_load {
public:
    explicit soak_once_flags(int threads) : meeting_(threads, next_block{this}) { flags_.emplace(); }

    void run(soak_worker& self) override {
        do {
            for (std::size_t i = 0; i != block; ++i) {
                call(self, i);
                soak_require(values_[i] == blocks_, "a call_once came back before it was done");
                self.progress();
            }
            if (self.index() == 0 && self.is_over()) is_over_ = true;
            meeting_.arrive_and_wait();
        } while (!is_last_);
    }
    std::vector<soak_counter> counters() const override {
        return {{"flags", (blocks_ - 1) * std::int64_t{block}}, {"called", called_.load()}};
    }

private:
    static constexpr std::size_t block = 64;

    void call(soak_worker& self, std::size_t i) {
        for (;;) {
            try {
                return arsenal::call_once((*flags_)[i], [&] {
                    self.linger();
                    if (self.below(4) == 0) throw i;
                    values_[i] = blocks_;
                    called_.fetch_add(1, std::memory_order_relaxed);
                });
            } catch (std::size_t) {
                self.linger();
            }
        }
    }

    struct next_block {
        void operator()() noexcept {
            owner->flags_.emplace();
            ++owner->blocks_;
            owner->is_last_ = owner->is_over_;
        }
        soak_once_flags* owner;
    };

    std::optional<std::array<arsenal::once_flag, block>> flags_;
    std::array<std::int64_t, block> values_{};
    std::int64_t blocks_ = 1; // the completion's, as is_last_: the number of this block
    bool is_over_ = false;
    bool is_last_ = false;
    arsenal::barrier<next_block> meeting_;
    std::atomic<std::int64_t> called_{0};
};

/// Work that is announced by an event: who looks for it resets, looks, and waits if there is none.
class soak_event final : public soak_load {
public:
    explicit soak_event(int) {}

    void run(soak_worker& self) override { self.index() < posters ? post(self) : take(self); }
    std::vector<soak_counter> counters() const override {
        return {{"posted", posted_.load()}, {"taken", taken_.load()}};
    }

private:
    static constexpr int posters = 2; // few, so that most of the others sleep

    void post(soak_worker& self) {
        for (; !self.is_over(); self.progress()) {
            posted_.fetch_add(1, std::memory_order_relaxed);
            there_.fetch_add(1, std::memory_order_relaxed);
            something_.set();
            self.dawdle();
            // Not far ahead, or nobody would ever wait.
            while (!self.is_over() && there_.load(std::memory_order_relaxed) > 4) std::this_thread::yield();
        }
        posting_.fetch_sub(1, std::memory_order_release);
        something_.set();
    }
    void take(soak_worker& self) {
        for (;; self.progress()) {
            (void)something_.reset();
            const bool was_last = posting_.load(std::memory_order_acquire) == 0;
            if (take_one()) {
                self.linger();
            } else if (was_last) {
                return something_.set(); // the others are to see it, too
            } else if (self.below(4) == 0) {
                something_.wait_for(self.moment());
            } else {
                something_.wait();
            }
        }
    }
    bool take_one() {
        std::int64_t there = there_.load(std::memory_order_relaxed);
        while (there != 0)
            if (there_.compare_exchange_weak(there, there - 1, std::memory_order_relaxed)) {
                taken_.fetch_add(1, std::memory_order_relaxed);
                return true;
            }
        return false;
    }

    arsenal::event something_;
    std::atomic<int> posting_{posters};
    std::atomic<std::int64_t> there_{0};
    std::atomic<std::int64_t> posted_{0};
    std::atomic<std::int64_t> taken_{0};
};

} // namespace sync_tests
