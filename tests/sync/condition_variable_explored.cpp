#include <arsenal/sync/detail/basic_condition_variable.hpp>
#include <sync/spoilt_waits.hpp>

// Every execution of a few waits and notifications, and what the explorer makes of a condition variable that
// is spoilt.

using namespace explored;

namespace {

template <class Policy>
using condition_variable = arsenal::detail::basic_condition_variable<Policy>;

// One makes something, the other waits for it. The notification comes with the lock held, or after.
template <class Policy, class Lock = plain_lock>
program hand_over(bool notify_locked) {
    return [=](execution& run) {
        Lock lock;
        condition_variable<Policy> changed;
        plain<int> made{0};
        run.threads(
            [&, notify_locked] {
                lock.lock();
                made.set(1);
                if (notify_locked) changed.notify_one();
                lock.unlock();
                if (!notify_locked) changed.notify_one();
            },
            [&] {
                lock.lock();
                while (made.get() == 0) changed.wait(lock);
                lock.unlock();
            });
    };
}

// Two wait, and are notified together or one by one.
program two_waiters(bool together) {
    return [=](execution& run) {
        plain_lock lock;
        condition_variable<model_policy> changed;
        plain<int> made{0};
        const auto take = [&] {
            lock.lock();
            while (made.get() == 0) changed.wait(lock);
            made.set(made.get() - 1);
            lock.unlock();
        };
        run.threads(take, take, [&, together] {
            lock.lock();
            made.set(2);
            if (together) changed.notify_all();
            lock.unlock();
            if (together) return;
            changed.notify_one();
            changed.notify_one();
        });
        run.require(made.get() == 0, "both have taken one");
    };
}

// The deadline passes at any time; who was notified says so, and only who was.
void in_time_or_not(execution& run) {
    plain_lock lock;
    condition_variable<model_policy> changed;
    plain<bool> waiting{false};
    bool notified = false;
    bool was_waiting = false;
    run.threads(
        [&] {
            lock.lock();
            was_waiting = waiting;
            if (was_waiting) changed.notify_one();
            lock.unlock();
        },
        [&] {
            lock.lock();
            waiting = true;
            notified = changed.wait_until(lock, 0);
            waiting = false;
            lock.unlock();
        });
    run.require(notified <= was_waiting, "a notification comes from somebody");
}

// A notification wakes one of two waiters; the other's deadline ends its wait. None is lost to who gives up.
void one_of_two_in_time(execution& run) {
    plain_lock lock;
    condition_variable<model_policy> changed;
    plain<int> made{0};
    run.threads(
        [&] {
            lock.lock();
            changed.wait_until(lock, 0);
            lock.unlock();
        },
        [&] {
            lock.lock();
            while (made.get() == 0) changed.wait(lock);
            lock.unlock();
        },
        [&] {
            lock.lock();
            made.set(1);
            changed.notify_all();
            lock.unlock();
        });
}

// All have been notified, and the condition variable ends, whether or not they have returned.
template <bool Timed>
void destroyed_after_notification(execution& run) {
    struct shared {
        condition_variable<model_policy> changed;
    };
    plain_lock lock;
    shared* const object = support::interleave::create<shared>();
    plain<bool> waits{false};
    plain<bool> done{false};
    run.threads(
        [&, object] {
            lock.lock();
            if (!done.get()) {
                waits.set(true);
                if (Timed)
                    object->changed.wait_until(lock, 0);
                else
                    object->changed.wait(lock);
            }
            lock.unlock();
        },
        [&, object] {
            lock.lock();
            done.set(true);
            if (waits.get()) object->changed.notify_all();
            lock.unlock();
            support::interleave::destroy(object);
        });
}

// Notified without a lock: what the node is to its two users hangs on the node alone.
template <class Policy>
void notified_beside_deadline(execution& run) {
    plain_lock lock;
    condition_variable<Policy> changed;
    run.threads([&] { changed.notify_one(); },
                [&] {
                    lock.lock();
                    changed.wait_until(lock, 0);
                    lock.unlock();
                });
}

} // namespace

TEST_CASE("condition_variable: every execution") {
    require_flawless("condition_variable and mutex",
                     hand_over<model_policy, arsenal::detail::basic_mutex<model_policy>>(true));
    require_flawless("condition_variable, notified after unlock", hand_over<model_policy>(false),
                     {.spurious = 1});
    require_flawless("condition_variable, notified under lock", hand_over<model_policy>(true),
                     {.spurious = 1});
    require_flawless("condition_variable that spins first", hand_over<spinning>(true));
    require_flawless("condition_variable, 2 waiters, notify_all", two_waiters(true));
    require_flawless("condition_variable, 2 waiters, notify_one twice", two_waiters(false));
    require_flawless("condition_variable, deadline", in_time_or_not);
    require_flawless("condition_variable, 1 of 2 with a deadline", one_of_two_in_time);
    require_flawless("condition_variable, destroyed after notify", destroyed_after_notification<false>);
    require_flawless("condition_variable, destroyed, deadline", destroyed_after_notification<true>);
}

TEST_CASE("condition_variable: no order is stronger than it must be") {
    CHECK(needless_orders("basic_condition_variable.hpp",
                          {hand_over<spinning>(false), hand_over<model_policy>(false),
                           notified_beside_deadline<model_policy>, notified_beside_deadline<spinning>,
                           destroyed_after_notification<true>})
              .empty());
}

namespace {

// The user's mistake: a notification that comes first is not remembered.
program waits_without_looking() {
    return [](execution& run) {
        plain_lock lock;
        condition_variable<model_policy> changed;
        run.threads([&] { changed.notify_one(); },
                    [&] {
                        lock.lock();
                        changed.wait(lock);
                        lock.unlock();
                    });
    };
}

} // namespace

TEST_CASE("condition_variable: lost notifications are found") {
    CHECK(sleeps_for_ever(hand_over<never_wakes>(true)));
    CHECK(sleeps_for_ever(hand_over<never_compares>(true)));
    CHECK(sleeps_for_ever(waits_without_looking()));
}
