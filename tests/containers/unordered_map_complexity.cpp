#include <catch2/catch_test_macros.hpp>

#include <cstddef>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include <containers/functors.hpp>

#include <support/under_test.hpp>

// [unord.req.general], [container.requirements.general] complexity, where it can be counted: copies and moves
// of elements, calls of the hash and of the equality.

namespace {

struct counted {
    struct totals {
        int made, copied, moved, assigned;
    };
    inline static totals count{};
    static totals take() { return std::exchange(count, totals{}); }

    int id;
    explicit counted(int i) : id(i) { ++count.made; }
    counted(const counted& other) : id(other.id) { ++count.copied; }
    counted(counted&& other) noexcept : id(other.id) { ++count.moved; }
    counted& operator=(const counted& other) { return id = other.id, ++count.assigned, *this; }
    counted& operator=(counted&& other) noexcept { return id = other.id, ++count.assigned, *this; }
    bool operator==(const counted& other) const { return id == other.id; }
};

bool nothing(const counted::totals& t) {
    return t.made == 0 && t.copied == 0 && t.moved == 0 && t.assigned == 0;
}

using map = ut::unordered_map<int, counted>;

map filled(int n) {
    map m;
    for (int i = 0; i < n; ++i) m.try_emplace(i * 3, i);
    counted::take();
    return m;
}

} // namespace

TEST_CASE("unordered_map complexity: growing, rehashing, swapping and moving touch no element",
          "[unord.req]") {
    map m;
    for (int i = 0; i < 1000; ++i) m.try_emplace(i, i);
    const auto growing = counted::take();
    CHECK((growing.made == 1000 && growing.copied == 0 && growing.moved == 0 && growing.assigned == 0));
    m.rehash(9000);
    m.reserve(20000);
    m.rehash(0);
    map moved(std::move(m));
    m = std::move(moved);
    m.swap(moved);
    CHECK(moved.size() == 1000);
    CHECK(nothing(counted::take()));
}

TEST_CASE("unordered_map complexity: a copy copies each element once", "[container.requirements.general]") {
    const map m = filled(500);
    const map copy(m);
    const auto t = counted::take();
    CHECK((t.copied == 500 && t.made == 0 && t.moved == 0 && t.assigned == 0));
    map empty;
    empty = m;
    const auto assigned = counted::take();
    CHECK((assigned.copied == 500 && assigned.made == 0 && assigned.moved == 0));
    map target = filled(700);
    target = m;
    const auto reused = counted::take();
    CHECK(reused.copied + reused.assigned == 500);
}

TEST_CASE("unordered_map complexity: extract, insert of a node and merge touch no element", "[unord.req]") {
    map a = filled(100);
    map b = filled(300);
    auto node = a.extract(3);
    b.insert(std::move(node));
    b.merge(a);
    a.merge(std::move(b));
    CHECK(a.size() == 300);
    CHECK(nothing(counted::take()));
}

TEST_CASE("unordered_map complexity: insertions make what they need and no more", "[unord.map.modifiers]") {
    map m = filled(10);
    const map::value_type value(100, counted(100));
    counted::take();
    m.insert(value);
    CHECK(counted::take().copied == 1);
    m.insert(map::value_type(101, counted(101)));
    const auto moved = counted::take();
    CHECK((moved.made == 1 && moved.moved == 2 && moved.copied == 0));
    m.try_emplace(102, 102);
    CHECK(counted::take().made == 1);
    m.try_emplace(102, 0);
    m.insert(value);
    CHECK(nothing(counted::take()));
    m.insert_or_assign(102, value.second);
    const auto assigned = counted::take();
    CHECK((assigned.assigned == 1 && assigned.copied == 0 && assigned.made == 0));
    m.insert_or_assign(103, value.second);
    CHECK(counted::take().copied == 1);
}

TEST_CASE("unordered_map complexity: erasing and clearing destroy and nothing else", "[unord.req]") {
    map m = filled(300);
    m.erase(3);
    m.erase(m.begin());
    m.erase(m.begin(), std::next(m.begin(), 40));
    erase_if(m, [](const auto& e) { return e.second.id % 2 == 0; });
    m.clear();
    CHECK(nothing(counted::take()));
}

TEST_CASE("unordered_map complexity: hash and equality are called a constant number of times",
          "[unord.req]") {
    functors::call_counts calls;
    using counting = ut::unordered_map<std::string, int, functors::counted_hash<std::string>,
                                       functors::counted_equal<std::string>>;
    counting m(0, functors::counted_hash<std::string>{&calls}, functors::counted_equal<std::string>{&calls});
    constexpr int n = 2000;
    auto per_element = [&](double hashes, double equals) {
        const bool result =
            static_cast<double>(calls.hash) <= hashes * n && static_cast<double>(calls.equal) <= equals * n;
        calls = {};
        return result;
    };
    for (int i = 0; i < n; ++i) m.emplace(std::to_string(i), i);
    // Growth may hash again: geometrically fewer times than there are elements.
    CHECK(per_element(4, 4));
    for (int i = 0; i < n; ++i) m.contains(std::to_string(i));
    CHECK(per_element(1, 4));
    for (int i = 0; i < n; ++i) m.find("absent " + std::to_string(i));
    CHECK(per_element(1, 4));
    for (int i = 0; i < n; ++i) m[std::to_string(i)] = 0;
    CHECK(per_element(1, 4));
    for (int i = 0; i < n; ++i) m.insert({std::to_string(i), 0});
    CHECK(per_element(1, 4));
    const counting copy(m);
    CHECK(per_element(1, 0));
    CHECK(copy == m);
    CHECK(per_element(2, 6));
    std::size_t reached = 0;
    for (auto i = m.begin(); i != m.end(); ++i) ++reached;
    CHECK((reached == n && calls.hash == 0 && calls.equal == 0));
    for (int i = 0; i < n / 2; ++i) m.erase(std::to_string(i));
    CHECK(per_element(1, 4));
    m.clear();
    counting moved(std::move(m));
    moved.swap(m);
    CHECK((calls.hash == 0 && calls.equal == 0));
}

TEST_CASE("unordered_map complexity: a hash that is the same for all is correct and only slow",
          "[unord.req]") {
    ut::unordered_map<int, int, functors::constant_hash> m;
    for (int i = 0; i < 1500; ++i) REQUIRE(m.emplace(i, -i).second);
    for (int i = 0; i < 1500; ++i) REQUIRE(m.at(i) == -i);
    for (int i = 0; i < 1500; i += 2) REQUIRE(m.erase(i) == 1);
    for (int i = 0; i < 1500; ++i) REQUIRE(m.contains(i) == (i % 2 == 1));
    ut::unordered_map<int, int, functors::constant_hash> copy(m);
    CHECK(copy == m);
    copy.rehash(10000);
    CHECK(copy == m);
}
