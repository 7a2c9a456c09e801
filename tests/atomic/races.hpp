#pragma once

#include <atomic>
#include <thread>

namespace test {

/// Passes a little time.
inline void dally(int turns) {
    for (int i = 0; i < turns; ++i) __asm__ volatile("");
}

/// Runs one(i) and other(i) at about the same time, each a little earlier or later than the other, for each i
/// below `rounds`, and between rounds after(i).
template <class One, class Other, class After>
void race(int rounds, One one, Other other, After after) {
    std::atomic<int> arrived = 0;
    const auto meet = [&](int time) {
        arrived.fetch_add(1, std::memory_order_seq_cst);
        while (arrived.load(std::memory_order_seq_cst) < 2 * time) std::this_thread::yield();
    };
    std::thread second([&] {
        for (int i = 0; i != rounds; ++i) {
            meet(3 * i + 1);
            dally(i % 64);
            other(i);
            meet(3 * i + 2);
            meet(3 * i + 3);
        }
    });
    for (int i = 0; i != rounds; ++i) {
        meet(3 * i + 1);
        dally(i / 64 % 64);
        one(i);
        meet(3 * i + 2);
        after(i);
        meet(3 * i + 3);
    }
    second.join();
}

} // namespace test
