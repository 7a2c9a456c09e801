#pragma once

#include <cstddef>
#include <cstdint>

namespace fuzz {

/// The input of a fuzz target, read as choices. Past the end everything is 0.
class byte_source {
public:
    byte_source(const std::uint8_t* data, std::size_t size) : at_(data), end_(data + size) {}

    bool empty() const { return at_ == end_; }
    unsigned byte() { return at_ == end_ ? 0 : *at_++; }
    /// A number in [0, n), for n up to 65536.
    unsigned below(unsigned n) {
        if (n <= 256) return byte() % n;
        const unsigned high = byte();
        return (high << 8 | byte()) % n;
    }
    bool flip() { return (byte() & 1) != 0; }

private:
    const std::uint8_t* at_;
    const std::uint8_t* end_;
};

} // namespace fuzz
