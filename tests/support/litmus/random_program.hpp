#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <support/litmus/program.hpp>
#include <vector>

namespace support::litmus {

struct random_sizes {
    std::size_t most_threads = 4; // at least 2
    std::size_t most_operations_of_a_thread = 4;
    std::size_t most_operations = 10;
    std::size_t most_locations = 3;
};

/// Draws programs. Every modification stores a value of its own (a fetch_add aside), so that an outcome says
/// which was read; a compare_exchange expects 0 or one of those stored so far.
///
/// Orders drawn for each operation alone would seldom close a cycle that a rule forbids. So each program has
/// its own inclinations: how many fences and read-modify-writes, and how often accesses and fences are
/// relaxed or seq_cst; and a thread mostly goes on to another location.
class random_program_source {
public:
    random_program_source(std::uint64_t seed, random_sizes sizes) : engine_(seed), sizes_(sizes) {}

    litmus_program program() {
        const std::size_t threads = 2 + below(sizes_.most_threads - 1);
        locations_ = 1 + below(sizes_.most_locations);
        incline();
        litmus_program result{static_cast<int>(locations_), {}};
        std::size_t left = sizes_.most_operations;
        for (std::size_t later = threads; later-- != 0;) {
            const std::size_t most = std::min(sizes_.most_operations_of_a_thread, left - later);
            result.threads.push_back(
                thread(1 + std::max(below(most), below(most)))); // rather more than fewer
            left -= result.threads.back().size();
        }
        return result;
    }

private:
    /// Out of four, what is one thing or the other beyond chance.
    struct inclination {
        std::size_t seq_cst = 0, relaxed = 0;
    };

    // The distributions of <random> may differ between libraries; the engine does not.
    std::size_t below(std::size_t bound) { return static_cast<std::size_t>(engine_() % bound); }
    bool in_four(std::size_t n) { return below(4) < n; }

    void incline() {
        fences_ = below(4);
        modifying_reads_ = below(3);
        const auto one = [&] { return inclination{below(4), below(4)}; };
        for_accesses_ = one();
        for_fences_ = one();
    }

    thread_program thread(std::size_t size) {
        thread_program result;
        bool fenced = below(4) != 0; // no fence at first, mostly: it has nothing before it
        where_ = below(locations_);
        while (result.size() != size) {
            fenced = !fenced && in_four(fences_);
            result.push_back(fenced ? fence(any_order(for_fences_)) : access());
        }
        return result;
    }

    operation access() {
        if (in_four(3)) where_ = (where_ + 1 + below(std::max<std::size_t>(locations_ - 1, 1))) % locations_;
        if (in_four(modifying_reads_)) return read_modify_write(static_cast<int>(where_));
        if (below(2) == 0) return store(static_cast<int>(where_), ++stored_, store_order());
        return load(static_cast<int>(where_), load_order());
    }

    operation read_modify_write(int where) {
        const auto order = any_order(for_accesses_);
        switch (below(3)) {
        case 0:
            return exchange(where, ++stored_, order);
        case 1:
            return fetch_add(where, 100, order);
        default: {
            const int expected = static_cast<int>(below(static_cast<std::size_t>(stored_) + 1));
            return compare_exchange(where, expected, ++stored_, order, load_order());
        }
        }
    }

    std::memory_order one_of(const std::vector<std::memory_order>& orders, inclination towards) {
        if (in_four(towards.seq_cst)) return std::memory_order::seq_cst;
        if (in_four(towards.relaxed)) return std::memory_order::relaxed;
        return orders[below(orders.size())];
    }
    std::memory_order load_order() {
        using enum std::memory_order;
        return one_of({relaxed, acquire, seq_cst}, for_accesses_);
    }
    std::memory_order store_order() {
        using enum std::memory_order;
        return one_of({relaxed, release, seq_cst}, for_accesses_);
    }
    std::memory_order any_order(inclination towards) {
        using enum std::memory_order;
        return one_of({relaxed, acquire, release, acq_rel, seq_cst}, towards);
    }

    std::mt19937_64 engine_;
    random_sizes sizes_;
    std::size_t locations_ = 1;
    std::size_t fences_ = 0, modifying_reads_ = 0; // out of four
    inclination for_accesses_, for_fences_;
    std::size_t where_ = 0;
    int stored_ = 0;
};

/// The same program for the same seed and sizes, with every library. 2 <= most_threads <= most_operations.
inline litmus_program random_program(std::uint64_t seed, random_sizes sizes = {}) {
    return random_program_source(seed, sizes).program();
}

} // namespace support::litmus
