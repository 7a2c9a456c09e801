#include <catch2/catch_test_macros.hpp>

#include <memory/resource_contract.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <list>
#include <map>
#include <memory_resource>
#include <new>
#include <string>
#include <thread>
#include <vector>

#include <support/asan.hpp>
#include <support/child_process.hpp>
#include <sys/resource.h>

#if ARSENAL_TEST_IMPORT
import arsenal.memory;
#else
#include <arsenal/memory.hpp>
#endif

#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define ARSENAL_TEST_TSAN 1
#endif
#endif

namespace {

constexpr std::size_t mib = std::size_t{1} << 20;

std::size_t resident_bytes() {
    std::ifstream file("/proc/self/statm");
    std::size_t all = 0, resident = 0;
    file >> all >> resident;
    return resident * 4096;
}

void* touched(arsenal::heap& heap, std::size_t bytes, std::size_t alignment = 16) {
    return std::memset(heap.allocate(bytes, alignment), 0x77, bytes);
}

} // namespace

TEST_CASE("heap: the contract of every resource", "[general-heap]") {
    STATIC_CHECK(arsenal::trying_resource<arsenal::heap>);
    STATIC_CHECK(arsenal::owning_resource<arsenal::heap>);
    arsenal::heap heap;
    memory_tests::check_contract(heap);
}

TEST_CASE("heap: a size that is the alignment", "[general-heap]") {
    arsenal::heap heap;
    for (std::size_t bytes = 1; bytes <= 8 * mib; bytes *= 2)
        for (int i = 0; i != 20; ++i) {
            void* const p = heap.allocate(bytes, bytes);
            CHECK(reinterpret_cast<std::uintptr_t>(p) % bytes == 0);
            CHECK(heap.owns(p));
        }
}

TEST_CASE("heap: alignments that no memory has", "[general-heap]") {
    arsenal::heap heap;
    for (const int bits : {50, 62, 63}) {
        CHECK(heap.try_allocate(1, std::size_t{1} << bits) == nullptr);
        CHECK_THROWS_AS(heap.allocate(100, std::size_t{1} << bits), std::bad_alloc);
    }
}

TEST_CASE("heap: knows its own, large ones as small ones", "[general-heap]") {
    arsenal::heap heap, other;
    int on_stack = 0;
    for (const std::size_t bytes : {0UL, 1UL, 24UL, 1000UL, 100'000UL, 2 * mib, 33'554'426UL, 100 * mib}) {
        char* const p = static_cast<char*>(heap.allocate(bytes, 8));
        CHECK(heap.owns(p));
        if (bytes != 0) CHECK((heap.owns(p + bytes / 2) && heap.owns(p + bytes - 1)));
        CHECK_FALSE(other.owns(p));
        if (bytes > 1000) heap.deallocate(p, bytes, 8);
    }
    CHECK_FALSE((heap.owns(nullptr) || heap.owns(&on_stack) || heap.owns(&heap) || heap.owns("text")));
}

TEST_CASE("heap: everything goes at once, and it can be used on", "[general-heap]") {
    arsenal::heap heap;
    [[maybe_unused]] const std::size_t before = resident_bytes();
    for (int round = 0; round != 10; ++round) {
        for (int i = 0; i != 2000; ++i) touched(heap, static_cast<std::size_t>(i) * 20 % 30'000);
        touched(heap, 20 * mib);
        touched(heap, 3 * mib, 4096);
        const void* const last = touched(heap, 100);
        CHECK(heap.owns(last));
        heap.release();
        CHECK_FALSE(heap.owns(last));
    }
#if !ARSENAL_TEST_ASAN // which keeps what was freed for a while, as mimalloc does a little of it
    CHECK(resident_bytes() < before + 200 * mib); // of 500 MiB
#endif
    heap.release();
    std::pmr::map<int, std::pmr::string> map(&heap);
    for (int i = 0; i != 1000; ++i) map.emplace(i, "a string that is longer than its object");
    CHECK(map.at(999).size() == 39);
}

TEST_CASE("heap: containers", "[general-heap]") {
    arsenal::heap heap;
    std::vector<int, arsenal::heap_allocator<int>> numbers(heap);
    for (int i = 0; i != 10'000; ++i) numbers.push_back(i);
    const std::list<int, arsenal::heap_allocator<int>> list(numbers.begin(), numbers.end(), heap);
    CHECK((list.back() == 9'999 && heap.owns(&list.back()) && heap.owns(numbers.data())));
}

TEST_CASE("heap: one for each thread, which ends with it; many in a thread", "[general-heap]") {
    std::vector<std::thread> threads;
    for (int t = 0; t != 8; ++t)
        threads.emplace_back([] {
            static thread_local arsenal::heap of_thread; // goes before mimalloc is told of the thread's end
            touched(of_thread, 1000);
            for (int round = 0; round != 20; ++round) {
                std::vector<arsenal::heap> heaps(5);
                for (arsenal::heap& heap : heaps)
                    for (std::size_t i = 0; i != 100; ++i) touched(heap, i * 10);
                heaps[2].release();
                touched(heaps[2], 100);
            }
        });
    for (std::thread& thread : threads) thread.join();
    arsenal::heap after;
    CHECK(after.owns(touched(after, 100)));
}

// Of sanitizers their own memory counts; qemu knows no RLIMIT_AS.
#if !ARSENAL_TEST_ASAN && !ARSENAL_TEST_TSAN && !ARSENAL_TEST_EMULATED
namespace {

/// No address space beyond what the process has and `more` bytes.
void limit_memory(std::size_t more) {
    std::ifstream file("/proc/self/statm");
    std::size_t pages = 0;
    file >> pages;
    const rlimit limit{pages * 4096 + more, RLIM_INFINITY};
    if (setrlimit(RLIMIT_AS, &limit) != 0) _exit(2);
}

/// How many bytes a heap gives out until it has no more.
std::size_t drained(arsenal::heap& heap) {
    constexpr std::size_t block = 64 << 10;
    std::size_t bytes = 0;
    while (char* const p = static_cast<char*>(heap.try_allocate(block))) {
        p[0] = p[block - 1] = 1;
        bytes += block;
    }
    return bytes;
}

} // namespace

TEST_CASE("heap: where memory ends it says so, and gives back what it had", "[general-heap]") {
    for (std::size_t more = 0; more <= 200 * mib; more += 25 * mib) {
        const support::child_end end = support::run_in_child([more] {
            limit_memory(more);
            std::size_t first = 0;
            for (int round = 0; round != 4; ++round) {
                arsenal::heap heap;
                const std::size_t bytes = drained(heap);
                if (round == 0) first = bytes;
                if (bytes + 40 * mib < std::max(first, more)) _exit(3); // something was kept
                try {
                    static_cast<void>(heap.allocate(64 * mib));
                    _exit(4);
                } catch (const std::bad_alloc&) {
                }
                if (round == 1) {
                    heap.release();
                    if (drained(heap) + 40 * mib < first) _exit(5);
                }
            }
        });
        INFO(more << ": " << end.status << " " << end.standard_error);
        CHECK(end.exited_well());
    }
}
#endif
