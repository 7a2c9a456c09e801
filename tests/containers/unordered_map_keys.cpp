#include <catch2/catch_test_macros.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <support/under_test.hpp>

// [unord.req.general] asks little of Key, T, Hash and Pred: keys and functors at the edges of what it asks.

namespace {

enum class colour : unsigned char { red, green, blue };

struct alignas(128) wide {
    int id = 0;
};

// A class that hides its address and its comma.
struct evasive {
    int id;
    explicit evasive(int i = 0) : id(i) {}
    evasive* operator&() const = delete;
    template <class T>
    void operator,(T&&) const = delete;
    bool operator==(const evasive& other) const { return id == other.id; }
};

struct final_hash final {
    std::size_t operator()(int key) const noexcept { return static_cast<std::size_t>(key); }
    std::size_t operator()(const evasive& key) const noexcept { return static_cast<std::size_t>(key.id); }
};
struct final_equal final {
    bool operator()(int a, int b) const noexcept { return a == b; }
};

std::size_t plain_hash(int key) { return static_cast<std::size_t>(key) * 7; }

} // namespace

TEST_CASE("unordered_map keys: floating point", "[unord.req]") {
    ut::unordered_map<double, int> m{{0.0, 1}, {1.5, 2}, {-std::numeric_limits<double>::infinity(), 3}};
    CHECK(m.at(-0.0) == 1);
    CHECK_FALSE(m.insert({-0.0, 9}).second);
    CHECK(m.at(1.5) == 2);
    CHECK(m.at(-std::numeric_limits<double>::infinity()) == 3);
    // A NaN equals nothing, itself included: each insertion makes an element that only iteration reaches.
    const double nan = std::nan("");
    CHECK(m.emplace(nan, 4).second);
    CHECK(m.emplace(nan, 5).second);
    CHECK(m.find(nan) == m.end());
    CHECK(m.erase(nan) == 0);
    CHECK(m.size() == 5);
    for (int i = 0; i < 300; ++i) m.emplace(nan, i);
    CHECK(m.size() == 305);
    CHECK(erase_if(m, [](const auto& e) { return std::isnan(e.first); }) == 302);
    CHECK(m.size() == 3);
}

TEST_CASE("unordered_map keys: arithmetic arguments convert as the pair's constructor converts",
          "[unord.req]") {
    ut::unordered_map<int, int> ints;
    ints.emplace(short{1}, 1);
    ints.emplace('b', 2);
    ints.emplace(3.75, 3);
    ints.emplace(true, 99);
    CHECK(ints.size() == 3);
    CHECK((ints.at(1) == 1 && ints.at('b') == 2 && ints.at(3) == 3));
    ut::unordered_map<std::uint64_t, int> wide_keys;
    wide_keys.emplace(-1, 1);
    CHECK(wide_keys.contains(~std::uint64_t{0}));
    ut::unordered_map<unsigned char, int> narrow;
    narrow.emplace(257, 1);
    CHECK((narrow.size() == 1 && narrow.contains(1)));
    ut::unordered_map<bool, int> bools;
    bools[true] = 1;
    bools[false] = 2;
    bools.emplace(5, 9);
    CHECK((bools.size() == 2 && bools.at(true) == 1));
}

TEST_CASE("unordered_map keys: extreme integers", "[unord.req]") {
    ut::unordered_map<std::int64_t, int> m;
    const std::vector<std::int64_t> keys{0, -1, 1, std::numeric_limits<std::int64_t>::min(),
                                         std::numeric_limits<std::int64_t>::max()};
    for (const auto key : keys) CHECK(m.emplace(key, 1).second);
    for (const auto key : keys) CHECK(m.contains(key));
    for (const auto key : keys) CHECK(m.erase(key) == 1);
    CHECK(m.empty());
}

TEST_CASE("unordered_map keys: enums, pointers and owners", "[unord.req]") {
    ut::unordered_map<colour, std::string> names{{colour::red, "red"}, {colour::blue, "blue"}};
    CHECK((names.at(colour::blue) == "blue" && !names.contains(colour::green)));
    std::vector<int> objects(200);
    ut::unordered_map<const int*, std::size_t> by_address;
    for (std::size_t i = 0; i < objects.size(); ++i) by_address[&objects[i]] = i;
    for (std::size_t i = 0; i < objects.size(); ++i) REQUIRE(by_address.at(&objects[i]) == i);
    CHECK_FALSE(by_address.contains(nullptr));
    by_address.emplace(nullptr, 7);
    CHECK(by_address.at(nullptr) == 7);
    ut::unordered_map<std::shared_ptr<int>, int> shared;
    const auto owner = std::make_shared<int>(1);
    shared[owner] = 1;
    shared[nullptr] = 2;
    CHECK((shared.at(owner) == 1 && owner.use_count() == 2));
    shared.clear();
    CHECK(owner.use_count() == 1);
    ut::unordered_map<const char*, int> literals;
    const char* const text = "by address";
    literals.emplace(text, 1);
    CHECK(literals.contains(text));
}

TEST_CASE("unordered_map values: alignment, size and emptiness", "[unord.req]") {
    ut::unordered_map<int, wide> m;
    for (int i = 0; i < 100; ++i) m[i].id = i;
    for (const auto& [key, value] : m) {
        CHECK(reinterpret_cast<std::uintptr_t>(&value) % alignof(wide) == 0);
        CHECK(value.id == key);
    }
    struct page {
        char bytes[5000];
    };
    ut::unordered_map<int, page> pages;
    for (int i = 0; i < 40; ++i) pages[i].bytes[4999] = static_cast<char>(i);
    for (int i = 0; i < 40; ++i) CHECK(pages.at(i).bytes[4999] == static_cast<char>(i));
    struct nothing {};
    ut::unordered_map<char, nothing> tiny;
    for (int i = 0; i < 256; ++i) tiny[static_cast<char>(i)];
    CHECK(tiny.size() == 256);
    ut::unordered_map<int, const int> constant{{1, 2}};
    constant.try_emplace(3, 4);
    CHECK(constant.at(3) == 4);
}

TEST_CASE("unordered_map values: classes that hide their address", "[unord.req]") {
    ut::unordered_map<evasive, evasive, final_hash> m;
    for (int i = 0; i < 100; ++i) m.try_emplace(evasive(i), i * 2);
    m.insert_or_assign(evasive(5), evasive(0));
    m.insert({evasive(200), evasive(1)});
    auto node = m.extract(evasive(7));
    node.key() = evasive(300);
    m.insert(std::move(node));
    ut::unordered_map<evasive, evasive, final_hash> copy(m);
    CHECK((copy == m && copy.size() == 101));
    CHECK((copy.at(evasive(300)).id == 14 && copy[evasive(5)].id == 0));
    ut::unordered_set<evasive, final_hash> s;
    s.insert(evasive(1));
    s.emplace(2);
    CHECK((s.begin()->id + std::next(s.begin())->id == 3));
}

TEST_CASE("unordered_map functors: final, lambdas, function pointers and std::function", "[unord.req]") {
    ut::unordered_map<int, int, final_hash, final_equal> finals{{1, 2}};
    CHECK(finals.at(1) == 2);
    auto lambda = [](int key) { return std::hash<int>{}(key); };
    ut::unordered_map<int, int, decltype(lambda)> lambdas{{1, 2}};
    lambdas = ut::unordered_map<int, int, decltype(lambda)>({{3, 4}}, 0, lambda);
    CHECK(lambdas.at(3) == 4);
    ut::unordered_map<int, int, std::size_t (*)(int)> pointers(0, &plain_hash);
    for (int i = 0; i < 100; ++i) pointers[i] = i;
    const auto copy = pointers;
    CHECK((copy.at(99) == 99 && copy.hash_function() == &plain_hash));
    int calls = 0;
    const std::function<std::size_t(int)> counting = [&](int key) { return ++calls, std::hash<int>{}(key); };
    ut::unordered_map<int, int, std::function<std::size_t(int)>, std::function<bool(int, int)>> erased(
        0, counting, std::equal_to<int>());
    erased[1] = 2;
    CHECK((erased.contains(1) && calls > 0));
    int salt = 3;
    auto capturing = [salt](int key) { return static_cast<std::size_t>(key + salt); };
    ut::unordered_set<int, decltype(capturing)> salted(0, capturing);
    CHECK((salted.insert(5).second && salted.contains(5)));
}
