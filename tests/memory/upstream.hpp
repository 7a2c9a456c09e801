#pragma once

#include <catch2/catch_test_macros.hpp>

#include <cstddef>
#include <map>
#include <memory_resource>
#include <new>

namespace memory_tests {

/// Where the resources under test have their memory from: operator new, which fails when it is told to and
/// for what no machine has (AddressSanitizer would stop the program there), and sees that every block comes
/// back as it went.
class upstream final : public std::pmr::memory_resource {
public:
    upstream() = default;
    ~upstream() override { CHECK(blocks.empty()); }

    struct size {
        std::size_t bytes;
        std::size_t alignment;
    };

    int calls = 0;        ///< that gave out a block
    int budget = -1;      ///< so many more calls succeed; negative: all
    std::size_t live = 0; ///< bytes
    std::size_t peak = 0;
    std::map<void*, size> blocks; ///< live ones

private:
    void* do_allocate(std::size_t bytes, std::size_t alignment) override {
        if (budget == 0 || bytes > std::size_t{1} << 36) throw std::bad_alloc();
        void* const p = ::operator new(bytes, std::align_val_t(alignment));
        blocks[p] = {bytes, alignment};
        if (budget > 0) --budget;
        ++calls;
        live += bytes;
        if (live > peak) peak = live;
        return p;
    }
    void do_deallocate(void* p, std::size_t bytes, std::size_t alignment) override {
        const auto found = blocks.find(p);
        CHECK(found != blocks.end());
        if (found == blocks.end()) return;
        CHECK(found->second.bytes == bytes);
        CHECK(found->second.alignment == alignment);
        live -= bytes;
        ::operator delete(p, std::align_val_t(found->second.alignment));
        blocks.erase(found);
    }
    bool do_is_equal(const std::pmr::memory_resource& other) const noexcept override {
        return this == &other;
    }
};

} // namespace memory_tests
