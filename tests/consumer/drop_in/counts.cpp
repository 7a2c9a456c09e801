#include "counts.hpp"

void add(word_counts& words, const std::string& word) {
    ++words.counts[word];
    words.distinct.insert(word);
    ++words.total;
}
