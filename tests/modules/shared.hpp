#pragma once

// What one translation unit calls in another. The parameters are Arsenal's types, as whoever includes this
// has them: by #include or by import. It links only if both mean the same types.

#include <string>

namespace shared {

using map = arsenal::unordered_map<std::string, int>;
using set = arsenal::unordered_set<int>;

struct trusted_hash {
    std::size_t operator()(int value) const noexcept { return static_cast<std::size_t>(value); }
};

// Each fills, looks up and erases with the code that its own translation unit instantiates.
map make_by_include();
map make_by_import();
int total_by_include(const map& ages, const set& excluded);
int total_by_import(const map& ages, const set& excluded);
void erase_by_include(map& ages, set::node_type excluded);
void erase_by_import(map& ages, set::node_type excluded);

bool is_trusted_by_include();
bool is_trusted_by_import();

} // namespace shared

// A consumer specialises an exported trait.
template <>
struct arsenal::is_avalanching<shared::trusted_hash> {
    static constexpr bool value = true;
};
