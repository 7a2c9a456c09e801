// For ThreadSanitizer, in mode debug: that correct code under the detector of lock orders is silent, and that
// the detector's own mutex does not hide a race of the program's. The argument is `nested` or `nested_race`.

#include <arsenal/sync.hpp>

#include <sync/threads.hpp>

#include <chrono>
#include <mutex>
#include <shared_mutex>
#include <string_view>
#include <thread>

using sync_tests::beside_each_other;

namespace {

volatile int data = 0; // volatile, so that it is used at all

void use() { data = data + 1; }

void by_nested_locks() {
    arsenal::mutex first;
    arsenal::rw_spinlock second;
    arsenal::mcs_lock third;
    arsenal::condition_variable never;
    beside_each_other(8, [&](int) {
        for (int i = 0; i != 200; ++i) {
            std::unique_lock one(first);
            never.wait_for(one, std::chrono::microseconds(1));
            const std::shared_lock two(second);
            arsenal::ticket_lock temporary;
            const std::lock_guard three(temporary);
            const std::lock_guard four(third);
            use();
        }
    });
}

// Both go through the detector, one after the other, with locks that only they have.
void unordered() {
    const auto take_own_locks = [] {
        arsenal::mutex first, second;
        const std::lock_guard outer(first);
        const std::lock_guard inner(second);
    };
    beside_each_other(2, [&](int t) {
        if (t == 0) use();
        // ThreadSanitizer may miss what is done at the very same time.
        if (t == 1) std::this_thread::sleep_for(std::chrono::milliseconds(5));
        take_own_locks();
        if (t == 1) use();
    });
}

} // namespace

int main(int, char** arguments) {
    if (arguments[1] == std::string_view("nested"))
        by_nested_locks();
    else
        unordered();
}
