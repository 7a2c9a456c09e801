#include <catch2/catch_test_macros.hpp>

#include <support/child_process.hpp>
#include <support/single_step.hpp>

#include <memory/tlsf_memory.hpp>

#include <algorithm>
#include <cstddef>
#include <random>
#include <span>
#include <utility>
#include <vector>

#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <arsenal/platform/config.hpp> // macros, which no import carries
#if ARSENAL_TEST_IMPORT
import arsenal.memory;
#else
#include <arsenal/memory.hpp>
#endif

// Constant time: how many instructions an operation takes at the most is the same of small and of large
// heaps, empty, full or in pieces; and none of them asks the system.

#if !ARSENAL_TEST_EMULATED // qemu cannot trace

using arsenal::tlsf;
using memory_tests::region;

namespace {

struct live_block {
    void* p;
    std::size_t bytes;
};

} // namespace

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define ARSENAL_TEST_SANITIZED 1
#endif
#if __has_feature(thread_sanitizer)
#define ARSENAL_TEST_TSAN 1
#endif
#endif

// Not what a build adds to find errors.
#if defined(__OPTIMIZE__) && ARSENAL_HARDENING < ARSENAL_HARDENING_DEBUG &&                                  \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__) && !ARSENAL_TEST_SANITIZED

namespace {

enum class operation { allocation, refusal, deallocation, expansion };

/// Heaps in all the states that there are, of which operations of one kind are counted.
template <class Count>
class states {
public:
    states(Count count, operation counted, std::size_t bytes)
        : count_(count), counted_(counted), memory_(bytes), resource_(memory_.bytes()), bytes_(bytes) {}

    void pass_all() {
        empty();
        comb();
        crowd();
        random_until_full();
    }

private:
    template <class Action>
    void pass(operation kind, Action action) {
        const bool seldom = kind == operation::refusal;
        if (kind == counted_ && (seldom || ++seen_ % every_ == 0))
            count_(action);
        else
            action();
    }

    bool allocate(std::size_t bytes, std::size_t alignment) {
        // What is refused is known beforehand by trying: the same again takes the same way.
        void* p = resource_.try_allocate(bytes, alignment);
        if (p != nullptr) resource_.deallocate(p, bytes, alignment);
        pass(p != nullptr ? operation::allocation : operation::refusal,
             [&] { p = resource_.try_allocate(bytes, alignment); });
        if (p != nullptr) live_.push_back({p, bytes});
        return p != nullptr;
    }
    void deallocate(std::size_t index) {
        std::swap(live_[index], live_.back());
        pass(operation::deallocation, [&] { resource_.deallocate(live_.back().p, live_.back().bytes); });
        live_.pop_back();
    }
    void deallocate_all() {
        while (!live_.empty()) deallocate(random_() % live_.size());
    }
    void expand(live_block& b, std::size_t by) {
        bool done = false;
        pass(operation::expansion, [&] { done = resource_.try_expand(b.p, b.bytes, b.bytes + by); });
        if (done) b.bytes += by;
    }

    void empty() {
        every_ = 1;
        for (const std::size_t bytes : {std::size_t{0}, bytes_ / 3, bytes_ - 64, bytes_})
            for (const std::size_t alignment : {16, 32, 65536}) {
                if (allocate(bytes, alignment)) expand(live_.back(), 100);
                deallocate_all();
            }
    }
    // Every other block is freed, and then the rest, which all join two.
    void comb() {
        for (std::size_t bytes = 0; allocate(bytes, 8); bytes = (bytes * 5 + 17) % (bytes_ / 100)) {
        }
        every_ = live_.size() / 20 + 1;
        for (std::size_t i = 0; i < live_.size(); i += 2) deallocate(i);
        deallocate_all();
    }
    // Thousands of free blocks of the size that is looked for, but for a few bytes.
    void crowd() {
        while (allocate(2040, 8)) {
        }
        every_ = live_.size() / 20 + 1;
        for (std::size_t i = 0; i < live_.size(); i += 2) deallocate(i);
        for (const std::size_t bytes : {2080, 2070, 2040, 2000}) allocate(bytes, 8);
        expand(live_.front(), 2080);
        deallocate_all();
    }
    void random_until_full() {
        every_ = 17;
        for (int refusals = 0; refusals != 40;) {
            const std::size_t bytes = random_() % (bytes_ >> (4 + random_() % 12));
            if (random_() % 3 == 0 && !live_.empty())
                deallocate(random_() % live_.size());
            else if (random_() % 8 == 0 && !live_.empty())
                expand(live_[random_() % live_.size()], bytes);
            else if (!allocate(bytes, std::size_t{1} << random_() % 12))
                ++refusals;
        }
        deallocate_all();
    }

    Count count_;
    operation counted_;
    region memory_;
    tlsf resource_;
    std::size_t bytes_;
    std::vector<live_block> live_;
    std::mt19937 random_{1};
    std::size_t seen_ = 0;
    std::size_t every_ = 1;
};

/// The most instructions that an operation takes in a heap of that size.
std::size_t most_instructions(operation kind, std::size_t bytes) {
    const auto counts =
        support::instruction_counter::run([=](auto count) { states(count, kind, bytes).pass_all(); });
    if (!counts) SKIP("no process may trace another here");
    REQUIRE(counts->size() > 10);
    return *std::max_element(counts->begin(), counts->end());
}

} // namespace

TEST_CASE("tlsf: each operation takes a constant number of instructions at the most") {
    struct bound {
        operation kind;
        const char* name;
        std::size_t instructions;
    };
    for (const bound& b :
         {bound{operation::allocation, "allocation", 250}, bound{operation::refusal, "refusal", 100},
          bound{operation::deallocation, "deallocation", 175},
          bound{operation::expansion, "expansion", 200}}) {
        const std::size_t small = most_instructions(b.kind, 1 << 18);
        const std::size_t large = most_instructions(b.kind, 1 << 25);
        INFO(b.name << ": " << small << " in a small heap, " << large << " in a large one");
        CHECK(std::max(small, large) <= b.instructions);
    }
}

#endif

#if !ARSENAL_TEST_TSAN // whose runtime does

TEST_CASE("tlsf: no operation calls the system") {
    const auto end = support::run_in_child([] {
        region memory(1 << 18);
        const std::span<std::byte> bytes = memory.bytes();
        std::vector<live_block> live;
        live.reserve(10'000);
        // From here on any call but read(), write() and exit() ends the process.
        if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_STRICT) != 0) _exit(0);
        tlsf resource(bytes.first(bytes.size() / 2));
        bool good = resource.add_region(bytes.subspan(bytes.size() / 2));
        for (std::size_t n = 1; n != 2000; ++n) {
            const std::size_t size = n * 37 % 4000;
            if (void* const p = resource.try_allocate(size, std::size_t{1} << n % 8))
                live.push_back({p, size});
            if (n % 3 != 0 || live.empty()) continue;
            std::swap(live[n % live.size()], live.back());
            resource.deallocate(live.back().p, live.back().bytes);
            live.pop_back();
        }
        good = good && resource.validate() == nullptr && resource.usage().used_blocks == live.size();
        syscall(SYS_exit, good ? 0 : 1);
    });
    CHECK(end.exited_well());
}

#endif

#endif
