#include <arsenal/sync/detail/basic_recursive_mutex.hpp>
#include <sync/explored.hpp>

// Every execution of a mutex that its holder takes twice.

using namespace explored;

namespace {

using recursive_mutex = arsenal::detail::basic_recursive_mutex<model_policy>;

void twice_beside_once(execution& run) {
    recursive_mutex lock;
    plain<int> counter{0};
    run.threads(
        [&] {
            lock.lock();
            lock.lock();
            counter.set(counter.get() + 1);
            lock.unlock();
            counter.set(counter.get() + 1);
            lock.unlock();
        },
        [&] {
            lock.lock();
            counter.set(counter.get() + 1);
            lock.unlock();
        });
    run.require(counter.get() == 3, "every addition counts");
    run.require(lock.is_free(), "the lock is free in the end");
}

void tries(execution& run) {
    recursive_mutex lock;
    plain<int> counter{0};
    const auto add = [&] {
        if (!lock.try_lock_until(0)) return;
        run.require(lock.try_lock(), "who has it gets it again");
        counter.set(counter.get() + 1);
        lock.unlock();
        lock.unlock();
    };
    run.threads(add, add);
    run.require(lock.is_free(), "the lock is free in the end");
}

} // namespace

TEST_CASE("recursive_mutex: every execution") {
    require_flawless("recursive_mutex, once and twice", twice_beside_once, {.spurious = 1});
    require_flawless("recursive_mutex, deadline", tries);
}

TEST_CASE("recursive_mutex: every execution of three", "[large]") {
    require_flawless("recursive_mutex, 3 threads", counting<recursive_mutex>(3));
}
