#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <support/interleave/litmus_program.hpp>
#include <vector>

namespace arsenal_test::interleave {

struct random_sizes {
    std::size_t most_threads = 4; // at least 2
    std::size_t most_operations_of_a_thread = 4;
    std::size_t most_operations = 9;
    std::size_t most_locations = 3;
};

/// Draws one program. Every modification stores a value of its own (a fetch_add aside), so that an outcome
/// says which was read; a compare_exchange expects 0 or one of those stored so far.
class random_program_source {
public:
    random_program_source(std::uint64_t seed, random_sizes sizes) : engine_(seed), sizes_(sizes) {}

    litmus_program program() {
        const std::size_t threads = 2 + below(sizes_.most_threads - 1);
        locations_ = 1 + below(sizes_.most_locations);
        seq_cst_in_four_ = below(4);
        litmus_program result{static_cast<int>(locations_), {}};
        std::size_t left = sizes_.most_operations;
        for (std::size_t later = threads; later-- != 0;) {
            const std::size_t most = std::min(sizes_.most_operations_of_a_thread, left - later);
            thread_program& thread = result.threads.emplace_back();
            for (std::size_t n = 1 + below(most); n != 0; --n) thread.push_back(next_operation());
            left -= thread.size();
        }
        return result;
    }

private:
    // The distributions of <random> may differ between libraries; the engine does not.
    std::size_t below(std::size_t bound) { return static_cast<std::size_t>(engine_() % bound); }

    std::memory_order one_of(const std::vector<std::memory_order>& orders) {
        if (below(4) < seq_cst_in_four_) return std::memory_order::seq_cst;
        return orders[below(orders.size())];
    }
    std::memory_order load_order() {
        using enum std::memory_order;
        return one_of({relaxed, acquire, seq_cst});
    }
    std::memory_order store_order() {
        using enum std::memory_order;
        return one_of({relaxed, release, seq_cst});
    }
    std::memory_order any_order() {
        using enum std::memory_order;
        return one_of({relaxed, acquire, release, acq_rel, seq_cst});
    }

    operation next_operation() {
        const int where = static_cast<int>(below(locations_));
        switch (below(12)) {
        case 0:
            return exchange(where, ++stored_, any_order());
        case 1:
            return fetch_add(where, 100, any_order());
        case 2: {
            const int expected = static_cast<int>(below(static_cast<std::size_t>(stored_) + 1));
            const auto success = any_order();
            return compare_exchange(where, expected, ++stored_, success, load_order());
        }
        case 3:
        case 4:
            return fence(any_order());
        case 5:
        case 6:
        case 7:
            return store(where, ++stored_, store_order());
        default:
            return load(where, load_order());
        }
    }

    std::mt19937_64 engine_;
    random_sizes sizes_;
    std::size_t locations_ = 1;
    std::size_t seq_cst_in_four_ = 0; // in this program, beyond chance
    int stored_ = 0;
};

/// The same program for the same seed and sizes, with every library. 2 <= most_threads <= most_operations.
inline litmus_program random_program(std::uint64_t seed, random_sizes sizes = {}) {
    return random_program_source(seed, sizes).program();
}

} // namespace arsenal_test::interleave
