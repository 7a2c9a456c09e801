#pragma once

#include <arsenal/platform/config.hpp>
#include <arsenal/platform/cpu.hpp>
#include <arsenal/platform/hardening.hpp>
#include <arsenal/platform/pages.hpp>
#include <arsenal/platform/sanitizer.hpp>
#include <arsenal/platform/strategy.hpp>
#include <arsenal/platform/throw.hpp>
