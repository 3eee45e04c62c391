// Ends the process that it is loaded into (SIGKILL) ahead of a chosen call to the disk, a socket or the token.
//
// It is two things in one library, so that one count runs over all calls: an LD_PRELOAD shim in front of the calls that
// make things durable or let them leave, and a PKCS#11 module in front of another one, which it forwards everything to.
// The gateway knows nothing of it.
//
//   KILL_POINTS_MODULE  the PKCS#11 module behind this one
//   KILL_POINTS_ORDER   a file; counting begins when it is there. It says "NUMBER ACTION", where ACTION is
//                         kill     SIGKILL ahead of call NUMBER
//                         torn     SIGKILL after the first half of the bytes of call NUMBER, where it writes bytes
//                         corrupt  nothing is killed, but signatures come back with one bit flipped
//                       NUMBER 0 counts and kills nothing.
//   KILL_POINTS_KEYS    there: the making and wrapping of keys are counted too
//   KILL_POINTS_TRACE   a file: a line "NUMBER CALL WHAT" is appended ahead of every counted call
//
// build: cc -shared -fPIC -O1 -I/usr/include/p11-kit-1 -o kill-points.so kill-points.c
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>
#define CRYPTOKI_COMPAT 1
#include <p11-kit/pkcs11.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int armed, count, number;
static char action[16];

static void die(void) {
  syscall(SYS_kill, getpid(), SIGKILL);
  for (;;) pause();
}

static int is_ordered(void) {
  if (armed) return 1;
  const char *path = getenv("KILL_POINTS_ORDER");
  FILE *file = path ? fopen(path, "re") : NULL;
  if (!file) return 0;
  armed = fscanf(file, "%d %15s", &number, action) == 2;
  fclose(file);
  return armed;
}

static void trace(const char *call, const char *what) {
  const char *path = getenv("KILL_POINTS_TRACE");
  int file = path ? open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600) : -1;
  if (file < 0) return;
  char line[256];
  int length = snprintf(line, sizeof line, "%d %s %s\n", count, call, what);
  syscall(SYS_write, file, line, length);
  close(file);
}

/// Counts the call, and does not come back where it is the one; returns 1 where it is to be torn.
static int point(const char *call, const char *what) {
  pthread_mutex_lock(&lock);
  int torn = 0;
  if (is_ordered()) {
    count += 1;
    trace(call, what);
    if (count == number && !strcmp(action, "kill")) die();
    torn = count == number && !strcmp(action, "torn");
  }
  pthread_mutex_unlock(&lock);
  return torn;
}

/// What stands behind a descriptor: the last part of a file's path, or "socket"; NULL for what is not counted.
static const char *name(int descriptor, char *buffer, size_t size) {
  struct stat status;
  if (descriptor <= STDERR_FILENO || fstat(descriptor, &status) != 0) return NULL;
  if (S_ISSOCK(status.st_mode)) return "socket";
  if (!S_ISREG(status.st_mode)) return NULL;
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  ssize_t length = readlink(link, buffer, size - 1);
  if (length < 0) return "file";
  buffer[length] = 0;
  const char *slash = strrchr(buffer, '/');
  return slash ? slash + 1 : buffer;
}

static int reach(const char *call, int descriptor) {
  char buffer[512];
  const char *what = name(descriptor, buffer, sizeof buffer);
  return what ? point(call, what) : 0;
}

#define REAL(type, symbol) \
  static type real; \
  if (!real) real = (type)dlsym(RTLD_NEXT, symbol)

typedef ssize_t (*pwrite_call)(int, const void *, size_t, off64_t);
typedef ssize_t (*write_call)(int, const void *, size_t);
typedef ssize_t (*send_call)(int, const void *, size_t, int);
typedef ssize_t (*sendmsg_call)(int, const struct msghdr *, int);
typedef int (*sync_call)(int);

ssize_t pwrite64(int descriptor, const void *bytes, size_t size, off64_t offset) {
  REAL(pwrite_call, "pwrite64");
  if (reach("pwrite", descriptor)) {
    real(descriptor, bytes, size / 2, offset);
    die();
  }
  return real(descriptor, bytes, size, offset);
}

ssize_t write(int descriptor, const void *bytes, size_t size) {
  REAL(write_call, "write");
  if (reach("write", descriptor)) {
    real(descriptor, bytes, size / 2);
    die();
  }
  return real(descriptor, bytes, size);
}

ssize_t send(int descriptor, const void *bytes, size_t size, int flags) {
  REAL(send_call, "send");
  if (reach("send", descriptor)) {
    real(descriptor, bytes, size / 2, flags);
    die();
  }
  return real(descriptor, bytes, size, flags);
}

ssize_t sendmsg(int descriptor, const struct msghdr *message, int flags) {
  REAL(sendmsg_call, "sendmsg");
  if (reach("sendmsg", descriptor)) {
    struct iovec half = message->msg_iov[0];
    half.iov_len /= 2;
    struct msghdr torn = {.msg_iov = &half, .msg_iovlen = 1};
    real(descriptor, &torn, flags);
    die();
  }
  return real(descriptor, message, flags);
}

int fdatasync(int descriptor) {
  REAL(sync_call, "fdatasync");
  if (reach("fdatasync", descriptor)) die();
  return real(descriptor);
}

int fsync(int descriptor) {
  REAL(sync_call, "fsync");
  if (reach("fsync", descriptor)) die();
  return real(descriptor);
}

static CK_FUNCTION_LIST functions;
static CK_C_Sign forward_sign;
static CK_C_UnwrapKey forward_unwrap_key;
static CK_C_DestroyObject forward_destroy_object;

static CK_RV sign(
    CK_SESSION_HANDLE session, CK_BYTE_PTR data, CK_ULONG size, CK_BYTE_PTR signature, CK_ULONG_PTR length) {
  if (!signature) return forward_sign(session, data, size, signature, length);
  if (point("C_Sign", "entered")) die();
  CK_RV result = forward_sign(session, data, size, signature, length);
  if (point("C_Sign", "returns")) die();
  if (result == CKR_OK && armed && !strcmp(action, "corrupt")) signature[*length - 1] ^= 1;
  return result;
}

// Objects that C_UnwrapKey made. What else is destroyed, such as the older memory of the record store, belongs to no signature.
static CK_OBJECT_HANDLE unwrapped[64];
static unsigned unwrapped_count;

static int is_unwrapped(CK_OBJECT_HANDLE object) {
  unsigned count = __atomic_load_n(&unwrapped_count, __ATOMIC_SEQ_CST);
  for (unsigned index = 0; index < 64 && index < count; index++)
    if (__atomic_load_n(&unwrapped[index], __ATOMIC_SEQ_CST) == object) return 1;
  return 0;
}

static CK_RV unwrap_key(
    CK_SESSION_HANDLE session, CK_MECHANISM_PTR mechanism, CK_OBJECT_HANDLE key, CK_BYTE_PTR wrapped, CK_ULONG size,
    CK_ATTRIBUTE_PTR template, CK_ULONG count, CK_OBJECT_HANDLE_PTR object) {
  if (point("C_UnwrapKey", "entered")) die();
  CK_RV result = forward_unwrap_key(session, mechanism, key, wrapped, size, template, count, object);
  if (result == CKR_OK) {
    unsigned index = __atomic_fetch_add(&unwrapped_count, 1, __ATOMIC_SEQ_CST) % 64;
    __atomic_store_n(&unwrapped[index], *object, __ATOMIC_SEQ_CST);
  }
  return result;
}

static CK_RV destroy_object(CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object) {
  if (is_unwrapped(object) && point("C_DestroyObject", "entered")) die();
  return forward_destroy_object(session, object);
}

static CK_C_GenerateKeyPair forward_generate_key_pair;
static CK_C_WrapKey forward_wrap_key;

static CK_RV generate_key_pair(
    CK_SESSION_HANDLE session, CK_MECHANISM_PTR mechanism, CK_ATTRIBUTE_PTR public_template, CK_ULONG public_count,
    CK_ATTRIBUTE_PTR private_template, CK_ULONG private_count, CK_OBJECT_HANDLE_PTR public_key,
    CK_OBJECT_HANDLE_PTR private_key) {
  if (point("C_GenerateKeyPair", "entered")) die();
  CK_RV result = forward_generate_key_pair(
      session, mechanism, public_template, public_count, private_template, private_count, public_key, private_key);
  if (point("C_GenerateKeyPair", "returns")) die();
  return result;
}

static CK_RV wrap_key(
    CK_SESSION_HANDLE session, CK_MECHANISM_PTR mechanism, CK_OBJECT_HANDLE wrapping, CK_OBJECT_HANDLE key,
    CK_BYTE_PTR wrapped, CK_ULONG_PTR length) {
  if (!wrapped) return forward_wrap_key(session, mechanism, wrapping, key, wrapped, length);
  if (point("C_WrapKey", "entered")) die();
  CK_RV result = forward_wrap_key(session, mechanism, wrapping, key, wrapped, length);
  if (point("C_WrapKey", "returns")) die();
  return result;
}

CK_RV C_GetFunctionList(CK_FUNCTION_LIST_PTR_PTR list) {
  const char *path = getenv("KILL_POINTS_MODULE");
  void *module = path ? dlopen(path, RTLD_NOW | RTLD_LOCAL) : NULL;
  CK_C_GetFunctionList real = module ? (CK_C_GetFunctionList)dlsym(module, "C_GetFunctionList") : NULL;
  CK_FUNCTION_LIST_PTR behind = NULL;
  if (!real || real(&behind) != CKR_OK) return CKR_GENERAL_ERROR;
  functions = *behind;
  forward_sign = behind->C_Sign;
  functions.C_Sign = sign;
  forward_unwrap_key = behind->C_UnwrapKey;
  functions.C_UnwrapKey = unwrap_key;
  forward_destroy_object = behind->C_DestroyObject;
  functions.C_DestroyObject = destroy_object;
  if (getenv("KILL_POINTS_KEYS")) {
    forward_generate_key_pair = behind->C_GenerateKeyPair;
    functions.C_GenerateKeyPair = generate_key_pair;
    forward_wrap_key = behind->C_WrapKey;
    functions.C_WrapKey = wrap_key;
  }
  *list = &functions;
  return CKR_OK;
}
