#include <arsenal/sync/seqlock.hpp>
#include <sync/spoilt_policy.hpp>

// Every execution of the seqlock with values of two words, and each of its operations spoilt.

using namespace explored;
using arsenal::seqlock_writers;

namespace {

struct pair {
    std::int64_t left;
    std::int64_t right;
};

template <class Policy, seqlock_writers Writers>
using seqlock = arsenal::detail::basic_seqlock<pair, Writers, Policy>;
using shared_seqlock = seqlock<model_policy, seqlock_writers::many>;
using single_seqlock = seqlock<model_policy, seqlock_writers::one>;

// A writer's values come whole, and in their order.
template <class Lock>
program reading_in_order(int stores, int loads) {
    return [=](execution& run) {
        Lock lock(pair{0, 0});
        run.threads(
            [&, stores] {
                for (int i = 1; i <= stores; ++i) lock.store({i, i});
            },
            [&, loads] {
                std::int64_t last = 0;
                for (int i = 0; i < loads; ++i) {
                    const pair seen = lock.load();
                    run.require(seen.left == seen.right, "the value is whole");
                    run.require(seen.left >= last, "the value is no older than the last");
                    last = seen.left;
                }
            });
        run.require(lock.load().left == stores, "the last value stays");
    };
}

// What was done before a store is seen by who has loaded its value.
template <class Lock>
void publish(execution& run) {
    Lock lock(pair{0, 0});
    plain<int> data{0};
    run.threads(
        [&] {
            data.set(42);
            lock.store({1, 1});
        },
        [&] {
            if (lock.load().left == 1) run.require(data.get() == 42, "what was published is there");
        });
}

template <class Lock>
program writers_and_reader(int writers, bool reads) {
    return [=](execution& run) {
        Lock lock(pair{0, 0});
        std::vector<std::function<void()>> work;
        for (int i = 1; i <= writers; ++i) work.push_back([&, i] { lock.store({i, i}); });
        if (reads)
            work.push_back([&] {
                const pair seen = lock.load();
                run.require(seen.left == seen.right, "the value is whole");
            });
        run.spawn(work);
        const pair last = lock.load();
        run.require(last.left == last.right && last.left != 0, "the last value is one writer's");
    };
}

// Nobody's step is lost.
template <class Lock>
program updating(int threads) {
    return [=](execution& run) {
        Lock lock(pair{0, 0});
        run.spawn(std::vector<std::function<void()>>(static_cast<std::size_t>(threads), [&] {
            lock.update([](const pair& old) { return pair{old.left + 1, old.right + 1}; });
        }));
        const auto last = lock.try_load();
        run.require(last.has_value(), "a value that nobody writes can be had");
        run.require(last->left == threads && last->right == threads, "every step has been taken");
    };
}

} // namespace

TEST_CASE("seqlock: every execution") {
    require_flawless("seqlock, store, load", reading_in_order<shared_seqlock>(1, 1), {.rounds = 1});
    require_flawless("seqlock, 2 stores, load", reading_in_order<shared_seqlock>(2, 1));
    require_flawless("seqlock, store, 2 loads", reading_in_order<shared_seqlock>(1, 2), {.rounds = 1});
    require_flawless("seqlock, publication", publish<shared_seqlock>, {.rounds = 1});
    require_flawless("seqlock, 2 writers, reader", writers_and_reader<shared_seqlock>(2, true));
    require_flawless("seqlock, 3 writers", writers_and_reader<shared_seqlock>(3, false), {.rounds = 1});
    require_flawless("seqlock, 2 updates", updating<shared_seqlock>(2), {.rounds = 1});
    require_flawless("seqlock, 3 updates", updating<shared_seqlock>(3));
}

TEST_CASE("seqlock for one writer: every execution") {
    require_flawless("seqlock for one writer, store, load", reading_in_order<single_seqlock>(1, 1),
                     {.rounds = 1});
    require_flawless("seqlock for one writer, 2 stores, load", reading_in_order<single_seqlock>(2, 1));
    require_flawless("seqlock for one writer, store, 2 loads", reading_in_order<single_seqlock>(1, 2));
    require_flawless("seqlock for one writer, publication", publish<single_seqlock>, {.rounds = 1});
}

TEST_CASE("seqlock: no order is stronger than it must be") {
    CHECK(needless_orders("seqlock.hpp",
                          {reading_in_order<shared_seqlock>(1, 1), reading_in_order<single_seqlock>(1, 1),
                           publish<single_seqlock>, writers_and_reader<shared_seqlock>(2, false)})
              .empty());
}

TEST_CASE("seqlock: each operation is needed, and needed whole") {
    using spoilt = seqlock<spoilt_policy, seqlock_writers::many>;
    using spoilt_single = seqlock<spoilt_policy, seqlock_writers::one>;
    CHECK(unnoticed_flaws({{reading_in_order<spoilt>(1, 1), {.rounds = 1}},
                           {reading_in_order<spoilt_single>(2, 1)},
                           {writers_and_reader<spoilt>(2, false), {.rounds = 1}},
                           {updating<spoilt>(2), {.rounds = 1}}}) == std::vector<std::string>{});
}
