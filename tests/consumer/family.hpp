#pragma once

// Every container and hash of the package, used once, by an outside program that has included or imported
// them.
namespace family {

template <class Map>
bool counts_words() {
    Map m;
    for (const char* word : {"to", "be", "or", "not", "to", "be"}) ++m[word];
    const Map copy = m;
    return m.size() == 4 && copy == m && m.find("to")->second == 2 && m.erase("be") == 1 &&
           erase_if(m, [](const auto& e) { return e.second == 1; }) == 2;
}
template <class Set>
bool holds_numbers() {
    Set s{1, 2, 3, 2};
    s.reserve(100);
    return s.contains(2) && s.erase(2) != 0 && !s.contains(2);
}
template <class Map>
bool tells_its_stats() {
    Map m;
    m.reserve(1000);
    for (int i = 0; i < 500; ++i) m.emplace(i, i);
    const arsenal::hash_stats s = m.stats();
    std::size_t found = 0;
    for (const std::size_t n : s.found_after) found += n;
    return s.size == 500 && s.keys == 500 && found == 500 && s.slots == m.bucket_count() &&
           s.bytes > s.slots && s.longest_probe >= 1 && s.mean_probe >= 1 && s.mean_miss >= 1;
}
template <class Map>
bool made_from_range(const Map& entries) {
    const Map m(arsenal::from_range, entries);
    return m == entries && !m.empty();
}

inline bool works() {
    using text = std::string;
    using hash = std::hash<int>;
    using equal = std::equal_to<int>;
    using allocator = std::allocator<std::pair<const int, int>>;
    using incremental = arsenal::flat_hash_map<int, int, hash, equal, allocator, arsenal::incremental_growth>;
    using doubling = arsenal::flat_hash_map<int, int, hash, equal, allocator, arsenal::doubling_growth>;
    arsenal::unordered_multimap<text, int> multi{{"a", 1}, {"a", 2}, {"b", 3}};
    const arsenal::hash_stats of_map = arsenal::unordered_map<int, int>{{1, 2}, {3, 4}}.stats();
    const arsenal::hash_stats of_multi = multi.stats();
    arsenal::concurrent_hash_map<text, int> shared;
    int seen = 0;
    shared.emplace("a", 7);
    shared.visit("a", [&](const auto& e) { seen = e.second; });
    arsenal::siphash_1_3 digest(arsenal::siphash_key{1, 2});
    digest.update("abc", 3);
    return multi.count("a") == 2 && seen == 7 && digest.digest() != 0 &&
           counts_words<arsenal::unordered_map<text, int>>() &&
           counts_words<arsenal::flat_hash_map<text, int>>() &&
           counts_words<arsenal::dense_hash_map<text, int>>() &&
           counts_words<arsenal::incremental_hash_map<text, int>>() &&
           counts_words<arsenal::flat_hash_map<text, int, arsenal::hardened_hash<text>>>() &&
           holds_numbers<arsenal::unordered_set<int>>() &&
           holds_numbers<arsenal::unordered_multiset<int>>() &&
           holds_numbers<arsenal::flat_hash_set<int>>() && holds_numbers<arsenal::dense_hash_set<int>>() &&
           holds_numbers<arsenal::incremental_hash_set<int>>() &&
           tells_its_stats<arsenal::flat_hash_map<int, int>>() &&
           tells_its_stats<arsenal::dense_hash_map<int, int>>() &&
           tells_its_stats<arsenal::incremental_hash_map<int, int>>() &&
           tells_its_stats<arsenal::concurrent_hash_map<int, int>>() && of_map.keys == 2 &&
           of_map.found_after[0] == 2 && of_multi.size == 3 && of_multi.keys == 2 && of_multi.bytes != 0 &&
           made_from_range(arsenal::unordered_map<int, int>{{1, 2}}) && made_from_range(multi) &&
           made_from_range(arsenal::flat_hash_map<int, int>{{1, 2}}) &&
           made_from_range(arsenal::dense_hash_map<int, int>{{1, 2}}) &&
           made_from_range(incremental{{1, 2}}) && !std::is_same_v<incremental, doubling>;
}

} // namespace family
