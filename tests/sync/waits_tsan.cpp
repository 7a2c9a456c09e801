// For ThreadSanitizer: one case, named by the argument. Those of correct code are silent; those named *_race
// use what only one thread may, and are reported whether or not the library is instrumented.

#include <arsenal/sync.hpp>

#include <sync/pi_waiters.hpp>
#include <sync/threads.hpp>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <thread>

using sync_tests::beside_each_other;

namespace {

volatile int data = 0; // what only one thread at a time may use; volatile, so that it is used at all

void use() { data = data + 1; }

// One writes, then says so; the other hears of it, then writes. With a race, the first writes afterwards.
template <class Say, class Hear>
void hand_over(bool race, Say say, Hear hear) {
    beside_each_other(2, [&](int t) {
        if (t == 0) {
            if (!race) use();
            say();
            if (race) use();
        } else {
            hear();
            // ThreadSanitizer may miss what is done at the very same time.
            if (race) std::this_thread::sleep_for(std::chrono::milliseconds(5));
            use();
        }
    });
}

void by_barrier(bool race) {
    arsenal::barrier<> said(2);
    hand_over(race, [&] { (void)said.arrive(); }, [&] { said.arrive_and_wait(); });
}
void by_call_once(bool race) {
    arsenal::once_flag flag;
    beside_each_other(2, [&](int) {
        arsenal::call_once(flag, use);
        static_cast<void>(data); // reads it, after the only call has written
        if (race) use();
    });
}
void by_auto_reset_event(bool race) {
    arsenal::auto_reset_event said;
    hand_over(race, [&] { said.set(); }, [&] { said.wait(); });
}
void by_event(bool race) {
    arsenal::event said;
    hand_over(race, [&] { said.set(); }, [&] { said.wait(); });
}
void by_event_in_time(bool race) {
    arsenal::event said;
    hand_over(
        race, [&] { said.set(); },
        [&] {
            while (!said.wait_for(std::chrono::microseconds(50))) {
            }
        });
}
void by_latch(bool race) {
    arsenal::latch said(1);
    hand_over(race, [&] { said.count_down(); }, [&] { said.wait(); });
}
// The kernel hands it on, out of ThreadSanitizer's sight.
template <class Lock>
void by_pi_mutex(bool race, Lock lock_other) {
    sync_tests::watched_pi_mutex mutex;
    std::atomic<bool> held{false};
    beside_each_other(2, [&](int t) {
        if (t == 0) {
            mutex.lock();
            held.store(true, std::memory_order_relaxed);
            if (!race) use();
            sync_tests::await_waiter();
            mutex.unlock();
            if (race) use();
        } else {
            while (!held.load(std::memory_order_relaxed)) std::this_thread::yield();
            lock_other(mutex);
            if (race) std::this_thread::sleep_for(std::chrono::milliseconds(5));
            use();
            mutex.unlock();
        }
    });
}
void by_pi_mutex(bool race) {
    by_pi_mutex(race, [](auto& mutex) { mutex.lock(); });
}
void by_pi_mutex_in_time(bool race) {
    by_pi_mutex(race, [](auto& mutex) {
        while (!mutex.try_lock_until(arsenal::detail::deadline_after(std::chrono::hours(1)))) {
        }
    });
}
void by_semaphore(bool race) {
    arsenal::binary_semaphore said(0);
    hand_over(race, [&] { said.release(); }, [&] { said.acquire(); });
}
void by_semaphore_in_time(bool race) {
    arsenal::binary_semaphore said(0);
    hand_over(
        race, [&] { said.release(); },
        [&] {
            while (!said.try_acquire_for(std::chrono::microseconds(50))) {
            }
        });
}

struct test_case {
    const char* name;
    void (*run)(bool race);
};
constexpr test_case cases[] = {
    {"auto_reset_event", by_auto_reset_event},
    {"event", by_event},
    {"event_in_time", by_event_in_time},
    {"barrier", by_barrier},
    {"call_once", by_call_once},
    {"latch", by_latch},
    {"pi_mutex", by_pi_mutex},
    {"pi_mutex_in_time", by_pi_mutex_in_time},
    {"semaphore", by_semaphore},
    {"semaphore_in_time", by_semaphore_in_time},
};

} // namespace

int main(int, char** arguments) {
    const char* name = arguments[1];
    for (const test_case& one : cases) {
        const std::size_t length = std::strlen(one.name);
        if (std::strncmp(name, one.name, length) != 0) continue;
        if (name[length] == '\0') return one.run(false), 0;
        if (std::strcmp(name + length, "_race") == 0) return one.run(true), 0;
    }
    return std::printf("no case '%s'\n", name), 2;
}
