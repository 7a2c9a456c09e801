#include <catch2/catch_test_macros.hpp>

#include <functional>
#include <initializer_list>
#include <memory_resource>
#include <type_traits>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include <support/propagating_allocator.hpp>
#include <support/stateful_allocator.hpp>

#include <containers/std_failures.hpp>
#include <support/under_test.hpp>

// [unord.map.overview], [unord.set.overview]: every member that the synopses declare noexcept, and of every
// other that it is not: `noexcept(m.erase(i))` chooses code in programs, and has to choose the same.

namespace {

template <class C>
constexpr bool is_noexcept_as_in_the_synopsis() {
    using key = typename C::key_type;
    using value = typename C::value_type;
    using it = typename C::const_iterator;
    static_assert(noexcept(std::declval<C&>().begin()) && noexcept(std::declval<const C&>().begin()));
    static_assert(noexcept(std::declval<C&>().end()) && noexcept(std::declval<const C&>().end()));
    static_assert(noexcept(std::declval<const C&>().cbegin()) && noexcept(std::declval<const C&>().cend()));
    static_assert(noexcept(std::declval<const C&>().get_allocator()) && noexcept(std::declval<C&>().clear()));
    static_assert(noexcept(std::declval<const C&>().empty()) && noexcept(std::declval<const C&>().size()));
    static_assert(noexcept(std::declval<const C&>().max_size()));
    static_assert(noexcept(std::declval<const C&>().bucket_count()));
    static_assert(noexcept(std::declval<const C&>().max_bucket_count()));
    static_assert(noexcept(std::declval<const C&>().load_factor()));
    static_assert(noexcept(std::declval<const C&>().max_load_factor()));

    static_assert(!noexcept(std::declval<C&>() = std::declval<const C&>()));
    static_assert(!noexcept(std::declval<C&>() = std::declval<std::initializer_list<value>>()));
    static_assert(!noexcept(std::declval<C&>().emplace(std::declval<value>())));
    static_assert(!noexcept(std::declval<C&>().emplace_hint(std::declval<it>(), std::declval<value>())));
    static_assert(!noexcept(std::declval<C&>().insert(std::declval<const value&>())));
    static_assert(!noexcept(std::declval<C&>().insert(std::declval<value>())));
    static_assert(!noexcept(std::declval<C&>().insert(std::declval<typename C::node_type>())));
    static_assert(!noexcept(std::declval<C&>().extract(std::declval<it>())));
    static_assert(!noexcept(std::declval<C&>().extract(std::declval<const key&>())));
    static_assert(!noexcept(std::declval<C&>().erase(std::declval<it>())));
    static_assert(!noexcept(std::declval<C&>().erase(std::declval<typename C::iterator>())));
    static_assert(!noexcept(std::declval<C&>().erase(std::declval<it>(), std::declval<it>())));
    static_assert(!noexcept(std::declval<C&>().erase(std::declval<const key&>())));
    static_assert(!noexcept(std::declval<C&>().merge(std::declval<C&>())));
    static_assert(!noexcept(std::declval<const C&>().hash_function()));
    static_assert(!noexcept(std::declval<const C&>().key_eq()));
    static_assert(!noexcept(std::declval<C&>().find(std::declval<const key&>())));
    static_assert(!noexcept(std::declval<const C&>().find(std::declval<const key&>())));
    static_assert(!noexcept(std::declval<const C&>().count(std::declval<const key&>())));
    static_assert(!noexcept(std::declval<const C&>().contains(std::declval<const key&>())));
    static_assert(!noexcept(std::declval<const C&>().equal_range(std::declval<const key&>())));
    static_assert(!noexcept(std::declval<const C&>().bucket(std::declval<const key&>())));
    static_assert(!noexcept(std::declval<const C&>().bucket_size(0)));
    static_assert(!noexcept(std::declval<C&>().begin(0)) && !noexcept(std::declval<C&>().end(0)));
    static_assert(!noexcept(std::declval<const C&>().cbegin(0)) &&
                  !noexcept(std::declval<const C&>().cend(0)));
    static_assert(!noexcept(std::declval<C&>().max_load_factor(1.0f)));
    static_assert(!noexcept(std::declval<C&>().rehash(0)) && !noexcept(std::declval<C&>().reserve(0)));
    static_assert(!noexcept(std::declval<const C&>() == std::declval<const C&>()));
    static_assert(!noexcept(erase_if(std::declval<C&>(), std::declval<bool (*)(const value&)>())));
    static_assert(std::is_nothrow_destructible_v<C>);
    return true;
}
static_assert(is_noexcept_as_in_the_synopsis<ut::unordered_map<int, int>>());
static_assert(is_noexcept_as_in_the_synopsis<ut::unordered_set<int>>());
static_assert(is_noexcept_as_in_the_synopsis<ut::pmr::unordered_map<int, int>>());

using map = ut::unordered_map<int, int>;
static_assert(!noexcept(std::declval<map&>()[0]) && !noexcept(std::declval<map&>().at(0)));
static_assert(!noexcept(std::declval<const map&>().at(0)) && !noexcept(std::declval<map&>().try_emplace(0)));
static_assert(!noexcept(std::declval<map&>().insert_or_assign(0, 0)));

// swap: is_always_equal, and both functors nothrow-swappable. Move assignment: is_always_equal, and both
// nothrow-move-assignable. Whether the allocator propagates does not enter.
template <bool MoveAssign, bool Swap>
struct functor {
    functor() = default;
    functor(const functor&) noexcept {}
    functor(functor&&) noexcept {}
    functor& operator=(const functor&) noexcept(MoveAssign) { return *this; }
    functor& operator=(functor&&) noexcept(MoveAssign) { return *this; }
    friend void swap(functor&, functor&) noexcept(Swap) {}
    std::size_t operator()(int) const { return 0; }
    bool operator()(int a, int b) const { return a == b; }
};

template <bool HashMove, bool HashSwap, bool PredMove, bool PredSwap, class... Alloc>
constexpr bool is_conditional_as_in_the_synopsis(bool always_equal = true) {
    using hash = functor<HashMove, HashSwap>;
    using pred = functor<PredMove, PredSwap>;
    using tested_map =
        ut::unordered_map<int, int, hash, pred, typename Alloc::template of<std::pair<const int, int>>...>;
    using tested_set = ut::unordered_set<int, hash, pred, typename Alloc::template of<int>...>;
    const bool swaps = always_equal && HashSwap && PredSwap;
    const bool assigns = always_equal && HashMove && PredMove;
    return noexcept(std::declval<tested_map&>().swap(std::declval<tested_map&>())) == swaps &&
           noexcept(std::declval<tested_set&>().swap(std::declval<tested_set&>())) == swaps &&
           noexcept(swap(std::declval<tested_map&>(), std::declval<tested_map&>())) == swaps &&
           noexcept(swap(std::declval<tested_set&>(), std::declval<tested_set&>())) == swaps &&
           std::is_nothrow_move_assignable_v<tested_map> == assigns &&
           std::is_nothrow_move_assignable_v<tested_set> == assigns;
}

struct stateful {
    template <class T>
    using of = support::stateful_allocator<T>;
};
struct propagating {
    template <class T>
    using of = support::propagating_allocator<T, support::propagation{true, true, true}>;
};
struct polymorphic {
    template <class T>
    using of = std::pmr::polymorphic_allocator<T>;
};

static_assert(is_conditional_as_in_the_synopsis<true, true, true, true>());
static_assert(is_conditional_as_in_the_synopsis<false, true, true, true>());
static_assert(is_conditional_as_in_the_synopsis<true, false, true, true>());
static_assert(is_conditional_as_in_the_synopsis<true, true, false, true>());
static_assert(is_conditional_as_in_the_synopsis<true, true, true, false>());
static_assert(is_conditional_as_in_the_synopsis<false, false, false, false>());
#if !STD_STRENGTHENS_NOEXCEPT
static_assert(is_conditional_as_in_the_synopsis<true, true, true, true, stateful>(false));
static_assert(is_conditional_as_in_the_synopsis<true, true, true, true, propagating>(false));
static_assert(is_conditional_as_in_the_synopsis<true, true, true, true, polymorphic>(false));
#endif

// The synopses leave the constructors to the library. A drop-in has libstdc++'s answers.
#ifdef __GLIBCXX__
template <class Ours, class Platforms>
constexpr bool constructs_as_std =
    std::is_nothrow_default_constructible_v<Ours> == std::is_nothrow_default_constructible_v<Platforms> &&
    std::is_nothrow_move_constructible_v<Ours> == std::is_nothrow_move_constructible_v<Platforms> &&
    std::is_nothrow_copy_constructible_v<Ours> == std::is_nothrow_copy_constructible_v<Platforms> &&
    std::is_nothrow_constructible_v<Ours, typename Ours::allocator_type> ==
        std::is_nothrow_constructible_v<Platforms, typename Platforms::allocator_type> &&
    std::is_nothrow_constructible_v<Ours, Ours, typename Ours::allocator_type> ==
        std::is_nothrow_constructible_v<Platforms, Platforms, typename Platforms::allocator_type> &&
    std::is_nothrow_constructible_v<Ours, std::initializer_list<typename Ours::value_type>> ==
        std::is_nothrow_constructible_v<Platforms, std::initializer_list<typename Platforms::value_type>>;
static_assert(constructs_as_std<map, std::unordered_map<int, int>>);
static_assert(constructs_as_std<ut::unordered_set<int>, std::unordered_set<int>>);
static_assert(constructs_as_std<ut::pmr::unordered_map<int, int>, std::pmr::unordered_map<int, int>>);
static_assert(constructs_as_std<ut::unordered_set<int, functor<true, true>, functor<true, true>>,
                                std::unordered_set<int, functor<true, true>, functor<true, true>>>);
#endif

} // namespace

TEST_CASE("noexcept: what swap and move assignment promise they keep", "[unord.req.except]") {
    map a{{1, 1}};
    map b{{2, 2}};
    swap(a, b);
    a = std::move(b);
    CHECK(a == map{{1, 1}});
}
