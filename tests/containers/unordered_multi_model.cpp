#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <list>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <containers/functors.hpp>
#include <containers/multi.hpp>

// A random history against a model: for each key the list of its elements' tags, in order.

namespace {

/// Groups of a container as the model has them; where a new element goes within its group is the container's
/// choice, so the model asks.
class model {
public:
    template <class Container>
    void inserted(const Container& c, typename Container::const_iterator at) {
        using in = multi::of<Container>;
        std::vector<int>& group = groups_[in::id(*at)];
        const auto first = c.equal_range(consistency::key_of<Container>(*at)).first;
        group.insert(group.begin() + std::distance(first, at), in::tag(*at));
        ++size_;
    }
    void erase(int k, std::size_t n) {
        std::vector<int>& group = groups_.at(k);
        group.erase(group.begin() + static_cast<std::ptrdiff_t>(n));
        if (group.empty()) groups_.erase(k);
        --size_;
    }
    std::size_t erase(int k) {
        const std::size_t n = count(k);
        groups_.erase(k);
        size_ -= n;
        return n;
    }
    std::size_t count(int k) const { return groups_.count(k) ? groups_.at(k).size() : 0; }
    std::size_t size() const { return size_; }

    template <class Container>
    bool agrees(const Container& c) const {
        if (c.size() != size_) return false;
        for (const auto& [k, tags] : groups_)
            if (multi::of<Container>::tags(c, k) != tags) return false;
        return true;
    }

private:
    std::map<int, std::vector<int>> groups_;
    std::size_t size_ = 0;
};

template <class Container>
void history(unsigned seed, unsigned keys, int steps) {
    using in = multi::of<Container>;
    std::mt19937 random(seed);
    Container c;
    model m;
    for (int step = 0; step < steps; ++step) {
        const int k = static_cast<int>(random() % keys);
        const std::size_t present = m.count(k);
        const std::size_t n = present == 0 ? 0 : random() % present;
        const auto at = std::next(c.equal_range(in::key(k)).first, static_cast<std::ptrdiff_t>(n));
        switch (random() % 9) {
        case 0:
        case 1:
        case 2:
            m.inserted(c, c.insert(in::value(k, step)));
            break;
        case 3:
            m.inserted(c, c.emplace_hint(present ? at : c.begin(), in::value(k, step)));
            break;
        case 4:
            if (present == 0) break;
            c.erase(at);
            m.erase(k, n);
            break;
        case 5:
            if (random() % 4 == 0) REQUIRE(c.erase(in::key(k)) == m.erase(k));
            break;
        case 6: {
            if (present == 0) break;
            auto node = c.extract(at);
            m.erase(k, n);
            const int other = static_cast<int>(random() % keys);
            if constexpr (in::is_map)
                node.key() = other;
            else
                node.value().key = other;
            m.inserted(c, c.insert(c.begin(), std::move(node)));
            break;
        }
        case 7:
            if (random() % 20 == 0) c.rehash(random() % 500);
            break;
        default:
            if (random() % 50 == 0) {
                Container copy(c);
                REQUIRE(copy == c);
                c = std::move(copy);
            }
        }
        REQUIRE(c.size() == m.size());
        REQUIRE(c.count(in::key(k)) == m.count(k));
        if (step % 100 == 0) {
            REQUIRE(consistency::contradiction(c) == "");
            REQUIRE(m.agrees(c));
        }
    }
    REQUIRE(m.agrees(c));
}

struct few {
    std::size_t operator()(int k) const { return static_cast<std::size_t>(k & 3); }
    std::size_t operator()(const multi::tagged& t) const { return (*this)(t.key); }
};
using colliding_map = ut::unordered_multimap<int, int, few>;
using colliding_set = ut::unordered_multiset<multi::tagged, few, multi::same_key>;

} // namespace

TEMPLATE_TEST_CASE("unordered_multi model: random histories", "[unord.req]", multi::map, multi::set,
                   colliding_map, colliding_set) {
    unsigned seed = 0;
    for (const unsigned keys : {1u, 4u, 30u, 400u}) history<TestType>(++seed, keys, 2500);
}
