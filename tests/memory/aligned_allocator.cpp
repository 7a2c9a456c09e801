#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <list>
#include <map>
#include <memory>
#include <new>
#include <string>
#include <type_traits>
#include <vector>

#if ARSENAL_TEST_IMPORT
import arsenal.memory;
#else
#include <arsenal/memory.hpp>
#endif

using arsenal::aligned_allocator;

namespace {

template <std::size_t Align>
bool is_aligned(const void* p) {
    return reinterpret_cast<std::uintptr_t>(p) % Align == 0;
}
struct alignas(256) over_aligned {
    char c;
};

} // namespace

TEMPLATE_TEST_CASE_SIG("arrays begin at a multiple of the alignment", "", ((std::size_t Align), Align), 1, 8,
                       16, 64, 4096, 65536) {
    aligned_allocator<char, Align> alloc;
    for (const std::size_t n : {0, 1, 3, 100, 5000}) {
        char* const p = alloc.allocate(n);
        CHECK(is_aligned<Align>(p));
        for (std::size_t i = 0; i != n; ++i) p[i] = 'x';
        alloc.deallocate(p, n);
    }
    std::vector<double, aligned_allocator<double, Align>> numbers;
    for (int i = 0; i != 1000; ++i) numbers.push_back(i);
    CHECK((is_aligned<Align>(numbers.data()) && numbers[999] == 999));
}

TEST_CASE("an alignment that T needs is kept, whatever is asked for") {
    STATIC_CHECK(aligned_allocator<int, 1>::alignment() == alignof(int));
    STATIC_CHECK(aligned_allocator<int, 64>::alignment() == 64);
    STATIC_CHECK(aligned_allocator<over_aligned, 64>::alignment() == 256);
    aligned_allocator<over_aligned, 2> alloc;
    over_aligned* const p = alloc.allocate(3);
    CHECK(is_aligned<256>(p));
    alloc.deallocate(p, 3);
}

TEST_CASE("aligned_allocator is rebound with its alignment, and equals every other") {
    using allocator = aligned_allocator<int, 128>;
    using traits = std::allocator_traits<allocator>;
    STATIC_CHECK(std::is_same_v<traits::rebind_alloc<char>, aligned_allocator<char, 128>>);
    STATIC_CHECK(traits::is_always_equal::value);
    STATIC_CHECK(traits::propagate_on_container_move_assignment::value);
    STATIC_CHECK(std::is_empty_v<allocator>);
    CHECK(allocator() == aligned_allocator<char, 128>());
    const aligned_allocator<char, 128> converted = allocator();
    static_cast<void>(converted);
    std::list<std::string, aligned_allocator<std::string, 64>> words{"one", "two"};
    std::map<int, int, std::less<>, aligned_allocator<std::pair<const int, int>, 64>> squares{{2, 4}};
    CHECK((words.back() == "two" && squares.at(2) == 4));
    STATIC_CHECK(arsenal::is_trivially_relocatable_v<std::vector<int, allocator>>);
}

TEST_CASE("a length that no memory has is told, and never wraps") {
    constexpr std::size_t most = std::numeric_limits<std::size_t>::max();
    aligned_allocator<int, 65536> alloc;
    for (const std::size_t n : {most, most / 2, most / 4, most / 4 - 65536, most / 8 + 1})
        CHECK_THROWS_AS(alloc.allocate(n), std::bad_array_new_length);
}

namespace {
constexpr int sum_at_compile_time() {
    aligned_allocator<int, 64> alloc;
    int* const p = alloc.allocate(2);
    std::construct_at(p, 3);
    std::construct_at(p + 1, 4);
    const int sum = p[0] + p[1];
    alloc.deallocate(p, 2);
    return sum;
}
} // namespace

TEST_CASE("aligned_allocator in constant expressions") { STATIC_CHECK(sum_at_compile_time() == 7); }
