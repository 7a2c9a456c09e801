#pragma once

#include <cstddef>

namespace support {

/// Base of values that must be destroyed exactly once: live() counts the instances of one Tag, and errors()
/// those that were destroyed or copied when not alive (a double destruction, a read of freed or never built
/// memory that happens to stay mapped).
template <class Tag>
class instance_counter {
public:
    instance_counter() noexcept { born(); }
    instance_counter(const instance_counter& other) noexcept {
        other.check();
        born();
    }
    instance_counter& operator=(const instance_counter& other) noexcept {
        check();
        other.check();
        return *this;
    }
    ~instance_counter() {
        check();
        self_ = nullptr;
        --live_;
    }

    static std::ptrdiff_t live() { return live_; }
    static std::size_t errors() { return errors_; }
    /// Instances built since the start, by any constructor.
    static std::size_t constructions() { return constructions_; }

private:
    void born() noexcept {
        self_ = this;
        ++live_;
        ++constructions_;
    }
    void check() const noexcept {
        if (self_ != this) ++errors_;
    }

    // volatile: the store in the destructor is dead to the compiler, and the point of the instrument.
    const volatile void* volatile self_;
    inline static std::ptrdiff_t live_ = 0;
    inline static std::size_t errors_ = 0;
    inline static std::size_t constructions_ = 0;
};

} // namespace support
