// The least that a P-384 root ceremony asks of a module: login, a key pair, one signature. For scripts/bench-ceremony.
//
// usage: raw_root MODULE TOKEN-LABEL PIN-FILE KEY-LABEL
#include <dlfcn.h>
#include <p11-kit/pkcs11.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void need(CK_RV rv, const char *what) {
  if (rv != CKR_OK) {
    fprintf(stderr, "%s: 0x%lx\n", what, rv);
    exit(3);
  }
}

int main(int argc, char **argv) {
  if (argc != 5) return 2;
  void *library = dlopen(argv[1], RTLD_NOW);
  CK_C_GetFunctionList list = library ? (CK_C_GetFunctionList)dlsym(library, "C_GetFunctionList") : NULL;
  CK_FUNCTION_LIST_PTR p11;
  if (!list) return 1;
  need(list(&p11), "C_GetFunctionList");
  need(p11->C_Initialize(NULL), "C_Initialize");
  CK_SLOT_ID slots[64], slot = 0;
  CK_ULONG count = 64, found = 0;
  need(p11->C_GetSlotList(CK_TRUE, slots, &count), "C_GetSlotList");
  for (CK_ULONG i = 0; i < count; i++) {
    CK_TOKEN_INFO info;
    need(p11->C_GetTokenInfo(slots[i], &info), "C_GetTokenInfo");
    if (!strncmp((char *)info.label, argv[2], strlen(argv[2]))) slot = slots[i], found = 1;
  }
  if (!found) return 1;
  char pin[64] = {0};
  FILE *file = fopen(argv[3], "r");
  if (!file || !fgets(pin, sizeof pin, file)) return 1;
  fclose(file);
  CK_SESSION_HANDLE session;
  need(p11->C_OpenSession(slot, CKF_SERIAL_SESSION | CKF_RW_SESSION, NULL, NULL, &session), "C_OpenSession");
  need(p11->C_Login(session, CKU_USER, (CK_UTF8CHAR_PTR)pin, strcspn(pin, "\n")), "C_Login");
  CK_BBOOL yes = CK_TRUE, no = CK_FALSE;
  CK_BYTE curve[] = {0x06, 0x05, 0x2B, 0x81, 0x04, 0x00, 0x22};
  CK_ULONG label = strlen(argv[4]);
  CK_ATTRIBUTE public_key[] = {{CKA_TOKEN, &yes, 1}, {CKA_VERIFY, &yes, 1}, {CKA_EC_PARAMS, curve, sizeof curve},
                               {CKA_LABEL, argv[4], label}, {CKA_ID, argv[4], label}};
  CK_ATTRIBUTE private_key[] = {{CKA_TOKEN, &yes, 1}, {CKA_SIGN, &yes, 1}, {CKA_PRIVATE, &yes, 1},
                                {CKA_SENSITIVE, &yes, 1}, {CKA_EXTRACTABLE, &no, 1},
                                {CKA_LABEL, argv[4], label}, {CKA_ID, argv[4], label}};
  CK_MECHANISM make = {CKM_EC_KEY_PAIR_GEN, NULL, 0}, sign = {CKM_ECDSA, NULL, 0};
  CK_OBJECT_HANDLE made, key;
  need(p11->C_GenerateKeyPair(session, &make, public_key, 5, private_key, 7, &made, &key), "C_GenerateKeyPair");
  CK_BYTE digest[48] = {1}, signature[128];
  CK_ULONG length = sizeof signature;
  need(p11->C_SignInit(session, &sign, key), "C_SignInit");
  need(p11->C_Sign(session, digest, sizeof digest, signature, &length), "C_Sign");
  need(p11->C_Finalize(NULL), "C_Finalize");
  return 0;
}
