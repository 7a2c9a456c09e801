// The byte functions in constant expressions, and what they are declared as.

#include <catch2/catch_test_macros.hpp>

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <type_traits>

#if ARSENAL_TEST_IMPORT
import arsenal.memory;
#else
#include <arsenal/memory.hpp>
#endif

namespace {

namespace mem = arsenal::mem;

template <std::size_t N>
constexpr std::array<std::byte, N - 1> bytes(const char (&text)[N]) {
    std::array<std::byte, N - 1> all{};
    for (std::size_t i = 0; i != N - 1; ++i) all[i] = static_cast<std::byte>(text[i]);
    return all;
}

constexpr auto text = bytes("needles among needles");
static_assert(mem::find(text, std::byte{'d'}) == 3);
static_assert(mem::find_last(text, std::byte{'d'}) == 17);
static_assert(mem::find_last(text, std::byte{'z'}) == std::nullopt);
static_assert(mem::count(text, std::byte{'e'}) == 6);
static_assert(mem::search(text, bytes("among")) == 8);
static_assert(mem::search(text, bytes("mango")) == std::nullopt);
static_assert(mem::mismatch(text, bytes("needless")) == 7);
static_assert(mem::mismatch(text, text) == std::nullopt);
static_assert(mem::compare(text, bytes("needless")) < 0);
static_assert(mem::find_any(text, bytes("mo")) == 9);
constexpr mem::byte_set vowels("aeiou");
static_assert(vowels.size() == 5 && vowels.contains(std::byte{'o'}) && !vowels.contains(std::byte{'n'}));
static_assert(mem::find_any(text, vowels) == 1);
static_assert(mem::byte_set(bytes("aaab")).size() == 2 && mem::byte_set().empty());

constexpr bool reverses() {
    std::array<std::byte, 3> to{};
    mem::reverse_copy(to, bytes("abc"));
    return to == bytes("cba");
}
static_assert(reverses());

static_assert(std::is_trivially_copyable_v<mem::byte_set>);
static_assert(noexcept(mem::search({}, {})) && noexcept(mem::copy({}, {})));

} // namespace

TEST_CASE("the same at run time") {
    CHECK(mem::search(text, bytes("among")) == 8);
    CHECK(mem::find_any(text, vowels) == 1);
    CHECK(reverses());
}

TEST_CASE("prefetch takes any address") {
    mem::prefetch(text.data());
    mem::prefetch<mem::access::write>(nullptr);
    mem::prefetch<mem::access::read, mem::locality::none>(text.data() + 5);
    mem::prefetch<mem::access::write, mem::locality::moderate>(&text);
    mem::prefetch<mem::access::read, mem::locality::low>(reinterpret_cast<const void*>(8));
}
