#pragma once

#include <atomic>
#include <thread>
#include <vector>

namespace sync_tests {

/// Joins when it ends. (std::jthread beside an import does not link with libc++ 22: of its stop token's
/// inline functions one is left out.)
struct joining_thread : std::thread {
    using std::thread::thread;
    joining_thread(joining_thread&&) = default;
    ~joining_thread() {
        if (joinable()) join();
    }
};

/// Calls function(0), function(1), ... in threads of their own, none before all are there, and waits for
/// them; nothing else orders one's work and another's. (ThreadSanitizer may take a thread that begins after
/// another's end for the same.)
template <class Function>
void beside_each_other(int threads, Function function) {
    std::atomic<int> missing{threads};
    std::vector<joining_thread> running;
    for (int t = 0; t < threads; ++t)
        running.emplace_back([&, t] {
            missing.fetch_sub(1, std::memory_order_relaxed);
            while (missing.load(std::memory_order_relaxed) != 0) std::this_thread::yield();
            function(t);
        });
}

} // namespace sync_tests
