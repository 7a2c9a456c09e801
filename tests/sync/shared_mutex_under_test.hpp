#pragma once

#include <arsenal/sync/detail/basic_shared_mutex.hpp>
#include <sync/explored.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

// What the shared mutex is given under the explorer.

namespace explored {

using arsenal::detail::sleepers;

/// The word alone: no thread has a record, so every reader is counted.
struct counted_readers : model_policy {
    static constexpr int places_per_record = 1;
    static constexpr std::uint64_t reads_before_bias = 511;

    struct no_record {
        bool announce(const void*) { return false; }
        bool withdraw(const void*) { return false; }
        bool names(const void*) const { return false; }
        void await_withdrawal(const void*) {}
    };
    static no_record& reader_record() {
        static no_record none;
        return none;
    }
    template <class Function>
    static void for_each_reader_record(Function) {}

    static void heavy_fence() {}
    static void futex_wait_upper(atomic<std::uint64_t>& word, std::uint32_t expected, sleepers kind) {
        support::interleave::futex_wait_upper(word, expected, static_cast<std::uint8_t>(kind));
    }
    static int futex_wake_upper(atomic<std::uint64_t>& word, int count, sleepers kind) {
        return support::interleave::futex_wake(word, count, static_cast<std::uint8_t>(kind));
    }
};

/// With a record for each thread, and biased from the first reader on.
template <class Policy>
struct readers_with_records : counted_readers {
    static constexpr std::uint64_t reads_before_bias = 0;
    using record = arsenal::detail::basic_reader_record<Policy>;

    static void light_fence() { support::interleave::light_fence(); }
    static void heavy_fence() { fence(std::memory_order::seq_cst); }

    /// A program has them before its locks.
    struct records {
        records() { all = this; }
        std::array<record, 4> of{};
        static inline records* all = nullptr;
    };
    static record& reader_record() {
        return records::all->of.at(static_cast<std::size_t>(support::interleave::thread()));
    }
    template <class Function>
    static void for_each_reader_record(Function function) {
        for (record& one : records::all->of) function(one);
    }
};
struct announced_readers : readers_with_records<announced_readers> {};

} // namespace explored
