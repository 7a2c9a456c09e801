// How many files does each header pull in? Reads what `grep -r '#include' DIRECTORY...` prints, lines such as
//
//   /usr/include/c++/12/map:#include <bits/stl_tree.h>
//
// follows every file's includes as far as they go, and prints the files with the largest closures. An include
// is looked up beside the file that has it, then by what follows one of the search roots.
//
// usage: include_closure FILE [ROOT...]        without roots: /usr/include/

#include "input.hpp"

#include <algorithm>
#include <iostream>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace {

struct Include {
    std::string from;
    std::string name; // as it stands between the quotes or angle brackets
};

std::vector<Include> parse(std::string_view text) {
    std::vector<Include> includes;
    while (!text.empty()) {
        std::string_view line = take_until(text, '\n');
        const std::string_view from = take_until(line, ':');
        const std::size_t begin = line.find_first_of("<\"");
        const std::size_t end = line.find_last_of(">\"");
        if (line.find("include") < begin && begin < end && end != std::string_view::npos)
            includes.push_back({std::string(from), std::string(line.substr(begin + 1, end - begin - 1))});
    }
    return includes;
}

class Resolver {
public:
    Resolver(const std::vector<Include>& includes, const std::vector<std::string>& roots) : roots_(roots) {
        for (const Include& include : includes) files_.insert(include.from);
    }

    /// The file that is meant, or the plain name of one that has no includes of its own.
    std::string operator()(const Include& include) const {
        const std::string beside = include.from.substr(0, include.from.rfind('/') + 1) + include.name;
        if (files_.contains(beside)) return beside;
        for (const std::string& root : roots_)
            if (const auto found = files_.find(root + include.name); found != files_.end()) return *found;
        return include.name;
    }

private:
    std::vector<std::string> roots_;
    std::unordered_set<std::string> files_;
};

/// Each file as a number, in the order of first appearance, with the numbers of what it includes.
class Numbering {
public:
    std::size_t operator()(const std::string& file) {
        const auto [place, is_new] = numbers_.try_emplace(file, names.size());
        if (is_new) {
            names.push_back(file);
            included.emplace_back();
        }
        return place->second;
    }

    std::vector<std::string> names;
    std::vector<std::unordered_set<std::size_t>> included;

private:
    std::unordered_map<std::string, std::size_t> numbers_;
};

std::size_t closure_size(const Numbering& files, std::size_t start) {
    std::unordered_set<std::size_t> reached{start};
    std::vector<std::size_t> pending{start};
    while (!pending.empty()) {
        const std::size_t file = pending.back();
        pending.pop_back();
        for (const std::size_t next : files.included[file])
            if (reached.insert(next).second) pending.push_back(next);
    }
    return reached.size() - 1;
}

} // namespace

int main(int argc, char** argv) {
    if (argc < 2) {
        std::cerr << "usage: include_closure FILE [ROOT...]\n";
        return 2;
    }
    std::vector<std::string> roots(argv + 2, argv + argc);
    if (roots.empty()) roots.emplace_back("/usr/include/");

    const std::vector<Include> includes = parse(read_file(argv[1]));
    const Resolver resolve(includes, roots);
    Numbering files;
    for (const Include& include : includes) {
        const std::size_t from = files(include.from);
        const std::size_t to = files(resolve(include));
        files.included[from].insert(to);
    }

    std::vector<std::pair<std::size_t, std::string>> ranking;
    for (std::size_t file = 0; file != files.names.size(); ++file)
        if (!files.included[file].empty()) ranking.emplace_back(closure_size(files, file), files.names[file]);
    std::sort(ranking.begin(), ranking.end(), [](const auto& a, const auto& b) {
        return a.first != b.first ? a.first > b.first : a.second < b.second;
    });
    for (const auto& [size, name] : ranking) std::cout << size << ' ' << name << '\n';
}
