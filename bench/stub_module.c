// A PKCS#11 module that stands for a network HSM: everything goes to the module of STUB_MODULE (SoftHSM where unset), and
// each C_Sign takes STUB_MICROSECONDS (5000 where unset) longer. Throughput then comes from lanes, not from the processor.
#include <dlfcn.h>
#include <p11-kit/pkcs11.h>
#include <stdlib.h>
#include <time.h>

static CK_FUNCTION_LIST real, stub;
static struct timespec delay;

static CK_RV slow_sign(CK_SESSION_HANDLE session, CK_BYTE *data, CK_ULONG size, CK_BYTE *signature, CK_ULONG *length) {
  if (signature != NULL) nanosleep(&delay, NULL);  // asking for the length is no signature
  return real.C_Sign(session, data, size, signature, length);
}

__attribute__((visibility("default"))) CK_RV C_GetFunctionList(CK_FUNCTION_LIST **list) {
  if (list == NULL) return CKR_ARGUMENTS_BAD;
  const char *path = getenv("STUB_MODULE"), *time = getenv("STUB_MICROSECONDS");
  long microseconds = time ? atol(time) : 5000;
  void *library = dlopen(path ? path : "/usr/lib/softhsm/libsofthsm2.so", RTLD_NOW | RTLD_LOCAL);
  CK_C_GetFunctionList get = library ? (CK_C_GetFunctionList)dlsym(library, "C_GetFunctionList") : NULL;
  CK_FUNCTION_LIST *found;
  if (get == NULL || get(&found) != CKR_OK) return CKR_GENERAL_ERROR;
  real = stub = *found;
  delay = (struct timespec){microseconds / 1000000, microseconds % 1000000 * 1000};
  stub.C_Sign = slow_sign;
  *list = &stub;
  return CKR_OK;
}
