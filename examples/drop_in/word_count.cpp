// Counts the words of a text and prints the most frequent ones.
//
// usage: word_count FILE [TOP]

#include "input.hpp"

#include <algorithm>
#include <cctype>
#include <iostream>
#include <unordered_map>
#include <utility>
#include <vector>

namespace {

using Counts = std::unordered_map<std::string, std::size_t>;
using Count = std::pair<std::string, std::size_t>;

/// Words are runs of letters, digits and underscores; capitals count as small letters.
Counts count_words(std::string_view text) {
    Counts counts;
    std::string word;
    const auto finish = [&] {
        if (!word.empty()) ++counts[word];
        word.clear();
    };
    for (const char letter : text) {
        const auto c = static_cast<unsigned char>(letter);
        if (std::isalnum(c) || c == '_')
            word += static_cast<char>(std::tolower(c));
        else
            finish();
    }
    finish();
    return counts;
}

bool more_frequent(const Count& a, const Count& b) {
    return a.second != b.second ? a.second > b.second : a.first < b.first;
}

std::vector<Count> top(const Counts& counts, std::size_t limit) {
    std::vector<Count> ranking(std::min(limit, counts.size()));
    std::partial_sort_copy(counts.begin(), counts.end(), ranking.begin(), ranking.end(), more_frequent);
    return ranking;
}

} // namespace

int main(int argc, char** argv) {
    if (argc < 2 || argc > 3) {
        std::cerr << "usage: word_count FILE [TOP]\n";
        return 2;
    }
    const Counts counts = count_words(read_file(argv[1]));
    const std::size_t limit = argc == 3 ? std::strtoul(argv[2], nullptr, 10) : 1000;

    std::size_t words = 0;
    for (const auto& [word, count] : counts) words += count;
    std::cout << words << " words, " << counts.size() << " different\n";
    for (const auto& [word, count] : top(counts, limit)) std::cout << count << ' ' << word << '\n';
}
