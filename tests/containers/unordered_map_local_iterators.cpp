#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cstddef>
#include <functional>
#include <iterator>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <containers/functors.hpp>

#include <support/under_test.hpp>

// [unord.req.general]: local iterators are iterators. While the number of elements stays within
// max_load_factor() * bucket_count(), insertion invalidates none, and erasing only those of the erased
// element.

namespace {

template <bool Quiet>
struct modulo_hash {
    std::size_t modulus = 1;
    std::size_t factor = 1;
    std::size_t operator()(int key) const noexcept(Quiet) {
        return static_cast<std::size_t>(key) % modulus * factor;
    }
};
template <bool Quiet>
using map_of = ut::unordered_map<int, int, modulo_hash<Quiet>>;
using map = map_of<true>;

template <class Map>
std::vector<int> keys_in(const Map& m, std::size_t bucket) {
    std::vector<int> keys;
    for (auto it = m.begin(bucket); it != m.end(bucket); ++it) keys.push_back(it->first);
    return keys;
}

// Goes through a bucket and calls disturb() at each of the first 20 elements. (Not at all of them: new
// elements may always come to stand behind.) Those that were there before are visited once, in so far as
// disturb() has not erased them, which it says by its result; none of the others more than once.
template <class Map, class Disturb>
void walk_disturbed(Map& m, std::size_t bucket, Disturb disturb) {
    std::map<int, int> visits;
    std::vector<int> expected = keys_in(m, bucket);
    const std::size_t buckets = m.bucket_count();
    const auto end = m.end(bucket);
    for (auto it = m.begin(bucket); it != end; ++it) {
        const int key = it->first;
        REQUIRE(&*it == &*m.find(key));
        REQUIRE(++visits[key] == 1);
        if (visits.size() > 20) continue;
        for (const int erased : disturb(key))
            if (!visits.contains(erased)) std::erase(expected, erased);
    }
    REQUIRE(m.bucket_count() == buckets);
    for (const int key : expected) REQUIRE(visits.contains(key));
}

// Keys 0, stride, 2 * stride, ...
template <bool Quiet = true>
map_of<Quiet> filled(int n, int stride, modulo_hash<Quiet> hash, std::size_t buckets) {
    map_of<Quiet> m(buckets, hash);
    for (int i = 0; i < n; ++i) m[i * stride] = i;
    return m;
}

} // namespace

TEST_CASE("local iterators: insertion into the bucket and beside it", "[unord.req.general]") {
    for (const std::size_t modulus : {1u, 7u, 1000u}) {
        map m = filled<true>(40, 1, {modulus, 1}, 4000);
        const std::size_t bucket = m.bucket(0);
        int next = 1000;
        walk_disturbed(m, bucket, [&](int) {
            for (int i = 0; i < 20; ++i) m[next++] = 0;
            return std::vector<int>();
        });
        CHECK(m.size() >= 60);
    }
}

TEST_CASE("local iterators: erasing other elements of the bucket", "[unord.req.general]") {
    for (const bool last_first : {false, true}) {
        map m = filled<true>(60, 1, {1, 1}, 100);
        walk_disturbed(m, m.bucket(0), [&](int here) {
            std::vector<int> others = keys_in(m, m.bucket(0));
            std::erase(others, here);
            if (others.empty()) return others;
            const int key = last_first ? others.back() : others.front();
            m.erase(key);
            return std::vector<int>{key};
        });
        CHECK(m.size() < 60);
    }
}

namespace {

// Replaces all elements but the one that an iterator is at, again and again, while the table stays full.
template <bool Quiet>
void churn(modulo_hash<Quiet> hash) {
    auto m = filled<Quiet>(300, 3, hash, 300);
    while (m.size() < m.bucket_count()) m[static_cast<int>(m.size()) * 3] = 0;
    int next = 1'000'001;
    for (const std::size_t bucket : {m.bucket(0), m.bucket(3), m.bucket(300)}) {
        walk_disturbed(m, bucket, [&](int here) {
            std::vector<int> erased;
            for (int i = 0; i < 400; ++i) {
                auto victim = m.begin();
                if (victim->first == here) ++victim;
                erased.push_back(victim->first);
                m.erase(victim);
                m[next += 7] = 0;
            }
            return erased;
        });
    }
}

} // namespace

// Keys of few hashes, of one residue, and ordinary ones: whatever that makes a table do while its bucket
// count stays the same. Where a hash may throw, it does so in another way.
TEST_CASE("local iterators: elements come and go with the table full", "[unord.req.general]") {
    churn<true>({5, 1});
    churn<false>({5, 1});
    churn<true>({1u << 20, 4096});
    churn<false>({1u << 20, 4096});
    churn<true>({1u << 20, 1});
    churn<false>({40, 1u << 16});
}

TEST_CASE("local iterators: many elements to a bucket", "[unord.req.general]") {
    map m(0, {1u << 20, 1});
    m.max_load_factor(50.0f);
    m.rehash(20);
    for (int i = 0; i < 40; ++i) m[i] = i;
    const std::size_t buckets = m.bucket_count();
    int next = 1000;
    for (std::size_t bucket = 0; bucket < buckets; ++bucket)
        walk_disturbed(m, bucket, [&](int) {
            for (int i = 0; i < 5 && m.size() + 1 < 50 * buckets; ++i) m[next++] = 0;
            return std::vector<int>();
        });
    CHECK(m.size() > 240);
    CHECK(m.bucket_count() == buckets);
}

TEST_CASE("local iterators: a range that fits leaves the buckets", "[unord.req.general]") {
    map m(0, {1u << 20, 1});
    m.max_load_factor(10.0f);
    m.rehash(100);
    for (int i = 0; i < 50; ++i) m[i] = i;
    const std::size_t buckets = m.bucket_count();
    std::vector<std::pair<int, int>> more;
    for (int i = 0; i < 600; ++i) more.emplace_back(100 + i, i);
    walk_disturbed(m, m.bucket(7), [&](int) {
        m.insert(more.begin(), more.end());
        more.clear();
        return std::vector<int>();
    });
    CHECK(m.bucket_count() == buckets);
    CHECK(m.size() == 650);
}

TEST_CASE("local iterators: follow their elements through swap and move", "[container.reqmts]") {
    map a = filled<true>(30, 1, {3, 1}, 100);
    map b = filled<true>(5, 1, {3, 1}, 10);
    const std::size_t bucket = a.bucket(0);
    const std::vector<int> expected = keys_in(a, bucket);
    std::vector<int> visited;
    auto it = a.begin(bucket);
    const auto step = [&] { visited.push_back(it->first), ++it; };
    step();
    a.swap(b);
    step();
    map c(std::move(b));
    step();
    a = std::move(c);
    while (visited.size() < expected.size()) step();
    CHECK(it == a.end(bucket));
    CHECK(visited == expected);
}

TEST_CASE("local iterators: nodes that come and go", "[unord.req.general]") {
    map m = filled<true>(30, 1, {1, 1}, 400);
    map other = filled<true>(60, 1, {1, 1}, 400);
    int next = 30;
    walk_disturbed(m, m.bucket(0), [&](int here) {
        m.insert(other.extract(next++));
        std::vector<int> left;
        if (here >= 1 && here <= 10) {
            const int neighbour = (here + 15) % 30;
            other.insert(m.extract(neighbour));
            left.push_back(neighbour);
        }
        return left;
    });
    for (const int key : keys_in(m, m.bucket(0))) CHECK(m.contains(key));
}

TEST_CASE("local iterators: begin and end of every bucket, const and not", "[unord.req.general]") {
    ut::unordered_set<std::string> s;
    for (int i = 0; i < 100; ++i) s.insert(std::to_string(i));
    const auto& c = s;
    std::size_t seen = 0;
    for (std::size_t n = 0; n < s.bucket_count(); ++n) {
        auto it = s.begin(n);
        CHECK((it == c.begin(n) && it == c.cbegin(n) && s.end(n) == c.end(n) && c.end(n) == c.cend(n)));
        CHECK(static_cast<std::size_t>(std::distance(it, s.end(n))) == s.bucket_size(n));
        for (auto old = it; it != s.cend(n); ++seen) {
            CHECK(it++ == old);
            CHECK(++old == it);
        }
    }
    CHECK(seen == s.size());
}
