// [atomics.types.pointer], [atomics.ref.pointer].

#include <catch2/catch_test_macros.hpp>

#include <cstddef>
#include <type_traits>

#include <atomic/subjects.hpp>

namespace {

int function(int i) { return i + 1; }

} // namespace

TEST_CASE("pointers to objects") {
    STATIC_REQUIRE(std::is_same_v<ut::atomic<int*>::difference_type, std::ptrdiff_t>);
    STATIC_REQUIRE(std::is_same_v<ut::atomic_ref<int*>::difference_type, std::ptrdiff_t>);
    STATIC_REQUIRE(ut::atomic<int*>::is_always_lock_free);
    static int array[8] = {};
    test::on_atomic_and_ref<int*>(array, [](auto& a) {
        CHECK(a.load(ut::acquire) == array);
        a.store(array + 1, ut::release);
        CHECK(a.exchange(array + 2, ut::acq_rel) == array + 1);
        int* expected = array;
        CHECK_FALSE(a.compare_exchange_strong(expected, nullptr, ut::acq_rel, ut::acquire));
        CHECK(expected == array + 2);
        CHECK(a.compare_exchange_strong(expected, array + 3, ut::acq_rel, ut::relaxed));
        CHECK(a.fetch_add(4, ut::relaxed) == array + 3);
        CHECK(a.fetch_sub(5, ut::relaxed) == array + 7);
        CHECK(a.fetch_add(-2, ut::seq_cst) == array + 2);
        CHECK(a.load(ut::seq_cst) == array);
    });
}

TEST_CASE("pointers count in objects of their type") {
    struct block {
        char bytes[24];
    };
    static block blocks[3];
    ut::atomic<const block*> a(blocks);
    a.fetch_add(2, ut::relaxed);
    CHECK(a.load(ut::relaxed) == blocks + 2);
    a.fetch_sub(1, ut::relaxed);
    CHECK(a.load(ut::relaxed) == blocks + 1);
    static int* pointers[3];
    ut::atomic<int**> b(pointers);
    CHECK(b.fetch_add(1, ut::relaxed) == pointers);
    CHECK(b.load(ut::relaxed) == pointers + 1);
}

TEST_CASE("pointers to void, to functions, to members") {
    int i = 0;
    ut::atomic<void*> anything(&i);
    CHECK(anything.exchange(nullptr, ut::relaxed) == &i);
    ut::atomic<int (*)(int)> f(function);
    CHECK(f.load(ut::relaxed)(1) == 2);
    f.store(nullptr, ut::relaxed);
    CHECK(f.load(ut::relaxed) == nullptr);
    struct pair {
        int first, second;
    };
    ut::atomic<int pair::*> member(&pair::first);
    CHECK(member.exchange(&pair::second, ut::relaxed) == &pair::first);
    auto expected = &pair::second;
    CHECK(member.compare_exchange_strong(expected, nullptr, ut::relaxed, ut::relaxed));
}
