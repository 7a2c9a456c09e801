#include <catch2/catch_test_macros.hpp>

#include <bitset>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <tuple>
#include <type_traits>
#include <unordered_set>
#include <utility>
#include <variant>
#include <vector>

#include <hash/avalanche.hpp>

#include <support/hostile_keys.hpp>

#if ARSENAL_TEST_IMPORT
import arsenal.hash;
#else
#include <arsenal/hash.hpp>
#endif

using arsenal::hardened_hash;
using arsenal::siphash_1_3;
using arsenal::siphash_key;

namespace {

constexpr siphash_key fixed{0x0123456789abcdef, 0xfedcba9876543210};

struct unhashable {};
struct by_std {
    int value;
};
struct point {
    int x, y;
    template <class H>
    friend void hash_append(H& h, const point& p) {
        arsenal::hash_append(h, p.x, p.y);
    }
};

template <class T>
constexpr bool is_covered = std::is_nothrow_default_constructible_v<hardened_hash<T>> &&
                            std::is_copy_assignable_v<hardened_hash<T>> &&
                            std::is_invocable_r_v<std::size_t, const hardened_hash<T>&, const T&> &&
                            arsenal::is_avalanching_v<hardened_hash<T>>;
template <class T>
constexpr bool is_disabled =
    !std::is_default_constructible_v<hardened_hash<T>> && !std::is_copy_constructible_v<hardened_hash<T>> &&
    !std::is_constructible_v<hardened_hash<T>, siphash_key>;

template <class T>
std::size_t hash_of(const T& value) {
    return hardened_hash<T>(fixed)(value);
}

} // namespace

template <>
struct std::hash<by_std> {
    std::size_t operator()(const by_std& key) const { return static_cast<std::size_t>(key.value); }
};

TEST_CASE("hardened_hash is enabled where arsenal::hash is") {
    static_assert(is_covered<int> && is_covered<double> && is_covered<int*> && is_covered<std::nullptr_t>);
    static_assert(is_covered<std::string> && is_covered<std::u16string_view> && is_covered<point>);
    static_assert(is_covered<std::pair<int, std::string>> && is_covered<std::tuple<>> &&
                  is_covered<std::variant<int, point>> && is_covered<std::optional<point>> &&
                  is_covered<std::unique_ptr<int>> && is_covered<std::vector<std::vector<int>>> &&
                  is_covered<std::unordered_set<int>> && is_covered<std::error_code> && is_covered<by_std>);
    static_assert(is_disabled<unhashable> && is_disabled<std::pair<int, unhashable>> && is_disabled<int[3]> &&
                  is_disabled<const int> && is_disabled<std::optional<unhashable>>);
    static_assert(noexcept(hardened_hash<int>()(1)) &&
                  noexcept(hardened_hash<std::string>()(std::string_view())));
    static_assert(!noexcept(hardened_hash<by_std>()(by_std())));
    static_assert(sizeof(hardened_hash<int>) == 16);
    SUCCEED();
}

TEST_CASE("a hardened hash is SipHash-1-3 of the key's bytes") {
    const std::uint64_t number = 0x1122334455667788;
    CHECK(hash_of(number) == siphash_1_3::hash(&number, 8, fixed));
    CHECK(hash_of(std::uint16_t{7}) == siphash_1_3::hash("\x07\0", 2, fixed));
    const std::string text = "an ordinary sentence";
    CHECK(hash_of(text) == siphash_1_3::hash(text.data(), text.size(), fixed));
    siphash_1_3 parts(fixed);
    arsenal::hash_append(parts, 1, text);
    CHECK(hash_of(std::pair<int, std::string>(1, text)) == parts.digest());
}

TEST_CASE("every object has a key of its own, and copies keep it") {
    const hardened_hash<int> first;
    const hardened_hash<int> second;
    CHECK(first(1) != second(1));
    hardened_hash<int> copy = first;
    CHECK(copy(1) == first(1));
    copy = second;
    CHECK(copy(1) == second(1));
    const hardened_hash<int> moved = std::move(copy);
    CHECK(moved(1) == second(1));
    CHECK(hardened_hash<int>(fixed)(1) == hardened_hash<int>(fixed)(1));
    CHECK(hardened_hash<int>(siphash_key{1, 2})(1) != hardened_hash<int>(siphash_key{1, 3})(1));
    CHECK(hardened_hash<int>(siphash_key{1, 2})(1) != hardened_hash<int>(siphash_key{2, 2})(1));
}

TEST_CASE("keys differ between objects that are made on several threads at once") {
    constexpr std::size_t each = 2000;
    std::vector<std::size_t> values(4 * each);
    std::vector<std::thread> threads;
    for (std::size_t t = 0; t != 4; ++t)
        threads.emplace_back([&, t] {
            for (std::size_t i = 0; i != each; ++i) values[t * each + i] = hardened_hash<int>()(1);
        });
    for (std::thread& thread : threads) thread.join();
    CHECK(std::set<std::size_t>(values.begin(), values.end()).size() == values.size());
}

TEST_CASE("the key of a hardened hash changes every bit of the result") {
    std::vector<std::uint64_t> halves(8000);
    for (std::size_t i = 0; i != halves.size(); ++i) halves[i] = i;
    const auto flip = [](std::uint64_t& half, std::size_t i) { half ^= std::uint64_t{1} << i; };
    const double bound = arsenal_test::bias_of_chance(halves.size());
    const auto bias = [&](auto hash) { return arsenal_test::avalanche_bias(halves, 64, flip, hash); };
    CHECK(bias([](std::uint64_t low) { return hardened_hash<int>(siphash_key{low, 5})(1); }) < bound);
    CHECK(bias([](std::uint64_t high) { return hardened_hash<int>(siphash_key{5, high})(1); }) < bound);
    CHECK(bias([](std::uint64_t key) { return hash_of(key); }) < bound);
}

TEST_CASE("what compares equal hashes alike under a hardened hash") {
    const std::string text = "a key that does not fit into the string itself";
    CHECK(hash_of(text) == hardened_hash<std::string>(fixed)(std::string_view(text)));
    CHECK(hash_of(text) == hash_of(std::string_view(text)));
    CHECK(hash_of(0.0) == hash_of(-0.0));
    CHECK(hash_of(std::filesystem::path("a//b")) == hash_of(std::filesystem::path("a/b")));
    std::unordered_set<int> ascending;
    std::unordered_set<int> descending(1000);
    for (int i = 0; i != 100; ++i) ascending.insert(i);
    for (int i = 99; i >= 0; --i) descending.insert(i);
    CHECK(hash_of(ascending) == hash_of(descending));
}

TEST_CASE("what differs hashes differently under a hardened hash") {
    using strings = std::vector<std::string>;
    CHECK(hash_of(strings{"ab", "c"}) != hash_of(strings{"a", "bc"}));
    CHECK(hash_of(std::filesystem::path("a/b")) != hash_of(std::filesystem::path("a/c")));
    CHECK(hash_of(std::filesystem::path("a/b")) != hash_of(std::filesystem::path("ab")));
    CHECK(hash_of(std::vector<bool>(70, true)) != hash_of(std::vector<bool>(71, true)));
    CHECK(hash_of(std::vector<bool>{true}) != hash_of(std::vector<bool>{true, false}));
    CHECK(hash_of(std::bitset<70>("1")) != hash_of(std::bitset<70>("10")));
    CHECK(hash_of(std::bitset<70>().set(69)) != hash_of(std::bitset<70>()));
    CHECK(hash_of(std::optional<int>()) != hash_of(std::optional<int>(0)));
    CHECK(hash_of(by_std{1}) != hash_of(by_std{2}));
}

namespace {

// How often the values of 64-bit hashes repeat.
template <class Hash, class Key>
std::size_t repeats(const Hash& hash, const std::vector<Key>& keys) {
    std::set<std::size_t> values;
    for (const Key& key : keys) values.insert(hash(key));
    return keys.size() - values.size();
}

} // namespace

TEST_CASE("keys that collide by construction under arsenal::hash do not under a hardened hash") {
    std::vector<std::string> texts;
    std::vector<std::pair<std::uint64_t, std::uint64_t>> pairs;
    std::vector<std::unordered_set<std::string>> sets;
    for (std::uint64_t i = 0; i != 500; ++i) {
        texts.push_back(arsenal_test::hostile_text(i));
        pairs.push_back(arsenal_test::hostile_pair(i));
        sets.push_back({texts.back()});
    }
    CHECK(repeats(arsenal::hash<std::string>(), texts) == 499);
    CHECK(repeats(arsenal::hash<std::pair<std::uint64_t, std::uint64_t>>(), pairs) == 499);
    CHECK(repeats(hardened_hash<std::string>(), texts) == 0);
    CHECK(repeats(hardened_hash<std::pair<std::uint64_t, std::uint64_t>>(), pairs) == 0);
    CHECK(repeats(hardened_hash<std::unordered_set<std::string>>(), sets) == 0);
}
