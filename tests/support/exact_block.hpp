#pragma once

#include <cstddef>
#include <memory>
#include <span>

namespace support {

/// n elements in a heap block of exactly their size, so that a sanitizer sees a step outside on either side.
template <class T>
class exact_block {
public:
    explicit exact_block(std::span<const T> source)
        : size_(source.size()), data_(std::allocator<T>().allocate(size_)) {
        std::uninitialized_copy(source.begin(), source.end(), data_);
    }
    exact_block(const exact_block&) = delete;
    exact_block& operator=(const exact_block&) = delete;
    ~exact_block() {
        std::destroy_n(data_, size_);
        std::allocator<T>().deallocate(data_, size_);
    }

    T* begin() { return data_; }
    T* end() { return data_ + size_; }

private:
    std::size_t size_;
    T* data_;
};

} // namespace support
