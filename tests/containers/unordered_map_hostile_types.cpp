#include <catch2/catch_test_macros.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <type_traits>
#include <utility>

#include <support/under_test.hpp>

// Types that a container must not take liberties with: operator& overloaded or deleted, and allocators that
// see each element come and go, trivial ones too.

namespace {

struct no_address {
    void operator&() const = delete;
};

struct key : no_address {
    int number;
    key(int n) : number(n) {}
    friend bool operator==(const key& a, const key& b) { return a.number == b.number; }
};

struct key_hash final : no_address {
    std::size_t operator()(const key& k) const noexcept { return static_cast<std::size_t>(k.number); }
    std::size_t operator()(int n) const noexcept { return static_cast<std::size_t>(n); }
};

struct key_equal final : no_address {
    bool operator()(const key& a, const key& b) const noexcept { return a == b; }
    bool operator()(int a, int b) const noexcept { return a == b; }
};

/// Counts what it constructs less what it destroys.
template <class T>
struct census : no_address {
    using value_type = T;
    explicit census(int& count) noexcept : alive(std::addressof(count)) {}
    template <class U>
    census(const census<U>& other) noexcept : alive(other.alive) {}
    T* allocate(std::size_t n) { return std::allocator<T>().allocate(n); }
    void deallocate(T* p, std::size_t n) noexcept { std::allocator<T>().deallocate(p, n); }
    template <class U, class... Args>
    void construct(U* p, Args&&... args) {
        ::new (static_cast<void*>(p)) U(std::forward<Args>(args)...);
        ++*alive;
    }
    template <class U>
    void destroy(U* p) noexcept {
        p->~U();
        --*alive;
    }
    template <class U>
    friend bool operator==(const census& a, const census<U>& b) noexcept {
        return a.alive == b.alive;
    }
    int* alive;
};

template <class Key, class T>
using map_of = ut::unordered_map<Key, T, key_hash, key_equal, census<std::pair<const Key, T>>>;

/// Every way in which an element comes and goes.
template <class Key, class T>
void live_and_die() {
    int alive = 0;
    int elsewhere = 0;
    {
        using map = map_of<Key, T>;
        map m{census<int>(alive)};
        for (int i = 0; i < 100; ++i) m.try_emplace(Key(i), i);
        m.emplace(Key(5), T(0));
        m.insert({Key(100), T(100)});
        CHECK(alive == 101);
        m.erase(m.find(Key(3)));
        m.erase(Key(4));
        CHECK(alive == 99);
        map copied(m);
        map other(m, census<int>(elsewhere));
        CHECK(alive == 198);
        CHECK(elsewhere == 99);
        other = std::move(copied); // element by element
        CHECK(elsewhere == 99);
        copied.clear();
        CHECK(alive == 99);
        auto node = m.extract(Key(7));
        CHECK(node.key() == Key(7));
        node = {};
        CHECK(alive == 98);
        map last(std::move(m));
        m.clear();
        last.swap(m);
        CHECK(m.size() == 98);
        std::size_t in_buckets = 0;
        for (std::size_t b = 0; b < m.bucket_count(); ++b) {
            auto it = m.begin(b);
            it = m.begin(b); // copies the hash function
            for (; it != m.end(b); ++it) ++in_buckets;
        }
        CHECK(in_buckets == 98);
        m.clear();
        CHECK(alive == 0);
        m.try_emplace(Key(1), 1);
    }
    CHECK(alive == 0);
    CHECK(elsewhere == 0);
}

} // namespace

TEST_CASE("unordered_map hostile types: operator& is not used", "[container.reqmts]") {
    live_and_die<key, key>();
}

TEST_CASE("unordered_map hostile types: trivial elements are destroyed by the allocator too",
          "[container.alloc.reqmts]") {
    live_and_die<int, int>();
}
