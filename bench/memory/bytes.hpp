#pragma once

// What the race of the byte functions consists of: bytes.cpp calls Arsenal's, bytes_rivals.cpp those of the C
// library, of std, and the obvious loops, compiled for this processor.

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace bench {

/// One call: what is looked through, what is looked for, and where something is written.
struct byte_job {
    const unsigned char* p;
    std::size_t n;
    const unsigned char* q;
    std::size_t m;
    unsigned char* out;
};

enum class byte_operation { find_last, count, mismatch, find_any, search, reverse_copy };

struct byte_contender {
    std::string_view name;
    /// Does all jobs `repeats` times; the sum of what they return, which is n where nothing is found.
    std::uint64_t (*run)(const std::vector<byte_job>& jobs, std::size_t repeats);
};

template <class Operation>
std::uint64_t run_jobs(const std::vector<byte_job>& jobs, std::size_t repeats) {
    std::uint64_t sum = 0;
    for (std::size_t r = 0; r != repeats; ++r)
        for (const byte_job& each : jobs) {
            asm volatile("" : : : "memory");
            sum += Operation{}(each);
        }
    return sum;
}

std::vector<byte_contender> byte_rivals(byte_operation operation);

} // namespace bench
