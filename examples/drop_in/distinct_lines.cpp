// Prints every line of a text once, where it comes first, and at the end the lines that were repeated most.
//
// usage: distinct_lines FILE

#include "input.hpp"

#include <algorithm>
#include <iostream>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace {

struct Lines {
    std::size_t total = 0;
    std::unordered_set<std::string_view> seen;
    std::unordered_map<std::string_view, std::size_t> repeats; // how often after the first time
};

/// Prints what is new as it goes along; the result refers to `text`.
Lines print_distinct(std::string_view text) {
    Lines lines;
    while (!text.empty()) {
        const std::string_view line = take_until(text, '\n');
        ++lines.total;
        if (lines.seen.insert(line).second)
            std::cout << line << '\n';
        else
            ++lines.repeats[line];
    }
    return lines;
}

void print_most_repeated(const Lines& lines, std::size_t limit) {
    std::vector<std::pair<std::string_view, std::size_t>> ranking(std::min(limit, lines.repeats.size()));
    std::partial_sort_copy(lines.repeats.begin(), lines.repeats.end(), ranking.begin(), ranking.end(),
                           [](const auto& a, const auto& b) {
                               return a.second != b.second ? a.second > b.second : a.first < b.first;
                           });
    for (const auto& [line, repeats] : ranking) std::cout << repeats + 1 << " times: " << line << '\n';
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::cerr << "usage: distinct_lines FILE\n";
        return 2;
    }
    std::ios::sync_with_stdio(false);
    const std::string text = read_file(argv[1]);
    const Lines lines = print_distinct(text);
    std::cout << "-- " << lines.total << " lines, " << lines.seen.size() << " distinct\n";
    print_most_repeated(lines, 20);
}
