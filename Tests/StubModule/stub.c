// A PKCS#11 module for tests: a P-256 key and a wrapping key on one or two tokens, and whatever misbehaviour a test orders.
// Tests load one copy of the file each, so the state is theirs alone.
#define CRYPTOKI_EXPORTS 1
#define CRYPTOKI_COMPAT 1
#include <p11-kit/pkcs11.h>
#include <pthread.h>
#include <string.h>
#include <unistd.h>

enum { MAX_NAMES = 64, MAX_SESSIONS = 256 };
struct named { char name[40]; unsigned long value, times; };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct named calls[MAX_NAMES], failures[MAX_NAMES], settings[MAX_NAMES];
static struct { int open, slot, logged_in; unsigned long found; } sessions[MAX_SESSIONS];
// Objects 1 and 2 are the key pair, 3 the wrapping key; then come data objects, then what sessions made.
enum { PRIVATE_KEY = 1, PUBLIC_KEY, WRAPPING_KEY, FIRST_DATA, FIRST_MADE = 12, OBJECTS = 64 };
static int destroyed[FIRST_DATA];
static struct { unsigned long length; CK_BYTE label[32], value[64]; unsigned long label_length; int there; } data[FIRST_MADE];
static struct { CK_SESSION_HANDLE session; int private_half, unwrapped; } made[OBJECTS];
static int initialized, logged_in[2];

static struct named *entry(struct named *table, const char *name) {
  for (int i = 0; i < MAX_NAMES; i++) {
    if (!table[i].name[0]) strncpy(table[i].name, name, sizeof table[i].name - 1);
    if (!strcmp(table[i].name, name)) return &table[i];
  }
  return &table[MAX_NAMES - 1];
}

// What tests order.
void stub_fail(const char *function, unsigned long code, unsigned long times) {
  pthread_mutex_lock(&lock);
  struct named *e = entry(failures, function);
  e->value = code, e->times = times;
  pthread_mutex_unlock(&lock);
}
void stub_set(const char *name, unsigned long value) {
  pthread_mutex_lock(&lock);
  struct named *e = entry(settings, name);
  e->value = value, e->times = 1;
  pthread_mutex_unlock(&lock);
}
unsigned long stub_calls(const char *function) {
  pthread_mutex_lock(&lock);
  unsigned long count = entry(calls, function)->value;
  pthread_mutex_unlock(&lock);
  return count;
}
unsigned long stub_session_objects(void) {
  unsigned long count = 0;
  pthread_mutex_lock(&lock);
  for (int i = FIRST_MADE; i < OBJECTS; i++) count += made[i].session != 0;
  pthread_mutex_unlock(&lock);
  return count;
}
unsigned long stub_open_sessions(void) {
  unsigned long count = 0;
  pthread_mutex_lock(&lock);
  for (int i = 1; i < MAX_SESSIONS; i++) count += sessions[i].open;
  pthread_mutex_unlock(&lock);
  return count;
}

static unsigned long setting(const char *name, unsigned long otherwise) {
  struct named *e = entry(settings, name);
  return e->times ? e->value : otherwise;
}

// Counts the call, and answers what was ordered for it.
static CK_RV enter(const char *function) {
  entry(calls, function)->value++;
  struct named *f = entry(failures, function);
  if (!f->times) return CKR_OK;
  f->times--;
  return f->value;
}
#define ENTER(name)                                   \
  pthread_mutex_lock(&lock);                          \
  CK_RV code = enter(name);                           \
  if (!code && !initialized) code = CKR_CRYPTOKI_NOT_INITIALIZED; \
  if (code) return pthread_mutex_unlock(&lock), code
#define LEAVE(code) return pthread_mutex_unlock(&lock), (code)
#define NEED_SESSION(s) \
  if ((s) < 1 || (s) >= MAX_SESSIONS || !sessions[s].open) LEAVE(CKR_SESSION_HANDLE_INVALID)

static CK_RV Initialize(void *arguments) {
  pthread_mutex_lock(&lock);
  CK_RV code = enter("C_Initialize");
  CK_C_INITIALIZE_ARGS *given = arguments;
  if (!code && (!given || !(given->flags & CKF_OS_LOCKING_OK))) code = CKR_CANT_LOCK;
  if (!code && initialized) code = CKR_CRYPTOKI_ALREADY_INITIALIZED;
  if (!code) initialized = 1;
  LEAVE(code);
}
static CK_RV Finalize(void *reserved) {
  ENTER("C_Finalize");
  // Handles are counted from one again, as SoftHSM does.
  memset(sessions, 0, sizeof sessions);
  memset(made, 0, sizeof made);
  memset(logged_in, 0, sizeof logged_in);
  initialized = 0;
  LEAVE(CKR_OK);
}
static CK_RV GetSlotList(CK_BBOOL present, CK_SLOT_ID *list, CK_ULONG *count) {
  ENTER("C_GetSlotList");
  CK_ULONG slots = setting("slots", 1);
  if (!list) {
    *count = setting("slot count", slots);
    LEAVE(CKR_OK);
  }
  for (CK_ULONG i = 0; i < slots && i < *count; i++) list[i] = i;
  *count = setting("slots filled", slots);
  LEAVE(CKR_OK);
}
static void padded(CK_UTF8CHAR *field, size_t size, const char *text) {
  memset(field, ' ', size);
  memcpy(field, text, strlen(text));
}
static CK_RV GetSlotInfo(CK_SLOT_ID slot, CK_SLOT_INFO *info) {
  ENTER("C_GetSlotInfo");
  memset(info, 0, sizeof *info);
  info->flags = CKF_TOKEN_PRESENT;
  LEAVE(CKR_OK);
}
static CK_RV GetTokenInfo(CK_SLOT_ID slot, CK_TOKEN_INFO *info) {
  ENTER("C_GetTokenInfo");
  if (slot == setting("broken slot", 99)) LEAVE(CKR_GENERAL_ERROR);
  memset(info, 0, sizeof *info);
  padded(info->label, 32, slot && !setting("same label", 0) ? "two" : "one");
  padded(info->manufacturerID, 32, "Stub");
  padded(info->model, 16, "Model");
  padded(info->serialNumber, 16, setting("other serial", 0) ? "0099" : slot ? "0002" : "0001");
  info->flags = CKF_TOKEN_INITIALIZED | CKF_USER_PIN_INITIALIZED | setting("token flags", 0);
  LEAVE(CKR_OK);
}
static CK_RV OpenSession(CK_SLOT_ID slot, CK_FLAGS flags, void *app, CK_NOTIFY notify, CK_SESSION_HANDLE *session) {
  ENTER("C_OpenSession");
  for (int i = 1; i < MAX_SESSIONS; i++)
    if (!sessions[i].open) {
      sessions[i].open = 1, sessions[i].slot = slot & 1;
      *session = i;
      LEAVE(CKR_OK);
    }
  LEAVE(CKR_SESSION_COUNT);
}
static CK_RV CloseSession(CK_SESSION_HANDLE session) {
  ENTER("C_CloseSession");
  NEED_SESSION(session);
  int slot = sessions[session].slot, left = 0;
  memset(&sessions[session], 0, sizeof sessions[session]);
  for (int i = FIRST_MADE; i < OBJECTS; i++)
    if (made[i].session == session) memset(&made[i], 0, sizeof made[i]);
  for (int i = 1; i < MAX_SESSIONS; i++) left += sessions[i].open && sessions[i].slot == slot;
  if (!left) logged_in[slot] = 0;
  LEAVE(CKR_OK);
}
static CK_RV Login(CK_SESSION_HANDLE session, CK_USER_TYPE user, CK_UTF8CHAR *pin, CK_ULONG length) {
  ENTER("C_Login");
  NEED_SESSION(session);
  if (setting("login microseconds", 0)) usleep(setting("login microseconds", 0));
  if (logged_in[sessions[session].slot]) LEAVE(CKR_USER_ALREADY_LOGGED_IN);
  if (length != 8 || memcmp(pin, "87654321", 8)) LEAVE(CKR_PIN_INCORRECT);
  logged_in[sessions[session].slot] = 1;
  LEAVE(CKR_OK);
}

#include "objects.h"

static CK_RV FindObjectsInit(CK_SESSION_HANDLE session, CK_ATTRIBUTE *template, CK_ULONG count) {
  ENTER("C_FindObjectsInit");
  NEED_SESSION(session);
  unsigned long fitting = 0;
  for (CK_OBJECT_HANDLE object = 1; object < OBJECTS; object++) {
    int fits = exists(object) && !setting("key gone", 0);
    for (CK_ULONG i = 0; i < count; i++) {
      const void *bytes;
      CK_ULONG length;
      fits = fits && value(object, template[i].type, &bytes, &length) && length == template[i].ulValueLen &&
             !memcmp(bytes, template[i].pValue, length);
    }
    if (fits) fitting |= 1UL << object;
  }
  sessions[session].found = fitting;
  LEAVE(CKR_OK);
}
static CK_RV FindObjects(CK_SESSION_HANDLE session, CK_OBJECT_HANDLE *objects, CK_ULONG room, CK_ULONG *count) {
  ENTER("C_FindObjects");
  NEED_SESSION(session);
  if (setting("absurd find", 0)) LEAVE((*count = room + 1, CKR_OK));
  if (setting("endless find", 0)) LEAVE((objects[0] = 7, *count = room, CKR_OK));
  *count = 0;
  // One object at a time: a short batch that is not the last.
  for (CK_OBJECT_HANDLE object = 1; object < OBJECTS && !*count; object++)
    if (sessions[session].found & 1UL << object) {
      sessions[session].found &= ~(1UL << object);
      objects[(*count)++] = object;
    }
  LEAVE(CKR_OK);
}
static CK_RV FindObjectsFinal(CK_SESSION_HANDLE session) {
  ENTER("C_FindObjectsFinal");
  NEED_SESSION(session);
  LEAVE(CKR_OK);
}
static CK_RV GetAttributeValue(
    CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object, CK_ATTRIBUTE *template, CK_ULONG count) {
  ENTER("C_GetAttributeValue");
  NEED_SESSION(session);
  CK_RV answer = CKR_OK;
  for (CK_ULONG i = 0; i < count; i++) {
    const void *bytes;
    CK_ULONG length;
    if (!value(object, template[i].type, &bytes, &length)) {
      template[i].ulValueLen = CK_UNAVAILABLE_INFORMATION;
      answer = CKR_ATTRIBUTE_TYPE_INVALID;
    } else if (!template[i].pValue) {
      template[i].ulValueLen = setting("attribute length", length);
    } else if (template[i].ulValueLen < length) {
      LEAVE(CKR_BUFFER_TOO_SMALL);
    } else {
      memcpy(template[i].pValue, bytes, length);
      template[i].ulValueLen = setting("attribute filled", length);
    }
  }
  LEAVE(answer);
}
static CK_RV SignInit(CK_SESSION_HANDLE session, CK_MECHANISM *mechanism, CK_OBJECT_HANDLE key) {
  ENTER("C_SignInit");
  NEED_SESSION(session);
  if (!logged_in[sessions[session].slot]) LEAVE(CKR_USER_NOT_LOGGED_IN);
  LEAVE(exists(key) && (key == PRIVATE_KEY || key >= FIRST_MADE) ? CKR_OK : CKR_KEY_HANDLE_INVALID);
}
static CK_RV Sign(CK_SESSION_HANDLE session, CK_BYTE *data, CK_ULONG length, CK_BYTE *signature, CK_ULONG *room) {
  ENTER("C_Sign");
  NEED_SESSION(session);
  unsigned long microseconds = setting("sign microseconds", 0);
  if (*room >= 64) memset(signature, 0x11, 64);
  *room = setting("sign length", 64);
  pthread_mutex_unlock(&lock);
  if (microseconds) usleep(microseconds);
  // Held back until the test says so.
  for (int held = 1; held; usleep(held ? 1000 : 0)) {
    pthread_mutex_lock(&lock);
    held = setting("sign held", 0) != 0;
    pthread_mutex_unlock(&lock);
  }
  return CKR_OK;
}
static CK_RV GetInfo(CK_INFO *info) {
  ENTER("C_GetInfo");
  memset(info, 0, sizeof *info);
  info->cryptokiVersion.major = 2, info->cryptokiVersion.minor = 40;
  padded(info->manufacturerID, 32, "St\x1B[31m\xFFub \xE2\x80\xAE");
  padded(info->libraryDescription, 32, "A stub");
  LEAVE(CKR_OK);
}

static CK_OBJECT_HANDLE make(CK_SESSION_HANDLE session, int private_half, int unwrapped) {
  for (CK_OBJECT_HANDLE object = FIRST_MADE; object < OBJECTS; object++)
    if (!made[object].session) {
      made[object].session = session, made[object].private_half = private_half, made[object].unwrapped = unwrapped;
      return object;
    }
  return 0;
}
static int names(CK_ATTRIBUTE *template, CK_ULONG count, CK_ATTRIBUTE_TYPE type) {
  for (CK_ULONG i = 0; i < count; i++)
    if (template[i].type == type) return 1;
  return 0;
}
static CK_RV GenerateKeyPair(
    CK_SESSION_HANDLE session, CK_MECHANISM *mechanism, CK_ATTRIBUTE *public_template, CK_ULONG public_count,
    CK_ATTRIBUTE *private_template, CK_ULONG private_count, CK_OBJECT_HANDLE *public_key, CK_OBJECT_HANDLE *private_key) {
  ENTER("C_GenerateKeyPair");
  NEED_SESSION(session);
  if (setting("no wrap with trusted", 0) && names(private_template, private_count, CKA_WRAP_WITH_TRUSTED))
    LEAVE(CKR_ATTRIBUTE_TYPE_INVALID);
  *public_key = make(session, 0, 0), *private_key = make(session, 1, 0);
  LEAVE(CKR_OK);
}
static CK_RV WrapKey(
    CK_SESSION_HANDLE session, CK_MECHANISM *mechanism, CK_OBJECT_HANDLE wrapping, CK_OBJECT_HANDLE key, CK_BYTE *wrapped,
    CK_ULONG *length) {
  ENTER("C_WrapKey");
  NEED_SESSION(session);
  if (wrapping != WRAPPING_KEY) LEAVE(CKR_WRAPPING_KEY_HANDLE_INVALID);
  if (!exists(key)) LEAVE(CKR_KEY_HANDLE_INVALID);
  if (!wrapped) LEAVE((*length = setting("wrap length", 80), CKR_OK));
  if (*length < 80) LEAVE(CKR_BUFFER_TOO_SMALL);
  memset(wrapped, 0x22, 80);
  *length = setting("wrap filled", 80);
  LEAVE(CKR_OK);
}
static CK_RV UnwrapKey(
    CK_SESSION_HANDLE session, CK_MECHANISM *mechanism, CK_OBJECT_HANDLE wrapping, CK_BYTE *wrapped, CK_ULONG length,
    CK_ATTRIBUTE *template, CK_ULONG count, CK_OBJECT_HANDLE *key) {
  ENTER("C_UnwrapKey");
  NEED_SESSION(session);
  if (wrapping != WRAPPING_KEY) LEAVE(CKR_UNWRAPPING_KEY_HANDLE_INVALID);
  if (length != 80 || wrapped[0] != 0x22) LEAVE(CKR_WRAPPED_KEY_INVALID);
  *key = make(session, 1, 1);
  LEAVE(CKR_OK);
}
static CK_RV CreateObject(CK_SESSION_HANDLE session, CK_ATTRIBUTE *template, CK_ULONG count, CK_OBJECT_HANDLE *object) {
  ENTER("C_CreateObject");
  NEED_SESSION(session);
  for (int place = FIRST_DATA; place < FIRST_MADE; place++) {
    if (data[place].there) continue;
    data[place].there = 1;
    for (CK_ULONG i = 0; i < count; i++) {
      if (template[i].type == CKA_LABEL && template[i].ulValueLen <= 32)
        memcpy(data[place].label, template[i].pValue, data[place].label_length = template[i].ulValueLen);
      if (template[i].type == CKA_VALUE && template[i].ulValueLen <= 64)
        memcpy(data[place].value, template[i].pValue, data[place].length = template[i].ulValueLen);
    }
    LEAVE((*object = place, CKR_OK));
  }
  LEAVE(CKR_DEVICE_MEMORY);
}
static CK_RV DestroyObject(CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object) {
  ENTER("C_DestroyObject");
  NEED_SESSION(session);
  if (!exists(object)) LEAVE(CKR_OBJECT_HANDLE_INVALID);
  if (object == setting("undestroyable", 0)) LEAVE(CKR_FUNCTION_REJECTED);
  if (object < FIRST_DATA) destroyed[object] = 1;
  else if (object < FIRST_MADE) memset(&data[object], 0, sizeof data[object]);
  else memset(&made[object], 0, sizeof made[object]);
  LEAVE(CKR_OK);
}

// C_GenerateKey, C_GenerateRandom and the rest are missing, as in some real modules.
static CK_FUNCTION_LIST list = {
    .version = {2, 40}, .C_Initialize = Initialize, .C_Finalize = Finalize, .C_GetInfo = GetInfo,
    .C_GetSlotList = GetSlotList, .C_GetSlotInfo = GetSlotInfo, .C_GetTokenInfo = GetTokenInfo,
    .C_OpenSession = OpenSession, .C_CloseSession = CloseSession, .C_Login = Login,
    .C_FindObjectsInit = FindObjectsInit, .C_FindObjects = FindObjects, .C_FindObjectsFinal = FindObjectsFinal,
    .C_GetAttributeValue = GetAttributeValue, .C_SignInit = SignInit, .C_Sign = Sign,
    .C_GenerateKeyPair = GenerateKeyPair, .C_WrapKey = WrapKey, .C_UnwrapKey = UnwrapKey,
    .C_CreateObject = CreateObject, .C_DestroyObject = DestroyObject};

CK_RV C_GetFunctionList(CK_FUNCTION_LIST **answer) {
  pthread_mutex_lock(&lock);
  CK_RV code = enter("C_GetFunctionList");
  *answer = setting("no function list", 0) ? 0 : &list;
  LEAVE(code);
}
