#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <forward_list>
#include <functional>
#include <limits>
#include <list>
#include <map>
#include <memory>
#include <new>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <vector>

#if ARSENAL_TEST_IMPORT
import arsenal.memory;
#else
#include <arsenal/memory.hpp>
#endif

namespace {

template <std::size_t Alignment>
struct alignas(Alignment) aligned {
    std::byte first;
};

/// What std::allocator does, too.
template <template <class> class Allocator>
void check_requirements() {
    using traits = std::allocator_traits<Allocator<int>>;
    STATIC_CHECK(std::is_same_v<typename traits::value_type, int>);
    STATIC_CHECK(std::is_same_v<typename traits::pointer, int*>);
    STATIC_CHECK(std::is_same_v<typename traits::size_type, std::size_t>);
    STATIC_CHECK(std::is_same_v<typename traits::difference_type, std::ptrdiff_t>);
    STATIC_CHECK(std::is_same_v<typename traits::template rebind_alloc<char>, Allocator<char>>);
    STATIC_CHECK(traits::is_always_equal::value);
    STATIC_CHECK(traits::propagate_on_container_move_assignment::value);
    STATIC_CHECK_FALSE(traits::propagate_on_container_copy_assignment::value);
    STATIC_CHECK_FALSE(traits::propagate_on_container_swap::value);
    STATIC_CHECK(std::is_empty_v<Allocator<int>>);
    STATIC_CHECK(std::is_nothrow_copy_constructible_v<Allocator<int>>);
    STATIC_CHECK(std::is_nothrow_convertible_v<Allocator<char>, Allocator<int>>);
    STATIC_CHECK(std::is_same_v<typename Allocator<void>::value_type, void>);
    CHECK(Allocator<int>() == Allocator<char>());

    Allocator<int> ints;
    CHECK_THROWS_AS(ints.allocate(std::numeric_limits<std::size_t>::max() / sizeof(int) + 1),
                    std::bad_array_new_length);
    STATIC_CHECK([] {
        Allocator<int> at_compile_time;
        int* const p = at_compile_time.allocate(3);
        std::construct_at(p, 7);
        const int value = *p;
        at_compile_time.deallocate(p, 3);
        return value;
    }() == 7);
}

template <class T>
void check_alignment_of() {
    arsenal::allocator<T> a;
    std::vector<T*> blocks;
    for (std::size_t n = 0; n != 70; ++n) {
        T* const p = a.allocate(n % 35);
        CHECK(reinterpret_cast<std::uintptr_t>(p) % alignof(T) == 0);
        std::memset(static_cast<void*>(p), static_cast<int>(n), n % 35 * sizeof(T));
        CHECK(std::find(blocks.begin(), blocks.end(), p) == blocks.end());
        blocks.push_back(p);
    }
    for (std::size_t n = 0; n != 70; ++n) {
        const auto* bytes = reinterpret_cast<const unsigned char*>(blocks[n]);
        CHECK(std::all_of(bytes, bytes + n % 35 * sizeof(T), [n](unsigned char c) { return c == n; }));
        a.deallocate(blocks[n], n % 35);
    }
}

template <class T>
using arsenals = arsenal::allocator<T>;

} // namespace

TEST_CASE("allocator: [allocator.requirements], as std::allocator", "[general-heap]") {
    check_requirements<std::allocator>();
    check_requirements<arsenal::allocator>();
}

TEST_CASE("allocator: the heap behind it says its name", "[general-heap]") {
    const std::string_view name = arsenal::heap_library();
    const char* const chosen = std::getenv("ARSENAL_HEAP");
    if (chosen != nullptr && std::string_view(chosen) == "c") CHECK(name == "C library");
    CHECK((name == "C library" || name.starts_with("mimalloc 2.")));
}

TEST_CASE("allocator: every alignment, blocks of nothing included", "[general-heap]") {
    check_alignment_of<char>();
    check_alignment_of<std::max_align_t>();
    check_alignment_of<aligned<32>>();
    check_alignment_of<aligned<256>>(); // mimalloc 2.0.9 misaligns where size is alignment, but for the way
                                        // it
    check_alignment_of<aligned<512>>(); // is called
    check_alignment_of<aligned<1024>>();
    check_alignment_of<aligned<4096>>();
    check_alignment_of<aligned<65536>>();
}

TEST_CASE("allocator: sizes that no memory has", "[general-heap]") {
    constexpr std::size_t most = std::numeric_limits<std::size_t>::max();
    for (const std::size_t bytes : {most, most - 15, most - 4096, most / 2 + 1, most / 2, most / 4}) {
        CHECK_THROWS_AS(arsenal::allocator<char>().allocate(bytes), std::bad_alloc);
        CHECK_THROWS_AS(arsenal::allocator<aligned<4096>>().allocate(bytes / 4096), std::bad_alloc);
        CHECK_THROWS_AS(arsenal::allocator<char>().allocate_at_least(bytes), std::bad_alloc);
    }
}

TEST_CASE("allocator: a new-handler is asked for help", "[general-heap]") {
    static int calls = 0;
    calls = 0;
    const std::new_handler before = std::set_new_handler([] {
        if (++calls == 3) std::set_new_handler(nullptr);
    });
    CHECK_THROWS_AS(arsenal::allocator<char>().allocate(std::numeric_limits<std::size_t>::max()),
                    std::bad_alloc);
    std::set_new_handler(before);
    CHECK(calls == 3);
}

TEST_CASE("allocator: the room of allocate_at_least can be used, and try_expand finds it", "[general-heap]") {
    arsenal::allocator<int> a;
    for (std::size_t n = 0; n < 5000; n += 1 + n / 3) {
        const auto [p, count] = a.allocate_at_least(n);
        REQUIRE(count >= n);
        std::fill(p, p + count, 42);
        CHECK(a.try_expand(p, n, count));
        CHECK_FALSE(a.try_expand(p, count, count + 1));
        CHECK_FALSE(a.try_expand(p, count, std::numeric_limits<std::size_t>::max()));
        CHECK(a.try_expand(p, count, n));
        CHECK(std::all_of(p, p + count, [](int i) { return i == 42; }));
        a.deallocate(p, n + (count - n) / 2);
    }
}

TEST_CASE("allocator: all containers", "[general-heap]") {
    using string = std::basic_string<char, std::char_traits<char>, arsenals<char>>;
    std::vector<string, arsenals<string>> words;
    std::vector<bool, arsenals<bool>> bits;
    std::deque<int, arsenals<int>> queue;
    std::list<int, arsenals<int>> list;
    std::forward_list<int, arsenals<int>> forward;
    std::set<int, std::less<>, arsenals<int>> set;
    std::map<int, string, std::less<>, arsenals<std::pair<const int, string>>> map;
    std::unordered_map<int, int, std::hash<int>, std::equal_to<>, arsenals<std::pair<const int, int>>> table;
    for (int i = 0; i != 1000; ++i) {
        words.emplace_back(static_cast<std::size_t>(i % 50), 'x');
        bits.push_back(i % 3 == 0);
        queue.push_front(i);
        list.push_back(i);
        forward.push_front(i);
        set.insert(i % 100);
        map[i] = words.back();
        table[i] = i;
    }
    const auto shared = std::allocate_shared<int>(arsenals<int>(), 7);
    const std::function<int()> call = [shared] { return *shared; };
    CHECK(call() == 7);
    const auto copy = words;
    words.clear();
    words.shrink_to_fit();
    CHECK((copy[49].size() == 49 && bits[999] && queue.back() == 0 && list.back() == 999));
    CHECK((forward.front() == 999 && set.size() == 100 && map.at(1).size() == 1 && table.at(999) == 999));
}
