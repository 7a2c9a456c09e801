#pragma once

#include <atomic>
#include <compare>
#include <vector>

// A litmus program: a few threads of straight-line atomic operations on a few locations, as data, so that the
// same program can be given to the explorer and to the oracle (oracle.hpp).

namespace support::litmus {

enum class action { store, load, exchange, fetch_add, compare_exchange, fence };

struct operation {
    action what = action::load;
    int location = 0; // of no meaning for a fence
    std::memory_order order = std::memory_order::seq_cst;
    int value = 0;                                          // what is stored or added
    int expected = 0;                                       // compare_exchange (the strong one) alone
    std::memory_order failure = std::memory_order::relaxed; // likewise
};

using thread_program = std::vector<operation>;

/// Every location is 0 at first, initialised before the threads start.
struct litmus_program {
    int locations = 0;
    std::vector<thread_program> threads;
};

/// The values that the loads and the read-modify-writes read (a compare_exchange that fails, too), thread by
/// thread in program order; then the final value of each location.
struct outcome {
    std::vector<int> values;
    friend auto operator<=>(const outcome&, const outcome&) = default;
};

constexpr operation store(int location, int value, std::memory_order order) {
    return {action::store, location, order, value};
}
constexpr operation load(int location, std::memory_order order) { return {action::load, location, order}; }
constexpr operation exchange(int location, int value, std::memory_order order) {
    return {action::exchange, location, order, value};
}
constexpr operation fetch_add(int location, int value, std::memory_order order) {
    return {action::fetch_add, location, order, value};
}
constexpr operation compare_exchange(int location, int expected, int value, std::memory_order success,
                                     std::memory_order failure) {
    return {action::compare_exchange, location, success, value, expected, failure};
}
constexpr operation fence(std::memory_order order) { return {action::fence, 0, order}; }

} // namespace support::litmus
