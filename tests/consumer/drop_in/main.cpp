#include "counts.hpp"

#include <algorithm>
#include <cstdio>
#include <limits>
#include <numeric>
#include <vector>

#if !defined(ARSENAL_DROP_IN_UNORDERED_MAP) || !defined(ARSENAL_DROP_IN_ALGORITHM) ||                        \
    !defined(ARSENAL_DROP_IN_NUMERIC)
#error "the drop-in was not found"
#endif

namespace {

/// Arsenal puts NaNs last; the platform's sort leaves these as they are.
bool sorts() {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    std::vector<double> v{nan, 3, nan, 1, 2};
    std::sort(v.begin(), v.end());
    return v[0] == 1 && v[1] == 2 && v[2] == 3 && v[3] != v[3];
}

bool finds() {
    std::vector<int> v;
    for (int i = 0; i != 3000; ++i) v.push_back(i * 7919 % 3000);
    const auto at = std::find(v.begin(), v.end(), 1);
    std::stable_sort(v.begin(), v.end());
    const std::vector<unsigned char> bytes(3000, 255);
    return std::accumulate(bytes.begin(), bytes.end(), 0) == 3000 * 255 && at != v.end() &&
           std::lower_bound(v.begin(), v.end(), 1999) - v.begin() == 1999 &&
           std::is_sorted(v.begin(), v.end());
}

} // namespace

int main() {
    word_counts words;
    for (const char* word : {"to", "be", "or", "not", "to", "be"}) add(words, word);
    if (words.total != 6 || words.distinct.size() != 4 || words.counts.at("be") != 2) return 1;
    if (!sorts() || !finds()) return 2;
    std::puts("ok");
}
