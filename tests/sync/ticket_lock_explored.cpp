#include <arsenal/sync/ticket_lock.hpp>
#include <sync/lock_programs.hpp>
#include <sync/spoilt_policy.hpp>

// Every execution of the ticket lock, and each of its operations spoilt.

using namespace explored;

namespace {

using lock = arsenal::detail::basic_ticket_lock<model_policy>;
using spoilt_lock = arsenal::detail::basic_ticket_lock<spoilt_policy>;

} // namespace

TEST_CASE("ticket_lock: every execution") {
    require_flawless("ticket_lock, 2 threads", counting<lock>(2), {.rounds = 1});
    require_flawless("ticket_lock, 2 threads, twice each", counting_twice<lock>(2), {.rounds = 1});
    require_flawless("ticket_lock, 3 threads", counting<lock>(3), {.rounds = 1});
    require_flawless("ticket_lock, 4 threads", counting<lock>(4));
    require_flawless("ticket_lock, lock and try_lock", trying<lock>(2), {.rounds = 1});
    require_flawless("ticket_lock, lock and 2 try_lock", trying<lock>(3), {.rounds = 1});
    require_flawless("ticket_lock, lock and 3 try_lock", trying<lock>(4));
    require_flawless("ticket_lock, destroyed by the last of 2", last_destroys<lock>, {.rounds = 1});
}

TEST_CASE("ticket_lock: no order is stronger than it must be") {
    CHECK(needless_orders("ticket_lock.hpp", {counting<lock>(2), trying<lock>(2)}, {.rounds = 1}).empty());
}

TEST_CASE("ticket_lock: each operation is needed, and needed whole") {
    // The holder knows the ticket that is served.
    CHECK(unnoticed_flaws(
              {{counting<spoilt_lock>(2), {.rounds = 1}}, {trying<spoilt_lock>(2), {.rounds = 1}}}) ==
          std::vector<std::string>{"load: ignored"});
}
