// A program's own functions of std's names: argument-dependent lookup finds the same as without the drop-in.

#include <regex> // sorts vectors of char with the platform's sort

#include <algorithm>

#include <catch2/catch_test_macros.hpp>

#include <concepts>
#include <deque>
#include <iterator>
#include <string>
#include <vector>

namespace {

template <class T>
struct element {
    T key{};
    bool operator<(const element& e) const { return key < e.key; }
    bool operator==(const element& e) const { return key == e.key; }
};

} // namespace

namespace of_random_access {
struct number : element<int> {};
struct text : element<std::string> {};
template <std::random_access_iterator I>
int sort(I, I) {
    return 1;
}
template <std::random_access_iterator I, class Compare>
int sort(I, I, Compare) {
    return 2;
}
template <std::random_access_iterator I>
int nth_element(I, I, I) {
    return 3;
}
} // namespace of_random_access

namespace of_arrays {
struct number : element<int> {};
template <std::contiguous_iterator I>
int sort(I, I) {
    return 1;
}
template <std::contiguous_iterator I, class T>
int find(I, I, const T&) {
    return 2;
}
template <std::contiguous_iterator I, class T>
int lower_bound(I, I, const T&) {
    return 3;
}
template <std::contiguous_iterator I, class J>
int equal(I, I, J) {
    return 4;
}
template <std::contiguous_iterator I>
int rotate(I, I, I) {
    return 5;
}
template <std::contiguous_iterator I, class J>
int search(I, I, J, J) {
    return 6;
}
template <std::contiguous_iterator I, class J, class O>
int merge(I, I, J, J, O) {
    return 7;
}
} // namespace of_arrays

namespace of_elements {
struct number : element<int> {};
template <class I>
    requires std::same_as<std::iter_value_t<I>, number>
int sort(I, I) {
    return 1;
}
} // namespace of_elements

namespace without_functions {
struct number : element<int> {};
} // namespace without_functions

TEST_CASE("drop_in: a program's constrained functions are found by the elements' namespace") {
    std::vector<of_random_access::number> numbers;
    CHECK(sort(numbers.begin(), numbers.end()) == 1);
    CHECK(sort(numbers.begin(), numbers.end(), std::less<>()) == 2);
    CHECK(nth_element(numbers.begin(), numbers.begin(), numbers.end()) == 3);
    std::deque<of_random_access::text> texts;
    CHECK(sort(texts.begin(), texts.end()) == 1);

    std::vector<of_arrays::number> array;
    CHECK(sort(array.begin(), array.end()) == 1);
    CHECK(lower_bound(array.begin(), array.end(), of_arrays::number()) == 3);
    std::vector<of_arrays::number*> pointers;
    CHECK(find(pointers.begin(), pointers.end(), nullptr) == 2);
    const auto p = pointers.begin();
    CHECK(equal(p, p, p) == 4);
    CHECK(rotate(p, p, p) == 5);
    CHECK(search(p, p, p, p) == 6);
    CHECK(merge(p, p, p, p, p) == 7);

    std::vector<of_elements::number> elements;
    CHECK(sort(elements.begin(), elements.end()) == 1);
}

TEST_CASE("drop_in: by std's name it is std's, for the same elements") {
    std::vector<of_arrays::number> array{{{2}}, {{1}}};
    std::sort(array.begin(), array.end());
    CHECK(array[0].key == 1);
    std::deque<of_random_access::text> texts{{{"b"}}, {{"a"}}};
    std::stable_sort(texts.begin(), texts.end());
    CHECK(texts[0].key == "a");
}

TEST_CASE("drop_in: elements whose namespace has no such function get Arsenal's") {
    std::vector<without_functions::number> numbers{{{2}}, {{1}}};
    using iterator = std::vector<without_functions::number>::iterator;
    static_assert(std::__arsenal_sequence<iterator> && std::__arsenal_lookup::__finds_std_sort<iterator>);
    static_assert(!std::__arsenal_lookup::__finds_std_sort<std::vector<of_elements::number>::iterator>);
    sort(numbers.begin(), numbers.end());
    CHECK(numbers[0].key == 1);
}

TEST_CASE("drop_in: volatile elements, and functions that the platform's headers instantiate, stay the "
          "platform's") {
    volatile int numbers[] = {3, 1, 2};
    static_assert(!std::__arsenal_sequence<volatile int*> && !std::__arsenal_numbers<volatile int*>);
    std::sort(numbers, numbers + 3);
    CHECK(numbers[0] == 1);
    CHECK(std::is_sorted(numbers, numbers + 3));
    CHECK(std::regex_match("b", std::regex("[abc]")));
    std::vector<char> chars{'b', 'a'};
    std::sort(chars.begin(), chars.end());
    CHECK(chars[0] == 'a');
}
