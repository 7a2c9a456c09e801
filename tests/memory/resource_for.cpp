#include <catch2/catch_test_macros.hpp>

#include <memory/resource_contract.hpp>
#include <memory/upstream.hpp>
#include <sync/threads.hpp>

#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <memory_resource>
#include <string>
#include <type_traits>
#include <unordered_map>
#include <vector>

#if ARSENAL_TEST_IMPORT
import arsenal.memory;
import arsenal.sync;
#else
#include <arsenal/memory.hpp>
#include <arsenal/sync.hpp>
#endif

#include <memory/each_strategy.hpp>

using arsenal::create_resource;
using arsenal::resource_for;
using arsenal::resource_options;
using arsenal::strategy;
using memory_tests::upstream;
using memory_tests::with_each_resource_type;
using memory_tests::with_each_strategy;

namespace {

/// Does what programs do with memory of several sizes, and says what came out.
template <template <class> class Allocator, class Memory>
std::uint64_t result_of_program(Memory memory) {
    using text = std::basic_string<char, std::char_traits<char>, Allocator<char>>;
    std::unordered_map<int, text, std::hash<int>, std::equal_to<>, Allocator<std::pair<const int, text>>>
        texts(memory);
    std::map<std::uint64_t, int, std::less<>, Allocator<std::pair<const std::uint64_t, int>>> numbers(memory);
    std::list<int, Allocator<int>> order(memory);
    std::vector<std::uint64_t, Allocator<std::uint64_t>> seen(memory);
    std::uint64_t state = 1;
    for (int i = 0; i != 20'000; ++i) {
        state = state * 6364136223846793005 + 1442695040888963407;
        const auto key = static_cast<int>(state >> 54);
        text& one = texts.try_emplace(key, text(memory)).first->second;
        one.append(static_cast<std::size_t>(state >> 58), static_cast<char>('a' + key % 26));
        if (one.size() > 2000) texts.erase(key);
        numbers[state >> 50] += i;
        if (numbers.size() > 1000) numbers.erase(numbers.begin());
        order.push_front(key);
        if (order.size() > 300) order.pop_back();
        seen.push_back(state);
    }
    std::uint64_t result = seen.back();
    const auto add = [&](std::uint64_t value) { result = (result ^ value) * 0x9e3779b97f4a7c15; };
    for (int key = 0; key != 1024; ++key)
        if (const auto found = texts.find(key); found != texts.end())
            add(found->second.size() + found->second[0]);
    for (const auto& [key, value] : numbers) add(key + static_cast<std::uint64_t>(value));
    for (const int key : order) add(static_cast<std::uint64_t>(key));
    return result;
}

template <class Resource>
struct over {
    template <class T>
    using allocator = arsenal::resource_allocator<T, Resource>;
};

} // namespace

TEST_CASE("resource_for names a type for each strategy") {
    STATIC_CHECK(std::is_same_v<resource_for<>, resource_for<strategy::balanced>>);
    STATIC_CHECK(std::is_same_v<resource_for<strategy::throughput>, resource_for<strategy::balanced>>);
    STATIC_CHECK_FALSE(std::is_same_v<resource_for<strategy::latency>, resource_for<strategy::balanced>>);
    STATIC_CHECK_FALSE(
        std::is_same_v<resource_for<strategy::minimal_memory>, resource_for<strategy::latency>>);
    STATIC_CHECK_FALSE(std::is_same_v<resource_for<strategy::maximal_speed>, resource_for<>>);
    with_each_resource_type([]<class Resource>() {
        STATIC_CHECK(arsenal::raw_resource<Resource>);
        STATIC_CHECK(std::is_base_of_v<std::pmr::memory_resource, Resource>);
        STATIC_CHECK(sizeof(Resource) <= 9 << 10);
        CHECK(Resource().upstream_resource() == std::pmr::get_default_resource());
    });
}

TEST_CASE("resource_for keeps the contract of resources with every strategy and reserve") {
    with_each_resource_type([]<class Resource>() {
        upstream source;
        {
            Resource resource(&source);
            memory_tests::check_contract(resource);
            CHECK(resource.upstream_resource() == &source);
        }
        for (const std::size_t reserve : {0UL, 1UL << 18, 8UL << 20}) {
            Resource resource(resource_options{.reserve = reserve, .upstream = &source});
            memory_tests::check_random(resource);
            memory_tests::check_alignments(resource);
        }
        CHECK(source.live == 0);
    });
}

TEST_CASE("create_resource makes what resource_for names") {
    const auto makes = [](strategy chosen, auto* as) {
        const arsenal::resource_ptr made = create_resource(chosen);
        return dynamic_cast<decltype(as)>(made.get()) != nullptr;
    };
    CHECK(makes(strategy::balanced, static_cast<resource_for<strategy::balanced>*>(nullptr)));
    CHECK(makes(strategy::throughput, static_cast<resource_for<strategy::throughput>*>(nullptr)));
    CHECK(makes(strategy::latency, static_cast<resource_for<strategy::latency>*>(nullptr)));
    CHECK(makes(strategy::minimal_memory, static_cast<resource_for<strategy::minimal_memory>*>(nullptr)));
    CHECK(makes(strategy::maximal_speed, static_cast<resource_for<strategy::maximal_speed>*>(nullptr)));
}

TEST_CASE("create_resource looks at the thread's strategy, once") {
    arsenal::resource_ptr made;
    {
        const arsenal::strategy_scope scope(strategy::minimal_memory);
        made = create_resource();
    }
    CHECK(dynamic_cast<resource_for<strategy::minimal_memory>*>(made.get()) != nullptr);
    made = create_resource();
    CHECK(dynamic_cast<resource_for<strategy::balanced>*>(made.get()) != nullptr);
}

TEST_CASE("create_resource: the contract of resources, by virtual calls; and shared ownership") {
    with_each_strategy([](strategy chosen) {
        upstream source;
        {
            const std::shared_ptr<std::pmr::memory_resource> made =
                create_resource(chosen, {.upstream = &source});
            memory_tests::check_contract(*made);
        }
        CHECK(source.live == 0);
    });
}

TEST_CASE("a program's result does not depend on the strategy") {
    const std::uint64_t expected = result_of_program<std::allocator>(std::allocator<char>());
    with_each_resource_type([&]<class Resource>() {
        upstream source;
        Resource resource(resource_options{.reserve = 64 << 10, .upstream = &source});
        CHECK(result_of_program<over<Resource>::template allocator>(
                  arsenal::resource_allocator<char, Resource>(resource)) == expected);
    });
    with_each_strategy([&](strategy chosen) {
        const auto made = create_resource(chosen);
        CHECK(result_of_program<std::pmr::polymorphic_allocator>(
                  std::pmr::polymorphic_allocator<char>(made.get())) == expected);
    });
}

TEST_CASE("every strategy serves several threads behind synchronized and thread_cache") {
    with_each_strategy([](strategy chosen) {
        upstream source;
        const auto made = create_resource(chosen, {.upstream = &source});
        arsenal::synchronized<std::pmr::memory_resource> shared(*made);
        arsenal::thread_cache cached(shared);
        sync_tests::beside_each_other(4, [&](int thread) {
            std::pmr::list<std::pmr::string> mine(&cached);
            for (int i = 0; i != 500; ++i) mine.emplace_back(std::size_t(i), static_cast<char>('a' + thread));
            for (const auto& text : mine)
                if (text.find_first_not_of(static_cast<char>('a' + thread)) != text.npos) std::abort();
            void* const large = shared.allocate(100'000 + std::size_t(thread), 64);
            shared.deallocate(large, 100'000 + std::size_t(thread), 64);
        });
    });
}
