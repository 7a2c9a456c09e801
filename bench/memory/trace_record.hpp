#pragma once

#include <cstdint>

namespace bench {

/// A call of the heap as trace_recorder.cpp writes it: `freed` goes, then `given` comes. 0: there is none.
struct trace_record {
    std::uint64_t freed;
    std::uint64_t given;
    std::uint64_t bytes;
    std::uint64_t alignment;
};

} // namespace bench
