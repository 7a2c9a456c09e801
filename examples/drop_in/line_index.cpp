// Builds an index from words to lines by sorting, as an index larger than memory is built, and asks it: for
// every hundredth line, how many lines share its rarest word. Prints the busiest lines found so, and the
// commonest words.
//
// usage: line_index FILE

#include "input.hpp"

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <functional>
#include <iostream>
#include <utility>
#include <vector>

namespace {

using Entry = std::uint64_t; ///< a word's hash in the upper half, its line in the lower

constexpr Entry entry_of(std::uint32_t hash, std::uint32_t line) { return Entry{hash} << 32 | line; }

struct Index {
    std::vector<Entry> entries; ///< sorted, each once
    std::vector<std::string_view> lines;

    std::size_t lines_with(std::uint32_t hash) const {
        const auto first = std::lower_bound(entries.begin(), entries.end(), entry_of(hash, 0));
        return static_cast<std::size_t>(std::upper_bound(first, entries.end(), entry_of(hash, ~0U)) - first);
    }
};

/// Calls visit(word, hash) for the words of a line: runs of letters, digits and underscores. The hash is
/// FNV-1a's.
void each_word(std::string_view line, auto visit) {
    std::size_t begin = 0;
    std::uint32_t hash = 2166136261U;
    for (std::size_t at = 0; at <= line.size(); ++at) {
        const int c = at == line.size() ? ' ' : static_cast<unsigned char>(line[at]);
        if (std::isalnum(c) || c == '_') {
            hash = (hash ^ static_cast<std::uint32_t>(c)) * 16777619U;
            continue;
        }
        if (begin != at) visit(line.substr(begin, at - begin), hash);
        begin = at + 1;
        hash = 2166136261U;
    }
}

Index index_of(std::string_view text) {
    Index index;
    while (!text.empty()) {
        const auto line = static_cast<std::uint32_t>(index.lines.size());
        index.lines.push_back(take_until(text, '\n'));
        each_word(index.lines.back(), [&](std::string_view, std::uint32_t hash) {
            index.entries.push_back(entry_of(hash, line));
        });
    }
    std::sort(index.entries.begin(), index.entries.end());
    index.entries.erase(std::unique(index.entries.begin(), index.entries.end()), index.entries.end());
    return index;
}

void print_busiest(const Index& index, std::size_t limit) {
    std::vector<std::pair<std::size_t, std::size_t>> busiest; // lines that share the rarest word, line
    for (std::size_t line = 0; line < index.lines.size(); line += 100) {
        std::size_t fewest = index.lines.size() + 1;
        each_word(index.lines[line], [&](std::string_view, std::uint32_t hash) {
            fewest = std::min(fewest, index.lines_with(hash));
        });
        if (fewest <= index.lines.size()) busiest.emplace_back(fewest, line);
    }
    std::stable_sort(busiest.begin(), busiest.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    busiest.resize(std::min(limit, busiest.size()));
    for (const auto& [shared, line] : busiest)
        std::cout << shared << " lines share every word of line " << line + 1 << ": " << index.lines[line]
                  << '\n';
}

void print_commonest(const Index& index, std::size_t limit) {
    std::vector<std::pair<std::size_t, Entry>> words; // lines, first entry
    for (auto first = index.entries.begin(); first != index.entries.end();) {
        const auto last = std::upper_bound(first, index.entries.end(), *first | ~0U);
        words.emplace_back(last - first, *first);
        first = last;
    }
    std::cout << words.size() << " different words\n";
    const auto shown = words.begin() + static_cast<std::ptrdiff_t>(std::min(limit, words.size()));
    std::nth_element(words.begin(), shown, words.end(), std::greater<>());
    std::sort(words.begin(), shown, std::greater<>());
    for (auto word = words.begin(); word != shown; ++word) {
        const auto wanted = static_cast<std::uint32_t>(word->second >> 32);
        std::string_view name;
        each_word(index.lines[static_cast<std::uint32_t>(word->second)],
                  [&](std::string_view text, std::uint32_t hash) { name = hash == wanted ? text : name; });
        std::cout << word->first << " lines have " << name << '\n';
    }
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::cerr << "usage: line_index FILE\n";
        return 2;
    }
    const std::string text = read_file(argv[1]);
    const Index index = index_of(text);
    std::cout << index.entries.size() << " entries of " << index.lines.size() << " lines\n";
    print_commonest(index, 100);
    print_busiest(index, 100);
}
