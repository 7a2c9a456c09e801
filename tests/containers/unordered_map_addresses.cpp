#include <catch2/catch_test_macros.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <new>
#include <utility>

#include <containers/consistency.hpp>
#include <support/counting_allocator.hpp>

#include <support/under_test.hpp>

// Memory that is unlike what std::allocator gives: addresses beyond the 48 bits that the index holds;
// elements so large that room for many ahead would be noticed.

namespace {

bool far_away = false;
constexpr std::uintptr_t distance = std::uintptr_t{1} << 56;

/// Gives out addresses that nothing lies at, where far_away says so.
template <class T>
struct distant_allocator {
    using value_type = T;
    distant_allocator() = default;
    template <class U>
    distant_allocator(const distant_allocator<U>&) noexcept {}
    T* allocate(std::size_t n) {
        T* p = std::allocator<T>().allocate(n);
        return far_away ? reinterpret_cast<T*>(reinterpret_cast<std::uintptr_t>(p) + distance) : p;
    }
    void deallocate(T* p, std::size_t n) noexcept {
        const auto at = reinterpret_cast<std::uintptr_t>(p);
        std::allocator<T>().deallocate(reinterpret_cast<T*>(at >= distance ? at - distance : at), n);
    }
    friend bool operator==(distant_allocator, distant_allocator) noexcept { return true; }
};

using map = ut::unordered_map<int, int, std::hash<int>, std::equal_to<>,
                              distant_allocator<std::pair<const int, int>>>;

struct far_scope {
    far_scope() { far_away = true; }
    ~far_scope() { far_away = false; }
};

} // namespace

TEST_CASE("unordered_map addresses: a segment beyond 48 bits is refused") {
    map m;
    m.reserve(100);
    {
        const far_scope scope;
        CHECK_THROWS_AS(m.try_emplace(1, 1), std::bad_alloc);
    }
    CHECK(m.empty());
    CHECK(m.try_emplace(1, 1).second);
}

TEST_CASE("unordered_map addresses: what refers to another's element beyond 48 bits is refused") {
    map source{{1, 1}, {2, 2}};
    map m;
    m.reserve(100);
    auto node = source.extract(1);
    {
        const far_scope scope;
        CHECK_THROWS_AS(m.insert(std::move(node)), std::bad_alloc);
        CHECK_THROWS_AS(m.merge(source), std::bad_alloc);
    }
    CHECK(m.empty());
    CHECK(source.size() == 1);
    REQUIRE(node);
    CHECK(m.insert(std::move(node)).inserted);
    CHECK(consistency::contradiction(m) == "");
    CHECK(consistency::contradiction(source) == "");
}

TEST_CASE("unordered_map addresses: reserve() takes no room ahead for large elements") {
    using large = std::array<char, 1 << 20>;
    support::allocation_counters counters;
    ut::unordered_map<int, large, std::hash<int>, std::equal_to<>,
                      support::counting_allocator<std::pair<const int, large>>>
        m(64, support::counting_allocator<std::pair<const int, large>>(counters));
    for (int i = 1; i <= 3; ++i) {
        m.try_emplace(i);
        CHECK(counters.live_bytes < (static_cast<std::size_t>(i) + 2) * sizeof(large));
    }
}
