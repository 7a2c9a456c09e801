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

/// Writers change two variables, readers find them the same.
template <class Lock>
program reading_and_writing(int readers, int writers) {
    return [=](execution& run) {
        Lock lock;
        plain<int> left{0};
        plain<int> right{0};
        std::vector<std::function<void()>> work;
        for (int i = 0; i < readers; ++i)
            work.push_back([&] {
                lock.lock_shared();
                run.require(left.get() == right.get(), "readers see no writer's half");
                lock.unlock_shared();
            });
        for (int i = 0; i < writers; ++i)
            work.push_back([&] {
                lock.lock();
                left.set(left.get() + 1);
                right.set(right.get() + 1);
                lock.unlock();
            });
        run.spawn(work);
        run.require(left.get() == writers, "every writer has written");
        run.require(lock.try_lock(), "a lock that nobody holds can be had");
        lock.unlock();
    };
}

/// The same, but the readers only try; and what the tries yield when nothing goes on.
template <class Lock>
program trying_to_read(int readers) {
    return [=](execution& run) {
        Lock lock;
        plain<int> value{0};
        std::vector<std::function<void()>> work(static_cast<std::size_t>(readers), [&] {
            if (!lock.try_lock_shared()) return;
            value.get();
            lock.unlock_shared();
        });
        work.push_back([&] {
            lock.lock();
            value.set(1);
            lock.unlock();
        });
        run.spawn(work);
        run.require(lock.try_lock_shared(), "a lock that nobody holds can be had by a reader");
        run.require(lock.try_lock_shared(), "and by another");
        run.require(!lock.try_lock(), "but not by a writer");
        lock.unlock_shared();
        run.require(!lock.try_lock(), "as long as one reader is left");
        lock.unlock_shared();
        run.require(lock.try_lock(), "and then by a writer");
        run.require(!lock.try_lock_shared(), "who lets no reader in");
        lock.unlock();
    };
}

} // namespace explored
