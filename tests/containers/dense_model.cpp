#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cstdint>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <containers/functors.hpp>

#include <containers/dense_under_test.hpp>

// Random operations beside a vector that does the same one element at a time: contents and order agree after
// each.

namespace {

template <class Key, class Hash>
struct kind {
    using map = ut::dense_hash_map<Key, int, Hash>;
    static Key key(unsigned i, unsigned stride) {
        if constexpr (std::is_same_v<Key, std::string>)
            return "key " + std::to_string(i * stride);
        else
            return static_cast<Key>(i) * (Key{1} << stride) + (i % 5 == 0 ? 0x9e3779b97f4a7c15u * i : 0);
    }
};
struct narrow_hash {
    std::size_t operator()(std::uint64_t x) const { return x & 31; }
};

/// What the map promises, in a form that cannot be wrong.
template <class Key>
class model {
public:
    using value = std::pair<Key, int>;
    std::vector<value> values;

    auto find(const Key& k) { return std::ranges::find(values, k, &value::first); }
    bool insert(const Key& k, int v) {
        if (find(k) != values.end()) return false;
        values.emplace_back(k, v);
        return true;
    }
    bool erase(const Key& k) {
        const auto at = find(k);
        if (at == values.end()) return false;
        *at = values.back();
        values.pop_back();
        return true;
    }
};

} // namespace

TEMPLATE_TEST_CASE("dense: agrees with a model", "[dense]", (kind<std::uint64_t, std::hash<std::uint64_t>>),
                   (kind<std::uint64_t, narrow_hash>), (kind<std::string, std::hash<std::string>>)) {
    using map = typename TestType::map;
    for (unsigned seed = 1; seed <= 12; ++seed) {
        std::mt19937 random(seed);
        const unsigned range = 5u << seed % 6 * 2 % 9, stride = seed % 3 * 16;
        map m, other;
        model<typename map::key_type> expected;
        for (int step = 0; step < 1500; ++step) {
            const auto k = TestType::key(static_cast<unsigned>(random() % range), stride);
            switch (random() % 16) {
            case 0:
                REQUIRE(m.erase(k) == expected.erase(k));
                break;
            case 1:
                if (m.empty()) break;
                {
                    const auto i = static_cast<std::ptrdiff_t>(random() % m.size());
                    REQUIRE(m.extract(m.begin() + i).first ==
                            expected.values[static_cast<std::size_t>(i)].first);
                    expected.erase(
                        typename map::key_type(expected.values[static_cast<std::size_t>(i)].first));
                }
                break;
            case 2:
                if (m.empty()) break;
                {
                    const auto i = static_cast<std::ptrdiff_t>(random() % m.size());
                    m.erase_in_order(m.begin() + i);
                    expected.values.erase(expected.values.begin() + i);
                }
                break;
            case 3:
                if (random() % 8 == 0) {
                    const int divisor = 2 + static_cast<int>(random() % 5);
                    const auto doomed = [&](const auto& v) { return v.second % divisor == 0; };
                    REQUIRE(erase_if(m, doomed) == std::erase_if(expected.values, doomed));
                }
                break;
            case 4:
                if (random() % 16 == 0) m.shrink_to_fit();
                if (random() % 16 == 0) m.rehash(random() % 300);
                if (random() % 32 == 0) {
                    m.clear();
                    expected.values.clear();
                }
                break;
            case 5:
                if (random() % 8 == 0) {
                    other = m;
                    other.merge(m);
                    m = std::move(other);
                }
                break;
            default:
                REQUIRE(m.try_emplace(k, step).second == expected.insert(k, step));
            }
            REQUIRE((m.find(k) != m.end()) == (expected.find(k) != expected.values.end()));
            REQUIRE(m.size() == expected.values.size());
            if (step % 16 == 0) {
                REQUIRE(std::ranges::equal(m, expected.values, [](const auto& a, const auto& b) {
                    return a.first == b.first && a.second == b.second;
                }));
                REQUIRE(dense::contradiction(m) == "");
            }
        }
    }
}
