#include <memory/bytes.hpp>

#include <algorithm>
#include <cstring>
#include <functional>
#include <iterator>

namespace {

using bench::byte_contender, bench::byte_job, bench::run_jobs;
using byte = unsigned char;

std::size_t offset(const byte_job& job, const void* at) {
    return at != nullptr ? static_cast<std::size_t>(static_cast<const byte*>(at) - job.p) : job.n;
}
std::string_view text(const byte_job& job) { return {reinterpret_cast<const char*>(job.p), job.n}; }
std::string_view wanted(const byte_job& job) { return {reinterpret_cast<const char*>(job.q), job.m}; }
std::size_t found(const byte_job& job, std::size_t at) { return at != std::string_view::npos ? at : job.n; }

std::vector<byte_contender> find_last() {
    return {
        {"memrchr", run_jobs<decltype([](const byte_job& j) { return offset(j, memrchr(j.p, *j.q, j.n)); })>},
        {"std::find, reversed", run_jobs<decltype([](const byte_job& j) {
             const auto end = std::make_reverse_iterator(j.p);
             const auto at = std::find(std::make_reverse_iterator(j.p + j.n), end, *j.q);
             return at != end ? offset(j, &*at) : j.n;
         })>},
        {"loop", run_jobs<decltype([](const byte_job& j) {
             for (std::size_t i = j.n; i != 0; --i)
                 if (j.p[i - 1] == *j.q) return i - 1;
             return j.n;
         })>}};
}

std::vector<byte_contender> count() {
    return {{"std::count", run_jobs<decltype([](const byte_job& j) {
                 return static_cast<std::size_t>(std::count(j.p, j.p + j.n, *j.q));
             })>},
            {"loop", run_jobs<decltype([](const byte_job& j) {
                 std::size_t found = 0;
                 for (std::size_t i = 0; i != j.n; ++i) found += j.p[i] == *j.q;
                 return found;
             })>}};
}

std::vector<byte_contender> mismatch() {
    return {{"std::mismatch", run_jobs<decltype([](const byte_job& j) {
                 return offset(j, std::mismatch(j.p, j.p + j.n, j.q).first);
             })>},
            {"loop", run_jobs<decltype([](const byte_job& j) {
                 std::size_t i = 0;
                 while (i != j.n && j.p[i] == j.q[i]) ++i;
                 return i;
             })>}};
}

std::vector<byte_contender> find_any() {
    return {
        {"std::find_first_of", run_jobs<decltype([](const byte_job& j) {
             return offset(j, std::find_first_of(j.p, j.p + j.n, j.q, j.q + j.m));
         })>},
        {"string_view::find_first_of",
         run_jobs<decltype([](const byte_job& j) { return found(j, text(j).find_first_of(wanted(j))); })>},
        {"strcspn", run_jobs<decltype([](const byte_job& j) { // both end with a zero and have no other
             return std::strcspn(reinterpret_cast<const char*>(j.p), reinterpret_cast<const char*>(j.q));
         })>},
        {"loop over a table", run_jobs<decltype([](const byte_job& j) {
             bool is_wanted[256]{};
             for (std::size_t i = 0; i != j.m; ++i) is_wanted[j.q[i]] = true;
             std::size_t i = 0;
             while (i != j.n && !is_wanted[j.p[i]]) ++i;
             return i;
         })>},
        {"memchr of each", run_jobs<decltype([](const byte_job& j) {
             std::size_t first = j.n;
             for (std::size_t i = 0; i != j.m; ++i) {
                 const void* const at = std::memchr(j.p, j.q[i], first);
                 if (at != nullptr) first = offset(j, at);
             }
             return first;
         })>}};
}

std::vector<byte_contender> search() {
    return {{"memmem",
             run_jobs<decltype([](const byte_job& j) { return offset(j, memmem(j.p, j.n, j.q, j.m)); })>},
            {"std::search", run_jobs<decltype([](const byte_job& j) {
                 return offset(j, std::search(j.p, j.p + j.n, j.q, j.q + j.m));
             })>},
            {"string_view::find",
             run_jobs<decltype([](const byte_job& j) { return found(j, text(j).find(wanted(j))); })>},
            {"boyer_moore_horspool", run_jobs<decltype([](const byte_job& j) {
                 const std::boyer_moore_horspool_searcher searcher(j.q, j.q + j.m);
                 return offset(j, std::search(j.p, j.p + j.n, searcher));
             })>}};
}

std::vector<byte_contender> reverse_copy() {
    return {{"std::reverse_copy", run_jobs<decltype([](const byte_job& j) {
                 return static_cast<std::size_t>(std::reverse_copy(j.p, j.p + j.n, j.out) - j.out);
             })>},
            {"loop", run_jobs<decltype([](const byte_job& j) {
                 for (std::size_t i = 0; i != j.n; ++i) j.out[i] = j.p[j.n - 1 - i];
                 return j.n;
             })>}};
}

} // namespace

std::vector<byte_contender> bench::byte_rivals(byte_operation operation) {
    switch (operation) {
    case byte_operation::find_last:
        return find_last();
    case byte_operation::count:
        return count();
    case byte_operation::mismatch:
        return mismatch();
    case byte_operation::find_any:
        return find_any();
    case byte_operation::search:
        return search();
    case byte_operation::reverse_copy:
        return reverse_copy();
    }
    return {};
}
