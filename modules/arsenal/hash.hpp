#pragma once

#include <arsenal/hash/detail/bytes.hpp>
#include <arsenal/hash/detail/mix.hpp>
#include <arsenal/hash/is_avalanching.hpp>
