// Strings under less and greater, which are sorted by eight characters at a time.

#include "precompiled.hpp"

#include <string_view>

#include "sorts.hpp"

namespace {

std::vector<std::string> strings_of(int n, int kind) {
    std::mt19937 random(static_cast<unsigned>(n * 7 + kind));
    std::vector<std::string> v;
    for (int i = 0; i < n; ++i) {
        std::string s;
        switch (kind) {
        case 0: // short ones of few letters: many equal, many prefixes of others, zeros among them
            for (auto k = random() % 20; k != 0; --k) s += "\0a\xff"[random() % 3];
            break;
        case 1:
            s = std::string(40, '/') + std::to_string(random());
            break;
        case 2:
            s = std::string(random() % 3 * 8, 'x') + static_cast<char>('a' + random() % 26);
            break;
        case 3: // each a prefix of the next
            s = std::string(static_cast<std::size_t>(i), 'z');
            break;
        case 4:
            s = "the same, and longer than a short string";
            break;
        default:
            for (auto k = 4 + random() % 20; k != 0; --k) s += static_cast<char>('a' + random() % 26);
        }
        v.push_back(s);
    }
    std::shuffle(v.begin(), v.end(), random);
    return v;
}

} // namespace

TEMPLATE_TEST_CASE("strings come out as by comparing", "", std::string, std::string_view) {
    for (int n : {1, 2, 23, 24, 100, 700, 9000}) {
        for (int kind = 0; kind < 6; ++kind) {
            if (n == 9000 && kind == 3) continue; // long
            const auto source = strings_of(n, kind);
            std::vector<TestType> expected(source.begin(), source.end());
            std::sort(expected.begin(), expected.end());
            std::vector<TestType> v(source.begin(), source.end());
            ut::sort(v.begin(), v.end());
            CHECK(v == expected);
            v.assign(source.begin(), source.end());
            ut::ranges::sort(v, std::ranges::greater{});
            CHECK(std::equal(v.rbegin(), v.rend(), expected.begin()));
            v.assign(source.begin(), source.end());
            ut::sort(v.rbegin(), v.rend(), std::greater<>{});
            CHECK(v == expected);
        }
    }
}
