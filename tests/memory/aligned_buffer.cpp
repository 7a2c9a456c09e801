#include <catch2/catch_test_macros.hpp>

#include <support/child_process.hpp>
#include <support/fault_injection.hpp>
#include <support/move_only.hpp>
#include <support/throwing_value.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <new>
#include <numeric>
#include <span>
#include <string>
#include <type_traits>
#include <utility>

#if ARSENAL_TEST_IMPORT
import arsenal.memory;
#else
#include <arsenal/memory.hpp>
#endif
#include <arsenal/platform/config.hpp>

using arsenal::aligned_buffer;

namespace {

template <std::size_t Align>
bool is_aligned(const void* p) {
    return reinterpret_cast<std::uintptr_t>(p) % Align == 0;
}

} // namespace

TEST_CASE("a buffer is aligned, and has as many elements as it was made with") {
    aligned_buffer<float> zeros(1000);
    CHECK((is_aligned<64>(zeros.data()) && zeros.size() == 1000 && zeros.size_bytes() == 4000));
    CHECK(std::all_of(zeros.begin(), zeros.end(), [](float x) { return x == 0; }));
    const aligned_buffer<int, 4096> sevens(3, 7);
    CHECK((is_aligned<4096>(sevens.data()) && sevens.alignment() == 4096));
    CHECK((sevens.front() == 7 && sevens.back() == 7 && sevens[1] == 7));
    aligned_buffer<int, 64> numbers = aligned_buffer<int, 64>::for_overwrite(10);
    std::iota(numbers.begin(), numbers.end(), 0);
    CHECK(std::accumulate(numbers.cbegin(), numbers.cend(), 0) == 45);
    CHECK((is_aligned<65536>(aligned_buffer<char, 65536>(1).data())));
    const aligned_buffer<std::string> words(4, "word");
    CHECK(words[3] == "word");
    CHECK(aligned_buffer<support::move_only>(3)[2].id() == 0);
}

TEST_CASE("an empty buffer has no memory") {
    const aligned_buffer<int> none, none_either(0);
    CHECK((none.empty() && none.size() == 0 && none.data() == nullptr && none.begin() == none.end()));
    CHECK((none_either.empty() && none_either.data() == nullptr && none_either.span().empty()));
}

TEST_CASE("a buffer is moved and swapped, and its elements stay where they are") {
    aligned_buffer<std::string> from(2, "x");
    const std::string* const elements = from.data();
    aligned_buffer<std::string> to = std::move(from);
    CHECK((from.empty() && from.data() == nullptr && to.data() == elements));
    aligned_buffer<std::string> other(5);
    other = std::move(to);
    CHECK((other.data() == elements && to.empty()));
    swap(other, to);
    CHECK((to.data() == elements && other.empty()));
    auto& self = to;
    to = std::move(self);
    CHECK(to[1] == "x");
    STATIC_CHECK_FALSE(std::is_copy_constructible_v<aligned_buffer<int>>);
    STATIC_CHECK_FALSE(std::is_copy_assignable_v<aligned_buffer<int>>);
    STATIC_CHECK(std::is_nothrow_move_constructible_v<aligned_buffer<int>>);
    STATIC_CHECK(arsenal::is_trivially_relocatable_v<aligned_buffer<std::string>>);
    STATIC_CHECK(sizeof(aligned_buffer<int>) == 2 * sizeof(void*));
}

TEST_CASE("a buffer is a contiguous range, and a span") {
    aligned_buffer<int> numbers(4, 1);
    const std::span<int> all = numbers;
    const std::span<const int> constant = std::as_const(numbers);
    CHECK((all.data() == numbers.data() && constant.size() == 4));
    numbers.span()[2] = 5;
    CHECK(std::as_const(numbers).span()[2] == 5);
    STATIC_CHECK(std::ranges::contiguous_range<aligned_buffer<int>>);
}

TEST_CASE("where a constructor throws, what was made is destroyed and the memory given back") {
    using value = support::throwing_value<struct buffered>;
    const value one(1);
    for (std::size_t survivors = 0; survivors != 4; ++survivors) {
        const auto fails = [&](support::fault kind, auto make) {
            const support::fault_scope scope(kind, survivors);
            CHECK_THROWS_AS(make(), support::injected_fault);
            CHECK(value::live() == 1);
        };
        fails(support::fault::construct, [] { aligned_buffer<value>(4); });
        fails(support::fault::construct, [] { static_cast<void>(aligned_buffer<value>::for_overwrite(4)); });
        fails(support::fault::copy, [&] { aligned_buffer<value>(4, one); });
    }
    CHECK(value::errors() == 0);
    CHECK_THROWS_AS(aligned_buffer<int>(std::numeric_limits<std::size_t>::max() / 4),
                    std::bad_array_new_length);
}

#if ARSENAL_HARDENING >= ARSENAL_HARDENING_FAST
TEST_CASE("a buffer stops at an index that is out of bounds") {
    aligned_buffer<int> numbers(4), none;
    CHECK(support::stops("no such element", [&] { numbers[4] = 1; }));
    CHECK(support::stops("no such element", [&] { static_cast<void>(std::as_const(numbers)[5]); }));
    CHECK(support::stops("no such element", [&] { none.front() = 1; }));
    CHECK(support::stops("no such element", [&] { none.back() = 1; }));
}
#endif
