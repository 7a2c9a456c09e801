#include <catch2/catch_test_macros.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <type_traits>
#include <unordered_map>
#include <utility>

#include <support/arena.hpp>
#include <support/propagating_allocator.hpp>
#include <support/stateful_allocator.hpp>

#include <support/under_test.hpp>

// [unord.map.overview]: noexcept where the synopsis has it, and false where its condition is false.

namespace {

using map = ut::unordered_map<int, int>;

static_assert(noexcept(std::declval<const map&>().get_allocator()));
static_assert(noexcept(std::declval<map&>().begin()) && noexcept(std::declval<const map&>().begin()));
static_assert(noexcept(std::declval<map&>().end()) && noexcept(std::declval<const map&>().end()));
static_assert(noexcept(std::declval<const map&>().cbegin()) && noexcept(std::declval<const map&>().cend()));
static_assert(noexcept(std::declval<const map&>().empty()) && noexcept(std::declval<const map&>().size()));
static_assert(noexcept(std::declval<const map&>().max_size()) && noexcept(std::declval<map&>().clear()));
static_assert(noexcept(std::declval<const map&>().bucket_count()));
static_assert(noexcept(std::declval<const map&>().max_bucket_count()));
static_assert(noexcept(std::declval<const map&>().load_factor()));
static_assert(noexcept(std::declval<const map&>().max_load_factor()));
static_assert(noexcept(std::declval<map&>().swap(std::declval<map&>())));
static_assert(noexcept(swap(std::declval<map&>(), std::declval<map&>())));
static_assert(std::is_nothrow_move_assignable_v<map> && std::is_nothrow_swappable_v<map>);
static_assert(std::is_nothrow_destructible_v<map>);

// Functors whose copy, move and swap may throw, one by one.
template <bool Move, bool Swap>
struct hash {
    hash() = default;
    hash(const hash&) {}
    hash(hash&&) noexcept(Move) {}
    hash& operator=(const hash&) { return *this; }
    hash& operator=(hash&&) noexcept(Move) { return *this; }
    friend void swap(hash&, hash&) noexcept(Swap) {}
    std::size_t operator()(int key) const { return std::hash<int>{}(key); }
};

template <bool Move, bool Swap>
struct equal {
    equal() = default;
    equal(const equal&) {}
    equal(equal&&) noexcept(Move) {}
    equal& operator=(const equal&) { return *this; }
    equal& operator=(equal&&) noexcept(Move) { return *this; }
    friend void swap(equal&, equal&) noexcept(Swap) {}
    bool operator()(int a, int b) const { return a == b; }
};

template <bool HashMove, bool HashSwap, bool EqualMove, bool EqualSwap>
using with = ut::unordered_map<int, int, hash<HashMove, HashSwap>, equal<EqualMove, EqualSwap>>;

template <class Map>
constexpr bool swaps_quietly =
    std::is_nothrow_swappable_v<Map> && noexcept(std::declval<Map&>().swap(std::declval<Map&>()));
template <class Map>
constexpr bool swaps_loudly =
    !std::is_nothrow_swappable_v<Map> && !noexcept(std::declval<Map&>().swap(std::declval<Map&>()));

static_assert(std::is_nothrow_move_assignable_v<with<true, false, true, false>>);
static_assert(!std::is_nothrow_move_assignable_v<with<false, true, true, true>>);
static_assert(!std::is_nothrow_move_assignable_v<with<true, true, false, true>>);
static_assert(swaps_quietly<with<false, true, false, true>>);
static_assert(swaps_loudly<with<true, false, true, true>>);
static_assert(swaps_loudly<with<true, true, true, false>>);

// An allocator that neither propagates nor is always equal may have to allocate in a move assignment.
using stateful = ut::unordered_map<int, int, std::hash<int>, std::equal_to<int>,
                                   support::stateful_allocator<std::pair<const int, int>>>;
static_assert(!std::is_nothrow_move_assignable_v<stateful>);
static_assert(std::is_nothrow_destructible_v<stateful>);

// A drop-in has std's answers where the standard leaves them to the library: vector's growth turns on these.
template <class Hash, class Pred>
constexpr bool constructs_as_std =
    std::is_nothrow_move_constructible_v<ut::unordered_map<int, int, Hash, Pred>> ==
        std::is_nothrow_move_constructible_v<std::unordered_map<int, int, Hash, Pred>> &&
    std::is_nothrow_default_constructible_v<ut::unordered_map<int, int, Hash, Pred>> ==
        std::is_nothrow_default_constructible_v<std::unordered_map<int, int, Hash, Pred>>;
static_assert(std::is_nothrow_move_constructible_v<map> &&
              constructs_as_std<std::hash<int>, std::equal_to<int>>);

// The copy constructor and copy assignment allocate, and so do those that take a count.
static_assert(!std::is_nothrow_copy_constructible_v<map> && !std::is_nothrow_copy_assignable_v<map>);
static_assert(!std::is_nothrow_constructible_v<map, std::size_t>);

} // namespace

TEST_CASE("unordered_map noexcept: a hash that may throw is not called by clear or by the destructor",
          "[unord.req.except]") {
    struct touchy {
        bool* angry;
        std::size_t operator()(int key) const {
            if (*angry) throw key;
            return std::hash<int>{}(key);
        }
    };
    bool angry = false;
    ut::unordered_map<int, int, touchy> m(0, touchy{&angry});
    for (int i = 0; i < 200; ++i) m[i] = i;
    angry = true;
    CHECK_NOTHROW(m.erase(m.begin()));
    CHECK_NOTHROW(m.erase(m.cbegin(), std::next(m.cbegin(), 50)));
    CHECK(m.size() == 149);
    ut::unordered_map<int, int, touchy> other(0, touchy{&angry});
    CHECK_NOTHROW(m.swap(other));
    CHECK_NOTHROW(m = std::move(other));
    CHECK(m.size() == 149);
    CHECK_NOTHROW(m.clear());
    CHECK(m.empty());
    angry = false;
    for (int i = 0; i < 20; ++i) m[i] = i;
    CHECK(m.size() == 20);
    angry = true;
}
