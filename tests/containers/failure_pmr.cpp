#include <catch2/catch_test_macros.hpp>

#include <array>
#include <cstddef>
#include <memory_resource>
#include <new>
#include <string>
#include <utility>

#include <containers/consistency.hpp>

#include <support/under_test.hpp>

// std::pmr: nothing comes from anywhere but the resource, and everything goes back to it.

namespace {

class counting_resource final : public std::pmr::memory_resource {
public:
    std::size_t live_bytes = 0;
    std::size_t allocations = 0;
    std::size_t misaligned = 0;

private:
    void* do_allocate(std::size_t bytes, std::size_t alignment) override {
        void* p = std::pmr::new_delete_resource()->allocate(bytes, alignment);
        if (reinterpret_cast<std::size_t>(p) % alignment != 0) ++misaligned;
        live_bytes += bytes;
        ++allocations;
        return p;
    }
    void do_deallocate(void* p, std::size_t bytes, std::size_t alignment) override {
        live_bytes -= bytes;
        std::pmr::new_delete_resource()->deallocate(p, bytes, alignment);
    }
    bool do_is_equal(const memory_resource& other) const noexcept override { return this == &other; }
};

std::pmr::string text(int i) {
    return "value number " + std::pmr::string(std::to_string(i)) + " on the heap";
}

// Restores the default resource, which is set to one that always throws: an allocation by the back door
// fails.
class no_default_resource {
public:
    no_default_resource() : before_(std::pmr::set_default_resource(std::pmr::null_memory_resource())) {}
    ~no_default_resource() { std::pmr::set_default_resource(before_); }

private:
    std::pmr::memory_resource* before_;
};

} // namespace

TEST_CASE("pmr: a counting resource sees everything come back", "[failure]") {
    counting_resource one, two;
    {
        ut::pmr::unordered_map<int, int> a(&one), b(&two);
        for (int i = 0; i < 10000; ++i) a[i] = i;
        b = a;
        CHECK(b.get_allocator().resource() == &two);
        CHECK(b == a);
        b = std::move(a);
        CHECK(b.get_allocator().resource() == &two);
        CHECK(b.size() == 10000);
        auto copy = b;
        CHECK(copy.get_allocator().resource() == std::pmr::get_default_resource());
        for (int i = 0; i < 10000; i += 2) b.erase(i);
        REQUIRE(consistency::contradiction(b) == "");
        CHECK(one.allocations > 0);
        CHECK(two.live_bytes > 0);
    }
    CHECK(one.live_bytes == 0);
    CHECK(two.live_bytes == 0);
    CHECK(one.misaligned + two.misaligned == 0);
}

TEST_CASE("pmr: elements get the resource by uses-allocator construction", "[failure]") {
    counting_resource memory;
    const auto key = text(1), mapped = text(2);
    {
        no_default_resource none;
        ut::pmr::unordered_map<std::pmr::string, std::pmr::string> m(&memory);
        m.try_emplace(key, mapped);
        m[mapped] = key;
        m.emplace(std::piecewise_construct, std::forward_as_tuple("a key built in place, long enough"),
                  std::forward_as_tuple(60, 'x'));
        CHECK(m.begin()->first.get_allocator().resource() == &memory);
        CHECK(m.at(key).get_allocator().resource() == &memory);
        CHECK(m.at(mapped) == key);
        ut::pmr::unordered_map<std::pmr::string, std::pmr::string> copy(m, &memory);
        CHECK(copy == m);
    }
    CHECK(memory.live_bytes == 0);
}

TEST_CASE("pmr: monotonic buffer, freed in one go", "[failure]") {
    counting_resource upstream;
    {
        std::pmr::monotonic_buffer_resource pool(&upstream);
        ut::pmr::unordered_set<std::pmr::string> s(&pool);
        for (int round = 0; round < 3; ++round) {
            for (int i = 0; i < 1000; ++i) s.insert(text(i));
            REQUIRE(consistency::contradiction(s) == "");
            s.clear();
        }
        CHECK(upstream.live_bytes > 0);
    }
    CHECK(upstream.live_bytes == 0);
}

TEST_CASE("pmr: a buffer that runs out leaves the map as it was", "[failure]") {
    alignas(std::max_align_t) std::array<std::byte, 20000> room;
    std::pmr::monotonic_buffer_resource pool(room.data(), room.size(), std::pmr::null_memory_resource());
    ut::pmr::unordered_map<int, int> m(&pool);
    int n = 0;
    bool full = false;
    while (!full && n < 10000) {
        const std::size_t before = m.size();
        try {
            m.emplace(n, n);
            ++n;
        } catch (const std::bad_alloc&) {
            full = true;
            CHECK(m.size() == before);
        }
    }
    CHECK(full);
    CHECK(n > 100);
    CHECK(m.size() == static_cast<std::size_t>(n));
    REQUIRE(consistency::contradiction(m) == "");
    for (int i = 0; i < n; ++i) CHECK(m.at(i) == i);
}
