#include <catch2/catch_test_macros.hpp>

#include <memory/resource_contract.hpp>
#include <memory/upstream.hpp>

#include <algorithm>
#include <cstddef>
#include <limits>
#include <memory>
#include <memory_resource>
#include <new>
#include <vector>

#include <sys/mman.h>

#if ARSENAL_TEST_IMPORT
import arsenal.memory;
#else
#include <arsenal/memory.hpp>
#endif

#include <memory/each_strategy.hpp>

// What each strategy asks upstream for, and does when that refuses.

using arsenal::create_resource;
using arsenal::resource_for;
using arsenal::resource_options;
using arsenal::strategy;
using memory_tests::upstream;
using memory_tests::with_each_resource_type;
using memory_tests::with_each_strategy;

namespace {

/// Has no large blocks.
class scattered final : public std::pmr::memory_resource {
public:
    explicit scattered(std::size_t most) : most_(most) {}
    upstream source;
    int refused = 0;

private:
    void* do_allocate(std::size_t bytes, std::size_t alignment) override {
        if (bytes > most_) {
            ++refused;
            throw std::bad_alloc();
        }
        return source.allocate(bytes, alignment);
    }
    void do_deallocate(void* p, std::size_t bytes, std::size_t alignment) override {
        source.deallocate(p, bytes, alignment);
    }
    bool do_is_equal(const std::pmr::memory_resource& other) const noexcept override {
        return this == &other;
    }

    std::size_t most_;
};

std::vector<void*> take_small(std::pmr::memory_resource& resource, int n) {
    std::vector<void*> blocks;
    for (int i = 0; i != n; ++i) blocks.push_back(resource.allocate(1000, 8));
    return blocks;
}

std::size_t resident_pages(const std::byte* first, std::size_t bytes) {
    std::vector<unsigned char> pages(bytes / arsenal::page_size());
    REQUIRE(mincore(const_cast<std::byte*>(first), bytes, pages.data()) == 0);
    return static_cast<std::size_t>(
        std::count_if(pages.begin(), pages.end(), [](auto page) { return page & 1; }));
}

} // namespace

TEST_CASE("strategies: upstream may fail at each call, and nothing is lost or changed") {
    with_each_strategy([](strategy chosen) {
        upstream source;
        for (int budget = 0;; ++budget) {
            source.budget = budget;
            arsenal::resource_ptr made;
            std::vector<memory_tests::block> blocks;
            const bool done = [&] {
                try {
                    made = create_resource(chosen, {.reserve = 64 << 10, .upstream = &source});
                    for (std::size_t i = 0; i != 300; ++i)
                        blocks.push_back(memory_tests::take(*made, i * i % 5000, std::size_t{1} << i % 9,
                                                            static_cast<unsigned char>(i)));
                    blocks.push_back(memory_tests::take(*made, 100'000, 8, 1));
                    return true;
                } catch (const std::bad_alloc&) {
                    return false;
                }
            }();
            source.budget = -1;
            CHECK((made != nullptr || source.live == 0));
            if (made != nullptr) memory_tests::check_random(*made, {}, 300);
            for (const memory_tests::block& b : blocks) memory_tests::give_back(*made, b);
            made.reset();
            CHECK(source.live == 0);
            if (done) break;
        }
    });
}

TEST_CASE("strategies: what is still out at the end goes back upstream, small and large") {
    with_each_resource_type([]<class Resource>() {
        upstream source;
        {
            Resource resource(resource_options{.reserve = 64 << 10, .upstream = &source});
            for (std::size_t i = 0; i != 1000; ++i) static_cast<void>(resource.allocate(i * 300, 8));
            CHECK(source.live > 100'000'000);
        }
        CHECK(source.live == 0);
    });
}

TEST_CASE("strategies: what was given back is used again, large blocks by anybody") {
    with_each_resource_type([]<class Resource>() {
        upstream source;
        Resource resource(resource_options{.reserve = 64 << 10, .upstream = &source});
        memory_tests::check_random(resource, {}, 5000, 1);
        const std::size_t after_one = source.peak;
        for (int i = 0; i != 20; ++i) memory_tests::check_random(resource, {}, 5000, 1);
        CHECK(source.peak <= 5 * after_one); // latency may have doubled what it has, and again
        const std::size_t before = source.live;
        void* const large = resource.allocate(20'000'000, 8);
        CHECK(source.live >= before + 20'000'000);
        resource.deallocate(large, 20'000'000, 8);
        CHECK(source.live == before);
    });
}

TEST_CASE("strategies: small blocks can be had while upstream has small ones") {
    with_each_resource_type([]<class Resource>() {
        scattered source(80'000);
        Resource resource(resource_options{.reserve = 64 << 10, .upstream = &source});
        const std::vector<void*> blocks = take_small(resource, 5000);
        for (void* const p : blocks) resource.deallocate(p, 1000, 8);
        source.source.budget = 0;
        CHECK(take_small(resource, 5000).size() == 5000);
    });
    scattered source(80'000);
    resource_for<strategy::maximal_speed> packed(&source); // whose first block is refused already
    static_cast<void>(take_small(packed, 100));
    CHECK(source.refused != 0);
}

TEST_CASE("strategies: a reserve that no memory has is refused, or not asked for") {
    with_each_strategy([](strategy chosen) {
        upstream source;
        const resource_options options{.reserve = std::numeric_limits<std::size_t>::max(),
                                       .upstream = &source};
        if (chosen == strategy::latency) {
            CHECK_THROWS_AS(create_resource(chosen, options), std::bad_alloc);
        } else {
            const auto made = create_resource(chosen, options);
            memory_tests::check_random(*made);
        }
    });
}

TEST_CASE("strategies: nobody but upstream is asked for memory") {
    std::pmr::memory_resource* const before =
        std::pmr::set_default_resource(std::pmr::null_memory_resource());
    with_each_strategy([](strategy chosen) {
        upstream source;
        const auto made = create_resource(chosen, {.upstream = &source});
        CHECK(source.blocks.contains(dynamic_cast<void*>(made.get())));
        memory_tests::check_random(*made);
    });
    std::pmr::set_default_resource(before);
}

TEST_CASE("latency: upstream is asked for nothing while the reserve lasts, and for little more often then") {
    upstream source;
    resource_for<strategy::latency> resource({.reserve = 4 << 20, .upstream = &source});
    CHECK(source.calls == 1);
    memory_tests::check_random(resource, {.bytes = 100'000, .alignment = 4096, .live_bytes = 2 << 20});
    CHECK(source.calls == 1);
    take_small(resource, 60'000);
    CHECK(source.calls <= 6);
    CHECK(source.live <= std::size_t{160} << 20);
}

TEST_CASE("latency: every page of the reserve is in memory") {
    constexpr std::size_t reserve = 12 << 20; // some huge pages more than its first and its last one
    arsenal::mapping pages(2 * reserve);
    arsenal::arena source(pages.data(), pages.size(), std::pmr::null_memory_resource());
    const resource_for<strategy::latency> resource({.reserve = reserve, .upstream = &source});
    CHECK(resident_pages(pages.bytes().data(), reserve) == reserve / arsenal::page_size());
}

TEST_CASE("growing: a new region has room for the block it was had for") {
    for (std::size_t bytes = 1; bytes <= 64 << 10; bytes += 1 + bytes / 7)
        for (const std::size_t alignment : {1UL, 8UL, 16UL, 32UL, 256UL, 4096UL, 64UL << 10}) {
            upstream source;
            resource_for<strategy::latency> reserved({.reserve = 64 << 10, .upstream = &source});
            resource_for<strategy::minimal_memory> lean(&source);
            for (int i = 0; i != 3; ++i) {
                CHECK_NOTHROW(static_cast<void>(reserved.allocate(bytes, alignment)));
                CHECK_NOTHROW(static_cast<void>(lean.allocate(bytes, alignment)));
            }
        }
}

TEST_CASE("minimal_memory has little more from upstream than is asked for") {
    upstream source;
    resource_for<strategy::minimal_memory> lean(&source);
    CHECK(source.calls == 0);
    take_small(lean, 1);
    CHECK(source.live <= 8 << 10);
    take_small(lean, 10'000);
    CHECK(source.live <= 11'100'000);
}

TEST_CASE("maximal_speed has memory in few blocks") {
    upstream source;
    resource_for<strategy::maximal_speed> packed(&source);
    take_small(packed, 60'000);
    CHECK(source.calls <= 7);
    CHECK(source.live <= std::size_t{140} << 20);
}
