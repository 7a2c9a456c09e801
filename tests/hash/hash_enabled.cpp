#include <catch2/catch_test_macros.hpp>

#include <array>
#include <bitset>
#include <cstddef>
#include <deque>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <tuple>
#include <type_traits>
#include <typeindex>
#include <utility>
#include <variant>
#include <vector>

#if ARSENAL_TEST_IMPORT
import arsenal.hash;
#else
#include <arsenal/hash.hpp>
#endif

namespace {

// [unord.hash]: enabled and disabled specialisations, as the standard tells them apart.
template <class Hash, class Key>
constexpr bool is_enabled =
    std::is_default_constructible_v<Hash> && std::is_copy_constructible_v<Hash> &&
    std::is_move_constructible_v<Hash> && std::is_copy_assignable_v<Hash> &&
    std::is_move_assignable_v<Hash> && std::is_destructible_v<Hash> && std::is_swappable_v<Hash> &&
    std::is_invocable_r_v<std::size_t, const Hash&, std::add_lvalue_reference_t<const Key>>;

template <class Hash>
constexpr bool is_disabled = !std::is_default_constructible_v<Hash> && !std::is_copy_constructible_v<Hash> &&
                             !std::is_move_constructible_v<Hash> && !std::is_copy_assignable_v<Hash> &&
                             !std::is_move_assignable_v<Hash>;

template <class T>
constexpr bool agrees_with_std =
    is_enabled<std::hash<T>, T> ? is_enabled<arsenal::hash<T>, T> : is_disabled<arsenal::hash<T>>;

template <class... Ts>
constexpr bool all_agree_with_std = (agrees_with_std<Ts> && ...);

template <class... Ts>
constexpr bool all_enabled_here_only =
    ((is_disabled<std::hash<Ts>> && is_enabled<arsenal::hash<Ts>, Ts>) && ...);

struct unhashable {};
struct by_std {
    int value;
};
enum plain_enum {};
enum class scoped_enum : short {};
struct own_traits : std::char_traits<char> {};
struct plain_function_object {
    std::size_t operator()(int) const { return 0; }
};
struct honest : plain_function_object {
    using is_avalanching = void;
};
struct frank : plain_function_object {
    using is_avalanching = std::false_type;
};
struct sealed : plain_function_object {};

} // namespace

template <>
struct std::hash<by_std> {
    std::size_t operator()(const by_std& key) const { return static_cast<std::size_t>(key.value); }
};

template <>
struct arsenal::is_avalanching<sealed> {
    static constexpr bool value = true;
};

TEST_CASE("hash is enabled where std's is") {
    static_assert(all_agree_with_std<bool, char, signed char, unsigned char, char8_t, char16_t, char32_t,
                                     wchar_t, short, unsigned short, int, unsigned, long, unsigned long,
                                     long long, unsigned long long, float, double, long double>);
    static_assert(all_agree_with_std<std::nullptr_t, int*, const int*, void*, void (*)(), plain_enum,
                                     scoped_enum, std::byte>);
    static_assert(
        all_agree_with_std<std::string, std::wstring, std::string_view, std::u8string_view,
                           std::unique_ptr<int>, std::unique_ptr<unhashable[]>, std::shared_ptr<unhashable>,
                           std::optional<int>, std::optional<const int>, std::variant<int, std::string>,
                           std::monostate, std::bitset<70>, std::vector<bool>, std::type_index,
                           std::thread::id, std::error_code, std::error_condition, by_std>);
    static_assert(agrees_with_std<std::optional<by_std>>);
    SUCCEED();
}

TEST_CASE("hash is disabled where std's is") {
    static_assert(
        all_agree_with_std<unhashable, const int, volatile int, const std::string, void, void(), int[3],
                           char[], int unhashable::*, void (unhashable::*)(), std::optional<unhashable>,
                           std::variant<int, unhashable>, std::span<unhashable>,
                           std::basic_string<char, own_traits>, std::basic_string_view<char, own_traits>>);
    static_assert(is_disabled<arsenal::hash<int&>>);
    static_assert(is_disabled<arsenal::hash<std::pair<int, unhashable>>>);
    static_assert(is_disabled<arsenal::hash<std::tuple<unhashable>>>);
    static_assert(is_disabled<arsenal::hash<std::vector<unhashable>>>);
    static_assert(is_disabled<arsenal::hash<std::map<int, unhashable>>>);
    static_assert(is_disabled<arsenal::hash<std::vector<std::basic_string<char, own_traits>>>>);
    SUCCEED();
}

TEST_CASE("hash is enabled for what std leaves out") {
    static_assert(all_enabled_here_only<std::pair<int, std::string>, std::pair<const int, by_std>,
                                        std::tuple<>, std::tuple<int, double>, std::vector<int>,
                                        std::vector<by_std>, std::deque<std::string>, std::list<int>,
                                        std::array<int, 3>, std::map<int, std::vector<int>>,
                                        std::vector<std::vector<std::pair<int, int>>>>);
    SUCCEED();
}

TEST_CASE("hashes are empty, and those of scalars and strings do not throw") {
    static_assert(std::is_empty_v<arsenal::hash<int>> && std::is_empty_v<arsenal::hash<std::string>>);
    static_assert(noexcept(arsenal::hash<int>{}(1)) && noexcept(arsenal::hash<double>{}(1)));
    static_assert(noexcept(arsenal::hash<int*>{}(nullptr)));
    static_assert(noexcept(arsenal::hash<std::string_view>{}(std::string_view())));
    static_assert(noexcept(arsenal::hash<std::optional<int>>{}(std::optional<int>())));
    static_assert(!noexcept(arsenal::hash<by_std>{}(by_std())));
    static_assert(arsenal::hasher<arsenal::hash<int>, int> &&
                  !arsenal::hasher<arsenal::hash<int>, unhashable>);
    SUCCEED();
}

TEST_CASE("a hash says whether it avalanches") {
    static_assert(arsenal::is_avalanching_v<arsenal::hash<int>>);
    static_assert(arsenal::is_avalanching_v<arsenal::hash<by_std>>);
    static_assert(!arsenal::is_avalanching_v<std::hash<int>>);
    static_assert(!arsenal::is_avalanching_v<plain_function_object>);
    static_assert(arsenal::is_avalanching_v<honest>);
    static_assert(!arsenal::is_avalanching_v<frank>);
    static_assert(arsenal::is_avalanching_v<sealed>);
    SUCCEED();
}
