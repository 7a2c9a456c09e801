#include <catch2/catch_test_macros.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#if !ARSENAL_TEST_IMPORT
#include <arsenal/hash.hpp>
#endif

#include <containers/functors.hpp>
#include <support/hostile_keys.hpp>
#include <support/under_test.hpp>

// An adversary's keys, made to collide under the plain hash, in tables that use hardened_hash. What is
// counted is calls of the predicate, not time.

namespace {

using functors::counting_equal, functors::equal_calls;

constexpr std::size_t key_count = 1500;

std::vector<std::string> hostile_texts() {
    std::vector<std::string> keys;
    for (std::uint64_t i = 0; i != key_count; ++i) keys.push_back(arsenal_test::hostile_text(i));
    return keys;
}

using pair = std::pair<std::uint64_t, std::uint64_t>;

std::vector<pair> hostile_pairs() {
    std::vector<pair> keys;
    for (std::uint64_t i = 0; i != key_count; ++i) keys.push_back(arsenal_test::hostile_pair(i));
    return keys;
}

// No such keys, though they hold a word that cancels a secret: what is beside it counts.
std::vector<std::string> weak_texts() {
    std::vector<std::string> keys;
    for (std::size_t i = 0; i != key_count; ++i) {
        std::string key(std::vector<std::size_t>{0, 1, 16, 64, 128}[i % 5], 'x');
        arsenal_test::append_word(key, arsenal_test::hash_secret[1]);
        keys.push_back(key + std::to_string(10'000'000 + i));
    }
    return keys;
}

/// Calls of the predicate for each key while all are inserted, found and half of them erased.
template <class Map, class Key>
double work_for_each_key(const std::vector<Key>& keys) {
    Map m;
    equal_calls = 0;
    for (const Key& key : keys) m.try_emplace(key, 1);
    for (const Key& key : keys) REQUIRE(m.contains(key));
    for (std::size_t i = 0; i < keys.size(); i += 2) REQUIRE(m.erase(keys[i]) == 1);
    return static_cast<double>(equal_calls) / static_cast<double>(keys.size());
}

template <template <class...> class Map, class Key, class Plain>
void check_attack_and_defence(const std::vector<Key>& keys) {
    CHECK(work_for_each_key<Map<Key, int, Plain, counting_equal>>(keys) > key_count / 2);
    CHECK(work_for_each_key<Map<Key, int, arsenal::hardened_hash<Key>, counting_equal>>(keys) < 3);
}

} // namespace

TEST_CASE("hardened: strings that collide under the plain hashes stay linear", "[stress]") {
    check_attack_and_defence<ut::unordered_map, std::string, arsenal::hash<std::string>>(hostile_texts());
    check_attack_and_defence<ut::unordered_map, std::string, std::hash<std::string>>(hostile_texts());
    check_attack_and_defence<arsenal::concurrent_hash_map, std::string, std::hash<std::string>>(
        hostile_texts());
    check_attack_and_defence<arsenal::dense_hash_map, std::string, std::hash<std::string>>(hostile_texts());
    check_attack_and_defence<arsenal::flat_hash_map, std::string, std::hash<std::string>>(hostile_texts());
    check_attack_and_defence<arsenal::incremental_hash_map, std::string, std::hash<std::string>>(
        hostile_texts());
}

TEST_CASE("hardened: pairs that collide under the plain hash stay linear", "[stress]") {
    check_attack_and_defence<ut::unordered_map, pair, arsenal::hash<pair>>(hostile_pairs());
}

TEST_CASE("keys that hold a word of the hash's secret stay linear under the plain hashes", "[stress]") {
    const auto check = [](double work) { CHECK(work < 3); };
    using text = std::string;
    const std::vector<text> texts = weak_texts();
    check(work_for_each_key<ut::unordered_map<text, int, arsenal::hash<text>, counting_equal>>(texts));
    check(work_for_each_key<ut::unordered_map<text, int, std::hash<text>, counting_equal>>(texts));
    check(work_for_each_key<arsenal::concurrent_hash_map<text, int, std::hash<text>, counting_equal>>(texts));
    check(work_for_each_key<arsenal::dense_hash_map<text, int, std::hash<text>, counting_equal>>(texts));
    check(work_for_each_key<arsenal::flat_hash_map<text, int, std::hash<text>, counting_equal>>(texts));
    check(
        work_for_each_key<arsenal::incremental_hash_map<text, int, std::hash<text>, counting_equal>>(texts));
    std::vector<pair> pairs;
    for (std::size_t i = 0; i != key_count; ++i) pairs.emplace_back(arsenal_test::hash_secret[1], i);
    check(work_for_each_key<ut::unordered_map<pair, int, arsenal::hash<pair>, counting_equal>>(pairs));
}

TEST_CASE("hardened: every table has a key of its own", "[stress]") {
    using map = ut::unordered_map<int, int, arsenal::hardened_hash<int>>;
    map first;
    map second;
    for (int i = 0; i != 100; ++i) {
        first.emplace(i, i);
        second.emplace(99 - i, 99 - i);
    }
    const auto same_hash = [](const map& a, const map& b) {
        return a.hash_function()(1) == b.hash_function()(1);
    };
    CHECK_FALSE(same_hash(first, second));
    CHECK(first == second);

    map copy = first;
    CHECK(same_hash(copy, first));
    map moved = std::move(copy);
    CHECK(same_hash(moved, first));
    CHECK(moved == first);

    swap(first, second);
    CHECK(same_hash(second, moved));
    CHECK_FALSE(same_hash(first, moved));
    CHECK(first.contains(99));
    CHECK(second.contains(99));

    // Elements change tables, and are hashed anew.
    map third;
    third.merge(first);
    CHECK(first.empty());
    CHECK(third == second);
    third.insert(moved.extract(5));
    CHECK(third.erase(5) == 1);
    CHECK(third.insert(second.extract(5)).inserted);
    CHECK(third.contains(5));
}
