#include <arsenal/sync/mcs_lock.hpp>
#include <sync/lock_programs.hpp>
#include <sync/spoilt_policy.hpp>

// Every execution of the MCS lock, with nodes of its own, with the caller's, and with both in one queue; and
// each of its operations spoilt.

using namespace explored;
using support::interleave::thread;

namespace {

template <class Policy>
using own_nodes = arsenal::detail::basic_mcs_lock<Policy>;

// With one node for each thread, used again and again.
template <class Policy>
class given_nodes {
public:
    void lock() { lock_.lock(mine()); }
    bool try_lock() { return lock_.try_lock(mine()); }
    void unlock() { lock_.unlock(mine()); }

protected:
    auto& mine() { return nodes_[static_cast<std::size_t>(thread())]; }

    own_nodes<Policy> lock_;
    std::array<typename own_nodes<Policy>::node, 5> nodes_;
};

// Odd threads bring theirs, the others do not.
template <class Policy>
class mixed_nodes : given_nodes<Policy> {
    using given = given_nodes<Policy>;
    bool brings() const { return thread() % 2 == 1; }

public:
    void lock() { brings() ? given::lock() : given::lock_.lock(); }
    bool try_lock() { return brings() ? given::try_lock() : given::lock_.try_lock(); }
    void unlock() { brings() ? given::unlock() : given::lock_.unlock(); }
};

// Nodes that nobody else can have heard of, tried and waited with.
void local_nodes(execution& run) {
    own_nodes<model_policy> lock;
    plain<int> counter{0};
    const auto count = [&](auto& node) {
        counter.set(counter.get() + 1);
        lock.unlock(node);
    };
    run.threads(
        [&] {
            own_nodes<model_policy>::node node;
            if (lock.try_lock(node)) count(node);
        },
        [&] {
            own_nodes<model_policy>::node node;
            lock.lock(node);
            count(node);
        });
}

template <template <class> class Lock>
void require_flawless_lock(const std::string& name) {
    using lock = Lock<model_policy>;
    require_flawless(name + ", 2 threads", counting<lock>(2), {.rounds = 1});
    require_flawless(name + ", 2 threads, twice each", counting_twice<lock>(2), {.rounds = 1});
    require_flawless(name + ", 3 threads", counting<lock>(3), {.rounds = 1});
    require_flawless(name + ", 4 threads", counting<lock>(4));
    require_flawless(name + ", lock and 2 try_lock", trying<lock>(3), {.rounds = 1});
    require_flawless(name + ", destroyed by the last of 2", last_destroys<lock>, {.rounds = 1});
}

} // namespace

TEST_CASE("mcs_lock: every execution") {
    require_flawless_lock<own_nodes>("mcs_lock");
    require_flawless_lock<given_nodes>("mcs_lock, nodes given");
    require_flawless_lock<mixed_nodes>("mcs_lock, some nodes given");
    require_flawless("mcs_lock, lock and try_lock with local nodes", local_nodes, {.rounds = 1});
}

TEST_CASE("mcs_lock: no order is stronger than it must be") {
    CHECK(needless_orders("mcs_lock.hpp",
                          {counting<own_nodes<model_policy>>(3), counting<mixed_nodes<model_policy>>(3),
                           trying<own_nodes<model_policy>>(2), local_nodes})
              .empty());
}

TEST_CASE("mcs_lock: each operation is needed, and needed whole") {
    // Looking at the tail decides only whether to try, looking at the successor whether there is need to.
    CHECK(unnoticed_flaws({{counting<own_nodes<spoilt_policy>>(3), {.rounds = 1}},
                           {counting<mixed_nodes<spoilt_policy>>(3), {.rounds = 1}},
                           {trying<given_nodes<spoilt_policy>>(3), {.rounds = 1}}}) ==
          std::vector<std::string>{"load: ignored", "load: ignored"});
}
