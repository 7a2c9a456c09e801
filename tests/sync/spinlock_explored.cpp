#include <arsenal/sync/spinlock.hpp>
#include <sync/lock_programs.hpp>
#include <sync/spoilt_policy.hpp>

// Every execution of the spinlock, and each of its operations spoilt.

using namespace explored;

namespace {

using lock = arsenal::detail::basic_spinlock<model_policy>;
using spoilt_lock = arsenal::detail::basic_spinlock<spoilt_policy>;

} // namespace

TEST_CASE("spinlock: every execution") {
    require_flawless("spinlock, 2 threads", counting<lock>(2), {.rounds = 1});
    require_flawless("spinlock, 2 threads, twice each", counting_twice<lock>(2), {.rounds = 1});
    require_flawless("spinlock, 3 threads", counting<lock>(3), {.rounds = 1});
    require_flawless("spinlock, 4 threads", counting<lock>(4));
    require_flawless("spinlock, lock and try_lock", trying<lock>(2), {.rounds = 1});
    require_flawless("spinlock, lock and 2 try_lock", trying<lock>(3), {.rounds = 1});
    require_flawless("spinlock, lock and 3 try_lock", trying<lock>(4));
    require_flawless("spinlock, destroyed by the last of 2", last_destroys<lock>, {.rounds = 1});
}

TEST_CASE("spinlock: no order is stronger than it must be") {
    CHECK(needless_orders("spinlock.hpp", {counting<lock>(2), trying<lock>(2)}, {.rounds = 1}).empty());
}

TEST_CASE("spinlock: each operation is needed, and needed whole") {
    // Looking decides only whether to try.
    CHECK(unnoticed_flaws(
              {{counting<spoilt_lock>(2), {.rounds = 1}}, {trying<spoilt_lock>(2), {.rounds = 1}}}) ==
          std::vector<std::string>{"load: ignored"});
}
