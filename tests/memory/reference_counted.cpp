#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>

#include <support/child_process.hpp>
#include <support/instance_counter.hpp>

#include <thread>
#include <vector>

#if ARSENAL_TEST_IMPORT
import arsenal.memory;
#else
#include <arsenal/memory.hpp>
#endif
#include <arsenal/platform/config.hpp>

using arsenal::intrusive_ptr;
using arsenal::make_intrusive;

namespace {

template <class Counter>
struct node : arsenal::reference_counted<node<Counter>, Counter>, support::instance_counter<node<Counter>> {
    explicit node(int v = 0) : value(v) {}
    int value;
    intrusive_ptr<node> next;
};

} // namespace

TEMPLATE_TEST_CASE("reference_counted: the last owner deletes", "", arsenal::local_counter,
                   arsenal::atomic_counter) {
    using counted = node<TestType>;
    {
        auto list = make_intrusive<counted>(1);
        list->next = make_intrusive<counted>(2);
        list->next->next = make_intrusive<counted>(3);
        const intrusive_ptr<counted> again = list.get(); // any plain pointer can become an owner
        CHECK((list->use_count() == 2 && counted::live() == 3));
        const counted copy(*list);
        CHECK(copy.use_count() == 0);
        *list->next = copy;
        CHECK(list->next->use_count() == 3); // list's, the copy's and its own
        list->next->next = nullptr;
        list = list->next; // which is read from what may end by it
        CHECK(list->value == 1);
    }
    CHECK((counted::live() == 0 && counted::errors() == 0));
}

TEST_CASE("atomic_counter: owners in many threads, and the last sees what all have written") {
    struct shared : arsenal::reference_counted<shared> {
        ~shared() { *sum = written[0] + written[1] + written[2] + written[3]; }
        int written[4] = {};
        int* sum = nullptr;
    };
    for (int round = 0; round != 100; ++round) {
        int sum = 0;
        {
            std::vector<std::jthread> threads;
            auto p = make_intrusive<shared>();
            p->sum = &sum;
            for (int t = 0; t != 4; ++t)
                threads.emplace_back([t, mine = p]() mutable {
                    for (int i = 0; i != 100; ++i) {
                        const intrusive_ptr<shared> copy = mine;
                        if (i == 99) copy->written[t] = 1;
                    }
                    mine.reset();
                });
            p.reset();
        }
        REQUIRE(sum == 4);
    }
}

#if ARSENAL_HARDENING == ARSENAL_HARDENING_DEBUG
TEST_CASE("reference_counted stops where counts go wrong, in mode debug") {
    using local = node<arsenal::local_counter>;
    using atomic = node<arsenal::atomic_counter>;
    CHECK(support::stops("without owners is adopted",
                         [] { intrusive_ptr<local>(new local, arsenal::adopt_object); }));
    CHECK(support::stops("without owners is adopted", [] { intrusive_ptr<atomic>(new atomic, false); }));
    CHECK(support::stops("without owners is released", [] { intrusive_ptr_release(new local); }));
    CHECK(support::stops("without owners is released", [] { intrusive_ptr_release(new atomic); }));
}
#endif
