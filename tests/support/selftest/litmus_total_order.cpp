#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cstddef>
#include <cstdint>
#include <support/litmus/catalogue.hpp>
#include <support/litmus/oracle.hpp>
#include <support/litmus/random_program.hpp>
#include <vector>

using namespace support::litmus;
using namespace support::litmus::axiomatic;
using namespace support::litmus::shorthand;

namespace {

/// The total order S itself, looked for by trying them all: [atomics.order]/4 once more, as it stands there.
class total_order_search {
public:
    total_order_search(const axioms& a, int events)
        : a_(a), events_(events), place_(static_cast<std::size_t>(events)) {
        for (int e = 0; e != events; ++e)
            if (a.is_seq_cst(e)) order_.push_back(e);
    }

    std::size_t size() const { return order_.size(); }

    bool finds_one() {
        do {
            for (std::size_t i = 0; i != order_.size(); ++i) place_[static_cast<std::size_t>(order_[i])] = i;
            if (valid()) return true;
        } while (std::next_permutation(order_.begin(), order_.end()));
        return false;
    }

private:
    bool precedes(int a, int b) const {
        return place_[static_cast<std::size_t>(a)] < place_[static_cast<std::size_t>(b)];
    }

    bool valid() const {
        for (int a = 0; a != events_; ++a)
            for (int b = 0; b != events_; ++b) {
                if (a_.strongly_happens_before().has(a, b) && a_.is_seq_cst(a) && a_.is_seq_cst(b) &&
                    !precedes(a, b))
                    return false;
                if (a_.coherence_ordered_before().has(a, b) && !obeys_coherence(a, b)) return false;
            }
        return true;
    }

    // The four conditions in one: whatever stands for a precedes whatever stands for b.
    bool obeys_coherence(int a, int b) const {
        const auto before = [&](int f) {
            return f == a || (a_.is_seq_cst_fence(f) && a_.happens_before().has(f, a));
        };
        const auto after = [&](int f) {
            return f == b || (a_.is_seq_cst_fence(f) && a_.happens_before().has(b, f));
        };
        for (const int f : order_)
            for (const int g : order_)
                if (before(f) && after(g) && !precedes(f, g)) return false;
        return true;
    }

    const axioms& a_;
    int events_;
    std::vector<int> order_;
    std::vector<std::size_t> place_;
};

} // namespace

TEST_CASE("interleave oracle: S exists if and only if what it must contain has no cycle", "[support]") {
    int compared = 0, none = 0;
    const auto compare = [&](const litmus_program& program) {
        for_each_candidate(program, rule::none, [&](const execution& e) {
            const axioms a(e, {});
            total_order_search search(a, static_cast<int>(e.size()));
            if (!a.consistent_but_for_total_order() || search.size() > 6) return;
            const bool found = search.finds_one();
            if (a.allowed() != found) CHECK(a.allowed() == found);
            ++compared;
            none += !found;
        });
    };
    const auto catalogue = litmus_catalogue();
    for (std::size_t i = 0; i < catalogue.size(); i += 7) compare(catalogue[i].program); // time is short
    for (std::uint64_t seed = 0; seed != 600; ++seed)
        compare(random_program(seed, {.most_threads = 3, .most_operations = 7, .most_locations = 2}));
    CHECK(compared > 10'000);
    CHECK(none > 100);
}
