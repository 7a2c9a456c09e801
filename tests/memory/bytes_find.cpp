// find, find_last, count, find_any and mismatch on each kernel against the plain loop: every length to 300 at
// every alignment, with guards at the ends or the wanted byte all around.

#include <catch2/catch_test_macros.hpp>

#include <memory/each_byte_kernel.hpp>

#include <optional>

#if ARSENAL_TEST_IMPORT
import arsenal.memory;
#else
#include <arsenal/memory.hpp>
#endif

namespace {

namespace mem = arsenal::mem;
using memory_tests::byte_span, memory_tests::const_bytes;
using offset = std::optional<std::size_t>;

constexpr std::byte filling{'a'};
constexpr std::byte wanted{0xc3};
constexpr std::size_t longest = 300;

template <class IsWanted>
offset naive_first(const_bytes bytes, IsWanted is_wanted) {
    const auto at = std::find_if(bytes.begin(), bytes.end(), is_wanted);
    return at != bytes.end() ? offset(at - bytes.begin()) : std::nullopt;
}
offset naive_last(const_bytes bytes, std::byte value) {
    for (std::size_t i = bytes.size(); i-- != 0;)
        if (bytes[i] == value) return i;
    return std::nullopt;
}

/// f(array) with `filling` and some wanted bytes: none, one, two, or all.
template <class F>
void each_hit(F f) {
    std::mt19937 random(1);
    memory_tests::each_byte_kernel([&] {
        memory_tests::byte_arrays arrays(longest, wanted);
        for (std::size_t n = 0; n <= longest; ++n)
            arrays.each(n, [&](byte_span bytes) {
                std::fill(bytes.begin(), bytes.end(), filling);
                f(bytes);
                for (int hits = 0; hits != 2 && n != 0; ++hits) {
                    bytes[random() % n] = wanted;
                    f(bytes);
                }
            });
    });
}

/// Whether all agree, for a REQUIRE costs more than they do.
template <class Test>
void require_each_hit(Test test) {
    bool ok = true;
    std::size_t first_failure = longest + 1;
    each_hit([&](byte_span bytes) {
        if (test(bytes)) return;
        ok = false;
        first_failure = std::min(first_failure, bytes.size());
    });
    CAPTURE(first_failure);
    REQUIRE(ok);
}

} // namespace

TEST_CASE("find and find_last of a byte on each kernel") {
    require_each_hit([](byte_span bytes) {
        return mem::find(bytes, wanted) == naive_first(bytes, [](std::byte b) { return b == wanted; }) &&
               mem::find_last(bytes, wanted) == naive_last(bytes, wanted) &&
               mem::find_last(bytes, filling) == naive_last(bytes, filling) &&
               mem::find_last(bytes, std::byte{0}) == std::nullopt;
    });
}

TEST_CASE("find_last at each place on each kernel") {
    memory_tests::each_byte_kernel([] {
        bool ok = true;
        test::guarded_room<std::byte> room(700);
        for (std::size_t n = 1; n < 700; n += n < 300 ? 1 : 17) {
            const byte_span bytes = room.at_end(n);
            std::fill(bytes.begin(), bytes.end(), filling);
            for (std::size_t i = 0; i != n; ++i) {
                bytes[i] = wanted; // and those before
                ok = ok && mem::find_last(bytes, wanted) == i;
            }
        }
        REQUIRE(ok);
    });
}

TEST_CASE("count on each kernel") {
    require_each_hit([](byte_span bytes) {
        const auto naive = [&](std::byte value) {
            return static_cast<std::size_t>(std::count(bytes.begin(), bytes.end(), value));
        };
        return mem::count(bytes, wanted) == naive(wanted) && mem::count(bytes, filling) == naive(filling);
    });
}

TEST_CASE("find_any on each kernel, with sets of every size") {
    std::mt19937 random(2);
    std::vector<std::byte> others(256); // all but the filling
    for (unsigned i = 0; i != 256; ++i) others[i] = static_cast<std::byte>(i);
    others.erase(std::find(others.begin(), others.end(), filling));
    for (const std::size_t m : {1U, 2U, 3U, 4U, 5U, 8U, 16U, 100U, 255U}) {
        std::shuffle(others.begin(), others.end(), random);
        std::iter_swap(others.begin() + static_cast<std::ptrdiff_t>(random() % m),
                       std::find(others.begin(), others.end(), wanted));
        const const_bytes set(others.data(), m);
        const mem::byte_set made(set);
        REQUIRE(made.size() == m);
        bool is_member[256]{};
        for (const std::byte each : set) is_member[static_cast<unsigned>(each)] = true;
        std::size_t turn = 0;
        require_each_hit([&](byte_span bytes) {
            if (turn++ % 3 != 0 && bytes.size() > 70) return true; // enough
            const offset expected =
                naive_first(bytes, [&](std::byte b) { return is_member[static_cast<unsigned>(b)]; });
            return mem::find_any(bytes, set) == expected && mem::find_any(bytes, made) == expected;
        });
    }
}

TEST_CASE("find_any finds each byte that is in the set, and none that is not") {
    memory_tests::each_byte_kernel([] {
        std::mt19937 random(3);
        bool ok = true;
        for (int round = 0; round != 200; ++round) {
            std::vector<std::byte> set(1 + random() % 40);
            for (std::byte& each : set) each = static_cast<std::byte>(random());
            const mem::byte_set made{const_bytes(set)};
            for (unsigned value = 0; value != 256; ++value) {
                const std::vector<std::byte> bytes(70, static_cast<std::byte>(value));
                const bool is_member = std::find(set.begin(), set.end(), bytes[0]) != set.end();
                ok = ok && made.contains(bytes[0]) == is_member &&
                     mem::find_any(bytes, made) == (is_member ? offset(0) : std::nullopt) &&
                     mem::find_any(bytes, set) == mem::find_any(bytes, made);
            }
        }
        REQUIRE(ok);
    });
}

TEST_CASE("find_any reads nothing outside of its set, of each size and place") {
    std::mt19937 random(5);
    memory_tests::each_byte_kernel([&] {
        test::guarded_room<std::byte> sets(300);
        test::guarded_room<std::byte> arrays(400);
        bool ok = true;
        for (std::size_t m = 0; m <= 300; m += m < 140 ? 1 : 31)
            for (const byte_span set : {sets.at_end(m), sets.at_start(m)}) {
                memory_tests::fill(set, random, 26);
                for (const std::size_t n : {1U, 2U, 5U, 7U, 8U, 15U, 16U, 17U, 33U, 64U, 65U, 193U, 400U}) {
                    const byte_span bytes = arrays.at_end(n);
                    std::fill(bytes.begin(), bytes.end(), wanted);
                    ok = ok && mem::find_any(bytes, set) == std::nullopt;
                    if (m == 0) continue;
                    const std::size_t at = random() % n;
                    bytes[at] = set[random() % m];
                    ok = ok && mem::find_any(bytes, set) == at;
                }
            }
        REQUIRE(ok);
    });
}

TEST_CASE("mismatch on each kernel") {
    test::guarded_room<std::byte> other(longest + 1);
    require_each_hit([&](byte_span bytes) {
        const std::size_t n = bytes.size();
        const byte_span same = other.at_end(n);
        std::fill(same.begin(), same.end(), filling);
        const offset expected = naive_first(bytes, [](std::byte b) { return b != filling; });
        const byte_span longer = other.at_start(n + 1);
        if (mem::mismatch(bytes, same) != expected || mem::mismatch(same, bytes) != expected) return false;
        std::copy(bytes.begin(), bytes.end(), longer.begin());
        return mem::mismatch(bytes, longer) == n && mem::mismatch(longer, bytes) == n &&
               mem::mismatch(bytes, bytes) == std::nullopt;
    });
}

TEST_CASE("nothing is found in no bytes, even at null") {
    memory_tests::each_byte_kernel([] {
        const const_bytes none;
        REQUIRE(none.data() == nullptr);
        CHECK(mem::find(none, wanted) == std::nullopt);
        CHECK(mem::find_last(none, wanted) == std::nullopt);
        CHECK(mem::count(none, wanted) == 0);
        CHECK(mem::mismatch(none, none) == std::nullopt);
        CHECK(mem::find_any(none, none) == std::nullopt);
        CHECK(mem::find_any(none, std::vector(5, wanted)) == std::nullopt);
        CHECK(mem::find_any(std::vector(50, wanted), none) == std::nullopt);
        CHECK(mem::find_any(std::vector(50, wanted), mem::byte_set()) == std::nullopt);
        CHECK(mem::compare(none, none) == 0);
        CHECK(mem::search(none, none) == 0);
        CHECK(mem::search(none, std::vector(1, wanted)) == std::nullopt);
        CHECK(mem::search(std::vector(3, wanted), none) == 0);
    });
}
