#pragma once

#include <catch2/catch_test_macros.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <memory_resource>
#include <new>
#include <random>
#include <set>
#include <vector>

// The contract of every resource (memory/raw_resource.hpp), to be called with each kind of each of them.

namespace memory_tests {

/// What a resource can be asked for.
struct limits {
    std::size_t bytes = 100'000;        ///< the largest block to ask for
    std::size_t alignment = 64 << 10;   ///< the largest alignment
    std::size_t live_bytes = 4'000'000; ///< in all, at any one time
};

/// A block that was given out, filled with a byte of its own.
struct block {
    void* p;
    std::size_t bytes;
    std::size_t alignment;
    unsigned char fill;

    bool intact() const {
        const auto* first = static_cast<const unsigned char*>(p);
        for (std::size_t i = 0; i != bytes; ++i)
            if (first[i] != fill) return false;
        return true;
    }
};

template <class Resource>
block take(Resource& resource, std::size_t bytes, std::size_t alignment, unsigned char fill) {
    void* const p = resource.allocate(bytes, alignment);
    REQUIRE(p != nullptr);
    REQUIRE(reinterpret_cast<std::uintptr_t>(p) % alignment == 0);
    std::memset(p, fill, bytes);
    return {p, bytes, alignment, fill};
}

template <class Resource>
void give_back(Resource& resource, const block& b) {
    REQUIRE(b.intact());
    resource.deallocate(b.p, b.bytes, b.alignment);
}

/// Every alignment with small and large sizes; all blocks live beside each other and keep what is written.
template <class Resource>
void check_alignments(Resource& resource, const limits& at_most = {}) {
    std::vector<block> blocks;
    std::size_t live = 0;
    unsigned char fill = 0;
    for (std::size_t alignment = 1; alignment <= at_most.alignment; alignment *= 2)
        for (const std::size_t bytes : {1UL, 3UL, 8UL, 24UL, 64UL, 100UL, 1000UL, 4096UL, 70'000UL}) {
            if (bytes > at_most.bytes || live + bytes + alignment > at_most.live_bytes) continue;
            blocks.push_back(take(resource, bytes, alignment, ++fill));
            live += bytes + alignment;
        }
    for (const block& b : blocks) give_back(resource, b);
}

/// Blocks of no bytes have addresses of their own.
template <class Resource>
void check_zero_bytes(Resource& resource) {
    std::set<void*> seen;
    std::vector<block> blocks;
    const auto taken = [&](std::size_t bytes, std::size_t alignment) {
        blocks.push_back(take(resource, bytes, alignment, 0x5a));
        return seen.insert(blocks.back().p).second;
    };
    for (const std::size_t alignment : {1UL, 8UL, 16UL, 1UL, 1UL}) CHECK(taken(0, alignment));
    CHECK(taken(8, 8));
    CHECK(taken(0, 1));
    for (const block& b : blocks) give_back(resource, b);
}

/// Sizes that no memory has, and whose sum with an alignment wraps: bad_alloc, and nothing is changed by it.
template <class Resource>
void check_huge_sizes(Resource& resource, const limits& at_most = {}) {
    constexpr std::size_t most = std::numeric_limits<std::size_t>::max();
    const block before = take(resource, 8, 8, 0x5a);
    for (const std::size_t bytes :
         {most, most - 1, most - 15, most - 64, most - 4096, most / 2 + 1, most / 2})
        for (const std::size_t alignment : {1UL, 16UL, 4096UL, 64UL << 10}) {
            if (alignment > at_most.alignment) continue;
            CHECK_THROWS_AS(resource.allocate(bytes, alignment), std::bad_alloc);
            if constexpr (requires { resource.try_allocate(bytes, alignment); })
                CHECK(resource.try_allocate(bytes, alignment) == nullptr);
        }
    const block after = take(resource, 8, 8, 0xa5);
    give_back(resource, after);
    give_back(resource, before);
}

/// Blocks of all sizes come and go in random order, and none is written to but by its owner.
template <class Resource>
void check_random(Resource& resource, const limits& at_most = {}, int steps = 20'000, unsigned seed = 1) {
    std::mt19937 random(seed);
    std::vector<block> blocks;
    std::size_t live = 0;
    for (int step = 0; step != steps; ++step) {
        const bool full = live > at_most.live_bytes / 2 || blocks.size() > 500;
        if (!blocks.empty() && (full || random() % 2 == 0)) {
            std::swap(blocks[random() % blocks.size()], blocks.back());
            give_back(resource, blocks.back());
            live -= blocks.back().bytes + blocks.back().alignment;
            blocks.pop_back();
            continue;
        }
        const std::size_t bytes = random() % (std::size_t{1} << random() % 18) % (at_most.bytes + 1);
        std::size_t alignment = std::size_t{1} << random() % 5;
        if (random() % 16 == 0) alignment = std::size_t{1} << random() % 17;
        if (alignment > at_most.alignment) alignment = at_most.alignment;
        blocks.push_back(take(resource, bytes, alignment, static_cast<unsigned char>(step)));
        live += bytes + alignment;
    }
    for (const block& b : blocks) give_back(resource, b);
}

/// As a std::pmr::memory_resource: the same memory through virtual calls, equal to itself alone.
template <class Resource>
void check_pmr(Resource& resource, const limits& at_most = {}) {
    std::pmr::memory_resource& base = resource;
    CHECK(base.is_equal(resource));
    CHECK_FALSE(base.is_equal(*std::pmr::null_memory_resource()));
    check_alignments(base, at_most);
    std::pmr::vector<int> numbers(&resource);
    for (int i = 0; i != 100; ++i)
        if (numbers.size() * sizeof(int) * 2 <= at_most.bytes || numbers.size() < numbers.capacity())
            numbers.push_back(i);
    for (std::size_t i = 0; i != numbers.size(); ++i) CHECK(numbers[i] == static_cast<int>(i));
}

template <class Resource>
void check_contract(Resource& resource, const limits& at_most = {}) {
    check_alignments(resource, at_most);
    check_zero_bytes(resource);
    check_huge_sizes(resource, at_most);
    check_random(resource, at_most);
    check_pmr(resource, at_most);
}

} // namespace memory_tests
