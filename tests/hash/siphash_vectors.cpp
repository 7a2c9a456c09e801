#include <catch2/catch_test_macros.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#if ARSENAL_TEST_IMPORT
import arsenal.hash;
#else
#include <arsenal/hash.hpp>
#endif

using arsenal::siphash_1_3;
using arsenal::siphash_2_4;
using arsenal::siphash_key;

namespace {

// The paper's figures 2.1 and 2.2 once more, byte by byte: nothing of the library's is in it.
class by_the_paper {
public:
    by_the_paper(int word_rounds, int last_rounds) : word_rounds_(word_rounds), last_rounds_(last_rounds) {}

    std::uint64_t operator()(const std::vector<unsigned char>& message, const siphash_key& key) const {
        state v = {0x736f6d6570736575 ^ key.low, 0x646f72616e646f6d ^ key.high, 0x6c7967656e657261 ^ key.low,
                   0x7465646279746573 ^ key.high};
        std::vector<unsigned char> padded = message;
        while (padded.size() % 8 != 7) padded.push_back(0);
        padded.push_back(static_cast<unsigned char>(message.size() % 256));
        for (std::size_t at = 0; at != padded.size(); at += 8) {
            std::uint64_t word = 0;
            for (std::size_t byte = 8; byte-- > 0;) word = word << 8 | padded[at + byte];
            v[3] ^= word;
            for (int i = 0; i != word_rounds_; ++i) sip_round(v);
            v[0] ^= word;
        }
        v[2] ^= 255;
        for (int i = 0; i != last_rounds_; ++i) sip_round(v);
        return v[0] ^ v[1] ^ v[2] ^ v[3];
    }

private:
    using state = std::array<std::uint64_t, 4>;

    static void half_round(state& v, std::size_t a, std::size_t b, int first, int second) {
        const auto turn = [](std::uint64_t x, int by) { return x << by | x >> (64 - by); };
        v[a] += v[b];
        v[b] = turn(v[b], first) ^ v[a];
        v[a] = turn(v[a], 32);
        const std::size_t c = a == 0 ? 2 : 0;
        const std::size_t d = b == 1 ? 3 : 1;
        v[c] += v[d];
        v[d] = turn(v[d], second) ^ v[c];
    }
    static void sip_round(state& v) {
        half_round(v, 0, 1, 13, 16);
        half_round(v, 2, 1, 17, 21);
    }

    int word_rounds_;
    int last_rounds_;
};

// The authors' key and messages: the bytes 0, 1, 2, ...
constexpr siphash_key counting_key{0x0706050403020100, 0x0f0e0d0c0b0a0908};

std::vector<unsigned char> counting_message(std::size_t n) {
    std::vector<unsigned char> message(n);
    for (std::size_t i = 0; i != n; ++i) message[i] = static_cast<unsigned char>(i);
    return message;
}

template <class Hash>
std::uint64_t digest_of(const std::vector<unsigned char>& message, const siphash_key& key) {
    return Hash::hash(message.data(), message.size(), key);
}

} // namespace

TEST_CASE("SipHash-2-4 gives the digests that its authors publish") {
    constexpr std::array<std::uint64_t, 16> published = {
        0x726fdb47dd0e0e31, 0x74f839c593dc67fd, 0x0d6c8009d9a94f5a, 0x85676696d7fb7e2d,
        0xcf2794e0277187b7, 0x18765564cd99a68d, 0xcbc9466e58fee3ce, 0xab0200f58b01d137,
        0x93f5f5799a932462, 0x9e0082df0ba9e4b0, 0x7a5dbbc594ddb9f3, 0xf4b32f46226bada7,
        0x751e8fbc860ee5fb, 0x14ea5627c0843d90, 0xf723ca908e7af2ee, 0xa129ca6149be45e5};
    for (std::size_t n = 0; n != published.size(); ++n)
        CHECK(digest_of<siphash_2_4>(counting_message(n), counting_key) == published[n]);
}

TEST_CASE("SipHash-1-3 gives the digests that other implementations test for") {
    constexpr std::array<std::uint64_t, 10> known = {
        0xabac0158050fc4dc, 0xc9f49bf37d57ca93, 0x82cb9b024dc7d44d, 0x8bf80ab8e7ddf7fb, 0xcf75576088d38328,
        0xdef9d52f49533b67, 0xc50d2b50c59f22a7, 0xd3927d989bb11140, 0x369095118d299a8e, 0x25a48eb36c063de4};
    for (std::size_t n = 0; n != known.size(); ++n)
        CHECK(digest_of<siphash_1_3>(counting_message(n), counting_key) == known[n]);
}

TEST_CASE("SipHash agrees with the paper's pseudocode at every length") {
    for (std::size_t n = 0; n != 600; ++n) {
        std::vector<unsigned char> message = counting_message(n);
        for (unsigned char& byte : message) byte = static_cast<unsigned char>(byte * 151 + n);
        const siphash_key key{n * 0x9e3779b97f4a7c15, ~n};
        REQUIRE(digest_of<siphash_1_3>(message, key) == by_the_paper(1, 3)(message, key));
        REQUIRE(digest_of<siphash_2_4>(message, key) == by_the_paper(2, 4)(message, key));
    }
}

TEST_CASE("a running SipHash agrees with the one in one go, however the input is cut") {
    const std::vector<unsigned char> message = counting_message(40);
    for (std::size_t n = 0; n <= message.size(); ++n)
        for (std::size_t first = 0; first <= n; ++first)
            for (std::size_t second = first; second <= n; second += 3) {
                siphash_1_3 running(counting_key);
                running.update(message.data(), first);
                siphash_1_3 branch = running;
                running.update(message.data() + first, second - first);
                running.update(message.data() + second, n - second);
                REQUIRE(running.digest() == siphash_1_3::hash(message.data(), n, counting_key));
                REQUIRE(branch.digest() == siphash_1_3::hash(message.data(), first, counting_key));
                REQUIRE(running.fresh().digest() == siphash_1_3::hash(nullptr, 0, counting_key));
            }
}

TEST_CASE("SipHash reads no byte beyond its input") {
    for (std::size_t n = 0; n != 40; ++n) {
        const std::vector<unsigned char> exact = counting_message(n); // ASan watches its ends
        std::vector<unsigned char> padded(n + 16, 0xff);
        for (std::size_t i = 0; i != n; ++i) padded[i + 8] = exact[i];
        CHECK(digest_of<siphash_1_3>(exact, counting_key) ==
              siphash_1_3::hash(padded.data() + 8, n, counting_key));
    }
}
