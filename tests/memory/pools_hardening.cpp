#include <catch2/catch_test_macros.hpp>

#include <support/child_process.hpp>

#include <array>
#include <cstddef>
#include <cstdio>
#include <memory_resource>
#include <string>

#include <arsenal/platform/config.hpp> // a macro, which no import carries
#if ARSENAL_TEST_IMPORT
import arsenal.memory;
#else
#include <arsenal/memory.hpp>
#endif

// What mode debug finds, of each of the pools, and that it says where.

#if ARSENAL_HARDENING >= ARSENAL_HARDENING_DEBUG

namespace {

std::string address(const void* p) {
    std::array<char, 32> text;
    std::snprintf(text.data(), text.size(), "%p", p);
    return text.data();
}

/// Whether freeing `freed` ends the process with this message and that address.
template <class Resource>
bool finds(const char* message, Resource& resource, void* freed, std::size_t bytes) {
    const auto end = support::run_in_child([&] { resource.deallocate(freed, bytes, 8); });
    return WIFSIGNALED(end.status) && end.says(message) && end.says(address(freed).c_str());
}

template <class Resource>
void check_misuse(Resource& resource, std::size_t bytes) {
    auto* const first = static_cast<unsigned char*>(resource.allocate(bytes, 8));
    auto* const second = static_cast<unsigned char*>(resource.allocate(bytes, 8));
    auto* const third = static_cast<unsigned char*>(resource.allocate(bytes, 8));
    resource.deallocate(third, bytes, 8);
    CHECK(finds("a block is given back twice", resource, third, bytes));
    resource.deallocate(second, bytes, 8);
    CHECK(finds("a block is given back twice", resource, third, bytes));
    CHECK(finds("a block is given back twice", resource, second, bytes));
    alignas(16) std::array<unsigned char, 4096> elsewhere{};
    CHECK(finds("not had from here", resource, elsewhere.data() + 64, bytes));
    CHECK(finds("not had from here", resource, first + 4, bytes));
    for (const std::size_t over : {0UL, 7UL, 15UL}) {
        unsigned char& past = first[bytes + over];
        const unsigned char before = past;
        past = static_cast<unsigned char>(before + 1);
        CHECK(finds("written past its end", resource, first, bytes));
        past = before;
    }
    resource.deallocate(first, bytes, 8);
    CHECK(finds("a block is given back twice", resource, first, bytes));
}

} // namespace

#if !defined(__SANITIZE_ADDRESS__) // which finds the overrun itself

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
    CHECK(finds("in another size", pool, p, 50));
    pool.deallocate(p, 60, 8);
    arsenal::pmr::unsynchronized_pool_resource own;
    void* const large = own.allocate(100'000, 8);
    CHECK(finds("in another size", own, large, 90'000));
    CHECK(finds("not had from here", own, large, 9'000));
    own.deallocate(large, 100'000, 8);
}

TEST_CASE("mode debug: of a large block, too, an overrun and a second free are found") {
    arsenal::pmr::unsynchronized_pool_resource own;
    arsenal::pmr::synchronized_pool_resource shared;
    for (std::pmr::memory_resource* const resource :
         {static_cast<std::pmr::memory_resource*>(&own), static_cast<std::pmr::memory_resource*>(&shared)}) {
        for (const std::size_t bytes : {100'000UL, 99'999UL}) {
            void* const before = resource->allocate(200'000, 8);
            auto* const large = static_cast<unsigned char*>(resource->allocate(bytes, 8));
            void* const after = resource->allocate(200'000, 8);
            for (const std::size_t over : {0UL, 7UL, 15UL}) {
                unsigned char& past = large[bytes + over];
                const unsigned char was = past;
                past = static_cast<unsigned char>(was + 1);
                CHECK(finds("written past its end", *resource, large, bytes));
                past = was;
            }
            CHECK(finds("not had from here", *resource, large + 16, bytes));
            resource->deallocate(large, bytes, 8);
            CHECK(finds("twice", *resource, large, bytes));
            resource->deallocate(before, 200'000, 8);
            CHECK(finds("twice", *resource, before, 200'000));
            resource->deallocate(after, 200'000, 8);
        }
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
    CHECK(twice.says("a block is given back twice"));
    CHECK_FALSE(twice.says("destroyed"));
    says_so* const others = other.construct();
    const auto foreign = support::run_in_child([&] { one.destroy(others); });
    CHECK(foreign.says("not had from here"));
    CHECK_FALSE(foreign.says("destroyed"));
    says_so* const cleared = one.construct();
    one.clear();
    CHECK(support::stops("a block is given back twice", [&] { one.destroy(cleared); }));
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
    CHECK(support::stops("not had from here", [&] { pool.clear(); }));
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
