#include <catch2/catch_test_macros.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>

#include <containers/logging_allocator.hpp>
#include <support/arena.hpp>
#include <support/fancy_pointer.hpp>
#include <support/instance_counter.hpp>

#if ARSENAL_TEST_IMPORT
import arsenal.containers;
#else
#include <arsenal/containers.hpp>
#endif

// Types that a flat table must not take liberties with.

namespace {

using arsenal::flat_hash_map, arsenal::flat_hash_set;

struct no_address {
    void operator&() const = delete;
    template <class T>
    friend void operator,(const no_address&, T&&) = delete;
    template <class T>
    friend void operator,(T&&, const no_address&) = delete;
};
struct key : no_address {
    int number;
    key(int n = 0) : number(n) {}
    friend bool operator==(const key& a, const key& b) { return a.number == b.number; }
};
struct key_hash final : no_address {
    std::size_t operator()(const key& k) const { return static_cast<std::size_t>(k.number); }
};
struct key_equal final : no_address {
    bool operator()(const key& a, const key& b) const { return a == b; }
};

/// Smaller than a slot number, and its moves are seen.
struct small : support::instance_counter<small> {
    unsigned char id;
    explicit small(int i) : id(static_cast<unsigned char>(i)) {}
    friend bool operator==(const small& a, const small& b) { return a.id == b.id; }
};
/// Fails when told to, after some elements have moved.
struct failing_hash {
    static inline int left = 0;
    std::size_t operator()(const small& s) const {
        if (left != 0 && --left == 0) throw s.id;
        return s.id;
    }
};

struct alignas(64) aligned {
    std::uint64_t value;
};

} // namespace

TEST_CASE("flat hostile types: operators & and , are not used") {
    flat_hash_map<key, key, key_hash, key_equal> m;
    for (int i = 0; i < 200; ++i) m.try_emplace(key(i), i);
    m.insert_or_assign(key(5), key(6));
    m[key(7)] = key(8);
    auto copy = m;
    copy.erase(copy.find(key(3)));
    m = copy;
    swap(m, copy);
    auto node = m.extract(key(4));
    CHECK((m.insert(std::move(node)).inserted && m.size() == 199 && m.at(key(5)).number == 6));
    std::size_t sum = 0;
    for (const auto& e : m) sum += static_cast<std::size_t>(e.first.number);
    CHECK(sum == 199 * 200 / 2 - 3);
}

TEST_CASE("flat hostile types: an allocator that constructs and destroys sees every element come and go") {
    logging::log l;
    {
        using allocator = logging::allocator<std::pair<const int, int>, std::pair<const int, int>>;
        flat_hash_map<int, int, std::hash<int>, std::equal_to<int>, allocator> m{allocator(l)};
        for (int i = 0; i < 300; ++i) m.try_emplace(i * 3, i);
        CHECK(l.live.size() == 300);
        for (int i = 0; i < 100; ++i) m.erase(i * 3);
        const auto copy = m;
        CHECK(l.live.size() == 400);
    }
    CHECK((l.live.empty() && l.errors == 0));
}

TEST_CASE("flat hostile types: elements smaller than an address, and a hash that throws while they move") {
    for (int budget = 1;; ++budget) {
        REQUIRE(budget < 2000);
        flat_hash_set<small, failing_hash> s;
        for (int i = 0; i < 112; ++i) s.emplace(i);
        bool threw = false;
        try {
            failing_hash::left = budget;
            s.rehash(1000);
        } catch (unsigned char) {
            threw = true;
        }
        failing_hash::left = 0;
        REQUIRE(s.size() == 112);
        for (int i = 0; i < 112; ++i) REQUIRE(s.contains(small(i)));
        if (!threw) break;
    }
    CHECK((small::live() == 0 && small::errors() == 0));
}

TEST_CASE("flat hostile types: alignment beyond the heap's, and large elements") {
    flat_hash_map<int, aligned> m;
    for (int i = 0; i < 100; ++i) {
        auto& v = m.try_emplace(i * 77).first->second;
        REQUIRE(reinterpret_cast<std::uintptr_t>(std::addressof(v)) % 64 == 0);
        v.value = static_cast<std::uint64_t>(i);
    }
    for (int i = 0; i < 100; ++i) CHECK(m.at(i * 77).value == static_cast<std::uint64_t>(i));
    struct large {
        char bytes[1000];
    };
    flat_hash_map<int, large> big;
    for (int i = 0; i < 50; ++i) big[i].bytes[999] = static_cast<char>(i);
    CHECK((big.stats().bytes <= 64 * 1100 && big.at(49).bytes[999] == 49));
}

TEST_CASE("flat hostile types: pointers that are classes") {
    support::arena memory, other;
    {
        using entry = std::pair<const int, std::string>;
        using allocator = support::fancy_allocator<entry>;
        using map = flat_hash_map<int, std::string, std::hash<int>, std::equal_to<int>, allocator>;
        STATIC_CHECK(std::is_same_v<map::pointer, support::fancy_pointer<entry>>);
        map m{allocator(memory)};
        for (int i = 0; i < 500; ++i) m[i << 16] = "text number " + std::to_string(i) + " on the heap";
        for (int i = 0; i < 500; i += 2) m.erase(i << 16);
        map moved(std::move(m), allocator(other));
        CHECK((moved.size() == 250 && m.empty() && other.owns(&*moved.begin())));
        m = moved;
        CHECK((m == moved && memory.owns(&*m.begin())));
        m.shrink_to_fit();
        CHECK(m.at(499 << 16) == "text number 499 on the heap");
    }
    CHECK((memory.clean() && other.clean()));
}
