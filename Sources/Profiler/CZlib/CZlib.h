// The C interface of zlib: compressed data.

#pragma once

#include <zlib.h>
