#include <catch2/catch_test_macros.hpp>

#include <memory/resource_contract.hpp>
#include <memory/tlsf_memory.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <new>
#include <random>
#include <utility>
#include <vector>

#if ARSENAL_TEST_IMPORT
import arsenal.memory;
#else
#include <arsenal/memory.hpp>
#endif

using arsenal::tlsf;
using memory_tests::block;
using memory_tests::region;

namespace {

constexpr std::size_t region_size = 1 << 18;
/// What one block can have of it.
constexpr std::size_t all = region_size - tlsf::region_bytes - tlsf::header_bytes - tlsf::seal_bytes;

bool is_one_block(const tlsf& resource) {
    const arsenal::tlsf_usage usage = resource.usage();
    return resource.validate() == nullptr && usage.used_blocks == 0 && usage.free_blocks == 1 &&
           usage.largest_free == region_size - tlsf::region_bytes && usage.fragmentation() == 0;
}

/// Blocks of all kinds until none can be had.
std::vector<block> fill(tlsf& resource, unsigned seed) {
    std::mt19937 random(seed);
    std::vector<block> blocks;
    for (int failures = 0; failures != 50;) {
        const std::size_t bytes = random() % (1U << random() % 14);
        const std::size_t alignment = random() % 4 == 0 ? std::size_t{1} << random() % 13 : 8;
        void* const p = resource.try_allocate(bytes, alignment);
        if (p == nullptr) {
            ++failures;
            continue;
        }
        REQUIRE(reinterpret_cast<std::uintptr_t>(p) % alignment == 0);
        blocks.push_back({p, bytes, alignment, static_cast<unsigned char>(blocks.size())});
        std::memset(p, blocks.back().fill, bytes);
    }
    while (void* const p = resource.try_allocate(0)) blocks.push_back({p, 0, 8, 0});
    return blocks;
}

std::vector<block> alternate_ones_first(const std::vector<block>& blocks) {
    std::vector<block> ordered;
    for (const std::size_t first : {0, 1})
        for (std::size_t i = first; i < blocks.size(); i += 2) ordered.push_back(blocks[i]);
    return ordered;
}

} // namespace

TEST_CASE("tlsf: all of its memory can be one block, and no more than that") {
    region memory(region_size);
    tlsf resource(memory.bytes());
    CHECK(resource.largest_free_block() == all + tlsf::seal_bytes);
    CHECK(resource.try_allocate(all + 1) == nullptr);
    CHECK_THROWS_AS(resource.allocate(all + 1), std::bad_alloc);
    CHECK(is_one_block(resource));
    void* const p = resource.allocate(all);
    std::memset(p, 0x5a, all);
    CHECK(resource.largest_free_block() == 0);
    CHECK(resource.try_allocate(0) == nullptr);
    CHECK_THROWS_AS(resource.allocate(0, 1), std::bad_alloc);
    CHECK(resource.validate() == nullptr);
    resource.deallocate(p, all);
    CHECK(is_one_block(resource));
}

TEST_CASE("tlsf: full of blocks, it gives out again what comes back, and is one block at the end") {
    for (unsigned seed = 0; seed != 12; ++seed) {
        region memory(region_size);
        tlsf resource(memory.bytes());
        std::vector<block> blocks = fill(resource, seed);
        REQUIRE(resource.validate() == nullptr);
        CHECK(resource.usage().used_blocks == blocks.size());
        CHECK(resource.usage().free_bytes == 0);

        std::swap(blocks[seed], blocks.back());
        memory_tests::give_back(resource, blocks.back());
        blocks.back() = memory_tests::take(resource, blocks.back().bytes, 8, blocks.back().fill);
        CHECK(resource.validate() == nullptr);

        std::mt19937 random(seed);
        switch (seed % 3) {
        case 0:
            std::shuffle(blocks.begin(), blocks.end(), random);
            break;
        case 1:
            std::reverse(blocks.begin(), blocks.end());
            break;
        default:
            blocks = alternate_ones_first(blocks); // each of the rest joins two free ones
        }
        for (const block& b : blocks) {
            memory_tests::give_back(resource, b);
            if (blocks.size() < 500) REQUIRE(resource.validate() == nullptr);
        }
        CHECK(is_one_block(resource));
    }
}

TEST_CASE("tlsf: what it says is the largest free block can be had, but for the difference of two classes") {
    region memory(region_size);
    tlsf resource(memory.bytes());
    std::vector<block> blocks = fill(resource, 1);
    std::mt19937 random(1);
    std::shuffle(blocks.begin(), blocks.end(), random);
    for (const block& b : blocks) {
        memory_tests::give_back(resource, b);
        const std::size_t largest = resource.largest_free_block();
        REQUIRE(largest + tlsf::header_bytes == resource.usage().largest_free);
        REQUIRE(resource.try_allocate(largest + 1) == nullptr);
        const std::size_t certain = largest - largest / 32 - std::min(largest, tlsf::seal_bytes);
        void* const p = resource.try_allocate(certain);
        if (tlsf::seal_bytes != 0 && p == nullptr && largest < 64) continue;
        REQUIRE(p != nullptr);
        resource.deallocate(p, certain);
    }
}

TEST_CASE("tlsf: alignments larger than a page, and larger than there is") {
    region memory(1 << 20);
    tlsf resource(memory.bytes());
    std::vector<block> blocks;
    for (std::size_t alignment = 1 << 12; alignment <= 1 << 18; alignment *= 2)
        blocks.push_back(memory_tests::take(resource, 100, alignment, 0x5a));
    CHECK(resource.validate() == nullptr);
    for (std::size_t alignment = 1 << 20; alignment != 0; alignment *= 2)
        CHECK(resource.try_allocate(1, alignment) == nullptr);
    for (const block& b : blocks) memory_tests::give_back(resource, b);
    CHECK(resource.usage().free_blocks == 1);
}
