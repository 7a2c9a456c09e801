#include <arsenal/memory/detail/basic_depot.hpp>
#include <sync/spoilt_policy.hpp>

#include <array>
#include <cstdint>

// Every execution of the way on which blocks go from the thread that frees them to the one that has them
// next: the depot of thread_cache, with batches of two.

using namespace explored;

namespace {

template <class Policy>
struct depot_policy : Policy {
    static constexpr std::uint32_t most_chunks = 2;
    static constexpr std::size_t shelves = 2;
};

template <class Policy>
struct chunk {
    static constexpr std::size_t batch_size = 2;
    using batch_type = std::array<plain<void*>, batch_size>;

    auto& link(std::uint32_t offset) { return links[offset]; }
    batch_type& batch(std::uint32_t offset) { return batches[offset]; }

    std::array<typename Policy::template atomic<std::uint32_t>, 2> links;
    std::array<batch_type, 2> batches;
};

using block = plain<int>;

/// A depot with two batches, and four blocks, which are a data race if two threads have them.
template <class Policy>
class exchange {
public:
    explicit exchange(execution& run) : run_(run) {
        chunk_.links[0].store(2, std::memory_order::relaxed);
        depot_.add(chunk_, {1, 2, 2});
    }

    /// One batch more.
    void grow() { depot_.add(second_chunk_, {3, 3, 1}); }

    using pair = std::array<void*, 2>;
    static pair first() { return {name_of(1), name_of(2)}; }
    static pair second() { return {name_of(3), name_of(4)}; }

    void use(const pair& mine) {
        for (void* const name : mine) {
            block& its = blocks_[number_of(name) % blocks_.size()];
            its.set(its.get() + 1);
        }
    }
    /// As a thread whose magazine is full; false: they would go to the upstream.
    bool put(std::size_t shelf, pair mine, std::int32_t most = 2) {
        use(mine);
        return depot_.put(shelf, mine.data(), most);
    }
    /// As one whose magazine is empty.
    bool take(std::size_t shelf, pair& mine) {
        if (!depot_.take(shelf, mine.data())) return false;
        use(mine);
        return true;
    }
    /// When no other thread is left: so many batches are there, with blocks that are all different.
    void require_batches(int n) {
        std::array<bool, 5> seen{true};
        for (std::size_t shelf = 0; shelf != 2; ++shelf)
            for (pair mine; take(shelf, mine); --n)
                for (void* const name : mine) {
                    const std::size_t number = number_of(name) % seen.size();
                    run_.require(!seen[number], "a block is there once");
                    seen[number] = true;
                }
        run_.require(n == 0, "no batch is lost");
        for (std::size_t shelf = 0; shelf != 2; ++shelf)
            run_.require(depot_.has(shelf, 0) && !depot_.has(shelf, 1), "the shelves' batches are counted");
        run_.require(put(0, first()) && put(0, second()), "all batches are empty again");
    }
    void require_no_other() { run_.require(!put(1, first()), "there is none besides"); }
    void require_another() {
        run_.require(put(1, first()), "there is the new one");
        require_no_other();
    }

private:
    // A batch holds pointers. Where an order is missing there may be any value: not to be followed.
    static void* name_of(std::uintptr_t number) { return reinterpret_cast<void*>(number); }
    static std::uintptr_t number_of(void* name) { return reinterpret_cast<std::uintptr_t>(name); }

    execution& run_;
    chunk<Policy> chunk_, second_chunk_;
    std::array<block, 5> blocks_;
    arsenal::detail::basic_depot<depot_policy<Policy>, chunk<Policy>> depot_{2};
};

/// Two free what they have; the third allocates.
template <class Policy>
void freed_by_others(execution& run) {
    exchange<Policy> all(run);
    int taken = 0;
    run.threads([&] { run.require(all.put(0, all.first()), "there is an empty batch"); },
                [&] { run.require(all.put(0, all.second()), "there is an empty batch"); },
                [&] {
                    typename exchange<Policy>::pair mine;
                    taken = all.take(0, mine);
                });
    all.require_batches(2 - taken);
    all.require_no_other();
}

/// One allocates what the other frees, and frees it in turn.
template <class Policy>
void to_and_fro(execution& run) {
    exchange<Policy> all(run);
    int kept = 0;
    run.threads(
        [&] {
            run.require(all.put(0, all.first()), "there is an empty batch");
            typename exchange<Policy>::pair mine;
            kept = all.take(0, mine);
        },
        [&] {
            typename exchange<Policy>::pair mine;
            if (all.take(0, mine)) run.require(all.put(1, mine), "the batch that was taken is empty");
        });
    all.require_batches(1 - kept);
    all.require_no_other();
}

/// The shelf is full after one.
template <class Policy>
void no_more_than_one(execution& run) {
    exchange<Policy> all(run);
    run.require(all.put(0, all.first(), 1), "there is room");
    int taken = 0, put = 0;
    run.threads(
        [&] {
            typename exchange<Policy>::pair mine;
            taken = all.take(0, mine);
        },
        [&] { put = all.put(0, all.second(), 1); });
    run.require(taken == 1, "a batch that is there is found");
    all.require_batches(put);
    all.require_no_other();
}

/// No batch is empty. One thread adds one; what the other then puts is in that one, or in the one it has
/// emptied.
template <class Policy>
void growing(execution& run) {
    exchange<Policy> all(run);
    run.require(all.put(1, all.first()) && all.put(1, all.second()), "there are two empty batches");
    int taken = 0;
    run.threads(
        [&] {
            all.grow();
            typename exchange<Policy>::pair mine;
            taken = all.take(0, mine);
        },
        [&] {
            typename exchange<Policy>::pair mine;
            if (all.take(1, mine)) run.require(all.put(0, mine), "the batch that was taken is empty");
        });
    all.require_batches(2 - taken);
    all.require_another();
}

template <class Policy>
std::vector<program> programs() {
    return {freed_by_others<Policy>, to_and_fro<Policy>, no_more_than_one<Policy>};
}

} // namespace

TEST_CASE("thread_cache's depot: every execution") {
    require_flawless("depot, two threads free, one allocates", freed_by_others<model_policy>);
    require_flawless("depot, to and fro", to_and_fro<model_policy>, {.spurious = 1});
    require_flawless("depot, full", no_more_than_one<model_policy>, {.spurious = 1});
    require_flawless("depot, growing", growing<model_policy>);
}

// (That no order of the stacks' is stronger than it must be: lock_free_pool_explored.cpp.)

TEST_CASE("thread_cache's depot: each operation is needed, and needed whole") {
    std::vector<bounded> tests;
    for (const program& test : programs<spoilt_policy>()) tests.push_back({test});
    // How many chunks there are need not be known to take one batch; a push's first look is a guess; and how
    // many batches are on a shelf is known to one or two.
    CHECK(unnoticed_flaws(tests) ==
          std::vector<std::string>{"load: ignored", "store: left out", "load: ignored", "load: ignored"});
}
