// The platform's own users of its map keep it: std::boyer_moore_searcher has one layout in objects built with
// the drop-in and without. drop_in_platform_side.cpp is built without.

#include <functional>
#include <unordered_map>

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <string>

#ifdef __GLIBCXX__
#include <experimental/functional>
#endif

using searcher = std::boyer_moore_searcher<const char32_t*>;
std::size_t size_on_the_platform_side();
searcher make_on_the_platform_side(const char32_t* first, const char32_t* last);

TEST_CASE("drop_in: boyer_moore_searcher works, over bytes and over wide characters") {
    const std::string text = "the quick brown fox", word = "brown";
    CHECK(std::search(text.begin(), text.end(), std::boyer_moore_searcher(word.begin(), word.end())) -
              text.begin() ==
          10);
    const std::u32string wide_text = U"the quick brown fox", wide_word = U"brown";
    const auto found = std::search(wide_text.begin(), wide_text.end(),
                                   std::boyer_moore_searcher(wide_word.begin(), wide_word.end()));
    CHECK(found - wide_text.begin() == 10);
#ifdef __GLIBCXX__
    const auto again = std::experimental::make_boyer_moore_searcher(wide_word.begin(), wide_word.end())(
        wide_text.begin(), wide_text.end());
    CHECK(again - wide_text.begin() == 10);
#endif
}

TEST_CASE("drop_in: a searcher crosses from an object without the drop-in") {
    const std::u32string text = U"the quick brown fox", word = U"brown";
    CHECK(size_on_the_platform_side() == sizeof(searcher));
    const searcher made = make_on_the_platform_side(word.data(), word.data() + word.size());
    CHECK(std::search(text.data(), text.data() + text.size(), made) - text.data() == 10);
}
