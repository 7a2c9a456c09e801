#include <fuzz/byte_source.hpp>
#include <fuzz/require.hpp>

#include <arsenal/memory.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <utility>
#include <vector>

// Fuzz target for tlsf against a list of what it gave out: blocks keep what is written into them, nothing in
// it contradicts itself after any step, and everything is one block for each region at the end.

namespace {

using namespace fuzz;

struct live_block {
    unsigned char* p;
    std::size_t bytes;
    std::size_t alignment;
    unsigned char fill;

    void write() const { std::memset(p, fill, bytes); }
    bool intact() const {
        for (std::size_t i = 0; i != bytes; ++i)
            if (p[i] != fill) return false;
        return true;
    }
};

class driver {
public:
    explicit driver(byte_source in) : in_(in) { add_region(); }

    void run() {
        while (!in_.empty()) {
            const unsigned choice = in_.below(8);
            if (choice < 4)
                allocate();
            else if (choice < 6 && !live_.empty())
                deallocate(in_.below(static_cast<unsigned>(live_.size())));
            else if (choice == 6 && !live_.empty())
                expand(live_[in_.below(static_cast<unsigned>(live_.size()))]);
            else if (choice == 7 && in_.below(16) == 0)
                add_region();
            check();
        }
        while (!live_.empty()) {
            deallocate(live_.size() * 7 / 11);
            check();
        }
        require(heap_.usage().free_blocks == regions_, "what is free is not one block for each region");
        require(heap_.usage().free_bytes == total_, "memory was lost");
    }

private:
    static constexpr std::size_t memory_bytes = 1 << 17;

    // Sizes of all classes that the regions have, most of them small.
    std::size_t some_bytes() { return in_.below(1U << in_.below(17)); }

    void add_region() {
        const std::size_t skip = in_.byte();
        const std::size_t bytes = in_.below(1U << (8 + in_.below(9)));
        if (memory_bytes - next_ < skip + bytes) return;
        const auto first = reinterpret_cast<std::uintptr_t>(memory_.data() + next_ + skip);
        const std::uintptr_t usable = (first + bytes) / 16 * 16 - (first + 15) / 16 * 16;
        const bool added = heap_.add_region(std::span(memory_).subspan(next_ + skip, bytes));
        require(added == (static_cast<std::ptrdiff_t>(usable) >= 64),
                "add_region() is wrong about its region");
        if (!added) return;
        next_ += skip + bytes;
        total_ += usable - arsenal::tlsf::region_bytes;
        ++regions_;
    }

    void allocate() {
        const std::size_t bytes = some_bytes();
        const std::size_t alignment = std::size_t{1} << (in_.flip() ? in_.below(14) : in_.below(5));
        auto* const p = static_cast<unsigned char*>(heap_.try_allocate(bytes, alignment));
        if (p == nullptr) {
            require(heap_.largest_free_block() < (bytes + alignment + 64) * 33 / 32 + 32,
                    "a request was refused that has room");
            return;
        }
        require(reinterpret_cast<std::uintptr_t>(p) % alignment == 0, "a block is not aligned");
        require(heap_.owns(p) && heap_.owns(p + bytes - (bytes != 0)), "a block lies outside of the regions");
        live_.push_back({p, bytes, alignment, static_cast<unsigned char>(++count_)});
        live_.back().write();
    }

    void deallocate(std::size_t index) {
        std::swap(live_[index], live_.back());
        require(live_.back().intact(), "a block was written to");
        heap_.deallocate(live_.back().p, live_.back().bytes, live_.back().alignment);
        live_.pop_back();
    }

    void expand(live_block& b) {
        const std::size_t bytes = b.bytes + some_bytes();
        if (!heap_.try_expand(b.p, b.bytes, bytes)) return;
        require(b.intact(), "a block that was expanded has lost what it held");
        b.bytes = bytes;
        b.write();
    }

    void check() const {
        const char* const wrong = heap_.validate();
        require(wrong == nullptr, wrong);
        const arsenal::tlsf_usage usage = heap_.usage();
        require(usage.used_blocks == live_.size(), "blocks were lost");
        require(usage.used_bytes + usage.free_bytes == total_, "bytes were lost");
    }

    byte_source in_;
    alignas(16) std::array<std::byte, memory_bytes> memory_{};
    arsenal::tlsf heap_;
    std::vector<live_block> live_;
    std::size_t next_ = 0;  // memory_ from there on is in no region
    std::size_t total_ = 0; // bytes of all blocks
    std::size_t regions_ = 0;
    unsigned count_ = 0;
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    driver(byte_source(data, size)).run();
    return 0;
}
