#include <catch2/catch_test_macros.hpp>

import arsenal.containers;

#include <arsenal/containers.hpp>

#include <modules/shared.hpp>

#define ORDER "import, then include"
#include <modules/program.inc>
