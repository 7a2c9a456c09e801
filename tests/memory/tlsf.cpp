#include <catch2/catch_test_macros.hpp>

#include <memory/resource_contract.hpp>
#include <memory/tlsf_memory.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <list>
#include <map>
#include <memory_resource>
#include <new>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#if ARSENAL_TEST_IMPORT
import arsenal.memory;
#else
#include <arsenal/memory.hpp>
#endif

using arsenal::tlsf;
using memory_tests::region;

TEST_CASE("tlsf keeps the contract of resources, and is one free block again after all of it") {
    region memory(16 << 20);
    tlsf resource(memory.bytes());
    STATIC_CHECK(arsenal::raw_resource<tlsf>);
    STATIC_CHECK(arsenal::trying_resource<tlsf>);
    STATIC_CHECK(arsenal::owning_resource<tlsf>);
    memory_tests::check_contract(resource);
    CHECK(resource.validate() == nullptr);
    const arsenal::tlsf_usage usage = resource.usage();
    CHECK(usage.used_blocks == 0);
    CHECK(usage.free_blocks == 1);
    CHECK(usage.free_bytes == (16 << 20) - tlsf::region_bytes);
}

TEST_CASE("tlsf: containers over it") {
    region memory(1 << 20);
    tlsf resource(memory.bytes());
    {
        std::vector<int, arsenal::tlsf_allocator<int>> numbers(resource);
        for (int i = 0; i != 10'000; ++i) numbers.push_back(i);
        std::list<std::string, arsenal::tlsf_allocator<std::string>> words({"one", "two"}, resource);
        std::unordered_map<int, int, std::hash<int>, std::equal_to<int>,
                           arsenal::tlsf_allocator<std::pair<const int, int>>>
            squares(resource);
        for (int i = 0; i != 1000; ++i) squares[i] = i * i;
        std::pmr::map<int, std::pmr::string> names(&resource);
        for (int i = 0; i != 1000; ++i) names[i] = std::string(static_cast<std::size_t>(i % 100), 'x');
        for (int i = 0; i < 1000; i += 2) names.erase(i);
        CHECK(resource.validate() == nullptr);
        CHECK(numbers.back() == 9999);
        CHECK(squares.at(30) == 900);
        CHECK(names.at(99) == std::pmr::string(99, 'x'));
        CHECK(resource.usage().used_blocks > 1000);
    }
    CHECK(resource.usage().used_blocks == 0);
}

TEST_CASE("tlsf: what is asked for is what is taken, but for a header and up to 15 bytes") {
    region memory(1 << 20);
    tlsf resource(memory.bytes());
    std::size_t used = 0;
    for (const std::size_t bytes : {1UL, 24UL, 25UL, 40UL, 41UL, 1000UL, 5000UL, 100'000UL}) {
        CHECK(resource.allocate(bytes) != nullptr);
        const std::size_t taken = resource.usage().used_bytes - used;
        used += taken;
        CHECK(taken % tlsf::granularity == 0);
        CHECK(taken >= bytes + tlsf::header_bytes + tlsf::seal_bytes);
        CHECK((taken < bytes + tlsf::header_bytes + tlsf::seal_bytes + tlsf::granularity || taken == 32));
    }
}

TEST_CASE("tlsf: without memory it has none, and says no to what is too small for a block") {
    region memory(1024);
    tlsf resource;
    CHECK(resource.try_allocate(0) == nullptr);
    CHECK_THROWS_AS(resource.allocate(1, 1), std::bad_alloc);
    CHECK(resource.largest_free_block() == 0);
    CHECK(resource.usage().fragmentation() == 0);
    CHECK_FALSE(resource.owns(nullptr));
    CHECK_FALSE(resource.owns(&resource));
    CHECK_FALSE(resource.add_region({}));
    CHECK_FALSE(resource.add_region(memory.bytes().first(63)));
    CHECK_FALSE(resource.add_region(memory.bytes().subspan(1, 78)));
    CHECK(resource.validate() == nullptr);
    CHECK(resource.try_allocate(0) == nullptr);
    CHECK(resource.add_region(memory.bytes().subspan(1, 79)));
    CHECK(resource.usage().free_bytes == 32);
    CHECK(resource.validate() == nullptr);
}

TEST_CASE("tlsf: regions are used up one after the other, and never joined") {
    region memory(64 << 10);
    tlsf resource(memory.bytes().first(20'000));
    CHECK(resource.add_region(memory.bytes().subspan(20'000, 20'003))); // side by side
    CHECK(resource.add_region(memory.bytes().subspan(50'001, 10'000)));
    CHECK(resource.try_allocate(21'000) == nullptr);
    std::vector<void*> blocks;
    while (void* const p = resource.try_allocate(100)) {
        CHECK(resource.owns(p));
        blocks.push_back(p);
    }
    CHECK(blocks.size() > 350);
    CHECK_FALSE(resource.owns(memory.bytes().data() + 45'000));
    CHECK_FALSE(resource.owns(memory.bytes().data() + 62'000));
    CHECK(resource.usage().free_bytes < 3 * 160);
    for (void* const p : blocks) resource.deallocate(p, 100);
    CHECK(resource.validate() == nullptr);
    CHECK(resource.usage().free_blocks == 3);
    CHECK(resource.usage().fragmentation() > 0.5);
}

TEST_CASE("tlsf: try_expand takes from the block behind") {
    region memory(100'000);
    tlsf resource(memory.bytes());
    auto* const first = static_cast<char*>(resource.allocate(100));
    std::fill_n(first, 100, 'x');
    CHECK(resource.try_expand(first, 100, 100));
    CHECK(resource.try_expand(first, 100, 1000));
    void* const second = resource.allocate(100);
    CHECK(second > first + 1000);
    CHECK_FALSE(resource.try_expand(first, 1000, 2000));
    CHECK(resource.try_expand(first, 1000, 1000));
    void* const third = resource.allocate(100);
    resource.deallocate(second, 100);
    CHECK_FALSE(resource.try_expand(first, 1000, 2000));
    CHECK(resource.try_expand(first, 1000, 1090));
    CHECK(resource.validate() == nullptr);
    CHECK_FALSE(resource.try_expand(third, 100, std::numeric_limits<std::size_t>::max()));
    CHECK_FALSE(resource.try_expand(third, 100, tlsf::max_bytes));
    resource.deallocate(third, 100);
    const std::size_t all = 100'000 - tlsf::region_bytes - tlsf::header_bytes - tlsf::seal_bytes;
    CHECK_FALSE(resource.try_expand(first, 1090, all + 1));
    CHECK(resource.try_expand(first, 1090, all));
    CHECK(std::string(first, 100) == std::string(100, 'x'));
    CHECK(resource.try_allocate(0) == nullptr);
    CHECK(resource.validate() == nullptr);
    resource.deallocate(first, all);
    CHECK(resource.largest_free_block() == all + tlsf::seal_bytes);
}
