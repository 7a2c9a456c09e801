#pragma once

#include <string>
#include <unordered_map>
#include <unordered_set>

struct word_counts {
    std::unordered_map<std::string, int> counts;
    std::unordered_set<std::string> distinct;
    int total = 0;
};

void add(word_counts& words, const std::string& word);
