// Sixteen bytes: one path per process, and no load that writes.

#include <catch2/catch_test_macros.hpp>

#include <cstdint>
#include <new>
#include <thread>
#include <vector>

#include <support/child_process.hpp>
#include <sys/mman.h>

#include <arsenal/atomic/detail/wide.hpp> // detail, which no import carries
#include <arsenal/platform/cpu.hpp>

#include <atomic/subjects.hpp>

using namespace arsenal;

namespace {

struct two_words {
    std::uint64_t first, second;
    bool operator==(const two_words&) const = default;
};

void check(bool holds) {
    if (!holds) _exit(1);
}

// The operations, without the macros of a test: it runs in a child, too.
void use_all() {
    test::on_atomic_and_ref<two_words>({1, 2}, [](auto& a) {
        check(a.load(relaxed) == two_words{1, 2} && a.load(seq_cst) == two_words{1, 2});
        a.store({3, 4}, relaxed);
        a.store({5, 6}, seq_cst);
        check(a.exchange({7, 8}, acq_rel) == two_words{5, 6});
        two_words expected{7, 9};
        check(!a.compare_exchange_strong(expected, {0, 0}, acq_rel, acquire));
        check(expected == two_words{7, 8});
        check(a.compare_exchange_strong(expected, {9, 10}, release, relaxed));
        while (!a.compare_exchange_weak(expected, {11, 12}, seq_cst, seq_cst)) {
        }
        check(a.load(acquire) == two_words{11, 12});
        a.wait({11, 13}, acquire);
        a.notify_all();
    });
}

// Pairs whose halves are equal: torn accesses would part them.
void use_together() {
    atomic<two_words> a({0, 0});
    constexpr std::uint64_t rounds = 20000;
    const auto count = [&] {
        for (std::uint64_t i = 0; i != rounds; ++i) {
            two_words old = a.load(relaxed);
            check(old.first == old.second);
            while (!a.compare_exchange_weak(old, {old.first + 1, old.second + 1}, acq_rel, relaxed)) {
            }
        }
    };
    const auto look = [&] {
        for (two_words seen{}; seen.first != 2 * rounds; seen = a.load(acquire))
            check(seen.first == seen.second);
    };
    std::vector<std::thread> threads;
    threads.emplace_back(count);
    threads.emplace_back(count);
    look();
    for (std::thread& thread : threads) thread.join();

    atomic<two_words> stored({0, 0});
    std::thread writer([&] {
        for (std::uint64_t i = 1; i <= rounds; ++i) stored.store({i, ~i}, release);
    });
    for (two_words seen{}; seen.first != rounds; seen = stored.load(relaxed))
        check(seen.second == (seen.first == 0 ? 0 : ~seen.first));
    writer.join();
}

} // namespace

TEST_CASE("what a type of sixteen bytes says of itself") {
    STATIC_REQUIRE_FALSE(atomic<two_words>::is_always_lock_free);
    STATIC_REQUIRE(atomic<two_words>::required_alignment == 16);
    STATIC_REQUIRE(atomic_ref<two_words>::required_alignment == 16);
    STATIC_REQUIRE(alignof(atomic<two_words>) == 16);
    const bool lock_free = detail::current_wide_path() == detail::wide_path::vector;
    CHECK(atomic<two_words>().is_lock_free() == lock_free);
    if (!cpu().avx || !cpu().cx16) CHECK_FALSE(lock_free);
}

TEST_CASE("sixteen bytes, on the path of this process") {
    use_all();
    use_together();
    CHECK(detail::current_wide_path() != detail::wide_path::unchosen);
}

TEST_CASE("sixteen bytes through the table of locks") {
    const support::child_end end = support::run_in_child([] {
        detail::set_wide_path(detail::wide_path::locked);
        check(!atomic<two_words>().is_lock_free());
        use_all();
        use_together();
    });
    CHECK(end.exited_well());
}

TEST_CASE("a load does not write: the page may be read-only") {
    for (const auto path : {detail::current_wide_path(), detail::wide_path::locked}) {
        const support::child_end end = support::run_in_child([path] {
            detail::set_wide_path(path);
            void* page = mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
            auto* a = new (page) atomic<two_words>({3, 4});
            mprotect(page, 4096, PROT_READ);
            check(a->load(seq_cst) == two_words{3, 4});
            a->wait({4, 4}, acquire);
        });
        CHECK(end.exited_well());
    }
}

TEST_CASE("pointer and tag change together") {
    struct tagged {
        int* pointer;
        std::uint64_t tag;
    };
    int i = 0;
    atomic<tagged> a({&i, 1});
    tagged expected{&i, 0};
    CHECK_FALSE(a.compare_exchange_strong(expected, {nullptr, 2}, acq_rel, acquire));
    CHECK(a.compare_exchange_strong(expected, {nullptr, expected.tag + 1}, acq_rel, acquire));
    CHECK(a.load(acquire).tag == 2);
}
