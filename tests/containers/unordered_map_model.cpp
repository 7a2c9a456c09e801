#include <catch2/catch_test_macros.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <random>
#include <string>
#include <utility>

#include <containers/functors.hpp>

#include <support/under_test.hpp>

// A long random walk through the interface against std::map, with good, ordered, weak and useless hashes.

namespace {

struct low_bits_only {
    std::size_t operator()(std::uint64_t key) const noexcept { return key & 7; }
};
struct high_bits_only {
    std::size_t operator()(std::uint64_t key) const noexcept { return key << 58; }
};

template <class Map>
class walk {
public:
    explicit walk(unsigned seed) : random_(seed) {}

    void steps(int n, std::uint64_t keys) {
        for (int i = 0; i < n; ++i) {
            step(random_() % keys * stride_, static_cast<int>(random_() % 1000));
            if (i % 256 == 0) compare();
        }
        compare();
    }
    void stride(std::uint64_t s) { stride_ = s; }

private:
    using model = std::map<std::uint64_t, std::string>;

    void step(std::uint64_t key, int what) {
        const std::string text = std::to_string(what);
        if (what < 250)
            REQUIRE(mine_.emplace(key, text).second == model_.emplace(key, text).second);
        else if (what < 350)
            REQUIRE(mine_.try_emplace(key, text).second == model_.try_emplace(key, text).second);
        else if (what < 450)
            mine_[key] = model_[key] = text;
        else if (what < 500)
            REQUIRE(mine_.insert_or_assign(key, text).second == model_.insert_or_assign(key, text).second);
        else if (what < 800)
            REQUIRE(mine_.erase(key) == model_.erase(key));
        else if (what < 900)
            look(key);
        else if (what < 930)
            move_through_a_node(key);
        else if (what < 950)
            erase_first();
        else if (what < 960)
            mine_.rehash(model_.size() * static_cast<std::size_t>(what % 4));
        else if (what < 970)
            mine_ = Map(mine_);
        else if (what < 980)
            merge_some(key);
        else if (what < 990)
            swap_through();
        else if (what == 990)
            mine_.clear(), model_.clear();
    }
    void look(std::uint64_t key) {
        const auto a = mine_.find(key);
        const auto b = model_.find(key);
        REQUIRE((a != mine_.end()) == (b != model_.end()));
        if (b != model_.end()) REQUIRE(a->second == b->second);
    }
    void move_through_a_node(std::uint64_t key) {
        auto node = mine_.extract(key);
        REQUIRE(node.empty() == (model_.count(key) == 0));
        if (node.empty()) return;
        node.key() = key + stride_;
        auto theirs = model_.extract(key);
        theirs.key() = key + stride_;
        REQUIRE(mine_.insert(std::move(node)).inserted == model_.insert(std::move(theirs)).inserted);
    }
    void erase_first() {
        if (mine_.empty()) return;
        model_.erase(mine_.begin()->first);
        mine_.erase(mine_.begin());
    }
    void merge_some(std::uint64_t key) {
        Map other;
        for (std::uint64_t i = 0; i < 20; ++i) {
            other.emplace(key + i * stride_, "merged");
            model_.emplace(key + i * stride_, "merged");
        }
        mine_.merge(other);
    }
    void swap_through() {
        Map other(std::move(mine_));
        mine_ = Map();
        mine_.swap(other);
    }
    void compare() {
        REQUIRE(mine_.size() == model_.size());
        std::size_t reached = 0;
        for (const auto& [key, text] : mine_) {
            const auto at = model_.find(key);
            REQUIRE((at != model_.end() && at->second == text));
            ++reached;
        }
        REQUIRE(reached == model_.size());
        for (const auto& [key, text] : model_) REQUIRE(mine_.contains(key));
    }

    Map mine_;
    model model_;
    std::mt19937 random_;
    std::uint64_t stride_ = 1;
};

template <class Hash>
void walk_with(std::uint64_t keys, std::uint64_t stride, int steps) {
    walk<ut::unordered_map<std::uint64_t, std::string, Hash>> w(static_cast<unsigned>(keys ^ stride));
    w.stride(stride);
    w.steps(steps, keys);
}

} // namespace

TEST_CASE("unordered_map model: the default hash", "[unord.map]") {
    walk_with<std::hash<std::uint64_t>>(8, 1, 3000);
    walk_with<std::hash<std::uint64_t>>(100, 1, 5000);
    walk_with<std::hash<std::uint64_t>>(5000, 1, 20000);
    walk_with<std::hash<std::uint64_t>>(1000, std::uint64_t{1} << 16, 5000);
    walk_with<std::hash<std::uint64_t>>(1000, std::uint64_t{1} << 52, 5000);
}

TEST_CASE("unordered_map model: weak and useless hashes", "[unord.map]") {
    walk_with<functors::constant_hash>(100, 1, 3000);
    walk_with<low_bits_only>(300, 1, 5000);
    walk_with<high_bits_only>(300, 1, 5000);
}
