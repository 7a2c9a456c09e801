#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <memory>
#include <string>
#include <utility>
#include <vector>
#if ARSENAL_TEST_IMPORT
import arsenal.containers;
#else
#include <arsenal/containers.hpp>
#endif

// A comment `//= EXPRESSION => TEXT` expects gdb's `print EXPRESSION` to say TEXT at the next stop() below
// it. An indented comment after it goes on.

using numbers = arsenal::unordered_map<int, long>;
using words = arsenal::unordered_set<std::string>;
using many_numbers = arsenal::unordered_multimap<int, long>;
using many_words = arsenal::unordered_multiset<std::string>;

struct alignas(64) wide {
    int value;
    friend bool operator==(const wide&, const wide&) = default;
};
struct wide_hash {
    std::size_t operator()(const wide& w) const { return static_cast<std::size_t>(w.value); }
};
struct constant_hash {
    std::size_t operator()(int) const { return 7; }
};
struct with_map {
    numbers inside;
    int after;
};

[[gnu::noinline]] void stop() { asm volatile(""); }

[[gnu::noinline]] void look(const numbers& by_reference, words&& by_rvalue) {
    //= by_reference => arsenal::unordered_map with 1 element = {[5] = 50}
    //= by_rvalue => arsenal::unordered_set with 1 element = {"temporary"}
    stop();
}

int main() {
    // Empty ones.
    numbers never_filled;
    words no_words;
    numbers cleared{{1, 2}};
    cleared.clear();
    numbers reserved;
    reserved.reserve(100);
    numbers moved_from{{1, 2}};
    numbers moved_to = std::move(moved_from);
    //= never_filled => arsenal::unordered_map with 0 elements
    //= no_words => arsenal::unordered_set with 0 elements
    //= cleared => arsenal::unordered_map with 0 elements
    //= reserved => arsenal::unordered_map with 0 elements
    //= moved_from => arsenal::unordered_map with 0 elements
    //= moved_to => arsenal::unordered_map with 1 element = {[1] = 2}

    // Elements of different kinds.
    const arsenal::unordered_map<std::string, int> ages{{"Ada", 36}, {"Alan", 41}};
    words some{"to", "be", ""};
    arsenal::unordered_map<char, std::vector<int>> rows;
    rows['a'] = {1, 2};
    rows['b'];
    arsenal::unordered_map<int, numbers> nested{{1, {{2, 3}, {4, 5}}}, {6, {}}};
    arsenal::unordered_set<wide, wide_hash> over_aligned{{1}, {2}, {3}};
    arsenal::unordered_map<short, wide> over_aligned_values{{1, {10}}, {2, {20}}};
    arsenal::unordered_set<std::array<char, 3>, decltype([](auto a) { return std::size_t(a[0]); })> odd_size{
        {'a', 'b', 'c'}, {'d', 'e', 'f'}};
    arsenal::unordered_set<int, constant_hash> collisions{1, 2, 3};
    arsenal::unordered_map<int, std::unique_ptr<int>> owners;
    owners[1];
    with_map member{{{8, 9}}, 10};
    //= ages => arsenal::unordered_map with 2 elements = {["Ada"] = 36, ["Alan"] = 41}
    //= some => arsenal::unordered_set with 3 elements = {"to", "be", ""}
    //= rows => arsenal::unordered_map with 2 elements = {[97 'a'] = std::vector of length 2, capacity 2 =
    //   {1, 2}, [98 'b'] = std::vector of length 0, capacity 0}
    //= nested => arsenal::unordered_map with 2 elements = {[1] = arsenal::unordered_map with 2 elements =
    //   {[2] = 3, [4] = 5}, [6] = arsenal::unordered_map with 0 elements}
    //= over_aligned => arsenal::unordered_set with 3 elements = {{value = 1}, {value = 2}, {value = 3}}
    //= over_aligned_values => arsenal::unordered_map with 2 elements =
    //   {[1] = {value = 10}, [2] = {value = 20}}
    //= odd_size => arsenal::unordered_set with 2 elements = {{_M_elems = "abc"}, {_M_elems = "def"}}
    //= collisions => arsenal::unordered_set with 3 elements = {1, 2, 3}
    //= owners => arsenal::unordered_map with 1 element = {[1] = std::unique_ptr<int> = {get() = 0x0}}
    //= member => {inside = arsenal::unordered_map with 1 element = {[8] = 9}, after = 10}
    stop();

    // Holes, and holes filled again.
    numbers holes;
    for (int i = 0; i < 8; ++i) holes[i] = 10 * i;
    for (int i : {0, 3, 4, 7}) holes.erase(i);
    numbers refilled{{1, 1}, {2, 2}, {3, 3}, {4, 4}};
    refilled.erase(1);
    refilled.erase(3);
    refilled[5] = 5;
    //= holes => arsenal::unordered_map with 4 elements = {[1] = 10, [2] = 20, [5] = 50, [6] = 60}
    //= refilled => arsenal::unordered_map with 3 elements = {[2] = 2, [5] = 5, [4] = 4}

    // Many blocks and segments; emptied blocks left out.
    arsenal::unordered_map<int, int> many;
    for (int i = 0; i < 100'000; ++i) many[i] = -i;
    for (int i = 0; i < 99'000; ++i) many.erase(i);
    //= $sum(many) => "1000 elements, of the keys 99000 to 99999"

    // Foreign elements: by merge and by a node; their home is gone.
    words host{"host"};
    numbers merged{{1, 1}};
    {
        numbers source{{1, -1}, {2, 2}, {3, 3}};
        merged.merge(source);
        words guest{"guest"};
        host.insert(guest.extract("guest"));
    }
    numbers half_merged{{1, 1}}, left_over{{1, -1}, {2, 2}};
    half_merged.merge(left_over);
    //= merged => arsenal::unordered_map with 3 elements = {[1] = 1, [2] = 2, [3] = 3}
    //= host => arsenal::unordered_set with 2 elements = {"host", "guest"}
    //= half_merged => arsenal::unordered_map with 2 elements = {[1] = 1, [2] = 2}
    //= left_over => arsenal::unordered_map with 1 element = {[1] = -1}
    stop();

    // Equal keys: groups, holes, elements that lie over-aligned or in the other kind of container.
    many_numbers no_groups;
    many_numbers groups{{1, 10}, {2, 20}, {1, 11}, {3, 30}};
    groups.erase(2);
    groups.emplace(4, 40);
    many_words repeated{"to", "be", "to"};
    arsenal::unordered_multiset<wide, wide_hash> over_aligned_groups{{1}, {2}, {1}};
    many_numbers both{{1, 1}};
    numbers rest_of_both{{7, 7}};
    {
        many_numbers source{{1, 2}, {1, 3}, {8, 8}};
        rest_of_both.merge(source);
        both.merge(source);
        both.merge(numbers{{1, 4}});
    }
    //= no_groups => arsenal::unordered_multimap with 0 elements
    //= groups => arsenal::unordered_multimap with 4 elements = {[1] = 11, [1] = 10, [3] = 30, [4] = 40}
    //= repeated => arsenal::unordered_multiset with 3 elements = {"to", "to", "be"}
    //= over_aligned_groups => arsenal::unordered_multiset with 3 elements =
    //   {{value = 1}, {value = 1}, {value = 2}}
    //= both => arsenal::unordered_multimap with 3 elements = {[1] = 4, [1] = 2, [1] = 1}
    //= rest_of_both => arsenal::unordered_map with 3 elements = {[7] = 7, [1] = 3, [8] = 8}
    stop();

    // Iterators.
    auto in_group = std::next(groups.find(1));
    auto foreign_in_group = both.find(1);
    auto in_bucket = groups.begin(groups.bucket(3));
    auto end_of_groups = groups.end();
    //= in_group => {first = 1, second = 10}
    //= foreign_in_group => {first = 1, second = 4}
    //= in_bucket => {first = 3, second = 30}
    //= end_of_groups => end() or singular
    auto found = holes.find(5);
    numbers::const_iterator constant = found;
    auto at_end = holes.end();
    numbers::iterator singular;
    auto foreign = host.find("guest");
    auto local = moved_to.begin(moved_to.bucket(1));
    auto local_end = holes.end(0);
    auto inserted = holes.try_emplace(6, 0);
    //= found => {first = 5, second = 50}
    //= constant => {first = 5, second = 50}
    //= at_end => end() or singular
    //= singular => end() or singular
    //= foreign => "guest"
    //= local => {first = 1, second = 2}
    //= local_end => end() or singular
    //= inserted => {first = {first = 6, second = 60}, second = false}

    // Node handles.
    words::node_type nothing;
    numbers::node_type nothing_of_a_map;
    auto word = some.extract("be");
    auto pair = merged.extract(1);
    auto refused = merged.insert(numbers{{2, -2}}.extract(2));
    //= nothing => empty node handle of arsenal::unordered_set
    //= nothing_of_a_map => empty node handle of arsenal::unordered_map
    //= word => node handle of arsenal::unordered_set with element = {"be"}
    //= pair => node handle of arsenal::unordered_map with element = {[1] = 1}
    //= refused => {position = {first = 2, second = 2}, inserted = false, node =
    //   node handle of arsenal::unordered_map with element = {[2] = -2}}
    //= some => arsenal::unordered_set with 2 elements = {"to", ""}
    stop();

    // What is no container yet: messages, and an end.
    std::uint64_t ring[5] = {0, 0, 0, std::uint64_t{1} << 48, 0}; // a block of one slot that is its own next
    ring[1] = reinterpret_cast<std::uint64_t>(ring);
    std::uint64_t raw[3][sizeof(numbers) / 8];
    std::memset(raw[0], 0x11, sizeof raw[0]);
    std::memset(raw[1], 0, sizeof raw[1]);
    std::fill(std::begin(raw[2]), std::end(raw[2]), ring[1]);
    auto* const unconstructed = reinterpret_cast<numbers*>(raw);
    //= unconstructed[0] => arsenal::unordered_map with 1229782938247303441 elements<error
    //   reading variable: Cannot access memory at address 0x1111111111111121>
    //= unconstructed[1] => arsenal::unordered_map with 0 elements
    //= $sum(unconstructed[2]) => error: Error occurred in Python: the list of elements is damaged,
    //   or not constructed yet

    stop();
    look({{5, 50}}, {"temporary"});
}
