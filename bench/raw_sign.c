// The raw ceiling: threads that do nothing but C_SignInit and C_Sign on one token, a session each.
// usage: raw_sign MODULE TOKEN-LABEL PIN-FILE KEY-LABEL THREADS MILLISECONDS ROUNDS
// Prints the median over the rounds: {"perSecond": signatures, "cpuMicroseconds": of this process, for each signature}.
#include <dlfcn.h>
#include <p11-kit/pkcs11.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MOST_THREADS = 64, MOST_ROUNDS = 15 };

static CK_FUNCTION_LIST *p11;
static CK_SLOT_ID slot;
static const char *key_label;
static atomic_bool stopped;
static pthread_barrier_t ready;

static void check(CK_RV rv, const char *function) {
  if (rv == CKR_OK) return;
  fprintf(stderr, "%s: CKR 0x%lx\n", function, rv);
  exit(3);
}

static double seconds(clockid_t clock) {
  struct timespec now;
  clock_gettime(clock, &now);
  return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static CK_OBJECT_HANDLE find_key(CK_SESSION_HANDLE session, CK_KEY_TYPE *type) {
  CK_OBJECT_CLASS class = CKO_PRIVATE_KEY;
  CK_ATTRIBUTE wanted[] = {{CKA_CLASS, &class, sizeof class}, {CKA_LABEL, (void *)key_label, strlen(key_label)}};
  CK_OBJECT_HANDLE key;
  CK_ULONG found = 0;
  check(p11->C_FindObjectsInit(session, wanted, 2), "C_FindObjectsInit");
  check(p11->C_FindObjects(session, &key, 1, &found), "C_FindObjects");
  check(p11->C_FindObjectsFinal(session), "C_FindObjectsFinal");
  if (found == 0) {
    fprintf(stderr, "no private key is labelled %s\n", key_label);
    exit(3);
  }
  CK_ATTRIBUTE kind = {CKA_KEY_TYPE, type, sizeof *type};
  check(p11->C_GetAttributeValue(session, key, &kind, 1), "C_GetAttributeValue");
  return key;
}

static void *sign_until_stopped(void *count) {
  // A DigestInfo of SHA-256 for RSA, the bare digest for ECDSA: what the gateway's lanes hand over.
  static const CK_BYTE info[51] = {0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02,
                                   0x01, 0x05, 0x00, 0x04, 0x20};
  CK_SESSION_HANDLE session;
  CK_KEY_TYPE type = 0;
  check(p11->C_OpenSession(slot, CKF_SERIAL_SESSION, NULL, NULL, &session), "C_OpenSession");
  CK_OBJECT_HANDLE key = find_key(session, &type);
  CK_MECHANISM mechanism = {type == CKK_RSA ? CKM_RSA_PKCS : CKM_ECDSA, NULL, 0};
  CK_BYTE *message = (CK_BYTE *)info + (type == CKK_RSA ? 0 : 19);
  CK_ULONG size = type == CKK_RSA ? 51 : 32;
  pthread_barrier_wait(&ready);
  while (!atomic_load_explicit(&stopped, memory_order_relaxed)) {
    CK_BYTE signature[1024];
    CK_ULONG length = sizeof signature;
    check(p11->C_SignInit(session, &mechanism, key), "C_SignInit");
    check(p11->C_Sign(session, message, size, signature, &length), "C_Sign");
    ++*(unsigned long *)count;
  }
  p11->C_CloseSession(session);
  return NULL;
}

static int ascending(const void *left, const void *right) {
  double a = *(const double *)left, b = *(const double *)right;
  return (a > b) - (a < b);
}

static void round_of(int threads, long milliseconds, double *rate, double *cpu) {
  pthread_t thread[MOST_THREADS];
  unsigned long counts[MOST_THREADS][8] = {{0}};  // a cache line each
  atomic_store(&stopped, false);
  pthread_barrier_init(&ready, NULL, (unsigned)threads + 1);
  for (int i = 0; i < threads; i++) pthread_create(&thread[i], NULL, sign_until_stopped, counts[i]);
  pthread_barrier_wait(&ready);
  double start = seconds(CLOCK_MONOTONIC), spent = seconds(CLOCK_PROCESS_CPUTIME_ID);
  struct timespec pause = {milliseconds / 1000, milliseconds % 1000 * 1000000};
  nanosleep(&pause, NULL);
  atomic_store(&stopped, true);
  unsigned long total = 0;
  for (int i = 0; i < threads; i++) {
    pthread_join(thread[i], NULL);
    total += counts[i][0];
  }
  *rate = (double)total / (seconds(CLOCK_MONOTONIC) - start);
  *cpu = (seconds(CLOCK_PROCESS_CPUTIME_ID) - spent) * 1e6 / (double)(total ? total : 1);
  pthread_barrier_destroy(&ready);
}

static void open_token(const char *module, const char *label) {
  void *library = dlopen(module, RTLD_NOW | RTLD_LOCAL);
  CK_C_GetFunctionList get = library ? (CK_C_GetFunctionList)dlsym(library, "C_GetFunctionList") : NULL;
  if (get == NULL) {
    fprintf(stderr, "%s\n", dlerror());
    exit(2);
  }
  check(get(&p11), "C_GetFunctionList");
  CK_C_INITIALIZE_ARGS locking = {.flags = CKF_OS_LOCKING_OK};
  check(p11->C_Initialize(&locking), "C_Initialize");
  CK_SLOT_ID slots[64];
  CK_ULONG count = 64;
  check(p11->C_GetSlotList(CK_TRUE, slots, &count), "C_GetSlotList");
  char padded[33];
  snprintf(padded, sizeof padded, "%-32s", label);
  for (CK_ULONG i = 0; i < count; i++) {
    CK_TOKEN_INFO info;
    check(p11->C_GetTokenInfo(slots[i], &info), "C_GetTokenInfo");
    slot = slots[i];
    if (memcmp(info.label, padded, 32) == 0) return;
  }
  fprintf(stderr, "no token is labelled %s\n", label);
  exit(3);
}

static void log_in(const char *pin_file) {
  char pin[257] = {0};
  FILE *file = fopen(pin_file, "r");
  if (file == NULL || fgets(pin, sizeof pin, file) == NULL) {
    perror(pin_file);
    exit(2);
  }
  fclose(file);
  CK_SESSION_HANDLE holder;
  check(p11->C_OpenSession(slot, CKF_SERIAL_SESSION, NULL, NULL, &holder), "C_OpenSession");
  check(p11->C_Login(holder, CKU_USER, (CK_UTF8CHAR *)pin, strcspn(pin, "\n")), "C_Login");
  explicit_bzero(pin, sizeof pin);
}

int main(int argc, char **argv) {
  int threads = argc == 8 ? atoi(argv[5]) : 0, rounds = argc == 8 ? atoi(argv[7]) : 0;
  if (threads < 1 || threads > MOST_THREADS || rounds < 1 || rounds > MOST_ROUNDS) {
    fprintf(stderr, "usage: raw_sign MODULE TOKEN-LABEL PIN-FILE KEY-LABEL THREADS MILLISECONDS ROUNDS\n");
    return 2;
  }
  open_token(argv[1], argv[2]);
  log_in(argv[3]);
  key_label = argv[4];
  double rates[MOST_ROUNDS], cpu[MOST_ROUNDS];
  for (int i = 0; i < rounds; i++) round_of(threads, atol(argv[6]), &rates[i], &cpu[i]);
  qsort(rates, (size_t)rounds, sizeof *rates, ascending);
  qsort(cpu, (size_t)rounds, sizeof *cpu, ascending);
  printf("{\"perSecond\": %.1f, \"cpuMicroseconds\": %.2f}\n", rates[rounds / 2], cpu[rounds / 2]);
  p11->C_Finalize(NULL);
  return 0;
}
