#include <malloc.h>

#include "CKernels.h"

void luodi_set_heap(size_t block, size_t kept) {
  mallopt(M_MMAP_THRESHOLD, (int)block);
  mallopt(M_TRIM_THRESHOLD, (int)kept);
}
