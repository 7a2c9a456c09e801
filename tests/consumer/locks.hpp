#pragma once

// The locks of the package and what it has to wait with, each used once by several threads, by an outside
// program that has included or imported them.
namespace locks {

inline constexpr int threads = 4;
inline constexpr int times = 250;

template <class Work>
void in_threads(Work work) {
    std::vector<std::thread> running;
    for (int t = 0; t != threads; ++t) running.emplace_back(work);
    for (std::thread& thread : running) thread.join();
}

template <class Lock>
bool excludes() {
    Lock lock;
    int count = 0;
    in_threads([&] {
        for (int i = 0; i != times; ++i) {
            const std::lock_guard guard(lock);
            ++count;
        }
    });
    return count == threads * times && std::unique_lock(lock, std::try_to_lock).owns_lock();
}

template <class Lock>
bool gives_up() {
    Lock lock;
    const std::lock_guard guard(lock);
    bool had = true;
    std::thread([&] { had = lock.try_lock_for(std::chrono::milliseconds(1)); }).join();
    return !had;
}

template <class Lock>
bool is_shared() {
    Lock lock;
    const std::shared_lock first(lock);
    return std::shared_lock(lock, std::try_to_lock).owns_lock();
}

inline bool reads_whole_values() {
    arsenal::seqlock<std::array<int, 4>> lock;
    arsenal::seqlock<int, arsenal::seqlock_writers::one> single(1);
    in_threads([&] {
        for (int i = 0; i != times; ++i)
            lock.update([](std::array<int, 4> value) {
                for (int& part : value) ++part;
                return value;
            });
    });
    const std::array<int, 4> seen = lock.load();
    return seen[0] == threads * times && seen[3] == seen[0] && single.load() == 1;
}

/// Threads take turns by a condition variable.
inline bool takes_turns() {
    arsenal::mutex mutex;
    arsenal::condition_variable changed;
    int turn = 0;
    in_threads([&] {
        std::unique_lock lock(mutex);
        const int mine = turn++;
        changed.notify_all();
        changed.wait(lock, [&] { return turn == threads; });
        if (mine == 0) changed.wait_for(lock, std::chrono::milliseconds(1));
    });
    return turn == threads;
}

inline bool lets_go_on() {
    arsenal::counting_semaphore<> permits(0);
    arsenal::binary_semaphore single(1);
    arsenal::latch all(threads);
    arsenal::barrier<> phases(threads);
    arsenal::event go;
    arsenal::auto_reset_event next(true);
    arsenal::once_flag flag;
    int first = 0;
    int count = 0;
    permits.release(threads);
    go.set();
    in_threads([&] {
        permits.acquire();
        all.arrive_and_wait();
        phases.arrive_and_wait();
        go.wait();
        arsenal::call_once(flag, [&] { ++first; });
        next.wait();
        ++count;
        next.set();
    });
    return first == 1 && count == threads && !permits.try_acquire() && single.try_acquire();
}

inline bool works() {
    return excludes<arsenal::mutex>() && excludes<arsenal::timed_mutex>() &&
           excludes<arsenal::recursive_mutex>() && excludes<arsenal::recursive_timed_mutex>() &&
           excludes<arsenal::spinlock>() && excludes<arsenal::ticket_lock>() &&
           excludes<arsenal::mcs_lock>() && excludes<arsenal::rw_spinlock>() &&
           excludes<arsenal::shared_mutex>() && excludes<arsenal::pi_mutex>() &&
           gives_up<arsenal::timed_mutex>() && gives_up<arsenal::recursive_timed_mutex>() &&
           is_shared<arsenal::rw_spinlock>() && is_shared<arsenal::shared_mutex>() && reads_whole_values() &&
           takes_turns() && lets_go_on();
}

} // namespace locks
