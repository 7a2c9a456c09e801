#include <catch2/catch_test_macros.hpp>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <memory_resource>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#if ARSENAL_TEST_IMPORT
import arsenal.hash;
#else
#include <arsenal/hash.hpp>
#endif

using arsenal::hash;

TEST_CASE("both zeros hash alike") {
    CHECK(hash<float>{}(0.0f) == hash<float>{}(-0.0f));
    CHECK(hash<double>{}(0.0) == hash<double>{}(-0.0));
    CHECK(hash<long double>{}(0.0L) == hash<long double>{}(-0.0L));
    CHECK(hash<std::pair<double, int>>{}({0.0, 1}) == hash<std::pair<double, int>>{}({-0.0, 1}));
    CHECK(hash<std::vector<double>>{}({0.0}) == hash<std::vector<double>>{}({-0.0}));
    CHECK(hash<double>{}(1.0) != hash<double>{}(-1.0));
}

TEST_CASE("a long double hashes its value and not its padding") {
    alignas(long double) unsigned char dirty[sizeof(long double)];
    alignas(long double) unsigned char clean[sizeof(long double)] = {};
    for (unsigned char& byte : dirty) byte = 0xaa;
    auto* const a = ::new (dirty) long double;
    auto* const b = ::new (clean) long double;
    *a = 1.25L;
    *b = 1.25L;
    CHECK(hash<long double>{}(*a) == hash<long double>{}(*b));
    CHECK(hash<long double>{}(1.25L) != hash<long double>{}(2.5L));
}

TEST_CASE("strings and views hash alike, and hash<string> is transparent") {
    const std::string text = "a key that does not fit into the string itself";
    const std::string_view view = text;
    const std::pmr::string other(text.c_str());
    CHECK(hash<std::string>{}(text) == hash<std::string_view>{}(view));
    CHECK(hash<std::string>{}(view) == hash<std::string>{}(text));
    CHECK(hash<std::string>{}(text.c_str()) == hash<std::string>{}(text));
    CHECK(hash<std::pmr::string>{}(other) == hash<std::string>{}(text));
    CHECK(hash<std::wstring>{}(L"wide") == hash<std::wstring_view>{}(L"wide"));
    CHECK(hash<std::u8string>{}(u8"x") == hash<std::u8string_view>{}(u8"x"));
    CHECK(hash<std::u16string>{}(u"x") == hash<std::u16string_view>{}(u"x"));
    CHECK(hash<std::u32string>{}(U"x") == hash<std::u32string_view>{}(U"x"));
    static_assert(requires { typename hash<std::string>::is_transparent; });
    CHECK(hash<std::string>{}(std::string(1, '\0')) != hash<std::string>{}(""));
}

TEST_CASE("an engaged optional hashes as its value") {
    CHECK(hash<std::optional<int>>{}(7) == hash<int>{}(7));
    CHECK(hash<std::optional<const std::string>>{}("x") == hash<std::string>{}("x"));
    CHECK(hash<std::optional<int>>{}(std::nullopt) == hash<std::optional<int>>{}({}));
    CHECK(hash<std::optional<int>>{}(std::nullopt) != hash<std::optional<int>>{}(0));
}

TEST_CASE("a smart pointer hashes as its pointer") {
    const auto unique = std::make_unique<int>(1);
    const auto shared = std::make_shared<int>(1);
    CHECK(hash<std::unique_ptr<int>>{}(unique) == hash<int*>{}(unique.get()));
    CHECK(hash<std::shared_ptr<int>>{}(shared) == hash<int*>{}(shared.get()));
    CHECK(hash<std::shared_ptr<int>>{}(nullptr) == hash<std::nullptr_t>{}(nullptr));
}

TEST_CASE("unordered containers hash without regard to order") {
    std::unordered_set<int> ascending;
    std::unordered_set<int> descending(1000);
    for (int i = 0; i != 100; ++i) ascending.insert(i);
    for (int i = 99; i >= 0; --i) descending.insert(i);
    REQUIRE(ascending == descending);
    CHECK(hash<std::unordered_set<int>>{}(ascending) == hash<std::unordered_set<int>>{}(descending));
    descending.erase(7);
    CHECK(hash<std::unordered_set<int>>{}(ascending) != hash<std::unordered_set<int>>{}(descending));

    using map = std::unordered_map<std::string, int>;
    CHECK(hash<map>{}({{"a", 1}, {"b", 2}}) == hash<map>{}({{"b", 2}, {"a", 1}}));
    CHECK(hash<map>{}({{"a", 1}, {"b", 2}}) != hash<map>{}({{"a", 2}, {"b", 1}}));
    using bag = std::unordered_multiset<int>;
    CHECK(hash<bag>{}({1, 1}) != hash<bag>{}({2, 2}));
    CHECK(hash<bag>{}({1, 1}) != hash<bag>{}({}));
}

TEST_CASE("sequences hash by order and length") {
    using list = std::vector<int>;
    CHECK(hash<list>{}({1, 2}) != hash<list>{}({2, 1}));
    CHECK(hash<list>{}({0}) != hash<list>{}({0, 0}));
    CHECK(hash<std::set<int>>{}({1, 2}) == hash<std::set<int>>{}({2, 1}));
    using map = std::map<int, std::string>;
    CHECK(hash<map>{}({{1, "a"}}) != hash<map>{}({{1, "b"}}));
    using nested = std::vector<std::vector<int>>;
    CHECK(hash<nested>{}({{1}, {2}}) != hash<nested>{}({{1, 2}}));
    CHECK(hash<nested>{}({{}, {1}}) != hash<nested>{}({{1}, {}}));
    using strings = std::vector<std::string>;
    CHECK(hash<strings>{}({"ab", "c"}) != hash<strings>{}({"a", "bc"}));
    CHECK(hash<std::pair<std::string, std::string>>{}({"ab", ""}) !=
          hash<std::pair<std::string, std::string>>{}({"", "ab"}));
}

TEST_CASE("equal paths hash alike") {
    const std::filesystem::path slow = "a//b";
    const std::filesystem::path plain = "a/b";
    REQUIRE(slow == plain);
    CHECK(hash<std::filesystem::path>{}(slow) == hash<std::filesystem::path>{}(plain));
}
