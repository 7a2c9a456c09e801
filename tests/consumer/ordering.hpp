#pragma once

// The algorithms of the package, each checked on a few lengths, by an outside program that has included or
// imported them.
namespace ordering {

struct record {
    int key;
    int place;
};

/// Numbers in no order, each of them several times.
inline std::vector<int> numbers(int n) {
    std::vector<int> v;
    for (int i = 0; i != n; ++i) v.push_back(i * 7919 % (n / 3 + 1) - n / 7);
    return v;
}

template <class Sort>
bool sorts(Sort sort, int n) {
    const std::vector<int> before = numbers(n);
    std::vector<int> v = before;
    sort(v);
    for (std::size_t i = 1; i < v.size(); ++i)
        if (v[i] < v[i - 1]) return false;
    return arsenal::is_permutation(v.begin(), v.end(), before.begin(), before.end());
}

inline bool keeps_equals_in_place(int n) {
    std::vector<record> v;
    for (const int key : numbers(n)) v.push_back({key, static_cast<int>(v.size())});
    const std::vector<record> unsorted = v;
    arsenal::stable_sort(v.begin(), v.end(), [](const record& a, const record& b) { return a.key < b.key; });
    for (std::size_t i = 1; i < v.size(); ++i)
        if (v[i].key < v[i - 1].key || (v[i].key == v[i - 1].key && v[i].place < v[i - 1].place))
            return false;
    arsenal::ranges::sort(v, {}, &record::place);
    for (std::size_t i = 0; i != v.size(); ++i)
        if (v[i].place != unsorted[i].place || v[i].key != unsorted[i].key) return false;
    return true;
}

inline bool sorts_names() {
    std::vector<std::string> v{"Grace", "Ada", "Alan", "Edsger Wybe Dijkstra", ""};
    arsenal::ranges::sort(v, std::greater<>());
    return v[0] == "Grace" && v[1] == "Edsger Wybe Dijkstra" && v[4].empty();
}

/// Even numbers are there, odd ones are not.
inline bool searches(int n) {
    std::vector<int> even;
    for (int i = 0; i != n; ++i) even.push_back(2 * i);
    const arsenal::static_search_tree<int> tree(even.begin(), even.end());
    for (int i = 0; i != n; ++i) {
        const auto at = static_cast<std::size_t>(i);
        const auto bound = arsenal::lower_bound(even.begin(), even.end(), 2 * i - 1);
        if (bound - even.begin() != i || !tree.contains(2 * i) || tree.contains(2 * i - 1)) return false;
        if (*tree.lower_bound(2 * i - 1) != even[at]) return false;
        if (arsenal::find(even.begin(), even.end(), 2 * i) - even.begin() != i) return false;
        if (arsenal::ranges::binary_search(even, 2 * i + 1)) return false;
    }
    return tree.size() == even.size() && arsenal::find(even.begin(), even.end(), 1) == even.end();
}

inline bool scans(int n) {
    std::vector<int> v = numbers(n);
    long sum = 0;
    long zeros = 0;
    for (const int x : v) {
        sum += x;
        zeros += x == 0;
    }
    if (arsenal::accumulate(v.begin(), v.end(), 0L) != sum) return false;
    if (arsenal::count(v.begin(), v.end(), 0) != zeros) return false;
    v.erase(arsenal::remove(v.begin(), v.end(), 0), v.end());
    return static_cast<long>(v.size()) == n - zeros && arsenal::count(v.begin(), v.end(), 0) == 0;
}

inline bool works() {
    for (const int n : {0, 1, 5, 64, 3000}) {
        if (!sorts([](auto& v) { arsenal::sort(v.begin(), v.end()); }, n) ||
            !sorts([](auto& v) { arsenal::sort(v.rbegin(), v.rend(), [](int a, int b) { return b < a; }); },
                   n) ||
            !sorts([](auto& v) { arsenal::stable_sort(v.begin(), v.end()); }, n) ||
            !sorts([](auto& v) { arsenal::radix_sort(v.begin(), v.end()); }, n) ||
            !keeps_equals_in_place(n) || !searches(n) || !scans(n))
            return false;
    }
    return sorts_names();
}

} // namespace ordering
