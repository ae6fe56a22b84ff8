/*
 * A permutation of 0 .. count - 1 that needs no memory: a Feistel network of four rounds over the
 * next power of four, walked until the number lies in range (Black and Rogaway, "Ciphers with
 * arbitrary finite domains", CT-RSA 2002).
 */
#ifndef CADRE_TESTS_BENCH_IMPORT_ROW_ORDER_H
#define CADRE_TESTS_BENCH_IMPORT_ROW_ORDER_H

#include <stdint.h>

/* Order 0 leaves all where they are. `index` is below `count`. */
uint64_t row_order(uint64_t order, uint64_t count, uint64_t index);

#endif
