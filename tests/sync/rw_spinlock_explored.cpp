#include <arsenal/sync/rw_spinlock.hpp>
#include <sync/lock_programs.hpp>
#include <sync/spoilt_policy.hpp>

// Every execution of the readers' and writers' spinlock, and each of its operations spoilt.

using namespace explored;

namespace {

using lock = arsenal::detail::basic_rw_spinlock<model_policy>;
using spoilt_lock = arsenal::detail::basic_rw_spinlock<spoilt_policy>;

} // namespace

TEST_CASE("rw_spinlock: every execution") {
    require_flawless("rw_spinlock, 2 writers", counting<lock>(2), {.rounds = 1});
    require_flawless("rw_spinlock, 3 writers", counting<lock>(3));
    require_flawless("rw_spinlock, lock and 2 try_lock", trying<lock>(3), {.rounds = 1});
    require_flawless("rw_spinlock, reader, writer", reading_and_writing<lock>(1, 1), {.rounds = 2});
    require_flawless("rw_spinlock, 2 readers, writer", reading_and_writing<lock>(2, 1), {.rounds = 1});
    require_flawless("rw_spinlock, reader, 2 writers", reading_and_writing<lock>(1, 2));
    require_flawless("rw_spinlock, 2 readers, 2 writers", reading_and_writing<lock>(2, 2));
    require_flawless("rw_spinlock, 3 readers, writer", reading_and_writing<lock>(3, 1));
    require_flawless("rw_spinlock, 2 try_lock_shared, writer", trying_to_read<lock>(2), {.rounds = 1});
    require_flawless("rw_spinlock, destroyed by the last of 2", last_destroys<lock>, {.rounds = 1});
}

TEST_CASE("rw_spinlock: readers are inside together") {
    const auto meet = [](execution& run) {
        lock both;
        support::interleave::atomic<int> inside{0};
        std::array<int, 2> met{};
        const auto read = [&](std::size_t i) {
            both.lock_shared();
            met[i] = inside.fetch_add(1, std::memory_order::relaxed);
            inside.fetch_sub(1, std::memory_order::relaxed);
            both.unlock_shared();
        };
        run.threads([&] { read(0); }, [&] { read(1); });
        run.outcome({met[0] + met[1]});
    };
    const findings seen = support::interleave::explore(meet);
    CHECK(seen.complete);
    CHECK(seen.outcomes == std::set<std::vector<std::int64_t>>{{0}, {1}});
}

TEST_CASE("rw_spinlock: no order is stronger than it must be") {
    CHECK(needless_orders("rw_spinlock.hpp",
                          {counting<lock>(2), reading_and_writing<lock>(1, 1), trying_to_read<lock>(1)},
                          {.rounds = 1})
              .empty());
}

TEST_CASE("rw_spinlock: each operation is needed, and needed whole") {
    // Looking decides only whether to try; `wanted` keeps readers from starving writers, which no finite
    // execution shows.
    CHECK(unnoticed_flaws({{counting<spoilt_lock>(2), {.rounds = 1}},
                           {reading_and_writing<spoilt_lock>(1, 1), {.rounds = 1}},
                           {reading_and_writing<spoilt_lock>(2, 1), {.rounds = 1}},
                           {trying_to_read<spoilt_lock>(1), {.rounds = 1}}}) ==
          std::vector<std::string>{"load: ignored", "fetch_or: left out"});
}
