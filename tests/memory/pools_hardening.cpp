#include <catch2/catch_test_macros.hpp>

#include <memory/misuse.hpp>
#include <support/asan.hpp>
#include <support/child_process.hpp>

#include <array>
#include <cstddef>
#include <cstdio>
#include <memory_resource>

#include <arsenal/platform/config.hpp> // a macro, which no import carries
#if ARSENAL_TEST_IMPORT
import arsenal.memory;
#else
#include <arsenal/memory.hpp>
#endif

// What mode debug finds, of each of the pools, and that it says where.

using memory_tests::misuses;

#if ARSENAL_HARDENING >= ARSENAL_HARDENING_DEBUG

namespace {

/// Whether freeing `freed` ends the process with this message and that address.
template <class Resource>
bool finds(const char* message, Resource& resource, void* freed, std::size_t bytes) {
    return misuses(message, freed, bytes, [&] { resource.deallocate(freed, bytes, 8); });
}

template <class Resource>
void check_misuse(Resource& resource, std::size_t bytes) {
    auto* const first = static_cast<unsigned char*>(resource.allocate(bytes, 8));
    auto* const second = static_cast<unsigned char*>(resource.allocate(bytes, 8));
    auto* const third = static_cast<unsigned char*>(resource.allocate(bytes, 8));
    resource.deallocate(third, bytes, 8);
    CHECK(finds("pool: double free", resource, third, bytes));
    resource.deallocate(second, bytes, 8);
    CHECK(finds("pool: double free", resource, third, bytes));
    CHECK(finds("pool: double free", resource, second, bytes));
    alignas(16) std::array<unsigned char, 4096> elsewhere{};
    CHECK(finds("pool: foreign pointer", resource, elsewhere.data() + 64, bytes));
    CHECK(finds("pool: foreign pointer", resource, first + 4, bytes));
    for (const std::size_t over : {0UL, 7UL, 15UL}) {
        unsigned char& past = first[bytes + over];
        const unsigned char before = past;
        past = static_cast<unsigned char>(before + 1);
        CHECK(finds("pool: overrun", resource, first, bytes));
        past = before;
    }
    resource.deallocate(first, bytes, 8);
    CHECK(finds("pool: double free", resource, first, bytes));
}

} // namespace

#if !ARSENAL_TEST_ASAN // which finds the overrun itself

TEST_CASE("mode debug: what is wrong with a block is found when it is given back") {
    arsenal::pool pool(40, 8);
    check_misuse(pool, 40);
    check_misuse(pool, 33);
    arsenal::slab slab;
    check_misuse(slab, 8);
    check_misuse(slab, 100);
    check_misuse(slab, 3000);
    arsenal::pmr::unsynchronized_pool_resource own;
    check_misuse(own, 24);
    arsenal::pmr::synchronized_pool_resource shared;
    check_misuse(shared, 24);
}

#endif

TEST_CASE("mode debug: another size than was asked for is found") {
    arsenal::pool pool(64, 8);
    void* const p = pool.allocate(60, 8);
    CHECK(finds("pool: wrong size or alignment", pool, p, 50));
    pool.deallocate(p, 60, 8);
    arsenal::pmr::unsynchronized_pool_resource own;
    void* const large = own.allocate(100'000, 8);
    CHECK(finds("pool: wrong size or alignment", own, large, 90'000));
    CHECK(finds("pool: foreign pointer", own, large, 9'000));
    CHECK(finds("pool: wrong size or alignment", own, large, 99'999)); // to a pointer's alignment the same
    own.deallocate(large, 100'000, 8);
}

TEST_CASE("mode debug: what is wrong with a block of upstream's is found when it is given back") {
    arsenal::pmr::unsynchronized_pool_resource own;
    auto* const first = static_cast<std::byte*>(own.allocate(100'001, 8));
    void* const second = own.allocate(100'001, 8);
    for (const std::ptrdiff_t over : {0, 1, 7, 8, 31})
        CHECK(misuses("pool: overrun", first, 100'001, [&] {
            for (std::ptrdiff_t i = 0; i <= over; ++i) memory_tests::write_at(first, 100'001 + i);
            own.deallocate(first, 100'001, 8);
        }));
    CHECK(finds("pool: wrong size or alignment", own, first, 100'002)); // its record is in the same place
    CHECK(misuses("pool: wrong size or alignment", first, 100'001,
                  [&] { own.deallocate(first, 100'001, 64); }));
    CHECK(misuses("pool: overrun", first, [&] {
        memory_tests::write_at(first, 100'001 + 14); // the next to last byte before its record
        own.deallocate(first + 64, 80'000, 8);
    }));
    CHECK(finds("pool: no live block", own, first + 64, 80'000));
    own.deallocate(second, 100'001, 8);
    own.deallocate(first, 100'001, 8);
}

TEST_CASE("mode debug: of a large block given back twice nothing is read that may be upstream's again") {
    arsenal::pmr::unsynchronized_pool_resource own;
    arsenal::pmr::synchronized_pool_resource shared;
    for (std::pmr::memory_resource* const resource :
         {static_cast<std::pmr::memory_resource*>(&own), static_cast<std::pmr::memory_resource*>(&shared)}) {
        void* const before = resource->allocate(200'000, 8);
        void* const large = resource->allocate(2'000'000, 8); // glibc unmaps it at once
        void* const after = resource->allocate(200'000, 8);
        resource->deallocate(large, 2'000'000, 8);
        CHECK(finds("pool: no live block", *resource, large, 2'000'000));
        resource->deallocate(before, 200'000, 8);
        CHECK(finds("pool: no live block", *resource, before, 200'000));
        resource->deallocate(after, 200'000, 8);
    }
}

TEST_CASE("mode debug: an object that is destroyed twice, or is another pool's, is not destroyed") {
    struct says_so {
        ~says_so() { std::fputs("destroyed\n", stderr); }
        long value = 0;
    };
    arsenal::object_pool<says_so> one, other;
    says_so* const object = one.construct();
    one.destroy(object);
    const auto twice = support::run_in_child([&] { one.destroy(object); });
    CHECK(WIFSIGNALED(twice.status));
    CHECK(twice.says((": double free at " + memory_tests::address(object)).c_str()));
    CHECK_FALSE(twice.says("destroyed"));
    says_so* const others = other.construct();
    const auto foreign = support::run_in_child([&] { one.destroy(others); });
    CHECK(foreign.says((": foreign pointer at " + memory_tests::address(others)).c_str()));
    CHECK_FALSE(foreign.says("destroyed"));
    says_so* const cleared = one.construct();
    one.clear();
    CHECK(misuses("pool: double free", cleared, sizeof(says_so), [&] { one.destroy(cleared); }));
}

TEST_CASE("mode debug: a destructor that uses the pool while all objects are ended is found") {
    struct owner {
        owner(arsenal::object_pool<owner>& its_pool, owner* other) : pool(its_pool), owned(other) {}
        owner(const owner&) = delete;
        ~owner() {
            if (owned != nullptr) pool.destroy(owned);
        }
        arsenal::object_pool<owner>& pool;
        owner* owned;
    };
    arsenal::object_pool<owner> pool;
    owner* const one = pool.construct(pool, nullptr);
    owner* const two = pool.construct(pool, one);
    CHECK(misuses("pool: foreign pointer", one, sizeof(owner), [&] { pool.clear(); }));
    pool.destroy(two);
    CHECK(pool.empty());
}

TEST_CASE("mode debug: an alignment that is none stops the program") {
    arsenal::pool pool(64, 8);
    arsenal::slab slab;
    CHECK(support::stops("an alignment is a power of two", [&] { static_cast<void>(pool.allocate(8, 12)); }));
    CHECK(support::stops("an alignment is a power of two", [&] { static_cast<void>(slab.allocate(8, 0)); }));
}

#endif

TEST_CASE("a pool's own alignment must be one") {
    if (ARSENAL_HARDENING >= ARSENAL_HARDENING_FAST)
        CHECK(support::stops("an alignment is a power of two", [] { arsenal::pool pool(64, 24); }));
}
