#include <catch2/catch_test_macros.hpp>

#include <memory/resource_contract.hpp>
#include <memory/upstream.hpp>

#include <cstddef>
#include <map>
#include <memory_resource>
#include <new>
#include <string>
#include <unordered_map>
#include <vector>

#include <arsenal/memory/detail/size_classes.hpp> // detail, which no import carries
#if ARSENAL_TEST_IMPORT
import arsenal.memory;
#else
#include <arsenal/memory.hpp>
#endif

using arsenal::slab;

TEST_CASE("size classes: the least that has room, and as aligned as its sizes want it") {
    using namespace arsenal::detail;
    std::size_t index = 0;
    for (std::size_t bytes = 1; bytes <= largest_class_bytes; ++bytes) {
        if (bytes > size_class_bytes(index)) ++index;
        if (size_class(bytes - 1) != index) FAIL("of " << bytes);
        if (bytes > 32 && (size_class_bytes(index) - bytes) * 5 >= size_class_bytes(index))
            FAIL("waste at " << bytes);
        for (std::size_t alignment = 1; alignment <= largest_class_bytes; alignment *= 2) {
            const std::size_t last = last_byte(bytes, alignment);
            if (last + 1 != (bytes + alignment - 1) / alignment * alignment) FAIL("end of " << bytes);
            if (last < largest_class_bytes && size_class_bytes(size_class(last)) % alignment != 0)
                FAIL(bytes << " aligned to " << alignment);
        }
    }
    CHECK(index + 1 == size_class_count);
}

TEST_CASE("slab is a resource for all sizes and alignments") {
    STATIC_CHECK(arsenal::raw_resource<slab>);
    memory_tests::upstream source;
    {
        slab resource(&source);
        memory_tests::check_contract(resource);
        CHECK(resource.upstream_resource() == &source);
    }
    CHECK(source.live == 0);
    for (const std::size_t largest : {1UL, 100UL, 5000UL, 1UL << 40}) {
        std::pmr::pool_options options;
        options.largest_required_pool_block = largest;
        options.max_blocks_per_chunk = 3;
        slab resource(options, &source);
        memory_tests::check_contract(resource);
    }
}

TEST_CASE("slab: the options that are in force") {
    CHECK(slab().options().largest_required_pool_block == 64 << 10);
    CHECK(slab().options().max_blocks_per_chunk == 8 << 10);
    std::pmr::pool_options options;
    options.largest_required_pool_block = 100;
    options.max_blocks_per_chunk = 3;
    memory_tests::upstream source;
    slab resource(options, &source);
    CHECK(resource.options().largest_required_pool_block == 112);
    CHECK(resource.options().max_blocks_per_chunk == 3);
    for (int i = 0; i != 3; ++i) static_cast<void>(resource.allocate(8, 8));
    CHECK(source.calls <= 2); // one block at least
    void* const large = resource.allocate(113, 1);
    CHECK(source.blocks.contains(large));
    resource.deallocate(large, 113, 1);
    CHECK_FALSE(source.blocks.contains(large));
}

TEST_CASE("slab: what was had upstream stays there when the pools are released") {
    memory_tests::upstream source;
    slab resource(&source);
    void* const large = resource.allocate(100'000, 8);
    for (int i = 1; i != 3000; ++i) static_cast<void>(resource.allocate(static_cast<std::size_t>(i), 1));
    resource.release();
    CHECK(source.live == 100'000);
    memory_tests::check_random(resource);
    resource.deallocate(large, 100'000, 8);
}

TEST_CASE("slab: upstream may fail at each call, and nothing is lost or changed") {
    memory_tests::upstream source;
    for (int budget = 0;; ++budget) {
        slab resource(&source);
        std::vector<memory_tests::block> blocks;
        source.budget = budget;
        const bool done = [&] {
            try {
                for (std::size_t i = 0; i != 400; ++i)
                    blocks.push_back(memory_tests::take(resource, i * i % 5000, std::size_t{1} << i % 9,
                                                        static_cast<unsigned char>(i)));
                blocks.push_back(memory_tests::take(resource, 100'000, 8, 1));
                return true;
            } catch (const std::bad_alloc&) {
                return false;
            }
        }();
        source.budget = -1;
        memory_tests::check_random(resource, {}, 500);
        for (const memory_tests::block& b : blocks) memory_tests::give_back(resource, b);
        resource.release();
        CHECK(source.live == 0);
        if (done) break;
    }
}

TEST_CASE("slab_allocator: one resource for containers of all kinds") {
    memory_tests::upstream source;
    {
        slab resource(&source);
        using text = std::basic_string<char, std::char_traits<char>, arsenal::slab_allocator<char>>;
        std::map<int, text, std::less<>, arsenal::slab_allocator<std::pair<const int, text>>> map(resource);
        std::unordered_map<int, int, std::hash<int>, std::equal_to<>,
                           arsenal::slab_allocator<std::pair<const int, int>>>
            hash(resource);
        std::vector<int, arsenal::slab_allocator<int>> numbers(resource);
        for (int i = 0; i != 2000; ++i) {
            map.emplace(i, text(static_cast<std::size_t>(i) % 100, 'x', resource));
            hash.emplace(i, i);
            numbers.push_back(i);
        }
        CHECK(map.at(99).size() == 99);
        CHECK(hash.at(7) + numbers[8] == 15);
    }
    CHECK(source.live == 0);
}
