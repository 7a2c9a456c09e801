#include <catch2/catch_test_macros.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <memory_resource>
#include <string>
#include <type_traits>
#include <utility>

#include <support/move_only.hpp>

#include <support/under_test.hpp>

// Explicit instantiation compiles every member that is not a template, for values of every kind.

template class arsenal::unordered_map<int, int>;
template class arsenal::unordered_map<std::string, std::string>;
template class arsenal::unordered_map<int, std::string, std::hash<int>, std::equal_to<int>,
                                      std::pmr::polymorphic_allocator<std::pair<const int, std::string>>>;
template class arsenal::unordered_set<int>;
template class arsenal::unordered_set<std::string>;

namespace {

// A function object that has to be given: no default constructor, in the containers either.
struct seeded_hash {
    explicit seeded_hash(std::size_t s) : seed(s) {}
    std::size_t operator()(int key) const { return static_cast<std::size_t>(key) ^ seed; }
    std::size_t seed;
};
static_assert(!std::is_default_constructible_v<ut::unordered_map<int, int, seeded_hash>>);
static_assert(!std::is_default_constructible_v<ut::unordered_set<int, seeded_hash>>);
static_assert(std::is_constructible_v<ut::unordered_map<int, int, seeded_hash>, std::size_t, seeded_hash>);

// A class of the user's own that derives from the container, and one that takes any map by its template.
struct registry : ut::unordered_map<std::string, int> {
    using unordered_map::unordered_map;
    int total() const {
        int sum = 0;
        for (const auto& [name, count] : *this) sum += count;
        return sum;
    }
};

template <template <class, class, class, class, class> class Map, class K, class T, class H, class P, class A>
constexpr bool is_a_map(const Map<K, T, H, P, A>*) {
    return true;
}
static_assert(is_a_map(static_cast<ut::unordered_map<int, int>*>(nullptr)));

} // namespace

TEST_CASE("instantiation: the containers are classes one can derive from", "[unord.map]") {
    registry r{{"one", 1}, {"two", 2}};
    r["three"] = 3;
    CHECK(r.total() == 6);
    const registry copy = r;
    CHECK(copy == r);
    CHECK(erase_if(r, [](const auto& e) { return e.second == 2; }) == 1);
    CHECK(r.size() == 2);
}
