#pragma once

#include <cstddef>
#include <memory>
#include <type_traits>

namespace support {

struct allocation_counters {
    std::size_t live_bytes = 0;
    std::size_t peak_bytes = 0; // highest live_bytes since the start or reset_peak()
    std::size_t live_blocks = 0;
    std::size_t allocations = 0;
    std::size_t deallocations = 0;

    void reset_peak() { peak_bytes = live_bytes; }
    void allocated(std::size_t bytes) {
        live_bytes += bytes;
        if (live_bytes > peak_bytes) peak_bytes = live_bytes;
        ++live_blocks;
        ++allocations;
    }
    void deallocated(std::size_t bytes) {
        live_bytes -= bytes;
        --live_blocks;
        ++deallocations;
    }
};

/// Counts bytes and calls in counters that it does not own; rebound copies share them, and two allocators are
/// equal when their counters are the same. Bytes are those asked for, without the heap's own overhead.
/// Not for use by several threads at once.
template <class T>
class counting_allocator {
public:
    using value_type = T;
    using is_always_equal = std::false_type;
    using propagate_on_container_move_assignment = std::true_type;
    using propagate_on_container_swap = std::true_type;

    explicit counting_allocator(allocation_counters& counters) noexcept : counters_(&counters) {}
    template <class U>
    counting_allocator(const counting_allocator<U>& other) noexcept : counters_(&other.counters()) {}

    T* allocate(std::size_t n) {
        T* p = std::allocator<T>().allocate(n);
        counters_->allocated(n * sizeof(T));
        return p;
    }
    void deallocate(T* p, std::size_t n) noexcept {
        counters_->deallocated(n * sizeof(T));
        std::allocator<T>().deallocate(p, n);
    }

    allocation_counters& counters() const noexcept { return *counters_; }

    template <class U>
    friend bool operator==(const counting_allocator& a, const counting_allocator<U>& b) noexcept {
        return &a.counters() == &b.counters();
    }

private:
    allocation_counters* counters_;
};

} // namespace support
