// Sorting by an arithmetic projection, which the kernels do: every key, every shape of element, with memory
// and without.

#include "precompiled.hpp"

#include <cstdlib>
#include <new>

#include "elements.hpp"
#include "sorts.hpp"

namespace {
bool no_memory = false;
}

void* operator new(std::size_t n) {
    if (void* p = std::malloc(n == 0 ? 1 : n)) return p;
    std::abort();
}
void* operator new(std::size_t n, const std::nothrow_t&) noexcept {
    return no_memory ? nullptr : std::malloc(n);
}
// g++ 12 takes a free() that it inlines for a mismatch.
[[gnu::noinline]] void operator delete(void* p) noexcept { std::free(p); }
[[gnu::noinline]] void operator delete(void* p, std::size_t) noexcept { std::free(p); }

namespace {

template <class Key, std::size_t Before, std::size_t After>
struct around {
    std::array<unsigned char, Before> before;
    Key key;
    std::array<unsigned char, After> after;
};
template <class Key, std::size_t After>
struct around<Key, 0, After> {
    Key key;
    std::array<unsigned char, After> after;
};

/// Neither trivial nor to be copied.
template <class Key>
struct owner {
    Key key{};
    std::unique_ptr<int> number;
};

template <class T, class Key>
std::vector<T> made_of(const std::vector<Key>& keys) {
    std::vector<T> v(keys.size());
    for (std::size_t i = 0; i < keys.size(); ++i) {
        v[i].key = keys[i];
        if constexpr (requires { v[i].number; }) {
            v[i].number = std::make_unique<int>(static_cast<int>(i));
        } else {
            const auto number = static_cast<std::uint32_t>(i);
            std::memcpy(v[i].after.data(), &number, std::min(v[i].after.size(), sizeof number));
        }
    }
    return v;
}

template <class T>
inline constexpr std::size_t bytes_to_number = sizeof(int);
template <class Key, std::size_t Before, std::size_t After>
inline constexpr std::size_t bytes_to_number<around<Key, Before, After>> = After;

/// What is behind the keys, to see that each stays with its own.
template <class T>
int number_of(const T& x) {
    if constexpr (requires { x.number; }) {
        return *x.number;
    } else {
        std::uint32_t number = 0;
        std::memcpy(&number, x.after.data(), std::min(x.after.size(), sizeof number));
        return static_cast<int>(number);
    }
}

template <class T, class Key, class Projection>
void check(const std::vector<Key>& keys, Projection projection) {
    const bool numbered = bytes_to_number<T> >= 2 || keys.size() < 256;
    for (const bool up : {true, false}) {
        for (no_memory = false;; no_memory = true) {
            auto v = made_of<T>(keys);
            up ? static_cast<void>(ut::ranges::sort(v, {}, projection))
               : static_cast<void>(ut::ranges::sort(v, std::ranges::greater{}, projection));
            bool with_its_own = true;
            std::vector<bool> seen(keys.size());
            for (std::size_t i = 0; i < v.size(); ++i) {
                const auto number = static_cast<std::size_t>(number_of(v[i]));
                if (numbered) {
                    with_its_own = with_its_own && !seen[number] &&
                                   std::memcmp(&v[i].key, &keys[number], sizeof(Key)) == 0;
                    seen[number] = true;
                }
            }
            CHECK(with_its_own);
            const bool has_nan = std::any_of(keys.begin(), keys.end(), [](Key k) { return k != k; });
            if (!has_nan) {
                CHECK(std::is_sorted(v.begin(), v.end(), [&](const T& a, const T& b) {
                    return up ? a.key < b.key : a.key > b.key;
                }));
            }
            if (no_memory) break;
        }
        no_memory = false;
    }
}

template <class Key>
std::vector<Key> keys_of(int n, int pattern) {
    std::mt19937_64 random(static_cast<unsigned>(n));
    std::vector<Key> keys;
    for (int i = 0; i < n; ++i) {
        const auto r = pattern == 0   ? random()
                       : pattern == 1 ? random() % 3
                                      : static_cast<std::uint64_t>(i) / 2;
        if constexpr (std::is_floating_point_v<Key>) {
            keys.push_back(pattern == 0 && i % 9 == 0 ? std::numeric_limits<Key>::quiet_NaN()
                                                      : static_cast<Key>(static_cast<std::int64_t>(r)) / 3);
        } else {
            keys.push_back(static_cast<Key>(r));
        }
    }
    if (pattern == 3) std::reverse(keys.begin(), keys.end());
    return keys;
}

} // namespace

TEMPLATE_TEST_CASE("sorting by a member takes its element along", "", signed char, unsigned short, int,
                   unsigned, long, unsigned long, float, double) {
    using key = TestType;
    const auto by_value = [](const auto& x) { return x.key; };
    for (int n : {0, 1, 2, 7, 8, 9, 50, 500, sizeof(key) % 8 == 4 ? 6000 : 1}) { // 6000 wide ones by arcs
        for (int pattern = 0; pattern < 4; ++pattern) {
            const auto keys = keys_of<key>(n, pattern);
            using small = around<key, 0, (sizeof(key) < 8 ? 8 - sizeof(key) : 1)>;
            using half = around<key, 0, 16 - sizeof(key)>;
            using wide = around<key, 5, 60>;
            check<small>(keys, &small::key);
            check<half>(keys, by_value);
            check<wide>(keys, &wide::key);
            check<owner<key>>(keys, &owner<key>::key);
        }
    }
}

TEST_CASE("sorting records of 16 bytes finds the key in either half, and only where it always is") {
    struct two {
        std::int64_t key;
        std::int64_t other;
        bool operator==(const two&) const = default;
    };
    std::mt19937_64 random(3);
    std::vector<two> source(1000);
    for (two& x : source) x = {static_cast<std::int64_t>(random()), static_cast<std::int64_t>(random())};
    const auto sorted_by = [&](auto projection) {
        for (no_memory = false;; no_memory = true) {
            auto v = source;
            ut::ranges::sort(v.rbegin(), v.rend(), {}, projection);
            CHECK(std::ranges::is_sorted(v.rbegin(), v.rend(), {}, projection));
            CHECK(elements::same_multiset<two>(v, source));
            if (no_memory) break;
        }
        no_memory = false;
    };
    sorted_by(&two::key);
    sorted_by(&two::other);
    sorted_by([](const two& x) { return x.key < 0 ? x.key : x.other; });
    sorted_by([](const two& x) { return -(x.key >> 1); });
}

TEST_CASE("sorting pointers by what they point to") {
    auto items = elements::shuffled<elements::wide>(700, 300);
    std::vector<const elements::wide*> v;
    for (const auto& item : items) v.push_back(&item);
    ut::ranges::sort(v, {}, [](const elements::wide* p) { return p->key; });
    CHECK(std::ranges::is_sorted(v, {}, [](const elements::wide* p) { return p->key; }));
    ut::ranges::sort(v);
    CHECK(v.front() == items.data());
    CHECK(v.back() == &items.back());
}

TEST_CASE("a projection that throws has moved nothing") {
    auto v = elements::shuffled<elements::wide>(100, 100);
    const auto before = v;
    int calls = 0;
    CHECK_THROWS_AS(ut::ranges::sort(v, {},
                                     [&](const elements::wide& x) {
                                         if (++calls == 70) throw 1;
                                         return x.key;
                                     }),
                    int);
    CHECK(v == before);
}
