#include <catch2/catch_test_macros.hpp>

#include <memory/resource_contract.hpp>
#include <memory/upstream.hpp>

#include <cstddef>
#include <limits>
#include <list>
#include <map>
#include <memory>
#include <memory_resource>
#include <new>
#include <string>
#include <type_traits>
#include <vector>

#if ARSENAL_TEST_IMPORT
import arsenal.memory;
#else
#include <arsenal/memory.hpp>
#endif

namespace {

/// A resource need not be more than this.
class forwarding final : public arsenal::memory_resource_of<forwarding> {
public:
    void* allocate(std::size_t bytes, std::size_t alignment) { return source.allocate(bytes, alignment); }
    void deallocate(void* p, std::size_t bytes, std::size_t alignment) noexcept {
        source.deallocate(p, bytes, alignment);
    }

    memory_tests::upstream source;
};

template <class T>
using allocator = arsenal::resource_allocator<T, forwarding>;

} // namespace

TEST_CASE("a class of two functions is a resource, and a std::pmr::memory_resource") {
    STATIC_CHECK(arsenal::raw_resource<forwarding>);
    STATIC_CHECK(arsenal::raw_resource<std::pmr::memory_resource>);
    STATIC_CHECK_FALSE(arsenal::raw_resource<std::allocator<int>>);
    STATIC_CHECK_FALSE(arsenal::trying_resource<forwarding>);
    STATIC_CHECK_FALSE(arsenal::owning_resource<forwarding>);
    STATIC_CHECK_FALSE(std::is_copy_constructible_v<forwarding>);
    STATIC_CHECK_FALSE(std::is_copy_assignable_v<forwarding>);
    forwarding resource;
    memory_tests::check_contract(resource);
    CHECK(resource.source.live == 0);
}

TEST_CASE("resource_allocator: containers take their memory from the resource, and give all of it back") {
    forwarding resource;
    {
        std::vector<int, allocator<int>> numbers(resource);
        for (int i = 0; i != 1000; ++i) numbers.push_back(i);
        CHECK(numbers.back() == 999);
        std::list<std::string, allocator<std::string>> words({"one", "two"}, resource);
        std::map<int, int, std::less<int>, allocator<std::pair<const int, int>>> squares(resource);
        for (int i = 0; i != 100; ++i) squares[i] = i * i;
        CHECK(squares.at(9) == 81);
        CHECK(resource.source.calls > 100);
        CHECK(&numbers.get_allocator().resource() == &resource);
    }
    CHECK(resource.source.live == 0);
}

TEST_CASE("resource_allocator stays with its container") {
    using traits = std::allocator_traits<allocator<int>>;
    STATIC_CHECK_FALSE(traits::propagate_on_container_copy_assignment::value);
    STATIC_CHECK_FALSE(traits::propagate_on_container_move_assignment::value);
    STATIC_CHECK_FALSE(traits::propagate_on_container_swap::value);
    STATIC_CHECK_FALSE(traits::is_always_equal::value);
    STATIC_CHECK(std::is_same_v<traits::rebind_alloc<char>, allocator<char>>);

    forwarding one, other;
    std::vector<int, allocator<int>> from({1, 2, 3}, one);
    std::vector<int, allocator<int>> to(other);
    to = std::move(from);
    CHECK(to == std::vector<int, allocator<int>>({1, 2, 3}, one));
    CHECK(&to.get_allocator().resource() == &other);
    const auto copy = to;
    CHECK(&copy.get_allocator().resource() == &other);
    CHECK(allocator<int>(one) == allocator<char>(one));
    CHECK(allocator<int>(one) != allocator<int>(other));
}

TEST_CASE("resource_allocator: a length that no array has is told before the resource is asked") {
    forwarding resource;
    allocator<std::max_align_t> of_large(resource);
    CHECK_THROWS_AS(of_large.allocate(std::numeric_limits<std::size_t>::max() / sizeof(std::max_align_t) + 1),
                    std::bad_array_new_length);
    CHECK(resource.source.calls == 0);
    CHECK_THROWS_AS(of_large.allocate(std::numeric_limits<std::size_t>::max() / sizeof(std::max_align_t)),
                    std::bad_alloc);
}
