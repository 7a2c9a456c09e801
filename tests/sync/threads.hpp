#pragma once

#include <atomic>
#include <thread>
#include <vector>

namespace sync_tests {

/// Calls function(0), function(1), ... in threads of their own, none before all are there, and waits for
/// them; nothing else orders one's work and another's. (ThreadSanitizer may take a thread that begins after
/// another's end for the same.)
template <class Function>
void beside_each_other(int threads, Function function) {
    std::atomic<int> missing{threads};
    std::vector<std::jthread> running;
    for (int t = 0; t < threads; ++t)
        running.emplace_back([&, t] {
            missing.fetch_sub(1, std::memory_order_relaxed);
            while (missing.load(std::memory_order_relaxed) != 0) std::this_thread::yield();
            function(t);
        });
}

} // namespace sync_tests
