#pragma once

// Programs that the locks' explored tests share. Every execution of them is flawless only if the lock
// excludes, lets go, and hands on what was written under it. (explored.hpp has counting().)

#include <sync/explored.hpp>

#include <array>
#include <cstddef>

namespace explored {

/// Each of the threads adds one under the lock, twice.
template <class Lock>
program counting_twice(int threads) {
    return [=](execution& run) {
        Lock lock;
        plain<int> counter{0};
        run.spawn(std::vector<std::function<void()>>(static_cast<std::size_t>(threads), [&] {
            for (int i = 0; i < 2; ++i) {
                lock.lock();
                counter.set(counter.get() + 1);
                lock.unlock();
            }
        }));
        run.require(counter.get() == 2 * threads, "every thread has counted twice");
    };
}

/// All but the last only try, and count if they get it; the last waits for it.
template <class Lock>
program trying(int threads) {
    return [=](execution& run) {
        Lock lock;
        plain<int> counter{0};
        std::array<int, support::interleave::max_threads> got{};
        const auto count = [&] {
            counter.set(counter.get() + 1);
            lock.unlock();
            return 1;
        };
        std::vector<std::function<void()>> work;
        for (std::size_t i = 1; i < static_cast<std::size_t>(threads); ++i)
            work.push_back([&, i] { got[i] = lock.try_lock() ? count() : 0; });
        work.push_back([&] {
            lock.lock();
            count();
        });
        run.spawn(work);
        int expected = 1;
        for (const int one : got) expected += one;
        run.require(counter.get() == expected, "who got the lock has counted");
        run.require(lock.try_lock(), "a lock that nobody holds can be had");
        run.require(!lock.try_lock(), "a lock that is held cannot");
        lock.unlock();
    };
}

/// Whoever leaves last ends the lock's life, as [thread.mutex.class] lets it.
template <class Lock>
void last_destroys(execution& run) {
    struct shared {
        Lock lock;
        plain<int> users{2};
    };
    shared* const object = support::interleave::create<shared>();
    const auto leave = [=] {
        object->lock.lock();
        const int left = object->users.get() - 1;
        object->users.set(left);
        object->lock.unlock();
        if (left == 0) support::interleave::destroy(object);
    };
    run.threads(leave, leave);
}

} // namespace explored
