#include <catch2/catch_test_macros.hpp>

#include <cstddef>
#include <functional>
#include <stdexcept>
#include <string>
#include <utility>

#include <containers/consistency.hpp>
#include <support/counting_allocator.hpp>

#include <support/under_test.hpp>

// Elements whose construction or destruction uses the container that they are in. std leaves it open
// ([reentrancy]); here nothing is lost, whatever the constructor does to the container short of swapping,
// assigning or destroying it.

namespace {

/// A value that is made by a call, as memoizing functions do it: m.try_emplace(key, lazy{...}).
struct lazy {
    std::function<long()> make;
    operator long() const { return make(); }
};

struct text {
    std::string characters = "longer than any small buffer there is";
    text() = default;
    explicit text(const std::function<void()>& first) { first(); }
};

struct trivial { // trivially copyable, and yet its constructor can do anything
    int number = 0;
    trivial() = default;
    explicit trivial(const std::function<void()>& first) { first(); }
};

template <class T>
using map_of = ut::unordered_map<int, T>;
using action = std::function<void()>;

/// A map of n elements, with holes where `holes` says so.
template <class T>
map_of<T> filled(int n, bool holes) {
    map_of<T> m;
    for (int i = 0; i < n; ++i) m.try_emplace(i);
    if (holes)
        for (int i = 0; i < n; i += 2) m.erase(i);
    return m;
}

/// Emplaces key -1 while `inner` runs in the constructor, into maps of many sizes.
template <class T, class Inner, class Check>
void emplace_around(Inner inner, Check check) {
    for (const bool holes : {false, true}) {
        for (int n = 0; n < 70; ++n) {
            map_of<T> m = filled<T>(n, holes);
            const auto [at, inserted] = m.try_emplace(-1, action([&] { inner(m); }));
            check(m, inserted);
            REQUIRE(at == m.find(-1));
            REQUIRE(consistency::contradiction(m) == "");
        }
    }
}

template <class T>
void each_kind_of_use() {
    emplace_around<T>([](auto& m) { m.try_emplace(-2); },
                      [](auto& m, bool inserted) {
                          REQUIRE(inserted);
                          REQUIRE(m.contains(-2));
                      });
    emplace_around<T>([](auto& m) { m[-1]; }, [](auto&, bool inserted) { REQUIRE_FALSE(inserted); });
    emplace_around<T>(
        [](auto& m) { // as many elements as before, but not in the same places
            for (int i = 0; i < 5; ++i) m.try_emplace(100 + i);
            for (int i = 0; i < 5; ++i) m.erase(100 + i);
            m.try_emplace(-2);
            m.erase(m.begin());
        },
        [](auto&, bool inserted) { REQUIRE(inserted); });
    emplace_around<T>([](auto& m) { m.reserve(m.size() + 200); }, [](auto&, bool) {});
    emplace_around<T>([](auto& m) { m.rehash(0); }, [](auto&, bool) {});
    emplace_around<T>([](auto& m) { m.clear(); }, [](auto& m, bool) { REQUIRE(m.size() == 1); });
    emplace_around<T>(
        [](auto& m) {
            map_of<T> other;
            other[-2];
            other[-1];
            m.merge(other);
        },
        [](auto& m, bool inserted) {
            REQUIRE_FALSE(inserted);
            REQUIRE(m.contains(-2));
        });
    emplace_around<T>(
        [](auto& m) {
            map_of<T> other;
            other[-1];
            m.insert(other.extract(-1));
        },
        [](auto&, bool inserted) { REQUIRE_FALSE(inserted); });
}

} // namespace

TEST_CASE("unordered_map reentrant: a constructor may use the container", "[reentrancy]") {
    each_kind_of_use<text>();
    each_kind_of_use<trivial>();
}

TEST_CASE("unordered_map reentrant: a memoizing recursion", "[reentrancy]") {
    map_of<long> m;
    const std::function<long(int)> fibonacci = [&](int n) -> long {
        if (n < 2) return n;
        const auto make = lazy{[&, n] { return fibonacci(n - 1) + fibonacci(n - 2); }};
        return (n % 2 == 0 ? m.try_emplace(n, make) : m.emplace(n, make)).first->second;
    };
    CHECK(fibonacci(60) == 1548008755920);
    CHECK(m.size() == 59);
    CHECK(consistency::contradiction(m) == "");
}

TEST_CASE("unordered_map reentrant: a constructor that throws after it inserted", "[reentrancy]") {
    map_of<text> m;
    for (int i = 0; i < 50; ++i) {
        CHECK_THROWS_AS(m.try_emplace(-1, action([&] {
            m.try_emplace(i);
            throw std::runtime_error("no");
        })),
                        std::runtime_error);
    }
    CHECK(m.size() == 50);
    CHECK_FALSE(m.contains(-1));
    CHECK(consistency::contradiction(m) == "");
}

namespace {

/// Takes the next one of a chain with it.
struct link;
using chain = ut::unordered_map<int, link, std::hash<int>, std::equal_to<>,
                                support::counting_allocator<std::pair<const int, link>>>;
struct link {
    explicit link(chain& c) : all(&c) {}
    link(const link&) = delete;
    ~link();
    chain* all;
    int next = 0;
};
link::~link() {
    if (next != 0) all->erase(next);
}

} // namespace

TEST_CASE("unordered_map reentrant: elements that erase others give their memory back", "[reentrancy]") {
    support::allocation_counters counters;
    chain m{chain::allocator_type(counters)};
    constexpr int length = 2000;
    for (int i = 1; i <= length; ++i) m.try_emplace(i, m);
    for (int i = 1; i < length; ++i) m.at(i).next = i + 1;
    const std::size_t full = counters.live_bytes;
    m.rehash(0);
    m.erase(1);
    CHECK(m.empty());
    m.rehash(0);
    CHECK(counters.live_bytes * 4 < full);
}
