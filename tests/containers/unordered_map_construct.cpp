#include <catch2/catch_test_macros.hpp>

#include <cstddef>
#include <initializer_list>
#include <iterator>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <containers/functors.hpp>

#include <support/under_test.hpp>

// [unord.map.cnstr], [unord.req.general] constructors without an allocator, for every count of arguments.

namespace {

using functors::tagged_equal;
using functors::tagged_hash;
using map = ut::unordered_map<int, int, tagged_hash, tagged_equal>;

const std::vector<std::pair<int, int>> pairs{{1, 10}, {2, 20}, {3, 30}, {2, 99}};

// An input iterator: one pass, values that live only as long as the expression.
struct reading {
    using iterator_category = std::input_iterator_tag;
    using value_type = std::pair<const int, int>;
    using difference_type = std::ptrdiff_t;
    using pointer = const value_type*;
    using reference = value_type;
    std::istream_iterator<int> at;
    value_type operator*() const { return {*at, *at * 2}; }
    reading& operator++() { return ++at, *this; }
    reading operator++(int) { return reading{at++}; }
    bool operator==(const reading& other) const { return at == other.at; }
};

bool holds_pairs(const map& m) { return m.size() == 3 && m.at(1) == 10 && m.at(2) == 20 && m.at(3) == 30; }

bool is(const map& m, std::size_t buckets, int hash, int equal) {
    return m.bucket_count() >= buckets && m.hash_function().tag == hash && m.key_eq().tag == equal;
}

} // namespace

TEST_CASE("unordered_map constructors: empty, with buckets, hash and equality", "[unord.map.cnstr]") {
    CHECK(is(map(), 0, 0, 0));
    CHECK(is(map(100), 100, 0, 0));
    CHECK(is(map(100, tagged_hash{1}), 100, 1, 0));
    CHECK(is(map(100, tagged_hash{1}, tagged_equal{2}), 100, 1, 2));
    CHECK(is(map(0, tagged_hash{1}, tagged_equal{2}), 0, 1, 2));
    CHECK(map(100).empty());
    CHECK(map().max_load_factor() == 1.0f);
    CHECK(map(7).max_load_factor() == 1.0f);
}

TEST_CASE("unordered_map constructors: from a range, where the first of equal keys stays",
          "[unord.map.cnstr]") {
    const auto f = pairs.begin();
    const auto l = pairs.end();
    const map a(f, l);
    const map b(f, l, 100);
    const map c(f, l, 100, tagged_hash{1});
    const map d(f, l, 100, tagged_hash{1}, tagged_equal{2});
    CHECK((holds_pairs(a) && is(a, 0, 0, 0)));
    CHECK((holds_pairs(b) && is(b, 100, 0, 0)));
    CHECK((holds_pairs(c) && is(c, 100, 1, 0)));
    CHECK((holds_pairs(d) && is(d, 100, 1, 2)));
    CHECK(d.max_load_factor() == 1.0f);
    CHECK(map(l, l, 3).empty());
}

TEST_CASE("unordered_map constructors: from an initializer list", "[unord.map.cnstr]") {
    const std::initializer_list<map::value_type> il{{1, 10}, {2, 20}, {3, 30}, {2, 99}};
    const map a(il);
    const map b(il, 100);
    const map c(il, 100, tagged_hash{1});
    const map d(il, 100, tagged_hash{1}, tagged_equal{2});
    const map e{{1, 10}, {2, 20}, {3, 30}, {1, 99}};
    const map f = {{1, 10}, {2, 20}, {3, 30}};
    CHECK((holds_pairs(a) && is(a, 0, 0, 0)));
    CHECK((holds_pairs(b) && is(b, 100, 0, 0)));
    CHECK((holds_pairs(c) && is(c, 100, 1, 0)));
    CHECK((holds_pairs(d) && is(d, 100, 1, 2)));
    CHECK(holds_pairs(e));
    CHECK(holds_pairs(f));
}

TEST_CASE("unordered_map constructors: a range of input iterators is read once", "[unord.map.cnstr]") {
    std::istringstream in("5 6 5 7 8");
    const map m(reading{std::istream_iterator<int>(in)}, reading{std::istream_iterator<int>()});
    CHECK(m.size() == 4);
    for (const int key : {5, 6, 7, 8}) CHECK(m.at(key) == key * 2);
}

TEST_CASE("unordered_map constructors: elements convert from what the range holds", "[unord.map.cnstr]") {
    const std::vector<std::pair<const char*, short>> source{{"one", short{1}}, {"two", short{2}}};
    const ut::unordered_map<std::string, long> m(source.begin(), source.end());
    CHECK(m.size() == 2);
    CHECK(m.at("one") == 1);
    CHECK(m.at("two") == 2);
    const ut::unordered_map<std::string, long> copy(m.begin(), m.end());
    CHECK(copy == m);
}

TEST_CASE("unordered_map constructors: a range of movable pairs is moved from", "[unord.map.cnstr]") {
    std::vector<std::pair<std::string, std::string>> source{{std::string(40, 'k'), std::string(40, 'v')}};
    const auto* text = source[0].second.data();
    const ut::unordered_map<std::string, std::string> m(std::make_move_iterator(source.begin()),
                                                        std::make_move_iterator(source.end()));
    CHECK(m.begin()->second.data() == text);
    CHECK(m.begin()->first == std::string(40, 'k'));
}

TEST_CASE("unordered_map constructors: many elements arrive whole", "[unord.map.cnstr]") {
    std::vector<std::pair<int, int>> source;
    for (int i = 0; i < 5000; ++i) source.emplace_back(i * 1024, i);
    const map m(source.begin(), source.end());
    REQUIRE(m.size() == source.size());
    for (const auto& [key, value] : source) REQUIRE(m.at(key) == value);
    CHECK(m.load_factor() <= m.max_load_factor());
}

TEST_CASE("unordered_map assignment: from an initializer list replaces the elements", "[unord.req]") {
    map m({{7, 7}, {8, 8}}, 0, tagged_hash{1}, tagged_equal{2});
    map& result = (m = {{1, 10}, {2, 20}, {3, 30}, {2, 99}});
    CHECK(&result == &m);
    CHECK((holds_pairs(m) && is(m, 0, 1, 2)));
    m = {};
    CHECK(m.empty());
}
