#pragma once

// One countdown for every instrument that can fail: allocators, hashes, predicates, values.
// A test arms it with the kinds that count and the number of steps that still succeed; the step after
// those fails, and with it the injector disarms itself, so that cleaning up and checking run undisturbed.
// One injector per program, for one thread: a value cannot carry a pointer to it into its own default
// constructor.

#include <cstddef>

namespace support {

enum class fault : unsigned {
    allocate = 1,       // failing_allocator: std::bad_alloc
    hash = 2,           // throwing_hash, calls
    equal = 4,          // throwing_equal, calls
    copy = 8,           // throwing_value, copy construction
    move = 16,          // throwing_value, move construction
    construct = 32,     // throwing_value, default construction and construction from an id
    assign = 64,        // throwing_value, copy and move assignment
    functor_copy = 128, // throwing_hash and throwing_equal, copy construction and assignment
};

constexpr fault operator|(fault a, fault b) {
    return static_cast<fault>(static_cast<unsigned>(a) | static_cast<unsigned>(b));
}
/// Whether two sets of kinds have one in common.
constexpr bool intersect(fault a, fault b) {
    return (static_cast<unsigned>(a) & static_cast<unsigned>(b)) != 0;
}

/// What every instrument but the allocator throws. Derived from nothing: no handler for std::exception hides
/// it.
struct injected_fault {
    fault kind;
};

class fault_injector {
public:
    /// Lets `survivors` steps of the given kinds pass and fails the next one.
    void arm(fault kinds, std::size_t survivors) {
        kinds_ = static_cast<unsigned>(kinds);
        left_ = survivors;
        steps_ = 0;
        fired_ = false;
    }
    void disarm() { kinds_ = 0; }

    bool armed() const { return kinds_ != 0; }
    /// Whether a step has failed since arm().
    bool fired() const { return fired_; }
    /// Steps of the armed kinds since arm(), the failed one included.
    std::size_t steps() const { return steps_; }

    /// Counts one step; true means that this one must fail.
    bool step(fault kind) {
        if (!intersect(static_cast<fault>(kinds_), kind)) return false;
        ++steps_;
        if (left_-- != 0) return false;
        kinds_ = 0;
        fired_ = true;
        return true;
    }
    void step_or_throw(fault kind) {
        if (step(kind)) throw injected_fault{kind};
    }

private:
    unsigned kinds_ = 0;
    std::size_t left_ = 0;
    std::size_t steps_ = 0;
    bool fired_ = false;
};

inline fault_injector faults;

/// Arms on construction, disarms on every way out.
class fault_scope {
public:
    fault_scope(fault kinds, std::size_t survivors) { faults.arm(kinds, survivors); }
    ~fault_scope() { faults.disarm(); }
    fault_scope(const fault_scope&) = delete;
    fault_scope& operator=(const fault_scope&) = delete;
};

} // namespace support
