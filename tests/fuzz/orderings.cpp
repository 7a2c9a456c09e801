// stable_sort, inplace_merge, merge, partial_sort, partial_sort_copy, nth_element and the heap algorithms
// against std's, over elements that copy cheaply, that do not, and keys.

#include <arsenal/algorithms.hpp>

#include <fuzz/byte_source.hpp>
#include <fuzz/require.hpp>
#include <fuzz/shapes.hpp>

#include <deque>
#include <string>
#include <vector>

namespace {

struct tagged {
    unsigned key;
    unsigned tag;
    friend bool operator==(const tagged&, const tagged&) = default;
};
struct named {
    std::string key;
    unsigned tag;
    friend bool operator==(const named&, const named&) = default;
};

tagged make(tagged*, unsigned key, unsigned tag) { return {key, tag}; }
named make(named*, unsigned key, unsigned tag) {
    return {std::string(key % 2 == 0 ? 20 : 3, 'k') + std::to_string(key), tag};
}
int make(int*, unsigned key, unsigned) { return static_cast<int>(key) - 100; }
double make(double*, unsigned key, unsigned tag) {
    return key == 7 ? (tag % 2 == 0 ? 0.0 : -0.0) : key - 7.0;
}

struct by_key {
    bool operator()(const auto& a, const auto& b) const {
        if constexpr (requires { a.key; }) {
            return a.key < b.key;
        } else {
            return a < b;
        }
    }
};

template <class T>
bool same(const std::vector<T>& a, const std::vector<T>& b) {
    if constexpr (std::is_same_v<T, double>) {
        return a.empty() || __builtin_memcmp(a.data(), b.data(), a.size() * sizeof(T)) == 0;
    } else {
        return a == b;
    }
}

template <class T, class Less>
void run(fuzz::byte_source& bytes, Less less) {
    const unsigned distinct = 1 + bytes.below(300);
    const unsigned shape = bytes.below(4);
    std::vector<T> v;
    for (unsigned n = fuzz::length(bytes, 1500); v.size() < n;) {
        const auto tag = static_cast<unsigned>(v.size());
        const unsigned key =
            bytes.empty() || shape != 0 ? (tag * 2654435761U >> 9) % distinct : bytes.below(distinct);
        v.push_back(make(static_cast<T*>(nullptr),
                         shape == 2 && tag % 50 != 0 ? tag
                         : shape == 3                ? n - tag
                                                     : key,
                         tag));
    }
    fuzz::arrange(bytes, v.begin(), v.end(), less);
    const auto k = static_cast<std::ptrdiff_t>(bytes.below(static_cast<unsigned>(v.size()) + 1));
    // libc++ sorts doubles by their bits where it sees that `less` is std's, and puts -0 before a 0 ahead of
    // it.
    const auto plainly = [&](const T& a, const T& b) { return less(a, b); };
    auto sorted = v;
    std::stable_sort(sorted.begin(), sorted.end(), plainly);

    auto w = v;
    arsenal::stable_sort(w.begin(), w.end(), less);
    fuzz::require(same(w, sorted), "stable_sort differs");
    std::deque<T> d(v.begin(), v.end());
    arsenal::stable_sort(d.begin(), d.end(), less);
    w.assign(d.begin(), d.end());
    fuzz::require(same(w, sorted), "stable_sort of a deque differs");

    auto runs = v;
    std::stable_sort(runs.begin(), runs.begin() + k, plainly);
    std::stable_sort(runs.begin() + k, runs.end(), plainly);
    std::vector<T> out(v);
    arsenal::merge(runs.begin(), runs.begin() + k, runs.begin() + k, runs.end(), out.begin(), less);
    fuzz::require(same(out, sorted), "merge differs");
    arsenal::inplace_merge(runs.begin(), runs.begin() + k, runs.end(), less);
    fuzz::require(same(runs, sorted), "inplace_merge differs");

    const auto equivalent = [&](const T& a, const T& b) { return !less(a, b) && !less(b, a); };
    w = v;
    arsenal::partial_sort(w.begin(), w.begin() + k, w.end(), less);
    fuzz::require(std::equal(w.begin(), w.begin() + k, sorted.begin(), equivalent), "partial_sort differs");
    arsenal::sort(w.begin(), w.end(), less);
    fuzz::require(std::equal(w.begin(), w.end(), sorted.begin(), equivalent), "partial_sort lost something");
    arsenal::partial_sort_copy(v.begin(), v.end(), w.begin(), w.begin() + k, less);
    fuzz::require(std::equal(w.begin(), w.begin() + k, sorted.begin(), equivalent),
                  "partial_sort_copy differs");
    w = v;
    arsenal::nth_element(w.begin(), w.begin() + k, w.end(), less);
    if (k < static_cast<std::ptrdiff_t>(w.size())) {
        fuzz::require(equivalent(w[static_cast<std::size_t>(k)], sorted[static_cast<std::size_t>(k)]),
                      "nth_element differs");
    }
    std::sort(w.begin(), w.begin() + k, less);
    std::sort(w.begin() + k, w.end(), less);
    fuzz::require(std::equal(w.begin(), w.end(), sorted.begin(), equivalent), "nth_element did not part");
    w = v;
    arsenal::make_heap(w.begin(), w.end(), less);
    fuzz::require(std::is_heap(w.begin(), w.end(), less), "make_heap made none");
    for (auto end = w.end(); end - w.begin() > k; --end) arsenal::pop_heap(w.begin(), end, less);
    fuzz::require(std::equal(w.begin() + k, w.end(), sorted.begin() + k, equivalent), "pop_heap differs");
    arsenal::sort_heap(w.begin(), w.begin() + k, less);
    fuzz::require(std::equal(w.begin(), w.end(), sorted.begin(), equivalent), "sort_heap differs");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::byte_source bytes(data, size);
    switch (bytes.below(6)) {
    case 0:
        run<int>(bytes, std::less<>());
        break;
    case 1:
        run<double>(bytes, std::greater<>());
        break;
    case 2:
        run<double>(bytes, std::less<>());
        break;
    case 3:
        run<named>(bytes, by_key());
        break;
    default:
        run<tagged>(bytes, by_key());
    }
    return 0;
}
