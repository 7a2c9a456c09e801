#pragma once

#include <arsenal/memory/memory_counts.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>

namespace arsenal::inline ARSENAL_ABI {

/// What one tag of a memory_report has asked for.
struct memory_usage {
    /// sizes[0]: allocations of up to 16 bytes; sizes[i]: of more than 8 << i and up to 16 << i. The last has
    /// all that are larger.
    static constexpr std::size_t size_classes = 28;

    std::string tag;
    memory_counts counts;
    std::array<std::uint64_t, size_classes> sizes{};

    static constexpr std::size_t size_class(std::size_t bytes) noexcept {
        if (bytes <= 16) return 0;
        const auto doublings = static_cast<std::size_t>(std::bit_width((bytes - 1) / 16));
        return doublings < size_classes ? doublings : size_classes - 1;
    }
};

/// Who asked for how much memory: a line for each tag, and under it how large the blocks were.
/// tracing_resource writes into it, people read it:
///
///   tag           live   blocks        peak  allocations       total  failures
///   cache    128.0 KiB        4   128.0 KiB            9   208.0 KiB         0
///          5 of <= 16.0 KiB, 4 of <= 32.0 KiB
///   parser         0 B        0     3.9 KiB           40     3.9 KiB         0
///          40 of <= 128 B
///   all      128.0 KiB        4   128.0 KiB           49   211.9 KiB         0
///
/// It outlives the resources that write into it, and keeps what they wrote when they are gone. For one thread
/// at a time, together with them.
class memory_report {
public:
    memory_report() = default;
    memory_report(const memory_report&) = delete;
    memory_report& operator=(const memory_report&) = delete;

    /// The tag's usage, empty if the tag is new: those with the same tag write into one. The reference is
    /// valid as long as the report. Linear in the number of tags; throws std::bad_alloc.
    memory_usage& usage(std::string_view tag);

    /// Books to one of the report's usages.
    void count_allocation(memory_usage& usage, std::size_t bytes) noexcept {
        usage.counts.count_allocation(bytes);
        ++usage.sizes[memory_usage::size_class(bytes)];
        total_.count_allocation(bytes);
    }
    void count_deallocation(memory_usage& usage, std::size_t bytes) noexcept {
        usage.counts.count_deallocation(bytes);
        total_.count_deallocation(bytes);
    }
    void count_failure(memory_usage& usage) noexcept {
        ++usage.counts.failures;
        ++total_.failures;
    }

    /// In the order in which the tags were first named.
    const std::deque<memory_usage>& usages() const noexcept { return usages_; }

    /// Of all tags together: its peak is that of the sum, not the sum of the peaks.
    const memory_counts& total() const noexcept { return total_; }

    /// The table above, the largest peak first. Throws std::bad_alloc.
    std::string text() const;

private:
    std::deque<memory_usage> usages_;
    memory_counts total_;
};

} // namespace arsenal::inline ARSENAL_ABI
