// stable_sort of strings: by their bytes, which string is which is seen by where its characters are.

#include "precompiled.hpp"

#include "under_test.hpp"

namespace {

/// Of up to three letters, a zero and a byte with its high bit set among them, after a prefix of `shared`.
std::vector<std::string> strings(int n, std::size_t shared, unsigned letters) {
    std::mt19937 random(static_cast<unsigned>(n) + letters);
    std::vector<std::string> v;
    for (int i = 0; i < n; ++i) {
        std::string s(shared, 'p');
        for (auto rest = random() % (letters % 2 == 0 ? 4 : 30); rest > 0; --rest) {
            s += "\0a\xffzb"[random() % letters];
        }
        v.push_back(std::move(s));
    }
    return v;
}

} // namespace

TEST_CASE("stable_sort orders strings by their bytes and keeps the order of equal ones") {
    for (int n : {2, 23, 24, 100, 3000}) {
        for (std::size_t shared : {0, 5, 40}) {
            for (unsigned letters : {1U, 2U, 3U, 5U}) {
                const auto source = strings(n, shared, letters);
                const auto check = [&](auto sort, auto less) {
                    std::vector<std::string> v = source;
                    std::vector<const char*> places; // a string with a block of its own keeps it when moved
                    std::vector<std::size_t> expected;
                    for (std::string& s : v) {
                        s.reserve(64);
                        places.push_back(s.data());
                        expected.push_back(expected.size());
                    }
                    std::sort(expected.begin(), expected.end(), [&](std::size_t i, std::size_t j) {
                        return less(source[i], source[j]) || (source[i] == source[j] && i < j);
                    });
                    sort(v, less);
                    bool same = true;
                    for (std::size_t i = 0; i < v.size(); ++i) {
                        same = same && v[i] == source[expected[i]] && v[i].data() == places[expected[i]];
                    }
                    CHECK(same);
                };
                const auto classic = [](auto& v, auto less) { ut::stable_sort(v.begin(), v.end(), less); };
                check(classic, std::less<>{});
                check(classic, std::greater<>{});
                check([](auto& v, auto) { ut::stable_sort(v.begin(), v.end()); }, std::less<>{});
                check([](auto& v, auto less) { ut::ranges::stable_sort(v, less); }, std::ranges::greater{});
            }
        }
    }
}
