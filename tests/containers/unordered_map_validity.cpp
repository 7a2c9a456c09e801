#include <catch2/catch_test_macros.hpp>

#include <random>
#include <string>
#include <utility>
#include <vector>

#include <support/under_test.hpp>

// [unord.req.general]/9, /14, /15; [container.requirements.general]/11: what stays valid. References and
// pointers live until the element is erased; iterators also through an insertion that does not rehash.

namespace {

using map = ut::unordered_map<int, std::string>;

struct witness {
    int key;
    std::string* value;
    const map::value_type* element;
};

std::vector<witness> witnesses(map& m) {
    std::vector<witness> result;
    for (auto& element : m) result.push_back({element.first, &element.second, &element});
    return result;
}

bool still_there(map& m, const std::vector<witness>& all) {
    for (const auto& w : all) {
        const auto at = m.find(w.key);
        if (at == m.end() || &*at != w.element || &at->second != w.value || *w.value != std::to_string(w.key))
            return false;
    }
    return true;
}

map filled(int first, int last) {
    map m;
    for (int i = first; i < last; ++i) m.emplace(i, std::to_string(i));
    return m;
}

} // namespace

TEST_CASE("unordered_map references: stay valid through growth from the first element", "[unord.req]") {
    map m;
    std::vector<witness> all;
    for (int i = 0; i < 3000; ++i) {
        auto& element = *m.emplace(i, std::to_string(i)).first;
        all.push_back({i, &element.second, &element});
        if (i < 40 || i % 500 == 0) REQUIRE(still_there(m, all));
    }
    CHECK(still_there(m, all));
}

TEST_CASE("unordered_map references: stay valid through rehash and reserve", "[unord.req]") {
    for (const int n : {1, 5, 12, 13, 500}) {
        map m = filled(0, n);
        const auto all = witnesses(m);
        m.rehash(10000);
        REQUIRE(still_there(m, all));
        m.rehash(0);
        REQUIRE(still_there(m, all));
        m.reserve(20000);
        REQUIRE(still_there(m, all));
        m.max_load_factor(0.2f);
        m.rehash(0);
        REQUIRE(still_there(m, all));
    }
}

TEST_CASE("unordered_map references: stay valid while others are erased and inserted", "[unord.req]") {
    map m = filled(0, 1000);
    std::vector<witness> kept;
    for (const auto& w : witnesses(m)) {
        if (w.key % 10 == 0) kept.push_back(w);
    }
    std::mt19937 random(7);
    for (int round = 0; round < 20; ++round) {
        for (int i = 0; i < 1000; ++i) {
            if (i % 10 != 0 && random() % 2 == 0) m.erase(i);
        }
        for (int i = 0; i < 1000; ++i) {
            if (i % 10 != 0 && random() % 2 == 0) m.emplace(i, "other");
        }
        REQUIRE(still_there(m, kept));
    }
    for (int i = 0; i < 1000; ++i) {
        if (i % 10 != 0) m.erase(i);
    }
    CHECK(m.size() == 100);
    m.rehash(0);
    CHECK(still_there(m, kept));
}

TEST_CASE("unordered_map iterators: stay valid through an insertion that does not rehash", "[unord.req]") {
    map m = filled(0, 10);
    m.reserve(400);
    std::vector<map::iterator> iterators;
    for (auto i = m.begin(); i != m.end(); ++i) iterators.push_back(i);
    const auto all = witnesses(m);
    const auto end = m.end();
    for (int i = 10; i < 400; ++i) m.emplace(i, std::to_string(i));
    for (std::size_t i = 0; i < all.size(); ++i) {
        CHECK(&*iterators[i] == all[i].element);
        CHECK(m.find(all[i].key) == iterators[i]);
        std::size_t to_the_end = 0;
        for (auto j = iterators[i]; j != end; ++j) ++to_the_end;
        CHECK((to_the_end >= 1 && to_the_end <= 400));
    }
}

TEST_CASE("unordered_map iterators: stay valid while others are erased", "[unord.req]") {
    map m = filled(0, 300);
    std::vector<std::pair<int, map::iterator>> kept;
    for (auto i = m.begin(); i != m.end(); ++i) {
        if (i->first % 7 == 0) kept.emplace_back(i->first, i);
    }
    const auto end = m.end();
    for (int i = 0; i < 300; ++i) {
        if (i % 7 != 0) m.erase(i);
    }
    for (const auto& [key, i] : kept) {
        CHECK(i->first == key);
        CHECK(m.find(key) == i);
    }
    auto walk = m.begin();
    for (const auto& [key, i] : kept) CHECK(walk++ == i);
    CHECK(walk == end);
}

TEST_CASE("unordered_map swap and move: references and iterators follow their elements",
          "[container.requirements.general]") {
    for (const int n : {1, 3, 12, 200}) {
        map a = filled(0, n);
        map b = filled(1000, 1005);
        const auto of_a = witnesses(a);
        const auto of_b = witnesses(b);
        const auto first_of_a = a.begin();
        const auto first_of_b = b.begin();
        a.swap(b);
        REQUIRE((still_there(b, of_a) && still_there(a, of_b)));
        REQUIRE((b.begin() == first_of_a && a.begin() == first_of_b));
        map c(std::move(b));
        REQUIRE(still_there(c, of_a));
        REQUIRE(c.begin() == first_of_a);
        a = std::move(c);
        REQUIRE(still_there(a, of_a));
        REQUIRE(a.begin() == first_of_a);
        std::size_t reached = 0;
        for (auto i = first_of_a; i != a.end(); ++i) ++reached;
        REQUIRE(reached == static_cast<std::size_t>(n));
        a.erase(first_of_a);
        REQUIRE(a.size() == static_cast<std::size_t>(n - 1));
    }
}
