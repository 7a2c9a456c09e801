#include <catch2/catch_test_macros.hpp>

#include <memory/resource_contract.hpp>
#include <memory/upstream.hpp>

#include <cstddef>
#include <limits>
#include <map>
#include <memory_resource>
#include <new>
#include <string>
#include <vector>

#include <arsenal/platform/config.hpp> // macros, which no import carries
#if ARSENAL_TEST_IMPORT
import arsenal.memory;
#else
#include <arsenal/memory.hpp>
#endif

using arsenal::stack_resource;

namespace {

constexpr bool has_guards = ARSENAL_HARDENING >= ARSENAL_HARDENING_DEBUG;

/// Keeps what comes back out of order until it is the newest, so that anybody can use a stack.
class in_order final : public arsenal::memory_resource_of<in_order> {
public:
    explicit in_order(stack_resource& stack) : stack_(stack) {}

    void* allocate(std::size_t bytes, std::size_t alignment) {
        void* const p = stack_.allocate(bytes, alignment);
        blocks_.push_back({p, bytes, alignment, false});
        return p;
    }
    void deallocate(void* p, std::size_t, std::size_t) noexcept {
        for (auto b = blocks_.rbegin(); b != blocks_.rend(); ++b)
            if (b->p == p) {
                b->ended = true;
                break;
            }
        while (!blocks_.empty() && blocks_.back().ended) {
            stack_.deallocate(blocks_.back().p, blocks_.back().bytes, blocks_.back().alignment);
            blocks_.pop_back();
        }
    }

private:
    struct block {
        void* p;
        std::size_t bytes;
        std::size_t alignment;
        bool ended;
    };
    stack_resource& stack_;
    std::vector<block> blocks_;
};

} // namespace

TEST_CASE("stack_resource: the contract of every resource") {
    STATIC_CHECK(arsenal::trying_resource<stack_resource>);
    STATIC_CHECK(arsenal::owning_resource<stack_resource>);
    memory_tests::upstream up;
    {
        stack_resource s(64 << 20, &up);
        in_order resource(s);
        memory_tests::check_contract(resource, {.bytes = 5000});
        CHECK(s.bytes_used() == 0);
        CHECK(up.calls == 1);
    }
    CHECK(up.live == 0);
    up.budget = 0;
    CHECK_THROWS_AS(stack_resource(100, &up), std::bad_alloc);
}

TEST_CASE("stack_resource: what is given back is free at once, with its padding") {
    alignas(64) std::byte buffer[1024];
    stack_resource s(buffer + 1, sizeof buffer - 1);
    CHECK(s.bytes_used() + s.bytes_free() == 1024 - 16);
    for (const std::size_t alignment : {1UL, 8UL, 16UL, 32UL, 64UL, 256UL}) {
        void* const low = s.allocate(7, 1);
        const std::size_t used = s.bytes_used();
        const auto block = memory_tests::take(s, 33, alignment, 0x11);
        memory_tests::give_back(s, block);
        CHECK(s.bytes_used() == used);
        CHECK(s.allocate(33, alignment) == block.p);
        s.deallocate(block.p, 33, alignment);
        s.deallocate(low, 7, 1);
        CHECK(s.bytes_used() == 0);
    }
}

TEST_CASE("stack_resource: it is full to the last block, and not beyond") {
    alignas(16) std::byte buffer[160];
    stack_resource s(buffer, sizeof buffer);
    constexpr std::size_t taken = has_guards ? 32 : 16;
    for (std::size_t i = 0; i != sizeof buffer / taken; ++i) CHECK(s.try_allocate(1) == buffer + i * taken);
    CHECK(s.bytes_free() == 0);
    CHECK(s.try_allocate(0) == nullptr);
    CHECK(s.try_allocate(8, 64) == nullptr);
    CHECK_THROWS_AS(s.allocate(1), std::bad_alloc);
    CHECK(s.owns(buffer));
    CHECK(s.owns(buffer + 159));
    CHECK_FALSE(s.owns(buffer + 160));

    stack_resource none(nullptr, 0);
    CHECK(none.try_allocate(0) == nullptr);
    CHECK(none.try_allocate(1, 4096) == nullptr);
    CHECK_FALSE(none.owns(nullptr));
    CHECK(none.bytes_free() == 0);
}

TEST_CASE("stack_resource: containers whose memory comes and goes in order") {
    stack_resource s(1 << 16);
    std::vector<int, arsenal::stack_allocator<int>> outer(s);
    outer.reserve(100);
    {
        std::pmr::string text("longer than what a string keeps inside of itself", &s);
        std::pmr::vector<double> numbers(64, 1.5, &s);
        CHECK(numbers.back() == 1.5);
        std::map<int, int, std::less<int>, arsenal::stack_allocator<std::pair<const int, int>>> map(s);
        for (int i = 0; i != 100; ++i) map.emplace(i, i);
        while (!map.empty()) map.erase(std::prev(map.end()));
    }
    CHECK(s.bytes_used() < 500);
}
