#pragma once
#include <zlib.h>

// A macro that Swift does not see: 15 bits of window, and 16 for a gzip header and nothing else.
static inline int sealgate_inflate_init_gzip(z_stream *stream) { return inflateInit2(stream, 15 + 16); }
