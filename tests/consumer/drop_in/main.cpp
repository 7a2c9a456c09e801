#include "counts.hpp"

#include <cstdio>

#ifndef ARSENAL_DROP_IN_UNORDERED_MAP
#error "the drop-in was not found"
#endif

int main() {
    word_counts words;
    for (const char* word : {"to", "be", "or", "not", "to", "be"}) add(words, word);
    if (words.total != 6 || words.distinct.size() != 4 || words.counts.at("be") != 2) return 1;
    std::puts("ok");
}
