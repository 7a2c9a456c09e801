#pragma once

#include <arsenal/algorithms/detail/std_core.hpp>
#include <arsenal/platform/config.hpp>

// How radix_sort and samplesort bring elements into their buckets, in place: with the passes of ska_sort
// (Skarupke, 2016) over American flag sort's buckets (McIlroy, Bostic and McIlroy, Computing Systems 6(1),
// 1993). A pass goes through a bucket and sends each element on to where its own bucket has room: every
// exchange is independent of the one before, unlike along a cycle, so that several are under way.

namespace arsenal::inline ARSENAL_ABI::detail {

/// Moves the elements [begin, end) into buckets side by side; starts[b] is then where bucket b begins.
/// bucket_of(i) tells the bucket of the element that is at i, exchange(i, j) exchanges two. False if
/// bucket_of told two buckets of one element: then they are in some order.
template <std::size_t buckets, class BucketOf, class Exchange>
constexpr bool into_buckets(std::size_t begin, std::size_t end, std::size_t (&starts)[buckets + 1],
                            const BucketOf& bucket_of, const Exchange& exchange) {
    struct bucket {
        std::size_t next, end; // what is before `next` is in place
    };
    bucket in[buckets];
    unsigned short open[buckets];
    std::size_t count = 0;
    {
        std::size_t counts[buckets] = {};
        for (std::size_t i = begin; i != end; ++i) ++counts[bucket_of(i)];
        std::size_t at = begin;
        for (std::size_t b = 0; b != buckets; ++b) {
            starts[b] = at;
            in[b].next = at;
            at += counts[b];
            in[b].end = at;
            if (counts[b] != 0) open[count++] = static_cast<unsigned short>(b);
        }
        starts[buckets] = end;
    }
    while (count > 1) {
        std::size_t left = 0;
        for (std::size_t o = 0; o != count; ++o) {
            const std::size_t b = open[o];
            const std::size_t stop = in[b].end;
            for (std::size_t i = in[b].next; i != stop; ++i) {
                bucket& to = in[bucket_of(i)];
                if (to.next == to.end) return false;
                exchange(i, to.next++);
            }
            if (in[b].next != stop) open[left++] = static_cast<unsigned short>(b);
        }
        count = left;
    }
    return true;
}

} // namespace arsenal::inline ARSENAL_ABI::detail
