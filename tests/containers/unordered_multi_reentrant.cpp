#include <catch2/catch_test_macros.hpp>

#include <functional>
#include <stdexcept>
#include <string>
#include <tuple>
#include <utility>

#include <containers/consistency.hpp>

#include <support/under_test.hpp>

// Elements whose construction or destruction uses the container that they are in, short of swapping,
// assigning or destroying it.

namespace {

struct active {
    std::function<void()> at_end;
    std::string characters = "longer than any small buffer there is";

    active() = default;
    explicit active(const std::function<void()>& at_start) { at_start(); }
    active(std::function<void()> end, int) : at_end(std::move(end)) {}
    active(const active&) = delete;
    ~active() {
        if (at_end) std::exchange(at_end, nullptr)();
    }
};
using map = ut::unordered_multimap<int, active>;

void add(map& m, int key) {
    m.emplace(std::piecewise_construct, std::forward_as_tuple(key), std::forward_as_tuple());
}
map::iterator add(map& m, int key, std::function<void()> at_end) {
    return m.emplace(std::piecewise_construct, std::forward_as_tuple(key),
                     std::forward_as_tuple(std::move(at_end), 0));
}
void fill(map& m, int n) {
    for (int i = 0; i < n; ++i) add(m, i % 7);
}

template <class Use>
void construct_around(Use use) {
    for (int n = 0; n < 70; ++n) {
        map m;
        fill(m, n);
        std::size_t after = 0;
        const auto it = m.emplace(std::piecewise_construct, std::forward_as_tuple(3),
                                  std::forward_as_tuple(std::function<void()>([&] {
                                      use(m);
                                      after = m.size();
                                  })));
        REQUIRE(it->first == 3);
        REQUIRE(m.size() == after + 1);
        REQUIRE(consistency::contradiction(m) == "");
    }
}

template <class Use>
void destroy_around(Use use) {
    for (const int n : {0, 1, 6, 40}) {
        for (int how = 0; how < 2; ++how) {
            map m;
            fill(m, n);
            int calls = 0;
            for (int i = 0; i < 5; ++i) {
                add(m, 3, [&] {
                    ++calls;
                    use(m);
                });
                add(m, i);
            }
            if (how == 0)
                m.erase(3);
            else
                for (auto it = m.find(3); it != m.end(); it = m.find(3)) m.erase(it);
            REQUIRE(calls == 5);
            REQUIRE(consistency::contradiction(m) == "");
        }
    }
}

} // namespace

TEST_CASE("unordered_multi reentrant: a constructor may use the container", "[reentrancy]") {
    construct_around([](map& m) { add(m, 3); });
    construct_around([](map& m) { fill(m, 200); });
    construct_around([](map& m) { m.erase(3); });
    construct_around([](map& m) { m.clear(); });
    construct_around([](map& m) { m.rehash(5000); });
    construct_around([](map& m) { m.rehash(0); });
    construct_around([](map& m) {
        map other;
        fill(other, 30);
        m.merge(other);
    });
    construct_around([](map& m) {
        if (!m.empty()) m.insert(m.extract(m.begin()));
    });
}

TEST_CASE("unordered_multi reentrant: a constructor that throws after it inserted", "[reentrancy]") {
    map m;
    for (int i = 0; i < 50; ++i) {
        const std::function<void()> fails = [&] {
            add(m, 3);
            throw std::runtime_error("no");
        };
        CHECK_THROWS_AS(
            m.emplace(std::piecewise_construct, std::forward_as_tuple(3), std::forward_as_tuple(fails)),
            std::runtime_error);
    }
    CHECK(m.count(3) == 50);
    CHECK(consistency::contradiction(m) == "");
}

TEST_CASE("unordered_multi reentrant: a destructor may use the container", "[reentrancy]") {
    destroy_around([](map&) {});
    destroy_around([](map& m) { m.erase(2); });
    destroy_around([](map& m) { m.rehash(m.bucket_count() * 2); });
    destroy_around([](map& m) {
        map other;
        fill(other, 3);
        m.merge(other);
        while (m.size() > 5 && m.begin()->first != 3) m.erase(m.begin());
    });
}

TEST_CASE("unordered_multi reentrant: a destructor that erases or refills its own group", "[reentrancy]") {
    map m;
    int calls = 0;
    for (int i = 0; i < 20; ++i)
        add(m, 1, [&] {
            ++calls;
            m.erase(1); // what is left of the group, nothing where erase(1) is what goes on
            if (calls < 60) add(m, 1, [&] { ++calls; });
        });
    fill(m, 30);
    m.erase(1);
    CHECK(calls >= 20);
    CHECK(consistency::contradiction(m) == "");
    m.erase(1);
    CHECK_FALSE(m.contains(1));
    CHECK(consistency::contradiction(m) == "");
}
