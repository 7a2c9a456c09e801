#include <catch2/catch_test_macros.hpp>

#include <memory/upstream.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <random>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#if ARSENAL_TEST_IMPORT
import arsenal.memory;
#else
#include <arsenal/memory.hpp>
#endif

using arsenal::object_pool;

namespace {

/// Those that are alive, by the pool's own account and by this one.
struct counted {
    static inline std::set<const counted*> alive;

    explicit counted(int n, bool throws = false) : number(n) {
        if (throws) throw std::runtime_error("no object");
        REQUIRE(alive.insert(this).second);
    }
    counted(const counted&) = delete;
    counted& operator=(const counted&) = delete;
    ~counted() { CHECK(alive.erase(this) == 1); }

    int number;
    std::string text = "a text that needs an allocation of its own";
};

struct alignas(256) far_aligned {
    char c;
};

} // namespace

TEST_CASE("object_pool: objects are made and ended where they stand") {
    memory_tests::upstream source;
    object_pool<counted> objects(&source);
    CHECK(objects.upstream_resource() == &source);
    CHECK(objects.empty());
    CHECK(source.calls == 0);
    counted* const one = objects.construct(1);
    counted* const two = objects.construct(2);
    CHECK(one->number == 1);
    CHECK(two->number == 2);
    CHECK(objects.size() == 2);
    objects.destroy(one);
    CHECK(objects.construct(3) == one);
    CHECK(objects.owns(two));
    int elsewhere = 0;
    CHECK_FALSE(objects.owns(&elsewhere));
    CHECK_FALSE(object_pool<counted>().owns(&elsewhere));
}

TEST_CASE("object_pool: a constructor that throws leaves no object, and its place free") {
    memory_tests::upstream source;
    object_pool<counted> objects(&source);
    counted* const first = objects.construct(1);
    CHECK_THROWS_AS(objects.construct(2, true), std::runtime_error);
    CHECK_THROWS_AS(objects.make(2, true), std::runtime_error);
    CHECK(objects.size() == 1);
    CHECK(counted::alive == std::set<const counted*>{first});
    source.budget = 0;
    object_pool<counted> none(&source);
    CHECK_THROWS_AS(none.construct(1), std::bad_alloc);
    CHECK(none.empty());
}

TEST_CASE("object_pool: constructors and destructors may make and end others, and fail half-way") {
    struct node {
        node(object_pool<node>& its_pool, int depth, int failing) : pool(its_pool) {
            for (node*& child : children)
                if (depth != 0) child = pool.construct(pool, depth - 1, failing);
            if (depth == failing) {
                end_children();
                throw std::runtime_error("no node");
            }
        }
        node(const node&) = delete;
        node& operator=(const node&) = delete;
        ~node() { end_children(); }
        void end_children() {
            for (node* const child : children)
                if (child != nullptr) pool.destroy(child);
        }
        object_pool<node>& pool;
        node* children[3] = {};
    };
    memory_tests::upstream source;
    object_pool<node> nodes(&source);
    node* const tree = nodes.construct(nodes, 4, -1);
    CHECK(nodes.size() == 1 + 3 + 9 + 27 + 81);
    CHECK_THROWS_AS(nodes.construct(nodes, 4, 4), std::runtime_error);
    CHECK(nodes.size() == 1 + 3 + 9 + 27 + 81);
    nodes.destroy(tree);
    CHECK(nodes.empty());
}

TEST_CASE("object_pool: a handle ends its object") {
    memory_tests::upstream source;
    object_pool<counted> objects(&source);
    object_pool<counted>::handle empty;
    {
        const auto handle = objects.make(5);
        auto other = objects.make(6);
        CHECK(handle->number + other->number == 11);
        empty = std::move(other);
    }
    CHECK(objects.size() == 1);
    empty.reset();
    CHECK(objects.empty());
    CHECK(counted::alive.empty());
}

TEST_CASE("object_pool: what is left at the end is ended, each once, whatever was freed before") {
    for (const int n : {0, 1, 5, 100, 3000})
        for (const unsigned share : {0U, 1U, 50U, 99U, 100U}) {
            memory_tests::upstream source;
            std::mt19937 random(share);
            {
                object_pool<counted> objects(&source);
                std::vector<counted*> made;
                for (int i = 0; i != n; ++i) made.push_back(objects.construct(i));
                std::shuffle(made.begin(), made.end(), random);
                std::size_t left = made.size();
                for (counted* const object : made)
                    if (random() % 100 < share) {
                        objects.destroy(object);
                        --left;
                    }
                CHECK(objects.size() == left);
                CHECK(counted::alive.size() == left);
                if (random() % 2 == 0) {
                    objects.clear();
                    CHECK(objects.empty());
                    CHECK(counted::alive.empty());
                    const int calls = source.calls;
                    for (int i = 0; i != n; ++i) CHECK(objects.construct(i)->number == i);
                    CHECK(source.calls == calls);
                    CHECK(objects.size() == static_cast<std::size_t>(n));
                }
            }
            CHECK(counted::alive.empty());
            CHECK(source.live == 0);
        }
}

TEST_CASE("object_pool: reserved places need no upstream, and are ended only if used") {
    memory_tests::upstream source;
    object_pool<counted> objects(&source);
    objects.reserve(5000);
    const int calls = source.calls;
    for (int i = 0; i != 2000; ++i) static_cast<void>(objects.construct(i));
    CHECK(source.calls == calls);
}

TEST_CASE("object_pool: small and far-aligned objects, and such as need no end") {
    memory_tests::upstream source;
    object_pool<far_aligned> far(&source);
    object_pool<char> small(&source);
    std::set<char*> seen;
    for (int i = 0; i != 300; ++i) {
        CHECK(reinterpret_cast<std::uintptr_t>(far.construct()) % 256 == 0);
        CHECK(seen.insert(small.construct('c')).second);
    }
    small.clear();
    CHECK(small.empty());
    CHECK(seen.contains(small.construct('d')));
}
