// A symbol table with nested scopes, as the front of a compiler keeps it, over C or C++ text: identifiers
// become numbers, `{` opens a scope, `}` closes it, and a form feed closes all, as between two files. A word
// between a type and one of = ; , ( [ { declares a symbol of the innermost scope; any other word is looked up
// from the inside out. Prints how often each symbol was declared and used, how deep at most, and the words
// that were never declared.
//
// usage: symbol_table FILE

#include "input.hpp"

#include <algorithm>
#include <cctype>
#include <iostream>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace {

using Name = unsigned;

class Names {
public:
    Name operator()(std::string_view spelling) {
        const auto [place, is_new] = numbers_.try_emplace(spelling, static_cast<Name>(spellings_.size()));
        if (is_new) spellings_.push_back(spelling);
        return place->second;
    }
    std::string_view spelling(Name name) const { return spellings_[name]; }

private:
    std::unordered_map<std::string_view, Name> numbers_;
    std::vector<std::string_view> spellings_;
};

struct Usage {
    std::size_t declarations = 0;
    std::size_t uses = 0;
    std::size_t deepest = 0;
};

class SymbolTable {
public:
    SymbolTable() : scopes_(1) {}

    void open() { scopes_.emplace_back(); }
    void close() {
        if (scopes_.size() > 1) scopes_.pop_back();
    }
    void close_all() { scopes_.resize(1); }
    void declare(Name name) {
        ++scopes_.back()[name];
        Usage& usage = usages_[name];
        ++usage.declarations;
        usage.deepest = std::max(usage.deepest, scopes_.size());
    }
    void use(Name name) {
        for (auto scope = scopes_.rbegin(); scope != scopes_.rend(); ++scope) {
            if (scope->contains(name)) {
                ++usages_.at(name).uses;
                return;
            }
        }
        unknown_.insert(name);
    }
    void print(const Names& names) const;

private:
    std::vector<std::unordered_map<Name, std::size_t>> scopes_; // how often each name was declared there
    std::unordered_map<Name, Usage> usages_;
    std::unordered_set<Name> unknown_;
};

void SymbolTable::print(const Names& names) const {
    std::vector<std::pair<std::string_view, Usage>> rows;
    for (const auto& [name, usage] : usages_) rows.emplace_back(names.spelling(name), usage);
    std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    for (const auto& [spelling, usage] : rows)
        std::cout << spelling << ' ' << usage.declarations << ' ' << usage.uses << ' ' << usage.deepest
                  << '\n';
    const auto unknown = std::count_if(unknown_.begin(), unknown_.end(),
                                       [this](Name name) { return !usages_.contains(name); });
    std::cout << "-- " << usages_.size() << " declared, " << unknown << " never declared\n";
}

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }
bool is_blank(char c) { return c != '\f' && std::isspace(static_cast<unsigned char>(c)); }

/// How many characters of `text` are a blank, a comment, a preprocessor line or a literal; 0 for anything
/// else.
std::size_t passed_over(std::string_view text) {
    const char c = text.front();
    if (is_blank(c)) return 1;
    if (c == '#' || text.starts_with("//")) return text.find('\n');
    if (text.starts_with("/*")) return text.find("*/", 2) + 2;
    if (c != '"' && c != '\'') return 0;
    std::size_t at = 1;
    while (at < text.size() && text[at] != c && text[at] != '\n') at += text[at] == '\\' ? 2 : 1;
    return at + 1;
}

/// Takes the next token off `text`: a word or number, or one other character; empty at the end.
std::string_view take_token(std::string_view& text) {
    while (!text.empty()) {
        const std::size_t skip = passed_over(text);
        const auto word_end = std::find_if_not(text.begin(), text.end(), is_word);
        const auto word = static_cast<std::size_t>(word_end - text.begin());
        const std::string_view token = text.substr(0, std::max<std::size_t>(word, 1));
        text.remove_prefix(std::min(text.size(), skip ? skip : token.size()));
        if (!skip) return token;
    }
    return {};
}

void scan(std::string_view text, Names& names, SymbolTable& table) {
    std::string_view before;
    std::string_view token = take_token(text);
    while (!token.empty()) {
        const std::string_view next = take_token(text);
        if (is_word(token.front()) && !std::isdigit(static_cast<unsigned char>(token.front()))) {
            const bool after_type =
                !before.empty() && (is_word(before.front()) || before == "*" || before == "&");
            if (after_type && !next.empty() &&
                std::string_view("=;,([{").find(next) != std::string_view::npos)
                table.declare(names(token));
            else
                table.use(names(token));
        }
        if (token == "{") table.open();
        if (token == "}") table.close();
        if (token == "\f") table.close_all();
        before = std::exchange(token, next);
    }
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::cerr << "usage: symbol_table FILE\n";
        return 2;
    }
    std::ios::sync_with_stdio(false);
    const std::string text = read_file(argv[1]);
    Names names;
    SymbolTable table;
    scan(text, names, table);
    table.print(names);
}
