#include <catch2/catch_test_macros.hpp>

#include <memory/resource_contract.hpp>
#include <memory/small_buffer.hpp>
#include <memory/upstream.hpp>

#include <list>
#include <memory_resource>
#include <new>

#if ARSENAL_TEST_IMPORT
import arsenal.memory;
#else
#include <arsenal/memory.hpp>
#endif

using arsenal::fallback;
using arsenal::segregate;
using memory_tests::upstream;

namespace {

class buffer final : public memory_tests::small_buffer<buffer, arsenal::memory_resource_of> {};

} // namespace

TEST_CASE("fallback keeps the contract across its two resources, and each gets its own back") {
    buffer first;
    upstream second;
    fallback both(first, second);
    memory_tests::check_contract(both);
    CHECK(first.live == 0);
    CHECK(first.used != 0);
    CHECK(second.live == 0);
    CHECK(second.calls != 0);
}

TEST_CASE("fallback asks the second only when the first has nothing left") {
    buffer first;
    upstream second;
    fallback both(first, second);
    {
        std::list<int, arsenal::resource_allocator<int, decltype(both)>> numbers(both);
        while (second.calls == 0) numbers.push_back(1);
        CHECK(first.used + 64 > buffer::capacity);
        CHECK(first.live > 100);
        second.budget = 0;
        CHECK_THROWS_AS(numbers.push_back(2), std::bad_alloc);
        CHECK(numbers.back() == 1);
    }
    CHECK(first.live == 0);
    STATIC_CHECK_FALSE(arsenal::trying_resource<decltype(both)>);
    STATIC_CHECK_FALSE(arsenal::owning_resource<decltype(both)>);
}

TEST_CASE("fallback of two that can be asked can be asked itself") {
    buffer first, second;
    fallback both(first, second);
    STATIC_CHECK(arsenal::trying_resource<decltype(both)>);
    STATIC_CHECK(arsenal::owning_resource<decltype(both)>);
    void* const a = both.try_allocate(3000, 8);
    void* const b = both.try_allocate(3000, 8);
    CHECK(first.owns(a));
    CHECK(second.owns(b));
    CHECK(both.owns(a));
    CHECK(both.owns(b));
    CHECK_FALSE(both.owns(&both));
    CHECK(both.try_allocate(3000, 8) == nullptr);
    both.deallocate(a, 3000, 8);
    both.deallocate(b, 3000, 8);
    CHECK(first.live == 0);
    CHECK(second.live == 0);
}

TEST_CASE("segregate keeps the contract across its two resources") {
    upstream small, large;
    segregate both(64, small, large);
    memory_tests::check_contract(both);
    CHECK(small.calls != 0);
    CHECK(large.calls != 0);
}

TEST_CASE("segregate: the threshold belongs to the small ones") {
    upstream small, large;
    segregate both(64, small, large);
    for (const std::size_t bytes : {0UL, 1UL, 64UL, 65UL, 1000UL}) {
        const int before_small = small.calls, before_large = large.calls;
        void* const p = both.allocate(bytes, 8);
        CHECK(small.calls - before_small == (bytes <= 64));
        CHECK(large.calls - before_large == (bytes > 64));
        both.deallocate(p, bytes, 8);
    }
    CHECK(small.blocks.empty());
    CHECK(large.blocks.empty());
    CHECK(both.threshold() == 64);
}

TEST_CASE("segregates nest, and know and try as their parts do") {
    buffer tiny, small;
    upstream large;
    segregate inner(16, tiny, small);
    segregate outer(256, inner, large);
    STATIC_CHECK(arsenal::trying_resource<decltype(inner)>);
    STATIC_CHECK(arsenal::owning_resource<decltype(inner)>);
    STATIC_CHECK_FALSE(arsenal::trying_resource<decltype(outer)>);
    void* const a = outer.allocate(16, 8);
    void* const b = outer.allocate(256, 8);
    void* const c = outer.allocate(257, 8);
    CHECK(tiny.owns(a));
    CHECK(small.owns(b));
    CHECK(inner.owns(b));
    CHECK(large.blocks.contains(c));
    CHECK(inner.try_allocate(16, 8) != nullptr);
    CHECK(inner.try_allocate(1 << 20, 8) == nullptr);
    outer.deallocate(a, 16, 8);
    outer.deallocate(b, 256, 8);
    outer.deallocate(c, 257, 8);
}
