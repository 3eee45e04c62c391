// Reads and parses every file below a folder with d2i_X509, on so many threads: what the lint cannot be
// faster than. Prints certificates and nanoseconds of wall clock.
#define _GNU_SOURCE
#include <fcntl.h>
#include <ftw.h>
#include <openssl/x509.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static char **paths;
static size_t count, capacity;
static atomic_size_t next, parsed;

static int add(const char *path, const struct stat *status, int kind, struct FTW *place) {
  (void)status;
  (void)place;
  if (kind != FTW_F) return 0;
  if (count == capacity) {
    capacity = capacity ? capacity * 2 : 1024;
    paths = realloc(paths, capacity * sizeof *paths);
    if (!paths) return 1;
  }
  paths[count++] = strdup(path);
  return 0;
}

static void *work(void *unused) {
  unsigned char buffer[65536];
  for (size_t i; (i = atomic_fetch_add(&next, 1)) < count;) {
    int file = open(paths[i], O_RDONLY | O_CLOEXEC);
    if (file < 0) continue;
    ssize_t length = read(file, buffer, sizeof buffer);
    close(file);
    const unsigned char *start = buffer;
    X509 *certificate = length > 0 ? d2i_X509(NULL, &start, length) : NULL;
    if (certificate) atomic_fetch_add(&parsed, 1);
    X509_free(certificate);
  }
  return unused;
}

int main(int argc, char **argv) {
  if (argc != 3 || nftw(argv[1], add, 16, FTW_PHYS)) return 2;
  int threads = atoi(argv[2]);
  if (threads < 1 || threads > 64) return 2;
  pthread_t thread[64];
  struct timespec start, end;
  clock_gettime(CLOCK_MONOTONIC, &start);
  for (int i = 0; i < threads; i++) pthread_create(&thread[i], NULL, work, NULL);
  for (int i = 0; i < threads; i++) pthread_join(thread[i], NULL);
  clock_gettime(CLOCK_MONOTONIC, &end);
  long long nanoseconds = (end.tv_sec - start.tv_sec) * 1000000000LL + (end.tv_nsec - start.tv_nsec);
  printf("%zu %lld\n", atomic_load(&parsed), nanoseconds);
  return 0;
}
