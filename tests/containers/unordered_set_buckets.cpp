#include <catch2/catch_test_macros.hpp>

#include <cstddef>
#include <functional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <containers/functors.hpp>

#include <support/under_test.hpp>

// [unord.req.general] buckets, rehash, validity, equality, swap and merge of unordered_set.

namespace {

using set = ut::unordered_set<int>;

set filled(int first, int last) {
    set s;
    for (int i = first; i < last; ++i) s.insert(i);
    return s;
}

void check_buckets(const set& s) {
    std::set<const int*> seen;
    for (std::size_t n = 0; n < s.bucket_count(); ++n) {
        std::size_t here = 0;
        for (auto i = s.begin(n); i != s.end(n); ++i, ++here) {
            REQUIRE(s.bucket(*i) == n);
            REQUIRE(seen.insert(&*i).second);
        }
        REQUIRE(s.bucket_size(n) == here);
        REQUIRE(std::distance(s.cbegin(n), s.cend(n)) == static_cast<std::ptrdiff_t>(here));
    }
    REQUIRE(seen.size() == s.size());
    REQUIRE(s.load_factor() <= s.max_load_factor());
}

} // namespace

TEST_CASE("unordered_set buckets: enumerate each element once", "[unord.req]") {
    set s;
    for (int i = 0; i < 500; ++i) {
        s.insert(i * 4096);
        if (i < 30 || i % 50 == 0) check_buckets(s);
    }
    for (int i = 0; i < 400; ++i) s.erase(i * 4096);
    check_buckets(s);
    s.rehash(3000);
    CHECK(s.bucket_count() >= 3000);
    check_buckets(s);
    s.max_load_factor(0.5f);
    s.rehash(0);
    check_buckets(s);
}

TEST_CASE("unordered_set reserve: no rehash until n elements are in", "[unord.req]") {
    for (const int n : {1, 12, 100, 2000}) {
        set s;
        s.reserve(static_cast<std::size_t>(n));
        const std::size_t buckets = s.bucket_count();
        std::vector<set::iterator> iterators;
        for (int i = 0; i < n; ++i) iterators.push_back(s.insert(i).first);
        CHECK(s.bucket_count() == buckets);
        for (int i = 0; i < n; ++i) REQUIRE((*iterators[static_cast<std::size_t>(i)] == i));
    }
}

TEST_CASE("unordered_set references: stay valid through growth, rehash, swap and move", "[unord.req]") {
    ut::unordered_set<std::string> s;
    std::vector<const std::string*> all;
    for (int i = 0; i < 2000; ++i) all.push_back(&*s.insert(std::to_string(i)).first);
    s.rehash(20000);
    s.rehash(0);
    ut::unordered_set<std::string> other{"other"};
    s.swap(other);
    const auto moved = std::move(other);
    for (std::size_t i = 0; i < all.size(); ++i) {
        REQUIRE(*all[i] == std::to_string(i));
        REQUIRE(&*moved.find(*all[i]) == all[i]);
    }
    CHECK(s.size() == 1);
}

TEST_CASE("unordered_set equality and swap", "[unord.req]") {
    set a = filled(0, 300);
    set b(4000);
    for (int i = 299; i >= 0; --i) b.insert(i);
    CHECK(a == b);
    b.erase(5);
    CHECK(a != b);
    b.insert(1000);
    CHECK(a != b);
    swap(a, b);
    CHECK((a.contains(1000) && b.contains(5)));
    a.swap(b);
    CHECK((b.contains(1000) && a.contains(5)));
    CHECK(set() == set());
    CHECK(set() != a);
    using blind = ut::unordered_set<std::string, functors::case_blind_hash, functors::case_blind_equal>;
    CHECK(blind{"key"} != blind{"KEY"});
}

TEST_CASE("unordered_set merge: takes what is new and leaves the rest", "[unord.req]") {
    set a = filled(0, 60);
    ut::unordered_set<int, functors::constant_hash> b;
    for (int i = 40; i < 100; ++i) b.insert(i);
    const int* from_b = &*b.find(77);
    const int* staying = &*b.find(50);
    a.merge(b);
    CHECK((a.size() == 100 && b.size() == 20));
    CHECK((&*a.find(77) == from_b && &*b.find(50) == staying));
    b.merge(std::move(a));
    CHECK((b.size() == 100 && a.size() == 20));
    check_buckets(a);
    a.merge(filled(1000, 1500));
    CHECK(a.size() == 520);
    check_buckets(a);
}

TEST_CASE("unordered_set node handles: extract, change, insert", "[container.node]") {
    set a = filled(0, 100);
    const int* element = &*a.find(42);
    auto node = a.extract(42);
    CHECK((node.value() == 42 && a.size() == 99 && a.extract(42).empty()));
    node.value() = 4242;
    const auto result = a.insert(std::move(node));
    CHECK((result.inserted && result.node.empty() && &*result.position == element));
    CHECK((a.contains(4242) && !a.contains(42)));
    auto clash = a.extract(a.find(7));
    clash.value() = 8;
    auto refused = a.insert(std::move(clash));
    CHECK((!refused.inserted && refused.position == a.find(8) && refused.node.value() == 8));
    refused.node.value() = 9000;
    CHECK(*a.insert(a.begin(), std::move(refused.node)) == 9000);
    CHECK(refused.node.empty());
    check_buckets(a);
}
