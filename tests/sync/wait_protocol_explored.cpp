#include <arsenal/atomic/detail/wait_protocol.hpp>
#include <sync/spoilt_waits.hpp>

// atomic::wait and notify: every execution of their protocol, on the value itself and by the epoch of a slot
// that atomics share.

using namespace explored;

namespace {

using word = model_policy::atomic<std::uint32_t>;

template <class Policy>
using protocol = arsenal::detail::wait_protocol<Policy>;

// Some wait for the value to change; one changes it and notifies.
template <class Policy>
program on_the_value(std::size_t waiters, int notified) {
    return [=](execution& run) {
        typename protocol<Policy>::slot slot;
        word value{0};
        plain<int> data{0};
        std::vector<std::function<void()>> threads(waiters, [&] {
            protocol<Policy>::wait(slot, value, 0,
                                   [&] { return value.load(std::memory_order::acquire) != 0; });
            run.require(data.get() == 1, "what was written before the store is there");
        });
        threads.push_back([&, notified] {
            data.set(1);
            value.store(1, std::memory_order::release);
            protocol<Policy>::notify(slot, value, notified);
        });
        run.spawn(threads);
    };
}

template <class Policy>
program by_the_epoch(std::size_t waiters) {
    return [=](execution& run) {
        typename protocol<Policy>::slot slot;
        word value{0};
        plain<int> data{0};
        std::vector<std::function<void()>> threads(waiters, [&] {
            protocol<Policy>::wait(slot, [&] { return value.load(std::memory_order::acquire) != 0; });
            run.require(data.get() == 1, "what was written before the store is there");
        });
        threads.push_back([&] {
            data.set(1);
            value.store(1, std::memory_order::release);
            protocol<Policy>::notify(slot);
        });
        run.spawn(threads);
    };
}

// Two atomics whose addresses fall on one slot: a notification of one does not cost the other its own.
void two_on_one_slot(execution& run) {
    protocol<model_policy>::slot slot;
    word a{0};
    word b{0};
    const auto is_set = [](word& w) { return [&] { return w.load(std::memory_order::relaxed) != 0; }; };
    run.threads([&] { protocol<model_policy>::wait(slot, is_set(a)); },
                [&] { protocol<model_policy>::wait(slot, is_set(b)); },
                [&] {
                    a.store(1, std::memory_order::relaxed);
                    protocol<model_policy>::notify(slot);
                    b.store(1, std::memory_order::relaxed);
                    protocol<model_policy>::notify(slot);
                });
}

} // namespace

TEST_CASE("wait and notify: every execution") {
    require_flawless("wait on the value, notify_one", on_the_value<model_policy>(1, 1), {.spurious = 1});
    require_flawless("wait on the value, 2 threads, notify_all", on_the_value<model_policy>(2, 2),
                     {.spurious = 1});
    require_flawless("wait on the value, spinning first", on_the_value<spinning>(1, 1));
    require_flawless("wait by the epoch", by_the_epoch<model_policy>(1), {.spurious = 1});
    require_flawless("wait by the epoch, 2 threads", by_the_epoch<model_policy>(2));
    require_flawless("wait by the epoch, 2 atomics on a slot", two_on_one_slot);
}

TEST_CASE("wait and notify: no order is stronger than it must be") {
    CHECK(needless_orders("wait_protocol.hpp",
                          {on_the_value<model_policy>(1, 1), by_the_epoch<model_policy>(1), two_on_one_slot})
              .empty());
}

namespace {

struct without_fences : model_policy {
    static void fence(std::memory_order) {}
};

} // namespace

TEST_CASE("wait and notify: a wake that is lost is found") {
    CHECK(sleeps_for_ever(on_the_value<never_wakes>(1, 1)));
    CHECK(sleeps_for_ever(on_the_value<without_fences>(1, 1)));
    CHECK(sleeps_for_ever(on_the_value<model_policy>(2, 1))); // one is woken of two: the user's mistake
    CHECK(sleeps_for_ever(by_the_epoch<never_wakes>(1)));
    CHECK(sleeps_for_ever(by_the_epoch<never_compares>(1)));
    CHECK(sleeps_for_ever(by_the_epoch<without_fences>(1)));
    CHECK(sleeps_for_ever(by_the_epoch<wakes_only_one>(2)));
}
