#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <new>
#include <stdexcept>
#include <string>
#include <utility>

#include <containers/consistency.hpp>
#include <containers/std_failures.hpp>
#include <support/under_test.hpp>

// Requests that cannot be met: std::length_error or std::bad_alloc, and the container is as it was.

namespace {

/// Grants no block above 64 MiB, as a machine would refuse one some day: nothing here may commit real memory.
template <class T>
struct modest_allocator {
    using value_type = T;
    modest_allocator() = default;
    template <class U>
    modest_allocator(const modest_allocator<U>&) noexcept {}
    T* allocate(std::size_t n) {
        if (n > (std::size_t{64} << 20) / sizeof(T)) throw std::bad_alloc();
        return std::allocator<T>().allocate(n);
    }
    void deallocate(T* p, std::size_t n) noexcept { std::allocator<T>().deallocate(p, n); }
    friend bool operator==(modest_allocator, modest_allocator) noexcept { return true; }
};

/// Says that no block has more than 4 KiB, and means it.
template <class T>
struct small_allocator {
    using value_type = T;
    small_allocator() = default;
    template <class U>
    small_allocator(const small_allocator<U>&) noexcept {}
    T* allocate(std::size_t n) {
        if (n > max_size()) throw std::bad_alloc();
        return std::allocator<T>().allocate(n);
    }
    void deallocate(T* p, std::size_t n) noexcept { std::allocator<T>().deallocate(p, n); }
    std::size_t max_size() const noexcept { return 4096 / sizeof(T); }
    friend bool operator==(small_allocator, small_allocator) noexcept { return true; }
};

using entry = std::pair<const int, std::string>;
using map = ut::unordered_map<int, std::string, std::hash<int>, std::equal_to<int>, modest_allocator<entry>>;

/// Whether run() throws one of the two exceptions that a request for too much may throw.
template <class Run>
bool refuses(Run run) {
    try {
        run();
    } catch (const std::length_error&) {
        return true;
    } catch (const std::bad_alloc&) {
        return true;
    }
    return false;
}

map filled(int n) {
    map m;
    for (int i = 0; i < n; ++i) m.emplace(i, std::to_string(i));
    return m;
}

} // namespace

TEST_CASE("limits: reserve, rehash and construction with impossible sizes", "[failure]") {
    const int n = GENERATE(0, 1, 12, 13, 1000);
    const std::size_t huge =
        GENERATE(std::numeric_limits<std::size_t>::max(), std::numeric_limits<std::size_t>::max() / 2,
                 std::size_t{1} << 63, (std::size_t{1} << 62) + 1, std::size_t{1} << 48, std::size_t{1} << 40,
                 std::size_t{1} << 32);
    INFO(n << " elements, asking for " << huge);
    map m = filled(n);
    const std::size_t buckets = m.bucket_count();
    const void* first = n == 0 ? nullptr : &*m.find(0);
    if (!STD_FAILS_RESERVE_OF_EVERYTHING || huge != std::numeric_limits<std::size_t>::max())
        CHECK(refuses([&] { m.reserve(huge); }));
    CHECK(refuses([&] { m.rehash(huge); }));
    CHECK(refuses([&] { map other(huge); }));
    CHECK(refuses([&] { m = map(huge); }));
    CHECK(m.size() == static_cast<std::size_t>(n));
    CHECK(m.bucket_count() == buckets);
    CHECK((n == 0 || &*m.find(0) == first));
    CHECK(consistency::contradiction(m) == "");
    CHECK(m.emplace(-1, "more").second);
}

TEST_CASE("limits: max_size() and max_bucket_count() are beyond what is there and keep reserve honest",
          "[failure]") {
    map m = filled(100);
    CHECK(m.max_size() >= std::size_t{1} << 31);
    CHECK(m.max_bucket_count() >= m.bucket_count());
    CHECK(m.max_size() <= std::numeric_limits<std::size_t>::max() / sizeof(map::value_type));
    if (m.max_size() < std::numeric_limits<std::size_t>::max())
        CHECK(refuses([&] { m.reserve(m.max_size() + 1); }));
    if (m.max_bucket_count() < std::numeric_limits<std::size_t>::max())
        CHECK(refuses([&] { m.rehash(m.max_bucket_count() + 1); }));
    CHECK(consistency::contradiction(m) == "");
}

TEST_CASE("limits: extreme load factors", "[failure]") {
    map m = filled(50);
    SECTION("tiny") {
        CHECK(refuses([&] {
            m.max_load_factor(1e-30f);
            m.reserve(1000);
            for (int i = 1000; i < 100000; ++i) m.emplace(i, "x");
        }));
        CHECK(m.size() >= 50);
    }
    SECTION("huge") {
        m.max_load_factor(std::numeric_limits<float>::max());
        for (int i = 1000; i < 3000; ++i) m.emplace(i, "x");
        CHECK(m.size() == 2050);
        CHECK(consistency::contradiction(m) == "");
        m.rehash(0);
        CHECK(consistency::contradiction(m) == "");
    }
    SECTION("infinite") {
        m.max_load_factor(std::numeric_limits<float>::infinity());
        m.reserve(100);
        for (int i = 1000; i < 3000; ++i) m.emplace(i, "x");
        CHECK(m.size() == 2050);
        CHECK(consistency::contradiction(m) == "");
    }
    for (int i = 0; i < 50; ++i) CHECK(m.at(i) == std::to_string(i));
}

// A maximum raised on a table that has its index already, and lowered below the load it has.
TEST_CASE("limits: a load factor that changes on the way", "[failure]") {
    const float first = GENERATE(0.1f, 1.0f, 8.0f), second = GENERATE(0.1f, 1.0f, 3.0f, 50.0f);
    ut::unordered_set<int> s;
    s.max_load_factor(first);
    for (int i = 0; i < 5; ++i) s.insert(i);
    s.max_load_factor(second);
    for (int i = 5; i < 500; ++i) s.insert(i * 1000);
    CHECK(s.size() == 500);
    CHECK(s.max_load_factor() == second);
    CHECK(consistency::contradiction(s) == "");
    auto copy = s;
    copy.max_load_factor(first);
    copy.insert(-1);
    CHECK(consistency::contradiction(copy) == "");
}

TEST_CASE("limits: an allocator with a small max_size()", "[failure]") {
    ut::unordered_set<int, std::hash<int>, std::equal_to<int>, small_allocator<int>> s;
    CHECK(s.max_size() <= 4096);
    CHECK(refuses([&] { s.reserve(1u << 20); }));
    int n = 0;
    CHECK(refuses([&] {
        for (; n < 100000; ++n) s.insert(n);
    }));
    CHECK(s.size() == static_cast<std::size_t>(n));
#if !ARSENAL_TEST_STD // libstdc++ 12 takes more elements than its max_size()
    CHECK(s.size() <= s.max_size());
#endif
    CHECK(consistency::contradiction(s) == "");
}
