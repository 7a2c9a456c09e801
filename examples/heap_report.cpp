// Who needs how much memory: a word count whose data structures take theirs through a tracing_resource each,
// and the report that comes of it.

#include <cstdio>
#include <cstdlib>
#include <memory_resource>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

import arsenal.memory;

namespace {

constexpr std::string_view text =
    "the quick brown fox jumps over the lazy dog while the dog dreams of the fox that "
    "jumps over incomprehensibilities of the quick brown counterrevolutionaries ";

std::pmr::vector<std::pmr::string> split(std::string_view from, std::pmr::memory_resource& memory) {
    std::pmr::vector<std::pmr::string> words(&memory);
    for (std::size_t end; (end = from.find(' ')) != from.npos; from.remove_prefix(end + 1))
        words.emplace_back(from.substr(0, end));
    return words;
}

} // namespace

int main() {
    arsenal::memory_report report;
    {
        arsenal::tracing_resource for_words(report, "words"), for_counts(report, "counts");
        std::pmr::unordered_map<std::pmr::string, int> counts(&for_counts);
        for (int i = 0; i != 10; ++i)
            for (const std::pmr::string& word : split(text, for_words)) ++counts[word];
        std::fputs(report.text().c_str(), stdout); // the words are gone, the counts are not
    }
    return report.total().live_bytes == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
