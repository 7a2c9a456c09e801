#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>

#include <memory/resource_contract.hpp>
#include <memory/upstream.hpp>

#include <cstddef>
#include <list>
#include <map>
#include <memory_resource>
#include <new>
#include <string>
#include <type_traits>
#include <unordered_map>
#include <vector>

#include <memory/pool_resources_under_test.hpp>

// [mem.res.pool], of both.

#define BOTH ut::unsynchronized_pool_resource, ut::synchronized_pool_resource

TEMPLATE_TEST_CASE("pool resources: constructors and traits", "", BOTH) {
    STATIC_CHECK(std::is_base_of_v<std::pmr::memory_resource, TestType>);
    STATIC_CHECK_FALSE(std::is_final_v<TestType>);
    STATIC_CHECK_FALSE(std::is_copy_constructible_v<TestType>);
    STATIC_CHECK_FALSE(std::is_copy_assignable_v<TestType>);
    STATIC_CHECK_FALSE(std::is_convertible_v<std::pmr::memory_resource*, TestType>);
    STATIC_CHECK_FALSE(std::is_convertible_v<std::pmr::pool_options, TestType>);

    memory_tests::upstream source;
    CHECK(TestType().upstream_resource() == std::pmr::get_default_resource());
    CHECK(TestType(std::pmr::pool_options()).upstream_resource() == std::pmr::get_default_resource());
    CHECK(TestType(&source).upstream_resource() == &source);
    const TestType both(std::pmr::pool_options(), &source);
    CHECK(both.upstream_resource() == &source);
    CHECK(both.is_equal(both));
    CHECK_FALSE(both.is_equal(TestType(&source)));
    const TestType listed = {std::pmr::pool_options(), &source}; // that constructor is not explicit
    CHECK(listed.upstream_resource() == &source);
    std::pmr::memory_resource* const before = std::pmr::set_default_resource(&source);
    CHECK(TestType().upstream_resource() == &source);
    std::pmr::set_default_resource(before);
}

TEMPLATE_TEST_CASE("pool resources: the options say what is in force", "", BOTH) {
    const std::pmr::pool_options usual = TestType().options();
    CHECK(usual.max_blocks_per_chunk != 0);
    CHECK(usual.largest_required_pool_block != 0);
    std::pmr::pool_options wanted;
    wanted.max_blocks_per_chunk = 5;
    wanted.largest_required_pool_block = 100;
    const std::pmr::pool_options given = TestType(wanted).options();
    CHECK(given.max_blocks_per_chunk >= 5);
    CHECK(given.max_blocks_per_chunk < 10);
    CHECK(given.largest_required_pool_block >= 100);
    CHECK(given.largest_required_pool_block < 200);
    wanted.max_blocks_per_chunk = wanted.largest_required_pool_block = static_cast<std::size_t>(-1);
    const std::pmr::pool_options most = TestType(wanted).options();
    CHECK(most.max_blocks_per_chunk < static_cast<std::size_t>(-1));
    CHECK(most.largest_required_pool_block < static_cast<std::size_t>(-1));
    if (has_one_limit) {
        CHECK(most.max_blocks_per_chunk == usual.max_blocks_per_chunk);
        CHECK(most.largest_required_pool_block == usual.largest_required_pool_block);
    }
}

TEMPLATE_TEST_CASE("pool resources: every size and alignment", "", BOTH) {
    memory_tests::upstream source;
    {
        TestType resource(&source);
        if (keeps_alignment) memory_tests::check_contract(resource);
        memory_tests::check_zero_bytes(resource);
        memory_tests::check_random(resource, {.alignment = 8});
        memory_tests::check_huge_sizes(resource, {.alignment = 1});
        std::pmr::pool_options few;
        few.max_blocks_per_chunk = 1;
        few.largest_required_pool_block = 1;
        TestType other(few, &source);
        memory_tests::check_random(other, {.alignment = 8});
    }
    CHECK(source.live == 0);
}

TEMPLATE_TEST_CASE("pool resources: blocks of a size come many at a time, and are used again", "", BOTH) {
    memory_tests::upstream source;
    TestType resource(&source);
    std::vector<void*> blocks(5000);
    for (void*& p : blocks) p = resource.allocate(40, 8);
    const int calls = source.calls;
    CHECK(calls < 500);
    for (int round = 0; round != 3; ++round) {
        for (void* const p : blocks) resource.deallocate(p, 40, 8);
        for (void*& p : blocks) p = resource.allocate(40, 8);
    }
    CHECK(source.calls <= calls + 1);
}

TEMPLATE_TEST_CASE("pool resources: what is larger than the largest pool's is upstream's at once", "", BOTH) {
    memory_tests::upstream source;
    std::pmr::pool_options options;
    options.largest_required_pool_block = 256;
    TestType resource(options, &source);
    const std::size_t bytes = resource.options().largest_required_pool_block + 1;
    resource.deallocate(resource.allocate(bytes, 8), bytes, 8); // what else it has to ask for
    const std::size_t before = source.live;
    std::vector<void*> blocks(10);
    for (void*& p : blocks) p = resource.allocate(bytes, 8);
    CHECK(source.live >= before + 10 * bytes);
    for (std::size_t i = 0; i != blocks.size(); ++i) resource.deallocate(blocks[i * 7 % 10], bytes, 8);
    CHECK(source.live < before + bytes);
}

TEMPLATE_TEST_CASE("pool resources: the least blocks lie beside each other, in numbers, and apart", "",
                   BOTH) {
    memory_tests::upstream source;
    std::pmr::pool_options options;
    options.largest_required_pool_block = 8;
    for (const bool least : {false, true}) {
        TestType resource(least ? options : std::pmr::pool_options(), &source);
        for (int round = 0; round != 3; ++round) {
            std::vector<memory_tests::block> blocks;
            for (std::size_t i = 0; i != 1000; ++i)
                blocks.push_back(
                    memory_tests::take(resource, 1 + i % 16, 1, static_cast<unsigned char>(i * 7)));
            for (std::size_t i = 0; i != blocks.size(); i += 2) memory_tests::give_back(resource, blocks[i]);
            for (std::size_t i = 1; i < blocks.size(); i += 2) memory_tests::give_back(resource, blocks[i]);
        }
    }
}

TEMPLATE_TEST_CASE("pool resources: release gives back what was never deallocated, too", "", BOTH) {
    memory_tests::upstream source;
    TestType resource(&source);
    const auto first = source.live;
    for (int round = 0; round != 3; ++round) {
        for (std::size_t bytes = 1; bytes < 300'000; bytes = bytes * 3 / 2 + 1)
            for (int i = 0; i != 5; ++i) static_cast<void>(resource.allocate(bytes, 8));
        CHECK(source.live > 1'000'000);
        resource.release();
        CHECK(source.live <= first);
    }
    memory_tests::check_random(resource, {.alignment = 8});
    static_cast<void>(resource.allocate(100, 8)); // for the destructor
    static_cast<void>(resource.allocate(1'000'000, 8));
}

TEMPLATE_TEST_CASE("pool resources: upstream may fail at each call, and nothing is lost or changed", "",
                   BOTH) {
    if (!survives_failures) return;
    for (int budget = 0;; ++budget) {
        memory_tests::upstream source;
        TestType resource(&source);
        std::vector<memory_tests::block> blocks;
        source.budget = budget;
        const bool done = [&] {
            try {
                for (std::size_t i = 0; i != 300; ++i)
                    blocks.push_back(
                        memory_tests::take(resource, i * i % 5000, 8, static_cast<unsigned char>(i)));
                blocks.push_back(memory_tests::take(resource, 1'000'000, 8, 1));
                return true;
            } catch (const std::bad_alloc&) {
                return false;
            }
        }();
        source.budget = -1;
        memory_tests::check_random(resource, {.alignment = 8}, 500);
        for (const memory_tests::block& b : blocks) memory_tests::give_back(resource, b);
        if (done) break;
    }
}

TEMPLATE_TEST_CASE("pool resources: containers by polymorphic_allocator", "", BOTH) {
    memory_tests::upstream source;
    {
        TestType resource(&source);
        std::pmr::map<int, std::pmr::string> map(&resource);
        std::pmr::unordered_map<int, int> hash(&resource);
        std::pmr::list<std::pmr::vector<int>> lists(&resource);
        for (int i = 0; i != 1000; ++i) {
            map.emplace(i, std::pmr::string(static_cast<std::size_t>(i) % 50, 'x'));
            hash.emplace(i, i);
            lists.emplace_back(10, i);
        }
        CHECK(map.at(49).size() == 49);
        CHECK(map.at(49).get_allocator().resource() == &resource);
        CHECK(hash.at(500) + lists.back().back() == 1499);
        hash.clear();
        lists.clear();
    }
    CHECK(source.live == 0);
}

TEMPLATE_TEST_CASE("pool resources: one may be derived from", "", BOTH) {
    struct counting : TestType {
        int calls = 0;

    protected:
        void* do_allocate(std::size_t bytes, std::size_t alignment) override {
            ++calls;
            return TestType::do_allocate(bytes, alignment);
        }
    };
    counting resource;
    std::pmr::vector<int>(10, 1, &resource);
    CHECK(resource.calls == 1);
}
