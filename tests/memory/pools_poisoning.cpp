#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>

#include <support/asan.hpp>
#include <support/child_process.hpp>

#include <array>
#include <cstddef>
#include <memory_resource>

#if ARSENAL_TEST_IMPORT
import arsenal.memory;
#else
#include <arsenal/memory.hpp>
#endif

// Under ASan all that a pool has and nobody was given is poisoned.

#if ARSENAL_TEST_ASAN

using support::addressable;

namespace {

using object = std::array<long, 4>;
constexpr std::size_t bytes = sizeof(object);

/// Each pool, made alike.
template <class Resource>
struct made {
    Resource resource;
};
template <>
struct made<arsenal::pool> {
    arsenal::pool resource{bytes, 8};
};

bool is_poisoned(const void* p) { return support::poisoned(static_cast<const object*>(p)); }

#define EACH_POOL                                                                                            \
    arsenal::pool, arsenal::slab, arsenal::pmr::unsynchronized_pool_resource,                                \
        arsenal::pmr::synchronized_pool_resource

} // namespace

TEMPLATE_TEST_CASE("poisoning: a free block is, one that is out is not", "", EACH_POOL) {
    support::watched_memory memory;
    std::pmr::memory_resource* const before = std::pmr::set_default_resource(&memory.resource);
    {
        made<TestType> holder;
        auto& pool = holder.resource;
        std::array<void*, 20> blocks;
        for (void*& p : blocks) {
            p = pool.allocate(bytes, 8);
            CHECK(addressable(p, bytes));
        }
        for (void* const p : blocks) {
            pool.deallocate(p, bytes, 8);
            CHECK(is_poisoned(p));
        }
        for (void* const p : blocks) CHECK(is_poisoned(p));
        void* const again = pool.allocate(bytes, 8);
        CHECK(addressable(again, bytes));
        // Of a block that is larger than what was asked for, no more than that.
        const auto* const partly = static_cast<const char*>(pool.allocate(27, 8));
        CHECK(addressable(partly, 27));
        CHECK_FALSE(addressable(partly + 27, 1));
    }
    std::pmr::set_default_resource(before);
    CHECK(memory.all_addressable());
}

TEMPLATE_TEST_CASE("poisoning: released memory is not", "", EACH_POOL) {
    support::watched_memory memory;
    std::pmr::memory_resource* const before = std::pmr::set_default_resource(&memory.resource);
    {
        made<TestType> holder;
        for (int i = 0; i != 100; ++i) static_cast<void>(holder.resource.allocate(bytes, 8));
        holder.resource.release();
        CHECK(memory.all_addressable());
    }
    std::pmr::set_default_resource(before);
}

TEMPLATE_TEST_CASE("AddressSanitizer reports a use after a free, and a second free", "", EACH_POOL) {
    made<TestType> holder;
    auto& pool = holder.resource;
    auto* const p = static_cast<volatile char*>(pool.allocate(bytes, 8));
    void* const freed = const_cast<char*>(p);
    pool.deallocate(freed, bytes, 8);
    CHECK(support::run_in_child([&] { p[0] = 1; }).says("use-after-poison"));
    CHECK(support::run_in_child([&] { static_cast<void>(p[bytes - 1]); }).says("use-after-poison"));
    CHECK(support::run_in_child([&] { pool.deallocate(freed, bytes, 8); }).standard_error.size() > 100);
}

TEST_CASE("poisoning: an object's place is, unless there is an object") {
    support::watched_memory memory;
    {
        arsenal::object_pool<object> objects(&memory.resource);
        object* const one = objects.construct();
        object* const two = objects.construct();
        objects.destroy(one);
        CHECK(is_poisoned(one));
        CHECK(addressable(two));
        objects.clear();
        CHECK(is_poisoned(two));
        CHECK(support::run_in_child([&] {
                  *reinterpret_cast<volatile long*>(two) = 1;
              }).says("use-after-poison"));
    }
    CHECK(memory.all_addressable());
}

#endif
