// Alignment, padded, cpu_relax.

#include <catch2/catch_test_macros.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <atomic/under_test.hpp>

using namespace arsenal;

namespace {

template <std::size_t Size>
using bytes = std::array<char, Size>;

template <class T>
constexpr bool lies_as_std_does(std::size_t size, std::size_t alignment) {
    return sizeof(atomic<T>) == size && alignof(atomic<T>) == alignment &&
           atomic<T>::required_alignment == alignment && atomic_ref<T>::required_alignment == alignment;
}

static_assert(lies_as_std_does<bytes<1>>(1, 1) && lies_as_std_does<bytes<2>>(2, 2));
static_assert(lies_as_std_does<bytes<4>>(4, 4) && lies_as_std_does<bytes<8>>(8, 8));
static_assert(lies_as_std_does<bytes<16>>(16, 16) && lies_as_std_does<bytes<3>>(3, 1));
static_assert(lies_as_std_does<int>(4, 4) && lies_as_std_does<double>(8, 8) && lies_as_std_does<void*>(8, 8));
static_assert(sizeof(atomic_flag) == 4);

struct alignas(256) wide_type {
    char c;
};

} // namespace

TEST_CASE("padded values share no lines") {
    STATIC_REQUIRE(padded_bytes == 128);
    STATIC_REQUIRE(sizeof(padded<char>) == 128 && alignof(padded<char>) == 128);
    STATIC_REQUIRE(sizeof(padded<bytes<129>>) == 256);
    STATIC_REQUIRE(alignof(padded<wide_type>) == 256);
    const std::vector<padded<atomic<int>>> counters(4);
    for (const auto& counter : counters) {
        CHECK(reinterpret_cast<std::uintptr_t>(&*counter) % padded_bytes == 0);
        CHECK(counter->load(relaxed) == 0);
    }
}

TEST_CASE("padded makes its value in place") {
    padded<atomic<int>> counter(3);
    counter->fetch_add(2, relaxed);
    CHECK((*counter).load(relaxed) == 5);
    const padded<std::string> text(3u, 'x');
    CHECK(*text == "xxx");
    CHECK(text->size() == 3);
    padded<std::string> copy = text;
    copy->push_back('y');
    CHECK(*copy == "xxxy");
    padded<std::unique_ptr<int>> only(std::make_unique<int>(1));
    const padded<std::unique_ptr<int>> moved(std::move(only));
    CHECK(**moved == 1);
    constexpr padded<int> at_compile_time(7);
    STATIC_REQUIRE(*at_compile_time == 7);
    STATIC_REQUIRE(*padded<int>() == 0);
    STATIC_REQUIRE_FALSE(std::is_convertible_v<int, padded<int>>);
    struct no_default {
        explicit no_default(int) {}
    };
    STATIC_REQUIRE_FALSE(std::is_default_constructible_v<padded<no_default>>);
    STATIC_REQUIRE(std::is_constructible_v<padded<no_default>, int>);
}

TEST_CASE("cpu_relax comes back") {
    for (int i = 0; i != 100; ++i) cpu_relax();
    STATIC_REQUIRE(noexcept(cpu_relax()));
}
