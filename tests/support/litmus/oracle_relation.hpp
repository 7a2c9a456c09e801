#pragma once

#include <array>
#include <bit>
#include <cstdint>

// A binary relation on the events of one execution, as an adjacency matrix of bits.

namespace support::litmus::axiomatic {

class relation {
public:
    static constexpr int most_events = 32;

    void add(int a, int b) { row(a) |= bit(b); }
    bool has(int a, int b) const { return (row(a) & bit(b)) != 0; }

    relation& operator|=(const relation& other) {
        for (int a = 0; a != most_events; ++a) row(a) |= other.row(a);
        return *this;
    }
    friend relation operator|(relation a, const relation& b) { return a |= b; }

    /// a (first ; second) c: there is a b with a first b and b second c.
    friend relation composed(const relation& first, const relation& second) {
        relation result;
        for (int a = 0; a != most_events; ++a)
            for (auto left = first.row(a); left != 0; left &= left - 1)
                result.row(a) |= second.row(std::countr_zero(left));
        return result;
    }

    friend relation transitive_closure(relation r) {
        for (int via = 0; via != most_events; ++via) {
            if (r.row(via) == 0) continue;
            for (int a = 0; a != most_events; ++a)
                if (r.has(a, via)) r.row(a) |= r.row(via);
        }
        return r;
    }

    friend bool irreflexive(const relation& r) {
        for (int a = 0; a != most_events; ++a)
            if (r.has(a, a)) return false;
        return true;
    }
    friend bool acyclic(const relation& r) { return irreflexive(transitive_closure(r)); }

private:
    using row_type = std::uint32_t;
    static row_type bit(int b) { return row_type{1} << b; }
    row_type& row(int a) { return rows_[static_cast<std::size_t>(a)]; }
    const row_type& row(int a) const { return rows_[static_cast<std::size_t>(a)]; }

    std::array<row_type, most_events> rows_{};
};

} // namespace support::litmus::axiomatic
