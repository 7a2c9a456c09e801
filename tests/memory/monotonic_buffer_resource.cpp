#include <catch2/catch_test_macros.hpp>

#include <memory/resource_contract.hpp>
#include <memory/upstream.hpp>

#include <cstddef>
#include <limits>
#include <list>
#include <memory_resource>
#include <new>
#include <string>
#include <type_traits>
#include <vector>

#include <memory/monotonic_under_test.hpp>

// [mem.res.monotonic.buffer], of std and of ours.

using resource = ut::monotonic_buffer_resource;

TEST_CASE("monotonic_buffer_resource: how it is made") {
    STATIC_CHECK(std::is_base_of_v<std::pmr::memory_resource, resource>);
    STATIC_CHECK_FALSE(std::is_final_v<resource>);
    STATIC_CHECK_FALSE(std::is_copy_constructible_v<resource>);
    STATIC_CHECK_FALSE(std::is_copy_assignable_v<resource>);
    STATIC_CHECK(std::is_default_constructible_v<resource>);
    STATIC_CHECK(std::is_constructible_v<resource, std::pmr::memory_resource*>);
    STATIC_CHECK_FALSE(std::is_convertible_v<std::pmr::memory_resource*, resource>);
    STATIC_CHECK(std::is_constructible_v<resource, std::size_t>);
    STATIC_CHECK_FALSE(std::is_convertible_v<std::size_t, resource>);
    STATIC_CHECK(std::is_constructible_v<resource, void*, std::size_t>);
    STATIC_CHECK(std::is_same_v<decltype(std::declval<resource&>().release()), void>);

    memory_tests::upstream up;
    std::byte buffer[8];
    CHECK(resource(&up).upstream_resource() == &up);
    CHECK(resource(10, &up).upstream_resource() == &up);
    CHECK(resource(buffer, sizeof buffer, &up).upstream_resource() == &up);
    std::pmr::memory_resource* const before = std::pmr::set_default_resource(&up);
    CHECK(resource().upstream_resource() == &up);
    CHECK(resource(10).upstream_resource() == &up);
    CHECK(resource(buffer, sizeof buffer).upstream_resource() == &up);
    std::pmr::set_default_resource(before);
    CHECK(up.calls == 0);
}

TEST_CASE("monotonic_buffer_resource: the contract of every resource") {
    memory_tests::upstream up;
    {
        resource r(&up);
        memory_tests::check_contract(r);
    }
    CHECK(up.live == 0);
}

TEST_CASE("monotonic_buffer_resource: the first block has the size that was asked for, and they grow") {
    memory_tests::upstream up;
    resource r(10'000, &up);
    CHECK(up.calls == 0);
    static_cast<void>(r.allocate(1, 1));
    CHECK(up.live >= 10'000);
    CHECK(up.live < 12'000);
    static_cast<void>(r.allocate(9000, 1));
    CHECK(up.calls == 1);
    std::size_t last = up.live;
    for (int i = 0; i != 100'000; ++i) {
        const std::size_t live = up.live;
        static_cast<void>(r.allocate(32, 8));
        if (up.live == live) continue;
        CHECK(up.live - live > last);
        last = up.live - live;
    }
    CHECK(up.calls > 5);
    CHECK(up.calls < 20);
}

TEST_CASE("monotonic_buffer_resource: a first block that no memory has") {
    memory_tests::upstream up;
    constexpr std::size_t most = std::numeric_limits<std::size_t>::max();
    for (const std::size_t initial_size : {most - 4096, most / 2 + 1, most / 2}) {
        resource r(initial_size, &up);
        CHECK_THROWS_AS(r.allocate(8), std::bad_alloc);
    }
}

TEST_CASE("monotonic_buffer_resource: no byte of the buffer is lost") {
    std::byte buffer[101];
    resource r(buffer + 1, 100, std::pmr::null_memory_resource());
    for (int i = 0; i != 4; ++i) CHECK(r.allocate(25, 1) == buffer + 1 + i * 25);
    CHECK_THROWS_AS(r.allocate(1, 1), std::bad_alloc);
    r.release();
    CHECK(r.allocate(100, 1) == buffer + 1);
    r.release();
    CHECK_THROWS_AS(r.allocate(101, 1), std::bad_alloc);
    CHECK(r.allocate(100, 1) == buffer + 1); // the failure took nothing
}

TEST_CASE("monotonic_buffer_resource: after the buffer comes upstream") {
    memory_tests::upstream up;
    std::byte buffer[3000];
    resource r(buffer, sizeof buffer, &up);
    CHECK(r.allocate(3000, 1) == buffer);
    CHECK(up.calls == 0);
    static_cast<void>(r.allocate(1, 1));
    CHECK(up.calls == 1);
    CHECK(up.live > 3000);
    r.release();
    CHECK(up.live == 0);
    CHECK(r.allocate(1, 1) == buffer);

    resource empty(nullptr, 0, &up);
    memory_tests::take(empty, 10, 1, 0x11);
    CHECK(up.calls == 2);
}

TEST_CASE("monotonic_buffer_resource: deallocate frees nothing") {
    memory_tests::upstream up;
    std::byte buffer[1000];
    resource r(buffer, sizeof buffer, &up);
    void* const p = r.allocate(100, 1);
    r.deallocate(p, 100, 1);
    CHECK(r.allocate(100, 1) == buffer + 100);
    void* const q = r.allocate(5000);
    const std::size_t live = up.live;
    r.deallocate(q, 5000);
    CHECK(up.live == live);
}

TEST_CASE("monotonic_buffer_resource: release begins anew, in size, too; the destructor releases") {
    memory_tests::upstream up;
    {
        resource r(500, &up);
        static_cast<void>(r.allocate(1));
        const std::size_t first = up.live;
        for (int i = 0; i != 1000; ++i) static_cast<void>(r.allocate(100));
        CHECK(up.blocks.size() > 3);
        r.release();
        CHECK(up.live == 0);
        r.release();
        static_cast<void>(r.allocate(1));
        CHECK(up.live == first);
    }
    CHECK(up.live == 0);
}

TEST_CASE("monotonic_buffer_resource: upstream is asked for the alignment, and for no less than is needed") {
    for (std::size_t alignment = 1; alignment <= 64 << 10; alignment *= 2) {
        memory_tests::upstream up;
        resource r(16, &up);
        memory_tests::take(r, 100'000, alignment, 0x11);
        CHECK(up.blocks.begin()->second.alignment >= alignment);
        CHECK(up.live < 101'000 + alignment);
    }
}

TEST_CASE("monotonic_buffer_resource: a failure of upstream changes nothing") {
    for (int budget = 0; budget != 5; ++budget) {
        memory_tests::upstream up;
        resource r(&up);
        up.budget = budget;
        std::vector<memory_tests::block> blocks;
        try {
            for (;;)
                blocks.push_back(memory_tests::take(r, 100, 8, static_cast<unsigned char>(blocks.size())));
        } catch (const std::bad_alloc&) {
        }
        CHECK(up.calls == budget);
        up.budget = -1;
        blocks.push_back(memory_tests::take(r, 100, 8, 0x77));
        for (const auto& block : blocks) CHECK(block.intact());
    }
}

namespace {

class counting : public resource {
public:
    using resource::resource;
    int calls = 0;

private:
    void* do_allocate(std::size_t bytes, std::size_t alignment) override {
        ++calls;
        return resource::do_allocate(bytes, alignment);
    }
    void do_deallocate(void* p, std::size_t bytes, std::size_t alignment) override {
        --calls;
        resource::do_deallocate(p, bytes, alignment);
    }
    bool do_is_equal(const std::pmr::memory_resource& other) const noexcept override {
        return resource::do_is_equal(other);
    }
};

} // namespace

TEST_CASE("monotonic_buffer_resource: containers over it, and over a class derived from it") {
    memory_tests::upstream up;
    counting r(100, &up);
    {
        std::pmr::list<std::pmr::string> lines(&r);
        for (int i = 0; i != 500; ++i)
            lines.emplace_back(std::to_string(i) + " is longer than what a string keeps inside of itself");
        CHECK(lines.back().get_allocator().resource() == &r);
        CHECK(r.calls >= 1000);
        CHECK(lines.front().starts_with("0 is"));
    }
    CHECK(r.calls == 0);
    CHECK(r.is_equal(r));
    CHECK_FALSE(r.is_equal(*std::pmr::new_delete_resource()));
}
